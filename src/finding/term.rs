//! What else a report names, as pages to read: terms, parameters, checks of the data, what-ifs.

use super::data::all_checks;
use super::record::{DataCheckDoc, Pair, ParameterPage, RuleTitle, ScenarioDoc, TermDoc};
use super::view::View;
use crate::lang::types::{DefinitionId, ParameterId};
use crate::rulebook::{Scenario, Shift, Uses};

impl<'a> View<'a> {
    /// The definitions called `name`, in either language; several tables may have one of the name.
    #[must_use]
    pub fn terms(&self, name: &str) -> Vec<TermDoc> {
        let rulebook = self.context.rulebook;
        let named = rulebook.definitions.iter().enumerate().filter(|(_, d)| d.signature.name.is(name));
        let doc = |(at, definition): (usize, &'a crate::rulebook::Definition)| {
            let uses = Uses::of(rulebook, [&definition.body]);
            let definitions = uses.definitions.iter().filter_map(|id| rulebook.definitions.get(id.0 as usize));
            TermDoc {
                term: self.definition_doc(definition),
                entity: self.entity(definition.signature.entity),
                definitions: definitions.map(|definition| self.definition_doc(definition)).collect(),
                parameters: uses.parameters.iter().filter_map(|id| self.parameter_doc(id.0 as usize)).collect(),
                used_by: self.users(|uses| uses.definitions.iter().any(|&DefinitionId(id)| id as usize == at)),
            }
        };
        named.map(doc).collect()
    }

    /// The parameter called `name`, in either language.
    #[must_use]
    pub fn parameter_page(&self, name: &str) -> Option<ParameterPage> {
        let at = self.context.rulebook.parameters.iter().position(|parameter| parameter.name.is(name))?;
        let used_by = self.users(|uses| uses.parameters.iter().any(|&ParameterId(id)| id as usize == at));
        Some(ParameterPage { parameter: self.parameter_doc(at)?, used_by })
    }

    /// All checks of the data, in order of their codes.
    pub fn data_checks(&self) -> impl Iterator<Item = DataCheckDoc> + use<> {
        all_checks(self.locale)
    }

    /// A scenario.
    #[must_use]
    pub fn scenario_doc(&self, scenario: &Scenario) -> ScenarioDoc {
        let set = |set: &crate::rulebook::Set| Pair {
            name: format!("{}.{}", self.entity(set.at.entity), self.field(set.at)),
            value: set.to.clone(),
        };
        let shift = |(id, shift): &(ParameterId, Shift)| {
            let parameter = self.context.rulebook.parameters.get(id.0 as usize);
            let name = parameter.map(|p| p.name.pick(self.locale).to_owned()).unwrap_or_default();
            let value = match shift {
                Shift::To(value) => value.clone(),
                Shift::Times(factor) => format!("× {factor}"),
            };
            Pair { name, value }
        };
        ScenarioDoc {
            name: scenario.name.clone(),
            title: scenario.title.pick(self.locale).to_owned(),
            sets: scenario.sets.iter().map(set).collect(),
            parameters: scenario.shifts.iter().map(shift).collect(),
            note: scenario.note.pick(self.locale).to_owned(),
            basis: self.clauses(&scenario.basis),
            assumed: scenario.assumed,
        }
    }

    /// The rules and indicators whose expressions use what `does_use` says.
    fn users(&self, does_use: impl Fn(&Uses) -> bool) -> Vec<RuleTitle> {
        let rulebook = self.context.rulebook;
        let title = |code: &str, title: &'a crate::dictionary::Bilingual| RuleTitle {
            code: code.to_owned(),
            title: self.pick(title).to_owned(),
        };
        let rules = rulebook.rules.iter().filter(|rule| does_use(&Uses::of(rulebook, rule.conditions())));
        let indicators = rulebook.indicators.iter().filter(|i| does_use(&Uses::of(rulebook, i.expressions())));
        let rules = rules.map(|rule| title(&rule.code, &rule.title));
        rules.chain(indicators.map(|i| title(&i.code, &i.title))).collect()
    }
}
