//! Aggregates over the rows of a to-many link.
//!
//! Where the members of neighbouring rows lie one behind the other, 64 rows are answered at once: those with a
//! member out of the ordinary are found by its place.

use super::bits::{self, bit, count_in, first, next_one, word, words};
use super::truths::Truths;
use super::vector::{Kind, Vector};
use crate::dataset::{Many, Members as Rows, Neighbours};
use crate::lang::tree::Aggregate;
use crate::value::{Date, Decimal, Truth};
use std::borrow::Cow;
use std::ops::Range;

/// An aggregate over the rows of a to-many link.
pub(super) struct Members<'p, 'a> {
    /// The members of the rows that are asked for.
    pub(super) many: Neighbours<'p>,
    /// Whether a row without members is a gap in the data.
    pub(super) required: bool,
    pub(super) body: Option<&'p Vector<'a>>,
    pub(super) filter: Option<&'p Vector<'a>>,
}

/// Which members are so, and of which it is known.
#[derive(Clone, Copy)]
struct Seen<'p> {
    yes: &'p [u64],
    known: &'p [u64],
}

impl<'p> Seen<'p> {
    fn of(truths: &'p Truths<'_>) -> Self {
        Self { yes: &truths.yes, known: &truths.known }
    }

    /// The rows of a word that are so.
    #[inline]
    fn yes(self, at: usize) -> u64 {
        self.yes.get(at).copied().unwrap_or(0)
    }

    /// The rows of a word that are known not to be so.
    #[inline]
    fn no(self, at: usize) -> u64 {
        self.known.get(at).copied().unwrap_or(0) & !self.yes(at)
    }

    /// The rows of a word of which it is not known.
    #[inline]
    fn unknown(self, at: usize) -> u64 {
        !self.known.get(at).copied().unwrap_or(0)
    }

    fn count_yes(self, rows: &Rows<'_>) -> usize {
        match rows {
            Rows::Run(run) => count_in(self.yes, run.clone()),
            Rows::Rows(rows) => rows.iter().filter(|&&row| bit(self.yes, row as usize)).count(),
        }
    }
}

/// Whether the words that `word` gives by their position have a bit among the rows.
#[inline]
fn any(rows: &Rows<'_>, word: impl Fn(usize) -> u64) -> bool {
    match rows {
        Rows::Run(run) => next_one(word, run.clone()).is_some(),
        Rows::Rows(rows) => rows.iter().any(|&row| word(row as usize / 64) >> (row % 64) & 1 == 1),
    }
}

/// Members that a filter takes.
struct Taken<'p> {
    members: Rows<'p>,
    /// Those of the members that it takes; all, where absent.
    yes: Option<&'p [u64]>,
}

impl Taken<'_> {
    fn iter(&self) -> impl Iterator<Item = usize> {
        let yes = self.yes;
        self.members.iter().filter(move |&m| yes.is_none_or(|yes| bit(yes, m)))
    }
}

