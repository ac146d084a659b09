//! The citizen identity number of GB 11643 and the disability certificate number built on it.
//!
//! An identity number has 18 characters: six of region, eight of birth date, three of sequence (odd for men), and a
//! check character by ISO 7064 MOD 11-2. Numbers of the first generation have 15 digits, with a two-digit year and no
//! check character. A disability certificate number is an identity number with one digit of class (1 to 7) and one of
//! grade (1 to 4) behind it; a reissued certificate adds a letter and a digit.
//!
//! All functions take the text as [`crate::value::fold`] leaves it: half-width, upper-case, without blanks.

use super::Date;
use std::borrow::Cow;

/// The weights of the first seventeen digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder.
const CHECKS: [u8; 11] = *b"10X98765432";

/// What kind of number a text is, by its length and characters alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Fifteen digits: the first generation.
    Citizen15,
    /// Eighteen characters: the second generation.
    Citizen18,
    /// Twenty characters: a disability certificate.
    Disability20,
    /// Twenty-two characters: a reissued disability certificate.
    Disability22,
    /// Anything else.
    Other,
}

/// What kind of number `text` is.
#[must_use]
pub fn form(text: &str) -> Form {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| bytes.get(from..to).is_some_and(|b| b.iter().all(u8::is_ascii_digit));
    let check = bytes.get(17).is_some_and(|b| b.is_ascii_digit() || *b == b'X');
    match bytes.len() {
        15 if digits(0, 15) => Form::Citizen15,
        18 if digits(0, 17) && check => Form::Citizen18,
        20 if digits(0, 17) && check && digits(18, 20) => Form::Disability20,
        22 if digits(0, 17) && check && digits(18, 20) && bytes.get(20).is_some_and(u8::is_ascii_alphanumeric) => {
            Form::Disability22
        }
        _ => Form::Other,
    }
}

/// The check character for the first seventeen digits of `text`, `None` where they are not digits.
#[must_use]
pub fn check_character(text: &str) -> Option<char> {
    let mut sum = 0_u32;
    for (b, weight) in text.as_bytes().get(..17)?.iter().zip(WEIGHTS) {
        sum += u32::from(b.is_ascii_digit().then(|| b - b'0')?) * weight;
    }
    CHECKS.get(sum as usize % 11).map(|&b| char::from(b))
}

/// Whether the check character is right; `None` where the number has none (15 digits) or is no identity number.
#[must_use]
pub fn check_holds(text: &str) -> Option<bool> {
    match form(text) {
        Form::Citizen18 | Form::Disability20 | Form::Disability22 => {
            Some(text.as_bytes().get(17).map(|&b| char::from(b)) == check_character(text))
        }
        Form::Citizen15 | Form::Other => None,
    }
}

/// The birth date in the number, `None` where it has none or the calendar has no such day.
#[must_use]
pub fn birth_date(text: &str) -> Option<Date> {
    match form(text) {
        Form::Other => None,
        Form::Citizen15 => Date::parse(&format!("19{}", text.get(6..12)?)),
        _ => Date::parse(text.get(6..14)?),
    }
}

/// Whether the number belongs to a man, by the parity of its sequence.
#[must_use]
pub fn is_male(text: &str) -> Option<bool> {
    let at = match form(text) {
        Form::Other => return None,
        Form::Citizen15 => 14,
        _ => 16,
    };
    text.as_bytes().get(at).map(|b| b % 2 == 1)
}

/// The disability class in a certificate number: 1 sight, 2 hearing, 3 speech, 4 limbs, 5 intellect, 6 mind, 7 several.
#[must_use]
pub fn disability_class(text: &str) -> Option<u8> {
    suffix(text, 18).filter(|class| (1..=7).contains(class))
}

/// The disability grade in a certificate number, 1 (gravest) to 4.
#[must_use]
pub fn disability_grade(text: &str) -> Option<u8> {
    suffix(text, 19).filter(|grade| (1..=4).contains(grade))
}

fn suffix(text: &str, at: usize) -> Option<u8> {
    matches!(form(text), Form::Disability20 | Form::Disability22).then(|| text.as_bytes().get(at).map(|b| b - b'0'))?
}

/// What people are joined on: the first 18 characters, a 15-digit number brought to 18 (its century was 19).
/// Text that is no identity number is its own key.
#[must_use]
pub fn join_key(text: &str) -> Cow<'_, str> {
    match form(text) {
        Form::Citizen15 => {
            let mut long = String::with_capacity(18);
            long.push_str(text.get(..6).unwrap_or_default());
            long.push_str("19");
            long.push_str(text.get(6..).unwrap_or_default());
            match check_character(&long) {
                Some(check) => {
                    long.push(check);
                    Cow::Owned(long)
                }
                None => Cow::Borrowed(text),
            }
        }
        Form::Disability20 | Form::Disability22 => Cow::Borrowed(text.get(..18).unwrap_or(text)),
        Form::Citizen18 | Form::Other => Cow::Borrowed(text),
    }
}

