//! What the rows of a table belong to, read off its links and the names of its columns.

use super::super::field::Columns;
use super::super::overlay::is_key_only;
use crate::dictionary::{Cardinality, Dictionary, EntityId, Field, FieldId, FieldType, LinkId};

/// A table that is made from the dictionary alone.
pub(super) struct Ledger {
    /// What its rows belong to.
    pub(super) owner: EntityId,
    /// Pairs of fields (of its own, of the owner) whose values agree; empty where the owner is known by its place.
    pub(super) by: Vec<(FieldId, FieldId)>,
    /// Whether its rows belong to a village and not to one household.
    pub(super) is_of_village: bool,
    /// The owners in turn, the nearest first: the owner, what that belongs to, up to the village.
    pub(super) line: Vec<EntityId>,
    /// Own fields that say what a field of one of `line` says.
    pub(super) copies: Vec<(FieldId, EntityId, FieldId)>,
    /// The other to-one links, which need a row to lead to; not those to entities that exist only as keys.
    pub(super) ties: Vec<LinkId>,
    /// Whether one owner has one row at the most.
    pub(super) is_single: bool,
    /// Whether every owner must have a row.
    pub(super) is_required: bool,
    /// The fields that put the rows of one owner in order.
    pub(super) order: Vec<FieldId>,
    /// How far it is from the village.
    rank: usize,
}

/// What rows may belong to: how far it is from the village, whether the key holds it, what it is, the fields that agree,
/// and the link where it is one.
type Candidate = (usize, bool, EntityId, Vec<(FieldId, FieldId)>, Option<LinkId>);

/// Words by which a ledger counts its rows for other than the table that its links name first.
const BELONGS: [(&str, &str); 1] = [("post_wage", "post")];
/// Columns of tables that say what a column of their owner says, by another name: of one item, the sum.
const SAYS: [(&str, &str, &str, &str); 3] = [
    ("income_item", "收入金额", "household_year", "年收入"),
    ("survey", "现场联系电话", "household", "户联系电话"),
    ("surveyed_person", "现场本人电话", "person", "人联系电话"),
];

/// All tables by entity, and those that are some in order: owners before what belongs to them.
pub(super) fn read(dictionary: &Dictionary, columns: &Columns) -> (Vec<Option<Ledger>>, Vec<EntityId>) {
    let known = [
        (columns.village.entity, 0),
        (columns.helper.entity, 1),
        (columns.household.entity, 2),
        (columns.person.entity, 4),
        (columns.record.entity, 5),
        (columns.post.entity, 5),
    ];
    let mut ranks: Vec<Option<usize>> = dictionary.entity_ids().map(|_| None).collect();
    for (entity, rank) in known {
        ranks[entity.index()] = Some(rank);
    }
    let mut ledgers: Vec<Option<Ledger>> = dictionary.entity_ids().map(|_| None).collect();
    let mut order = Vec::new();
    let open: Vec<EntityId> = dictionary
        .entity_ids()
        .filter(|&entity| ranks[entity.index()].is_none() && !is_key_only(dictionary, entity))
        .collect();
    // An owner must be read before what belongs to it; a ring of owners would never be, and belongs to the village.
    let mut left = open;
    while !left.is_empty() {
        let ready = |&entity: &EntityId| owners(dictionary, entity).all(|(to, _)| ranks[to.index()].is_some());
        let (mut now, mut later): (Vec<_>, Vec<_>) = left.into_iter().partition(ready);
        if now.is_empty() {
            now.extend(later.pop());
        }
        for entity in now {
            let ledger = one(dictionary, columns, entity, &ranks, &ledgers);
            ranks[entity.index()] = Some(ledger.rank);
            ledgers[entity.index()] = Some(ledger);
            order.push(entity);
        }
        left = later;
    }
    order.sort_by_key(|entity| ranks[entity.index()]);
    (ledgers, order)
}

