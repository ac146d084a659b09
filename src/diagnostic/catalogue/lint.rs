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
            "规则 {code} 与 {other} 说的是同一件事"
            "rules {code} and {other} say the same"
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
        "H613" NeverApplies { code: String }
            "规则 {code} 的适用情形自相矛盾，任何一行都不适用"
            "rule {code} can never apply: its given contradicts itself"
        "H614" NeverFires { code: String }
            "规则 {code} 任何一行都不会命中"
            "rule {code} can never fire: whatever its given lets through its require holds of"
        "H615" AlwaysFires { code: String }
            "规则 {code} 凡适用的行都会命中，没有一行能符合"
            "rule {code} always fires where it applies: no row can keep it"
        "H616" Contradiction { code: String, other: String }
            "规则 {code} 与 {other} 相互矛盾：同时适用的行不可能都符合"
            "rules {code} and {other} contradict each other: no row that both apply to can keep both"
        "H617" GapInValues { name: String, from: String, until: String }
            "参数 `{name}` 在 {from} 至 {until} 没有值"
            "the parameter `{name}` has no value from {from} to {until}"
        "H618" NoValue { name: String }
            "参数 `{name}` 没有值，须由地区文件或 `--param` 给出"
            "the parameter `{name}` has no value; a region file or `--param` must give it"
        "H619" UnusedCodes { name: String }
            "没有字段用到代码表 `{name}`"
            "no field uses the code list `{name}`"
        "H610" UnknownExampleRegion { code: String, at: usize, region: String }
            "规则 {code} 的第 {at} 个例子指定的地区 `{region}` 不存在"
            "example {at} of rule {code} is meant for a region `{region}` that does not exist"
        "H620" NotTheNumber { name: String, value: String, text: String }
            "参数 `{name}` 的值 {value} 不在所引的文字里：“{text}”"
            "the value {value} of `{name}` does not stand in the quoted words `{text}`"
        "H622" NothingQuoted { name: String, value: String }
            "参数 `{name}` 的值 {value} 有来源，却没有引文；引出原文，或标明 `assumed: true`"
            "the value {value} of `{name}` has a source and no quoted words; quote them, or say `assumed: true`"
        "H621" DeclaredAndCited { source: String, clause: String, code: String }
            "来源 `{source}` 的条款 `{clause}` 声明为不作规则，{code} 却引用了它"
            "clause `{clause}` of `{source}` is declared to have no rule, and {code} cites it"
        "H623" NoExampleOnSide { of: String, comparison: String, zh: String, en: String }
            "{of} 没有 `{comparison}` {zh}的例子"
            "{of} has no example in which `{comparison}` {en}"
        "H624" BothSides {}
            "在界线两边各写一个例子：一个刚好到线，一个差一点"
            "write an example on either side of the line: one that just meets it, one that just misses it"
    }
}
