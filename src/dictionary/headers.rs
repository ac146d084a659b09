//! Recognising what a file is by its headers.

use super::ids::{DimensionId, EntityId, FieldId, FieldRef};
use super::link::Cardinality;
use super::{Dictionary, FieldType};
use crate::value::fold_name;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Every header known for every entity: names, ASCII names and aliases, folded.
#[derive(Clone, Debug)]
pub struct HeaderIndex {
    /// By header: the fields that it names, at most one of each entity, in order of entity.
    fields: HashMap<String, Vec<FieldRef>>,
    /// Every unit, folded, with what it measures.
    units: Vec<(String, DimensionId)>,
    /// By entity and field: what its numbers measure.
    measured: Vec<Vec<Option<DimensionId>>>,
    keys: Vec<Vec<FieldId>>,
    /// By entity: those that one row of it leads to.
    owners: Vec<Vec<EntityId>>,
}

/// A row of headers, each looked up for all entities at once.
#[derive(Clone, Debug)]
pub struct HeaderRow<'i> {
    index: &'i HeaderIndex,
    /// For each header the fields that it names.
    named: Vec<Cow<'i, [FieldRef]>>,
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

/// The parts of a folded header that ends with a unit in brackets.
pub(crate) fn name_and_unit(folded: &str) -> Option<(&str, &str)> {
    let (name, unit) = folded.strip_suffix(')')?.rsplit_once('(')?;
    Some((name, unit.trim()))
}

/// A header without the star that forms set beside columns which must be filled.
fn without_star(folded: &str) -> &str {
    folded.trim_matches('*')
}

impl HeaderIndex {
    /// The index of a dictionary.
    #[must_use]
    pub fn new(dictionary: &Dictionary) -> Self {
        let mut fields: HashMap<String, Vec<FieldRef>> = HashMap::new();
        for (entity, id) in dictionary.entities.iter().zip(dictionary.entity_ids()) {
            for (field, at) in entity.fields.iter().zip(entity.field_ids()) {
                for name in field.name.folded().into_iter().chain(field.aliases.iter().map(|a| fold_name(a))) {
                    let named = fields.entry(name).or_default();
                    // Entities come in order, so another field of this one stands last.
                    if named.last().is_none_or(|last| last.entity != id) {
                        named.push(FieldRef { entity: id, field: at });
                    }
                }
            }
        }
        let owners = dictionary.entity_ids().map(|id| {
            let links = dictionary.links_from(id).map(|link| dictionary.link(link));
            links
                .filter(|link| link.cardinality == Cardinality::One && !link.is_sequence())
                .map(|link| link.to)
                .collect()
        });
        let keys = dictionary.entities.iter().map(|e| e.key.clone()).collect();
        let of_dimension = |(at, dimension): (usize, &super::Dimension)| {
            let folded = |unit: &super::Unit| (fold_name(&unit.name), DimensionId::new(at));
            dimension.units.iter().map(folded).collect::<Vec<_>>()
        };
        let units = dictionary.dimensions.iter().enumerate().flat_map(of_dimension).collect();
        let measured = |ty| if let FieldType::Number(dimension) = ty { dimension } else { None };
        let measured =
            dictionary.entities.iter().map(|e| e.fields.iter().map(|field| measured(field.ty)).collect()).collect();
        Self { fields, units, measured, keys, owners: owners.collect() }
    }

