//! Texts that messages point into.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text with its name (a path, or the name of an embedded file).
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// What the reader knows the text by.
    pub name: String,
    /// The text.
    pub text: String,
}

/// A range of bytes of one [`Source`], which it carries along, so that an error can print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Span {
    source: Arc<Source>,
    range: Range<usize>,
}

impl Source {
    /// A source that spans can share.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }
}

impl Span {
    /// The bytes `range` of `source`, brought inside the text and onto the borders of characters.
    #[must_use]
    pub fn new(source: &Arc<Source>, range: Range<usize>) -> Self {
        let text = &source.text;
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(range.start);
        let end = floor(range.end.max(start));
        Self { source: Arc::clone(source), range: start..end }
    }

    /// The text that the span lies in.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The bytes of the span.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The text under the span.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text.get(self.range()).unwrap_or_default()
    }

    /// The span from the start of this one to the end of `other`, where both lie in one source.
    #[must_use]
    pub fn to(&self, other: &Self) -> Self {
        let end = if Arc::ptr_eq(&self.source, &other.source) { other.range.end } else { self.range.end };
        Self { source: Arc::clone(&self.source), range: self.range.start..end.max(self.range.start) }
    }

    /// Line and column of the start, counted from one in characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.range.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:?}", self.source.name, self.range)
    }
}
