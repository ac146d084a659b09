//! Keys of rows as words: two rows have one word if, and only if, their keys are the same.

use super::Rows;
use super::leaders::leaders;
use crate::dictionary::{FieldId, FieldType};
use crate::table::{Cell, Column, Text, TextColumn};
use crate::value::id_number;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::ops::Range;

/// The word of a row without a key.
pub(super) const NO_KEY: u64 = u64::MAX;
/// The number of a row without a key.
pub(super) const NO_GROUP: u32 = u32::MAX;
/// Set in words that stand for texts and pairs met before, by their position. No packed number has it.
const MET: u64 = 1 << 63;
/// How many rows are looked at to tell how keys of several parts are best given words.
const SAMPLE: usize = 1000;
/// How many rows of several columns are taken out together.
const TOGETHER: usize = 1 << 12;

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

    /// Adds the words of the rows behind `words`, as [`Self::words`] gives them.
    pub(super) fn add(&mut self, rows: &Rows, types: &[FieldType], by: &[FieldId], words: &mut Vec<u64>) {
        let column = match by {
            [field] => Part::new(rows, types, *field),
            _ => None,
        };
        match column {
            Some(Part::Text(column, is_id)) => self.add_texts(column, is_id, words),
            _ => words.extend_from_slice(&self.words(rows, types, by)),
        }
    }

    fn texts<'r>(&mut self, column: &'r TextColumn, is_id: bool) -> Cow<'r, [u64]> {
        let mut words = column.words().all();
        if !words.iter().all(|&word| is_final(word, is_id)) {
            self.finish(column, is_id, words.to_mut());
        }
        words
    }

    fn add_texts(&mut self, column: &TextColumn, is_id: bool, words: &mut Vec<u64>) {
        words.reserve(column.len());
        for start in (0..column.len()).step_by(TOGETHER) {
            let at = words.len();
            words.extend_from_slice(&column.words().slice(start..start + TOGETHER));
            self.finish(column, is_id, words.get_mut(at..).unwrap_or_default());
        }
    }

    /// Makes words of a column words of keys.
    fn finish(&mut self, column: &TextColumn, is_id: bool, words: &mut [u64]) {
        let mut before = (0, NO_KEY);
        for word in words.iter_mut().filter(|word| !is_final(**word, is_id)) {
            // Exports are sorted: most rows have the text of the row before.
            if *word != before.0 {
                before = (*word, self.text(column.text(*word), is_id));
            }
            *word = before.1;
        }
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
                Part::Other(_) => part.raw(0..rows).iter().map(|&raw| if raw == 0 { NO_KEY } else { raw }).collect(),
            };
            words = Some(match words {
                None => next.into_owned(),
                Some(before) => number_pairs(&number(&before).numbers, &next),
            });
        }
        words.unwrap_or_default()
    }

    fn composite(&mut self, parts: &[Part<'_>], rows: usize) -> Vec<u64> {
        // Places come again row by row; what does not is better numbered than looked up.
        let sample: Vec<_> = parts.iter().map(|part| part.raw(0..rows.min(SAMPLE))).collect();
        let pairs = 1..rows.min(SAMPLE);
        let again = pairs.clone().filter(|&row| sample.iter().all(|raw| raw.get(row) == raw.get(row - 1)));
        if self.alone && again.count() * 2 < pairs.len() {
            return self.numbered(parts, rows);
        }
        let mut words = Vec::with_capacity(rows);
        let mut before: Option<(Vec<u64>, u64)> = None;
        let mut raw = Vec::with_capacity(parts.len());
        for start in (0..rows).step_by(TOGETHER) {
            let run = start..rows.min(start + TOGETHER);
            let runs: Vec<_> = parts.iter().map(|part| part.raw(run.clone())).collect();
            for row in run {
                raw.clear();
                raw.extend(runs.iter().map(|run| run.get(row - start).copied().unwrap_or(0)));
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
pub(super) fn is_final(word: u64, is_id: bool) -> bool {
    /// Words of identity numbers of eighteen characters.
    const LONG: Range<u64> = 1_000_000_000_000_000_000..MET;
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

    /// What the column holds of each of `rows`: of two rows with one of these the cells are the same; zero for a blank.
    fn raw(&self, rows: Range<usize>) -> Cow<'r, [u64]> {
        match self {
            Self::Text(column, _) => column.words().slice(rows),
            Self::Other(Column::Date(dates)) => dates.slice(rows).iter().map(|d| d.cast_unsigned().into()).collect(),
            Self::Other(Column::Code(codes)) => codes.slice(rows).iter().map(|&code| code.into()).collect(),
            Self::Other(column) => rows
                .map(|row| match column.get(row) {
                    Cell::Number(number) => number.raw().cast_unsigned().wrapping_add(1).max(1),
                    Cell::Bool(yes) => 1 + u64::from(yes),
                    _ => 0,
                })
                .collect(),
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
pub(super) fn number(words: &[u64]) -> Numbered {
    let mut numbers = leaders(words);
    let mut first: Vec<u32> = Vec::new();
    for row in 0..numbers.len() {
        let leader = numbers[row];
        if leader == NO_GROUP {
            continue;
        }
        if leader as usize == row {
            numbers[row] = u32::try_from(first.len()).unwrap_or(NO_GROUP);
            first.push(leader);
        } else {
            // The row it leads to stands before it, and has its number already.
            numbers[row] = numbers[leader as usize];
        }
    }
    Numbered { numbers, first }
}

/// Numbers rows by two parts of a key, of which they have the numbers `before` and the words `next`.
fn number_pairs(before: &[u32], next: &[u64]) -> Vec<u64> {
    /// The longest list of rows with one first part that is gone through.
    const LONGEST: u32 = 64;
    let groups = before.iter().filter(|&&group| group != NO_GROUP).max().map_or(0, |&last| last as usize + 1);
    // By group: its last row so far, and how many it has; by row: the row of its group before it.
    let mut last = vec![(NO_GROUP, 0_u32); groups];
    let mut earlier = vec![NO_GROUP; before.len()];
    let mut made = Vec::with_capacity(before.len());
    for (row, (&group, &word)) in before.iter().zip(next).enumerate() {
        let Some((newest, count)) = last.get_mut(group as usize).filter(|_| word != NO_KEY) else {
            made.push(NO_KEY);
            continue;
        };
        if *count == LONGEST {
            return numbered_pairs(before, next);
        }
        // Few rows share a first part, as the members of a household do, so that each is held against all before it.
        let rows = std::iter::successors(Some(*newest), |&row| earlier.get(row as usize).copied());
        let same = rows.take_while(|&row| row != NO_GROUP).find(|&row| next[row as usize] == word);
        match same {
            Some(same) => made.push(made[same as usize]),
            None => {
                let own = u32::try_from(row).unwrap_or(NO_GROUP);
                earlier[row] = *newest;
                (*newest, *count) = (own, *count + 1);
                made.push(own.into());
            }
        }
    }
    made
}

/// [`number_pairs`], for first parts that any number of rows share.
fn numbered_pairs(before: &[u32], next: &[u64]) -> Vec<u64> {
    let next = number(next).numbers;
    let pair = |(&a, &b): (&u32, &u32)| match (a, b) {
        (NO_GROUP, _) | (_, NO_GROUP) => NO_KEY,
        (a, b) => u64::from(a) << 32 | u64::from(b),
    };
    before.iter().zip(&next).map(pair).collect()
}

/// Rows of words that stand more than once, with how often each stands, and the rows without a key.
pub(super) fn repeated(words: &[u64]) -> Vec<(usize, Option<u32>)> {
    if words.windows(2).all(|pair| pair[0] < pair[1]) && words.last() != Some(&NO_KEY) {
        return Vec::new();
    }
    let leaders = leaders(words);
    let rows = || leaders.iter().enumerate();
    let mut again: Vec<u32> = rows().filter(|&(row, &l)| l as usize != row && l != NO_GROUP).map(|(_, &l)| l).collect();
    again.sort_unstable();
    let mut counts: HashMap<u32, u32, FixedState> = HashMap::with_hasher(FixedState::default());
    for same in again.chunk_by(|a, b| a == b) {
        let (leader, count) =
            (same.first().copied().unwrap_or(NO_GROUP), u32::try_from(same.len()).unwrap_or(u32::MAX));
        counts.insert(leader, count.saturating_add(1));
    }
    if counts.is_empty() && !leaders.contains(&NO_GROUP) {
        return Vec::new();
    }
    let told = |(row, leader): (usize, &u32)| match *leader {
        NO_GROUP => Some((row, None)),
        leader => counts.get(&leader).map(|&count| (row, Some(count))),
    };
    rows().filter_map(told).collect()
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
