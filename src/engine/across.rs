//! Where to-one links lead.

use super::truths::Truths;
use crate::dataset::{Dataset, LinkIndex, Target};
use crate::dictionary::LinkId;
use std::borrow::Cow;
use std::ops::Range;

/// Stands for no row: it lies past the end of every vector.
const NOWHERE: u32 = u32::MAX;

/// The rows that to-one links lead to from the rows `range`. Where there is none, or none that can be taken, what is
/// given lies past the last row.
pub(super) fn targets<'d>(dataset: &'d Dataset<'_>, links: &[LinkId], range: Range<usize>) -> Cow<'d, [u32]> {
    let one = |link: &LinkId| match dataset.link(*link) {
        Some(LinkIndex::One(targets)) => Some(targets),
        Some(LinkIndex::Many(_)) | None => None,
    };
    let Some((first, more)) = links.split_first() else {
        return range.map(|row| u32::try_from(row).unwrap_or(NOWHERE)).collect();
    };
    let rows = range.len();
    let mut targets = one(first).map_or(Cow::Borrowed([].as_slice()), |first| first.slice(range));
    if targets.len() < rows {
        targets.to_mut().resize(rows, NOWHERE);
    }
    for next in more.iter().map(one) {
        let at = |target: u32| next.map_or(NOWHERE, |next| next.get(target as usize));
        targets = targets.iter().map(|&target| at(target)).collect();
    }
    targets
}

/// Whether to-one links lead to no row. Where several rows share a key there are rows, though none can be taken.
pub(super) fn no_row(dataset: &Dataset<'_>, links: &[LinkId], range: Range<usize>) -> Truths<'static> {
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
