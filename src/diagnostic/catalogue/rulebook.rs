//! Messages of the room `rulebook`.

super::catalogue! {
    /// Messages of the room `rulebook`.
    RulebookMessage {
        "H401" Twice { what: String, name: String }
            "{what} `{name}` 定义了两次"
            "{what} `{name}` is defined twice"
    }
}
