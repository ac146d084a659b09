//! YAML with places: the one module that knows which YAML library is used.
//!
//! Budgets bound what a hostile or broken file can cost: depth, number of nodes and aliases.

mod plain;
#[cfg(test)]
mod tests;
mod values;

use super::catalogue::SharedMessage;
use super::{Diagnostic, Source, Span, nearest};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// A value with the bytes of the file it was read from. Inside rule files only; [`Located`] is the form with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    value: T,
    place: Place,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// From one byte to before another.
    Bytes(usize, usize),
    /// A line and a column, both counted from one, the column in characters.
    At(u64, u64),
}

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The schema of the value. A text may be written without quotes, as YAML's own number, yes or no.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        if T::schema_name() == String::schema_name() {
            return json_schema!({"type": ["string", "number", "boolean"]});
        }
        T::json_schema(generator)
    }
}

impl<T> Spanned<T> {
    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value, without its place.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The place of the value in `source`, the text it was read from.
    pub fn span(&self, source: &Arc<Source>) -> Span {
        Span::new(source, self.range(source))
    }

    /// The value with its place in `source`.
    pub fn locate(self, source: &Arc<Source>) -> Located<T> {
        let span = self.span(source);
        Located { value: self.value, span }
    }

    fn range(&self, source: &Source) -> Range<usize> {
        match self.place {
            Place::Bytes(start, end) => start..end,
            Place::At(line, column) => {
                let number = |number: u64| usize::try_from(number).unwrap_or(1);
                let start = offset(&source.text, number(line), number(column));
                start..start.saturating_add(1)
            }
        }
    }
}

impl<T> From<serde_yaml::Spanned<T>> for Spanned<T> {
    fn from(read: serde_yaml::Spanned<T>) -> Self {
        let location = read.referenced;
        let span = location.span();
        let bytes = span.byte_offset().zip(span.byte_len()).and_then(|(start, length)| {
            let start = usize::try_from(start).ok()?;
            Some(Place::Bytes(start, start.checked_add(usize::try_from(length).ok()?)?))
        });
        Self { value: read.value, place: bytes.unwrap_or(Place::At(location.line(), location.column())) }
    }
}

/// The library has a way of its own to ask for a place; what is `plain` answers `values::WITH_PLACE`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WithPlace<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for WithPlace<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Spanned<T>, D::Error> {
                serde_yaml::Spanned::deserialize(deserializer).map(Spanned::from)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Spanned<T>, A::Error> {
                let value = parts.next_element()?.ok_or_else(|| A::Error::custom("no value"))?;
                let start = parts.next_element()?.unwrap_or_default();
                let end = parts.next_element()?.unwrap_or_default();
                Ok(Spanned { value, place: Place::Bytes(start, end) })
            }
        }
        deserializer.deserialize_newtype_struct(values::WITH_PLACE, WithPlace(PhantomData))
    }
}

/// The byte offset of a line and column, both counted from one, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

impl Spanned<String> {
    /// The place of the bytes `inner` of the value in `source`.
    ///
    /// Exact for plain and quoted one-line scalars and for `|` blocks; in scalars that YAML rewrites (escapes, folding)
    /// the whole scalar is the place.
    pub fn inner_span(&self, source: &Arc<Source>, inner: Range<usize>) -> Span {
        self.inner_spans(source)(inner)
    }

    /// [`Self::inner_span`] for whoever asks for many places of one text: how it is written is looked at once.
    pub fn inner_spans<'s>(&'s self, source: &'s Arc<Source>) -> impl Fn(Range<usize>) -> Span + 's {
        let outer = self.range(source);
        let raw = source.text.get(outer.clone()).unwrap_or_default();
        let lines = straight_lines(raw, &self.value);
        move |inner| {
            let offset = |at: usize| {
                let before = lines.partition_point(|(line, _)| line.start <= at);
                match before.checked_sub(1).and_then(|line| lines.get(line)) {
                    Some((line, from)) if at <= line.end && self.value.is_char_boundary(at) => {
                        Some(from + at - line.start)
                    }
                    _ => offset_in_raw(raw, &self.value, at),
                }
            };
            match (offset(inner.start), offset(inner.end)) {
                (Some(start), Some(end)) => Span::new(source, outer.start + start..outer.start + end.max(start)),
                _ => Span::new(source, outer.clone()),
            }
        }
    }
}

