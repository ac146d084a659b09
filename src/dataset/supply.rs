//! Entities without a table: one row a distinct key of the rows that name them, in order of first sight.

use super::keys::{Keys, NO_GROUP, Numbered, is_final, number, number_leaders};
use super::told::ToldKeys;
use super::words::Words;
use super::{Dataset, Issue, IssueKind};
use crate::dictionary::{Cardinality, Demand, EntityId, FieldId, FieldRef, FieldType, LinkId};
use crate::table::{Cell, Column, Store, Text};
use crate::value::id_number;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many rows are made together.
const TOGETHER: usize = 1 << 14;

/// Columns that a file holds for the entity a link of its own leads to.
pub(super) type Lifted = Vec<(EntityId, Vec<(LinkId, FieldId, Column)>)>;

/// Rows that were made from keys: for each link along which that was done, the row that each row leads to.
pub(super) type Supplied = Vec<(LinkId, Store<u32>)>;

/// A table whose rows name rows of an entity.
#[derive(Clone, Debug)]
pub(super) struct Supplier {
    pub(super) from: EntityId,
    /// The fields that name them, one for each part of the key that is used.
    pub(super) by: Vec<FieldId>,
    /// Where its rows begin among those of all suppliers.
    pub(super) start: usize,
}

/// A table whose rows name rows of an entity, or copy those of one that does.
enum Source<'m> {
    /// The supplier of this number.
    Supplier(usize),
    /// It names nothing that this supplier does not: for each row the one of the supplier that names the same.
    Copy(usize, &'m Store<u32>),
}

/// How the rows of an entity were made.
pub(super) struct Made {
    pub(super) entity: EntityId,
    /// The fields of the key that have values.
    pub(super) key: Vec<FieldId>,
    pub(super) suppliers: Vec<Supplier>,
    /// For each row the first to name it, among the rows of all suppliers.
    pub(super) first: Store<u32>,
}

impl Made {
    /// The suppliers, each with the rows that its own rows were the first to name.
    fn runs(&self) -> impl Iterator<Item = (&Supplier, Range<usize>)> {
        let ends = self.suppliers.iter().skip(1).map(|next| next.start).chain([usize::MAX]);
        let mut start = 0;
        self.suppliers.iter().zip(ends).map(move |(supplier, end)| {
            let run = start..self.named_before(end);
            start = run.end;
            (supplier, run)
        })
    }

