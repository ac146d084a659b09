//! Dated parameters, the overlays of regions, and values set by the caller.

use super::load::{File, Loader, Rulebook};
use super::model::{DatedValue, Parameter, ParameterValue};
use super::raw;
use crate::diagnostic::catalogue::{DictionaryMessage, RulebookMessage as M, SharedMessage};
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Diagnostic, Source, Span, nearest};
use crate::dictionary::Name;
use crate::lang::is_keyword;
use crate::lang::types::{ParameterSignature, Type};
use crate::value::{Date, Decimal, fold};
use std::borrow::Borrow;
use std::sync::Arc;

impl<B: Borrow<Rulebook>> Loader<'_, B> {
    pub(super) fn date(&mut self, source: &Arc<Source>, text: &Spanned<String>) -> Option<Date> {
        let date = Date::parse(text.value());
        if date.is_none() {
            self.error(&text.span(source), M::BadDate { text: text.value().clone() });
        }
        date
    }
}

impl Loader<'_> {
    pub(super) fn parameters(&mut self, base: &[File], overlays: &[File]) {
        for (source, document) in base {
            for raw in &document.parameters {
                self.parameter(source, raw);
            }
        }
        for (source, document) in overlays {
            let region = document.region.as_ref().map(|r| r.name.value().clone());
            for raw in &document.parameters {
                self.overlay(source, raw, region.as_deref());
            }
        }
        for (name, text) in self.options.overrides.clone() {
            self.set(&name, &text);
        }
        self.book.signatures.parameters =
            self.book.parameters.iter().map(|p| ParameterSignature { name: p.name.clone(), ty: p.ty }).collect();
    }

    fn parameter(&mut self, source: &Arc<Source>, raw: &raw::Parameter) {
        let zh = raw.name.value().clone();
        let en = raw.en.as_ref().map_or_else(|| zh.clone(), |en| en.value().clone());
        for name in [&zh, &en] {
            if is_keyword(name) {
                self.error(&raw.name.span(source), M::Reserved { name: name.clone() });
            }
            if self.book.parameters.iter().any(|p| p.name.is(name)) {
                self.error(&raw.name.span(source), M::Twice { name: name.clone() });
            }
        }
        let (ty, unit) = match (raw.ty.as_ref().map(|t| t.value().as_str()), &raw.unit) {
            (None | Some("number"), None) => (Type::Number(None), String::new()),
            (None | Some("number"), Some(unit)) => match self.book.dictionary.find_unit(unit.value()) {
                Some((dimension, _)) => {
                    let base = self.book.dictionary.dimension(dimension).base().to_owned();
                    (Type::Number(Some(dimension)), base)
                }
                None => {
                    let message = DictionaryMessage::UnknownUnit { name: unit.value().clone() };
                    self.problems.push(Diagnostic::error(message).at(&unit.span(source)));
                    (Type::Number(None), String::new())
                }
            },
            (Some("date"), _) => (Type::Date, String::new()),
            (Some(text), _) => {
                let span = raw.ty.as_ref().map_or_else(|| raw.name.span(source), |t| t.span(source));
                self.error(&span, M::BadType { text: text.to_owned() });
                (Type::Number(None), String::new())
            }
        };
        let mut parameter = Parameter {
            name: Name { zh, en },
            title: raw.title.clone(),
            unit,
            ty,
            values: Vec::new(),
            span: raw.name.span(source),
        };
        parameter.values = self.values(source, raw, &parameter, None);
        self.book.parameters.push(parameter);
    }

    fn overlay(&mut self, source: &Arc<Source>, raw: &raw::Parameter, region: Option<&str>) {
        let Some(at) = self.book.parameters.iter().position(|p| p.name.is(raw.name.value())) else {
            let names: Vec<String> = self.book.parameters.iter().map(|p| p.name.zh.clone()).collect();
            let message = M::NoParameterHere { name: raw.name.value().clone() };
            self.unknown(&raw.name.span(source), message, raw.name.value(), names.iter().map(String::as_str));
            return;
        };
        let parameter = self.book.parameters[at].clone();
        let values = self.values(source, raw, &parameter, region);
        self.book.parameters[at].values = values;
    }

    fn values(
        &mut self,
        source: &Arc<Source>,
        raw: &raw::Parameter,
        parameter: &Parameter,
        region: Option<&str>,
    ) -> Vec<DatedValue> {
        let mut values: Vec<DatedValue> = Vec::new();
        for entry in &raw.values {
            if entry.year.is_some() && (entry.from.is_some() || entry.until.is_some()) {
                self.error(&entry.value.span(source), M::YearAndFrom {});
            }
            let year = entry.year.as_ref().and_then(|t| self.date(source, t));
            let from = entry.from.as_ref().and_then(|t| self.date(source, t));
            let until = entry.until.as_ref().and_then(|t| self.date(source, t));
            let Some(value) = self.value(entry.value.value(), parameter) else {
                let message = M::BadValue { text: entry.value.value().clone(), unit: form(parameter) };
                self.error(&entry.value.span(source), message);
                continue;
            };
            let citation =
                entry.source.as_ref().and_then(|id| self.citation(source, id, entry.clause.as_ref(), &entry.text));
            if entry.source.is_none() && !entry.assumed {
                self.error(&entry.value.span(source), M::NotCited { name: parameter.name.zh.clone() });
            }
            values.push(DatedValue {
                from: year.map(Date::earliest).or(from),
                until: year.map(Date::latest).or(until),
                value,
                citation,
                assumed: entry.assumed,
                region: region.map(str::to_owned),
            });
        }
        let begin = |v: &DatedValue| v.from.map_or(0, |d| d.earliest().packed());
        values.sort_by_key(begin);
        for pair in values.windows(2) {
            if let [first, second] = pair {
                let end = first.until.map_or(i32::MAX, |d| d.latest().packed());
                let clash = begin(first) == begin(second) || (first.until.is_some() && end >= begin(second));
                if clash {
                    let day = second.from.map(|d| d.to_string()).unwrap_or_default();
                    self.error(&raw.name.span(source), M::Overlap { name: parameter.name.zh.clone(), day });
                }
            }
        }
        values
    }

    /// The value that a text says, in the base unit: `4000`, `0.4 万元`, `30%`, or a date.
    fn value(&self, text: &str, parameter: &Parameter) -> Option<ParameterValue> {
        let text = fold(text);
        let dimension = match parameter.ty {
            Type::Date => return Date::parse(&text).map(ParameterValue::Date),
            Type::Number(dimension) => dimension,
            _ => return None,
        };
        let number = text.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
        let unit = text.get(number.len()..)?.trim();
        let parsed = Decimal::parse(number).ok().filter(|p| !p.rounded)?.value;
        let value = match (unit, dimension) {
            ("", _) => parsed,
            ("%", None) => parsed.checked_mul(Decimal::from_raw(Decimal::SCALE / 100))?,
            (unit, Some(dimension)) => {
                let (found, unit) = self.book.dictionary.find_unit(unit)?;
                if found != dimension {
                    return None;
                }
                parsed.checked_mul(unit.factor)?
            }
            _ => return None,
        };
        Some(ParameterValue::Number(value))
    }

    /// The value that a text says of parameter `at`; an error where it says none.
    pub(super) fn checked_value(&mut self, span: &Span, text: &str, at: usize) -> Option<ParameterValue> {
        let parameter = self.book.parameters.get(at)?;
        let value = self.value(text, parameter);
        if value.is_none() {
            let message = M::BadValue { text: text.to_owned(), unit: form(parameter) };
            self.error(span, message);
        }
        value
    }

    /// Sets a parameter for all dates.
    pub(super) fn set(&mut self, name: &str, text: &str) {
        let Some(at) = self.book.parameters.iter().position(|p| p.name.is(name)) else {
            let near = nearest(name, self.book.parameters.iter().map(|p| p.name.zh.as_str()))
                .map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
            let message = M::UnknownParameter { name: name.to_owned() };
            self.problems.push(Diagnostic::error(message).help_maybe(near));
            return;
        };
        let parameter = &self.book.parameters[at];
        match self.value(text, parameter) {
            Some(value) => {
                let shown = parameter.name.zh.clone();
                let all = DatedValue { from: None, until: None, value, citation: None, assumed: false, region: None };
                self.book.parameters[at].values = vec![all];
                self.book.overrides.push((shown, text.to_owned()));
            }
            None => {
                let message = M::BadValue { text: text.to_owned(), unit: form(parameter) };
                self.problems.push(Diagnostic::error(message));
            }
        }
    }
}

/// The share that a text says, from 0 to 1: `0.02`, `2%`.
#[must_use]
pub fn share(text: &str) -> Option<Decimal> {
    let text = fold(text);
    let (number, per_cent) = text.strip_suffix('%').map_or((&*text, false), |number| (number.trim_end(), true));
    let parsed = Decimal::parse(number).ok().filter(|p| !p.rounded)?.value;
    let value = if per_cent { parsed.checked_mul(Decimal::from_raw(Decimal::SCALE / 100))? } else { parsed };
    (Decimal::ZERO..=Decimal::ONE).contains(&value).then_some(value)
}

/// What a value of a parameter is written as.
fn form(parameter: &Parameter) -> String {
    match parameter.ty {
        Type::Date => "2020-12-31".to_owned(),
        _ if parameter.unit.is_empty() => "0.3, 30%".to_owned(),
        _ => format!("4000 {}", parameter.unit),
    }
}