/// The first lines of a scalar's value that are written as they read: the bytes of each in the value, without its end,
/// and where they begin in the raw text.
fn straight_lines(raw: &str, value: &str) -> Vec<(Range<usize>, usize)> {
    let mut lines = Vec::new();
    let mut from = usize::from(raw.starts_with(['\'', '"']));
    let mut at = 0;
    for line in value.split_inclusive('\n') {
        let rest = raw.get(from..).unwrap_or_default();
        let indent = if at == 0 { Some(0) } else { spaces(rest).checked_sub(spaces(line)) };
        let Some(written) = indent.and_then(|indent| rest.get(indent..)) else { break };
        let text = line.strip_suffix('\n').unwrap_or(line);
        if !written.starts_with(text) {
            break;
        }
        from += rest.len() - written.len();
        lines.push((at..at + text.len(), from));
        if !written.starts_with(line) {
            break;
        }
        from += line.len();
        at += line.len();
    }
    lines
}

/// How many spaces a text begins with.
fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Where byte `at` of a scalar's value stands in its raw text: both are walked in step, and the indentation that YAML
/// takes off a block is skipped. `None` where the two differ in any other way.
fn offset_in_raw(raw: &str, value: &str, at: usize) -> Option<usize> {
    let mut from = usize::from(raw.starts_with(['\'', '"']));
    let before = value.get(..at)?;
    // What is written as it reads, on one line, needs no walk.
    if !before.contains('\n') && raw.get(from..)?.starts_with(before) {
        return Some(from + at);
    }
    let mut line_start = false;
    for (position, wanted) in value.char_indices() {
        if line_start {
            from += spaces(raw.get(from..)?).checked_sub(spaces(value.get(position..)?))?;
        }
        if position >= at {
            return Some(from);
        }
        if raw.get(from..)?.chars().next()? != wanted {
            return None;
        }
        from += wanted.len_utf8();
        line_start = wanted == '\n';
    }
    Some(from)
}

/// What the library says of the commonest slips, in our own words and with a way out.
fn explained(reason: &str) -> Diagnostic {
    let quoted: Vec<&str> = reason.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().map(|word| (*word).to_owned());
    let listed = reason.split_once("expected one of ").map_or("", |(_, list)| list);
    let known: Vec<&str> =
        listed.split(',').map(|word| word.trim().trim_matches('`')).filter(|w| !w.is_empty()).collect();
    let message = match first {
        Some(key) if reason.starts_with("unknown field") => SharedMessage::UnknownKey { key },
        Some(word) if reason.starts_with("unknown variant") => SharedMessage::UnknownWord { word },
        Some(key) if reason.starts_with("missing field") => SharedMessage::KeyMissing { key },
        _ => match reason.strip_prefix("duplicate mapping key: ") {
            Some(rest) => {
                let key = rest.split(',').next().unwrap_or(rest).to_owned();
                return Diagnostic::error(SharedMessage::KeyTwice { key });
            }
            None => return Diagnostic::error(shape(reason)),
        },
    };
    let near = match &message {
        SharedMessage::UnknownKey { key: word } | SharedMessage::UnknownWord { word } => {
            nearest(word, known.iter().copied())
        }
        _ => None,
    };
    let near = near.map(|name| SharedMessage::DidYouMean { name: name.to_owned() });
    let error = Diagnostic::error(message).help_maybe(near);
    if known.is_empty() { error } else { error.help(SharedMessage::KnownAre { names: known.join("、") }) }
}

/// What is said of a value of another shape than the one that is wanted.
fn shape(reason: &str) -> SharedMessage {
    match reason.split_once("expected ").map(|(_, wanted)| wanted) {
        Some("mapping start") => SharedMessage::WantsMap {},
        Some("sequence start") => SharedMessage::WantsList {},
        Some("string scalar" | "scalar" | "str expected") => SharedMessage::WantsText {},
        _ => SharedMessage::Yaml { reason: reason.to_owned() },
    }
}

