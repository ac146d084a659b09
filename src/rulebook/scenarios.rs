//! What-ifs, checked: fields that exist, values of their types, parameters that exist, sums that follow.

use super::load::{File, Loader};
use super::model::Citation;
use super::raw;
use crate::diagnostic::catalogue::{DictionaryMessage, RulebookMessage as M, SharedMessage};
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Diagnostic, Source, Span, nearest};
use crate::dictionary::{Bilingual, Dictionary, EntityId, FieldId, FieldRef, FieldType};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::{ParameterId, Type, Typed};
use crate::value::Decimal;
use std::sync::Arc;

/// The same rows under other values or other parameters.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The ASCII name.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
    /// The fields that are supposed to have other values.
    pub sets: Vec<Set>,
    /// The parameters that are supposed to have other values.
    pub shifts: Vec<(ParameterId, Shift)>,
    /// The clauses that ask the question.
    pub basis: Vec<Citation>,
    /// Whether no document asks it.
    pub assumed: bool,
    /// Why it is as it is.
    pub note: Bilingual,
    /// Where its name stands.
    pub span: Span,
}

/// A field and the value that it is supposed to have.
#[derive(Clone, Debug)]
pub struct Set {
    /// The field.
    pub at: FieldRef,
    /// Its value, as written.
    pub to: String,
    /// The amount that sums hold now, as written; the field itself, where absent.
    pub now: Option<String>,
}

/// Another value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shift {
    /// This value on all dates, as written.
    To(String),
    /// Every value times this.
    Times(Decimal),
}

/// A field that changes by as much as the fields it is made of.
#[derive(Clone, Debug)]
pub struct Follow {
    /// The field.
    pub at: FieldRef,
    /// The fields that it adds up.
    pub adds: Vec<FieldId>,
    /// The fields that it takes off.
    pub less: Vec<FieldId>,
    /// The number that the whole is divided by.
    pub per: Option<FieldId>,
}

impl Loader<'_> {
    /// Checks what-ifs. Definitions are not known yet, for a what-if speaks of the rows as they are.
    pub(super) fn scenarios(&mut self, base: &[File]) {
        for (source, document) in base {
            for raw in &document.follows {
                self.follow(source, raw);
            }
        }
        for (source, document) in base {
            for raw in &document.scenarios {
                self.scenario(source, raw);
            }
        }
    }

    fn scenario(&mut self, source: &Arc<Source>, raw: &raw::Scenario) {
        let name = raw.name.value().clone();
        let span = raw.name.span(source);
        if self.book.scenarios.iter().any(|s| s.name == name) {
            self.error(&span, M::Twice { name: name.clone() });
        }
        if raw.basis.is_empty() && !raw.assumed {
            self.error(&span, M::NotCitedScenario { name: name.clone() });
        }
        if raw.set.is_empty() && raw.parameters.is_empty() {
            self.error(&span, M::NothingSupposed { name: name.clone() });
        }
        let basis =
            raw.basis.iter().filter_map(|b| self.citation(source, &b.source, b.clause.as_ref(), &b.text)).collect();
        let sets = raw.set.iter().filter_map(|set| self.set_field(source, set)).collect();
        let shifts = raw.parameters.iter().filter_map(|shift| self.shift(source, shift)).collect();
        let (title, note, assumed) = (raw.title.clone(), raw.note.clone(), raw.assumed);
        self.book.scenarios.push(Scenario { name, title, sets, shifts, basis, assumed, note, span });
    }

    fn set_field(&mut self, source: &Arc<Source>, raw: &raw::Set) -> Option<Set> {
        let entity = self.find_entity(source, &raw.entity)?;
        let field = self.field(source, &raw.field, entity)?;
        let at = FieldRef { entity, field };
        if joins(&self.book.dictionary, at) {
            self.error(&raw.field.span(source), M::CannotSuppose { field: raw.field.value().clone() });
            return None;
        }
        for text in std::iter::once(&raw.to).chain(&raw.now) {
            let place = text.inner_spans(source);
            let checked = lang::parse(text.value(), &place).and_then(|expr| self.supposed_value(&expr, at));
            checked.map_err(|errors| self.problems.extend(errors)).ok()?;
        }
        Some(Set { at, to: raw.to.value().clone(), now: raw.now.as_ref().map(|now| now.value().clone()) })
    }

    /// An expression as a value of a field: of its type, or a quotient of its dimension.
    pub(super) fn supposed_value(&self, expr: &Expr, at: FieldRef) -> Result<Expr<Typed>, Vec<Diagnostic>> {
        let wanted = Type::from(self.book.dictionary.field(at).ty);
        lang::check(expr, at.entity, &self.book, Some(wanted)).or_else(|errors| {
            let other = lang::check(expr, at.entity, &self.book, None).ok();
            let quotient =
                |expr: &Expr<Typed>| matches!((wanted, expr.data.ty), (Type::Number(a), Type::Quotient(b)) if a == b);
            other.filter(quotient).ok_or(errors)
        })
    }

    fn shift(&mut self, source: &Arc<Source>, raw: &raw::Shift) -> Option<(ParameterId, Shift)> {
        let name = raw.name.value();
        let Some(at) = self.book.parameters.iter().position(|p| p.name.is(name)) else {
            let names: Vec<String> = self.book.parameters.iter().map(|p| p.name.zh.clone()).collect();
            let message = M::UnknownParameter { name: name.clone() };
            self.unknown(&raw.name.span(source), message, name, names.iter().map(String::as_str));
            return None;
        };
        let shift = match (&raw.to, &raw.times) {
            (Some(to), None) => {
                self.checked_value(&to.span(source), to.value(), at)?;
                Shift::To(to.value().clone())
            }
            (None, Some(times)) => match Decimal::parse(times.value()).ok().filter(|p| !p.rounded) {
                Some(factor) => Shift::Times(factor.value),
                None => {
                    self.error(&times.span(source), M::BadFactor { text: times.value().clone() });
                    return None;
                }
            },
            _ => {
                self.error(&raw.name.span(source), M::ToOrTimes { name: name.clone() });
                return None;
            }
        };
        Some((ParameterId(u32::try_from(at).ok()?), shift))
    }

    fn follow(&mut self, source: &Arc<Source>, raw: &raw::Follow) {
        let Some(entity) = self.find_entity(source, &raw.entity) else { return };
        let mut number = |name: &Spanned<String>| {
            let field = self.field(source, name, entity)?;
            if !matches!(self.book.dictionary.field(FieldRef { entity, field }).ty, FieldType::Number(_)) {
                self.error(&name.span(source), M::NumberWanted {});
                return None;
            }
            Some(field)
        };
        let field = number(&raw.field);
        let adds: Vec<Option<FieldId>> = raw.adds.iter().map(&mut number).collect();
        let less: Vec<Option<FieldId>> = raw.less.iter().map(&mut number).collect();
        let per = raw.per.as_ref().map(&mut number);
        let (Some(field), false) = (field, per == Some(None)) else { return };
        let adds: Vec<FieldId> = adds.into_iter().flatten().collect();
        let less: Vec<FieldId> = less.into_iter().flatten().collect();
        let at = FieldRef { entity, field };
        let reads =
            |follow: &Follow| follow.at.entity == entity && follow.adds.iter().chain(&follow.less).any(|f| *f == field);
        if adds.contains(&field) || less.contains(&field) || self.book.follows.iter().any(reads) {
            self.error(&raw.field.span(source), M::FollowsLater { field: raw.field.value().clone() });
        }
        if self.book.follows.iter().any(|follow| follow.at == at) {
            self.error(&raw.field.span(source), M::Twice { name: raw.field.value().clone() });
        }
        self.book.follows.push(Follow { at, adds, less, per: per.flatten() });
    }
}

