//! Messages of the room `demo`.

super::catalogue! {
    /// Messages of the room `demo`.
    DemoMessage {
        "H801" NoDemoEntity { entity: String }
            "字典里没有实体“{entity}”，无法生成演示数据"
            "the dictionary has no entity `{entity}`, which synthetic rosters need"
        "H802" NoDemoField { entity: String, field: String }
            "字典的实体“{entity}”没有字段“{field}”，无法生成演示数据"
            "the entity `{entity}` of the dictionary has no field `{field}`, which synthetic rosters need"
        "H803" BadShare {}
            "差错比例应在 0 到 1 之间"
            "the share of households with a fault must lie between 0 and 1"
        "H804" WroteAnswers { path: String, lines: usize, faulty: usize }
            "{path}  答案：{faulty} 户有差错，应查出 {lines} 处"
            "{path}  answers: {faulty} households with a fault, {lines} cases to be found"
        "H805" NoExampleFor { rule: String }
            "没有造规则 {rule} 的差错：它没有适用的命中例子"
            "no fault for rule {rule}: it has no violating example that fits"
        "H806" NeverBroken { rule: String }
            "没有造规则 {rule} 的差错：在这个审计日，它的例子都不命中"
            "no fault for rule {rule}: none of its examples breaks it on this audit date"
        "H807" DoesNotRun { rule: String }
            "没有造规则 {rule} 的差错：它用到的参数在这个审计日没有值，规则不运行"
            "no fault for rule {rule}: it does not run, for want of a parameter's value on this audit date"
        "H808" NoSuchColumn { name: String }
            "没有一张表有列“{name}”"
            "no table has a column `{name}`"
        "H809" NotWritten { rules: usize }
            "有 {rules} 条规则要用没有写出的表或列，没有造它们的差错"
            "no fault for {rules} rules, which read tables or columns that are not written"
    }
}
