//! A rulebook in which fields and parameters are supposed to be other than they are.
//!
//! A supposed field becomes a definition of its name, so that rules, definitions and indicators read it unchanged, with
//! every type checked anew and nothing rounded: income per head less a dividend is a quotient, and is compared as one.
//! What reckons with a field that is a quotient now cannot be read so; it is set aside.

use super::load::{LoadOptions, Loader, Rulebook};
use super::model::{Definition, ParameterValue};
use super::read::RuleFiles;
use super::scenarios::{Scenario, Set, Shift, find_field, joins};
use crate::diagnostic::catalogue::{RulebookMessage as M, SharedMessage};
use crate::diagnostic::{Diagnostic, Level, Source, Span, nearest};
use crate::dictionary::{Bilingual, FieldRef, FieldType};
use crate::lang;
use crate::lang::types::{DefinitionId, DefinitionSignature};

/// What is supposed.
#[derive(Clone, Debug, Default)]
pub struct Supposition {
    /// A what-if of the rulebook, by name or title.
    pub scenario: Option<String>,
    /// Fields and the texts of their values, beside or instead of a what-if.
    pub fields: Vec<(String, String)>,
    /// Parameters and the texts of their values.
    pub parameters: Vec<(String, String)>,
}

impl Rulebook {
    /// The rulebook of `files` under a supposition. Entities and fields keep their ids; rules and indicators that cannot
    /// be read under it are not in it.
    ///
    /// # Errors
    /// What is wrong with the files, with the name of the what-if, with a field, a parameter or a value.
    pub fn suppose(
        files: &RuleFiles,
        options: &LoadOptions,
        supposition: &Supposition,
    ) -> Result<Self, Vec<Diagnostic>> {
        files.load(options)?;
        Self::under(files.clone(), options, Some(supposition))
    }

    /// Whether a supposed field only follows others.
    #[must_use]
    pub fn follows_others(&self, at: FieldRef) -> bool {
        self.following.contains(&at)
    }

    /// What a field is supposed to be.
    pub(super) fn supposed_field(&self, at: FieldRef) -> Option<DefinitionId> {
        self.supposed.iter().find(|(field, _)| *field == at).map(|(_, id)| *id)
    }
}

