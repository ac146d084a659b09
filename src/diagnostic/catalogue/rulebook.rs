//! Messages of the room `rulebook`.

super::catalogue! {
    /// Messages of the room `rulebook`.
    RulebookMessage {
        "H401" Twice { name: String }
            "`{name}` 定义了两次"
            "`{name}` is defined twice"
        "H402" UnknownSource { id: String }
            "没有登记编号为 `{id}` 的来源"
            "no source has the id `{id}`"
        "H403" UnknownClause { source: String, clause: String }
            "来源 `{source}` 没有编号为 `{clause}` 的条款"
            "the source `{source}` has no clause `{clause}`"
        "H404" UnknownClass { name: String }
            "没有名为 `{name}` 的类别"
            "no class is called `{name}`"
        "H405" UnknownVerdict { name: String }
            "`{name}` 不是结论：应为 violation、pass、unknown 或 not_applicable"
            "`{name}` is no verdict: violation, pass, unknown or not_applicable"
        "H406" BadDate { text: String }
            "`{text}` 不是日期"
            "`{text}` is no date"
        "H407" BadValue { text: String, unit: String }
            "`{text}` 不是参数的值，应写成如 {unit}"
            "`{text}` is no value of the parameter; write it like {unit}"
        "H408" Cycle { names: String }
            "定义互相引用成环：{names}"
            "definitions form a cycle: {names}"
        "H409" NameTaken { name: String }
            "`{name}` 已经是字段、链接或参数的名称"
            "`{name}` is the name of a field, a link or a parameter already"
        "H410" Reserved { name: String }
            "`{name}` 是语言的关键字或函数，不能作名称"
            "`{name}` is a word of the language and cannot be a name"
        "H411" UnknownRegion { name: String }
            "没有名为 `{name}` 的地区"
            "no region is called `{name}`"
        "H412" UnknownParameter { name: String }
            "没有名为 `{name}` 的参数"
            "no parameter is called `{name}`"
        "H413" UnknownRule { code: String }
            "没有编号为 `{code}` 的规则"
            "no rule has the code `{code}`"
        "H414" NotCited { name: String }
            "参数 `{name}` 的这个值既没有来源，也没有标明 `assumed: true`"
            "this value of `{name}` has neither a source nor `assumed: true`"
        "H415" YearAndFrom {}
            "`year` 不能与 `from`、`until` 同用"
            "`year` cannot stand beside `from` or `until`"
        "H416" Overlap { name: String, day: String }
            "参数 `{name}` 在 {day} 有两个值"
            "the parameter `{name}` has two values on {day}"
        "H417" NoValueThen { name: String, when: String }
            "参数 `{name}` 在 {when} 没有值"
            "the parameter `{name}` has no value in {when}"
        "H418" ValuesAre { names: String }
            "已有的值：{names}"
            "there are values for: {names}"
        "H419" UnclosedPlace {}
            "`{{` 没有对应的 `}}`"
            "`{{` has no `}}`"
        "H420" UnknownExampleName { entity: String, name: String }
            "“{entity}”没有名为 `{name}` 的字段或链接"
            "`{entity}` has no field or link called `{name}`"
        "H421" ExampleNeedsCell { name: String }
            "`{name}` 是字段，应写一个单元格的内容"
            "`{name}` is a field: write the text of a cell"
        "H422" ExampleNeedsRows { name: String }
            "`{name}` 是链接，应写所连的行"
            "`{name}` is a link: write the rows it leads to"
        "H423" ExampleOneRow { name: String }
            "`{name}` 只连到一行"
            "`{name}` leads to one row only"
        "H424" NoText { what: String, zh: String, en: String }
            "{what} 缺少{zh}"
            "{what} has no {en}"
        "H425" NotCitedRule { code: String }
            "规则 `{code}` 既没有依据，也没有标明 `assumed: true`"
            "the rule `{code}` has neither a basis nor `assumed: true`"
        "H426" BadCode { code: String }
            "编号 `{code}` 应为两个大写字母加三位数字"
            "the code `{code}` should be two capital letters and three digits"
        "H427" WrongBase { name: String }
            "地区 `{name}` 的 `base` 又回到自身"
            "the `base` of region `{name}` leads back to itself"
        "H428" NoParameterHere { name: String }
            "地区文件只能给已有的参数赋值，没有参数 `{name}`"
            "a region gives values to parameters that exist; there is no `{name}`"
        "H429" RegionOnly { section: String }
            "`{section}` 只能写在地区文件里"
            "`{section}` belongs into a region file"
        "H430" BadOverride { text: String }
            "`--param {text}` 应写成 名称=值"
            "`--param {text}` should read name=value"
        "H431" BadType { text: String }
            "参数的 `type` 只能是 number 或 date，不是 `{text}`"
            "the `type` of a parameter is number or date, not `{text}`"
        "H432" TooManyLevels { limit: usize }
            "定义一层套一层，超过 {limit} 层"
            "definitions stand on each other more than {limit} levels high"
        "H433" ReplaceFile { file: String }
            "要改写它，在自己的规则文件夹里放一份同名文件 `{file}`，它会替换原文件"
            "to change it, put a file `{file}` into your own folder of rules; it replaces the one of that name"
        "H434" NotCitedIndicator { code: String }
            "指标 `{code}` 既没有依据，也没有标明 `assumed: true`"
            "the indicator `{code}` has neither a basis nor `assumed: true`"
        "H435" OneMeasure { code: String }
            "指标 `{code}` 应在 `share`、`mean`、`ratio`、`count: true` 中写且只写一个"
            "the indicator `{code}` should have one of `share`, `mean`, `ratio` and `count: true`, and one only"
        "H436" QuotientSummed {}
            "这里要求和，商不能求和"
            "this is summed, and a quotient cannot be"
        "H437" NumberWanted {}
            "这里应是数字"
            "this should be a number"
        "H438" BadShare { text: String }
            "`{text}` 不是 0 到 1 之间的比例，应写成如 0.02、2%"
            "`{text}` is no share from 0 to 1; write it like 0.02 or 2%"
        "H439" NoChecklist { id: String }
            "来源 `{id}` 不是核查清单：它没有写 `covers: checks`"
            "the source `{id}` is no list of checks: it does not say `covers: checks`"
        "H440" RulesOrNone { id: String }
            "`{id}` 应写明 `rules` 或 `none`，且只写一个"
            "`{id}` should say either `rules` or `none`"
        "H441" UnknownCode { code: String }
            "没有编号为 `{code}` 的规则或指标"
            "no rule or indicator has the code `{code}`"
        "H442" UnknownCheck { list: String, id: String }
            "清单 `{list}` 没有编号为 `{id}` 的核查项"
            "the list `{list}` has no check `{id}`"
        "H451" NotCitedScenario { name: String }
            "情景 `{name}` 既没有依据，也没有标明 `assumed: true`"
            "the scenario `{name}` has neither a basis nor `assumed: true`"
        "H452" NothingSupposed { name: String }
            "情景 `{name}` 什么也没有假设：写 `set` 或 `parameters`"
            "the scenario `{name}` supposes nothing: write `set` or `parameters`"
        "H453" CannotSuppose { field: String }
            "`{field}` 用来区分或连接各行，不能假设成别的值"
            "`{field}` tells rows apart or joins them and cannot be supposed to be another"
        "H454" BadFactor { text: String }
            "`{text}` 不是倍数，应写成如 1.06"
            "`{text}` is no factor; write it like 1.06"
        "H455" ToOrTimes { name: String }
            "参数 `{name}` 应写 `to` 或 `times`，且只写一个"
            "the parameter `{name}` should have either `to` or `times`"
        "H456" FollowsLater { field: String }
            "`{field}` 应写在由它合成的各项之前"
            "`{field}` should stand before the sums that it is part of"
        "H457" UnknownScenario { name: String }
            "没有名为 `{name}` 的情景"
            "no scenario is called `{name}`"
        "H458" NoSuchField { name: String }
            "没有名为 `{name}` 的字段"
            "no field is called `{name}`"
        "H459" SeveralFields { name: String }
            "好几张表都有 `{name}`，请写明是哪一张"
            "several tables have `{name}`; say which"
        "H460" CannotMultiply { name: String, factor: String }
            "参数 `{name}` 乘以 {factor} 后不能精确到四位小数"
            "the parameter `{name}` times {factor} has more than four decimals"
        "H461" ShowsOrCannot { id: String }
            "`{id}` 应写 `data` 和 `shows`，或者写 `cannot`"
            "`{id}` should have `data` and `shows`, or else `cannot`"
        "H462" BadPrinted { text: String }
            "`{text}` 不是数字，应写成如 25、8381、2.64%"
            "`{text}` is no number; write it like 25, 8381 or 2.64%"
        "H463" GainedUnderScenario {}
            "`gained`、`gained_share` 要写明 `scenario`，其他的不写"
            "`gained` and `gained_share` need a `scenario`, all others have none"
        "H464" IndicatorOrRule {}
            "应写 `indicator` 或 `rule`，且只写一个"
            "this should have either `indicator` or `rule`"
    }
}
