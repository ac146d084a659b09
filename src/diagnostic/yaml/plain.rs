//! The plain part of YAML, read in one pass: maps and lists, in blocks or in brackets; texts that are bare or quoted, on
//! one line; `|` and `>-` blocks. Rule files need no more.
//!
//! Whatever else there is (anchors, tags, tabs, texts over several lines), and whatever is wrong, is left to the library,
//! which knows all of YAML and says what is wrong with it. Reading here is a matter of speed alone: what is read here is
//! what the library would read, places included, and tests hold the two to each other.

use std::borrow::Cow;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node<'a> {
    /// The first byte.
    pub(super) start: usize,
    /// The byte behind the last one; of maps and lists the opening bracket alone is the place, or nothing.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A text without quotes, which may stand for a number, a truth or nothing.
    Bare(&'a str),
    /// Any other text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A map in order of the file, no key twice.
    Map(Vec<(Node<'a>, Node<'a>)>),
}

/// How deep values nest, how many there are, and how many keys a map has, before the library takes over.
const DEPTH: usize = 24;
const NODES: usize = 100_000;
const KEYS: usize = 200;

/// Reads a document that is a map and entirely plain; `None` leaves it to the library. A key called `unread`, wherever
/// it stands at the beginning of a line, is left out with its value, and what is wrong within that goes unnoticed.
pub(super) fn document<'a>(text: &'a str, unread: Option<&'a str>) -> Option<Node<'a>> {
    // Each byte is looked at, none left out, so that this is done in vectors.
    let is_odd = |odd: bool, &byte: &u8| odd | ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f);
    // A mark of byte order, and the line breaks of other standards.
    let has = |c: &str| memchr::memmem::find(text.as_bytes(), c.as_bytes()).is_some();
    if text.as_bytes().iter().fold(false, is_odd) || ["\u{feff}", "\u{85}", "\u{2028}", "\u{2029}"].into_iter().any(has)
    {
        return None;
    }
    let mut reader = Reader { text, at: 0, line: 0, depth: 0, nodes: 0, unread };
    if reader.next_line()? != 0 {
        return None;
    }
    let node = reader.block()?;
    (reader.is_at_end() && matches!(node.kind, Kind::Map(_))).then_some(node)
}

