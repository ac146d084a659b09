//! The catalogue: every message with its code, in both languages. One file a room.
//!
//! Messages are one line in lower case (English), state facts, quote the user's input in backticks, and never name a
//! type of the program. Codes are stable.

mod cli;
mod demo;
mod dictionary;
mod finding;
mod lang;
mod lint;
mod rulebook;
mod shared;
mod survey;
mod table;

pub use cli::CliMessage;
pub use demo::DemoMessage;
pub use dictionary::DictionaryMessage;
pub use finding::FindingMessage;
pub use lang::LangMessage;
pub use lint::LintMessage;
pub use rulebook::RulebookMessage;
pub use shared::SharedMessage;
pub use survey::SurveyMessage;
pub use table::TableMessage;

use super::Locale;

/// Declares the messages of one room: an enum, and for each variant its code and its text in both languages.
/// The texts are format strings over the variant's fields.
macro_rules! catalogue {
    ($(#[$meta:meta])* $name:ident { $($code:literal $variant:ident { $($field:ident : $type:ty),* $(,)? } $zh:literal $en:literal)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each variant is documented by the text beside it")]
        pub enum $name { $($variant { $($field: $type),* }),* }

        impl $name {
            /// The stable code of the message.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code),* }
            }

            /// The text of the message.
            #[must_use]
            #[allow(unused_variables, reason = "a text need not name every field")]
            pub fn text(&self, locale: $crate::diagnostic::Locale) -> String {
                match (self, locale) {
                    $((Self::$variant { $($field),* }, $crate::diagnostic::Locale::Zh) => format!($zh),
                      (Self::$variant { $($field),* }, $crate::diagnostic::Locale::En) => format!($en),)*
                }
            }

            /// The codes of all messages here, in order.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// Of all messages here, in order: the code, and the text in Chinese and English as it is declared.
            pub const TEXTS: &'static [(&'static str, &'static str, &'static str)] = &[$(($code, $zh, $en)),*];
        }

        impl From<$name> for $crate::diagnostic::Message {
            fn from(message: $name) -> Self {
                Self::$name(message)
            }
        }
    };
}
pub(crate) use catalogue;

/// Any message of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Said by more than one room.
    SharedMessage(SharedMessage),
    /// Of the room `demo`.
    DemoMessage(DemoMessage),
    /// Of the dictionary.
    DictionaryMessage(DictionaryMessage),
    /// Of the rule language.
    LangMessage(LangMessage),
    /// Of the rulebook.
    RulebookMessage(RulebookMessage),
    /// Of reading files.
    TableMessage(TableMessage),
    /// Of findings.
    FindingMessage(FindingMessage),
    /// Of the spot audit.
    SurveyMessage(SurveyMessage),
    /// Of checking rule files.
    LintMessage(LintMessage),
    /// Of the command line.
    CliMessage(CliMessage),
}

impl Message {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SharedMessage(m) => m.code(),
            Self::DemoMessage(m) => m.code(),
            Self::DictionaryMessage(m) => m.code(),
            Self::LangMessage(m) => m.code(),
            Self::RulebookMessage(m) => m.code(),
            Self::TableMessage(m) => m.code(),
            Self::FindingMessage(m) => m.code(),
            Self::SurveyMessage(m) => m.code(),
            Self::LintMessage(m) => m.code(),
            Self::CliMessage(m) => m.code(),
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::SharedMessage(m) => m.text(locale),
            Self::DemoMessage(m) => m.text(locale),
            Self::DictionaryMessage(m) => m.text(locale),
            Self::LangMessage(m) => m.text(locale),
            Self::RulebookMessage(m) => m.text(locale),
            Self::TableMessage(m) => m.text(locale),
            Self::FindingMessage(m) => m.text(locale),
            Self::SurveyMessage(m) => m.text(locale),
            Self::LintMessage(m) => m.text(locale),
            Self::CliMessage(m) => m.text(locale),
        }
    }
}

/// The text of the message with this code, in Chinese and English, with the places of what it speaks of in braces;
/// `None` where no message has it.
#[must_use]
pub fn text_of(code: &str) -> Option<(String, String)> {
    let all = [
        SharedMessage::TEXTS,
        DemoMessage::TEXTS,
        DictionaryMessage::TEXTS,
        LangMessage::TEXTS,
        RulebookMessage::TEXTS,
        TableMessage::TEXTS,
        FindingMessage::TEXTS,
        SurveyMessage::TEXTS,
        LintMessage::TEXTS,
        CliMessage::TEXTS,
    ];
    let (_, zh, en) = all.into_iter().flatten().find(|(known, _, _)| *known == code)?;
    let unescaped = |text: &str| text.replace("{{", "{").replace("}}", "}");
    Some((unescaped(zh), unescaped(en)))
}

#[cfg(test)]
mod tests {
    use super::{
        CliMessage, DemoMessage, DictionaryMessage, FindingMessage, LangMessage, LintMessage, RulebookMessage,
        SharedMessage, SurveyMessage, TableMessage,
    };
    use std::collections::BTreeSet;

    #[test]
    fn no_code_stands_for_two_messages() {
        let all = [
            SharedMessage::CODES,
            DemoMessage::CODES,
            DictionaryMessage::CODES,
            LangMessage::CODES,
            RulebookMessage::CODES,
            TableMessage::CODES,
            FindingMessage::CODES,
            SurveyMessage::CODES,
            LintMessage::CODES,
            CliMessage::CODES,
        ]
        .concat();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
