//! Keys of rows as words: two rows have one word if, and only if, their keys are the same.

use super::Rows;
use super::again::again;
use super::few::Few;
use super::leaders::{Room, leaders};
use super::words::{LONGEST, TOGETHER, Words, pairs_in_order};
use crate::dictionary::{FieldId, FieldType};
use crate::table::{Cell, Column, Store, Text, TextColumn};
use crate::value::{Packed, id_number};
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
/// Of so many words one may be no word of a key as it stands, for the others to stay in their column.
const OTHERS: usize = 8;
/// How many rows are looked at to tell how keys of several parts are best given words.
const SAMPLE: usize = 1000;

/// Gives words to keys, to those of all tables that are joined by them alike. Never gone through in order.
#[derive(Default)]
pub(super) struct Keys {
    /// Texts that cannot be packed, and cells of other types, by their bytes.
    met: HashMap<Box<[u8]>, u64, FixedState>,
    /// The first parts of a key and the next one, together.
    pairs: HashMap<(u64, u64), u64, FixedState>,
    /// Whether one table alone is given words, so that keys of several parts can be told by numbers.
    alone: bool,
    /// In which rows are numbered on the way.
    room: Room,
}

impl Keys {
    /// Words for the rows of any tables.
    pub(super) fn new(room: Room) -> Self {
        Self { room, ..Self::default() }
    }

