//! Messages of the room `lint`.

super::catalogue! {
    /// Messages of the room `lint`.
    LintMessage {
        "H601" NoExample { code: String, verdict: String }
            "规则 {code} 没有结论为 {verdict} 的例子"
            "rule {code} has no example whose verdict is {verdict}"
        "H602" BlankMatters { field: String }
            "例子里的“{field}”空白时就无法判定"
            "when `{field}` of an example is blank, nothing can be decided"
        "H603" NotInClause { source: String, clause: String }
            "引文在来源 `{source}` 的条款 `{clause}` 里找不到"
            "the quoted words do not stand in clause `{clause}` of `{source}`"
        "H604" NoText { what: String, zh: String, en: String }
            "{what} 缺少{zh}"
            "{what} has no {en}"
        "H605" SameRule { code: String, other: String }
            "规则 {code} 与 {other} 的条件完全相同"
            "rules {code} and {other} have the same conditions"
        "H606" UnusedDefinition { name: String }
            "没有规则用到定义 `{name}`"
            "no rule uses the definition `{name}`"
        "H607" UnusedParameter { name: String }
            "没有规则用到参数 `{name}`"
            "no rule uses the parameter `{name}`"
        "H608" WrongVerdict { code: String, at: usize, found: String, wanted: String }
            "规则 {code} 的第 {at} 个例子应为 {wanted}，实际为 {found}"
            "example {at} of rule {code} should give {wanted} and gives {found}"
        "H609" UnreadableCell { code: String, at: usize, field: String, text: String }
            "规则 {code} 的第 {at} 个例子：“{field}”的 `{text}` 读不成该列的值"
            "example {at} of rule {code}: `{text}` is no value of `{field}`"
        "H611" Survivor { of: String, change: String }
            "{of}：没有例子发现这一改动 `{change}`"
            "{of}: no example notices the change `{change}`"
        "H612" NoSuchMutant { of: String, change: String }
            "`{of}` 没有未被发现的改动 `{change}`；删去这一条"
            "`{of}` has no unnoticed change `{change}`; drop the entry"
        "H610" UnknownExampleRegion { code: String, at: usize, region: String }
            "规则 {code} 的第 {at} 个例子指定的地区 `{region}` 不存在"
            "example {at} of rule {code} is meant for a region `{region}` that does not exist"
    }
}
