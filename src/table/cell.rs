//! The text of a cell becomes a value of its column's type.

use super::number::NumberReader;
use super::{Cell, ProblemKind};
use crate::dictionary::{CodeList, Dictionary, FieldType};
use crate::value::id_number::{self, Damage};
use crate::value::{Date, Packed, clean, eight_digits, fold, half_width};
use std::borrow::Cow;

/// Reads the cells of one column.
#[derive(Debug)]
pub struct CellReader<'d> {
    kind: Kind<'d>,
    blanks: Words<'d>,
}

#[derive(Debug)]
enum Kind<'d> {
    Bool { yes: Words<'d>, no: Words<'d> },
    Number(NumberReader),
    Date,
    Code(&'d CodeList),
    Text,
    Key,
    Id,
}

/// A few folded words, in order.
#[derive(Debug)]
struct Words<'d> {
    sorted: Vec<&'d str>,
    /// The characters they start with.
    firsts: Vec<char>,
    /// Whether a digit is in any of them.
    has_numbers: bool,
}

impl<'d> Words<'d> {
    fn new(words: &'d [String]) -> Self {
        let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        let mut firsts: Vec<char> = sorted.iter().filter_map(|word| word.chars().next()).collect();
        firsts.dedup();
        let has_numbers = sorted.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
        Self { sorted, firsts, has_numbers }
    }

    /// Whether a cleaned text, once folded, is one of the words.
    fn contain(&self, text: &str) -> bool {
        // Most cells are told from all words by their first character, which folding leaves as it is, or makes upper-case,
        // unless it is full-width or the start of a wrapper.
        let may_fold = |c: char| matches!(c, '=' | '\u{ff01}'..='\u{ff5e}');
        match text.chars().next() {
            Some(first) if may_fold(first) || self.firsts.contains(&first.to_ascii_uppercase()) => {
                self.sorted.binary_search(&&*fold(text)).is_ok()
            }
            _ => false,
        }
    }
}

impl<'d> CellReader<'d> {
    /// A reader for columns of type `ty`.
    #[must_use]
    pub fn new(dictionary: &'d Dictionary, ty: FieldType) -> Self {
        let kind = match ty {
            FieldType::Bool => Kind::Bool { yes: Words::new(&dictionary.yes), no: Words::new(&dictionary.no) },
            FieldType::Number(own) => Kind::Number(NumberReader::new(dictionary, own)),
            FieldType::Date => Kind::Date,
            FieldType::Code(list) => Kind::Code(dictionary.code_list(list)),
            FieldType::Text => Kind::Text,
            FieldType::Id => Kind::Id,
        };
        Self { kind, blanks: Words::new(&dictionary.blanks) }
    }

    /// The same, for a column that rows are told apart or joined by: of a number that a spreadsheet has made
    /// scientific, as `9.90101E+12`, the last digits are lost, and rows that had nothing in common would be one.
    pub(super) fn of_key(self) -> Self {
        match self.kind {
            Kind::Text => Self { kind: Kind::Key, ..self },
            _ => self,
        }
    }

    /// The same, for a column under `header`, which may name the unit of its numbers.
    pub(super) fn under_header(self, header: &str) -> Self {
        match self.kind {
            Kind::Number(reader) => Self { kind: Kind::Number(reader.under_header(header)), ..self },
            _ => self,
        }
    }

    /// The value of a cell. A number with more than four decimals is rounded.
    ///
    /// # Errors
    /// What keeps the text from being read; the cell then counts as blank.
    pub fn read(&self, text: &str) -> Result<Cell, ProblemKind> {
        match self.read_noting(text) {
            (cell, None | Some(ProblemKind::Rounded)) => Ok(cell),
            (_, Some(kind)) => Err(kind),
        }
    }

