//! Texts in a run of rows.

use super::bits;
use crate::table::{Text, TextColumn};
use std::borrow::Cow;
use std::ops::Range;

/// Texts in a run of rows; blank where not known.
#[derive(Clone, Debug)]
pub(super) enum Texts<'a> {
    /// Words of one column; zero for a blank.
    Words { column: &'a TextColumn, words: Cow<'a, [u64]> },
    /// Texts of several columns or of none.
    List(Vec<Text<'a>>),
}

impl<'a> Texts<'a> {
    /// The rows `range` of a column.
    pub(super) fn of_column(column: &'a TextColumn, range: Range<usize>) -> Self {
        Self::Words { column, words: column.words().slice(range) }
    }

    /// The text of a row.
    #[inline]
    pub(super) fn get(&self, row: usize) -> Text<'a> {
        match self {
            Self::Words { column, words } => column.text(words[row]),
            Self::List(texts) => texts[row],
        }
    }

    /// Which rows have a text.
    pub(super) fn known(&self) -> Vec<u64> {
        match self {
            Self::Words { words, .. } => bits::of_values(words, |word| word != 0),
            Self::List(texts) => bits::of_values(texts, |text| !text.is_blank()),
        }
    }

    /// The rows `range`.
    pub(super) fn slice<'b>(&'b self, range: Range<usize>) -> Texts<'b>
    where
        'a: 'b,
    {
        match self {
            Self::Words { column, words } => Texts::Words { column, words: Cow::Borrowed(&words[range]) },
            Self::List(texts) => Texts::List(texts[range].to_vec()),
        }
    }

    /// The column of which all of these have words, with their words.
    pub(super) fn of_one_column<'t>(texts: &[&'t Self]) -> Option<(&'a TextColumn, Vec<&'t [u64]>)> {
        let Some(Self::Words { column: first, .. }) = texts.first() else { return None };
        let words = texts.iter().map(|texts| match texts {
            Self::Words { column, words } if std::ptr::eq(*column, *first) => Some(&**words),
            _ => None,
        });
        Some((*first, words.collect::<Option<_>>()?))
    }

    /// Texts of neighbouring runs of rows as one.
    pub(super) fn concatenate(parts: Vec<Self>) -> Self {
        let all: Vec<&Self> = parts.iter().collect();
        if let Some((column, words)) = Self::of_one_column(&all) {
            return Self::Words { column, words: Cow::Owned(words.concat()) };
        }
        Self::List(parts.into_iter().flat_map(Self::into_list).collect())
    }

    fn into_list(self) -> Vec<Text<'a>> {
        match self {
            Self::Words { column, words } => words.iter().map(|&word| column.text(word)).collect(),
            Self::List(texts) => texts,
        }
    }
}