    /// How many rows are named first before the place `end` among the rows of all suppliers.
    fn named_before(&self, end: usize) -> usize {
        let (mut low, mut high) = (0, self.first.len());
        while low < high {
            let middle = low.midpoint(high);
            if (self.first.get(middle) as usize) < end {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Which rows of a supplier are the first to name the rows `run`, which are some of its own.
    fn named_by<'m>(&'m self, supplier: &'m Supplier, run: Range<usize>) -> impl Iterator<Item = usize> + 'm {
        self.first.pick(run).map(|place| place as usize - supplier.start)
    }
}

impl Dataset<'_> {
    /// Fills the entities that have no table and are needed from the keys of those that name them. An entity may be
    /// supplied by another that was itself supplied, so this goes on until nothing is added.
    pub(super) fn supply_keys(&mut self, demand: &Demand, lifted: &Lifted) -> Supplied {
        let mut supplied = Vec::new();
        let mut made = Vec::new();
        for _ in 0..self.dictionary.entities.len() {
            let before = supplied.len();
            for entity in self.dictionary.entity_ids() {
                if !self.rows(entity).given
                    && demand.has(entity)
                    && let Some(links) = self.supply(entity, lifted, &mut made)
                {
                    supplied.extend(links);
                }
            }
            if supplied.len() == before {
                break;
            }
        }
        supplied.extend(self.carried(&made, &supplied, demand));
        let needed = |made: &Made| self.needed_keys(made.entity, demand, &supplied);
        let mut needed: Vec<Vec<FieldId>> = made.iter().map(needed).collect();
        let is_made = |entity: EntityId| made.iter().any(|made| made.entity == entity);
        let mut told = Vec::new();
        for (made, needed) in made.iter().zip(&mut needed) {
            let is_told = demand.tells(made.entity) && !made.key.iter().all(|field| needed.contains(field));
            if is_told && made.suppliers.iter().any(|supplier| is_made(supplier.from)) {
                // What these were made from is laid out for others, and not to stay.
                needed.clone_from(&made.key);
            }
            needed.iter().for_each(|&field| self.lay_out(made, field));
            told.extend(is_told.then_some(made.entity));
        }
        // Some were laid out for others to be made from them.
        for (made, needed) in made.iter().zip(&needed) {
            for field in made.key.iter().filter(|field| !needed.contains(field)) {
                self.entities[made.entity.index()].columns[field.index()] = None;
            }
        }
        let told = made.into_iter().filter(|made| told.contains(&made.entity));
        self.told = told.map(ToldKeys::from).collect();
        supplied
    }

    /// Links between rows that were made from the keys of one table: each leads where the row leads that it was made from.
    fn carried<'s>(&self, made: &'s [Made], supplied: &'s Supplied, demand: &Demand) -> Supplied {
        let dictionary = self.dictionary;
        let made_of = |entity: EntityId| made.iter().find(|made| made.entity == entity);
        let is_known = |id: LinkId| supplied.iter().any(|(known, _)| *known == id);
        let carry = |id: LinkId| {
            let link = dictionary.link(id);
            let (from, to) = made_of(link.from).zip(made_of(link.to))?;
            let leading = |(supplier, run)| Some((supplier, run, self.same_key(from, supplier, to, id, supplied)?));
            let runs: Vec<(&Supplier, Range<usize>, &Store<u32>)> = from.runs().map(leading).collect::<Option<_>>()?;
            let lead = |(supplier, run, there): (_, _, &'s Store<u32>)| there.pick(from.named_by(supplier, run));
            Some((id, runs.into_iter().flat_map(lead).collect()))
        };
        let ids = (0..dictionary.links.len()).map(LinkId::new).filter(|&id| {
            let link = dictionary.link(id);
            link.cardinality == Cardinality::One && !link.is_sequence() && demand.follows(id) && !is_known(id)
        });
        ids.filter_map(carry).collect()
    }

    /// Where the rows of a supplier of `from` lead among those of `to`, if by the keys that the link joins.
    fn same_key<'s>(
        &self,
        from: &Made,
        supplier: &Supplier,
        to: &Made,
        link: LinkId,
        supplied: &'s Supplied,
    ) -> Option<&'s Store<u32>> {
        let dictionary = self.dictionary;
        let has = |made: &Made, field| {
            made.key.contains(&field) || self.column(FieldRef { entity: made.entity, field }).is_some()
        };
        let joined = dictionary.link(link).by.iter().filter(|&&(own, theirs)| has(from, own) && has(to, theirs));
        // What the rows of the supplier have for each part of the key.
        let of_supplier = |&(own, theirs): &(FieldId, FieldId)| {
            let part = from.key.iter().position(|field| *field == own)?;
            Some((*supplier.by.get(part)?, theirs))
        };
        let joined: Vec<(FieldId, FieldId)> = joined.map(of_supplier).collect::<Option<_>>()?;
        let is_whole = joined.iter().map(|&(_, theirs)| theirs).eq(to.key.iter().copied());
        let leads_there = |&&(id, _): &&(LinkId, Store<u32>)| {
            let other = dictionary.link(id);
            (other.from, other.to) == (supplier.from, to.entity) && joined.iter().all(|pair| other.by.contains(pair))
        };
        let (_, rows) = supplied.iter().filter(|_| is_whole).find(leads_there)?;
        Some(rows)
    }

