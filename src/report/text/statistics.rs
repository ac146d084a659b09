//! Cases counted by groups, as text.

use crate::finding::record::Statistics;
use crate::report::layout::{Page, Table};
use crate::report::{Options, phrase, words};
use std::io;

/// Writes the groups and their total.
///
/// # Errors
/// Those of the writer.
pub fn statistics(out: &mut dyn io::Write, statistics: &Statistics, options: &Options) -> io::Result<()> {
    table(&mut Page::new(out, options), 0, statistics)
}

/// The same as a section of a larger report.
pub(super) fn section(page: &mut Page<'_>, statistics: &Statistics) -> io::Result<()> {
    page.heading(page.say("统计", "statistics"))?;
    table(page, 2, statistics)
}

fn table(page: &mut Page<'_>, indent: usize, statistics: &Statistics) -> io::Result<()> {
    let columns = statistics.headers.len();
    let mut table = Table::new(&[columns, columns + 1]);
    let counted = [page.say("疑点", "cases"), page.say("涉及对象", "rows affected")];
    table.row(statistics.headers.iter().map(String::as_str).chain(counted));
    for row in &statistics.rows {
        let group = row.group.iter().map(|value| phrase::shown(page.options.locale, value));
        table.row(group.chain([row.counts.cases, row.counts.entities].map(words::number)));
    }
    let mut total = vec![String::new(); columns];
    if let Some(first) = total.first_mut() {
        page.say("合计", "total").clone_into(first);
    }
    table.row(total.into_iter().chain([statistics.total.cases, statistics.total.entities].map(words::number)));
    page.table_with_header(indent, &table)
}
