//! What the program says when something is wrong: where, what, and the way out, in Chinese and English.
//!
//! A [`Diagnostic`] points into a [`Source`] and says one [`Message`] of the catalogue; helps are messages too.
//! Nothing here prints: [`render()`] turns diagnostics into text.

pub mod catalogue;
mod locale;
mod render;
mod source;
mod suggest;
mod system;
pub mod yaml;

pub use catalogue::Message;
pub use locale::Locale;
pub use render::{render, render_all, width};
pub use source::{Source, Span};
pub use suggest::nearest;
pub use system::{cannot_read, cannot_write, is_reader_gone};

use std::{fmt, io};

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing can be done with the input.
    Error,
    /// The input can be used, but probably does not mean what its author meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// In English, without its places and helps: what [`render()`] shows is for readers.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.text(Locale::En))
    }
}

impl std::error::Error for Diagnostic {}

/// What keeps a result from being written need not be the place that it is written to.
impl From<Diagnostic> for io::Error {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::other(diagnostic)
    }
}

/// A message with the places it speaks of.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// What is wrong.
    pub message: Message,
    /// Where; `None` for what has no place in a text (a missing file).
    pub span: Option<Span>,
    /// Other places that matter, each with what it shows.
    pub related: Vec<(Span, Message)>,
    /// Ways out.
    pub helps: Vec<Message>,
}

impl Diagnostic {
    /// An error with no place.
    pub fn error(message: impl Into<Message>) -> Self {
        Self { level: Level::Error, message: message.into(), span: None, related: Vec::new(), helps: Vec::new() }
    }

    /// A warning with no place.
    pub fn warning(message: impl Into<Message>) -> Self {
        Self { level: Level::Warning, ..Self::error(message) }
    }

    /// A note with no place.
    pub fn note(message: impl Into<Message>) -> Self {
        Self { level: Level::Note, ..Self::error(message) }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, span: &Span) -> Self {
        self.span = Some(span.clone());
        self
    }

    /// The same, with another place that matters.
    #[must_use]
    pub fn see(mut self, span: &Span, message: impl Into<Message>) -> Self {
        self.related.push((span.clone(), message.into()));
        self
    }

    /// The same, with a way out.
    #[must_use]
    pub fn help(mut self, message: impl Into<Message>) -> Self {
        self.helps.push(message.into());
        self
    }

    /// The same, with a way out where there is one.
    #[must_use]
    pub fn help_maybe(mut self, message: Option<impl Into<Message>>) -> Self {
        self.helps.extend(message.map(Into::into));
        self
    }
}