impl<'p, 'a> Members<'p, 'a> {
    /// The aggregate of every row of `range`.
    pub(super) fn aggregate(&self, function: Aggregate, range: Range<usize>) -> Vector<'a> {
        let (start, rows) = (range.start, range.len());
        match function {
            Aggregate::Any => Vector::Truth(self.truths::<true>(range)),
            Aggregate::All => Vector::Truth(self.truths::<false>(range)),
            Aggregate::Count => self.counts(range),
            Aggregate::Sum => Vector::numbers(rows, |row| {
                let mut total = 0_i128;
                for member in self.taken(start + row)?.iter() {
                    total += i128::from(self.body?.number(member)?.raw());
                }
                i64::try_from(total).ok()
            }),
            Aggregate::Min | Aggregate::Max => self.extreme(function == Aggregate::Max, range),
        }
    }

    /// The members of a row, `None` where they are not known.
    fn of(&self, row: usize) -> Option<Rows<'_>> {
        let members = self.many.of(row);
        (!self.required || !members.is_empty()).then_some(members)
    }

    /// The members of a row that the filter takes, `None` where any is unknown.
    fn taken(&self, row: usize) -> Option<Taken<'_>> {
        let members = self.of(row)?;
        match self.filter {
            None => Some(Taken { members, yes: None }),
            Some(Vector::Truth(filter)) => {
                let yes = Some(&*filter.yes);
                let unknown = |at| Seen::of(filter).unknown(at);
                (!any(&members, unknown)).then_some(Taken { members, yes })
            }
            Some(_) => members.is_empty().then_some(Taken { members, yes: None }),
        }
    }

    /// Whether any member is so, or all are, after Kleene.
    fn truths<const ANY: bool>(&self, range: Range<usize>) -> Truths<'static> {
        let start = range.start;
        let Some(Vector::Truth(body)) = self.body else {
            // Of what is no condition only the absence of members is known.
            let empty = |row| self.of(start + row).filter(Rows::is_empty).map(|_| !ANY);
            return Truths::of(range.len(), empty);
        };
        let body = Seen::of(body);
        let (mut yes, mut known) = (Vec::with_capacity(words(range.len())), Vec::with_capacity(words(range.len())));
        for rows in blocks(range) {
            let every = first(rows.len());
            // One that is so decides for any, one that is not so against all; else nobody may be unknown.
            let decided = if ANY {
                self.with_any(rows.clone(), |at| body.yes(at))
            } else {
                self.with_any(rows.clone(), |at| body.no(at))
            };
            let unknown = self.with_any(rows.clone(), |at| body.unknown(at));
            let sure = (decided | every & !unknown) & self.answered(rows);
            known.push(sure);
            yes.push(if ANY { decided } else { every & !decided } & sure);
        }
        Truths::new(yes, known)
    }

    /// How many members the filter takes.
    fn counts(&self, range: Range<usize>) -> Vector<'static> {
        let filter = match self.filter {
            None => None,
            Some(Vector::Truth(filter)) => Some(Seen::of(filter)),
            Some(_) => return Vector::numbers(range.len(), |row| self.taken(range.start + row).map(|_| 0)),
        };
        let (mut values, mut known) = (Vec::with_capacity(range.len()), Vec::with_capacity(words(range.len())));
        for rows in blocks(range) {
            let every = first(rows.len());
            let unknown = filter.map_or(0, |filter| self.with_any(rows.clone(), |at| filter.unknown(at)));
            match filter {
                Some(filter) if self.with_any(rows.clone(), |at| !filter.yes(at)) != 0 => {
                    values.extend(rows.clone().map(|row| raw(filter.count_yes(&self.many.of(row)))));
                }
                _ => self.sizes(rows.clone(), &mut values),
            }
            known.push(every & !unknown & self.answered(rows));
        }
        Vector::Number { values: Cow::Owned(values), known: Cow::Owned(known) }
    }

    fn extreme(&self, largest: bool, range: Range<usize>) -> Vector<'a> {
        let (start, rows) = (range.start, range.len());
        if self.body.is_some_and(|body| body.kind() == Kind::Date) {
            let date = |row: usize| {
                let mut best: Option<Date> = None;
                for member in self.taken(start + row)?.iter() {
                    let date = self.body?.date(member)?;
                    let beats = |best: Date| if largest { best.before(date) } else { date.before(best) };
                    match best.map(beats) {
                        None | Some(Truth::True) => best = Some(date),
                        Some(Truth::False) => {}
                        Some(Truth::Unknown) => return None,
                    }
                }
                best
            };
            return Vector::Date((0..rows).map(|row| date(row).map_or(0, Date::packed)).collect());
        }
        Vector::numbers(rows, |row| {
            let mut best: Option<i64> = None;
            for member in self.taken(start + row)?.iter() {
                let number = self.body?.number(member)?.raw();
                best = Some(best.map_or(number, |b| if largest { b.max(number) } else { b.min(number) }));
            }
            best
        })
    }

    /// Those of neighbouring rows, up to 64, that have a member with a bit in the words that `word` gives by position.
    #[inline]
    fn with_any(&self, rows: Range<usize>, word: impl Fn(usize) -> u64) -> u64 {
        let mut found = 0;
        let Some(starts) = self.many.starts(rows.clone()) else {
            for (at, row) in rows.enumerate() {
                found |= u64::from(any(&self.many.of(row), &word)) << at;
            }
            return found;
        };
        let (Some(&from), Some(&to)) = (starts.first(), starts.last()) else { return 0 };
        match self.many.at(from..to) {
            Rows::Run(run) => rows_of(starts, |from| next_one(&word, from..run.end)),
            Rows::Rows(members) => rows_of(starts, |from_here| {
                let has = |&member: &u32| word(member as usize / 64) >> (member % 64) & 1 == 1;
                let ahead = members.get((from_here - from) as usize..)?.iter().position(has)?;
                from_here.checked_add(u32::try_from(ahead).ok()?)
            }),
        }
    }

    /// Of neighbouring rows, up to 64, those that are answered: where members are required, those that have some.
    fn answered(&self, rows: Range<usize>) -> u64 {
        let every = first(rows.len());
        if !self.required {
            return every;
        }
        match self.many.starts(rows.clone()) {
            Some(starts) if starts.len() == 65 => word(|row| starts[row] < starts[row + 1]),
            _ => rows.enumerate().fold(0, |word, (at, row)| word | u64::from(!self.many.of(row).is_empty()) << at),
        }
    }

    /// Adds how many members each of neighbouring rows has.
    fn sizes(&self, rows: Range<usize>, values: &mut Vec<i64>) {
        match self.many.starts(rows.clone()) {
            Some(starts) => values.extend(starts.windows(2).map(|bounds| raw((bounds[1] - bounds[0]) as usize))),
            None => values.extend(rows.map(|row| raw(self.many.size(row)))),
        }
    }
}

