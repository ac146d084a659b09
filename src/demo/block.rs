//! A village of the roster: its rows, and which rules must find what in them.

use super::blocks::Block;
use super::draw::Draw;
use super::field::Standing;
use super::judge::named_keys;
use super::recipe::{Found, Kitchen};
use super::rows::Rows;
use crate::dataset::Dataset;
use crate::dictionary::EntityId;
use std::ops::Range;

/// A village that has been made.
pub(super) struct Made {
    pub(super) rows: Rows,
    pub(super) expected: Vec<Expected>,
    /// Rules of which a fault was wanted and could not be made.
    pub(super) failed: Vec<usize>,
    /// How many households have a fault.
    pub(super) faulty: usize,
}

/// A rule that must find a row of a village.
pub(super) struct Expected {
    /// The position of the rule in the rulebook.
    pub(super) rule: usize,
    pub(super) entity: EntityId,
    /// The row within the village, `None` for entities without files.
    pub(super) row: Option<usize>,
    /// The key of the row, or its label where the entity has no key.
    pub(super) key: String,
    /// The number of the household that the fault was planted in; empty where it is nobody's.
    pub(super) household: String,
    /// Whether it is this rule that the fault was planted for.
    pub(super) is_planted: bool,
}

/// A household with a fault.
struct Faulty {
    rule: usize,
    household: String,
    /// By entity, its rows.
    rows: Vec<Range<usize>>,
    /// What is broken in it by itself.
    broken: Vec<Found>,
}

impl Kitchen<'_, '_> {
    /// Makes a village.
    pub(super) fn make(&self, block: &Block, seed: u64) -> Made {
        let dictionary = self.field.dictionary;
        let mut draw = Draw::new(seed, block.number as u64 + 1);
        let mut village = self.field.village(block.number, seed);
        let homes = block.slots.iter().map(|slot| match slot {
            Some(recipe) => self.base_of(&mut village, recipe, &mut draw),
            None => {
                let standing = Standing::any(&mut draw);
                self.base(&mut village, standing, false, &mut draw)
            }
        });
        let mut homes: Vec<Rows> = homes.collect();
        self.vet(&mut village, &mut homes, &mut draw);
        let mut rows = Rows::none(dictionary);
        let (mut faulty, mut failed) = (Vec::new(), Vec::new());
        for (slot, home) in block.slots.iter().zip(homes) {
            let Some(recipe) = slot else {
                rows.extend(home);
                continue;
            };
            let starts: Vec<usize> = rows.0.iter().map(Vec::len).collect();
            let Some(cooked) = self.cook(&mut village, &home, recipe, &mut draw) else {
                failed.push(recipe.rule);
                rows.extend(home);
                continue;
            };
            let broken = self.broken_at_home(&village, &cooked);
            rows.extend(cooked);
            let ranges: Vec<Range<usize>> =
                starts.iter().zip(&rows.0).map(|(&start, rows)| start..rows.len()).collect();
            let h = &self.field.columns.household;
            let household = ranges.get(h.entity.index()).and_then(|range| rows.of(h.entity).get(range.start));
            let household = household.map(|row| row.get(h.household_id).to_owned()).unwrap_or_default();
            faulty.push(Faulty { rule: recipe.rule, household, rows: ranges, broken });
        }
        self.field.add_village(&village, &mut rows);
        let mut expected = self.expected_at_home(&faulty);
        if !(faulty.is_empty() || self.spread.is_empty()) {
            expected.extend(self.expected_among(&rows, &faulty, &self.spread));
        }
        expected.sort_by(|a, b| (a.rule, a.row, &a.key).cmp(&(b.rule, b.row, &b.key)));
        Made { rows, expected, failed, faulty: faulty.len() }
    }

    /// What the rules must find that look at one household.
    fn expected_at_home(&self, faulty: &[Faulty]) -> Vec<Expected> {
        let of = |f: &Faulty| {
            let expected = f.broken.iter().map(|found| {
                let entity = self.judge.rulebook.rules[found.rule].entity;
                Expected {
                    rule: found.rule,
                    entity,
                    row: found.row.map(|row| f.rows[entity.index()].start + row),
                    key: found.key.clone(),
                    household: f.household.clone(),
                    is_planted: f.rule == found.rule,
                }
            });
            expected.collect::<Vec<_>>()
        };
        faulty.iter().flat_map(of).collect()
    }

    /// What `rules` must find that look at several households: in the rows of households with a fault, and in the rows
    /// that the village shares.
    fn expected_among(&self, rows: &Rows, faulty: &[Faulty], rules: &[usize]) -> Vec<Expected> {
        let dictionary = self.field.dictionary;
        let dataset = self.judge.dataset_for(rows, rules);
        let owner = |entity: EntityId, row: usize| faulty.iter().find(|f| f.rows[entity.index()].contains(&row));
        let named: Vec<Vec<Vec<usize>>> = faulty
            .iter()
            .map(|f| dictionary.entity_ids().map(|entity| self.keys_of(&dataset, &f.rows, entity)).collect())
            .collect();
        let wanted = |entity: EntityId| -> Vec<usize> {
            if self.field.is_shared(entity) {
                return (0..dataset.rows(entity).count).collect();
            }
            let mut rows: Vec<usize> = if self.field.extent.is_key_only(dictionary, entity) {
                named.iter().flat_map(|keys| keys[entity.index()].iter().copied()).collect()
            } else {
                faulty.iter().flat_map(|f| f.rows[entity.index()].clone()).collect()
            };
            rows.sort_unstable();
            rows.dedup();
            rows
        };
        let broken = self.judge.broken_among(&dataset, rules, &wanted);
        let expected = broken.into_iter().map(|broken| {
            let entity = self.judge.rulebook.rules[broken.rule].entity;
            let is_key = self.field.extent.is_key_only(dictionary, entity);
            let of = if is_key {
                faulty.iter().zip(&named).find(|(_, keys)| keys[entity.index()].contains(&broken.row)).map(|(f, _)| f)
            } else {
                owner(entity, broken.row)
            };
            Expected {
                rule: broken.rule,
                entity,
                row: (!is_key).then_some(broken.row),
                key: name(&dataset, entity, broken.row),
                household: of.map(|f| f.household.clone()).unwrap_or_default(),
                is_planted: of.is_some_and(|f| f.rule == broken.rule),
            }
        });
        expected.collect()
    }

    /// The rows of an entity without files that rows of a household name, keys that only keys name included.
    fn keys_of(&self, dataset: &Dataset<'_>, rows: &[Range<usize>], entity: EntityId) -> Vec<usize> {
        if !self.field.extent.is_key_only(self.field.dictionary, entity) {
            return Vec::new();
        }
        named_keys(self.field.dictionary, dataset, rows, entity)
    }
}

/// The key of a row, or its label where the entity has no key.
pub(super) fn name(dataset: &Dataset<'_>, entity: EntityId, row: usize) -> String {
    let described = dataset.dictionary().entity(entity);
    if !described.key.is_empty() {
        return dataset.key(entity, row);
    }
    let shown = |&field: &crate::dictionary::FieldId| {
        let at = crate::dictionary::FieldRef { entity, field };
        dataset.show(at, dataset.cell(at, row))
    };
    described.label.iter().map(shown).collect::<Vec<_>>().join("/")
}
