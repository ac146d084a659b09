//! Columns of texts and identity numbers: a word a row.

use super::rest::Rest;
use super::store::Store;
use crate::value::{Packed, PackedBuffer};
use std::cmp::Ordering;
use std::fmt;
use std::io;
use std::sync::Arc;

/// A text as a column holds it. One text has one form, so that equal texts are equal values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Text<'t> {
    /// Nothing.
    #[default]
    Blank,
    /// Digits, perhaps with an `X` behind them.
    Packed(Packed),
    /// Any other text; never empty, and never one that could be packed.
    Plain(&'t str),
}

impl<'t> Text<'t> {
    /// The form of a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        match Packed::of(text.as_bytes()) {
            _ if text.is_empty() => Self::Blank,
            Some(packed) => Self::Packed(packed),
            None => Self::Plain(text),
        }
    }

    /// Whether there is nothing.
    #[must_use]
    #[inline]
    pub const fn is_blank(self) -> bool {
        matches!(self, Self::Blank)
    }

    /// The text as a string, for which `buffer` gives room.
    #[must_use]
    pub fn as_str<'b>(self, buffer: &'b mut PackedBuffer) -> &'b str
    where
        't: 'b,
    {
        match self {
            Self::Blank => "",
            Self::Packed(packed) => packed.write(buffer),
            Self::Plain(text) => text,
        }
    }

    /// How it compares with another text as a string.
    #[must_use]
    #[inline]
    pub fn compare(self, other: Text<'_>) -> Ordering {
        match (self, other) {
            (Self::Packed(own), Text::Packed(other)) => own.text_order().cmp(&other.text_order()),
            (own, other) => own.with(|own| other.with(|other| own.cmp(other))),
        }
    }

    /// What `read` makes of the text as a string.
    pub fn with<R>(self, read: impl FnOnce(&str) -> R) -> R {
        read(self.as_str(&mut PackedBuffer::default()))
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str(&mut PackedBuffer::default()))
    }
}

/// Texts and identity numbers, a word a row: zero for a blank, a packed number, or, with the highest bit set, the
/// position of a text that is kept beside. A text kept beside may serve many rows, or be kept twice.
#[derive(Clone, Debug, Default)]
pub struct TextColumn {
    words: Store<u64>,
    beside: Beside,
}

/// Texts, one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    bytes: String,
    ends: Vec<u64>,
}

/// Set in the word of a row whose text is kept beside. No packed number reaches it.
const BESIDE: u64 = 1 << 63;

impl Beside {
    /// The word of a text in this column, for rows to come. What is kept beside is kept once a call.
    pub(super) fn word(&mut self, text: Text<'_>) -> u64 {
        match text {
            Text::Blank => 0,
            Text::Packed(packed) => packed.word(),
            Text::Plain(text) => BESIDE | self.add(text),
        }
    }

    fn add(&mut self, text: &str) -> u64 {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u64);
        self.ends.len() as u64 - 1
    }

    fn get(&self, at: u64) -> &str {
        let end = |at: u64| usize::try_from(at).ok().and_then(|at| self.ends.get(at)).copied();
        let start = at.checked_sub(1).map_or(Some(0), end);
        let bounds = start.zip(end(at)).and_then(|(s, e)| usize::try_from(s).ok().zip(usize::try_from(e).ok()));
        bounds.and_then(|(start, end)| self.bytes.get(start..end)).unwrap_or_default()
    }
}

impl TextColumn {
    /// Adds a row.
    pub fn push(&mut self, text: Text<'_>) {
        let word = self.beside.word(text);
        self.words.push(word);
    }

    /// Adds `rows` rows, in order, by their words, for which texts may be kept beside.
    #[inline]
    pub(super) fn extend(&mut self, rows: usize, mut word: impl FnMut(usize, &mut Beside) -> u64) {
        let Self { words, beside } = self;
        words.extend((0..rows).map(|row| word(row, beside)));
    }