    /// The fields of the key of an entity whose rows are made from keys that somebody asks for in many rows: who reads
    /// them, or calls rows by name and place, or a link that is yet to be joined by them.
    fn needed_keys(&self, entity: EntityId, demand: &Demand, supplied: &Supplied) -> Vec<FieldId> {
        let dictionary = self.dictionary;
        let is_open = |&id: &LinkId| {
            let is_one = dictionary.link(id).cardinality == Cardinality::One;
            is_one && demand.follows(id) && !supplied.iter().any(|(known, _)| *known == id)
        };
        let open = (0..dictionary.links.len()).map(LinkId::new).filter(is_open).map(|id| dictionary.link(id));
        let ends = open.flat_map(|link| link.by.iter().flat_map(|&(from, to)| [(link.from, from), (link.to, to)]));
        let joined: Vec<FieldId> = ends.filter(|(end, _)| *end == entity).map(|(_, field)| field).collect();
        let key = dictionary.entity(entity).key.iter().copied();
        let is_named = |field: &FieldId| demand.names() || dictionary.entity(entity).place.contains(field);
        let is_needed = |field: &FieldId| {
            let is_told = demand.tells(entity) && is_named(field);
            is_told || joined.contains(field) || demand.reads(FieldRef { entity, field: *field })
        };
        key.filter(is_needed).collect()
    }

    /// Whether a column has values, or will have them when it is laid out.
    fn has_values(&self, at: FieldRef, made: &[Made]) -> bool {
        self.column(at).is_some() || made.iter().any(|made| made.entity == at.entity && made.key.contains(&at.field))
    }

    /// Lays out part of the key of rows that were made, unless that was done.
    fn lay_out(&mut self, made: &Made, field: FieldId) {
        let at = FieldRef { entity: made.entity, field };
        if self.column(at).is_none()
            && let Some(part) = made.key.iter().position(|own| *own == field)
        {
            let column = self.keys_of(made, part, at);
            self.entities[made.entity.index()].columns[field.index()] = Some(column);
        }
    }

