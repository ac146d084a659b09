//! The two languages the program speaks.

/// A language of messages and reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Locale {
    /// The one of two texts that is in this language.
    #[must_use]
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The language that the variables `LC_ALL`, `LC_MESSAGES` and `LANG` ask for, in that order; where none of them is
    /// set, as on Windows, the one that the `system` itself speaks.
    /// Where nothing says, it is Chinese; where another language is named, English.
    #[must_use]
    pub fn from_environment(
        variable: impl Fn(&str) -> Option<String>,
        system: impl FnOnce() -> Option<String>,
    ) -> Self {
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|v| !v.is_empty());
        match named.or_else(system) {
            Some(name) if !name.to_ascii_lowercase().starts_with("zh") => Self::En,
            _ => Self::Zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn the_environment_decides() {
        let with = |wanted: &'static str, value: &'static str| {
            Locale::from_environment(move |name| (name == wanted).then(|| value.to_owned()), || None)
        };
        assert_eq!(with("LANG", "zh_CN.GB18030"), Locale::Zh);
        assert_eq!(with("LC_ALL", "en_US.UTF-8"), Locale::En);
        assert_eq!(with("LANG", "C"), Locale::En);
        assert_eq!(with("NONE", ""), Locale::Zh);
    }

    #[test]
    fn a_system_without_such_variables_is_asked_itself() {
        let speaks = |name: &'static str| Locale::from_environment(|_| None, || Some(name.to_owned()));
        for name in ["zh-CN", "zh-Hans-CN", "zh-TW"] {
            assert_eq!(speaks(name), Locale::Zh, "{name}");
        }
        assert_eq!(speaks("en-US"), Locale::En);
        let asked = Locale::from_environment(|_| Some("zh_CN.UTF-8".to_owned()), || Some("en-US".to_owned()));
        assert_eq!(asked, Locale::Zh, "a variable was set on purpose");
    }
}
