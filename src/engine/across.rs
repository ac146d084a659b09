//! Nodes that read rows of other entities.

use super::vector::{Truths, Vector};
use crate::dataset::{Dataset, LinkIndex, Target};
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
    pub(super) index: &'p LinkIndex,
    /// Whether a row without members is a gap in the data.
    pub(super) required: bool,
    pub(super) body: Option<&'p Vector<'a>>,
    pub(super) filter: Option<&'p Vector<'a>>,
}

impl<'a> Members<'_, 'a> {
    /// The members of a row, `None` where they are not known.
    fn of(&self, row: usize) -> Option<&[u32]> {
        let members = self.index.many(follow(self.dataset, self.before, row)?);
        (!members.is_empty() || !self.required).then_some(members)
    }

    /// The members of a row that the filter takes, `None` where any is unknown.
    fn taken(&self, row: usize) -> Option<impl Iterator<Item = usize> + '_> {
        let members = self.of(row)?;
        let filter = self.filter;
        if let Some(filter) = filter
            && members.iter().any(|&m| filter.truth(m as usize).is_none())
        {
            return None;
        }
        let takes = move |m: &usize| filter.is_none_or(|f| f.truth(*m) == Some(true));
        Some(members.iter().map(|&m| m as usize).filter(takes))
    }

    /// The aggregate of every row of `range`.
    pub(super) fn aggregate(&self, function: Aggregate, range: Range<usize>) -> Vector<'a> {
        let (start, rows) = (range.start, range.len());
        let body = |m: usize| self.body.and_then(|body| body.truth(m)).map_or(Truth::Unknown, Truth::from);
        match function {
            Aggregate::Any => Vector::Truth(Truths::of(rows, |row| {
                let members = self.of(start + row)?;
                members.iter().fold(Truth::False, |any, &m| any.or(body(m as usize))).known()
            })),
            Aggregate::All => Vector::Truth(Truths::of(rows, |row| {
                let members = self.of(start + row)?;
                members.iter().fold(Truth::True, |all, &m| all.and(body(m as usize))).known()
            })),
            Aggregate::Count => Vector::numbers(rows, |row| {
                let count = self.taken(start + row)?.count();
                Decimal::from_int(i64::try_from(count).ok()?).map(Decimal::raw)
            }),
            Aggregate::Sum => Vector::numbers(rows, |row| {
                let mut total = 0_i128;
                for member in self.taken(start + row)? {
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
                for member in self.taken(start + row)? {
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
            for member in self.taken(start + row)? {
                let number = self.body?.number(member)?.raw();
                best = Some(best.map_or(number, |b| if largest { b.max(number) } else { b.min(number) }));
            }
            best
        })
    }
}
