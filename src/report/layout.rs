//! Lines on a page: wrapped and aligned by terminal columns, where East Asian characters take two.

use super::Options;
use super::phrase::one_line;
use crate::diagnostic::{Locale, width};
use anstyle::{AnsiColor, Style};
use std::io;

/// The narrowest page that text is wrapped for.
const NARROWEST: usize = 40;

/// Everything else.
pub(super) const PLAIN: Style = Style::new();
/// Headings.
pub(super) const STRONG: Style = Style::new().bold();
/// What can be passed over.
pub(super) const FAINT: Style = Style::new().dimmed();
/// What is broken.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What is doubtful.
pub(super) const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
/// What is in order.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
/// What is worth knowing.
pub(super) const NOTED: Style = AnsiColor::Cyan.on_default();

/// A page that is being written.
pub(super) struct Page<'a> {
    out: &'a mut dyn io::Write,
    pub(super) options: &'a Options,
}

impl<'a> Page<'a> {
    pub(super) fn new(out: &'a mut dyn io::Write, options: &'a Options) -> Self {
        Self { out, options }
    }

    /// The one of two texts that is in the reader's language.
    pub(super) fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.options.locale.pick(zh, en)
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line, unwrapped.
    pub(super) fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        self.styled(indent, PLAIN, text)
    }

    /// A line in a style.
    pub(super) fn styled(&mut self, indent: usize, style: Style, text: &str) -> io::Result<()> {
        self.mixed(indent, &[(style, text)])
    }

    /// A line in pieces, each in its style. Everything that is written passes here, so no control character of a
    /// cell ever reaches a terminal.
    pub(super) fn mixed(&mut self, indent: usize, pieces: &[(Style, &str)]) -> io::Result<()> {
        write!(self.out, "{:indent$}", "")?;
        for (style, text) in pieces {
            let text = one_line(text);
            if self.options.colour && !style.is_plain() && !text.is_empty() {
                write!(self.out, "{style}{text}{style:#}")?;
            } else {
                write!(self.out, "{text}")?;
            }
        }
        writeln!(self.out)
    }

    /// A heading behind an empty line.
    pub(super) fn heading(&mut self, text: &str) -> io::Result<()> {
        self.blank()?;
        self.styled(0, STRONG, text)
    }

    /// A text on as many lines as it takes.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) -> io::Result<()> {
        for line in wrap(text, self.room(indent)) {
            self.line(indent, &line)?;
        }
        Ok(())
    }

    /// A text behind a label. Labels of one page take the same columns, so that texts stand below each other.
    pub(super) fn field(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        self.hanging(indent, label, &wrap(text, self.room(indent + self.label_width())))
    }

    /// Lines behind a label; nothing where there are none.
    pub(super) fn hanging(&mut self, indent: usize, label: &str, lines: &[String]) -> io::Result<()> {
        let columns = self.label_width();
        for (at, line) in lines.iter().enumerate() {
            let label = padded(if at == 0 { label } else { "" }, columns);
            self.mixed(indent, &[(FAINT, &label), (PLAIN, line)])?;
        }
        Ok(())
    }

    /// The lines of a table.
    pub(super) fn table(&mut self, indent: usize, table: &Table) -> io::Result<()> {
        table.lines().iter().try_for_each(|line| self.line(indent, line))
    }

    /// The lines of a table whose first row is its header.
    pub(super) fn table_with_header(&mut self, indent: usize, table: &Table) -> io::Result<()> {
        for (at, line) in table.lines().iter().enumerate() {
            self.styled(indent, if at == 0 { FAINT } else { PLAIN }, line)?;
        }
        Ok(())
    }

    fn room(&self, indent: usize) -> usize {
        self.options.width.max(NARROWEST).saturating_sub(indent)
    }

    /// The longest label and the space behind it.
    fn label_width(&self) -> usize {
        match self.options.locale {
            Locale::Zh => 6,
            Locale::En => 11,
        }
    }
}

/// A text with spaces behind it, to take so many columns.
pub(super) fn padded(text: &str, columns: usize) -> String {
    let spaces = columns.saturating_sub(width(text));
    format!("{text}{:spaces$}", "")
}

