//! Keys of rows as words: two rows have one word if, and only if, their keys are the same.

use super::Rows;
use crate::dictionary::{FieldId, FieldType};
use crate::table::{Cell, Column, Text, TextColumn};
use crate::value::id_number;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::hash::BuildHasher;

/// The word of a row without a key.
pub(super) const NO_KEY: u64 = u64::MAX;
/// The number of a row without a key.
pub(super) const NO_GROUP: u32 = u32::MAX;
/// Set in words that stand for texts and pairs met before, by their position. No packed number has it.
const MET: u64 = 1 << 63;

/// Gives words to keys, to those of all tables that are joined by them alike. Never gone through in order.
#[derive(Default)]
pub(super) struct Keys {
    /// Texts that cannot be packed, and cells of other types, by their bytes.
    met: HashMap<Box<[u8]>, u64, FixedState>,
    /// The first parts of a key and the next one, together.
    pairs: HashMap<(u64, u64), u64, FixedState>,
}

impl Keys {
    /// The words of the rows by the fields `by`; [`NO_KEY`] where any of them is blank.
    pub(super) fn words<'r>(&mut self, rows: &'r Rows, types: &[FieldType], by: &[FieldId]) -> Cow<'r, [u64]> {
        let parts: Option<Vec<Part<'r>>> = by.iter().map(|&field| Part::new(rows, types, field)).collect();
        match parts.as_deref() {
            None | Some([]) => Cow::Owned(vec![NO_KEY; rows.count]),
            Some([Part::Text(column, is_id)]) => self.texts(column, *is_id),
            Some(parts) => Cow::Owned(self.composite(parts, rows.count)),
        }
    }

    fn texts<'r>(&mut self, column: &'r TextColumn, is_id: bool) -> Cow<'r, [u64]> {
        let words = column.words().all();
        if words.iter().all(|&word| is_final(word, is_id)) {
            return words;
        }
        let mut before = (0, NO_KEY);
        let word = |&word: &u64| {
            if is_final(word, is_id) {
                return word;
            }
            // Exports are sorted: most rows have the text of the row before.
            if word != before.0 {
                before = (word, self.text(column.text(word), is_id));
            }
            before.1
        };
        Cow::Owned(words.iter().map(word).collect())
    }

    fn text(&mut self, text: Text<'_>, is_id: bool) -> u64 {
        let joined = |text: &str, keys: &mut Self| match Text::of(&id_number::join_key(text)) {
            Text::Packed(packed) => packed.word(),
            other => other.with(|text| keys.met(text.as_bytes())),
        };
        match text {
            Text::Blank => NO_KEY,
            text if is_id => text.with(|text| joined(text, self)),
            Text::Packed(packed) => packed.word(),
            Text::Plain(text) => self.met(text.as_bytes()),
        }
    }

    fn met(&mut self, bytes: &[u8]) -> u64 {
        if let Some(&word) = self.met.get(bytes) {
            return word;
        }
        let word = MET | self.met.len() as u64;
        self.met.insert(bytes.into(), word);
        word
    }

    fn composite(&mut self, parts: &[Part<'_>], rows: usize) -> Vec<u64> {
        let mut words = Vec::with_capacity(rows);
        let mut before: Option<(Vec<u64>, u64)> = None;
        let mut raw = Vec::with_capacity(parts.len());
        for row in 0..rows {
            raw.clear();
            raw.extend(parts.iter().map(|part| part.raw(row)));
            if let Some((known, word)) = &before
                && *known == raw
            {
                words.push(*word);
                continue;
            }
            let word = self.of_parts(parts, row);
            words.push(word);
            match &mut before {
                Some((known, old)) => {
                    known.clone_from(&raw);
                    *old = word;
                }
                None => before = Some((raw.clone(), word)),
            }
        }
        words
    }

    fn of_parts(&mut self, parts: &[Part<'_>], row: usize) -> u64 {
        let mut whole: Option<u64> = None;
        for part in parts {
            let word = match part {
                Part::Text(column, is_id) => self.text(column.get(row), *is_id),
                Part::Other(column) => match column.get(row) {
                    Cell::Blank => NO_KEY,
                    cell => self.met(format!("{cell:?}").as_bytes()),
                },
            };
            if word == NO_KEY {
                return NO_KEY;
            }
            whole = Some(match whole {
                None => word,
                Some(before) => {
                    let next = MET | self.pairs.len() as u64;
                    *self.pairs.entry((before, word)).or_insert(next)
                }
            });
        }
        whole.unwrap_or(NO_KEY)
    }
}

/// Whether the word of a column is the word of a key as it stands.
fn is_final(word: u64, is_id: bool) -> bool {
    /// Words of identity numbers of eighteen characters.
    const LONG: std::ops::Range<u64> = 1_000_000_000_000_000_000..MET;
    if is_id { LONG.contains(&word) } else { word != 0 && word < MET }
}

/// One field of a key.
enum Part<'r> {
    Text(&'r TextColumn, bool),
    Other(&'r Column),
}

impl<'r> Part<'r> {
    fn new(rows: &'r Rows, types: &[FieldType], field: FieldId) -> Option<Self> {
        let column = rows.columns.get(field.index())?.as_ref()?;
        let is_id = types.get(field.index()) == Some(&FieldType::Id);
        Some(if let Column::Text(texts) = column { Self::Text(texts, is_id) } else { Self::Other(column) })
    }

    /// What the column holds of a row: of two rows with one of these the cells are the same.
    fn raw(&self, row: usize) -> u64 {
        match self {
            Self::Text(column, _) => column.words().get(row),
            Self::Other(Column::Date(dates)) => dates.get(row).cast_unsigned().into(),
            Self::Other(Column::Code(codes)) => codes.get(row).into(),
            Self::Other(column) => match column.get(row) {
                Cell::Number(number) => number.raw().cast_unsigned().wrapping_add(1).max(1),
                Cell::Bool(yes) => 1 + u64::from(yes),
                _ => 0,
            },
        }
    }
}

/// Rows numbered by their word, in order of first sight.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    /// The number of each row, [`NO_GROUP`] for one without a key.
    pub(super) numbers: Vec<u32>,
    /// For each number the first row that has it.
    pub(super) first: Vec<u32>,
}

/// Numbers rows by their words.
///
/// Nearly all words of a large table stand once. Two bits a word tell most of those apart without a table of all
/// words: a word whose bit nobody else sets has no equal.
pub(super) fn number(words: &[u64]) -> Numbered {
    let lonely = Lonely::new(words, true);
    let hasher = FixedState::default();
    let mut known: HashMap<u64, u32, FixedState> = HashMap::with_hasher(FixedState::default());
    let mut made = Numbered { numbers: Vec::with_capacity(words.len()), first: Vec::new() };
    let mut before = (NO_KEY, NO_GROUP);
    for (row, &word) in words.iter().enumerate() {
        if word == before.0 || word == NO_KEY {
            made.numbers.push(if word == NO_KEY { NO_GROUP } else { before.1 });
            continue;
        }
        let fresh = u32::try_from(made.first.len()).unwrap_or(NO_GROUP);
        let number = match lonely.has(hasher.hash_one(word)) {
            true => fresh,
            false => *known.entry(word).or_insert(fresh),
        };
        if number == fresh {
            made.first.push(u32::try_from(row).unwrap_or(NO_GROUP));
        }
        made.numbers.push(number);
        before = (word, number);
    }
    made
}

/// Rows of words that stand more than once, with how often each stands, and the rows without a key.
pub(super) fn repeated(words: &[u64]) -> Vec<(usize, Option<u32>)> {
    let ascending = words.windows(2).all(|pair| pair[0] < pair[1]) && words.last() != Some(&NO_KEY);
    if ascending {
        return Vec::new();
    }
    let lonely = Lonely::new(words, false);
    let hasher = FixedState::default();
    let mut counts: HashMap<u64, u32, FixedState> = HashMap::with_hasher(FixedState::default());
    let suspects: Vec<(usize, u64)> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| **word == NO_KEY || !lonely.has(hasher.hash_one(**word)))
        .map(|(row, &word)| (row, word))
        .collect();
    for &(_, word) in suspects.iter().filter(|(_, word)| *word != NO_KEY) {
        *counts.entry(word).or_insert(0) += 1;
    }
    let told = |(row, word): (usize, u64)| match counts.get(&word) {
        _ if word == NO_KEY => Some((row, None)),
        Some(&count) if count > 1 => Some((row, Some(count))),
        _ => None,
    };
    suspects.into_iter().filter_map(told).collect()
}

