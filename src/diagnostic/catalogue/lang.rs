//! Messages of the room `lang`.

super::catalogue! {
    /// Messages of the room `lang`.
    LangMessage {
        "H301" UnknownName { entity: String, name: String }
            "“{entity}”里没有名为 `{name}` 的字段、链接、定义或参数"
            "`{entity}` has no field, link, definition or parameter called `{name}`"
    }
}
