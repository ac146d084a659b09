//! Messages of the spot audit.

super::catalogue! {
    /// Messages of the spot audit.
    SurveyMessage {
        "H901" BadConfidence { level: String }
            "置信水平不能是 `{level}`"
            "the confidence cannot be `{level}`"
        "H902" ConfidenceRange {}
            "写成 0.5 到 0.9999 之间的数，或 50% 到 99.99%"
            "write a number from 0.5 to 0.9999, or from 50% to 99.99%"
        "H903" UnitWithoutKey { place: String }
            "抽样框里有单位没有编号：{place}"
            "a unit of the frame has no key: {place}"
        "H904" UnitTwice { key: String, first: String, second: String }
            "抽样框里编号 `{key}` 出现两次：{first}，{second}"
            "the key `{key}` stands twice in the frame: {first}; {second}"
        "H905" UnitWithoutStratum { key: String, place: String, column: String }
            "编号 `{key}` 的“{column}”空白，不知属于哪一层：{place}"
            "`{column}` is blank for `{key}`, so its stratum is not known: {place}"
        "H906" UnitWithoutCluster { key: String, place: String, column: String }
            "编号 `{key}` 的“{column}”空白，不知属于哪一群：{place}"
            "`{column}` is blank for `{key}`, so its cluster is not known: {place}"
        "H907" MoreFaults { count: usize }
            "另有 {count} 处同样的问题没有列出"
            "and {count} more of the same"
        "H908" EmptyFrame {}
            "抽样框里没有任何单位"
            "the frame has no unit"
        "H909" EmptyStratum { name: String }
            "层“{name}”在抽样框里没有任何单位"
            "the stratum `{name}` has no unit in the frame"
        "H910" FrameTooSmall { asked: u64, units: u64 }
            "要抽 {asked} 个，抽样框里只有 {units} 个"
            "{asked} are to be drawn and the frame has {units}"
        "H911" StratumTooSmall { name: String, asked: u64, units: u64 }
            "层“{name}”要抽 {asked} 个，只有 {units} 个"
            "{asked} are to be drawn of the stratum `{name}`, which has {units}"
    }
}
