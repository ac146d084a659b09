//! Rules.

use super::load::{File, Loader, Rulebook};
use super::model::{Citation, ParameterValue, Rule};
use super::raw;
use crate::diagnostic::catalogue::{RulebookMessage as M, SharedMessage};
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Diagnostic, Source};
use crate::lang::tree::{Expr, Kind};
use crate::lang::types::{Target, Type, Typed};
use crate::value::Date;
use rayon::prelude::*;
use std::borrow::Borrow;
use std::sync::Arc;

impl Loader<'_> {
    /// Adds the rules. No rule looks at another, except that its code must be free, so that they are checked side by
    /// side and then added in their order.
    pub(super) fn rules(&mut self, files: &[File]) {
        let mut raws: Vec<(&Arc<Source>, &raw::Rule, &str)> = Vec::new();
        for (source, document) in files {
            let pack = document.pack.as_ref().map_or("", |p| p.name.value().as_str());
            raws.extend(document.rules.iter().map(|raw| (source, raw, pack)));
        }
        let (book, options) = (&self.book, self.options);
        let check = |&(source, raw, pack): &(&Arc<Source>, &raw::Rule, &str)| {
            let mut own = Loader { book, problems: Vec::new(), options, failed: Vec::new(), codes: Vec::new() };
            (own.rule(source, raw, pack), own.problems)
        };
        let checked: Vec<(Option<Rule>, Vec<Diagnostic>)> = raws.par_iter().map(check).collect();
        for ((source, raw, _), (rule, problems)) in raws.into_iter().zip(checked) {
            self.code(source, &raw.code);
            self.problems.extend(problems);
            self.book.rules.extend(rule);
        }
    }

    /// A code is free, and of the form that stays.
    pub(super) fn code(&mut self, source: &Arc<Source>, code: &Spanned<String>) {
        let span = code.span(source);
        let code = code.value();
        let rule = self.book.rules.iter().find(|r| r.code == *code).map(|r| &r.span);
        let first = rule.or_else(|| self.book.indicators.iter().find(|i| i.code == *code).map(|i| &i.span));
        if let Some(first) = first {
            let message = M::Twice { name: code.clone() };
            let error = Diagnostic::error(message).at(&span).see(first, SharedMessage::FirstHere {});
            let elsewhere = first.source() != span.source();
            let file = first.source().name.trim_start_matches("rules/").to_owned();
            self.problems.push(error.help_maybe(elsewhere.then_some(M::ReplaceFile { file })));
        }
        let (letters, digits) = code.split_at_checked(2).unwrap_or((code, ""));
        let stable = letters.bytes().all(|b| b.is_ascii_uppercase())
            && digits.len() == 3
            && digits.bytes().all(|b| b.is_ascii_digit());
        if !stable {
            self.error(&span, M::BadCode { code: code.clone() });
        }
    }
}

impl<B: Borrow<Rulebook>> Loader<'_, B> {
    fn rule(&mut self, source: &Arc<Source>, raw: &raw::Rule, pack: &str) -> Option<Rule> {
        let code = raw.code.value();
        let span = raw.code.span(source);
        self.known_class(source, &raw.class);
        let basis: Vec<Citation> =
            raw.basis.iter().filter_map(|b| self.citation(source, &b.source, b.clause.as_ref(), &b.text)).collect();
        if raw.basis.is_empty() && !raw.assumed {
            self.error(&span, M::NotCitedRule { code: code.clone() });
        }
        let entity = self.find_entity(source, &raw.entity)?;
        let given = raw.given.as_ref().map(|text| self.expression(source, text, entity, Some(Type::Bool)));
        let require = self.expression(source, &raw.require, entity, Some(Type::Bool));
        let message_zh = self.template(source, &raw.message.zh, entity);
        let message_en = self.template(source, &raw.message.en, entity);
        let examples = raw.examples.iter().filter_map(|e| self.example(source, e, entity)).collect();
        let given = match given {
            Some(given) => Some(given?),
            None => None,
        };
        let require = require?;
        for expr in given.iter().chain([&require]) {
            self.literal_years(expr);
        }
        Some(Rule {
            code: code.clone(),
            slug: raw.slug.value().clone(),
            title: raw.title.clone(),
            class: raw.class.value().clone(),
            pack: pack.to_owned(),
            entity,
            given,
            require,
            severity: raw.severity,
            basis,
            assumed: raw.assumed,
            message_zh,
            message_en,
            remedy: raw.remedy.clone(),
            note: raw.note.clone(),
            examples,
            span,
            off: None,
        })
    }

    /// A parameter read as of a written year or date must have a value then.
    pub(super) fn literal_years(&mut self, expr: &Expr<Typed>) {
        let mut missing = Vec::new();
        expr.walk(&mut |node| {
            let (Kind::At { when, .. }, Target::Parameter(id)) = (&node.kind, &node.data.target) else { return };
            let date = match (&when.kind, &when.data.target) {
                (Kind::Date(date), _) => Some(*date),
                (Kind::Number { value, .. }, _) => Date::of_year(*value),
                _ => None,
            };
            let parameter = self.book.borrow().parameters.get(id.0 as usize);
            if let (Some(date), Some(parameter)) = (date, parameter)
                && parameter.at(date).is_none()
            {
                let known: Vec<String> = parameter
                    .values
                    .iter()
                    .map(|v| match (v.from, v.value) {
                        (Some(from), _) => from.to_string(),
                        (None, ParameterValue::Number(_) | ParameterValue::Date(_)) => "…".to_owned(),
                    })
                    .collect();
                let message = M::NoValueThen { name: parameter.name.zh.clone(), when: date.to_string() };
                let error = Diagnostic::error(message).at(&node.span);
                missing.push(error.help(M::ValuesAre { names: known.join("、") }));
            }
        });
        self.problems.extend(missing);
    }
}
