//! Hiding what a reader has no business with: enough stays to tell two rows apart on a list, not to find a person.

use crate::dictionary::Sensitivity;

/// A value as it may be shown.
#[must_use]
pub fn mask(text: &str, sensitivity: Sensitivity) -> String {
    match sensitivity {
        Sensitivity::Open => text.to_owned(),
        // A fixed number of stars: the length of a name is part of it.
        Sensitivity::Name => text.chars().next().map(|first| format!("{first}**")).unwrap_or_default(),
        Sensitivity::Number => {
            let characters: Vec<char> = text.chars().collect();
            let (head, tail) = match characters.len() {
                12.. => (6, 4),
                7..=11 => (3, 4),
                2..=6 => (1, 0),
                _ => (0, 0),
            };
            let hidden = characters.len() - head - tail;
            let shown = |part: &[char]| part.iter().collect::<String>();
            let (head, tail) = (shown(&characters[..head]), shown(&characters[characters.len() - tail..]));
            format!("{head}{}{tail}", "*".repeat(hidden))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mask;
    use crate::dictionary::Sensitivity::{Name, Number, Open};

    #[test]
    fn what_stays_cannot_name_a_person() {
        for (text, sensitivity, shown) in [
            ("C级", Open, "C级"),
            ("欧阳小村", Name, "欧**"),
            ("李", Name, "李**"),
            ("", Name, ""),
            ("11010519491231002X", Number, "110105********002X"),
            ("11010519491231002X44", Number, "110105**********2X44"),
            ("13800001234", Number, "138****1234"),
            ("12345", Number, "1****"),
            ("7", Number, "*"),
            ("", Number, ""),
        ] {
            assert_eq!(mask(text, sensitivity), shown, "{text}");
        }
    }
}
