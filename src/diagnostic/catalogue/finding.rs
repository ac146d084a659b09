//! Messages of the room `finding`.

super::catalogue! {
    /// Messages of the room `finding`.
    FindingMessage {
        "H501" LacksTable { entity: String }
            "表“{entity}”"
            "table `{entity}`"
        "H502" LacksColumn { entity: String, field: String }
            "列“{entity}.{field}”"
            "column `{entity}.{field}`"
        "H503" LacksLink { entity: String, link: String, fields: String }
            "“{entity}”连到“{link}”所用的列（{fields}）"
            "the columns that join `{entity}` to `{link}` ({fields})"
        "H504" LacksParameter { name: String, when: String }
            "参数“{name}”在 {when} 的值"
            "a value of the parameter `{name}` on {when}"
        "H505" AddTable { entity: String, header: String }
            "把“{entity}”的名册放进数据文件夹（表头要有“{header}”），或用 --table {entity}=文件 指定"
            "put the roster of `{entity}` into the data folder (its header has `{header}`), or name it with --table {entity}=FILE"
        "H506" AddColumn { entity: String, names: String }
            "在“{entity}”的文件里补上这一列，表头可写：{names}"
            "add the column to the file of `{entity}`; its header may read: {names}"
        "H507" SetParameter { name: String }
            "用 --param {name}=值 给出，或用 --as-of、--region 换到有值的日期或地区"
            "give it with --param {name}=VALUE, or choose a date or region that has one with --as-of or --region"
        "H508" AddKeys { entity: String, header: String, tables: String }
            "“{entity}”不单独成表，取自其他表的“{header}”列：把其中任一张放进数据文件夹（{tables}）"
            "there is no file of `{entity}`: it is read from the column `{header}` of others; put any of them into the data folder ({tables})"
        "H509" LacksList { field: String, code: String }
            "“{field}”为“{code}”的名单"
            "the list `{code}` of `{field}`"
        "H510" AddList { field: String, code: String }
            "把“{code}”名单并入文件；名单上确实没有人时，加一行，“{field}”写“{code}”，其余留空"
            "add the list `{code}` to the file; where nobody is on it, add one row with `{code}` under `{field}` and nothing else"
        "H511" BlankCell { field: String, of: String }
            "{of}“{field}”空白"
            "{of} `{field}` is blank"
        "H518" UnreadCell { field: String, of: String, text: String }
            "{of}“{field}”读不了（“{text}”）"
            "{of} `{field}` cannot be read (`{text}`)"
        "H512" NoRow { link: String }
            "“{link}”没有对应的行"
            "`{link}` leads to no row"
        "H513" SeveralRows { link: String }
            "“{link}”对应多行，无法确定是哪一行"
            "`{link}` leads to several rows with one key"
        "H514" NoMembers { link: String }
            "名册里找不到对应的“{link}”"
            "the data have no `{link}` of this row"
        "H515" NoParameterThen { name: String, when: String }
            "参数“{name}”在 {when} 没有值"
            "the parameter `{name}` has no value in {when}"
        "H516" NoParameter { name: String }
            "参数“{name}”所用的日期空白"
            "the date of the parameter `{name}` is blank"
        "H517" Inexact { text: String }
            "`{text}` 无法精确计算（溢出、除以零，或日期只到年、月）"
            "`{text}` cannot be computed exactly (overflow, division by zero, or a date without its day)"
        "H521" DamagedColumn { file: String, column: String, count: u64 }
            "{file} {column} 列有 {count} 个号码被电子表格当成数字，末位已丢失，无法恢复；请从源系统重新导出，并把该列设为文本"
            "{file}, column {column}: {count} numbers that name rows or people were saved as quantities by a spreadsheet and lost their last digits for good; export them again with the column set to text"
        "H539" HiddenColumn { file: String, column: String, count: u64 }
            "{file} {column} 列有 {count} 个证件号码被遮盖了几位，认不出是谁，与其他名单的比对对这些行没有结果；请用没有遮盖的名册在本机核对"
            "{file}, column {column}: {count} identity numbers have hidden digits and name nobody, so that nothing was found of these rows in any other list; check a list without hidden digits, on your own machine"
        "H522" ListUnknown { count: u64, gate: String }
            "{count} 行是否在“{gate}”名单上无法判定（所需单元格空白），没有列入"
            "whether {count} rows are on the list of `{gate}` cannot be told (cells are blank); they are left out"
        "H523" RowsOmitted { count: usize }
            "另有 {count} 行成员的单元格未列出"
            "cells of {count} more member rows are not shown"
        "H524" MostKeysDouble { entity: String, rows: u64 }
            "“{entity}”有 {rows} 行编号重复，占大多数：是不是把同一份名册放进了两个文件？只留一份再核对"
            "most rows of `{entity}` ({rows}) have a key that stands twice: was one roster given in two files? keep one"
        "H540" MostRowsLost { entity: String, count: u64, owner: String, own: String, other: String }
            "“{entity}”有 {count} 行在“{owner}”里找不到所属的行，占大多数：编号的写法不同（如少了前面的零），还是两份名册不是同一批？这边如“{own}”，那边如“{other}”"
            "most rows of `{entity}` ({count}) name a row of `{owner}` that is not there: are keys written in another way, without leading zeros say, or are the two of different places? here `{own}`, there `{other}`"
        "H525" MaskedGrouping { name: String }
            "`{name}` 已隐去一部分，按它统计会把不同的人并成一组"
            "`{name}` is masked: different people would fall into one group"
        "H526" Unmask {}
            "加 --no-mask 再按它统计，或换一列"
            "add --no-mask, or group by another column"
        "H531" NoSuchRow { entity: String, key: String }
            "“{entity}”里没有编号为 `{key}` 的行"
            "no row of `{entity}` has the key `{key}`"
        "H541" RowsAside { entity: String, count: u64 }
            "“{entity}”有 {count} 行读不了、已剔除，要找的可能在其中：`hucha check` 的“数据问题”列出是哪些行"
            "{count} rows of `{entity}` could not be read and were set aside, perhaps the one looked for: `hucha check` lists them among its data problems"
        "H536" KeyOfOther { entity: String }
            "“{entity}”里有这个编号：加 `--entity {entity}`"
            "`{entity}` has it: add `--entity {entity}`"
        "H532" NoSuchGrouping { name: String }
            "不能按 `{name}` 统计"
            "cannot group by `{name}`"
        "H533" UnknownPack { name: String }
            "没有名为 `{name}` 的规则包"
            "no pack is called `{name}`"
        "H534" NothingSelected {}
            "没有选中任何规则"
            "no rule is selected"
        "H535" UnknownGate { name: String }
            "没有名为 `{name}` 的名单关口"
            "no gate is called `{name}`"
        "H537" WithoutEvidence {}
            "按 --evidence none 只列规则和编号：未作第二次推算，未读姓名和地址，未计算文件校验值"
            "with --evidence none only rules and keys are listed: nothing was derived a second time, no names or places were read, no files hashed"
        "H538" RestLost {}
            "暂存到磁盘的数据读不回来，结果不可用；请检查磁盘，或加大 --memory-limit"
            "data put to rest on disk cannot be read back, so nothing here counts; look at the disk, or raise --memory-limit"
        "H599" Disagreement { code: String, key: String }
            "内部错误：规则 {code} 对 `{key}` 的两次推算不一致，结果不可用；请报告"
            "internal error: two derivations of rule {code} for `{key}` disagree; nothing here can be relied on, please report it"
        "H551" UnknownIndicator { code: String }
            "没有编号为 `{code}` 的指标"
            "no indicator has the code `{code}`"
        "H553" NoSample { path: String }
            "没有示例数据文件夹 `{path}`；在源码目录里运行，或写明文件夹：hucha figures 文件夹"
            "there is no folder of samples `{path}`; run in a checkout, or name the folder: hucha figures DIR"
        "H554" UnknownFigure { id: String }
            "没有编号为 `{id}` 的数字"
            "no figure has the id `{id}`"
        "H555" IndicatorsNotRules { code: String }
            "`{code}` 是指标，不是规则：用 `hucha check 数据 --indicators --select {code}` 计算"
            "`{code}` is an indicator, not a rule: reckon it with `hucha check DATA --indicators --select {code}`"
        "H552" PackOfRules { name: String }
            "`{name}` 是规则包；指标不分包，用 --select 按编号选"
            "`{name}` is a pack of rules; indicators have none: choose them by code with --select"
    }
}
