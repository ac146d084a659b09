//! Messages that more than one room says.

super::catalogue! {
    /// Messages that more than one room says.
    SharedMessage {
        "H001" DidYouMean { name: String }
            "是不是“{name}”？"
            "did you mean `{name}`?"
        "H002" CannotRead { path: String, reason: String }
            "无法读取 `{path}`：{reason}"
            "cannot read `{path}`: {reason}"
        "H003" FirstHere {}
            "先在这里定义"
            "first defined here"
        "H004" KnownAre { names: String }
            "可用的有：{names}"
            "known are: {names}"
        "H005" Yaml { reason: String }
            "YAML 写法有误：{reason}"
            "YAML error: {reason}"
        "H006" CannotWrite { path: String, reason: String }
            "无法写入 `{path}`：{reason}"
            "cannot write `{path}`: {reason}"
        "H007" UnknownKey { key: String }
            "这里没有名为 `{key}` 的键"
            "there is no key `{key}` here"
        "H008" KeyTwice { key: String }
            "键 `{key}` 写了两次"
            "the key `{key}` stands twice"
        "H009" KeyMissing { key: String }
            "缺少键 `{key}`"
            "the key `{key}` is missing"
        "H010" UnknownWord { word: String }
            "这里不能写 `{word}`"
            "`{word}` has no place here"
        "H011" NotUtf8 { path: String }
            "`{path}` 不是 UTF-8 文本"
            "`{path}` is not UTF-8 text"
        "H012" SaveAsUtf8 {}
            "用编辑器打开，另存为 UTF-8 编码"
            "open it in an editor and save it as UTF-8"
    }
}
