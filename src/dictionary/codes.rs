//! Closed lists of codes.

use super::ids::CodeId;
use super::names::{Bilingual, Name};
use crate::diagnostic::Span;
use crate::value::fold_name;
use std::collections::BTreeMap;

/// A closed list: the only values that a column of its type may hold.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// The name, as field types use it.
    pub name: String,
    /// What the list is.
    pub title: Bilingual,
    /// The codes, in order.
    pub codes: Vec<Name>,
    /// Where its name stands.
    pub span: Span,
    /// Every word that stands for a code, folded by [`fold_name`]: both names, aliases, numbers of older systems.
    pub(super) words: BTreeMap<String, CodeId>,
}

impl CodeList {
    /// The code that a cell or a rule means by `word`.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<CodeId> {
        self.words.get(&fold_name(word)).copied()
    }

    /// The name of a code.
    #[must_use]
    pub fn code(&self, id: CodeId) -> &Name {
        &self.codes[id.index()]
    }

    /// Every word of the list, folded, with its code, in order of the words.
    pub fn words(&self) -> impl Iterator<Item = (&str, CodeId)> {
        self.words.iter().map(|(word, &id)| (word.as_str(), id))
    }
}