/// What keeps an identity number from naming a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Damage {
    /// Shown in scientific notation, by a spreadsheet that took it for a quantity: `5.2E+17`.
    Exponent,
    /// The last three digits replaced by zeros, because a spreadsheet keeps fifteen.
    ZeroTail,
    /// Some of its digits hidden, as in `110105********002X`: many people share what is left of it.
    Hidden,
    /// No digit at all, as in `未上户`, or none but zeros: people whose numbers nobody has written down share that too.
    NoNumber,
}

/// Signs that stand where digits were hidden. A check character is the one `X` of a number.
const HIDDEN: [&str; 5] = ["*", "XX", "●", "■", "□"];

/// Whether the number is damaged. A number that ends in 000 and whose check character is right is whole.
#[must_use]
pub fn damage(text: &str) -> Option<Damage> {
    if !text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        return Some(Damage::NoNumber);
    }
    if text.len() == 18 && text.ends_with("000") && check_holds(text) == Some(false) {
        return Some(Damage::ZeroTail);
    }
    if HIDDEN.iter().any(|sign| text.contains(sign)) {
        return Some(Damage::Hidden);
    }
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    (digits(mantissa) && !exponent.contains('.') && digits(exponent)).then_some(Damage::Exponent)
}

#[cfg(test)]
mod tests {
    use super::{
        Damage, Form, birth_date, check_holds, damage, disability_class, disability_grade, form, is_male, join_key,
    };
    use proptest::prelude::*;

    // The worked example that GB 11643-1999 itself prints.
    const EXAMPLE: &str = "11010519491231002X";

    #[test]
    fn the_example_of_the_standard_holds() {
        assert_eq!(form(EXAMPLE), Form::Citizen18);
        assert_eq!(check_holds(EXAMPLE), Some(true));
        assert_eq!(check_holds("110105194912310021"), Some(false));
        assert_eq!(birth_date(EXAMPLE).unwrap().to_string(), "1949-12-31");
        assert_eq!(is_male(EXAMPLE), Some(false));
    }

    #[test]
    fn fifteen_digits_join_with_eighteen() {
        assert_eq!(form("110105491231002"), Form::Citizen15);
        assert_eq!(join_key("110105491231002"), EXAMPLE);
        assert_eq!(birth_date("110105491231002").unwrap().to_string(), "1949-12-31");
        assert_eq!(is_male("110105491231002"), Some(false));
        assert_eq!(check_holds("110105491231002"), None);
    }

    #[test]
    fn disability_numbers_carry_class_and_grade() {
        let number = format!("{EXAMPLE}42");
        assert_eq!(form(&number), Form::Disability20);
        assert_eq!((disability_class(&number), disability_grade(&number)), (Some(4), Some(2)));
        assert_eq!(join_key(&number), EXAMPLE);
        let reissued = format!("{EXAMPLE}71B1");
        assert_eq!(form(&reissued), Form::Disability22);
        assert_eq!((disability_class(&reissued), disability_grade(&reissued)), (Some(7), Some(1)));
        let odd = format!("{EXAMPLE}95");
        assert_eq!((disability_class(&odd), disability_grade(&odd)), (None, None));
    }

    #[test]
    fn a_birth_date_that_no_calendar_has_is_none() {
        assert_eq!(birth_date("110105199002300021"), None);
        assert_eq!(birth_date("11010519000229002X"), None);
        assert!(birth_date("110105200002290027").is_some());
    }

    #[test]
    fn spreadsheet_damage_is_named() {
        assert_eq!(damage("5.2E+17"), Some(Damage::Exponent));
        assert_eq!(damage("1.10105E17"), Some(Damage::Exponent));
        assert_eq!(damage("110105194912310000"), Some(Damage::ZeroTail));
        assert_eq!(damage(EXAMPLE), None);
        assert_eq!(damage("E17"), None);
    }

    #[test]
    fn what_many_people_share_is_no_number() {
        for text in ["110105********002X", "1101051949****002X", "110105XXXXXXXX0021", "11010519491231●●●●"] {
            assert_eq!(damage(text), Some(Damage::Hidden), "{text}");
        }
        for text in ["无", "未上户", "0", "000000000000000000", "NONE"] {
            assert_eq!(damage(text), Some(Damage::NoNumber), "{text}");
        }
        for text in ["军字第20160012号", "E12345678", "110105491231002"] {
            assert_eq!(damage(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = (form(&text), check_holds(&text), birth_date(&text), is_male(&text), damage(&text), join_key(&text).len());
            let _ = (disability_class(&text), disability_grade(&text));
        }

        #[test]
        fn one_wrong_digit_breaks_the_check(at in 0_usize..17, by in 1_u8..10) {
            let mut bytes = EXAMPLE.as_bytes().to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert_eq!(check_holds(std::str::from_utf8(&bytes).unwrap()), Some(false));
        }
    }
}
