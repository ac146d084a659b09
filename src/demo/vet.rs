//! Rows that were put together without any knowledge of the field are judged, and mended until no rule is broken: whom
//! a rule forbids a row has none, and who must have one gets it.

use super::draw::Draw;
use super::field::{Standing, Village};
use super::judge::{Broken, named_keys};
use super::recipe::Kitchen;
use super::rows::Rows;
use crate::dataset::Dataset;
use crate::dictionary::EntityId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How often the rows of a village are judged anew.
const ROUNDS: usize = 8;
/// Households that are looked at to learn what mends which rule.
const SAMPLES: usize = 40;

/// How often one looks for a remedy in vain before one gives up.
const FAILURES: usize = 4;

/// What mends a rule that rows break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remedy {
    /// The rows of a table go.
    Drop(EntityId),
    /// A row of a table is added.
    Add(EntityId),
    /// All rows of a table go, those of the whole household.
    Clear(EntityId),
}

/// By rule, what mended it in samples, best first; nothing where nothing did.
#[derive(Clone, Debug, Default)]
pub(super) struct Remedies {
    known: BTreeMap<usize, Vec<Remedy>>,
    /// How often nothing was found.
    failures: BTreeMap<usize, usize>,
}

impl Remedies {
    /// Takes over what was learnt.
    fn learn(&mut self, rule: usize, remedy: Option<Remedy>) {
        match remedy {
            Some(remedy) => {
                let known = self.known.entry(rule).or_default();
                if !known.contains(&remedy) {
                    known.push(remedy);
                }
            }
            None => *self.failures.entry(rule).or_default() += 1,
        }
    }

    /// Whether it is worth looking for what mends a rule.
    fn may_be_found(&self, rule: usize) -> bool {
        self.failures.get(&rule).is_none_or(|&times| times < FAILURES)
    }
}

/// A rule broken in a row of a household.
#[derive(Clone, Copy)]
struct Wrong {
    rule: usize,
    entity: EntityId,
    /// The row within the household.
    row: usize,
}

impl Kitchen<'_, '_> {
    /// A household with all that belongs to it, not yet vetted.
    pub(super) fn base(&self, village: &mut Village, standing: Standing, with_post: bool, draw: &mut Draw) -> Rows {
        let mut rows = self.field.household(village, standing, with_post, draw);
        self.field.ledgers.grow(self.field, village, &mut rows, draw);
        rows
    }

    /// Learns from sample households what mends which rule.
    pub(super) fn learn(&mut self, village: usize, seed: u64) {
        if self.field.ledgers.is_empty() {
            return;
        }
        for with_post in [false, true] {
            let mut draw = Draw::new(seed, u64::MAX / 2 + u64::from(with_post));
            let mut village = self.field.village(village, seed);
            let mut homes: Vec<Rows> = (0..SAMPLES)
                .map(|at| self.base(&mut village, Standing::ALL[at % Standing::ALL.len()], with_post, &mut draw))
                .collect();
            let mut remedies = std::mem::take(&mut self.remedies);
            self.vet_and(&mut village, &mut homes, &mut draw, &mut remedies);
            self.remedies = remedies;
        }
    }

    /// Mends the rows of households and of the village that they live in. What the field itself has made is in order.
    pub(super) fn vet(&self, village: &mut Village, homes: &mut [Rows], draw: &mut Draw) {
        if self.field.ledgers.is_empty() {
            return;
        }
        self.vet_and(village, homes, draw, &mut self.remedies.clone());
    }

