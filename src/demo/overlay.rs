//! An example of a rule laid over rows.

use super::draw::Draw;
use super::field::{Field, Standing, Village};
use super::rows::{Row, Rows, Text};
use crate::dictionary::{Cardinality, Dictionary, EntityId, FieldId, FieldType, LinkId, Sensitivity};
use crate::rulebook::{ExampleRow, Rule};
use crate::value::Date;

/// How an example is laid over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Its linked rows are laid over those that are there and most like them.
    Over,
    /// Its linked rows are added to those that are there.
    Beside,
    /// Its linked rows are all there is behind a link.
    Only,
    /// As `Only`, and of the rows nothing stays but keys and places.
    Bare,
}

impl Mode {
    /// All, the gentlest first.
    pub(super) const ALL: [Self; 4] = [Self::Over, Self::Beside, Self::Only, Self::Bare];
}

/// How to lay an example.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// What happens to rows that are there.
    pub(super) mode: Mode,
    /// Whether cells that the example left out of step are brought into step.
    pub(super) repair: bool,
}

/// Lays examples over the rows of one household.
pub(super) struct Overlay<'a, 'r> {
    pub(super) field: &'a Field<'r>,
    pub(super) village: &'a mut Village,
    pub(super) rows: &'a mut Rows,
    pub(super) draw: &'a mut Draw,
    pub(super) manner: Manner,
    /// Rows that the example has been laid over: no two of its rows share one.
    taken: Vec<(EntityId, usize)>,
    /// Rows that are to go.
    gone: Vec<(EntityId, usize)>,
    /// What stands for the keys that the example names.
    keys: Vec<(EntityId, FieldId, String, Text)>,
}

impl<'a, 'r> Overlay<'a, 'r> {
    /// An overlay on `rows`.
    pub(super) fn new(
        field: &'a Field<'r>,
        village: &'a mut Village,
        rows: &'a mut Rows,
        draw: &'a mut Draw,
        manner: Manner,
    ) -> Self {
        Self { field, village, rows, draw, manner, taken: Vec::new(), gone: Vec::new(), keys: Vec::new() }
    }

    /// Lays an example of `rule`; `false` where there is no row to lay it over.
    pub(super) fn lay(mut self, rule: &Rule, example: &ExampleRow, standing: Standing) -> bool {
        let dictionary = self.field.dictionary;
        let Some(root) = self.root(rule.entity, example) else { return false };
        self.lay_row(rule.entity, root, example);
        let mut gone = std::mem::take(&mut self.gone);
        gone.retain(|row| !self.taken.contains(row));
        gone.sort_by_key(|&(_, at)| std::cmp::Reverse(at));
        gone.dedup();
        for (entity, at) in gone {
            self.rows.of_mut(entity).remove(at);
        }
        for entity in dictionary.entity_ids().filter(|&entity| is_key_only(dictionary, entity)) {
            self.rows.of_mut(entity).clear();
        }
        self.field.house_the_homeless(self.village, self.rows, standing, self.draw);
        if self.manner.repair {
            self.field.repair(self.village, self.rows);
        }
        true
    }

    /// The row that the example itself is laid over.
    fn root(&mut self, entity: EntityId, example: &ExampleRow) -> Option<usize> {
        let dictionary = self.field.dictionary;
        if !is_key_only(dictionary, entity) {
            let rows = self.rows.of(entity).len();
            if rows == 0 {
                let of = self.field.ledgers.owner(entity)?;
                return self.field.append(self.village, self.rows, entity, (of, 0), self.draw);
            }
            let all: Vec<usize> = (0..rows).collect();
            return self.most_like(entity, &all, example);
        }
        // The key of a row that is there.
        let holders = dictionary.entity(entity).from_keys.clone();
        if holders.iter().all(|&holder| self.rows.of(holder).is_empty()) {
            let ledgers = &self.field.ledgers;
            let (holder, of) = holders.iter().find_map(|&holder| ledgers.owner(holder).map(|of| (holder, of)))?;
            self.field.append(self.village, self.rows, holder, (of, 0), self.draw)?;
        }
        for link in holders.into_iter().flat_map(|from| dictionary.links_from(from)) {
            let described = dictionary.link(link);
            if described.to == entity
                && described.cardinality == Cardinality::One
                && !self.rows.of(described.from).is_empty()
            {
                return self.key_row(link, 0);
            }
        }
        None
    }

    /// A row, for as long as the example is laid, of an entity that exists only as a key.
    fn key_row(&mut self, link: LinkId, from: usize) -> Option<usize> {
        let dictionary = self.field.dictionary;
        let link = dictionary.link(link);
        let mut row = Row { cells: vec![Text::default(); dictionary.entity(link.to).fields.len()], fixed: Vec::new() };
        let from = self.rows.of(link.from).get(from)?;
        for &(mine, theirs) in &link.by {
            row.put(theirs, from.text(mine));
        }
        Some(self.rows.add(link.to, row))
    }