    /// The text of `row`; a blank past the end.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Text<'_> {
        self.text(self.words.get(row))
    }

    /// Tells the texts of `rows`, which ascend.
    pub fn each(&self, rows: impl IntoIterator<Item = usize>, mut tell: impl FnMut(Text<'_>)) {
        self.words.pick(rows.into_iter()).for_each(|word| tell(self.text(word)));
    }

    /// The text of a word of this column.
    #[must_use]
    #[inline]
    pub fn text(&self, word: u64) -> Text<'_> {
        match word {
            0 => Text::Blank,
            _ if word & BESIDE != 0 => Text::Plain(self.beside.get(word & !BESIDE)),
            _ => Text::Packed(Packed::from_word(word)),
        }
    }

    /// Whether a word stands for a packed text; of two such words the texts are the same if and only if the words are.
    #[must_use]
    #[inline]
    pub const fn is_packed(word: u64) -> bool {
        word != 0 && word & BESIDE == 0
    }

    /// The words of the rows: of two rows with one word the texts are the same.
    #[must_use]
    #[inline]
    pub const fn words(&self) -> &Store<u64> {
        &self.words
    }

    pub(super) fn bytes(&self) -> usize {
        self.words.bytes()
    }

    pub(super) fn seal(&mut self) {
        self.words.seal();
    }

    /// Gives back the room for more rows.
    pub(super) fn fit(&mut self) {
        self.words.fit();
        self.beside.bytes.shrink_to_fit();
        self.beside.ends.shrink_to_fit();
    }

    /// Takes the rows out; see [`Store::take`].
    pub(super) fn take(&mut self) -> Self {
        Self { words: self.words.take(), beside: std::mem::take(&mut self.beside) }
    }

    pub(super) fn put_to_rest(&mut self, rest: &Arc<Rest>) -> io::Result<()> {
        self.words.put_to_rest(rest)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds the rows of `other`.
    pub fn append(&mut self, mut other: Self) {
        let shift = self.beside.ends.len() as u64;
        let base = self.beside.bytes.len() as u64;
        self.beside.bytes.push_str(&other.beside.bytes);
        self.beside.ends.extend(other.beside.ends.iter().map(|end| end + base));
        if shift > 0 && !other.beside.ends.is_empty() {
            other.words.raise(BESIDE, shift);
        }
        self.words.append(other.words);
    }
}

/// Columns are equal that hold the same texts, however they keep them.
impl PartialEq for TextColumn {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && (0..self.len()).all(|row| self.get(row) == other.get(row))
    }
}

impl Eq for TextColumn {}

#[cfg(test)]
mod tests {
    use super::{Text, TextColumn};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_column_is_a_list_of_texts(
            a in prop::collection::vec("|[0-9]{1,20}|[0-9]{17}X|[户主a]{1,4}", 0..20),
            b in prop::collection::vec("|[0-9]{1,20}|[户主a]{1,4}", 0..20),
        ) {
            let of = |texts: &[String]| {
                let mut column = TextColumn::default();
                texts.iter().for_each(|text| column.push(Text::of(text)));
                column
            };
            let mut joined = of(&a);
            joined.append(of(&b));
            let both = [a, b].concat();
            prop_assert_eq!(&joined, &of(&both));
            let read: Vec<String> = (0..joined.len()).map(|row| joined.get(row).to_string()).collect();
            prop_assert_eq!(&read, &both);
            for (row, text) in both.iter().enumerate() {
                prop_assert_eq!(joined.get(row), Text::of(text));
                prop_assert_eq!(joined.get(row).is_blank(), text.is_empty());
                prop_assert_eq!(joined.get(row).compare(joined.get(0)), text.cmp(&both[0]));
                let is_packed = matches!(Text::of(text), Text::Packed(_));
                prop_assert_eq!(TextColumn::is_packed(joined.words().get(row)), is_packed);
            }
            let every_third = (0..both.len() + 3).step_by(3);
            let mut told = Vec::new();
            joined.each(every_third.clone(), |text| told.push(text.to_string()));
            let wanted: Vec<String> = every_third.map(|row| both.get(row).cloned().unwrap_or_default()).collect();
            prop_assert_eq!(told, wanted);
        }
    }
}