/// Words of which no other row has an equal, or so it may be said of most.
struct Lonely {
    /// One bit a place: some word has it; several have it.
    once: Vec<u64>,
    twice: Vec<u64>,
    shift: u32,
}

impl Lonely {
    /// Fewer words than these are put into a table of all words at once.
    const FEW: usize = 4096;
    /// How many places there are for each word.
    const PLACES: usize = 16;

    /// Two equal words that follow each other count as one, if they are to count as a `run`.
    fn new(words: &[u64], run: bool) -> Self {
        if words.len() < Self::FEW {
            return Self { once: Vec::new(), twice: Vec::new(), shift: 0 };
        }
        let places = (words.len() * Self::PLACES).next_power_of_two();
        let mut made =
            Self { once: vec![0; places / 64], twice: vec![0; places / 64], shift: 64 - places.trailing_zeros() };
        let hasher = FixedState::default();
        let mut before = NO_KEY;
        for &word in words {
            if word == NO_KEY {
                continue;
            }
            let (at, bit) = made.place(hasher.hash_one(word));
            if let (Some(once), Some(twice)) = (made.once.get_mut(at), made.twice.get_mut(at)) {
                *twice |= if run && word == before { 0 } else { *once & bit };
                *once |= bit;
            }
            before = word;
        }
        made
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let place = hash.checked_shr(self.shift).unwrap_or(0);
        (usize::try_from(place / 64).unwrap_or(usize::MAX), 1 << (place % 64))
    }

