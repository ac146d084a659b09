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
    }
}
