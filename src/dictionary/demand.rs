//! How much of the data a task needs: what is not needed is neither read nor joined.

use super::{Dictionary, EntityId, FieldRef, LinkId};
use std::collections::BTreeSet;

/// How much of the data a task needs.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Whether everything is needed.
    all: bool,
    fields: BTreeSet<FieldRef>,
    /// Links that are followed, and those that a reader of any data is told the gaps of, with the way back of each.
    links: BTreeSet<LinkId>,
    /// Links that are followed in this very direction.
    walked: BTreeSet<LinkId>,
    /// Links along which rows are made for entities that no file holds.
    supplies: BTreeSet<LinkId>,
    entities: BTreeSet<EntityId>,
    /// Those of the entities whose rows are told of.
    told: BTreeSet<EntityId>,
    /// Whether rows are to be called by name and place, beside their key.
    names: bool,
}

impl Demand {
    /// Everything.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            all: true,
            fields: BTreeSet::new(),
            links: BTreeSet::new(),
            walked: BTreeSet::new(),
            supplies: BTreeSet::new(),
            entities: BTreeSet::new(),
            told: BTreeSet::new(),
            names: true,
        }
    }

    /// The rows of `entities`, which are told of, their `fields`, and what `links` lead to. `names` is whether rows are to
    /// be called by name and place.
    #[must_use]
    pub fn new(
        dictionary: &Dictionary,
        entities: impl IntoIterator<Item = EntityId>,
        fields: BTreeSet<FieldRef>,
        links: impl IntoIterator<Item = LinkId>,
        names: bool,
    ) -> Self {
        let ids = || (0..dictionary.links.len()).map(LinkId::new);
        let required = ids().filter(|&id| dictionary.link(id).required);
        let mut walked: BTreeSet<LinkId> = links.into_iter().collect();
        let told: BTreeSet<EntityId> = entities.into_iter().collect();
        if names {
            walked.extend(told.iter().flat_map(|&entity| dictionary.links_home(entity)));
        }
        let links: BTreeSet<LinkId> =
            walked.iter().copied().chain(required).flat_map(|id| [id, dictionary.link(id).inverse]).collect();
        let ends = links.iter().flat_map(|&id| [dictionary.link(id).from, dictionary.link(id).to]);
        let mut open: Vec<EntityId> = told.iter().copied().chain(ends).collect();
        let mut found = BTreeSet::new();
        while let Some(entity) = open.pop() {
            if found.insert(entity) {
                // Where no file holds it, its rows come from these.
                open.extend(&dictionary.entity(entity).from_keys);
            }
        }
        let supplies = ids().filter(|&id| {
            let link = dictionary.link(id);
            found.contains(&link.to) && dictionary.entity(link.to).from_keys.contains(&link.from)
        });
        Self { all: false, fields, supplies: supplies.collect(), links, walked, entities: found, told, names }
    }

    /// Whether a field is read by more than the links.
    #[must_use]
    pub fn reads(&self, field: FieldRef) -> bool {
        self.all || self.fields.contains(&field)
    }

    /// Whether it is asked where a link leads, in this direction.
    #[must_use]
    pub fn walks(&self, link: LinkId) -> bool {
        // Whoever is to see names is also led to the rows around a finding.
        self.all || self.walked.contains(&link) || (self.names && self.links.contains(&link))
    }

    /// Whether a link is built, if only to tell its gaps; then its way back is too.
    #[must_use]
    pub fn follows(&self, link: LinkId) -> bool {
        self.all || self.links.contains(&link)
    }

    /// Whether the fields that a link joins by are read.
    #[must_use]
    pub fn joins(&self, link: LinkId) -> bool {
        // Whoever is to see names is also to hear of keys that were damaged, whatever they join.
        self.names || self.follows(link) || self.supplies.contains(&link)
    }

    /// Whether the rows of an entity are needed; those that a file holds are read in any case.
    #[must_use]
    pub fn has(&self, entity: EntityId) -> bool {
        self.all || self.entities.contains(&entity)
    }

    /// Whether rows of an entity are told of, by their key at least.
    #[must_use]
    pub fn tells(&self, entity: EntityId) -> bool {
        self.all || self.names || self.told.contains(&entity)
    }

    /// Whether rows are to be called by name and place.
    #[must_use]
    pub const fn names(&self) -> bool {
        self.names
    }
}
