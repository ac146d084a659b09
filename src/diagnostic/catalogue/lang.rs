//! Messages of the room `lang`.

super::catalogue! {
    /// Messages of the room `lang`.
    LangMessage {
        "H301" UnknownName { entity: String, name: String }
            "“{entity}”里没有名为 `{name}` 的字段、链接、定义或参数"
            "`{entity}` has no field, link, definition or parameter called `{name}`"
        "H302" UnexpectedCharacter { text: String }
            "这里不能有 `{text}`"
            "`{text}` has no place here"
        "H303" UnclosedText {}
            "引号没有收尾"
            "the quotation mark is never closed"
        "H304" UnclosedName {}
            "「 没有对应的 」"
            "`「` has no `」`"
        "H305" Expected { wanted_zh: String, wanted_en: String, found: String }
            "这里应为{wanted_zh}，却是 `{found}`"
            "expected {wanted_en}, found `{found}`"
        "H306" ExpectedAtEnd { wanted_zh: String, wanted_en: String }
            "表达式到此为止，还缺{wanted_zh}"
            "the expression ends here; {wanted_en} is missing"
        "H307" MixedLogic {}
            "`且` 与 `或` 混用时必须加括号"
            "`and` and `or` cannot be mixed without brackets"
        "H308" WriteBrackets { first: String, second: String }
            "写成 `{first}` 或 `{second}`"
            "write `{first}` or `{second}`"
        "H309" TooDeep { limit: usize }
            "表达式嵌套超过 {limit} 层"
            "the expression is nested deeper than {limit} levels"
        "H310" NameAParts {}
            "把其中一部分写成定义（definitions）再引用"
            "make a part of it a definition and name it"
        "H311" ChainedComparison {}
            "一个条件里只能有一个比较"
            "a condition holds one comparison only"
        "H312" UseRange {}
            "区间写成 `x 属于 a..b`，两端都包含"
            "write a range as `x in a..b`; both ends are included"
        "H313" BadNumber { text: String }
            "`{text}` 超出数值范围，或小数多于四位"
            "`{text}` is too large, or has more than four decimals"
        "H314" CannotMeet { left_zh: String, left_en: String, right_zh: String, right_en: String }
            "{left_zh}与{right_zh}不能放在一起比较或计算"
            "{left_en} and {right_en} cannot be compared or combined"
        "H315" WrongType { wanted_zh: String, wanted_en: String, found_zh: String, found_en: String }
            "这里应为{wanted_zh}，却是{found_zh}"
            "expected {wanted_en}, found {found_en}"
        "H316" OnlyEquality { found_zh: String, found_en: String }
            "{found_zh}不分大小，只能用 `=`、`<>` 或 `属于 […]`"
            "{found_en} has no order: only `=`, `<>` and `in […]` apply"
        "H317" NotACode { list: String, word: String }
            "代码表“{list}”里没有 `{word}`"
            "the code list `{list}` has no `{word}`"
        "H318" UnknownUnit { name: String }
            "没有单位 `{name}`"
            "there is no unit `{name}`"
        "H319" LinkAsValue { name: String }
            "`{name}` 是链接，不是值"
            "`{name}` is a link, not a value"
        "H320" UseDot { name: String }
            "用点取值，如 `{name}.字段`"
            "read a field through it: `{name}.field`"
        "H321" UseAggregate { name: String }
            "链接到多行，用汇总，如 `任一({name}, 条件)`、`计数({name})`"
            "it leads to many rows: use an aggregate, as in `any({name}, condition)` or `count({name})`"
        "H322" ToManyUnderDot { name: String }
            "`{name}` 链接到多行，不能用点"
            "`{name}` leads to many rows and cannot stand under a dot"
        "H323" ToOneInAggregate { name: String }
            "`{name}` 只链接到一行，不能汇总"
            "`{name}` leads to one row and cannot be aggregated"
        "H324" NotALink { entity: String, name: String }
            "“{entity}”没有名为 `{name}` 的链接"
            "`{entity}` has no link called `{name}`"
        "H325" NotAParameter { name: String }
            "没有名为 `{name}` 的参数"
            "there is no parameter called `{name}`"
        "H326" ArgumentCount { name: String, wanted: String, found: usize }
            "`{name}` 要 {wanted} 个参数，这里有 {found} 个"
            "`{name}` takes {wanted} arguments; there are {found}"
        "H327" QuotientComputed {}
            "商只能比较，不能再计算"
            "a quotient can be compared, not computed with"
        "H328" CompareProducts {}
            "改成比较乘积，如 `a > b * c`，不写 `a / b > c`"
            "compare products instead: `a > b * c`, not `a / b > c`"
        "H329" AddSpaces { text: String }
            "关键字两边要有空格：`{text}`"
            "a keyword stands between spaces: `{text}`"
        "H330" ParameterUnderDot { name: String }
            "`{name}` 是参数，不属于任何一行，前面不加链接"
            "`{name}` is a parameter and belongs to no row: leave the link out"
        "H331" EmptyText {}
            "空文字不是值"
            "an empty text is no value"
        "H332" UseMissing {}
            "空白写成 `x 缺失`"
            "for a blank write `x missing`"
        "H334" QuoteIt { name: String }
            "代码和文字要加引号：\"{name}\""
            "codes and texts stand in quotation marks: \"{name}\""
        "H333" UseYear {}
            "日期的年份写成 `年(x)`，如 `年(x) > 2015`"
            "the year of a date is `year(x)`, as in `year(x) > 2015`"
    }
}
