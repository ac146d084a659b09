//! Cases counted by groups, one row a group.

use super::{Sheet, pick};
use crate::finding::record::Statistics;
use crate::report::{Options, phrase};
use std::io;

/// Writes the groups, in order. There is no row of totals: whoever adds up the column of cases would count all twice.
///
/// # Errors
/// Those of the writer.
pub fn statistics(out: &mut dyn io::Write, statistics: &Statistics, options: &Options) -> io::Result<()> {
    let mut sheet = Sheet::new(out)?;
    let counted = pick(options.locale, &["疑点", "涉及对象"], &["cases", "rows affected"]);
    sheet.row(statistics.headers.iter().map(String::as_str).chain(counted.iter().copied()))?;
    for row in &statistics.rows {
        let mut cells: Vec<String> = row.group.iter().map(|value| phrase::shown(options.locale, value)).collect();
        cells.extend([row.counts.cases, row.counts.entities].map(|count| count.to_string()));
        sheet.row(cells)?;
    }
    sheet.finish()
}
