//! The words of rows, kept or read from their column, and which of them are out of order.

use super::few::Few;
use super::keys::{NO_GROUP, NO_KEY, is_final};
use crate::table::Store;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;

/// How many rows of a column are taken out together.
pub(super) const TOGETHER: usize = 1 << 12;
/// How many rows one task goes through.
const TASK: usize = 1 << 16;
/// Of so many words one may be out of order.
const RARE: usize = 12;
/// As many words in order may turn out to be too great at once.
const AHEAD: usize = 64;
/// The longest list of rows with one first part of a key that is gone through.
pub(super) const LONGEST: usize = 64;

/// The words of rows.
pub(super) enum Words<'r> {
    Whole(Cow<'r, [u64]>),
    /// Those of a column.
    Column {
        words: &'r Store<u64>,
        is_id: bool,
        /// The words of keys for those words of the column that are none as they stand, blanks apart.
        others: HashMap<u64, u64, FixedState>,
    },
    /// Those of several tables, one behind the other: where each begins, and its words.
    Several(Vec<(usize, Self)>),
}

/// What keeps words from ascending.
pub(super) struct Strays {
    /// The words that are left out for the others to ascend.
    pub(super) words: Vec<u64>,
    /// Whether there are rows without a key.
    pub(super) blanks: bool,
}

impl<'r> From<&'r [u64]> for Words<'r> {
    fn from(words: &'r [u64]) -> Self {
        Self::Whole(Cow::Borrowed(words))
    }
}

impl Words<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Whole(words) => words.len(),
            Self::Column { words, .. } => words.len(),
            Self::Several(tables) => tables.last().map_or(0, |(start, words)| start + words.len()),
        }
    }

    /// The words of some rows that follow each other, of which what lies past the end is left out.
    pub(super) fn run(&self, rows: Range<usize>) -> Cow<'_, [u64]> {
        match self {
            Self::Whole(words) => {
                let end = rows.end.min(words.len());
                Cow::Borrowed(words.get(rows.start.min(end)..end).unwrap_or_default())
            }
            Self::Column { words, is_id, others } => {
                let mut words = words.slice(rows);
                if !words.iter().all(|&word| is_final(word, *is_id)) {
                    for word in words.to_mut().iter_mut().filter(|word| !is_final(**word, *is_id)) {
                        *word = others.get(word).copied().unwrap_or(NO_KEY);
                    }
                }
                words
            }
            Self::Several(tables) => {
                let mut made = Cow::Borrowed([].as_slice());
                for (start, words) in tables {
                    let run = words.run(rows.start.saturating_sub(*start)..rows.end.saturating_sub(*start));
                    if made.is_empty() {
                        made = run;
                    } else if !run.is_empty() {
                        made.to_mut().extend_from_slice(&run);
                    }
                }
                made
            }
        }
    }

    /// All words.
    pub(super) fn all(&self) -> Cow<'_, [u64]> {
        self.run(0..self.len())
    }

    /// The word of a row; [`NO_KEY`] past the end.
    pub(super) fn get(&self, row: usize) -> u64 {
        self.run(row..row + 1).first().copied().unwrap_or(NO_KEY)
    }

    /// Tells the rows and their words.
    pub(super) fn each(&self, tell: impl FnMut(usize, u64)) {
        self.each_of(0..self.len(), tell);
    }

    /// Tells some rows that follow each other, and their words.
    #[inline]
    pub(super) fn each_of(&self, rows: Range<usize>, mut tell: impl FnMut(usize, u64)) {
        for start in rows.clone().step_by(TOGETHER) {
            let run = self.run(start..rows.end.min(start + TOGETHER));
            (start..).zip(run.iter()).for_each(|(row, &word)| tell(row, word));
        }
    }

    /// What keeps the words from ascending, or, where they `may_repeat`, from never descending; `None` where that is more
    /// than a few. Every word that is not told is in order wherever it stands.
    pub(super) fn strays(&self, may_repeat: bool) -> Option<Strays> {
        let most = self.len() / RARE;
        let mut found = Strays { words: Vec::new(), blanks: false };
        let mut order = Order::new(may_repeat);
        for start in (0..self.len()).step_by(TOGETHER) {
            for &word in self.run(start..start + TOGETHER).iter() {
                if word == NO_KEY {
                    found.blanks = true;
                } else {
                    order.take(word, &mut found.words);
                }
            }
            if found.words.len() > most {
                return None;
            }
        }
        Some(found)
    }
}

/// Words that ascend, as far as they are remembered.
struct Order {
    may_repeat: bool,
    /// The last of them, each of which is greater than the one before it.
    last: Vec<u64>,
    /// The greatest of those that are no longer remembered.
    floor: Option<u64>,
    /// The words behind them so far that are too small, as far as these ascend: the last strays that were told.
    late: Vec<u64>,
}

