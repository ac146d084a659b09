//! Definitions: each is checked behind those it names, and no two may name each other.

use super::load::{File, Loader};
use super::model::Definition;
use crate::diagnostic::catalogue::{LangMessage, RulebookMessage as M, SharedMessage};
use crate::diagnostic::{Diagnostic, Message, Span};
use crate::dictionary::{Bilingual, EntityId, Name};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::DefinitionSignature;

/// How many definitions may stand on each other. What walks an expression recurses through them.
const MAX_HEIGHT: usize = 32;

/// A definition that is parsed, not checked.
struct Parsed {
    name: Name,
    entity: EntityId,
    expr: Option<Expr>,
    title: Bilingual,
    assumed: bool,
    span: Span,
    /// The definitions it names, by position.
    needs: Vec<usize>,
}

/// How far the walk over the definitions has come with one of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

impl Loader<'_> {
    pub(super) fn definitions(&mut self, base: &[File]) {
        let mut parsed = self.parse_definitions(base);
        for at in 0..parsed.len() {
            let Some(expr) = &parsed[at].expr else { continue };
            let names = lang::references(expr, parsed[at].entity, &self.book.dictionary);
            let position = |(entity, ident): &(EntityId, lang::tree::Ident)| {
                parsed.iter().position(|d| d.entity == *entity && d.name.is(&ident.name))
            };
            let needs = names.iter().filter_map(position).collect();
            parsed[at].needs = needs;
        }
        let mut state = vec![State::New; parsed.len()];
        let mut heights = vec![0; parsed.len()];
        for at in 0..parsed.len() {
            self.define(&parsed, at, &mut state, &mut heights);
        }
    }

    fn parse_definitions(&mut self, base: &[File]) -> Vec<Parsed> {
        let mut parsed: Vec<Parsed> = Vec::new();
        for (source, document) in base {
            for raw in &document.definitions {
                let Some(entity) = self.find_entity(source, &raw.entity) else { continue };
                let name = Name { zh: raw.name.value().clone(), en: raw.en.value().clone() };
                let span = raw.name.span(source);
                if let Some(first) =
                    parsed.iter().find(|d| d.entity == entity && (d.name.is(&name.zh) || d.name.is(&name.en)))
                {
                    let message = M::Twice { name: name.zh.clone() };
                    self.problems
                        .push(Diagnostic::error(message).at(&span).see(&first.span, SharedMessage::FirstHere {}));
                    continue;
                }
                for word in [&name.zh, &name.en] {
                    self.name_is_free(&span, entity, word);
                }
                let place = raw.is.inner_spans(source);
                let expr = lang::parse(raw.is.value(), &place).map_err(|errors| self.problems.extend(errors)).ok();
                parsed.push(Parsed {
                    name,
                    entity,
                    expr,
                    title: raw.title.clone(),
                    assumed: raw.assumed,
                    span,
                    needs: Vec::new(),
                });
            }
        }
        parsed
    }

    /// One namespace an entity: a definition may not hide a field, a link or a parameter, nor a word of the language.
    fn name_is_free(&mut self, span: &Span, entity: EntityId, name: &str) {
        let dictionary = &self.book.dictionary;
        if lang::is_keyword(name) {
            self.error(span, M::Reserved { name: name.to_owned() });
        } else if dictionary.find_field(entity, name).is_some()
            || dictionary.find_link(entity, name).is_some()
            || self.book.parameters.iter().any(|p| p.name.is(name))
        {
            self.error(span, M::NameTaken { name: name.to_owned() });
        }
    }

    /// Checks a definition behind those it needs. The walk is iterative: a chain of definitions may be long.
    fn define(&mut self, parsed: &[Parsed], start: usize, state: &mut [State], heights: &mut [usize]) {
        let mut open: Vec<(usize, usize)> = vec![(start, 0)];
        if state[start] != State::New {
            return;
        }
        state[start] = State::Open;
        while let Some((at, next)) = open.pop() {
            match parsed[at].needs.get(next) {
                Some(&need) => {
                    open.push((at, next + 1));
                    match state[need] {
                        State::Done => {}
                        State::New => {
                            state[need] = State::Open;
                            open.push((need, 0));
                        }
                        State::Open => {
                            let from = open.iter().position(|&(i, _)| i == need).unwrap_or(0);
                            let ring = open.iter().skip(from).map(|&(i, _)| i).chain([need]);
                            let names = ring.map(|i| parsed[i].name.zh.as_str()).collect::<Vec<_>>().join(" → ");
                            self.error(&parsed[at].span, M::Cycle { names });
                        }
                    }
                }
                None => {
                    state[at] = State::Done;
                    let below = parsed[at].needs.iter().map(|&need| heights[need]).max().unwrap_or(0);
                    heights[at] = below + 1;
                    if heights[at] == MAX_HEIGHT + 1 {
                        self.error(&parsed[at].span, M::TooManyLevels { limit: MAX_HEIGHT });
                    }
                    self.check_definition(&parsed[at]);
                }
            }
        }
    }

    fn check_definition(&mut self, parsed: &Parsed) {
        let Some(expr) = &parsed.expr else {
            self.failed.push((parsed.entity, parsed.name.clone()));
            return;
        };
        match lang::check(expr, parsed.entity, &self.book, None) {
            Ok(body) => {
                let signature =
                    DefinitionSignature { name: parsed.name.clone(), entity: parsed.entity, ty: body.data.ty };
                self.book.signatures.definitions.push(signature.clone());
                self.book.definitions.push(Definition {
                    signature,
                    body,
                    title: parsed.title.clone(),
                    assumed: parsed.assumed,
                    span: parsed.span.clone(),
                });
            }
            Err(errors) => {
                self.failed.push((parsed.entity, parsed.name.clone()));
                self.problems.extend(errors);
            }
        }
    }

    /// Drops the news that a definition is unknown where it exists and failed: its own error says why.
    pub(super) fn forget_consequences(&mut self) {
        let failed: Vec<(&str, &Name)> = self
            .failed
            .iter()
            .map(|(entity, name)| (self.book.dictionary.entity(*entity).name.zh.as_str(), name))
            .collect();
        self.problems.retain(|problem| match &problem.message {
            Message::LangMessage(LangMessage::UnknownName { entity, name }) => {
                !failed.iter().any(|(of, known)| of == entity && known.is(name))
            }
            _ => true,
        });
    }
}
