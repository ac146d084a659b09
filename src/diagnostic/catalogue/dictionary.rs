//! Messages of the room `dictionary`.

super::catalogue! {
    /// Messages of the room `dictionary`.
    DictionaryMessage {
        "H101" Twice { name: String }
            "`{name}` 定义了两次"
            "`{name}` is defined twice"
        "H102" UnknownEntity { name: String }
            "没有名为 `{name}` 的实体"
            "no entity is called `{name}`"
        "H103" UnknownField { entity: String, name: String }
            "“{entity}”没有名为 `{name}` 的字段"
            "`{entity}` has no field called `{name}`"
        "H104" UnknownType { name: String }
            "没有名为 `{name}` 的类型或代码表"
            "no type or code list is called `{name}`"
        "H105" TypesAre { lists: String }
            "类型有 bool、number、date、text、id，代码表有：{lists}"
            "types are bool, number, date, text, id; code lists are: {lists}"
        "H106" UnknownUnit { name: String }
            "没有名为 `{name}` 的单位"
            "no unit is called `{name}`"
        "H107" UnitOfNoNumber { name: String }
            "只有 number 类型才有单位，`{name}` 不是"
            "only a number has a unit; `{name}` is none"
        "H108" BadFactor { text: String }
            "单位换算系数 `{text}` 不是正数"
            "the factor `{text}` is no positive number"
        "H109" BadSensitivity { text: String }
            "`sensitive` 只能是 name 或 number，不是 `{text}`"
            "`sensitive` is name or number, not `{text}`"
        "H110" LinkKeys { link: String, from: usize, to: usize }
            "链接 `{link}` 两边字段数不同：{from} 对 {to}"
            "link `{link}` has {from} fields on one side and {to} on the other"
        "H111" LinkKeyTypes { left: String, right: String }
            "链接的两个字段类型不同：`{left}` 与 `{right}`"
            "the linked fields `{left}` and `{right}` have different types"
        "H112" TooMany { what: String }
            "{what}太多，最多 65000 个"
            "too many {what}; 65000 at most"
        "H113" AsciiName { name: String }
            "`{name}` 不是英文名：只能用小写字母、数字和下划线，并以字母开头"
            "`{name}` is no ASCII name: lower-case letters, digits and underscores, a letter first"
        "H114" NoLinkSuppliesKeys { entity: String, from: String }
            "“{entity}”要从“{from}”的键得到，但没有从后者到前者的链接"
            "`{entity}` is to come from the keys of `{from}`, but no link leads there"
        "H115" FirstUnit { name: String }
            "第一个单位 `{name}` 的系数必须是 1"
            "the first unit `{name}` must have factor 1"
        "H117" SequenceInPart { link: String }
            "链接 `{link}` 要么写齐 `order`、`previous`、`previous_en`，要么都不写"
            "link `{link}` must give all of `order`, `previous` and `previous_en`, or none"
        "H118" NoOrder { name: String }
            "`{name}` 不是日期也不是数字，不能排先后"
            "`{name}` is neither a date nor a number and gives no order"
        "H116" HandedIn { name: String }
            "只有代码列才能写 `handed_in`，`{name}` 不是"
            "only a column of codes can be `handed_in`; `{name}` is none"
    }
}