    /// The value of a cell, and what is wrong with the text. The value is a blank wherever something is wrong, except
    /// that a rounded number is kept.
    #[must_use]
    pub fn read_noting(&self, text: &str) -> (Cell, Option<ProblemKind>) {
        let text = clean(text);
        if text.is_empty() {
            return (Cell::Blank, None);
        }
        let read = match &self.kind {
            // Words of the type come before blanks: what stands for a blank elsewhere may be a code here.
            Kind::Bool { yes, .. } if yes.contain(text) => return (Cell::Bool(true), None),
            Kind::Bool { no, .. } if no.contain(text) => return (Cell::Bool(false), None),
            Kind::Code(list) if let Some(code) = list.find(text) => return (Cell::Code(code), None),
            _ if self.blanks.contain(text) => return (Cell::Blank, None),
            Kind::Bool { .. } => Err(ProblemKind::NotABool),
            Kind::Code(_) => Err(ProblemKind::NotACode),
            Kind::Number(reader) => {
                return match reader.read(&fold(text)) {
                    Ok((number, note)) => (Cell::Number(number), note),
                    Err(kind) => (Cell::Blank, Some(kind)),
                };
            }
            Kind::Date => Date::parse(without_decimal(&fold(text))).map(Cell::Date).ok_or(ProblemKind::NotADate),
            Kind::Text => Ok(Cell::Text(text.to_owned())),
            Kind::Key => key(text).map(|key| Cell::Text(key.into_owned())),
            Kind::Id => id(text).map(|id| Cell::Text(id.into_owned())),
        };
        match read {
            Ok(cell) => (cell, None),
            Err(kind) => (Cell::Blank, Some(kind)),
        }
    }

    /// The text of a text or identity-number cell, empty for a blank, without a copy where none is needed; `None` for
    /// columns of other types.
    pub(super) fn read_text<'t>(&self, text: &'t str) -> Option<Result<Cow<'t, str>, ProblemKind>> {
        let text = clean(text);
        match self.kind {
            Kind::Text | Kind::Key | Kind::Id if text.is_empty() || self.blanks.contain(text) => {
                Some(Ok(Cow::Borrowed("")))
            }
            Kind::Text => Some(Ok(Cow::Borrowed(text))),
            Kind::Key => Some(key(text)),
            Kind::Id => Some(id(text)),
            _ => None,
        }
    }

    /// Whether a number in digits alone is what it says, in the base unit: no word for a blank looks like a number.
    pub(super) fn takes_plain_numbers(&self) -> bool {
        matches!(&self.kind, Kind::Number(reader) if reader.bare_is_base()) && !self.blanks.has_numbers
    }

    /// A plain date in digits; `None` where a closer look is needed. It is what [`Self::read_noting`] gives.
    pub(super) fn read_plain_date(&self, bytes: &[u8]) -> Option<Date> {
        if self.blanks.has_numbers { None } else { plain_date(bytes) }
    }

    /// The day that eight digits name; `None` where a closer look is needed. It is what [`Self::read_noting`] gives.
    #[inline]
    pub(super) fn read_day(&self, digits: u64) -> Option<Date> {
        // Zeros at the beginning may be no year.
        let digits = u32::try_from(digits).ok().filter(|&digits| digits >= 1000_0000 && !self.blanks.has_numbers)?;
        Date::of_digits(digits)
    }

    /// A text or an identity number of digits; `None` where a closer look is needed, also at numbers that a spreadsheet
    /// may have damaged. It is what [`Self::read_noting`] gives.
    pub(super) fn read_packed(&self, bytes: &[u8]) -> Option<Packed> {
        let packed = Packed::of(bytes).filter(|_| !self.blanks.has_numbers)?;
        // Zeros at the end may be a spreadsheet's, and those of nothing but zeros are no number.
        let ends_in_zeros = |(digits, last)| last == 0 && digits % 100 == 0;
        let may_be_damaged = matches!(self.kind, Kind::Id) && packed.eighteen().is_none_or(ends_in_zeros);
        (!may_be_damaged).then_some(packed)
    }
}

/// A key as it is kept, or how it was damaged. Spreadsheets write the sign of the exponent; other keys may have an E.
fn key(text: &str) -> Result<Cow<'_, str>, ProblemKind> {
    let is_exponent = |text: &str| id_number::damage(text) == Some(Damage::Exponent);
    if text.contains('+') && is_exponent(&fold(text)) {
        return Err(ProblemKind::DamagedId(Damage::Exponent));
    }
    // Typed with full-width digits, or gone through a program that takes it for a number, it still names the same row.
    let is_wide = |c: char| matches!(c, '０'..='９');
    let narrow = |c: char| if is_wide(c) { half_width(c) } else { c };
    let text =
        if text.contains(is_wide) { Cow::Owned(text.chars().map(narrow).collect()) } else { Cow::Borrowed(text) };
    let is_long_number = |text: &str| text.len() >= LONG_KEY && text.bytes().all(|b| b.is_ascii_digit());
    Ok(match text.strip_suffix(".0").filter(|whole| is_long_number(whole)) {
        Some(whole) => Cow::Owned(whole.to_owned()),
        None => text,
    })
}