/// Whether rows are told apart or joined by a field: under another value they would be other rows.
pub(super) fn joins(dictionary: &Dictionary, at: FieldRef) -> bool {
    let key = dictionary.entity(at.entity).key.contains(&at.field);
    key || dictionary.links_from(at.entity).any(|id| {
        let link = dictionary.link(id);
        link.by.iter().any(|&(from, _)| from == at.field) || link.order.contains(&at.field)
    })
}

/// The field that `name` means, `实体.字段` or a field alone where only one entity has it.
pub(super) fn find_field(dictionary: &Dictionary, name: &str) -> Result<FieldRef, Diagnostic> {
    let (entity, field) = match name.split_once(['.', '．']) {
        Some((entity, field)) => (Some(entity.trim()), field.trim()),
        None => (None, name.trim()),
    };
    let entities: Vec<EntityId> = match entity {
        Some(entity) => match dictionary.find_entity(entity) {
            Some(entity) => vec![entity],
            None => {
                let near = nearest(entity, dictionary.entities.iter().map(|e| e.name.zh.as_str()));
                let near = near.map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
                let message = DictionaryMessage::UnknownEntity { name: entity.to_owned() };
                return Err(Diagnostic::error(message).help_maybe(near));
            }
        },
        None => dictionary.entity_ids().collect(),
    };
    let named = |&entity: &EntityId| Some(FieldRef { entity, field: dictionary.find_field(entity, field)? });
    let found: Vec<FieldRef> = entities.iter().filter_map(named).collect();
    match found.as_slice() {
        [at] => Ok(*at),
        [] => {
            let names = entities.iter().flat_map(|&e| dictionary.entity(e).fields.iter().map(|f| f.name.zh.as_str()));
            let near = nearest(field, names).map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
            Err(Diagnostic::error(M::NoSuchField { name: field.to_owned() }).help_maybe(near))
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|at| format!("{}.{}", dictionary.entity(at.entity).name.zh, dictionary.field(*at).name.zh))
                .collect();
            let error = Diagnostic::error(M::SeveralFields { name: field.to_owned() });
            Err(error.help(SharedMessage::KnownAre { names: names.join("、") }))
        }
    }
}
