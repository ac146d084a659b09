//! Messages of the spot audit.

super::catalogue! {
    /// Messages of the spot audit.
    SurveyMessage {
        "H901" BadConfidence { level: String }
            "置信水平不能是 `{level}`"
            "the confidence cannot be `{level}`"
        "H902" ConfidenceRange {}
            "写成 0.5 到 0.9999 之间的数，或 50% 到 99.99%"
            "write a number from 0.5 to 0.9999, or from 50% to 99.99%"
        "H903" UnitWithoutKey { place: String }
            "抽样框里有单位没有编号：{place}"
            "a unit of the frame has no key: {place}"
        "H904" UnitTwice { key: String, first: String, second: String }
            "抽样框里编号 `{key}` 出现两次：{first}，{second}"
            "the key `{key}` stands twice in the frame: {first}; {second}"
        "H905" UnitWithoutStratum { key: String, place: String, column: String }
            "编号 `{key}` 的“{column}”空白，不知属于哪一层：{place}"
            "`{column}` is blank for `{key}`, so its stratum is not known: {place}"
        "H906" UnitWithoutCluster { key: String, place: String, column: String }
            "编号 `{key}` 的“{column}”空白，不知属于哪一群：{place}"
            "`{column}` is blank for `{key}`, so its cluster is not known: {place}"
        "H907" MoreFaults { count: usize }
            "另有 {count} 处同样的问题没有列出"
            "and {count} more of the same"
        "H908" EmptyFrame {}
            "抽样框里没有任何单位"
            "the frame has no unit"
        "H909" EmptyStratum { name: String }
            "层“{name}”在抽样框里没有任何单位"
            "the stratum `{name}` has no unit in the frame"
        "H910" FrameTooSmall { asked: u64, units: u64 }
            "要抽 {asked} 个，抽样框里只有 {units} 个"
            "{asked} are to be drawn and the frame has {units}"
        "H911" StratumTooSmall { name: String, asked: u64, units: u64 }
            "层“{name}”要抽 {asked} 个，只有 {units} 个"
            "{asked} are to be drawn of the stratum `{name}`, which has {units}"
        "H912" ListLacks { path: String, column: String }
            "抽样名单 `{path}` 缺少“{column}”一列"
            "the list `{path}` lacks the column `{column}`"
        "H913" ListCell { place: String, column: String, value: String }
            "抽样名单“{column}”一列不能是 `{value}`：{place}"
            "`{value}` has no place in the column `{column}` of the list: {place}"
        "H914" ListContradicts { key: String }
            "抽样名单里 `{key}` 的总数、应抽数、点数或序号不对，或与同层、同群的不一致"
            "the counts of `{key}` on the list are not possible, or differ from those of its stratum or cluster"
        "H915" ListOfSeveral { names: String }
            "一份抽样名单里有几种对象：{names}"
            "the list holds several kinds of units: {names}"
        "H916" EmptyList { path: String }
            "抽样名单 `{path}` 里没有任何单位"
            "the list `{path}` has no unit"
        "H917" ListIsDrawn {}
            "用 `hucha sample draw -o 名单.csv` 写出的名单；可以加列，不要改列名"
            "give the list that `hucha sample draw -o LIST.csv` wrote; columns may be added, none renamed"
        "H918" NobodyAnswered {}
            "数据里没有名单上任何一个单位的行"
            "the data have no row of any unit on the list"
        "H919" KeysMustAgree {}
            "数据的编号要与名单的“抽样编号”一字不差"
            "the keys in the data must be those in the column `sample_key` of the list, to the letter"
        "H920" Unaccounted { count: u64, keys: String }
            "有 {count} 个正选单位既没有数据，也没有写访问结果，按未访到算：{keys}"
            "drawn units with neither a row nor a visit, taken as not reached: {count} ({keys})"
        "H921" ReachedWithoutRow { count: u64, keys: String }
            "有 {count} 个单位写明已访，数据里却没有，按未访到算：{keys}"
            "units noted as reached that the data do not have, taken as not reached: {count} ({keys})"
        "H922" RowTwice { count: u64, keys: String }
            "有 {count} 个单位在数据里不止一行，只用第一行：{keys}"
            "units with more than one row, of which the first counts: {count} ({keys})"
        "H923" TooManyReserves { places: String }
            "备选用得比未访到的正选多，多访的也算进来了，请核对替换是否按次序：{places}"
            "more reserves answered than drawn units were silent, and they count; see whether they were used in order: {places}"
        "H924" LonelyStrata { count: u64 }
            "有 {count} 层只有一个群（或一户）有数据，层内方差按与总体的差距算，宁大勿小"
            "strata with one primary unit alone: {count}; their variance is taken from the distance to the whole, rather too much than too little"
        "H925" NoSuchColumn { entity: String, name: String }
            "数据里“{entity}”没有“{name}”一列，不能按它分层或分群"
            "`{entity}` has no column `{name}` in the data, so that nothing can be parted by it"
        "H926" RowsAside { count: u64 }
            "有 {count} 行读不出来，不在抽样框里；先改正再抽"
            "rows that could not be read and are not in the frame: {count}; mend them before you draw"
        "H927" UndecidedIn { count: u64 }
            "有 {count} 个单位因空白无法判定是否满足条件，留在抽样框里"
            "units of which a blank leaves open whether they fulfil the condition, kept in the frame: {count}"
        "H928" AmongLacks { what: String, way_out: String }
            "抽样条件无法判断：{what}；{way_out}"
            "the condition of the draw cannot be told: {what}; {way_out}"
        "H929" ListNotWhole { planned: u64, listed: u64 }
            "抽样名单应有正选 {planned} 个，现有 {listed} 个"
            "the list should have {planned} drawn units and has {listed}"
        "H930" PlaceNotWhole { place: String, planned: u64, listed: u64 }
            "抽样名单“{place}”应有正选 {planned} 个，现有 {listed} 个"
            "the list should have {planned} drawn units of `{place}` and has {listed}"
        "H931" ListLacksClusters { stratum: String, planned: u64, listed: u64 }
            "抽样名单层“{stratum}”应有 {planned} 个点，名单上的群只有 {listed} 个点"
            "the list should have {planned} points in the stratum `{stratum}`, and its clusters have {listed}"
        "H932" LinesGone { count: u64, of: u64, numbers: String }
            "抽样名单原有 {of} 行，少了 {count} 行，缺第 {numbers} 号（抽样序号）"
            "the list had {of} lines, of which {count} are gone, by their sample_number: {numbers}"
        "H933" ListStaysWhole {}
            "名单上的行不能删也不能添：把缺的行补回来，添的行去掉（同一种子再抽一次，名单相同），没访到的在“访问结果”一栏写 未访到、拒访 或 已不在"
            "no line may be taken off or added: put back what is gone and take off what was added (the same seed draws the same list), and write refused, not_reached or gone in the column of visits"
        "H934" NothingNoted { count: u64 }
            "访问结果全部空白，{count} 个正选按数据里的行算，不知访过没有，因此不判达标"
            "no visit is noted on the whole list: the rows of {count} drawn units are taken as they stand, and nothing is said to be met"
        "H935" NoteVisits {}
            "把访问结果填进名单（已访、拒访、未访到、已不在）再推断；确实都访到了的，加 --blank-is-reached"
            "fill in the column of visits (reached, refused, not_reached, gone) and evaluate again; with --blank-is-reached blanks are taken for reached"
        "H936" TakenForReached { count: u64 }
            "有 {count} 个正选的访问结果空白，按已访到算"
            "drawn units without a note of their visit, taken for reached: {count}"
        "H937" NotNoted { count: u64, keys: String }
            "别的正选写了已访，有 {count} 个正选的访问结果空白，按未访到算：{keys}"
            "drawn units without a note of their visit, where others are noted as reached, taken as not reached: {count} ({keys})"
        "H938" TotalRaised { asked: u64, strata: u64, given: u64 }
            "总数 {asked} 不够 {strata} 层每层 2 个，改为 {given}"
            "{asked} in all do not give each of {strata} strata two: {given} are drawn"
        "H939" FewerStrata {}
            "每层只有一个时，层内差别看不出来，没有标准误；要少抽，就少分几层，或用 --take 层=数 逐层另定"
            "one unit of a stratum does not tell how its units differ; for fewer, make fewer strata, or name numbers with --take STRATUM=N"
        "H940" NoLength {}
            "名单没有“抽样总数”一列，整层或备选若被删去，看不出来；同一种子再抽一次，可以核对"
            "the list has no column `sample_lines`: whole strata or reserves taken off it cannot be noticed; the same seed draws it again to compare"
        "H941" ListUnreadable { path: String }
            "`{path}` 像抽样名单（有“抽样编号”“访问结果”两栏），读不出填过没有，没有覆盖它"
            "`{path}` looks like a list (it names the columns `sample_key` and `visit`), but whether visits are filled in cannot be read: it was not replaced"
        "H942" LinesAdded { of: u64, listed: u64 }
            "抽样名单原有 {of} 行，现有 {listed} 行，有添上去的"
            "the list had {of} lines and has {listed}: some were added"
        "H943" NumberTwice { count: usize, numbers: String }
            "抽样名单有 {count} 个抽样序号不止一行，序号（编号）：{numbers}"
            "numbers of lines that stand more than once on the list: {count}; sample_number (sample_key): {numbers}"
        "H944" ListCells { path: String, column: String, value: String, count: usize, lines: String }
            "抽样名单“{column}”一列不能是 `{value}`：{count} 行，如第 {lines} 行（{path}）"
            "`{value}` has no place in the column `{column}` of the list: {count} lines, such as {lines} ({path})"
        "H945" ListOfDraws { lengths: String }
            "各行的“抽样总数”不一（{lengths}）：名单由几次抽样拼成，请逐份推断"
            "lines differ in `sample_lines` ({lengths}): the list is put together from several draws; evaluate each by itself"
    }
}