    /// Makes the rows of `entity`, and adds how to what was `made`; `None` where nobody names any. The key is not laid out
    /// yet: most keys that rows are made from are looked at by nobody.
    fn supply(&mut self, entity: EntityId, lifted: &Lifted, made: &mut Vec<Made>) -> Option<Supplied> {
        let dictionary = self.dictionary;
        let key = &dictionary.entity(entity).key;
        let links: Vec<LinkId> = dictionary
            .entity(entity)
            .from_keys
            .iter()
            .flat_map(|&from| dictionary.links_from(from).map(move |l| (from, l)))
            .filter(|&(from, l)| {
                let link = dictionary.link(l);
                link.to == entity
                    && link.cardinality == Cardinality::One
                    && self.rows(from).given
                    && link.by.iter().map(|(_, to)| *to).eq(key.iter().copied())
            })
            .map(|(_, l)| l)
            // Without the last part there is no key: such a table tells nothing of the entity, and takes away nothing.
            .filter(|&l| {
                let link = dictionary.link(l);
                link.by.last().is_some_and(|&(field, _)| self.has_values(FieldRef { entity: link.from, field }, made))
            })
            .collect();
        // Of a composite key only the parts that every supplier has are used.
        let has = |part: usize| {
            links.iter().all(|&l| {
                let link = dictionary.link(l);
                let from = |&(field, _): &(FieldId, FieldId)| FieldRef { entity: link.from, field };
                link.by.get(part).is_some_and(|by| self.has_values(from(by), made))
            })
        };
        let parts: Vec<usize> = (0..key.len()).filter(|&part| has(part)).collect();
        if links.is_empty() || parts.last().map(|p| p + 1) != Some(key.len()) {
            return None;
        }
        let by = |link: LinkId| -> Vec<FieldId> {
            let link = dictionary.link(link);
            parts.iter().filter_map(|&part| link.by.get(part)).map(|&(from, _)| from).collect()
        };
        let (mut suppliers, mut sources): (Vec<Supplier>, Vec<Source<'_>>) = Default::default();
        for &id in &links {
            let (from, by) = (dictionary.link(id).from, by(id));
            sources.push(match copied(&suppliers, made, from, &by) {
                Some((source, rows)) => Source::Copy(source, rows),
                None => {
                    suppliers.push(Supplier { from, by, start: 0 });
                    Source::Supplier(suppliers.len() - 1)
                }
            });
        }
        let shares_places = dictionary.entity(entity).place.iter().any(|field| !key.contains(field));
        for before in &*made {
            let supplies = |s: &&Supplier| s.from == before.entity;
            let by = suppliers.iter().filter(supplies).flat_map(|s| s.by.iter().copied());
            let all = before.key.iter().copied().filter(|_| shares_places);
            by.chain(all).for_each(|field| self.lay_out(before, field));
        }
        let Numbered { numbers, first } = self.number_all(&mut suppliers);
        let of: Supplied = links.into_iter().zip(numbers_of(&sources, &suppliers, &numbers)).collect();
        drop(numbers);
        let key: Vec<FieldId> = parts.iter().filter_map(|&part| key.get(part)).copied().collect();
        let rows = &mut self.entities[entity.index()];
        rows.given = true;
        rows.count = first.len();
        for field in &key {
            rows.present[field.index()] = true;
        }
        self.lift(entity, lifted, &of);
        made.push(Made { entity, key, suppliers, first });
        Some(of)
    }

    /// Numbers the rows of all suppliers by the keys they name, and tells each where its rows begin among them.
    fn number_all(&self, suppliers: &mut [Supplier]) -> Numbered {
        let mut keys = if suppliers.len() == 1 { Keys::alone(self.room()) } else { Keys::new(self.room()) };
        if let [Supplier { from, by, .. }] = suppliers
            && let Some(leaders) = keys.leaders(self.rows(*from), &self.types(*from), by)
        {
            return number_leaders(leaders);
        }
        let mut tables = Vec::with_capacity(suppliers.len());
        let mut rows = 0;
        for Supplier { from, by, start } in suppliers {
            *start = rows;
            let words = keys.words_in_place(self.rows(*from), &self.types(*from), by);
            rows += words.len();
            tables.push((*start, words));
        }
        number(&Words::Several(tables), self.room())
    }

    /// Part number `part` of the keys of rows that were made, as a column of a field.
    fn keys_of(&self, made: &Made, part: usize, own: FieldRef) -> Column {
        let mut column = Column::new(self.dictionary.field(own).ty);
        for (supplier, run) in made.runs() {
            let Some(&field) = supplier.by.get(part) else { continue };
            let source = FieldRef { entity: supplier.from, field };
            let starts: Vec<usize> = run.clone().step_by(TOGETHER).collect();
            let part = |start: usize| {
                let rows = made.named_by(supplier, start..run.end.min(start + TOGETHER));
                self.keys_of_rows(own, source, rows.collect())
            };
            let parts: Vec<Column> = starts.into_par_iter().map(part).collect();
            parts.into_iter().for_each(|part| column.append(part));
        }
        column.spare_memory(self.rest.as_ref());
        column
    }

    /// The column of the field `own` that has what `source` has in some rows, which ascend, as keys have it.
    fn keys_of_rows(&self, own: FieldRef, source: FieldRef, rows: Vec<usize>) -> Column {
        let mut column = Column::new(self.dictionary.field(own).ty);
        let is_id = self.dictionary.field(source).ty == FieldType::Id;
        match (&mut column, self.column(source)) {
            (Column::Text(texts), Some(Column::Text(from))) => from.each(rows, |text| match text {
                text if !is_id => texts.push(text),
                Text::Packed(packed) if is_final(packed.word(), is_id) => texts.push(text),
                text => text.with(|text| texts.push(Text::of(&id_number::join_key(text)))),
            }),
            (column, _) => rows.into_iter().for_each(|row| column.push(&self.cell(source, row))),
        }
        column.seal();
        column
    }

    /// The place columns that the rows of a link's own entity share with `entity`: where its people live, a household
    /// does. Parts of the key are there already.
    fn shared_places(&self, entity: EntityId, link: LinkId) -> Vec<(LinkId, FieldId, &Column)> {
        let described = self.dictionary.entity(entity);
        let from = self.dictionary.link(link).from;
        let shared = described.place.iter().filter(|field| !described.key.contains(field)).filter_map(|&field| {
            let same = self.dictionary.find_field(from, &described.field(field).name.zh)?;
            let column = self.column(FieldRef { entity: from, field: same })?;
            (self.dictionary.entity(from).field(same).ty == described.field(field).ty).then_some((link, field, column))
        });
        shared.collect()
    }

    /// Takes over the columns that the supplying files hold for `entity`: the value that all rows of a key agree on.
    fn lift(&mut self, entity: EntityId, lifted: &Lifted, of: &Supplied) {
        let count = self.rows(entity).count;
        let mut values: BTreeMap<FieldId, Vec<Option<Cell>>> = BTreeMap::new();
        let mut contradictions = Vec::new();
        let named =
            lifted.iter().flat_map(|(_, columns)| columns.iter().map(|(link, field, column)| (*link, *field, column)));
        let places = of.iter().flat_map(|(link, _)| self.shared_places(entity, *link));
        for (link, field, column) in named.chain(places) {
            let Some((_, groups)) = of.iter().find(|(l, _)| *l == link) else { continue };
            let cells = values.entry(field).or_insert_with(|| vec![None; count]);
            for (row, group) in groups.iter().enumerate() {
                // Many rows name none: their cells are not looked at.
                let Some(known) = cells.get_mut(group as usize) else { continue };
                let cell = column.get(row);
                if cell == Cell::Blank {
                    continue;
                }
                match known {
                    None => *known = Some(cell),
                    Some(before) if *before == cell => {}
                    Some(_) => contradictions.push((group as usize, field)),
                }
            }
        }
        contradictions.sort_unstable();
        contradictions.dedup();
        for &(row, field) in &contradictions {
            if let Some(cells) = values.get_mut(&field) {
                cells[row] = None;
            }
            self.issues.push(Issue { entity, row, kind: IssueKind::Contradiction(field) });
        }
        let rows = &mut self.entities[entity.index()];
        for (field, cells) in values {
            let mut column = Column::new(self.dictionary.entity(entity).field(field).ty);
            cells.iter().for_each(|cell| column.push(cell.as_ref().unwrap_or(&Cell::Blank)));
            column.spare_memory(self.rest.as_ref());
            rows.present[field.index()] = true;
            rows.columns[field.index()] = Some(column);
        }
    }
}

/// The numbers of each source's rows, from those of all suppliers' rows.
fn numbers_of(sources: &[Source<'_>], suppliers: &[Supplier], numbers: &[u32]) -> Vec<Store<u32>> {
    let of_supplier = |at: usize| {
        let start = suppliers.get(at).map_or(0, |supplier| supplier.start);
        let end = suppliers.get(at + 1).map_or(numbers.len(), |next| next.start);
        numbers.get(start..end).unwrap_or_default()
    };
    let of_source = |source: &Source<'_>| match *source {
        Source::Supplier(at) => Store::from(of_supplier(at)),
        Source::Copy(at, rows) => {
            let own = of_supplier(at);
            rows.iter().map(|row| own.get(row as usize).copied().unwrap_or(NO_GROUP)).collect()
        }
    };
    sources.par_iter().map(of_source).collect()
}

/// Where the rows of `from` were themselves made from those of one of the suppliers, and would supply by the fields `by` what
/// that one does already: which that is, and which of its rows each was made from.
fn copied<'m>(
    suppliers: &[Supplier],
    made: &'m [Made],
    from: EntityId,
    by: &[FieldId],
) -> Option<(usize, &'m Store<u32>)> {
    let made = made.iter().find(|made| made.entity == from)?;
    let [source] = made.suppliers.as_slice() else { return None };
    let part = |field: &FieldId| made.key.iter().position(|own| own == field);
    let there: Vec<FieldId> = by.iter().map(|field| source.by.get(part(field)?).copied()).collect::<Option<_>>()?;
    let is_source = |supplier: &Supplier| supplier.from == source.from && supplier.by == there;
    Some((suppliers.iter().position(is_source)?, &made.first))
}

