//! What rules and indicators need of the data, in one rulebook or in several over the same rows.

use crate::dictionary::{Demand, Dictionary, EntityId, FieldRef, LinkId};
use crate::rulebook::{Indicator, Rule, Rulebook, Uses};
use std::collections::BTreeSet;

/// Tables, columns and links that are needed.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    entities: BTreeSet<EntityId>,
    fields: BTreeSet<FieldRef>,
    links: BTreeSet<LinkId>,
}

impl Needs {
    /// Adds what the conditions of rules need. Rules that a region switches off need nothing.
    pub fn rules<'r>(&mut self, book: &'r Rulebook, rules: impl IntoIterator<Item = &'r Rule>) {
        for rule in rules {
            self.entities.insert(rule.entity);
            if rule.off.is_none() {
                self.uses(book, &Uses::of(book, rule.conditions()));
            }
        }
    }

    /// Adds what indicators need, their groups included.
    pub fn indicators<'r>(&mut self, book: &'r Rulebook, indicators: impl IntoIterator<Item = &'r Indicator>) {
        for indicator in indicators {
            self.entities.insert(indicator.entity);
            self.uses(book, &Uses::of(book, indicator.expressions()));
            let (fields, links) = indicator.groups(book);
            self.fields.extend(fields);
            self.links.extend(links);
        }
    }

    fn uses(&mut self, book: &Rulebook, uses: &Uses) {
        self.fields.extend(uses.columns(book));
        self.links.extend(&uses.links);
    }

    /// The same as a demand. Rows are called by name and place too.
    #[must_use]
    pub fn demand(self, dictionary: &Dictionary) -> Demand {
        Demand::new(dictionary, self.entities, self.fields, self.links, true)
    }
}
