//! Names and texts in two languages.

use crate::diagnostic::Locale;
use crate::value::fold_name;
use serde::Deserialize;

/// A name that rules use: the header of the national export, and its ASCII twin.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The Chinese name (NFC).
    pub zh: String,
    /// The ASCII name.
    pub en: String,
}

impl Name {
    /// Whether `name` is one of the two.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.zh == name || self.en == name
    }

    /// The name in one language.
    #[must_use]
    pub fn pick(&self, locale: Locale) -> &str {
        locale.pick(&self.zh, &self.en)
    }

    /// Both names as headers are compared.
    #[must_use]
    pub fn folded(&self) -> [String; 2] {
        [fold_name(&self.zh), fold_name(&self.en)]
    }
}

/// A text in two languages, as YAML writes it: `{zh: …, en: …}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The Chinese text.
    #[serde(default)]
    pub zh: String,
    /// The English text.
    #[serde(default)]
    pub en: String,
}

impl Bilingual {
    /// The text in one language, or in the other where this one has none.
    #[must_use]
    pub fn pick(&self, locale: Locale) -> &str {
        let (first, second) = match locale {
            Locale::Zh => (&self.zh, &self.en),
            Locale::En => (&self.en, &self.zh),
        };
        if first.is_empty() { second } else { first }
    }
}
