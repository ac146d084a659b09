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
    }
}