    /// Words for the rows of one table alone.
    pub(super) fn alone(room: Room) -> Self {
        Self { alone: true, ..Self::new(room) }
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

    /// [`Self::words`], which stay in their column where they can.
    pub(super) fn words_in_place<'r>(&mut self, rows: &'r Rows, types: &[FieldType], by: &[FieldId]) -> Words<'r> {
        if let [field] = by
            && let Some(Part::Text(column, is_id)) = Part::new(rows, types, *field)
        {
            return self.texts_in_place(column, is_id);
        }
        Words::Whole(self.words(rows, types, by))
    }

    fn texts_in_place<'r>(&mut self, column: &'r TextColumn, is_id: bool) -> Words<'r> {
        let words = column.words();
        let mut others: HashMap<u64, u64, FixedState> = HashMap::default();
        for run in words.runs() {
            for &word in run.iter().filter(|&&word| !is_final(word, is_id)) {
                if word != 0 && !others.contains_key(&word) {
                    if others.len() > words.len() / OTHERS {
                        return Words::Whole(self.texts(column, is_id));
                    }
                    others.insert(word, self.text(column.text(word), is_id));
                }
            }
        }
        Words::Column { words, is_id, others }
    }

    fn texts<'r>(&mut self, column: &'r TextColumn, is_id: bool) -> Cow<'r, [u64]> {
        let mut words = column.words().all();
        if !words.iter().all(|&word| is_final(word, is_id)) {
            self.finish(column, is_id, words.to_mut());
        }
        words
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

    /// For each row the first that has its key, [`NO_GROUP`] for a row without one, where that is told quicker than words
    /// are given.
    pub(super) fn leaders(&mut self, rows: &Rows, types: &[FieldType], by: &[FieldId]) -> Option<Vec<u32>> {
        let parts: Vec<Part<'_>> = by.iter().map(|&field| Part::new(rows, types, field)).collect::<Option<_>>()?;
        if !self.is_numbered(&parts, rows.count) {
            return None;
        }
        if let [Part::Text(first, first_is_id), Part::Text(second, second_is_id)] = *parts
            && let first = self.texts_in_place(first, first_is_id)
            && let second = self.texts_in_place(second, second_is_id)
            && let Some(leaders) = pairs_in_order(&first, &second)
        {
            return Some(leaders);
        }
        Some(self.numbered(&parts, rows.count))
    }

    /// Whether keys of several parts are told by the numbers of these: places come again row by row, and what does not is
    /// better numbered than looked up.
    fn is_numbered(&self, parts: &[Part<'_>], rows: usize) -> bool {
        let sample: Vec<_> = parts.iter().map(|part| part.raw(0..rows.min(SAMPLE))).collect();
        let pairs = 1..rows.min(SAMPLE);
        let again = pairs.clone().filter(|&row| sample.iter().all(|raw| raw.get(row) == raw.get(row - 1)));
        self.alone && again.count() * 2 < pairs.len()
    }

    /// For each row the first that has its key of several parts, by the numbers of these.
    fn numbered(&mut self, parts: &[Part<'_>], rows: usize) -> Vec<u32> {
        let mut made: Option<Vec<u32>> = None;
        for part in parts {
            let next = match part {
                Part::Text(column, is_id) => self.texts(column, *is_id),
                Part::Other(_) => part.raw(0..rows).iter().map(|&raw| if raw == 0 { NO_KEY } else { raw }).collect(),
            };
            made = Some(match made {
                None => leaders(&Words::Whole(next), self.room),
                Some(before) => pair_leaders(&number_leaders(before).numbers, &next, self.room),
            });
        }
        made.unwrap_or_default()
    }

    fn composite(&mut self, parts: &[Part<'_>], rows: usize) -> Vec<u64> {
        if self.is_numbered(parts, rows) {
            let word = |leader: u32| if leader == NO_GROUP { NO_KEY } else { leader.into() };
            return self.numbered(parts, rows).into_iter().map(word).collect();
        }
        let mut words: Vec<u64> = Vec::with_capacity(rows);
        for start in (0..rows).step_by(TOGETHER) {
            // With the row before them, which the first is held against.
            let (from, end) = (start.saturating_sub(1), rows.min(start + TOGETHER));
            let runs: Vec<_> = parts.iter().map(|part| part.raw(from..end)).collect();
            for row in start..end {
                let own = row - from;
                let is_again = own > 0 && runs.iter().all(|run| run.get(own) == run.get(own - 1));
                let word = match words.last() {
                    Some(&word) if is_again => word,
                    _ => self.of_parts(parts, row),
                };
                words.push(word);
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
    // An identity number of eighteen characters is joined as it stands.
    if is_id { Packed::from_word(word).eighteen().is_some() } else { word != 0 && word < MET }
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
    pub(super) first: Store<u32>,
}

/// Numbers rows by their words.
pub(super) fn number(words: &Words<'_>, room: Room) -> Numbered {
    number_leaders(leaders(words, room))
}

/// Numbers rows by the first that has their word, [`NO_GROUP`] for one without a key.
pub(super) fn number_leaders(leaders: Vec<u32>) -> Numbered {
    let mut numbers = leaders;
    let mut first = Store::default();
    for row in 0..numbers.len() {
        let leader = numbers[row];
        if leader == NO_GROUP {
            continue;
        }
        if leader as usize == row {
            numbers[row] = u32::try_from(first.len()).unwrap_or(NO_GROUP);
            first.gather(leader);
        } else {
            // The row it leads to stands before it, and has its number already.
            numbers[row] = numbers[leader as usize];
        }
    }
    first.seal();
    Numbered { numbers, first }
}

/// For each row the first that has both parts of its key, of which rows have the numbers `before` and the words `next`.
fn pair_leaders(before: &[u32], next: &[u64], room: Room) -> Vec<u32> {
    let groups = before.iter().filter(|&&group| group != NO_GROUP).max().map_or(0, |&last| last as usize + 1);
    // By group: its last row so far, and how many it has; by row: the row of its group before it.
    let mut last = vec![(NO_GROUP, 0_u32); groups];
    let mut earlier = vec![NO_GROUP; before.len()];
    let mut made = Vec::with_capacity(before.len());
    for (row, (&group, &word)) in before.iter().zip(next).enumerate() {
        let Some((newest, count)) = last.get_mut(group as usize).filter(|_| word != NO_KEY) else {
            made.push(NO_GROUP);
            continue;
        };
        if *count as usize == LONGEST {
            return leaders(&Words::Whole(numbered_pairs(before, next, room).into()), room);
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
                made.push(own);
            }
        }
    }
    made
}

/// Words of pairs, for first parts that any number of rows share.
fn numbered_pairs(before: &[u32], next: &[u64], room: Room) -> Vec<u64> {
    let next = number(&next.into(), room).numbers;
    let pair = |(&a, &b): (&u32, &u32)| match (a, b) {
        (NO_GROUP, _) | (_, NO_GROUP) => NO_KEY,
        (a, b) => u64::from(a) << 32 | u64::from(b),
    };
    before.iter().zip(&next).map(pair).collect()
}

/// Rows of words that stand more than once, with how often each stands, and the rows without a key.
pub(super) fn repeated(words: &Words<'_>) -> Vec<(usize, Option<u32>)> {
    let rows = match words.strays(false) {
        // Exports are sorted by their key.
        Some(strays) if strays.words.is_empty() && !strays.blanks => return Vec::new(),
        // Whatever stands twice is one of these.
        Some(strays) => {
            let strays = Few::new(strays.words.len(), strays.words);
            let mut rows = Vec::new();
            words.each(|row, word| {
                if word == NO_KEY || strays.get(word).is_some() {
                    rows.push((row, word));
                }
            });
            rows
        }
        None => again(words),
    };
    let mut counts: HashMap<u64, u32, FixedState> = HashMap::default();
    rows.iter().filter(|(_, word)| *word != NO_KEY).for_each(|(_, word)| *counts.entry(*word).or_default() += 1);
    let told = |(row, word)| match counts.get(&word) {
        None => Some((row, None)),
        Some(1) => None,
        Some(&count) => Some((row, Some(count))),
    };
    rows.into_iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::{NO_GROUP, NO_KEY, Room, Store, Words, number, repeated};
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
            let made = number(&words.as_slice().into(), Room::default());
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
            prop_assert_eq!(made.first, Store::from(first));
            let told: Vec<(usize, Option<u32>)> = words.iter().enumerate().filter_map(|(row, word)| {
                let count = words.iter().filter(|other| *other == word).count() as u32;
                if *word == NO_KEY { Some((row, None)) } else { (count > 1).then_some((row, Some(count))) }
            }).collect();
            prop_assert_eq!(repeated(&Words::Whole(words.as_slice().into())), told);
        }
    }
}