    fn lay_row(&mut self, entity: EntityId, at: usize, example: &ExampleRow) {
        let dictionary = self.field.dictionary;
        self.taken.push((entity, at));
        if self.manner.mode == Mode::Bare {
            self.bare(entity, at);
        }
        // What else an example says of a row decides what its identity number must look like.
        let is_key = |field: FieldId| {
            is_key(dictionary, entity, field)
                && matches!(dictionary.entity(entity).field(field).ty, FieldType::Text | FieldType::Id)
        };
        let (keys, plain): (Vec<_>, Vec<_>) = example.cells.iter().partition(|(field, _)| is_key(*field));
        for (field, text) in plain {
            self.rows.of_mut(entity)[at].fix(*field, text.clone());
        }
        for (field, text) in keys {
            let text = if leads_nowhere(dictionary, example, *field) {
                self.nobodys(entity, *field, text)
            } else {
                self.key(entity, at, *field, text)
            };
            self.rows.of_mut(entity)[at].fix(*field, text);
        }
        for (link, examples) in &example.linked {
            if examples.is_empty() {
                self.cut(*link, at, example);
            }
            self.lay_linked(*link, at, examples);
        }
    }

    /// Makes a to-one link lead nowhere that the example says has nothing behind it: a key that it does not name is
    /// blank.
    fn cut(&mut self, link: LinkId, at: usize, example: &ExampleRow) {
        let link = self.field.dictionary.link(link);
        if link.cardinality != Cardinality::One || link.is_sequence() {
            return;
        }
        let is_named = |field: FieldId| example.cells.iter().any(|(named, _)| *named == field);
        if let Some(&(mine, _)) = link.by.last().filter(|_| !link.by.iter().any(|(mine, _)| is_named(*mine))) {
            self.rows.of_mut(link.from)[at].fix(mine, "");
        }
    }

    /// Clears all but keys and places.
    fn bare(&mut self, entity: EntityId, at: usize) {
        let dictionary = self.field.dictionary;
        let described = dictionary.entity(entity);
        let row = &mut self.rows.of_mut(entity)[at];
        for field in described.field_ids() {
            let stays = is_key(dictionary, entity, field)
                || described.place.contains(&field)
                || described.label.contains(&field);
            if !stays {
                row.put(field, "");
            }
        }
    }

    fn lay_linked(&mut self, id: LinkId, at: usize, examples: &[ExampleRow]) {
        let dictionary = self.field.dictionary;
        let link = dictionary.link(id);
        let mut there = self.rows.linked(dictionary, id, at);
        let is_free = |taken: &[(EntityId, usize)], row: usize| !taken.contains(&(link.to, row));
        if link.is_sequence() {
            // The row before is any other of the same key: what the example says of both puts them in order.
            there.retain(|&row| is_free(&self.taken, row));
        }
        let is_alone = link.cardinality == Cardinality::Many || link.is_sequence();
        if is_alone && matches!(self.manner.mode, Mode::Only | Mode::Bare) {
            let own = (link.from == link.to).then_some(at);
            self.gone.extend(there.iter().filter(|&&row| Some(row) != own).map(|&row| (link.to, row)));
        }
        for example in examples {
            let free: Vec<usize> = there.iter().copied().filter(|&row| is_free(&self.taken, row)).collect();
            let target = match (link.cardinality, self.manner.mode) {
                (Cardinality::One, _) => there.first().copied(),
                (Cardinality::Many, Mode::Beside) => None,
                (Cardinality::Many, _) => self.most_like(link.to, &free, example),
            };
            let made = target.is_none();
            let target = target.or_else(|| {
                if is_key_only(dictionary, link.to) {
                    return self.key_row(id, at);
                }
                self.field.append(self.village, self.rows, link.to, (link.from, at), self.draw)
            });
            let Some(target) = target else { continue };
            if made {
                self.join(id, at, target);
            }
            self.lay_row(link.to, target, example);
            self.join(id, at, target);
        }
    }

    /// Makes a row and one that a link leads to from it agree: what the example set wins, then what is there.
    fn join(&mut self, id: LinkId, from: usize, to: usize) {
        let link = self.field.dictionary.link(id);
        for &(mine, theirs) in &link.by {
            let (own, other) = (&self.rows.of(link.from)[from], &self.rows.of(link.to)[to]);
            let is_shared_key = is_key_only(self.field.dictionary, link.from);
            let is_blank = own.get(mine).is_empty() && !other.get(theirs).is_empty();
            if (other.is_fixed(theirs) || is_blank) && !own.is_fixed(mine) && !is_shared_key {
                let text = other.text(theirs);
                self.rows.of_mut(link.from)[from].put(mine, text);
            } else {
                let text = own.text(mine);
                let row = &mut self.rows.of_mut(link.to)[to];
                // What several rows share by the example's will, repair must not part.
                if is_shared_key && !row.is_fixed(theirs) { row.fix(theirs, text) } else { row.put(theirs, text) }
            }
        }
    }