#[cfg(test)]
mod tests {
    use super::{Column, Dataset, Demand, EntityId, FieldRef};
    use crate::dataset::{Target, WrittenRows};
    use crate::dictionary::Dictionary;
    use crate::rulebook::{LoadOptions, Rulebook};
    use crate::table::{Cell, Ingest, Origin, Table};
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::sync::LazyLock;

    static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::load_built_in(&LoadOptions::default()).unwrap());

    fn field(dictionary: &Dictionary, entity: EntityId, name: &str) -> FieldRef {
        FieldRef { entity, field: dictionary.find_field(entity, name).unwrap() }
    }

    fn entity(name: &str) -> EntityId {
        let dictionary = &RULES.dictionary;
        dictionary.entity_ids().find(|&id| dictionary.entity(id).name.zh == name).unwrap()
    }

    /// People and posts, by the numbers of their household and identity, and of the identity behind it.
    fn written(people: &[(usize, usize, usize)]) -> WrittenRows {
        // The number of fifteen digits is that of the first eighteen.
        let numbers = ["430681199001011235", "430681900101123", "43068119900101123x", "不详", "110101199003070011", ""];
        let homes = ["甲", "乙", "", "丙"];
        let dictionary = &RULES.dictionary;
        let mut rows: WrittenRows = vec![Vec::new(); dictionary.entities.len()];
        let mut put = |entity: EntityId, cells: &[(&str, &str)]| {
            let mut row = vec![Cell::Blank; dictionary.entity(entity).fields.len()];
            for (name, text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
                row[field(dictionary, entity, name).field.index()] = Cell::Text((*text).to_owned());
            }
            rows[entity.index()].push(row);
        };
        for &(home, number, posted) in people {
            put(entity("人"), &[("户编号", homes[home]), ("证件号码", numbers[number])]);
            if let Some(other) = numbers.get(number + posted) {
                put(entity("岗位"), &[("证件号码", other)]);
            }
        }
        rows
    }

    /// The rows as files would give them.
    fn tables(rows: &WrittenRows) -> Vec<Table> {
        let table = |entity: EntityId| {
            let described = RULES.dictionary.entity(entity);
            let rows = &rows[entity.index()];
            let columns: Vec<Option<Column>> = described
                .fields
                .iter()
                .enumerate()
                .map(|(at, field)| {
                    let mut column = Column::new(field.ty);
                    rows.iter().for_each(|row| column.push(&row[at]));
                    Some(column)
                })
                .collect();
            let origins = (2..).take(rows.len()).map(|row| Origin { file: 0, row }).collect();
            Table { entity, present: vec![true; columns.len()], columns, lifted: Vec::new(), origins }
        };
        ["人", "岗位"].map(|name| table(entity(name))).into()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn keys_that_are_only_told_are_those_that_are_laid_out(
            people in prop::collection::vec((0_usize..4, 0_usize..6, 0_usize..4), 1..20),
        ) {
            let dictionary = &RULES.dictionary;
            let made = ["证件", "户内证件"].map(entity);
            let demand = Demand::new(dictionary, made, BTreeSet::new(), [], false);
            let join = |demand: &Demand| {
                let ingest = Ingest { tables: tables(&written(&people)), ..Ingest::default() };
                Dataset::join_needed(dictionary, ingest, demand)
            };
            let (told, all) = (join(&demand), join(&Demand::all()));
            for entity in made {
                let keys = |dataset: &Dataset<'_>| {
                    (0..dataset.rows(entity).count + 1).map(|row| dataset.key(entity, row)).collect::<Vec<_>>()
                };
                prop_assert_eq!(keys(&told), keys(&all));
                let key = &dictionary.entity(entity).key;
                let is_laid_out = |dataset: &Dataset<'_>| key.iter().any(|&field| dataset.column(FieldRef { entity, field }).is_some());
                prop_assert!(!is_laid_out(&told));
            }
        }

        #[test]
        fn rows_made_from_people_lead_to_the_identity_they_name(
            people in prop::collection::vec((0_usize..4, 0_usize..6, 0_usize..4), 1..20),
        ) {
            let dictionary = &RULES.dictionary;
            let [identity, at_home] = ["证件", "户内证件"].map(entity);
            let dataset = Dataset::of_rows(dictionary, &written(&people));
            let link = dictionary.links_from(at_home).find(|&id| dictionary.link(id).to == identity).unwrap();
            let [own, theirs] = [at_home, identity].map(|entity| field(dictionary, entity, "证件号码"));
            for row in 0..dataset.rows(at_home).count {
                let wanted = dataset.cell(own, row);
                prop_assert_ne!(&wanted, &Cell::Blank);
                let led = match dataset.link(link).unwrap().one(row) {
                    Target::Row(to) => Some(dataset.cell(theirs, to)),
                    Target::None | Target::Several => None,
                };
                prop_assert_eq!(led, Some(wanted));
            }
        }
    }
}
