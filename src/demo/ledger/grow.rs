//! Rows for owners that are there.

use super::super::draw::Draw;
use super::super::field::{Field, Village};
use super::super::rows::{Row, Rows, Text};
use super::Ledgers;
use super::dates::{days_later, written, year, years_later};
use super::lineage::Ledger;
use crate::dictionary::{EntityId, FieldId, FieldType, LinkId};
use crate::value::Date;

/// How many households in a hundred, people in a hundred and holders of a post or an entry in a hundred have rows of a
/// table. All rows have what belongs to them.
const OF_HOUSEHOLDS: usize = 40;
const OF_PEOPLE: usize = 25;
const OF_POSTS: usize = 60;
/// Rows of a table that a village has, and rows of one owner that follow each other.
const IN_VILLAGE: usize = 2;
const IN_ORDER: usize = 2;
/// Days from one row to the next where no span says it: of spells without an end, and of days.
const DAYS_OF_SPELL: i64 = 365;
const DAYS_BETWEEN: i64 = 60;

impl Ledgers {
    /// Adds rows that belong to a household, for some of the rows that are there.
    pub(in crate::demo) fn grow(&self, field: &Field<'_>, village: &mut Village, rows: &mut Rows, draw: &mut Draw) {
        for &entity in &self.order {
            let Some(ledger) = self.get(entity).filter(|ledger| !ledger.is_of_village) else { continue };
            let share = self.share(field, ledger);
            for owner in 0..rows.of(ledger.owner).len() {
                if draw.percent(share) {
                    self.add(field, village, rows, (entity, owner), draw);
                }
            }
        }
    }

    /// Adds rows that belong to the village and not to one household, where there are none.
    pub(in crate::demo) fn grow_village(
        &self,
        field: &Field<'_>,
        village: &mut Village,
        rows: &mut Rows,
        draw: &mut Draw,
    ) {
        for &entity in &self.order {
            let Some(ledger) = self.get(entity).filter(|ledger| ledger.is_of_village) else { continue };
            let owners = if ledger.owner == field.columns.village.entity { 1 } else { rows.of(ledger.owner).len() };
            for owner in 0..owners {
                self.add(field, village, rows, (entity, owner), draw);
            }
        }
    }

    /// How many owners in a hundred have rows.
    fn share(&self, field: &Field<'_>, ledger: &Ledger) -> usize {
        let (h, p) = (field.columns.household.entity, field.columns.person.entity);
        match ledger.owner {
            _ if ledger.is_required || self.has(ledger.owner) => 100,
            owner if owner == h => OF_HOUSEHOLDS,
            owner if owner == p => OF_PEOPLE,
            _ => OF_POSTS,
        }
    }

    /// Adds the rows of table `entity` that the owner in row `owner` has; the position of the last, `None` where the
    /// owner can have none.
    pub(in crate::demo) fn add(
        &self,
        field: &Field<'_>,
        village: &mut Village,
        rows: &mut Rows,
        (entity, owner): (EntityId, usize),
        draw: &mut Draw,
    ) -> Option<usize> {
        let ledger = self.get(entity)?;
        let is_of_village_itself = ledger.owner == field.columns.village.entity;
        let count = match ledger {
            _ if ledger.is_single => 1,
            _ if !ledger.order.is_empty() => IN_ORDER,
            _ if is_of_village_itself => IN_VILLAGE,
            _ => 1,
        };
        let mut last = None;
        for back in (0..count).rev() {
            let mut row = self.row(field, village, rows, (entity, owner), draw)?;
            if !ledger.order.is_empty() {
                self.put_back(field, rows, (entity, owner), &mut row, back);
            }
            last = Some(rows.add(entity, row));
        }
        last
    }

