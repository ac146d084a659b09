//! Rules as the manual shows them.

use super::record::{
    ClauseDoc, DefinitionDoc, ExampleDoc, ExampleRowDoc, Expression, LinkedDoc, Manual, PackDoc, Pair, ParameterDoc,
    RuleDoc, RuleLine, ValueDoc,
};
use super::view::View;
use crate::diagnostic::Locale;
use crate::dictionary::{EntityId, FieldRef};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::Typed;
use crate::rulebook::{Citation, Definition, ExampleRow, Indicator, Piece, Rule, Template, Uses};
use crate::value::Date;

impl<'a> View<'a> {
    /// A rule as a line of a list.
    #[must_use]
    pub fn rule_line(&self, rule: &'a Rule) -> RuleLine {
        RuleLine {
            code: rule.code.clone(),
            slug: rule.slug.clone(),
            title: self.pick(&rule.title).to_owned(),
            class: rule.class.clone(),
            class_title: self.context.rulebook.class_title(&rule.class).pick(self.locale).to_owned(),
            pack: rule.pack.clone(),
            entity: self.entity(rule.entity),
            severity: rule.severity,
            assumed: rule.assumed,
            off: rule.off.as_ref().map(|reason| self.pick(reason).to_owned()),
        }
    }

    pub(super) fn expression(&self, expr: &Expr<Typed>) -> Expression {
        let print = |locale| lang::print(expr, self.context.rulebook, locale);
        Expression { zh: print(Locale::Zh), en: print(Locale::En) }
    }

    fn template(&self, template: &Template) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(expr) => format!("{{{}}}", lang::print(expr, self.context.rulebook, self.locale)),
        };
        template.0.iter().map(piece).collect()
    }

    /// Everything that is known of a rule.
    #[must_use]
    pub fn rule_doc(&self, rule: &'a Rule) -> RuleDoc {
        let rulebook = self.context.rulebook;
        let uses = Uses::of(rulebook, rule.conditions());
        let definitions = uses.definitions.iter().filter_map(|id| rulebook.definitions.get(id.0 as usize));
        RuleDoc {
            rule: self.rule_line(rule),
            given: rule.given.as_ref().map(|given| self.expression(given)),
            require: self.expression(&rule.require),
            message: self.template(rule.message(self.locale)),
            remedy: self.pick(&rule.remedy).to_owned(),
            note: self.pick(&rule.note).to_owned(),
            basis: self.clauses(&rule.basis),
            definitions: definitions.map(|definition| self.definition_doc(definition)).collect(),
            parameters: uses.parameters.iter().filter_map(|id| self.parameter_doc(id.0 as usize)).collect(),
            examples: rule
                .examples
                .iter()
                .map(|example| ExampleDoc {
                    row: self.example_row(rule.entity, &example.row),
                    verdict: example.then,
                    as_of: example.as_of.to_string(),
                    region: example.region.clone(),
                    note: self.pick(&example.note).to_owned(),
                })
                .collect(),
            redirects: rulebook
                .redirects
                .iter()
                .filter(|(_, to)| *to == rule.code)
                .map(|(from, _)| from.clone())
                .collect(),
        }
    }

    /// The whole rulebook as a book: the packs with their rules, then what they use.
    #[must_use]
    pub fn manual(&self) -> Manual {
        let rulebook = self.context.rulebook;
        let packs = rulebook.packs.iter().map(|pack| PackDoc {
            name: pack.name.clone(),
            title: self.pick(&pack.title).to_owned(),
            about: self.pick(&pack.about).to_owned(),
            rules: rulebook.rules.iter().filter(|r| r.pack == pack.name).map(|rule| self.rule_doc(rule)).collect(),
        });
        let uses = Uses::of(
            rulebook,
            rulebook
                .rules
                .iter()
                .flat_map(Rule::conditions)
                .chain(rulebook.indicators.iter().flat_map(Indicator::expressions)),
        );
        let definitions = uses.definitions.iter().filter_map(|id| rulebook.definitions.get(id.0 as usize));
        Manual {
            region: rulebook.region.as_ref().map(|region| self.pick(&region.title).to_owned()),
            packs: packs.collect(),
            indicators: rulebook.indicators.iter().map(|indicator| self.indicator_doc(indicator)).collect(),
            definitions: definitions.map(|definition| self.definition_doc(definition)).collect(),
            parameters: uses.parameters.iter().filter_map(|id| self.parameter_doc(id.0 as usize)).collect(),
        }
    }

    pub(super) fn definition_doc(&self, definition: &Definition) -> DefinitionDoc {
        DefinitionDoc {
            name: definition.signature.name.pick(self.locale).to_owned(),
            title: self.pick(&definition.title).to_owned(),
            expression: self.expression(&definition.body),
            assumed: definition.assumed,
        }
    }

    pub(super) fn clauses(&self, citations: &[Citation]) -> Vec<ClauseDoc> {
        let records = self.cited(citations);
        let locus = |source: &str, clause: &str| {
            let document = self.context.rulebook.document(source)?;
            Some(document.clauses.iter().find(|c| c.id == clause)?.locus.clone())
        };
        let doc = |record: super::record::BasisRecord| ClauseDoc {
            locus: locus(&record.source, &record.clause).unwrap_or_default(),
            source: record.source,
            title: record.title,
            clause: record.clause,
            text: record.text,
        };
        records.into_iter().map(doc).collect()
    }

    pub(super) fn parameter_doc(&self, at: usize) -> Option<ParameterDoc> {
        let parameter = self.context.rulebook.parameters.get(at)?;
        let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        let values = parameter.values.iter().map(|value| ValueDoc {
            from: day(value.from),
            until: day(value.until),
            value: self.parameter_value(parameter, value),
            source: value.citation.as_ref().map(|c| self.citation(c)).unwrap_or_default(),
            assumed: value.assumed,
            region: value.region.clone(),
        });
        Some(ParameterDoc {
            name: parameter.name.pick(self.locale).to_owned(),
            title: self.pick(&parameter.title).to_owned(),
            values: values.collect(),
        })
    }

    fn example_row(&self, entity: EntityId, row: &ExampleRow) -> ExampleRowDoc {
        let cells = row
            .cells
            .iter()
            .map(|(field, text)| Pair { name: self.field(FieldRef { entity, field: *field }), value: text.clone() });
        let linked = row.linked.iter().map(|(id, rows)| {
            let link = self.context.rulebook.dictionary.link(*id);
            LinkedDoc {
                link: link.name.pick(self.locale).to_owned(),
                rows: rows.iter().map(|row| self.example_row(link.to, row)).collect(),
            }
        });
        ExampleRowDoc { cells: cells.collect(), linked: linked.collect() }
    }
}