    /// Of `candidates` the row most like an example's; of several as like, any.
    fn most_like(&mut self, entity: EntityId, candidates: &[usize], example: &ExampleRow) -> Option<usize> {
        let rows = self.rows.of(entity);
        let likeness = |at: usize| -> i64 {
            let cell = |(field, text): &(FieldId, String)| {
                let own = rows[at].get(*field);
                match (Date::parse(own), Date::parse(text)) {
                    _ if own == text => 40,
                    (Some(own), Some(wanted)) => -own.years_until(wanted).0.abs(),
                    _ => 0,
                }
            };
            example.cells.iter().map(cell).sum()
        };
        let best = candidates.iter().map(|&at| likeness(at)).max()?;
        let best: Vec<usize> = candidates.iter().copied().filter(|&at| likeness(at) == best).collect();
        Some(self.draw.of(&best))
    }

    /// A key that no row has.
    fn nobodys(&mut self, entity: EntityId, field: FieldId, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        match self.field.dictionary.entity(entity).field(field).ty {
            FieldType::Id => Text::from(self.field.number_like(self.village, text, None)),
            _ => Text::from(self.village.household_number()),
        }
    }

    /// What stands for a key that the example names: one text wherever it names the same.
    fn key(&mut self, entity: EntityId, at: usize, field: FieldId, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        let dictionary = self.field.dictionary;
        let is_id = dictionary.entity(entity).field(field).ty == FieldType::Id;
        // An identity number is the same one in every list; another key is of its own column's name.
        let name = &dictionary.entity(entity).field(field).name.zh;
        let is_same = |(e, f, known, _): &&(EntityId, FieldId, String, Text)| {
            let other = dictionary.entity(*e).field(*f);
            known == text && if is_id { other.ty == FieldType::Id } else { other.name.zh == *name }
        };
        if let Some((.., own)) = self.keys.iter().find(is_same) {
            return own.clone();
        }
        let row = &self.rows.of(entity)[at];
        let own = if is_id {
            let person = (entity == self.field.columns.person.entity && self.manner.repair).then(|| row.clone());
            Text::from(self.field.number_like(self.village, text, person.as_ref()))
        } else {
            let known = self
                .keys
                .iter()
                .any(|(e, f, _, used)| dictionary.entity(*e).field(*f).name.zh == *name && *used == row.text(field));
            let is_telephone = is_telephone(dictionary, entity, field);
            if is_telephone && !is_formed_alike(row.get(field), text) {
                let own = Text::from(formed_like(text, &self.village.phone()));
                self.keys.push((entity, field, text.to_owned(), own.clone()));
                return own;
            }
            match (known, field == self.field.columns.person.household_id && entity == self.field.columns.person.entity)
            {
                (false, _) if !row.get(field).is_empty() => row.text(field),
                (_, true) => Text::from(self.village.household_number()),
                _ => Text::from(text.to_owned()),
            }
        };
        self.keys.push((entity, field, text.to_owned(), own.clone()));
        own
    }
}

/// Whether an example says that a key of its row leads to no row: it names a link by the key, with nothing behind it.
fn leads_nowhere(dictionary: &Dictionary, example: &ExampleRow, field: FieldId) -> bool {
    example.linked.iter().any(|(link, rows)| {
        let link = dictionary.link(*link);
        let is_one = link.cardinality == Cardinality::One && !link.is_sequence();
        is_one && rows.is_empty() && link.by.iter().any(|(mine, _)| *mine == field)
    })
}

/// Whether a key is a number that tells no two rows of the field apart but is one of a telephone or card.
fn is_telephone(dictionary: &Dictionary, entity: EntityId, field: FieldId) -> bool {
    let own = dictionary.entity(entity).field(field);
    own.ty == FieldType::Text && own.sensitivity == Sensitivity::Number
}

/// Whether two texts are as long and have digits in the same places.
fn is_formed_alike(a: &str, b: &str) -> bool {
    let form = |text: &str| text.chars().map(|c| c.is_ascii_digit()).collect::<Vec<_>>();
    form(a) == form(b)
}

/// A text in the form of an example, with the last digits of `number`.
fn formed_like(example: &str, number: &str) -> String {
    let mut digits = number.chars().rev();
    let mut made: Vec<char> =
        example.chars().rev().map(|c| if c.is_ascii_digit() { digits.next().unwrap_or(c) } else { c }).collect();
    if let (Some(first), Some(last)) = (example.chars().next(), made.last_mut()) {
        *last = first;
    }
    made.into_iter().rev().collect()
}

/// Whether rows of an entity exist only as keys of others, so that no file holds them.
pub(super) fn is_key_only(dictionary: &Dictionary, entity: EntityId) -> bool {
    let described = dictionary.entity(entity);
    described.key.len() == described.fields.len()
}

/// Whether rows are joined by a field, or known by it.
fn is_key(dictionary: &Dictionary, entity: EntityId, field: FieldId) -> bool {
    let joins = |id| dictionary.link(id).by.iter().any(|&(mine, _)| mine == field);
    dictionary.entity(entity).key.contains(&field) || dictionary.links_from(entity).any(joins)
}