impl Order {
    fn new(may_repeat: bool) -> Self {
        Self { may_repeat, last: Vec::with_capacity(2 * AHEAD), floor: None, late: Vec::new() }
    }

    /// Puts a word behind the others, or tells that it is a stray; what it told may be taken back.
    fn take(&mut self, own: u64, strays: &mut Vec<u64>) {
        match self.last.last() {
            Some(&last) if own < last || own == last && !self.may_repeat => self.take_late(own, strays),
            last => {
                self.late.clear();
                if last != Some(&own) {
                    if self.last.len() >= 2 * AHEAD {
                        self.floor = self.last.drain(..AHEAD).next_back();
                    }
                    self.last.push(own);
                }
            }
        }
    }

    /// Takes a word that is too small. It may be that it comes too late, or that some came too early: a household that
    /// stands too early leaves all behind it too small, until the order has come as far. Whichever are fewer are strays.
    fn take_late(&mut self, own: u64, strays: &mut Vec<u64>) {
        match self.late.last() {
            Some(&late) if late == own && self.may_repeat => return,
            Some(&late) if late < own => {}
            _ => self.late.clear(),
        }
        self.late.push(own);
        strays.push(own);
        let first = self.late.first().copied().unwrap_or(own);
        let early = self.last.partition_point(|&word| word < first || self.may_repeat && word == first);
        let is_remembered = early > 0 || self.floor.is_none_or(|floor| floor < first);
        if is_remembered && self.last.len() - early <= self.late.len().min(AHEAD) {
            strays.truncate(strays.len() - self.late.len());
            strays.extend(self.last.drain(early..));
            let is_there = self.last.last() == Some(&first);
            self.last.extend(self.late.drain(..).skip(usize::from(is_there)));
        }
    }
}

/// For each row the first that has both parts of its key, [`NO_GROUP`] for a row without one, where rows with one first
/// part stand together, few by few and nearly all in order, as the members of households do; `None` where they do not.
pub(super) fn pairs_in_order(first: &Words<'_>, second: &Words<'_>) -> Option<Vec<u32>> {
    pairs_in_tasks(first, second, TASK)
}

/// [`pairs_in_order`], in tasks of at least so many rows that run side by side.
fn pairs_in_tasks(first: &Words<'_>, second: &Words<'_>, task: usize) -> Option<Vec<u32>> {
    let strays = first.strays(true)?.words;
    let strays = Few::new(strays.len(), strays);
    let is_stray = |word: u64| word == NO_KEY || strays.get(word).is_some();
    // No rows with one first part are parted.
    let mut bounds = vec![0];
    let mut at = task;
    while at < first.len() {
        let [a, b] = [at - 1, at].map(|row| first.get(row));
        if a == b || is_stray(a) || is_stray(b) {
            at += 1;
        } else {
            bounds.push(at);
            at += task;
        }
    }
    bounds.push(first.len());
    let tasks: Vec<Range<usize>> = bounds.windows(2).map(|ends| ends[0]..ends[1]).collect();
    let done: Option<Vec<Pairs>> =
        tasks.into_par_iter().map(|rows| Pairs::of(first, second, rows, |word| strays.get(word).is_some())).collect();
    let done = done?;
    let mut leaders = Vec::with_capacity(first.len());
    let mut met: HashMap<(u64, u64), u32, FixedState> = HashMap::default();
    for pairs in done {
        let start = leaders.len();
        leaders.extend(pairs.leaders);
        for (row, pair) in pairs.apart {
            let own = u32::try_from(start + row).unwrap_or(NO_GROUP);
            let leader = *met.entry(pair).or_insert(own);
            leaders.get_mut(start + row).into_iter().for_each(|there| *there = leader);
        }
    }
    Some(leaders)
}

/// What one task finds.
struct Pairs {
    /// For each of its rows the first that has its pair of words.
    leaders: Vec<u32>,
    /// Rows whose first word is out of order somewhere, by their place in the task.
    apart: Vec<(usize, (u64, u64))>,
}