    /// The fields that a folded header names.
    fn named(&self, folded: &str) -> Cow<'_, [FieldRef]> {
        let folded = without_star(folded);
        match self.fields.get(folded) {
            Some(named) => Cow::Borrowed(named),
            None => self.named_with_unit(folded).into(),
        }
    }

    /// The fields that a header names before a unit in brackets, as in `低保金（元）`: those that it measures.
    fn named_with_unit(&self, folded: &str) -> Vec<FieldRef> {
        let parts = name_and_unit(folded);
        let Some((unit, named)) = parts.and_then(|(name, unit)| Some((unit, self.fields.get(without_star(name))?)))
        else {
            return Vec::new();
        };
        let dimensions = self.units.iter().filter(|(name, _)| name == unit).map(|(_, dimension)| *dimension);
        let dimensions: Vec<DimensionId> = dimensions.collect();
        let measured = |at: &FieldRef| self.measured.get(at.entity.index())?.get(at.field.index()).copied().flatten();
        let is_measured = |at: &&FieldRef| measured(at).is_some_and(|own| dimensions.contains(&own));
        named.iter().filter(is_measured).copied().collect()
    }

    /// Looks up a row of headers.
    #[must_use]
    pub fn look_up(&self, headers: &[String]) -> HeaderRow<'_> {
        HeaderRow { index: self, named: headers.iter().map(|header| self.named(&fold_name(header))).collect() }
    }

    /// How `headers` reads as `entity`.
    #[must_use]
    pub fn read_as(&self, entity: EntityId, headers: &[String]) -> HeaderMatch {
        self.look_up(headers).read_as(entity)
    }

    /// How `headers` reads as every entity it can be; see [`HeaderRow::recognise`].
    #[must_use]
    pub fn recognise(&self, headers: &[String]) -> Vec<HeaderMatch> {
        self.look_up(headers).recognise()
    }

    /// Every header known for `entity`, folded, in order.
    #[must_use]
    pub fn known(&self, entity: EntityId) -> BTreeMap<&str, FieldId> {
        let of_entity = |named: &[FieldRef]| named.iter().find(|at| at.entity == entity).map(|at| at.field);
        self.fields.iter().filter_map(|(name, named)| Some((name.as_str(), of_entity(named)?))).collect()
    }
}

impl HeaderRow<'_> {
    /// For each header whether it names a field of any entity.
    pub fn are_known(&self) -> impl Iterator<Item = bool> {
        self.named.iter().map(|named| !named.is_empty())
    }

    /// For each header the field of `entity` that it names.
    pub fn columns(&self, entity: EntityId) -> impl Iterator<Item = Option<FieldId>> {
        self.named.iter().map(move |named| named.iter().find(|at| at.entity == entity).map(|at| at.field))
    }

    /// How it reads as `entity`.
    #[must_use]
    pub fn read_as(&self, entity: EntityId) -> HeaderMatch {
        let columns: Vec<Option<FieldId>> = self.columns(entity).collect();
        let mut distinct: Vec<FieldId> = columns.iter().flatten().copied().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let key = &self.index.keys[entity.index()];
        // Of a composite key the last part names the row within the others, which a local list may leave out.
        let has_key = key.last().is_none_or(|last| distinct.contains(last));
        let names_key = !key.is_empty() && key.iter().all(|field| distinct.contains(field));
        HeaderMatch { entity, columns, matched: distinct.len(), has_key, names_key, finer: false }
    }

    /// How it reads as every entity it can be, the best first: with its key, then by the number of fields named. At
    /// least two fields must be named.
    ///
    /// A sheet that has the keys of two entities of which one leads to the other holds rows of that one, however many
    /// columns speak of the other: a sheet of people often repeats what belongs to their households.
    #[must_use]
    pub fn recognise(&self) -> Vec<HeaderMatch> {
        let mut named = vec![0_usize; self.index.keys.len()];
        self.named.iter().flat_map(|fields| fields.iter()).for_each(|at| named[at.entity.index()] += 1);
        let entities = named.iter().enumerate().filter(|&(_, &named)| named >= 2);
        let mut matches: Vec<HeaderMatch> =
            entities.map(|(entity, _)| self.read_as(EntityId::new(entity))).filter(|m| m.matched >= 2).collect();
        let most = matches.iter().map(|m| m.matched).max().unwrap_or(0);
        // A list without a key of its own is no match for a sheet of which it names a few columns.
        let rank = |m: &HeaderMatch| (m.has_key && m.matched * 2 >= most, m.matched, m.names_key);
        matches.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.entity.cmp(&b.entity)));
        let finer = |best: &HeaderMatch| {
            let leads = |m: &HeaderMatch| {
                let has_own_key = m.has_key && !self.index.keys[m.entity.index()].is_empty();
                has_own_key && self.index.owners[m.entity.index()].contains(&best.entity)
            };
            matches.iter().position(leads)
        };
        if let Some(at) = matches.first().filter(|best| best.has_key).and_then(finer) {
            let finer = matches.remove(at);
            matches.insert(0, HeaderMatch { finer: true, ..finer });
        }
        matches
    }
}