/// The to-one links to entities with rows of their own.
fn owners(dictionary: &Dictionary, entity: EntityId) -> impl Iterator<Item = (EntityId, LinkId)> + '_ {
    dictionary.links_from(entity).filter_map(move |id| {
        let link = dictionary.link(id);
        let leads = link.cardinality == Cardinality::One && link.to != entity && !is_key_only(dictionary, link.to);
        leads.then_some((link.to, id))
    })
}

fn one(
    dictionary: &Dictionary,
    columns: &Columns,
    entity: EntityId,
    ranks: &[Option<usize>],
    ledgers: &[Option<Ledger>],
) -> Ledger {
    let described = dictionary.entity(entity);
    let rank = |of: EntityId| ranks.get(of.index()).copied().flatten().unwrap_or(0);
    let in_key = |by: &[(FieldId, FieldId)]| by.iter().all(|(mine, _)| described.key.contains(mine));
    let mut candidates: Vec<Candidate> = owners(dictionary, entity)
        .map(|(to, id)| {
            let by = &dictionary.link(id).by;
            (rank(to), in_key(by), to, by.clone(), Some(id))
        })
        .collect();
    candidates.extend(
        through_number(dictionary, columns, entity)
            .map(|by| (rank(columns.person.entity), in_key(&by), columns.person.entity, by, None)),
    );
    candidates.extend(by_hand(dictionary, entity).map(|(to, by)| (usize::MAX, true, to, by, None)));
    let best = (0..candidates.len()).rev().max_by_key(|&at| {
        let (rank, in_key, to, ..) = &candidates[at];
        (*rank, *in_key, *to == columns.village.entity)
    });
    let (owner, by, link) = match best.map(|at| candidates.swap_remove(at)) {
        Some((_, _, owner, by, link)) => (owner, by, link),
        None => (columns.village.entity, Vec::new(), None),
    };
    let owner_rank = rank(owner);
    let is_of_village = owner_rank < 2;
    let line = line(columns, owner, ledgers);
    let ties: Vec<LinkId> = owners(dictionary, entity).map(|(_, id)| id).filter(|&id| Some(id) != link).collect();
    let order = dictionary.links_from(entity).map(|id| dictionary.link(id)).find(|link| link.is_sequence());
    let is_place = |field: &FieldId| described.place.contains(field);
    let is_single = !described.key.is_empty()
        && described.key.iter().all(|field| is_place(field) || by.iter().any(|(mine, _)| mine == field));
    let copies = copies(dictionary, columns, entity, &line, &by, &ties);
    Ledger {
        owner,
        is_of_village,
        copies,
        ties,
        is_single,
        is_required: link.is_some_and(|id| dictionary.link(dictionary.link(id).inverse).required),
        order: order.map(|link| link.order.clone()).unwrap_or_default(),
        // What has the village's own key stands beside it.
        rank: if is_single && is_of_village && link.is_none() { 0 } else { owner_rank + 1 },
        line,
        by,
    }
}

/// The owner of a person's rows that are joined by the identity number alone.
fn through_number(dictionary: &Dictionary, columns: &Columns, entity: EntityId) -> Option<Vec<(FieldId, FieldId)>> {
    dictionary.links_from(entity).find_map(|id| {
        let link = dictionary.link(id);
        let [(mine, _)] = link.by[..] else { return None };
        let is_number = dictionary.entity(entity).field(mine).ty == FieldType::Id;
        let leads = link.cardinality == Cardinality::One && is_key_only(dictionary, link.to);
        (leads && is_number).then(|| vec![(mine, columns.person.id_number)])
    })
}

/// What [`BELONGS`] says: rows are joined by the first text column that both have.
fn by_hand(dictionary: &Dictionary, entity: EntityId) -> Option<(EntityId, Vec<(FieldId, FieldId)>)> {
    let described = dictionary.entity(entity);
    let (_, owner) = BELONGS.iter().find(|(name, _)| described.name.is(name))?;
    let owner = dictionary.find_entity(owner)?;
    described.field_ids().find_map(|mine| {
        let field = described.field(mine);
        let theirs = dictionary.find_field(owner, &field.name.zh)?;
        (field.ty == FieldType::Text).then(|| (owner, vec![(mine, theirs)]))
    })
}

