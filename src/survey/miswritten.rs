//! Cells of a list that are not what stands in their column. Who writes a word of his own writes it on every line: what is
//! wrong is said once for a column and a word, with the lines where it stands.

use super::list::{COLUMNS, ROLE, ROLES, VISIT, VISITS};
use super::whole::few;
use crate::diagnostic::catalogue::{SharedMessage, SurveyMessage as M};
use crate::diagnostic::{Diagnostic, nearest};
use std::collections::BTreeMap;

/// So many lines with the same word are named.
const LINES: usize = 3;

/// A cell, by the place of its column among [`COLUMNS`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    /// The place of its column.
    pub(super) column: usize,
    /// What stands there.
    pub(super) value: String,
}

/// The cells of a list that are wrong, each with the numbers of its rows.
#[derive(Debug, Default)]
pub(super) struct Miswritten(BTreeMap<Cell, Vec<u64>>);

impl Miswritten {
    /// Adds a cell of a row.
    pub(super) fn add(&mut self, cell: Cell, row: u64) {
        self.0.entry(cell).or_default().push(row);
    }

    /// What is wrong with the list in this file, in order of its rows: the first of many.
    pub(super) fn said(self, path: &str) -> Vec<Diagnostic> {
        let mut cells: Vec<(Cell, Vec<u64>)> = self.0.into_iter().collect();
        cells.sort_by_key(|(_, rows)| rows.first().copied());
        few(cells.into_iter().map(|(cell, rows)| fault(path, cell, &rows)).collect())
    }
}

fn fault(path: &str, cell: Cell, rows: &[u64]) -> Diagnostic {
    let words: Vec<&str> = match cell.column {
        ROLE => ROLES.iter().map(|(_, zh, _)| *zh).collect(),
        VISIT => VISITS.iter().map(|(_, zh, _)| *zh).collect(),
        _ => Vec::new(),
    };
    let near =
        nearest(&cell.value, words.iter().copied()).map(|name| SharedMessage::DidYouMean { name: name.to_owned() });
    let (column, value) = (COLUMNS.get(cell.column).map_or("", |(zh, _)| *zh).to_owned(), cell.value);
    let message = match rows {
        [row] => M::ListCell { place: format!("{path}:{row}"), column, value },
        rows => {
            let lines: Vec<String> = rows.iter().take(LINES).map(u64::to_string).collect();
            let (count, lines) = (rows.len(), lines.join("、"));
            M::ListCells { path: path.to_owned(), column, value, count, lines }
        }
    };
    let error = Diagnostic::error(message).help_maybe(near);
    if words.is_empty() { error } else { error.help(SharedMessage::KnownAre { names: words.join("、") }) }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Miswritten};
    use crate::diagnostic::Locale;
    use crate::survey::list::VISIT;

    #[test]
    fn a_word_on_every_line_is_said_once() {
        let mut wrong = Miswritten::default();
        for row in 2..302 {
            wrong.add(Cell { column: VISIT, value: "去过".to_owned() }, row);
        }
        wrong.add(Cell { column: 9, value: "九百".to_owned() }, 7);
        let said = wrong.said("名单.csv");
        let texts: Vec<String> = said.iter().map(|error| error.message.text(Locale::Zh)).collect();
        assert_eq!(
            texts,
            [
                "抽样名单“访问结果”一列不能是 `去过`：300 行，如第 2、3、4 行（名单.csv）",
                "抽样名单“层内总数”一列不能是 `九百`：名单.csv:7"
            ]
        );
        assert!(said[0].helps[0].text(Locale::Zh).contains("拒访") && said[1].helps.is_empty());
    }

    #[test]
    fn of_many_words_the_first_are_named() {
        let mut wrong = Miswritten::default();
        for row in 2..40 {
            wrong.add(Cell { column: 9, value: format!("{row}户") }, row);
        }
        let said = wrong.said("名单.csv");
        assert_eq!((said.len(), said[10].message.text(Locale::Zh).contains("另有 28 处")), (11, true));
    }
}
