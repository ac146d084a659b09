//! Nodes that read rows of other entities.

use super::vector::{Truths, Vector, bit, count_in};
use crate::dataset::{Dataset, Many, Members as Rows, Target};
use crate::dictionary::LinkId;
use crate::lang::tree::Aggregate;
use crate::value::{Date, Decimal, Truth};
use std::ops::Range;

/// The row that to-one links lead to.
pub(super) fn follow(dataset: &Dataset<'_>, links: &[LinkId], row: usize) -> Option<usize> {
    links.iter().try_fold(row, |row, &link| match dataset.link(link)?.one(row) {
        Target::Row(target) => Some(target),
        Target::None | Target::Several => None,
    })
}

/// The values of `tail` in the rows that the links lead to.
pub(super) fn gather<'a>(
    dataset: &Dataset<'_>,
    links: &[LinkId],
    tail: &Vector<'a>,
    range: Range<usize>,
) -> Vector<'a> {
    let start = range.start;
    Vector::pick(range.len(), &[tail], |row| follow(dataset, links, start + row).map(|target| (0, target)))
}

/// Whether to-one links lead to no row. Where several rows share a key there are rows, though none can be taken.
pub(super) fn no_row<'a>(dataset: &Dataset<'_>, links: &[LinkId], range: Range<usize>) -> Truths<'a> {
    let start = range.start;
    let leads = |row| {
        links.iter().try_fold(row, |row, &link| match dataset.link(link).map(|index| index.one(row)) {
            Some(Target::Row(target)) => Ok(target),
            Some(Target::Several) => Err(false),
            Some(Target::None) | None => Err(true),
        })
    };
    Truths::of(range.len(), |row| Some(leads(start + row).err().unwrap_or(false)))
}

/// An aggregate over the rows of a to-many link.
pub(super) struct Members<'p, 'a> {
    pub(super) dataset: &'p Dataset<'p>,
    /// To-one links to the row whose members are meant.
    pub(super) before: &'p [LinkId],
    pub(super) many: &'p Many,
    /// Whether a row without members is a gap in the data.
    pub(super) required: bool,
    pub(super) body: Option<&'p Vector<'a>>,
    pub(super) filter: Option<&'p Vector<'a>>,
}

/// Members that a filter takes.
struct Taken<'p> {
    members: Rows<'p>,
    /// Those of the members that it takes; all, where absent.
    yes: Option<&'p [u64]>,
}

impl Taken<'_> {
    fn count(&self) -> usize {
        self.yes.map_or(self.members.len(), |yes| count_set(yes, &self.members))
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        let yes = self.yes;
        self.members.iter().filter(move |&m| yes.is_none_or(|yes| bit(yes, m)))
    }
}

impl<'p, 'a> Members<'p, 'a> {
    /// The members of a row, `None` where they are not known.
    fn of(&self, row: usize) -> Option<Rows<'p>> {
        let row = if self.before.is_empty() { row } else { follow(self.dataset, self.before, row)? };
        let members = self.many.of(row);
        (!self.required || !members.is_empty()).then_some(members)
    }

    /// The members of a row that the filter takes, `None` where any is unknown.
    fn taken(&self, row: usize) -> Option<Taken<'p>> {
        let members = self.of(row)?;
        let Some(filter) = self.filter else { return Some(Taken { members, yes: None }) };
        let Vector::Truth(filter) = filter else {
            return members.is_empty().then_some(Taken { members, yes: None });
        };
        (count_set(&filter.known, &members) == members.len()).then_some(Taken { members, yes: Some(&filter.yes) })
    }

    /// Whether any member is so, or all are, after Kleene.
    fn truths(&self, any: bool, range: Range<usize>) -> Truths<'static> {
        let start = range.start;
        let Some(Vector::Truth(body)) = self.body else {
            // Of what is no condition only the absence of members is known.
            let empty = |row| self.of(start + row).filter(Rows::is_empty).map(|_| !any);
            return Truths::of(range.len(), empty);
        };
        Truths::of(range.len(), |row| {
            let members = self.of(start + row)?;
            let (yes, known) = (count_set(&body.yes, &members), count_set(&body.known, &members));
            // One that is so decides for any, one that is not so against all; else nobody may be unknown.
            let decided = if any { yes > 0 } else { known > yes };
            if decided { Some(any) } else { (known == members.len()).then_some(!any) }
        })
    }

    /// The aggregate of every row of `range`.
    pub(super) fn aggregate(&self, function: Aggregate, range: Range<usize>) -> Vector<'a> {
        let (start, rows) = (range.start, range.len());
        match function {
            Aggregate::Any => Vector::Truth(self.truths(true, range)),
            Aggregate::All => Vector::Truth(self.truths(false, range)),
            Aggregate::Count => Vector::numbers(rows, |row| {
                let count = self.taken(start + row)?.count();
                Decimal::from_int(i64::try_from(count).ok()?).map(Decimal::raw)
            }),
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

    fn extreme(&self, largest: bool, range: Range<usize>) -> Vector<'a> {
        let (start, rows) = (range.start, range.len());
        if let Some(Vector::Date(_)) = self.body {
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
}

/// Of how many of the rows the bit is one.
fn count_set(bits: &[u64], rows: &Rows<'_>) -> usize {
    match rows {
        Rows::Run(run) => count_in(bits, run),
        rows => rows.iter().filter(|&row| bit(bits, row)).count(),
    }
}
