//! What expressions use, through definitions too.

use super::{Piece, Rule, Rulebook};
use crate::dictionary::{FieldRef, LinkId};
use crate::lang::tree::Expr;
use crate::lang::types::{DefinitionId, ParameterId, Target, Typed};
use std::collections::BTreeSet;

/// What expressions use, directly or through definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// The fields that are read.
    pub fields: BTreeSet<FieldRef>,
    /// The links that are followed.
    pub links: BTreeSet<LinkId>,
    /// The definitions.
    pub definitions: BTreeSet<DefinitionId>,
    /// The parameters.
    pub parameters: BTreeSet<ParameterId>,
}

impl Rule {
    /// Its conditions.
    pub fn conditions(&self) -> impl Iterator<Item = &Expr<Typed>> {
        self.given.iter().chain([&self.require])
    }

    /// The expressions of its messages.
    pub fn message_values(&self) -> impl Iterator<Item = &Expr<Typed>> {
        let pieces = self.message_zh.0.iter().chain(&self.message_en.0);
        pieces.filter_map(|piece| if let Piece::Value(expr) = piece { Some(expr) } else { None })
    }
}

impl Uses {
    /// What `exprs` use.
    pub fn of<'r>(rulebook: &'r Rulebook, exprs: impl IntoIterator<Item = &'r Expr<Typed>>) -> Self {
        let mut uses = Self::default();
        let mut open: Vec<&Expr<Typed>> = exprs.into_iter().collect();
        while let Some(expr) = open.pop() {
            expr.walk(&mut |node| match &node.data.target {
                Target::Field(at) => {
                    uses.fields.insert(*at);
                }
                Target::Links(links) => uses.links.extend(links.iter().copied()),
                Target::Parameter(id) => {
                    uses.parameters.insert(*id);
                }
                Target::Definition(id) => {
                    if uses.definitions.insert(*id)
                        && let Some(definition) = rulebook.definitions.get(id.0 as usize)
                    {
                        open.push(&definition.body);
                    }
                }
                Target::None | Target::Number(_) | Target::Code(_) => {}
            });
        }
        uses
    }

    /// The fields whose values these uses ask for: those of the expressions, and those that put sequences in order.
    #[must_use]
    pub fn values(&self, rulebook: &Rulebook) -> BTreeSet<FieldRef> {
        let link = |&id| rulebook.dictionary.link(id);
        let order = self.links.iter().map(link).flat_map(|link| {
            let from = link.from;
            link.order.iter().map(move |&field| FieldRef { entity: from, field })
        });
        self.fields.iter().copied().chain(order).collect()
    }

    /// The fields that must be read for these uses: those of [`Self::values`], and those that the links join by.
    #[must_use]
    pub fn columns(&self, rulebook: &Rulebook) -> BTreeSet<FieldRef> {
        let mut fields = self.values(rulebook);
        for link in self.links.iter().map(|&id| rulebook.dictionary.link(id)) {
            for &(from, to) in &link.by {
                fields.insert(FieldRef { entity: link.from, field: from });
                fields.insert(FieldRef { entity: link.to, field: to });
            }
        }
        fields
    }
}
