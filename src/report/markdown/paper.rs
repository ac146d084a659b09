//! Headings, paragraphs, lists and tables, with everything that Markdown would take for its own made harmless.

use crate::report::Options;
use crate::report::phrase::one_line;
use std::io;

/// A document that is being written.
pub(super) struct Paper<'a> {
    out: &'a mut dyn io::Write,
    pub(super) options: &'a Options,
    begun: bool,
}

impl<'a> Paper<'a> {
    pub(super) fn new(out: &'a mut dyn io::Write, options: &'a Options) -> Self {
        Self { out, options, begun: false }
    }

    /// The one of two texts that is in the reader's language.
    pub(super) fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.options.locale.pick(zh, en)
    }

    /// A heading of a level, counted from one.
    pub(super) fn heading(&mut self, level: usize, text: &str) -> io::Result<()> {
        self.block(&format!("{} {}", "#".repeat(level), plain(text)))
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) -> io::Result<()> {
        self.block(&plain(text))
    }

    /// A paragraph in bold.
    pub(super) fn strong(&mut self, text: &str) -> io::Result<()> {
        self.block(&format!("**{}**", plain(text)))
    }

    /// Quotations, a paragraph each; nothing where there are none.
    pub(super) fn quotes(&mut self, texts: &[String]) -> io::Result<()> {
        if texts.is_empty() {
            return Ok(());
        }
        let texts: Vec<String> = texts.iter().map(|text| format!("> {}", plain(text))).collect();
        self.block(&texts.join("\n>\n"))
    }

    /// A list; nothing where it is empty.
    pub(super) fn list(&mut self, items: &[String]) -> io::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let items: Vec<String> = items.iter().map(|item| format!("- {}", plain(item))).collect();
        self.block(&items.join("\n"))
    }

    /// A list of items that are Markdown already; nothing where it is empty.
    pub(super) fn marked(&mut self, items: &[String]) -> io::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let items: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        self.block(&items.join("\n"))
    }

    /// A table. Columns of these numbers are aligned at the right.
    pub(super) fn table(&mut self, header: &[&str], right: &[usize], rows: &[Vec<String>]) -> io::Result<()> {
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let rule = (0..header.len()).map(|at| if right.contains(&at) { "---:" } else { "---" }.to_owned()).collect();
        let mut lines = vec![line(header.iter().map(|c| plain(c)).collect()), line(rule)];
        lines.extend(rows.iter().map(|row| line(row.iter().map(|c| plain(c)).collect())));
        self.block(&lines.join("\n"))
    }

    fn block(&mut self, text: &str) -> io::Result<()> {
        if self.begun {
            writeln!(self.out)?;
        }
        self.begun = true;
        writeln!(self.out, "{text}")
    }
}

/// A text that shows as it stands, on one line.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in one_line(text.trim()).chars() {
        match c {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '>' => {
                plain.push('\\');
                plain.push(c);
            }
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_in_a_value_becomes_markup() {
        assert_eq!(plain("张** | 李*"), r"张\*\* \| 李\*");
        assert_eq!(plain("<b>&amp;"), r"&lt;b\>&amp;amp;");
        assert_eq!(plain("一\n二"), "一 二");
        assert_eq!(plain("[a](b) `c` a_b"), r"\[a\](b) \`c\` a\_b");
    }
}