    fn vet_and(&self, village: &mut Village, homes: &mut [Rows], draw: &mut Draw, remedies: &mut Remedies) {
        // Tables of which a household has lost a row for good: none is added again.
        let mut barred: BTreeSet<(usize, EntityId)> = BTreeSet::new();
        for round in 0..ROUNDS {
            let (wrongs, common) = self.wrongs(village, homes);
            let mut changed = false;
            for (at, wrongs) in wrongs.into_iter().enumerate() {
                if !wrongs.is_empty() {
                    changed |= self.mend(village, homes, at, &wrongs, (round, &mut barred), draw, remedies);
                }
            }
            let mut gone: Vec<(EntityId, usize)> = common;
            gone.retain(|(entity, _)| self.field.ledgers.has(*entity));
            gone.sort_unstable_by_key(|&(_, row)| std::cmp::Reverse(row));
            gone.dedup();
            for (entity, row) in gone {
                let rows = village.commons.of_mut(entity);
                if row < rows.len() {
                    rows.remove(row);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// What is wrong with each household, and with which rows of the village.
    fn wrongs(&self, village: &Village, homes: &[Rows]) -> (Vec<Vec<Wrong>>, Vec<(EntityId, usize)>) {
        let dictionary = self.field.dictionary;
        let mut all = Rows::none(dictionary);
        let mut ranges: Vec<Vec<Range<usize>>> = Vec::new();
        for home in homes {
            let starts: Vec<usize> = all.0.iter().map(Vec::len).collect();
            all.extend(home.clone());
            ranges.push(starts.iter().zip(&all.0).map(|(&start, rows)| start..rows.len()).collect());
        }
        let of_homes: Vec<usize> = all.0.iter().map(Vec::len).collect();
        self.field.add_village(village, &mut all);
        let dataset = self.judge.dataset(&all);
        let broken = self.judge.broken_at_once(&dataset);
        let mut wrongs: Vec<Vec<Wrong>> = homes.iter().map(|_| Vec::new()).collect();
        let mut common = Vec::new();
        let mut named: BTreeMap<EntityId, Vec<Vec<usize>>> = BTreeMap::new();
        for Broken { rule, row } in broken {
            let entity = self.judge.rulebook.rules[rule].entity;
            let at = entity.index();
            if self.field.extent.is_key_only(dictionary, entity) {
                let named = named.entry(entity).or_insert_with(|| {
                    ranges.iter().map(|ranges| named_keys(dictionary, &dataset, ranges, entity)).collect()
                });
                for (home, named) in wrongs.iter_mut().zip(named) {
                    if named.contains(&row) {
                        home.push(Wrong { rule, entity, row: usize::MAX });
                    }
                }
            } else if entity == self.field.columns.helper.entity {
                let name = all.of(entity)[row].text(self.field.columns.helper.name);
                let h = &self.field.columns.household;
                let helped =
                    homes.iter().position(|home| home.of(h.entity).iter().any(|row| row.get(h.helper) == name));
                if let Some(home) = helped {
                    wrongs[home].push(Wrong { rule, entity, row: usize::MAX });
                }
            } else if row >= of_homes[at] {
                // The village's own row and its helpers stand before what it has in common.
                common.push((entity, row - of_homes[at]));
            } else if let Some(home) = ranges.iter().position(|ranges| ranges[at].contains(&row)) {
                wrongs[home].push(Wrong { rule, entity, row: row - ranges[home][at].start });
            }
        }
        (wrongs, common)
    }

    /// Mends one household; whether anything was changed.
    #[expect(clippy::too_many_arguments, reason = "what is mended, where, and with what")]
    fn mend(
        &self,
        village: &mut Village,
        homes: &mut [Rows],
        at: usize,
        wrongs: &[Wrong],
        (round, barred): (usize, &mut BTreeSet<(usize, EntityId)>),
        draw: &mut Draw,
        remedies: &mut Remedies,
    ) -> bool {
        let ledgers = &self.field.ledgers;
        let (own, others): (Vec<&Wrong>, Vec<&Wrong>) = wrongs.iter().partition(|wrong| ledgers.has(wrong.entity));
        if round > 0 {
            barred.extend(own.iter().map(|wrong| (at, wrong.entity)));
        }
        let may = |remedy: Remedy| !matches!(remedy, Remedy::Add(entity) if barred.contains(&(at, entity)));
        let mut changed = false;
        for wrong in others {
            let known = remedies.known.get(&wrong.rule).cloned().unwrap_or_default();
            if known
                .into_iter()
                .filter(|&remedy| may(remedy))
                .any(|remedy| self.apply(village, &mut homes[at], wrong, remedy, draw))
            {
                changed = true;
                continue;
            }
            if !remedies.may_be_found(wrong.rule) {
                continue;
            }
            let found = self.search(village, homes, at, wrong, &may, draw);
            remedies.learn(wrong.rule, found.as_ref().map(|(remedy, _)| *remedy));
            if let Some((_, mended)) = found {
                homes[at] = mended;
                changed = true;
            }
        }
        let home = &mut homes[at];
        let mut gone: BTreeSet<(EntityId, usize)> = own.iter().map(|wrong| (wrong.entity, wrong.row)).collect();
        if round == 0 {
            // Of rows that follow each other the first may be what is wrong with the others.
            let all = gone.clone();
            gone.retain(|&(entity, row)| {
                !all.range((entity, 0)..(entity, row)).any(|&(_, first)| ledgers.follows(home, entity, first, row))
            });
        }
        // Rows were only added behind those that were judged, unless some were taken away.
        if !changed {
            for &(entity, row) in gone.iter().rev() {
                home.of_mut(entity).remove(row);
                changed = true;
            }
            ledgers.drop_orphans(self.field, home);
        }
        changed
    }

    /// Tries what may mend a rule; the first that leaves less broken than there was: in the household by itself, or,
    /// where nothing is wrong with it but among its neighbours, in the whole village.
    fn search(
        &self,
        village: &mut Village,
        homes: &[Rows],
        at: usize,
        wrong: &Wrong,
        may: &dyn Fn(Remedy) -> bool,
        draw: &mut Draw,
    ) -> Option<(Remedy, Rows)> {
        let home = &homes[at];
        let tables: Vec<EntityId> = self.judge.reads[wrong.rule].entities.iter().copied().collect();
        let tables =
            tables.into_iter().filter(|&entity| self.field.ledgers.has(entity) && !self.field.is_shared(entity));
        let remedies = tables.flat_map(|entity| [Remedy::Drop(entity), Remedy::Add(entity), Remedy::Clear(entity)]);
        let seen = |village: &Village, home: &Rows| {
            let mut seen = home.clone();
            self.field.add_village(village, &mut seen);
            let dataset = self.judge.dataset(&seen);
            (seen, dataset)
        };
        let (before, judged) = seen(village, home);
        let is_wrong_alone = self.judge.breaks(&judged, wrong.rule);
        let total = |village: &Village, homes: &[Rows]| {
            let (wrongs, common) = self.wrongs(village, homes);
            wrongs.iter().map(Vec::len).sum::<usize>() + common.len()
        };
        let wrong_before = if is_wrong_alone { 0 } else { total(village, homes) };
        for remedy in remedies.filter(|&remedy| may(remedy)) {
            let mut trial = home.clone();
            if !self.apply(village, &mut trial, wrong, remedy, draw) {
                continue;
            }
            if !is_wrong_alone {
                let mut homes = homes.to_vec();
                homes[at] = trial.clone();
                if total(village, &homes) < wrong_before {
                    return Some((remedy, trial));
                }
                continue;
            }
            let (after, dataset) = seen(village, &trial);
            let touched = self.judge.touched(&before, &after);
            let count = |dataset: &Dataset<'_>| {
                self.judge.broken_among(dataset, &touched, &|entity| (0..dataset.rows(entity).count).collect()).len()
            };
            if count(&dataset) < count(&judged) {
                return Some((remedy, trial));
            }
        }
        None
    }

    /// Applies a remedy to the owner in the row at hand, or to all there are; whether it changed anything.
    fn apply(&self, village: &mut Village, home: &mut Rows, wrong: &Wrong, remedy: Remedy, draw: &mut Draw) -> bool {
        let ledgers = &self.field.ledgers;
        let (Remedy::Drop(entity) | Remedy::Add(entity) | Remedy::Clear(entity)) = remedy;
        let Some(of) = ledgers.owner(entity) else { return false };
        if matches!(remedy, Remedy::Clear(_)) {
            let rows = std::mem::take(home.of_mut(entity));
            ledgers.drop_orphans(self.field, home);
            return !rows.is_empty();
        }
        let owners = if of == wrong.entity { wrong.row..wrong.row + 1 } else { 0..home.of(of).len() };
        let mut changed = false;
        for owner in owners {
            let rows = ledgers.rows_of(self.field, home, entity, owner);
            match remedy {
                Remedy::Drop(_) => {
                    for &row in rows.iter().rev() {
                        home.of_mut(entity).remove(row);
                        changed = true;
                    }
                }
                Remedy::Add(_) if rows.is_empty() => {
                    changed |= ledgers.add(self.field, village, home, (entity, owner), draw).is_some();
                }
                Remedy::Add(_) | Remedy::Clear(_) => {}
            }
        }
        ledgers.drop_orphans(self.field, home);
        changed
    }
}
