//! Names and texts in two languages.

use crate::diagnostic::Locale;
use crate::value::fold_name;
use serde::{Deserialize, Deserializer};

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The Chinese text.
    #[serde(default, deserialize_with = "unfolded")]
    pub zh: String,
    /// The English text.
    #[serde(default)]
    pub en: String,
}

/// Chinese text as it is written: YAML joins folded lines with spaces, which Chinese has none of between its characters.
fn unfolded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if !text.contains(' ') {
        return Ok(text);
    }
    let characters: Vec<char> = text.chars().collect();
    let wide = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| !c.is_ascii());
    let kept = characters.iter().enumerate().filter(|&(at, &c)| {
        let between = wide(at.checked_sub(1)) && wide(Some(at + 1));
        !(c == ' ' && between)
    });
    Ok(kept.map(|(_, c)| c).collect())
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

#[cfg(test)]
mod tests {
    use super::Bilingual;

    #[test]
    fn folded_chinese_has_no_gaps() {
        let text: Bilingual =
            serde_json::from_str(r#"{"zh": "判定。 两列 矛盾，见 EX105 一条", "en": "a b"}"#).unwrap();
        assert_eq!((text.zh.as_str(), text.en.as_str()), ("判定。两列矛盾，见 EX105 一条", "a b"));
    }
}
