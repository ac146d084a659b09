//! Messages with places for values: `住房鉴定为{危房级别}`. A brace of the text itself is doubled.

use super::load::{Loader, Rulebook};
use super::model::{Piece, Template};
use crate::diagnostic::Source;
use crate::diagnostic::catalogue::RulebookMessage as M;
use crate::diagnostic::yaml::Spanned;
use crate::dictionary::EntityId;
use crate::lang;
use std::borrow::Borrow;
use std::sync::Arc;

impl<B: Borrow<Rulebook>> Loader<'_, B> {
    pub(super) fn template(&mut self, source: &Arc<Source>, text: &Spanned<String>, entity: EntityId) -> Template {
        let whole = text.value();
        let places = text.inner_spans(source);
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut at = 0;
        while let Some(c) = whole.get(at..).and_then(|rest| rest.chars().next()) {
            let doubled = whole.get(at + 1..).is_some_and(|rest| rest.starts_with(c));
            if (c == '{' || c == '}') && doubled {
                words.push(c);
                at += 2;
                continue;
            }
            if c != '{' {
                words.push(c);
                at += c.len_utf8();
                continue;
            }
            let start = at + 1;
            let Some(length) = whole.get(start..).and_then(|rest| rest.find('}')) else {
                self.error(&places(at..start), M::UnclosedPlace {});
                break;
            };
            if !words.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut words)));
            }
            let inner = whole.get(start..start + length).unwrap_or_default();
            let place = |range: std::ops::Range<usize>| places(start + range.start..start + range.end);
            let checked =
                lang::parse(inner, &place).and_then(|expr| lang::check(&expr, entity, self.book.borrow(), None));
            match checked {
                Ok(expr) => pieces.push(Piece::Value(expr)),
                Err(errors) => self.problems.extend(errors),
            }
            at = start + length + 1;
        }
        if !words.is_empty() {
            pieces.push(Piece::Text(words));
        }
        Template(pieces)
    }
}