/// Reads one YAML document.
///
/// # Errors
/// Diagnostics where something is no YAML, has an unknown key or the wrong shape, or goes over the budget: of a file
/// that is no YAML the first, of any other the first of each section or, where a section is a list, of each item.
pub fn read<T: DeserializeOwned>(source: &Arc<Source>) -> Result<T, Vec<Diagnostic>> {
    if let Some(read) = read_plain(&source.text) {
        return Ok(read);
    }
    read_any(source, &source.text).map_err(|first| {
        let each = pieces(&source.text).into_iter().filter_map(|piece| read_any::<T>(source, &piece).err());
        let found: Vec<Diagnostic> = each.collect();
        if found.is_empty() { vec![first] } else { found }
    })
}

/// [`read`] of a document that is known to be well, the key `unread` and its value left out wherever they stand: what
/// nobody is going to look at need not be read. A document that is not plain is read in full.
///
/// # Errors
/// Those of [`read`], as far as they do not lie in what is left out.
pub fn read_without<T: DeserializeOwned>(source: &Arc<Source>, unread: &str) -> Result<T, Vec<Diagnostic>> {
    let quick = plain::document(&source.text, Some(unread)).and_then(|document| T::deserialize(&document).ok());
    quick.map_or_else(|| read(source), Ok)
}

/// The text once for each section, or each item of a section that is a list, with all else blank.
fn pieces(text: &str) -> Vec<String> {
    let Some(plain::Node { kind: plain::Kind::Map(sections), .. }) = plain::document(text, None) else {
        return Vec::new();
    };
    let line = |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let starts: Vec<usize> = sections.iter().map(|(key, _)| key.start).chain([text.len()]).collect();
    let mut pieces = Vec::new();
    for ((key, value), end) in sections.iter().zip(starts.iter().skip(1)) {
        let items: Vec<usize> = match &value.kind {
            plain::Kind::List(items) if items.iter().all(|item| line(item.start) > key.start) => {
                items.iter().map(|item| line(item.start)).collect()
            }
            _ => Vec::new(),
        };
        let Some(&first) = items.first() else {
            pieces.push(only(text, std::slice::from_ref(&(key.start..*end))));
            continue;
        };
        let ends = items.iter().skip(1).chain([end]);
        pieces.extend(items.iter().zip(ends).map(|(&from, &to)| only(text, &[key.start..first, from..to])));
    }
    pieces
}

/// The text with all blank but these ranges; lines and columns stay.
fn only(text: &str, kept: &[Range<usize>]) -> String {
    let mut made = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c == '\n' || kept.iter().any(|range| range.contains(&at)) {
            made.push(c);
        } else {
            made.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
    }
    made
}

/// A document of the plain part of YAML, in a small part of the time that the library takes.
pub(crate) fn read_plain<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(&plain::document(text, None)?).ok()
}

/// Any document, by the library. `text` is that of the source, or as much of it as is to be read.
pub(crate) fn read_any<T: DeserializeOwned>(source: &Arc<Source>, text: &str) -> Result<T, Diagnostic> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: 32,
            max_nodes: 200_000,
            max_aliases: 100,
            max_anchors: 100,
            max_events: 500_000,
        },
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::Error,
        strict_booleans: true,
    };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let location = error.location();
        let bare = error.without_snippet();
        let reason = bare.to_string();
        let reason = reason.lines().next().unwrap_or_default();
        // The library ends its message with the place, which the caret shows already.
        let reason = reason.split(" at line ").next().unwrap_or(reason).trim_end_matches([',', ' ', ':']).to_owned();
        let diagnostic = explained(&reason);
        match location {
            Some(location) => {
                let line = usize::try_from(location.line()).unwrap_or(1);
                let column = usize::try_from(location.column()).unwrap_or(1);
                let start = offset(&source.text, line, column);
                let word = source.text.get(start..).unwrap_or_default();
                let length = word.find([':', '\n', ',', ']', '}']).unwrap_or(word.len()).max(1);
                diagnostic.at(&Span::new(source, start..start + length))
            }
            None => diagnostic.at(&Span::new(source, 0..0)),
        }
    })
}