/// The owner, what that belongs to, and so on up to the village.
fn line(columns: &Columns, owner: EntityId, ledgers: &[Option<Ledger>]) -> Vec<EntityId> {
    let mut line = vec![owner];
    let (household, person) = (columns.household.entity, columns.person.entity);
    if let Some(above) = ledgers.get(owner.index()).and_then(Option::as_ref) {
        line.extend(&above.line);
    } else if owner == columns.post.entity || owner == columns.record.entity {
        line.extend([person, household]);
    } else if owner == person {
        line.push(household);
    }
    if !line.contains(&columns.village.entity) {
        line.push(columns.village.entity);
    }
    line
}

/// Which own fields say what an owner's field says: those of the same name, and those of a second source, whose names
/// begin with a part of the name of their table.
fn copies(
    dictionary: &Dictionary,
    columns: &Columns,
    entity: EntityId,
    line: &[EntityId],
    by: &[(FieldId, FieldId)],
    ties: &[LinkId],
) -> Vec<(FieldId, EntityId, FieldId)> {
    let described = dictionary.entity(entity);
    let mut copies: Vec<(FieldId, EntityId, FieldId)> = Vec::new();
    let same = |own: &str, of: EntityId, ty: FieldType| {
        let other = dictionary.entity(of);
        let by_name = other.field_ids().find(|&id| other.field(id).name.zh == own);
        let by_alias = || other.field_ids().find(|&id| other.field(id).aliases.iter().any(|alias| alias == own));
        by_name.or_else(by_alias).filter(|&id| other.field(id).ty == ty)
    };
    for own in described.field_ids() {
        let field = described.field(own);
        if let Some(&(_, theirs)) = by.iter().find(|(mine, _)| *mine == own) {
            copies.extend(line.first().map(|&owner| (own, owner, theirs)));
            continue;
        }
        if let Some(said) = said(dictionary, entity, own) {
            copies.push(said);
            continue;
        }
        let exact = line.iter().find_map(|&of| same(&field.name.zh, of, field.ty).map(|theirs| (own, of, theirs)));
        let found = exact.or_else(|| {
            let name = second(described.name.zh.as_str(), described.title.zh.as_str(), field)?;
            let is_key = described.key.contains(&own) && field.ty != FieldType::Id;
            if is_key {
                None
            } else {
                line.iter().find_map(|&of| same(name, of, field.ty).map(|theirs| (own, of, theirs)))
            }
        });
        // Somebody else of the household, as a link says, is not the owner.
        let is_other = ties.iter().any(|&id| {
            let link = dictionary.link(id);
            link.to == columns.person.entity && link.by.iter().any(|(mine, _)| *mine == own)
        });
        copies.extend(found.filter(|&(_, of, _)| !is_other || of != columns.person.entity));
    }
    copies
}

/// What [`SAYS`] says of a column.
fn said(dictionary: &Dictionary, entity: EntityId, own: FieldId) -> Option<(FieldId, EntityId, FieldId)> {
    let described = dictionary.entity(entity);
    let is = |(table, column, ..): &&(&str, &str, &str, &str)| {
        described.name.is(table) && described.field(own).name.is(column)
    };
    let (_, _, owner, column) = SAYS.iter().find(is)?;
    let owner = dictionary.find_entity(owner)?;
    Some((own, owner, dictionary.find_field(owner, column)?))
}

/// The name of a field without a part of its table's name before it.
fn second<'f>(name: &str, title: &str, field: &'f Field) -> Option<&'f str> {
    let own = field.name.zh.as_str();
    let cuts = own.char_indices().map(|(at, _)| at).skip(2);
    let cut = cuts.filter(|&at| name.contains(&own[..at]) || title.contains(&own[..at])).last()?;
    Some(&own[cut..])
}