    /// Adds one row of table `entity` that belongs with row `with`, whatever table that is of; its position.
    pub(in crate::demo) fn add_one(
        &self,
        field: &Field<'_>,
        village: &mut Village,
        rows: &mut Rows,
        entity: EntityId,
        with: (EntityId, usize),
        draw: &mut Draw,
    ) -> Option<usize> {
        let ledger = self.get(entity)?;
        let mut above = Some(with);
        while let Some((of, at)) = above.filter(|(of, _)| *of != ledger.owner) {
            above = self.above(field, rows, of, at);
        }
        let owner = above.map_or(0, |(_, at)| at);
        let is_there = owner < rows.of(ledger.owner).len() || ledger.owner == field.columns.village.entity;
        if !is_there && self.has(ledger.owner) {
            self.add_one(field, village, rows, ledger.owner, with, draw)?;
        }
        let row = self.row(field, village, rows, (entity, owner), draw)?;
        Some(rows.add(entity, row))
    }

    /// Takes away rows whose owner, of a table made here too, is not there any more.
    pub(in crate::demo) fn drop_orphans(&self, field: &Field<'_>, rows: &mut Rows) {
        for &entity in &self.order {
            let Some(ledger) = self.get(entity).filter(|ledger| !ledger.is_of_village && self.has(ledger.owner)) else {
                continue;
            };
            let stays: Vec<bool> =
                (0..rows.of(entity).len()).map(|at| self.above(field, rows, entity, at).is_some()).collect();
            if !ledger.by.is_empty() && stays.contains(&false) {
                let mut stays = stays.into_iter();
                rows.of_mut(entity).retain(|_| stays.next().unwrap_or(true));
            }
        }
    }

    /// Whether two rows of a table stand in one order of rows.
    pub(in crate::demo) fn follows(&self, rows: &Rows, entity: EntityId, first: usize, second: usize) -> bool {
        let (Some(ledger), Some(first), Some(second)) =
            (self.get(entity), rows.of(entity).get(first), rows.of(entity).get(second))
        else {
            return false;
        };
        !ledger.order.is_empty() && ledger.by.iter().all(|&(mine, _)| first.get(mine) == second.get(mine))
    }

    /// What rows of a table belong to.
    pub(in crate::demo) fn owner(&self, entity: EntityId) -> Option<EntityId> {
        self.get(entity).map(|ledger| ledger.owner)
    }

    /// The positions of the rows of table `entity` that belong to row `owner` of its owner.
    pub(in crate::demo) fn rows_of(
        &self,
        field: &Field<'_>,
        rows: &Rows,
        entity: EntityId,
        owner: usize,
    ) -> Vec<usize> {
        let Some(of) = self.owner(entity) else { return Vec::new() };
        let is = |&at: &usize| self.above(field, rows, entity, at) == Some((of, owner));
        (0..rows.of(entity).len()).filter(is).collect()
    }

    /// One row.
    fn row(
        &self,
        field: &Field<'_>,
        village: &mut Village,
        rows: &Rows,
        (entity, owner): (EntityId, usize),
        draw: &mut Draw,
    ) -> Option<Row> {
        let ledger = self.get(entity)?;
        let mut row = self.usual(entity);
        let own_place = field.village_place(village);
        let line = self.line(field, rows, ledger, owner, &own_place);
        let mut copied = Vec::new();
        for &(mine, of, theirs) in &ledger.copies {
            let Some((_, source)) = line.iter().find(|(entity, _)| *entity == of) else { continue };
            let text = source.text(theirs);
            if !text.is_empty() {
                row.put(mine, text);
                copied.push(mine);
            }
        }
        self.place(field, entity, &own_place, &mut row);
        for &tie in &ledger.ties {
            if !self.tie(field, village, rows, ledger, tie, &copied, &mut row) {
                return None;
            }
        }
        self.own(field, village, entity, &line, &copied, &mut row, draw);
        Some(row)
    }

