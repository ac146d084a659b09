//! Cleaning the text of a cell before it is read as anything.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// White space and invisible characters that exports leave around a value.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Takes margins, the spreadsheet's text wrapper `="…"` and its leading apostrophe off a cell, however deep they lie;
/// the inside stays as it is. Before a digit, what a Chinese keyboard types for an apostrophe is one too.
#[must_use]
pub fn clean(text: &str) -> &str {
    let mut text = text.trim_matches(is_margin);
    loop {
        let unwrapped = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
        let typed = || text.strip_prefix(['‘', '’', '`']).filter(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        match unwrapped.or_else(|| text.strip_prefix('\'')).or_else(typed) {
            Some(inside) => text = inside.trim_matches(is_margin),
            None => return text,
        }
    }
}

/// [`clean`], with full-width letters, digits and signs made half-width and letters upper-case:
/// the form in which numbers, dates, codes and identity numbers are read.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_lowercase()) {
        return Cow::Borrowed(text);
    }
    if text.chars().all(|c| narrow(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean(&text.chars().map(narrow).collect::<String>()).to_owned())
}

/// The half-width form of one character.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The half-width, upper-case form of one character.
fn narrow(c: char) -> char {
    half_width(c).to_ascii_uppercase()
}

/// The form in which header names and words of code lists are compared: composed (NFC), half-width, lower-case,
/// without any white space.
#[must_use]
pub fn fold_name(text: &str) -> String {
    let text = clean(text);
    let mut folded = String::with_capacity(text.len());
    let fold = |c: char| {
        // Most are Chinese characters, which are none of what is changed or left out.
        let c = if is_ideograph(c) { c } else { narrow(c).to_ascii_lowercase() };
        if is_ideograph(c) || !is_margin(c) {
            folded.push(c);
        }
    };
    if text.chars().all(is_composed) {
        text.chars().for_each(fold)
    } else {
        text.nfc().for_each(fold)
    }
    folded
}

/// The composed form (NFC) of a text.
#[must_use]
pub fn compose(text: &str) -> String {
    if text.chars().all(is_composed) { text.to_owned() } else { text.nfc().collect() }
}

/// Whether a character is a common Chinese one.
const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether a character is one that composing leaves alone whatever stands beside it: ASCII, a Chinese character, a
/// Chinese or full-width sign. Nearly all names are made of these.
const fn is_composed(c: char) -> bool {
    matches!(c, '\u{20}'..='\u{7e}' | '\u{3000}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

/// Whether a text is digits and nothing else, half-width or full-width; not where it is empty.
#[must_use]
pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| narrow(c).is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{clean, compose, fold, fold_name, is_digits, is_margin, narrow};
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn digits_are_digits_of_either_width() {
        assert!(is_digits("13800000000") && is_digits("１３８"));
        assert!(!is_digits("") && !is_digits("138-0000") && !is_digits("一三八") && !is_digits("½"));
    }

    #[test]
    fn wrappers_and_margins_come_off() {
        assert_eq!(clean("\u{3000} =\"110105\" \t"), "110105");
        assert_eq!(clean("'0042"), "0042");
        assert_eq!(clean("\u{feff}户编号"), "户编号");
        assert_eq!(clean("=\"\""), "");
    }

    #[test]
    fn full_width_signs_become_half_width() {
        assert_eq!(fold("１２，３４５．６元"), "12,345.6元");
        assert_eq!(fold("1101051949123100２ｘ"), "11010519491231002X");
        assert_eq!(fold_name("务工时间（月）"), fold_name(" 务工时间 (月)"));
        assert_eq!(fold_name("ＩＤ No"), "idno");
    }

    proptest! {
        #[test]
        fn names_are_composed_whether_they_need_it_or_not(text in "[一-龥a-zA-Z（）()　 ａ-ｚ]{0,6}(\\PC{0,3}|e\u{301}|[A-Z]\u{30a})?") {
            let composed: String = clean(&text).nfc().map(narrow).filter(|c| !is_margin(*c)).collect();
            prop_assert_eq!(fold_name(&text), composed.to_ascii_lowercase());
            prop_assert_eq!(compose(&text), text.nfc().collect::<String>());
        }

        #[test]
        fn cleaning_twice_changes_nothing_more_of_a_name(text in "\\PC{0,12}") {
            prop_assert_eq!(fold_name(&fold_name(&text)), fold_name(&text));
        }
    }
}