impl Pairs {
    fn of(first: &Words<'_>, second: &Words<'_>, rows: Range<usize>, is_stray: impl Fn(u64) -> bool) -> Option<Self> {
        let mut made = Self { leaders: Vec::with_capacity(rows.len()), apart: Vec::new() };
        let mut current = NO_KEY;
        // The second words that stand with the first one at hand, each with the row that had it first.
        let mut there: Vec<(u64, u32)> = Vec::new();
        for start in rows.clone().step_by(TOGETHER) {
            let run = start..rows.end.min(start + TOGETHER);
            let (a, b) = (first.run(run.clone()), second.run(run.clone()));
            for (row, (&a, &b)) in run.zip(a.iter().zip(b.iter())) {
                if a == NO_KEY || b == NO_KEY {
                    made.leaders.push(NO_GROUP);
                    continue;
                }
                if a != current {
                    if is_stray(a) {
                        made.apart.push((row - rows.start, (a, b)));
                        made.leaders.push(NO_GROUP);
                        continue;
                    }
                    current = a;
                    there.clear();
                }
                let own = u32::try_from(row).unwrap_or(NO_GROUP);
                let known = there.iter().find(|(word, _)| *word == b).map(|&(_, row)| row);
                if known.is_none() {
                    there.push((b, own));
                    if there.len() > LONGEST {
                        return None;
                    }
                }
                made.leaders.push(known.unwrap_or(own));
            }
        }
        Some(made)
    }
}

#[cfg(test)]
mod tests {
    use super::{NO_GROUP, NO_KEY, Words, pairs_in_tasks};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pairs_lead_to_the_first_that_is_the_same(
            sizes in prop::collection::vec(1_usize..6, 40..90),
            seconds in prop::collection::vec(prop_oneof![8 => 0_u64..9, 1 => Just(NO_KEY)], 1..40),
            moved in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..3),
            blank in prop::option::of(any::<prop::sample::Index>()),
            task in 1_usize..60,
        ) {
            let of_group = |(group, &size): (u64, &usize)| std::iter::repeat_n(group * 3, size);
            let mut first: Vec<u64> = (0..).zip(&sizes).flat_map(of_group).collect();
            let second: Vec<u64> = seconds.iter().copied().cycle().take(first.len()).collect();
            for (a, b) in moved {
                let (a, b) = (a.index(first.len()), b.index(first.len()));
                first[a] = first[b];
            }
            blank.into_iter().for_each(|at| first[at.index(sizes.len())] = NO_KEY);
            let whole = |words: &[u64]| Words::Whole(words.to_vec().into());
            if let Some(leaders) = pairs_in_tasks(&whole(&first), &whole(&second), task) {
                let pair = |row: usize| (first[row], second[row]);
                for row in 0..first.len() {
                    let has_key = first[row] != NO_KEY && second[row] != NO_KEY;
                    let wanted = (0..=row).find(|&other| pair(other) == pair(row)).filter(|_| has_key);
                    prop_assert_eq!(leaders[row], wanted.map_or(NO_GROUP, |row| row as u32), "row {}", row);
                }
            } else {
                // One row moved leaves its own word and at the most two others out of order.
                prop_assert!(first.len() < 32 * 9);
            }
        }

        #[test]
        fn a_household_out_of_its_place_is_all_that_is_left_out(
            size in 1_u64..9,
            from in 0_u64..500,
            to in 0_u64..500,
            may_repeat: bool,
        ) {
            // Of two neighbours that changed places it might be either.
            prop_assume!(to != from + 1);
            let mut households: Vec<u64> = (0..500).collect();
            let moved = households.remove(from as usize);
            households.insert(to as usize, moved);
            let people = |household: u64| (0..size).map(move |person| if may_repeat { household } else { household * 10 + person });
            let words: Vec<u64> = households.into_iter().flat_map(people).collect();
            let strays = Words::Whole(words.into()).strays(may_repeat).map(|strays| strays.words);
            let mut wanted: Vec<u64> = people(moved).filter(|_| from != to).collect();
            wanted.dedup();
            prop_assert_eq!(strays, Some(wanted));
        }

        #[test]
        fn words_that_are_no_strays_ascend(
            words in prop::collection::vec(prop_oneof![4 => 0_u64..2000, 1 => Just(NO_KEY)], 0..9),
            long: bool,
            may_repeat: bool,
        ) {
            // Many that ascend, with a few among them.
            let ascending = (0..if long { 600_u64 } else { 0 }).map(|n| n * 2 / if may_repeat { 3 } else { 1 });
            let mut words = words;
            let at = words.len() / 2;
            words.splice(at..at, ascending);
            let Some(strays) = Words::Whole(words.clone().into()).strays(may_repeat) else {
                prop_assert!(words.len() < 32 * 20);
                return Ok(());
            };
            prop_assert_eq!(strays.blanks, words.contains(&NO_KEY));
            let rest: Vec<u64> = words.into_iter().filter(|word| *word != NO_KEY && !strays.words.contains(word)).collect();
            let ascend = rest.is_sorted_by(|a, b| a < b || may_repeat && a == b);
            prop_assert!(ascend);
        }
    }
}