/// Rows of cells in aligned columns.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// A table whose columns of these numbers are aligned at the right.
    pub(super) fn new(right: &[usize]) -> Self {
        Self { rows: Vec::new(), right: right.to_vec() }
    }

    /// Adds a row.
    pub(super) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| one_line(&cell.into()).into_owned()).collect());
    }

    /// The rows, two spaces between columns, none at the end of a line. A column without any text takes no place.
    pub(super) fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| self.rows.iter().filter_map(|r| r.get(column)).map(|c| width(c)).max();
        let widths: Vec<usize> = (0..columns).map(|column| widest(column).unwrap_or(0)).collect();
        let line = |row: &Vec<String>| {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate().filter(|(column, _)| widths[*column] > 0) {
                if self.right.contains(&column) {
                    line.push_str(&" ".repeat(widths[column].saturating_sub(width(cell))));
                    line.push_str(cell);
                } else {
                    line.push_str(&padded(cell, widths[column]));
                }
                line.push_str("  ");
            }
            line.trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

/// Characters that do not begin a line.
const CLOSING: &str = "，。；：、？！）》」』】〉”’,.;:?!)]}%";
/// Characters that do not end a line.
const OPENING: &str = "（《「『【〈“‘([{";

/// A text in lines of so many columns. A line may end at a space or beside a wide character; words and numbers stay
/// whole, and a word that is wider than a line takes a line for itself.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        for piece in pieces(paragraph) {
            let taken = width(piece.trim_end());
            if used + taken > columns && !line.trim_end().is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            line.push_str(piece);
            used += width(piece);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The pieces between which a line may end, each with the spaces behind it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, now) in text.char_indices() {
        if let Some(before) = before
            && may_break(before, now)
        {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

fn may_break(before: char, now: char) -> bool {
    let wide = |c: char| unicode_width::UnicodeWidthChar::width(c) == Some(2);
    if now == ' ' || CLOSING.contains(now) || OPENING.contains(before) {
        return false;
    }
    before == ' ' || wide(before) || wide(now)
}

#[cfg(test)]
mod tests {
    use super::{Table, padded, pieces, width, wrap};
    use proptest::prelude::*;

    #[test]
    fn chinese_breaks_anywhere_but_before_closing_marks() {
        assert_eq!(wrap("住房鉴定为C级，不能退出。", 12), ["住房鉴定为C", "级，不能退", "出。"]);
        assert_eq!(wrap("一二三四五，六", 10), ["一二三四", "五，六"]);
        assert_eq!(wrap("见《办法》第三条", 4), ["见", "《办", "法》", "第三", "条"]);
    }

    #[test]
    fn english_breaks_at_spaces_and_long_words_stay_whole() {
        assert_eq!(wrap("the house is graded C", 10), ["the house", "is graded", "C"]);
        assert_eq!(wrap("sha256 0123456789abcdef end", 8), ["sha256", "0123456789abcdef", "end"]);
        assert_eq!(wrap("", 8), Vec::<String>::new());
    }

    #[test]
    fn columns_align_under_both_scripts() {
        let mut table = Table::new(&[1]);
        table.row(["户.csv", "7", "一"]);
        table.row(["a", "1,204", "two\n\u{1b}[2J"]);
        assert_eq!(table.lines(), ["户.csv      7  一", "a       1,204  two \u{fffd}[2J"]);
        assert_eq!(width(&padded("户", 5)), 5);
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_character(text in "[一二，。（a-c1 ]{0,40}", columns in 4_usize..30) {
            let visible = |t: &str| t.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(visible(&wrap(&text, columns).concat()), visible(&text));
        }

        #[test]
        fn a_line_is_too_wide_only_where_it_cannot_end_earlier(text in "[一二，。（a-c1 ]{0,40}", columns in 4_usize..30) {
            for line in wrap(&text, columns) {
                let inner = line.trim_start();
                prop_assert!(width(&line) <= columns || pieces(inner).len() == 1, "{line:?} in {columns}");
            }
        }
    }
}
