//! References to documents and clauses.

use super::load::{Loader, Rulebook};
use super::model::Citation;
use crate::diagnostic::Source;
use crate::diagnostic::catalogue::RulebookMessage as M;
use crate::diagnostic::yaml::Spanned;
use std::borrow::Borrow;
use std::sync::Arc;

impl<B: Borrow<Rulebook>> Loader<'_, B> {
    /// The citation of a document and a clause, both of which must be known. Quotation marks and white space apart,
    /// whether the quoted words stand in the clause is for lint to say.
    pub(super) fn citation(
        &mut self,
        source: &Arc<Source>,
        id: &Spanned<String>,
        clause: Option<&Spanned<String>>,
        text: &str,
    ) -> Option<Citation> {
        let Some(document) = self.book.borrow().document(id.value()) else {
            let ids: Vec<String> = self.book.borrow().documents.iter().map(|d| d.id.clone()).collect();
            let message = M::UnknownSource { id: id.value().clone() };
            self.unknown(&id.span(source), message, id.value(), ids.iter().map(String::as_str));
            return None;
        };
        if let Some(clause) = clause
            && !document.clauses.iter().any(|c| c.id == *clause.value())
        {
            let ids: Vec<String> = document.clauses.iter().map(|c| c.id.clone()).collect();
            let message = M::UnknownClause { source: id.value().clone(), clause: clause.value().clone() };
            self.unknown(&clause.span(source), message, clause.value(), ids.iter().map(String::as_str));
            return None;
        }
        Some(Citation { source: id.value().clone(), clause: clause.map(|c| c.value().clone()), text: text.to_owned() })
    }
}
