//! Which columns rules read, so that nothing else is parsed.

use crate::dictionary::{Dictionary, FieldRef, LinkId};
use crate::lang::tree::Expr;
use crate::lang::types::{DefinitionId, Target, Typed};
use crate::rulebook::{Piece, Rule, Rulebook};
use std::collections::BTreeSet;

/// The fields and links that expressions read, through definitions too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The fields.
    pub fields: BTreeSet<FieldRef>,
    /// The links.
    pub links: BTreeSet<LinkId>,
    definitions: BTreeSet<DefinitionId>,
}

impl Needs {
    /// What `rules` read, in their conditions and in their messages.
    pub fn of_rules<'r>(rulebook: &Rulebook, rules: impl IntoIterator<Item = &'r Rule>) -> Self {
        let mut needs = Self::default();
        for rule in rules {
            for expr in rule.given.iter().chain([&rule.require]) {
                needs.add(rulebook, expr);
            }
            for piece in rule.message_zh.0.iter().chain(&rule.message_en.0) {
                if let Piece::Value(expr) = piece {
                    needs.add(rulebook, expr);
                }
            }
        }
        needs
    }

    /// Adds what `expr` reads.
    pub fn add(&mut self, rulebook: &Rulebook, expr: &Expr<Typed>) {
        let mut open = vec![expr];
        while let Some(expr) = open.pop() {
            expr.walk(&mut |node| match &node.data.target {
                Target::Field(at) => {
                    self.fields.insert(*at);
                }
                Target::Links(links) => self.links.extend(links.iter().copied()),
                Target::Definition(id) => {
                    if self.definitions.insert(*id)
                        && let Some(definition) = rulebook.definitions.get(id.0 as usize)
                    {
                        open.push(&definition.body);
                    }
                }
                _ => {}
            });
        }
        self.add_link_keys(&rulebook.dictionary);
    }

    fn add_link_keys(&mut self, dictionary: &Dictionary) {
        for &id in &self.links {
            let link = dictionary.link(id);
            for &(from, to) in &link.by {
                self.fields.insert(FieldRef { entity: link.from, field: from });
                self.fields.insert(FieldRef { entity: link.to, field: to });
            }
        }
    }
}
