//! Which columns of a file are read, and as what.

use super::furniture::Furniture;
use super::sniff::Validity;
use super::{CellReader, Column, Encoding};
use crate::dictionary::{Cardinality, Demand, Dictionary, EntityId, FieldId, FieldRef, HeaderIndex, LinkId};

/// The fields that are read wherever a file has them: those that the caller wants, keys, fields that links join by, and,
/// where rows are called by name, fields that say which row is meant and where it belongs.
#[derive(Debug)]
pub(super) struct Needs(Vec<Vec<bool>>);

impl Needs {
    pub(super) fn new(dictionary: &Dictionary, demand: &Demand) -> Self {
        let mut needs: Vec<Vec<bool>> = Vec::new();
        for (id, entity) in dictionary.entity_ids().zip(&dictionary.entities) {
            let mut fields: Vec<bool> =
                entity.field_ids().map(|field| demand.reads(FieldRef { entity: id, field })).collect();
            let links = dictionary.links_from(id).filter(|&link| demand.joins(link));
            let joined = links.flat_map(|link| dictionary.link(link).by.iter().map(|(from, _)| from));
            let names = entity.label.iter().chain(&entity.place).filter(|_| demand.names());
            for field in joined.chain(&entity.key).chain(names) {
                fields[field.index()] = true;
            }
            needs.push(fields);
        }
        Self(needs)
    }

    fn has(&self, at: FieldRef) -> bool {
        self.0.get(at.entity.index()).and_then(|fields| fields.get(at.field.index())).copied().unwrap_or(false)
    }
}

/// What a column of a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A field of the file's own entity.
    Own(FieldId),
    /// A field of the entity that a to-one link leads to.
    Lifted(LinkId, FieldId),
}

/// One field to read.
#[derive(Debug)]
pub(super) struct Lane<'d> {
    pub(super) target: Target,
    /// The field that is read.
    pub(super) field: FieldRef,
    /// The columns of the file that hold it: mostly one, never none.
    pub(super) sources: Vec<Source<'d>>,
}

/// A column of a file.
#[derive(Debug)]
pub(super) struct Source<'d> {
    /// Its position.
    pub(super) at: usize,
    pub(super) reader: CellReader<'d>,
}

/// How a file is read.
#[derive(Debug)]
pub(super) struct Plan<'d> {
    pub(super) entity: EntityId,
    pub(super) encoding: Encoding,
    /// Whether the file has broken bytes.
    pub(super) validity: Validity,
    pub(super) delimiter: u8,
    /// How many cells a row has.
    pub(super) width: usize,
    /// Rows that are no data.
    pub(super) furniture: Furniture,
    /// What is read, in order of target.
    pub(super) lanes: Vec<Lane<'d>>,
    /// Whether a lane has several columns.
    pub(super) has_doubles: bool,
}

/// Whether rows are told apart or joined by a field.
fn names_rows(dictionary: &Dictionary, at: FieldRef) -> bool {
    let mut joined = dictionary.links_from(at.entity).flat_map(|link| &dictionary.link(link).by);
    dictionary.entity(at.entity).key.contains(&at.field) || joined.any(|(from, _)| *from == at.field)
}

/// For each header that names no field of `entity`: the to-one link and the field it leads to. Where several links
/// lead to such a field, the first of the dictionary counts.
pub(super) fn fields_of_others(
    dictionary: &Dictionary,
    index: &HeaderIndex,
    entity: EntityId,
    headers: &[String],
    columns: &[Option<FieldId>],
) -> Vec<Option<(LinkId, FieldId)>> {
    let mut found = vec![None; headers.len()];
    let row = index.look_up(headers);
    for id in dictionary.links_from(entity).filter(|&l| dictionary.link(l).cardinality == Cardinality::One) {
        let there = row.columns(dictionary.link(id).to);
        for ((slot, own), field) in found.iter_mut().zip(columns).zip(there) {
            if let (None, None, Some(field)) = (&slot, own, field) {
                *slot = Some((id, field));
            }
        }
    }
    found
}

impl<'d> Plan<'d> {
    /// The lanes of a file: its own fields that are needed or stand twice (so that what is set aside does not hang on
    /// what is wanted), and fields of entities without a table that its rows supply.
    pub(super) fn lanes(
        dictionary: &'d Dictionary,
        needs: &Needs,
        entity: EntityId,
        headers: &[String],
        columns: &[Option<FieldId>],
        others: &[Option<(LinkId, FieldId)>],
        has_table: &dyn Fn(EntityId) -> bool,
    ) -> Vec<Lane<'d>> {
        let mut lanes: Vec<Lane<'d>> = Vec::new();
        for (at, ((own, other), header)) in columns.iter().zip(others).zip(headers).enumerate() {
            let (target, field) = match (own, other) {
                (Some(field), _) => (Target::Own(*field), FieldRef { entity, field: *field }),
                (None, Some((link, field))) => {
                    (Target::Lifted(*link, *field), FieldRef { entity: dictionary.link(*link).to, field: *field })
                }
                (None, None) => continue,
            };
            let reader = CellReader::new(dictionary, dictionary.field(field).ty).under_header(header);
            let reader = if names_rows(dictionary, field) { reader.of_key() } else { reader };
            let source = Source { at, reader };
            match lanes.iter_mut().find(|lane| lane.target == target) {
                Some(lane) => lane.sources.push(source),
                None => lanes.push(Lane { target, field, sources: vec![source] }),
            }
        }
        lanes.retain(|lane| match lane.target {
            Target::Own(_) => needs.has(lane.field) || lane.sources.len() > 1,
            Target::Lifted(..) => {
                let there = lane.field.entity;
                let supplies = dictionary.entity(there).from_keys.contains(&entity);
                supplies && !has_table(there) && needs.has(lane.field)
            }
        });
        lanes.sort_by_key(|lane| lane.target);
        lanes
    }
}

impl Lane<'_> {
    /// An empty column for what the lane reads.
    pub(super) fn column(&self, dictionary: &Dictionary) -> Column {
        Column::new(dictionary.field(self.field).ty)
    }
}