impl Loader<'_> {
    /// Puts a supposition in force, ahead of all definitions. Errors are those of the supposition alone.
    pub(super) fn put_in_force(&mut self, supposition: &Supposition) -> Result<(), Vec<Diagnostic>> {
        let known = self.problems.len();
        let scenario = supposition.scenario.as_ref().map(|name| self.find_scenario(name)).transpose()?;
        let (mut sets, shifts) = scenario.map(|s| (s.sets, s.shifts)).unwrap_or_default();
        for (name, text) in &supposition.fields {
            let set = self.set_by_hand(name, text)?;
            sets.retain(|other| other.at != set.at);
            sets.push(set);
        }
        for (id, shift) in shifts {
            self.shift_parameter(id.0 as usize, &shift);
        }
        for (name, text) in &supposition.parameters {
            self.set(name, text);
        }
        self.suppose_fields(&sets)?;
        let wrong = self.problems.split_off(known);
        if wrong.iter().any(|d| d.level == Level::Error) { Err(wrong) } else { Ok(()) }
    }

    fn find_scenario(&self, name: &str) -> Result<Scenario, Vec<Diagnostic>> {
        let all = &self.book.scenarios;
        self.book.scenario(name).cloned().ok_or_else(|| {
            let near = nearest(name, all.iter().map(|s| s.name.as_str()));
            let near = near.map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
            let names = all.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("、");
            let error = Diagnostic::error(M::UnknownScenario { name: name.to_owned() }).help_maybe(near);
            vec![error.help(SharedMessage::KnownAre { names })]
        })
    }

    /// `字段=值`: a value as a cell would hold it, or an expression.
    fn set_by_hand(&self, name: &str, text: &str) -> Result<Set, Vec<Diagnostic>> {
        let dictionary = &self.book.dictionary;
        let at = find_field(dictionary, name).map_err(|error| vec![error])?;
        if joins(dictionary, at) {
            return Err(vec![Diagnostic::error(M::CannotSuppose { field: dictionary.field(at).name.zh.clone() })]);
        }
        let quoted = || format!("\"{text}\"");
        let to = match dictionary.field(at).ty {
            FieldType::Code(list) if dictionary.code_list(list).find(text).is_some() => quoted(),
            FieldType::Text | FieldType::Id if !text.contains('"') => quoted(),
            _ => text.to_owned(),
        };
        Ok(Set { at, to, now: None })
    }

    fn shift_parameter(&mut self, at: usize, shift: &Shift) {
        let Some(parameter) = self.book.parameters.get(at) else { return };
        let name = parameter.name.zh.clone();
        match shift {
            Shift::To(text) => self.set(&name, text),
            Shift::Times(factor) => {
                let mut values = parameter.values.clone();
                for dated in &mut values {
                    let moved = match dated.value {
                        ParameterValue::Number(number) => number.checked_mul(*factor).map(ParameterValue::Number),
                        ParameterValue::Date(_) => None,
                    };
                    match moved {
                        Some(moved) => dated.value = moved,
                        None => {
                            let message = M::CannotMultiply { name: name.clone(), factor: factor.to_string() };
                            self.problems.push(Diagnostic::error(message));
                            return;
                        }
                    }
                    (dated.citation, dated.assumed) = (None, false);
                }
                if let Some(parameter) = self.book.parameters.get_mut(at) {
                    parameter.values = values;
                }
                self.book.overrides.push((name, format!("× {factor}")));
            }
        }
    }

    /// Makes definitions of the fields that are set and of those that follow.
    fn suppose_fields(&mut self, sets: &[Set]) -> Result<(), Vec<Diagnostic>> {
        // For each field that changes by an amount, that amount as an expression.
        let mut changes: Vec<(FieldRef, String)> = Vec::new();
        let mut made = Vec::new();
        for set in sets {
            let own = self.quoted(set.at);
            let now = set.now.as_deref().unwrap_or(&own);
            made.push((set.at, set.to.clone()));
            if matches!(self.book.dictionary.field(set.at).ty, FieldType::Number(_)) {
                changes.push((set.at, format!("(({}) - ({now}))", set.to)));
            }
        }
        for follow in self.book.follows.clone() {
            let change = |field| {
                let at = FieldRef { entity: follow.at.entity, field };
                changes.iter().find(|(changed, _)| *changed == at).map(|(_, change)| change.as_str())
            };
            let more: Vec<&str> = follow.adds.iter().filter_map(|&field| change(field)).collect();
            let less: Vec<&str> = follow.less.iter().filter_map(|&field| change(field)).collect();
            if more.len() + less.len() == 0 || made.iter().any(|(at, _)| *at == follow.at) {
                continue;
            }
            let mut sum = more.join(" + ");
            for change in less {
                sum = if sum.is_empty() { format!("-{change}") } else { format!("{sum} - {change}") };
            }
            let own = self.quoted(follow.at);
            self.book.following.push(follow.at);
            match follow.per {
                Some(per) => {
                    let per = self.quoted(FieldRef { entity: follow.at.entity, field: per });
                    made.push((follow.at, format!("({own} * {per} + ({sum})) / {per}")));
                }
                None => {
                    made.push((follow.at, format!("{own} + ({sum})")));
                    changes.push((follow.at, format!("({sum})")));
                }
            }
        }
        let mut supposed = Vec::new();
        for (at, text) in made {
            supposed.push((at, self.suppose_field(at, &text)?));
        }
        self.book.supposed = supposed;
        Ok(())
    }

    /// A field as expressions name it, whatever characters its name has.
    fn quoted(&self, at: FieldRef) -> String {
        format!("「{}」", self.book.dictionary.field(at).name.zh)
    }

    fn suppose_field(&mut self, at: FieldRef, text: &str) -> Result<DefinitionId, Vec<Diagnostic>> {
        let field = self.book.dictionary.field(at).clone();
        let source = Source::new(field.name.zh.clone(), text);
        let expr = lang::parse(text, &|range| Span::new(&source, range))?;
        let body = self.supposed_value(&expr, at)?;
        let signature = DefinitionSignature { name: field.name.clone(), entity: at.entity, ty: body.data.ty };
        let id = u32::try_from(self.book.definitions.len()).unwrap_or(u32::MAX);
        self.book.signatures.definitions.push(signature.clone());
        let span = body.span.clone();
        let title = Bilingual::default();
        self.book.definitions.push(Definition { signature, body, title, assumed: false, span });
        Ok(DefinitionId(id))
    }
}