/// Those of neighbouring rows among whose members one is found: `next` gives the place of the first that is found from a
/// place on. Their members begin at `starts`, where also those of the last end.
#[inline]
fn rows_of(starts: &[u32], next: impl Fn(u32) -> Option<u32>) -> u64 {
    let (mut found, mut row) = (0, 0);
    while let Some(place) = starts.get(row).and_then(|&from| next(from)) {
        // It is a member of this row, or of one further on.
        if starts.get(row + 1).is_none_or(|&end| end <= place) {
            row += starts[row..].partition_point(|&start| start <= place) - 1;
        }
        found |= 1 << row;
        row += 1;
    }
    found
}

/// A count as a raw number. No data have so many rows that it could not be held.
fn raw(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(0).saturating_mul(Decimal::SCALE)
}

/// Rows in blocks of 64.
fn blocks(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    range.clone().step_by(64).map(move |start| start..range.end.min(start + 64))
}

/// How many members the rows `targets` have; unknown where a target lies past the last of `count` rows, and of one
/// without members where members are `required`.
pub(super) fn sizes(many: &Many, targets: &[u32], count: usize, required: bool) -> Vector<'static> {
    let there = || targets.iter().copied().filter(|&target| (target as usize) < count);
    // Neighbouring rows mostly lead to neighbours.
    let near = there().min().zip(there().max()).map(|(from, to)| from as usize..to as usize + 1);
    let values: Vec<i64> = match near.filter(|near| near.len() <= 2 * targets.len()) {
        Some(near) => {
            let many = many.near(near);
            targets.iter().map(|&target| raw(many.size(target as usize))).collect()
        }
        None => targets.iter().map(|&target| raw(many.size(target as usize))).collect(),
    };
    let known = if required {
        bits::of_values(&values, |size| size > 0)
    } else {
        bits::of_values(targets, |target| (target as usize) < count)
    };
    Vector::Number { values: Cow::Owned(values), known: Cow::Owned(known) }
}
