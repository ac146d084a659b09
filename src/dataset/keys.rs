//! Keys of rows as words: two rows have one word if, and only if, their keys are the same.

use super::Rows;
use crate::dictionary::{FieldId, FieldType};
use crate::table::{Cell, Column, Text, TextColumn};
use crate::value::id_number;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::borrow::Cow;

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
    /// Whether one table alone is given words, so that keys of several parts can be told by numbers.
    alone: bool,
}

impl Keys {
    /// Words for the rows of one table alone.
    pub(super) fn alone() -> Self {
        Self { alone: true, ..Self::default() }
    }

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

    /// The words of keys of several parts, by the numbers of their parts.
    fn numbered(&mut self, parts: &[Part<'_>], rows: usize) -> Vec<u64> {
        let mut words: Option<Vec<u64>> = None;
        for part in parts {
            let next = match part {
                Part::Text(column, is_id) => self.texts(column, *is_id),
                Part::Other(_) => {
                    (0..rows).map(|row| Some(part.raw(row)).filter(|&raw| raw != 0).unwrap_or(NO_KEY)).collect()
                }
            };
            words = Some(match words {
                None => next.into_owned(),
                Some(before) => {
                    let (before, next) = (number(&before).numbers, number(&next).numbers);
                    let pair = |(&a, &b): (&u32, &u32)| match (a, b) {
                        (NO_GROUP, _) | (_, NO_GROUP) => NO_KEY,
                        (a, b) => u64::from(a) << 32 | u64::from(b),
                    };
                    before.iter().zip(&next).map(pair).collect()
                }
            });
        }
        words.unwrap_or_default()
    }

    fn composite(&mut self, parts: &[Part<'_>], rows: usize) -> Vec<u64> {
        // Places come again row by row; what does not is better numbered than looked up.
        let sample = 0..rows.min(1000);
        let again = sample.clone().skip(1).filter(|&row| parts.iter().all(|part| part.raw(row) == part.raw(row - 1)));
        if self.alone && again.count() * 2 < sample.len() {
            return self.numbered(parts, rows);
        }
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

/// Numbers rows by their words. Only words that may stand in several places go through a table.
pub(super) fn number(words: &[u64]) -> Numbered {
    let mut suspects = suspects(words, true).into_iter().peekable();
    let mut known: HashMap<u64, u32, FixedState> = HashMap::with_hasher(FixedState::default());
    let mut made = Numbered { numbers: Vec::with_capacity(words.len()), first: Vec::new() };
    let mut before = (NO_KEY, NO_GROUP);
    for (row, &word) in words.iter().enumerate() {
        let is_suspect = suspects.next_if_eq(&row).is_some();
        if word == before.0 || word == NO_KEY {
            made.numbers.push(if word == NO_KEY { NO_GROUP } else { before.1 });
            continue;
        }
        let fresh = u32::try_from(made.first.len()).unwrap_or(NO_GROUP);
        let number = if is_suspect { *known.entry(word).or_insert(fresh) } else { fresh };
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
    let mut counts: HashMap<u64, u32, FixedState> = HashMap::with_hasher(FixedState::default());
    let word = |row: usize| words.get(row).copied().unwrap_or(NO_KEY);
    let suspects = suspects(words, false);
    for &row in suspects.iter().filter(|&&row| word(row) != NO_KEY) {
        *counts.entry(word(row)).or_insert(0) += 1;
    }
    let told = |row: usize| match counts.get(&word(row)) {
        None => Some((row, None)),
        Some(&count) if count > 1 => Some((row, Some(count))),
        Some(_) => None,
    };
    suspects.into_iter().filter_map(told).collect()
}

/// The rows whose word other rows may have too, ascending, with all rows without a key. Of two equal words that follow
/// each other the second is no other, if they are to count as a `run`.
///
/// Nearly all words of a large table stand once, and two bits a word tell most of those: a word whose bit nobody else
/// sets has no equal. The bits of all words would not fit the cache, so that the words are gone through several times,
/// each time for a part of the bits, side by side.
fn suspects(words: &[u64], run: bool) -> Vec<usize> {
    /// Fewer words than these all go through a table.
    const FEW: usize = 4096;
    /// How many places there are for each word.
    const PLACES: usize = 8;
    /// How many places a part has: at two bits each, two megabytes, which the caches hold.
    const PART: usize = 1 << 23;
    if words.len() < FEW {
        return (0..words.len()).collect();
    }
    let places = (words.len() * PLACES).next_power_of_two();
    let parts = (places / PART).max(1);
    let shift = 64 - places.trailing_zeros();
    let part_of = |place: u64| place / PART as u64;
    let mut found: Vec<usize> = (0..parts as u64)
        .into_par_iter()
        .flat_map_iter(|part| {
            let mut once = vec![0_u64; places.min(PART) / 64];
            let mut twice = once.clone();
            let spot = |word: u64| {
                let place = spread(word) >> shift;
                let within = usize::try_from(place % PART as u64).unwrap_or(0);
                (part_of(place) == part && word != NO_KEY).then_some((within / 64, 1_u64 << (within % 64)))
            };
            let mut before = NO_KEY;
            for &word in words {
                if let Some((at, bit)) = spot(word)
                    && let (Some(once), Some(twice)) = (once.get_mut(at), twice.get_mut(at))
                {
                    *twice |= if run && word == before { 0 } else { *once & bit };
                    *once |= bit;
                }
                before = word;
            }
            let rows = words.iter().enumerate().filter(|&(_, &word)| match spot(word) {
                Some((at, bit)) => twice.get(at).is_some_and(|twice| twice & bit != 0),
                None => part == 0 && word == NO_KEY,
            });
            rows.map(|(row, _)| row).collect::<Vec<usize>>()
        })
        .collect();
    found.par_sort_unstable();
    found
}

/// Spreads the bits of a word, so that its upper ones depend on all of it.
const fn spread(word: u64) -> u64 {
    (word ^ (word >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