    /// Whether the word of this hash is surely met in one run of rows only.
    fn has(&self, hash: u64) -> bool {
        let (at, bit) = self.place(hash);
        self.twice.get(at).is_some_and(|twice| twice & bit == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{NO_GROUP, NO_KEY, number, repeated};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_given_in_order_of_first_sight(
            few in prop::collection::vec(prop_oneof![0_u64..40, Just(NO_KEY)], 0..60),
            large: bool,
        ) {
            // Enough words that all stand once, for the tables of bits to be used.
            let alone = if large { 0..9000 } else { 0..0 };
            let words: Vec<u64> = alone.map(|n| 1000 + n * 7919).chain(few).collect();
            let made = number(&words);
            let mut first = Vec::new();
            for (row, word) in words.iter().enumerate() {
                let number = made.numbers[row];
                if *word == NO_KEY {
                    prop_assert_eq!(number, NO_GROUP);
                    continue;
                }
                let at = words.iter().position(|other| other == word).unwrap();
                if at == row {
                    prop_assert_eq!(number as usize, first.len());
                    first.push(row as u32);
                }
                prop_assert_eq!(number, made.numbers[at]);
            }
            prop_assert_eq!(made.first, first);
            let told: Vec<(usize, Option<u32>)> = words.iter().enumerate().filter_map(|(row, word)| {
                let count = words.iter().filter(|other| *other == word).count() as u32;
                if *word == NO_KEY { Some((row, None)) } else { (count > 1).then_some((row, Some(count))) }
            }).collect();
            prop_assert_eq!(repeated(&words), told);
        }
    }
}
