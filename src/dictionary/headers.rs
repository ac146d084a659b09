//! Recognising what a file is by its headers.

use super::Dictionary;
use super::ids::{EntityId, FieldId};
use super::link::Cardinality;
use crate::value::fold_name;
use std::collections::BTreeMap;

/// Every header known for every entity: names, ASCII names and aliases, folded.
#[derive(Clone, Debug)]
pub struct HeaderIndex {
    headers: Vec<BTreeMap<String, FieldId>>,
    keys: Vec<Vec<FieldId>>,
    /// By entity: those that one row of it leads to.
    owners: Vec<Vec<EntityId>>,
}

/// How a row of headers reads as one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderMatch {
    /// The entity.
    pub entity: EntityId,
    /// For each header the field it names, `None` where the entity has no such field.
    pub columns: Vec<Option<FieldId>>,
    /// How many distinct fields are named.
    pub matched: usize,
    /// Whether the fields of the entity's key are among them (true where it has no key).
    pub has_key: bool,
    /// Whether it has a key of its own and the headers name all of it: of sheets that read alike, more than a ledger whose
    /// rows have no key.
    pub names_key: bool,
    /// Whether it stands first because its rows lead to those of the best match, whose key is there too.
    pub finer: bool,
}

/// A header without the star that forms set beside columns which must be filled.
fn without_star(folded: &str) -> &str {
    folded.trim_matches('*')
}

impl HeaderIndex {
    /// The index of a dictionary.
    #[must_use]
    pub fn new(dictionary: &Dictionary) -> Self {
        let mut headers = Vec::new();
        for entity in &dictionary.entities {
            let mut names = BTreeMap::new();
            for (field, id) in entity.fields.iter().zip(entity.field_ids()) {
                for name in field.name.folded().into_iter().chain(field.aliases.iter().map(|a| fold_name(a))) {
                    names.entry(name).or_insert(id);
                }
            }
            headers.push(names);
        }
        let owners = dictionary.entity_ids().map(|id| {
            let links = dictionary.links_from(id).map(|link| dictionary.link(link));
            links
                .filter(|link| link.cardinality == Cardinality::One && !link.is_sequence())
                .map(|link| link.to)
                .collect()
        });
        let keys = dictionary.entities.iter().map(|e| e.key.clone()).collect();
        Self { headers, keys, owners: owners.collect() }
    }

    /// How `headers` reads as `entity`.
    #[must_use]
    pub fn read_as(&self, entity: EntityId, headers: &[String]) -> HeaderMatch {
        let names = &self.headers[entity.index()];
        let columns: Vec<Option<FieldId>> =
            headers.iter().map(|h| names.get(without_star(&fold_name(h))).copied()).collect();
        let mut distinct: Vec<FieldId> = columns.iter().flatten().copied().collect();
        distinct.sort_unstable();
        distinct.dedup();
        // Of a composite key the last part names the row within the others, which a local list may leave out.
        let has_key = self.keys[entity.index()].last().is_none_or(|last| distinct.contains(last));
        let key = &self.keys[entity.index()];
        let names_key = !key.is_empty() && key.iter().all(|field| distinct.contains(field));
        HeaderMatch { entity, columns, matched: distinct.len(), has_key, names_key, finer: false }
    }

    /// How `headers` reads as every entity it can be, the best first: with its key, then by the number of fields named.
    /// At least two fields must be named.
    ///
    /// A sheet that has the keys of two entities of which one leads to the other holds rows of that one, however many
    /// columns speak of the other: a sheet of people often repeats what belongs to their households.
    #[must_use]
    pub fn recognise(&self, headers: &[String]) -> Vec<HeaderMatch> {
        let mut matches: Vec<HeaderMatch> = (0..self.headers.len())
            .map(|entity| self.read_as(EntityId::new(entity), headers))
            .filter(|m| m.matched >= 2)
            .collect();
        let most = matches.iter().map(|m| m.matched).max().unwrap_or(0);
        // A list without a key of its own is no match for a sheet of which it names a few columns.
        let rank = |m: &HeaderMatch| (m.has_key && m.matched * 2 >= most, m.matched, m.names_key);
        matches.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.entity.cmp(&b.entity)));
        let finer = |best: &HeaderMatch| {
            let leads = |m: &HeaderMatch| {
                let has_own_key = m.has_key && !self.keys[m.entity.index()].is_empty();
                has_own_key && self.owners[m.entity.index()].contains(&best.entity)
            };
            matches.iter().position(leads)
        };
        if let Some(at) = matches.first().filter(|best| best.has_key).and_then(finer) {
            let finer = matches.remove(at);
            matches.insert(0, HeaderMatch { finer: true, ..finer });
        }
        matches
    }

    /// Every header known for `entity`, folded, in order.
    pub fn known(&self, entity: EntityId) -> impl Iterator<Item = &str> {
        self.headers[entity.index()].keys().map(String::as_str)
    }
}
