//! The text of a cell: short ones, nearly all, without a place of their own in memory.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The most bytes that a text holds in itself.
const SHORT: usize = 22;

/// The text of a cell of a synthetic roster. A copy costs next to nothing.
#[derive(Clone)]
pub struct Text(Repr);

#[derive(Clone)]
enum Repr {
    /// A word of the program.
    Word(&'static str),
    /// So many of the bytes, which are UTF-8.
    Short(u8, [u8; SHORT]),
    Long(Arc<str>),
}

impl Text {
    /// A word of the program.
    #[must_use]
    pub const fn of(word: &'static str) -> Self {
        Self(Repr::Word(word))
    }

    /// The text that `format!` would give, made in its place where it is short.
    #[must_use]
    pub fn written(parts: fmt::Arguments<'_>) -> Self {
        let mut short = Short { length: 0, bytes: [0; SHORT] };
        match fmt::write(&mut short, parts) {
            Ok(()) => Self(Repr::Short(u8::try_from(short.length).unwrap_or(0), short.bytes)),
            Err(fmt::Error) => Self::from(parts.to_string()),
        }
    }

    /// The text in UTF-8. Cheaper than the text as a `str`.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Word(word) => word.as_bytes(),
            Repr::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Repr::Long(text) => text.as_bytes(),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Word(word) => word,
            // A short text is made of a whole one, so that it is UTF-8.
            Repr::Short(..) => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Repr::Long(text) => text,
        }
    }
}

/// Room for a short text; what does not fit is an error.
struct Short {
    length: usize,
    bytes: [u8; SHORT],
}

impl fmt::Write for Short {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = self.length + part.len();
        let place = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        place.copy_from_slice(part.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::of("")
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self(Repr::Short(length, bytes))
            }
            _ => Self(Repr::Long(Arc::from(text))),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for Text {
    fn from(number: i64) -> Self {
        let mut bytes = [0; SHORT];
        let mut left = number.unsigned_abs();
        let mut at = SHORT;
        // Nineteen digits and a sign fit.
        loop {
            at -= 1;
            bytes[at] = b'0' + u8::try_from(left % 10).unwrap_or(0);
            left /= 10;
            if left == 0 {
                break;
            }
        }
        if number < 0 {
            at -= 1;
            bytes[at] = b'-';
        }
        bytes.rotate_left(at);
        Self(Repr::Short(u8::try_from(SHORT - at).unwrap_or(0), bytes))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        other == self
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        other == *self
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::{SHORT, Text};
    use proptest::prelude::*;

    #[test]
    fn numbers_are_written_whole() {
        for number in [0, 7, -1, 1_000_000_000_000, i64::MAX, i64::MIN] {
            assert_eq!(Text::from(number).as_str(), number.to_string());
        }
        assert!(size_of::<Text>() <= SHORT + 2);
    }

    proptest! {
        #[test]
        fn a_text_is_what_it_was_made_of(a in "\\PC{0,12}", b in "\\PC{0,12}") {
            let (x, y) = (Text::from(a.as_str()), Text::from(b.clone()));
            prop_assert_eq!(x.as_str(), a.as_str());
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!(x == y, a == b);
            let written = Text::written(format_args!("{a}{:03}{b}", 7));
            prop_assert_eq!(written.as_str(), format!("{a}007{b}"));
        }
    }
}