/// A date without the decimal of a program that took its digits for a number, as in `201612.0`.
fn without_decimal(text: &str) -> &str {
    let is_date = |digits: &&str| matches!(digits.len(), 6 | 8) && digits.bytes().all(|b| b.is_ascii_digit());
    text.strip_suffix(".0").filter(is_date).unwrap_or(text)
}

/// A number of so many digits is a name, and no amount: `.0` behind it says nothing.
const LONG_KEY: usize = 6;

/// An identity number as it is kept, or how it was damaged.
fn id(text: &str) -> Result<Cow<'_, str>, ProblemKind> {
    let folded = fold(text);
    let folded =
        if folded.contains(char::is_whitespace) { Cow::Owned(folded.split_whitespace().collect()) } else { folded };
    match id_number::damage(&folded) {
        Some(damage) => Err(ProblemKind::DamagedId(damage)),
        None => Ok(folded),
    }
}

/// `20160310`, `2016-03-10`, `2016/3/10`, the same without the day, and a bare year.
fn plain_date(bytes: &[u8]) -> Option<Date> {
    let is_sign = |b: u8| matches!(b, b'-' | b'/' | b'.');
    let eight = |bytes: [u8; 8]| {
        let digits = eight_digits(u64::from_le_bytes(bytes)).and_then(|digits| u32::try_from(digits).ok());
        digits.filter(|&digits| digits >= 1000_0000)
    };
    // Nearly all are written in one of three ways.
    match *bytes {
        [y1, y2, y3, y4, first, m1, m2, second, d1, d2] if is_sign(first) && is_sign(second) => {
            return Date::of_digits(eight([y1, y2, y3, y4, m1, m2, d1, d2])?);
        }
        [y1, y2, y3, y4, m1, m2] if !is_sign(m1) => {
            let digits = eight([y1, y2, y3, y4, m1, m2, b'0', b'0'])?;
            return Date::month((digits / 10_000) as i16, (digits / 100 % 100) as i8);
        }
        [_, _, _, _, m1, _, _, _] if !is_sign(m1) => return Date::of_digits(eight(bytes.try_into().ok()?)?),
        _ => {}
    }
    let (year, rest) = bytes.split_first_chunk::<4>()?;
    let year = digits(year).filter(|&year| year >= 1000)?;
    let small = |bytes: &[u8]| digits(bytes).and_then(|n| i8::try_from(n).ok());
    match rest {
        [] => Date::year(year),
        [sign, rest @ ..] if is_sign(*sign) && rest.len() <= 5 => {
            let mut parts = rest.split(|&b| is_sign(b)).filter(|part| (1..=2).contains(&part.len()));
            let (month, day) = (parts.next()?, parts.next());
            let length = 1 + month.len() + day.map_or(0, |day| 1 + day.len());
            // Every byte was used, so that there is no third part, and none that is empty or longer.
            (length == 1 + rest.len()).then_some(())?;
            match day {
                None => Date::month(year, small(month)?),
                Some(day) => Date::day(year, small(month)?, small(day)?),
            }
        }
        _ => None,
    }
}

/// The number of a few digits.
fn digits(bytes: &[u8]) -> Option<i16> {
    bytes.iter().try_fold(0_i16, |n, b| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0')))
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::value::{clean, fold};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_glance_at_the_first_character_finds_the_same_words(text in "[-－'＇=＝\"＂nNｎＮuU空无0０ ]{0,6}") {
            let words = ["-", "NUN", "空", "无", "0", "N"].map(str::to_owned);
            let text = clean(&text);
            let found = words.iter().any(|word| *word == fold(text));
            prop_assert_eq!(Words::new(&words).contain(text), found);
        }
    }
}
