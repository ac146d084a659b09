//! What is declared rather than checked: what finds what the checks of other tools find, and clauses that no data can
//! decide.

use super::load::{File, Loader};
use super::raw::{self, Covers};
use crate::diagnostic::catalogue::{RulebookMessage as M, SharedMessage};
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Diagnostic, Source, Span};
use crate::dictionary::Bilingual;
use std::sync::Arc;

/// What is said of a check of another tool.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// The document that lists the check.
    pub list: String,
    /// The clause that stands for it.
    pub id: String,
    /// What it looks for, in our own words; may be empty.
    pub about: String,
    /// What finds it.
    pub found_by: FoundBy,
    /// Where it stands.
    pub span: Span,
}

/// What finds what a check finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// Rules and indicators, by their codes of today; at least one.
    Rules(Vec<String>),
    /// Nothing, and why.
    None(Bilingual),
}

/// A clause that no data can decide.
#[derive(Clone, Debug)]
pub struct Untranslatable {
    /// The document.
    pub source: String,
    /// The clause.
    pub clause: String,
    /// Why.
    pub reason: Bilingual,
    /// Where it stands.
    pub span: Span,
}

impl Loader<'_> {
    /// Checklists of every file are one mapping, whatever file a line stands in.
    pub(super) fn checklists(&mut self, files: &[File]) {
        for (source, document) in files {
            for part in &document.checklists {
                if self.is_list(source, &part.list) {
                    for check in &part.checks {
                        self.check(source, part.list.value(), check);
                    }
                }
            }
        }
    }

    fn is_list(&mut self, source: &Arc<Source>, id: &Spanned<String>) -> bool {
        let lists = self.book.documents.iter().filter(|d| d.covers == Some(Covers::Checks));
        if lists.clone().any(|d| d.id == *id.value()) {
            return true;
        }
        let lists: Vec<String> = lists.map(|d| d.id.clone()).collect();
        let message = match self.book.document(id.value()) {
            Some(_) => M::NoChecklist { id: id.value().clone() },
            None => M::UnknownSource { id: id.value().clone() },
        };
        self.unknown(&id.span(source), message, id.value(), lists.iter().map(String::as_str));
        false
    }

    fn check(&mut self, source: &Arc<Source>, list: &str, raw: &raw::Check) {
        let id = raw.id.value();
        let span = raw.id.span(source);
        let document = self.book.document(list);
        let known = || document.into_iter().flat_map(|document| document.checks()).map(|clause| &clause.id);
        if !known().any(|known| known == id) {
            let known: Vec<String> = known().cloned().collect();
            let message = M::UnknownCheck { list: list.to_owned(), id: id.clone() };
            self.unknown(&span, message, id, known.iter().map(String::as_str));
        } else if let Some(first) = self.book.checks.iter().find(|c| c.list == list && c.id == *id) {
            let error = Diagnostic::error(M::Twice { name: id.clone() }).at(&span);
            self.problems.push(error.see(&first.span, SharedMessage::FirstHere {}));
        }
        let found_by = match (&raw.rules, &raw.none) {
            (Some(codes), None) if !codes.is_empty() => {
                let codes: Vec<String> = codes.iter().filter_map(|code| self.code_of_any(source, code)).collect();
                (!codes.is_empty()).then_some(FoundBy::Rules(codes))
            }
            (None, Some(reason)) => {
                self.reason(&span, id, reason);
                Some(FoundBy::None(reason.clone()))
            }
            _ => {
                self.error(&span, M::RulesOrNone { id: id.clone() });
                None
            }
        };
        if let Some(found_by) = found_by {
            let (list, id, about) = (list.to_owned(), id.clone(), raw.about.clone());
            self.book.checks.push(CheckLine { list, id, about, found_by, span });
        }
    }

    /// The code of today of a rule or indicator, be it of this region or of another.
    fn code_of_any(&mut self, source: &Arc<Source>, code: &Spanned<String>) -> Option<String> {
        let redirect = self.book.redirects.iter().find(|(from, _)| from == code.value());
        let now = redirect.map_or(code.value(), |(_, to)| to).clone();
        if self.codes.contains(&now) {
            return Some(now);
        }
        let codes = self.codes.clone();
        let message = M::UnknownCode { code: code.value().clone() };
        self.unknown(&code.span(source), message, code.value(), codes.iter().map(String::as_str));
        None
    }

    pub(super) fn untranslatable(&mut self, files: &[File]) {
        for (source, document) in files {
            for raw in &document.untranslatable {
                let span = raw.clause.span(source);
                let Some(citation) = self.citation(source, &raw.source, Some(&raw.clause), "") else { continue };
                let clause = raw.clause.value().clone();
                self.reason(&span, &clause, &raw.reason);
                let same = |u: &&Untranslatable| u.source == citation.source && u.clause == clause;
                if let Some(first) = self.book.untranslatable.iter().find(same) {
                    let error = Diagnostic::error(M::Twice { name: clause.clone() }).at(&span);
                    self.problems.push(error.see(&first.span, SharedMessage::FirstHere {}));
                }
                let reason = raw.reason.clone();
                self.book.untranslatable.push(Untranslatable { source: citation.source, clause, reason, span });
            }
        }
    }

    /// A reason must be given in both languages.
    fn reason(&mut self, span: &Span, what: &str, reason: &Bilingual) {
        for (text, zh, en) in [(&reason.zh, "中文理由", "Chinese reason"), (&reason.en, "英文理由", "English reason")]
        {
            if text.trim().is_empty() {
                let message = M::NoText { what: what.to_owned(), zh: zh.to_owned(), en: en.to_owned() };
                self.error(span, message);
            }
        }
    }
}