    /// The rows of the line of owners, as far as they are there.
    fn line<'a>(
        &self,
        field: &Field<'_>,
        rows: &'a Rows,
        ledger: &Ledger,
        owner: usize,
        village: &'a Row,
    ) -> Vec<(EntityId, &'a Row)> {
        let mut line = Vec::new();
        let mut at = Some((ledger.owner, owner));
        while let Some((entity, row)) = at {
            line.extend(rows.of(entity).get(row).map(|row| (entity, row)));
            at = self.above(field, rows, entity, row);
        }
        let v = field.columns.village.entity;
        if !line.iter().any(|(entity, _)| *entity == v) {
            line.push((v, rows.of(v).first().unwrap_or(village)));
        }
        line
    }

    /// The row that a row belongs to.
    fn above(&self, field: &Field<'_>, rows: &Rows, entity: EntityId, row: usize) -> Option<(EntityId, usize)> {
        let (h, p) = (&field.columns.household, &field.columns.person);
        let own = rows.of(entity).get(row)?;
        let find = |of: EntityId, by: &[(FieldId, FieldId)]| {
            let is = |other: &Row| by.iter().all(|&(mine, theirs)| agree(own.get(mine), other.get(theirs)));
            rows.of(of).iter().position(is).map(|at| (of, at))
        };
        if let Some(ledger) = self.get(entity) {
            return if ledger.by.is_empty() { None } else { find(ledger.owner, &ledger.by) };
        }
        match entity {
            _ if entity == p.entity => find(h.entity, &[(p.household_id, h.household_id)]),
            _ if entity == field.columns.post.entity => find(p.entity, &[(field.columns.post.id_number, p.id_number)]),
            _ if entity == field.columns.record.entity => {
                find(p.entity, &[(field.columns.record.id_number, p.id_number)])
            }
            _ => None,
        }
    }

    /// Writes the columns of the place that no owner has written.
    fn place(&self, field: &Field<'_>, entity: EntityId, village: &Row, row: &mut Row) {
        let described = field.dictionary.entity(entity);
        for &mine in &described.place {
            let same = field.dictionary.find_field(field.columns.village.entity, &described.field(mine).name.zh);
            if let Some(theirs) = same.filter(|_| row.get(mine).is_empty()) {
                row.put(mine, village.text(theirs));
            }
        }
    }

    /// Makes a link lead to a row: of the household, or of the village. `false` where an owner was to say which and says
    /// nothing.
    #[expect(clippy::too_many_arguments, reason = "what a row is made from")]
    fn tie(
        &self,
        field: &Field<'_>,
        village: &Village,
        rows: &Rows,
        ledger: &Ledger,
        tie: LinkId,
        copied: &[FieldId],
        row: &mut Row,
    ) -> bool {
        let link = field.dictionary.link(tie);
        let open: Vec<_> = link.by.iter().filter(|(mine, _)| !copied.contains(mine)).collect();
        if open.is_empty() {
            return true;
        }
        let says = |mine: FieldId| ledger.copies.iter().any(|(own, ..)| *own == mine);
        if open.iter().any(|(mine, _)| says(*mine)) {
            return link.to == field.columns.person.entity;
        }
        if !self.has(link.to) {
            return true;
        }
        let fits = |other: &&Row| {
            link.by.iter().all(|(mine, theirs)| !copied.contains(mine) || agree(row.get(*mine), other.get(*theirs)))
        };
        let found = rows.of(link.to).iter().find(fits).or_else(|| village.commons.of(link.to).iter().find(fits));
        let texts: Vec<(FieldId, Text)> = found
            .map(|found| open.iter().map(|&&(mine, theirs)| (mine, found.text(theirs))).collect())
            .unwrap_or_default();
        for (mine, text) in texts {
            row.put(mine, text);
        }
        true
    }

    /// Puts a row before others of its owner: `back` steps earlier, so that each ends where the next begins.
    fn put_back(&self, field: &Field<'_>, rows: &Rows, at: (EntityId, usize), row: &mut Row, back: usize) {
        let described = field.dictionary.entity(at.0);
        let Some(ledger) = self.get(at.0) else { return };
        let (Some(&first), Ok(steps)) = (ledger.order.first(), i64::try_from(back)) else { return };
        let dates: Vec<FieldId> =
            described.field_ids().filter(|&id| described.field(id).ty == FieldType::Date).collect();
        if let Some(value) = year(row.get(first)) {
            if back == 0 {
                return;
            }
            row.put(first, (value - steps).to_string());
            for date in dates {
                let earlier =
                    Date::parse(row.get(date)).and_then(|date| years_later(date, i16::try_from(-steps).unwrap_or(0)));
                if let Some(earlier) = earlier {
                    row.put(date, written(earlier));
                }
            }
            if back == 1 {
                self.last_year(field, rows, at, row);
            }
            return;
        }
        let Some(start) = Date::parse(row.get(first)) else {
            row.put(first, (i64::try_from(IN_ORDER).unwrap_or(2) - steps).to_string());
            return;
        };
        let end = dates.iter().copied().find(|&id| id.index() == first.index() + 1);
        let until = end.and_then(|end| Date::parse(row.get(end)));
        let days = match (end, until) {
            (Some(_), Some(until)) => start.days_until(until).1.max(0) + 1,
            (Some(_), None) => DAYS_OF_SPELL,
            _ => DAYS_BETWEEN,
        };
        for &date in &dates {
            let earlier = Date::parse(row.get(date)).and_then(|date| days_later(date, -days * steps));
            if let Some(earlier) = earlier {
                row.put(date, written(earlier));
            }
        }
        if let (Some(end), None, true) = (end, until, back > 0) {
            let step = if start.is_exact() { -1 } else { -30 };
            let last = days_later(start, -days * (steps - 1)).and_then(|next| days_later(next, step));
            if let Some(last) = last {
                row.put(end, written(last));
            }
        }
    }

    /// What an owner says of the year before, under the name of the column with 上年 before it.
    fn last_year(&self, field: &Field<'_>, rows: &Rows, (entity, owner): (EntityId, usize), row: &mut Row) {
        let described = field.dictionary.entity(entity);
        let Some(ledger) = self.get(entity) else { return };
        let Some(above) = rows.of(ledger.owner).get(owner) else { return };
        for own in described.field_ids() {
            let name = format!("上年{}", described.field(own).name.zh);
            let before = field.dictionary.find_field(ledger.owner, &name).map(|theirs| above.text(theirs));
            if let Some(before) = before.filter(|text| !text.is_empty()) {
                row.put(own, before);
            }
        }
    }

    /// After owners have changed: what rows copy from them follows, but not what an example has set.
    pub(in crate::demo) fn follow(&self, field: &Field<'_>, village: &Village, rows: &mut Rows) {
        let own_place = field.village_place(village);
        for &entity in &self.order {
            let Some(ledger) = self.get(entity) else { continue };
            // Of rows in order only the last speaks of today.
            let is_last = |rows: &Rows, at: usize| {
                let Some(&first) = ledger.order.first() else { return true };
                let own = &rows.of(entity)[at];
                let later = |other: &Row| {
                    ledger.by.iter().all(|&(mine, _)| other.get(mine) == own.get(mine))
                        && other.get(first) > own.get(first)
                };
                !rows.of(entity).iter().any(later)
            };
            for at in 0..rows.of(entity).len() {
                if !is_last(rows, at) {
                    continue;
                }
                let above = self.above(field, rows, entity, at);
                let owner = match above {
                    Some((_, owner)) => owner,
                    None if ledger.by.is_empty() => 0,
                    None => continue,
                };
                let line = self.line(field, rows, ledger, owner, &own_place);
                let texts: Vec<(FieldId, Text)> = ledger
                    .copies
                    .iter()
                    .filter(|(mine, ..)| !ledger.by.iter().any(|(own, _)| own == mine))
                    .filter_map(|&(mine, of, theirs)| {
                        let (_, source) = line.iter().find(|(entity, _)| *entity == of)?;
                        Some((mine, source.text(theirs))).filter(|(_, text)| !text.is_empty())
                    })
                    .collect();
                for (mine, text) in texts {
                    rows.of_mut(entity)[at].put(mine, text);
                }
            }
        }
    }
}

/// Whether two keys are the same, disability certificates and identity cards of one person included.
fn agree(a: &str, b: &str) -> bool {
    use crate::value::id_number::join_key;
    !a.is_empty() && (a == b || join_key(a) == join_key(b))
}