struct Reader<'a> {
    text: &'a str,
    /// The byte that is read next.
    at: usize,
    /// The first byte of the line it stands in.
    line: usize,
    depth: usize,
    nodes: usize,
    /// The key that is left out.
    unread: Option<&'a str>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Whether a word or mark ends before byte `at`.
    fn is_gap(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' ' | b'\n'))
    }

    fn column(&self) -> usize {
        self.at - self.line
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn skip_spaces(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    fn skip_to_line_end(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn node(&mut self, start: usize, kind: Kind<'a>) -> Option<Node<'a>> {
        self.nodes += 1;
        (self.nodes <= NODES).then_some(Node { start, end: self.at, kind })
    }

    /// A map or list, `width` bytes of which are its place.
    fn many(&mut self, start: usize, width: usize, kind: Kind<'a>) -> Option<Node<'a>> {
        let node = self.node(start, kind)?;
        Some(Node { end: start + width, ..node })
    }

    /// Runs `read` one level deeper.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let made = if self.depth <= DEPTH { read(self) } else { None };
        self.depth -= 1;
        made
    }

    /// [`Self::next_line`] from a line that begins at byte `at`.
    fn next_line_of(&mut self, at: usize) -> Option<usize> {
        self.at = at.min(self.text.len());
        self.next_line()
    }

    /// Goes to the first word of the next line that has one; its column, nought at the end of the text.
    fn next_line(&mut self) -> Option<usize> {
        loop {
            self.line = self.at;
            self.skip_spaces();
            match self.peek() {
                None => {
                    self.line = self.at;
                    return Some(0);
                }
                Some(b'\n') => self.at += 1,
                Some(b'#') => {
                    self.skip_to_line_end();
                    if !self.is_at_end() {
                        self.at += 1;
                    }
                }
                // Marks of documents and directives.
                Some(b'-' | b'.' | b'%') if self.column() == 0 && !self.is_gap(self.at + 1) => return None,
                Some(_) => return Some(self.column()),
            }
        }
    }

    /// Goes over the rest of a line, which holds a comment at the most, to the next.
    fn finish_line(&mut self) -> Option<usize> {
        let before = self.at;
        self.skip_spaces();
        match self.peek() {
            None => {}
            Some(b'\n') => self.at += 1,
            Some(b'#') if self.at > before => {
                self.skip_to_line_end();
                self.at = self.text.len().min(self.at + 1);
            }
            Some(_) => return None,
        }
        self.next_line()
    }

    /// The column of what comes next, `None` at the end.
    fn indent(&self) -> Option<usize> {
        (!self.is_at_end()).then(|| self.column())
    }

    /// A value whose first word is next; behind it comes the first word of another line.
    fn block(&mut self) -> Option<Node<'a>> {
        self.deeper(|reader| match reader.peek()? {
            b'-' if reader.is_gap(reader.at + 1) => reader.block_list(),
            b'[' | b'{' => reader.bracketed_line(),
            _ => {
                let first = reader.scalar(false)?;
                if reader.peek() == Some(b':') {
                    return reader.block_map(first);
                }
                reader.finish_line()?;
                Some(first)
            }
        })
    }

    fn block_list(&mut self) -> Option<Node<'a>> {
        let (start, column) = (self.at, self.column());
        let mut items = Vec::new();
        while self.indent() == Some(column) && self.peek() == Some(b'-') && self.is_gap(self.at + 1) {
            self.at += 1;
            self.skip_spaces();
            let item = match self.peek()? {
                b'\n' | b'#' => return None,
                b'|' | b'>' => self.written_block(column)?,
                _ => self.block()?,
            };
            items.push(item);
        }
        (self.indent().is_none_or(|next| next <= column)).then_some(())?;
        self.many(start, 0, Kind::List(items))
    }

    /// A map whose first key is read.
    fn block_map(&mut self, first: Node<'a>) -> Option<Node<'a>> {
        let start = first.start;
        let column = start - self.line;
        let mut entries: Vec<(Node<'a>, Node<'a>)> = Vec::new();
        let mut key = first;
        loop {
            self.take(b':')?;
            if self.unread.is_some() && key.text() == self.unread {
                self.skip_value(column)?;
            } else {
                let value = self.block_value(column)?;
                new_key(&entries, &key)?;
                entries.push((key, value));
            }
            match self.indent() {
                Some(next) if next == column && !(self.peek() == Some(b'-') && self.is_gap(self.at + 1)) => {
                    key = self.scalar(false)?;
                }
                Some(next) if next >= column => return None,
                _ => break,
            }
        }
        self.many(start, 0, Kind::Map(entries))
    }

    /// Goes over the value of a key that stands at `column`: the rest of the line, and the lines that stand further in
    /// or are items of a list.
    fn skip_value(&mut self, column: usize) -> Option<()> {
        loop {
            self.skip_to_line_end();
            let below = self.next_line_of(self.at + 1)?;
            let is_item = self.peek() == Some(b'-') && self.is_gap(self.at + 1);
            if self.is_at_end() || below < column || (below == column && !is_item) {
                return Some(());
            }
        }
    }

    /// The value of a key that stands at `column`.
    fn block_value(&mut self, column: usize) -> Option<Node<'a>> {
        let colon = self.at;
        self.skip_spaces();
        match self.peek() {
            None | Some(b'\n' | b'#') => {
                self.at = colon;
                let below = self.finish_line()?;
                let is_list = self.peek() == Some(b'-') && self.is_gap(self.at + 1);
                if below > column {
                    return self.block();
                }
                let list = (below == column && is_list).then(|| self.block())??;
                // No deeper than its key, a list is where its first item is.
                let Kind::List(items) = &list.kind else { return None };
                let first = items.first()?.start;
                Some(Node { start: first, end: first, ..list })
            }
            Some(_) if self.at == colon => None,
            Some(b'|' | b'>') => self.written_block(column),
            Some(b'[' | b'{') => self.bracketed_line(),
            Some(_) => {
                let value = self.scalar(false)?;
                self.finish_line()?;
                Some(value)
            }
        }
    }

    fn bracketed_line(&mut self) -> Option<Node<'a>> {
        // Lines that follow stand further in than what the brackets belong to.
        let least = self.text.get(self.line..self.at)?.bytes().take_while(|&b| b == b' ').count() + 1;
        let value = self.bracketed(least)?;
        if self.peek() == Some(b':') {
            return None;
        }
        self.finish_line()?;
        Some(value)
    }

    fn bracketed(&mut self, least: usize) -> Option<Node<'a>> {
        self.deeper(|reader| {
            let start = reader.at;
            if reader.take(b'[').is_some() {
                let mut items = Vec::new();
                reader.entries(b']', least, |reader| {
                    items.push(reader.item(least)?);
                    Some(())
                })?;
                return reader.many(start, 1, Kind::List(items));
            }
            reader.take(b'{')?;
            let mut entries: Vec<(Node<'a>, Node<'a>)> = Vec::new();
            reader.entries(b'}', least, |reader| {
                let key = reader.scalar(true)?;
                reader.take(b':')?;
                reader.is_gap(reader.at).then_some(())?;
                reader.skip_gap(least)?;
                let value = reader.item(least)?;
                new_key(&entries, &key)?;
                entries.push((key, value));
                Some(())
            })?;
            reader.many(start, 1, Kind::Map(entries))
        })
    }

    /// What stands between brackets, the closing one included.
    fn entries(&mut self, close: u8, least: usize, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        loop {
            self.skip_gap(least)?;
            if self.take(close).is_some() {
                return Some(());
            }
            one(self)?;
            self.skip_gap(least)?;
            if self.peek()? != close {
                self.take(b',')?;
            }
        }
    }

    /// A value between brackets.
    fn item(&mut self, least: usize) -> Option<Node<'a>> {
        if matches!(self.peek()?, b'[' | b'{') { self.bracketed(least) } else { self.scalar(true) }
    }

    /// Goes over spaces and line ends between brackets. A line that follows begins at column `least` or behind.
    fn skip_gap(&mut self, least: usize) -> Option<()> {
        self.skip_spaces();
        while self.peek() == Some(b'\n') {
            self.at += 1;
            self.line = self.at;
            self.skip_spaces();
            if self.peek() != Some(b'\n') && self.column() < least {
                return None;
            }
        }
        (self.peek()? != b'#').then_some(())
    }

    /// A text on one line, with or without quotes.
    fn scalar(&mut self, bracketed: bool) -> Option<Node<'a>> {
        match self.peek()? {
            b'"' => self.double_quoted(),
            b'\'' => self.single_quoted(),
            _ => self.bare(bracketed),
        }
    }

    fn bare(&mut self, bracketed: bool) -> Option<Node<'a>> {
        let start = self.at;
        let may_start = match self.peek()? {
            // A number below nought.
            b'-' => self.byte(start + 1)?.is_ascii_digit(),
            first => !b"?:,[]{}#&*!|>'\"%@`=<".contains(&first),
        };
        if !may_start {
            return None;
        }
        let end = loop {
            match self.peek() {
                None | Some(b'\n') => break self.at,
                Some(b':') if self.is_gap(self.at + 1) => break self.at,
                Some(b':') if bracketed && matches!(self.byte(self.at + 1), Some(b',' | b'[' | b']' | b'{' | b'}')) => {
                    return None;
                }
                Some(b'#') if self.byte(self.at - 1) == Some(b' ') => break self.at,
                Some(b',' | b'[' | b']' | b'{' | b'}') if bracketed => break self.at,
                Some(_) => self.at += 1,
            }
        };
        let text = self.text.get(start..end)?.trim_end_matches(' ');
        // A comment is told by the space before it, so that the spaces are left for what follows.
        let is_key = self.peek() == Some(b':');
        self.at = start + text.len();
        if is_key && self.at != end {
            return None;
        }
        self.node(start, Kind::Bare(text))
    }

    fn double_quoted(&mut self) -> Option<Node<'a>> {
        let start = self.at;
        self.at += 1;
        let mut owned: Option<String> = None;
        loop {
            let from = self.at;
            let rest = self.text.as_bytes().get(from..)?;
            self.at += memchr::memchr3(b'"', b'\\', b'\n', rest)?;
            let run = self.text.get(from..self.at)?;
            let stop = self.peek()?;
            self.at += 1;
            match stop {
                b'"' => {
                    let text = match owned {
                        Some(text) => Cow::Owned(text + run),
                        None => Cow::Borrowed(run),
                    };
                    return self.node(start, Kind::Text(text));
                }
                b'\\' => {
                    let escaped = self.peek().filter(|byte| matches!(byte, b'"' | b'\\'))?;
                    self.at += 1;
                    let text = owned.get_or_insert_default();
                    text.push_str(run);
                    text.push(char::from(escaped));
                }
                _ => return None,
            }
        }
    }

    fn single_quoted(&mut self) -> Option<Node<'a>> {
        let start = self.at;
        self.at += 1;
        let rest = self.text.as_bytes().get(self.at..)?;
        let length = memchr::memchr2(b'\'', b'\n', rest)?;
        let text = self.text.get(self.at..self.at + length)?;
        self.at += length;
        self.take(b'\'')?;
        // Two quotes are one that is meant.
        if self.peek() == Some(b'\'') {
            return None;
        }
        self.node(start, Kind::Text(Cow::Borrowed(text)))
    }

    /// A `|` or `>-` block below a key or dash at `column`.
    fn written_block(&mut self, column: usize) -> Option<Node<'a>> {
        let is_folded = self.peek() == Some(b'>');
        self.at += 1;
        if is_folded {
            self.take(b'-')?;
        }
        self.take(b'\n')?;
        let mut lines: Vec<&'a str> = Vec::new();
        let mut indent = 0;
        let mut start = self.at;
        let mut is_over = false;
        let end;
        loop {
            self.line = self.at;
            self.skip_spaces();
            let own = self.column();
            let is_blank = self.is_at_end() || self.peek() == Some(b'\n');
            if lines.is_empty() {
                (indent, start) = (own, self.at);
                if is_blank || indent <= column {
                    return None;
                }
            }
            if is_blank && own > indent {
                return None;
            }
            // Blank lines at the end are nothing; between others they are left to the library.
            if is_blank && !self.is_at_end() {
                is_over = true;
                self.at += 1;
                continue;
            }
            if own < indent || self.is_at_end() {
                // So far the library goes before it finds that the block is over.
                end = self.at;
                self.at = self.line;
                self.next_line()?;
                break;
            }
            if is_over {
                return None;
            }
            let from = self.line + indent;
            self.skip_to_line_end();
            lines.push(self.text.get(from..self.at)?);
            // The last line needs its end: it is part of the text.
            self.take(b'\n')?;
        }
        let is_uneven = lines.iter().any(|line| line.starts_with(' ') || line.ends_with(' '));
        let text = match lines.as_slice() {
            _ if is_folded && is_uneven => return None,
            [line] if is_folded => Cow::Borrowed(*line),
            [line] => Cow::Borrowed(self.text.get(start..start + line.len() + 1)?),
            _ if is_folded => Cow::Owned(lines.join(" ")),
            _ => Cow::Owned(lines.join("\n") + "\n"),
        };
        let mut node = self.node(start, Kind::Text(text))?;
        node.end = end;
        Some(node)
    }
}

/// Whether a map may have another key: it has not too many, not this one, and this one does not merge maps.
fn new_key(entries: &[(Node<'_>, Node<'_>)], key: &Node<'_>) -> Option<()> {
    let word = key.text()?;
    let is_new = entries.len() < KEYS && word != "<<" && !entries.iter().any(|(known, _)| known.text() == Some(word));
    is_new.then_some(())
}

impl Node<'_> {
    /// The text of a value that is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Bare(text) => Some(text),
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }
}
