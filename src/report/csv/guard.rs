//! What a spreadsheet would do to a cell, and how it is kept from it.
//!
//! A text that begins with `=`, `+`, `-`, `@`, a tab or a line break is run as a formula, and a number of many digits
//! loses its last ones. Neither may happen to what somebody typed into a roster.

use std::borrow::Cow;

/// Digits from which a spreadsheet shows a number in powers of ten; from 16 on it loses some.
const LONG: usize = 12;

/// A text as the cell that shows it unchanged: a formula gets an apostrophe before it, and digits that would be taken
/// for another number or a date become `="…"`.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    if is_word(text) || is_number(text) {
        return Cow::Borrowed(text);
    }
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        return Cow::Owned(format!("'{text}"));
    }
    if is_misread(text) { Cow::Owned(format!("=\"{text}\"")) } else { Cow::Borrowed(text) }
}

/// Whether the text is blank or begins as words do, so that it is taken for nothing else: with a Latin letter, or with a
/// Chinese character, all of which have their first byte to themselves. Most cells are told by this glance.
fn is_word(text: &str) -> bool {
    text.as_bytes().first().is_none_or(|first| first.is_ascii_alphabetic() || matches!(first, 0xe4..=0xe9))
}

/// Whether a spreadsheet shows this number as it stands: no zero in front, not too long.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.len() >= LONG {
        return false;
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(decimals) && (whole == "0" || !whole.starts_with('0'))
}

/// Whether a text is made of digits and the signs of numbers, dates and times alone, so that a spreadsheet would take
/// it for one of these and show it in its own way: `0017`, `430681000017`, `12E5`, `3/4`, `2020-12`.
fn is_misread(text: &str) -> bool {
    let text = text.trim();
    let misread =
        |b: u8| b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'-' | b'e' | b'E' | b'+' | b':' | b',' | b'%');
    text.as_bytes().first().is_some_and(u8::is_ascii_digit) && text.bytes().all(misread)
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn formulas_are_defused() {
        for (text, shown) in [
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"http://x\",\"y\")", "'=HYPERLINK(\"http://x\",\"y\")"),
            ("+86 138", "'+86 138"),
            ("-2+3", "'-2+3"),
            ("--1", "'--1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("＝1+1", "'＝1+1"),
            ("住房 = C级", "住房 = C级"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(cell(text), shown, "{text:?}");
        }
    }

    #[test]
    fn digits_are_kept_whole() {
        for (text, shown) in [
            ("430681000017", "=\"430681000017\""),
            ("00017", "=\"00017\""),
            ("0.40", "0.40"),
            ("12E5", "=\"12E5\""),
            ("1234567890123456", "=\"1234567890123456\""),
            ("430681/2020", "=\"430681/2020\""),
            ("3/4", "=\"3/4\""),
            (" 430681000017 ", "=\" 430681000017 \""),
            ("1,234", "=\"1,234\""),
            ("3200", "3200"),
            ("-800", "-800"),
            ("-800.5", "-800.5"),
            ("0", "0"),
            ("2020-12", "=\"2020-12\""),
            ("2020-12-31", "=\"2020-12-31\""),
            ("43068119990101002X", "43068119990101002X"),
            ("4306**********0017", "4306**********0017"),
            (".5", ".5"),
        ] {
            assert_eq!(cell(text), shown, "{text:?}");
        }
    }
}
