//! Examples: rows written as cells and linked rows.

use super::load::{Loader, Rulebook};
use super::model::{Example, ExampleRow, Verdict};
use super::raw::{self, Node};
use crate::diagnostic::Source;
use crate::diagnostic::catalogue::RulebookMessage as M;
use crate::dictionary::{Cardinality, EntityId};
use crate::value::Date;
use std::borrow::Borrow;
use std::sync::Arc;

/// The audit date of examples that give none.
pub const EXAMPLE_DATE: &str = "2020-12-31";

impl<B: Borrow<Rulebook>> Loader<'_, B> {
    pub(super) fn example(&mut self, source: &Arc<Source>, raw: &raw::Example, entity: EntityId) -> Option<Example> {
        let row = self.example_row(source, &raw.given, entity);
        let Some(then) = Verdict::of_name(raw.then.value()) else {
            self.error(&raw.then.span(source), M::UnknownVerdict { name: raw.then.value().clone() });
            return None;
        };
        let as_of = match &raw.as_of {
            Some(text) => self.date(source, text)?,
            None => Date::parse(EXAMPLE_DATE)?,
        };
        Some(Example {
            row,
            then,
            as_of,
            region: raw.region.as_ref().map(|r| r.value().clone()),
            note: raw.note.clone(),
            span: raw.then.span(source),
        })
    }

    fn example_row(&mut self, source: &Arc<Source>, entries: &raw::Entries, entity: EntityId) -> ExampleRow {
        let mut row = ExampleRow::default();
        for (name, node) in &entries.0 {
            let span = name.span(source);
            let dictionary = &self.book.borrow().dictionary;
            if let Some(field) = dictionary.find_field(entity, name.value()) {
                match node.value() {
                    Node::Cell(text) => row.cells.push((field, text.clone())),
                    Node::Row(_) | Node::Rows(_) => {
                        self.error(&span, M::ExampleNeedsCell { name: name.value().clone() });
                    }
                }
            } else if let Some(id) = dictionary.find_link(entity, name.value()) {
                let (to, cardinality) = (dictionary.link(id).to, dictionary.link(id).cardinality);
                let rows = match node.value() {
                    Node::Row(entries) => vec![self.example_row(source, entries, to)],
                    Node::Rows(rows) => {
                        if cardinality == Cardinality::One && rows.len() > 1 {
                            self.error(&span, M::ExampleOneRow { name: name.value().clone() });
                        }
                        rows.iter().map(|entries| self.example_row(source, entries, to)).collect()
                    }
                    Node::Cell(_) => {
                        self.error(&span, M::ExampleNeedsRows { name: name.value().clone() });
                        Vec::new()
                    }
                };
                row.linked.push((id, rows));
            } else {
                let entity = dictionary.entity(entity);
                let names: Vec<String> = entity.fields.iter().map(|f| f.name.zh.clone()).collect();
                let message = M::UnknownExampleName { entity: entity.name.zh.clone(), name: name.value().clone() };
                self.unknown(&span, message, name.value(), names.iter().map(String::as_str));
            }
        }
        row
    }
}
