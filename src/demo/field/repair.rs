//! After an example has been laid over rows: what it left out of step is brought into step again, so that a fault
//! comes alone. Cells that the example set are never touched.

use super::super::draw::Draw;
use super::super::rows::{Row, Rows, Text};
use super::names::{full_name, surname};
use super::numbers::citizen_number;
use super::person::{Home, compact};
use super::village::Village;
use super::{Field, Standing};
use crate::dictionary::{EntityId, FieldId, FieldType};
use crate::value::{Date, id_number};

impl Field<'_> {
    /// Adds a clean row of `entity` for an example to be laid over; its position, `None` for entities without rows of
    /// their own. `with` is the row that it is to belong to.
    pub(in crate::demo) fn append(
        &self,
        village: &mut Village,
        rows: &mut Rows,
        entity: EntityId,
        with: (EntityId, usize),
        draw: &mut Draw,
    ) -> Option<usize> {
        let (h, p, o, r) =
            (self.columns.household.entity, &self.columns.person, &self.columns.post, &self.columns.record);
        let before = rows.of(entity).len();
        if entity == h {
            let more = self.household(village, Standing::Exited, false, draw);
            rows.extend(more);
        } else if entity == p.entity {
            let home = if with.0 == h { with.1 } else { 0 };
            self.add_adult(village, rows, home, draw)?;
        } else if entity == o.entity {
            // A post of the village needs a holder of its own; any other is that of the person at hand.
            if with.0 == self.columns.village.entity {
                let more = self.household(village, Standing::Exited, true, draw);
                rows.extend(more);
                return (rows.of(entity).len() > before).then_some(before);
            }
            let holder = with_id(rows, self, with).unwrap_or(0);
            let post = self.post(rows.of(p.entity).get(holder)?, village.extra_post(), "道路养护员", draw);
            rows.add(entity, post);
        } else if entity == r.entity {
            let person = with_id(rows, self, with).unwrap_or(0);
            let record = self.record(rows.of(p.entity).get(person)?, "低保", draw);
            rows.add(entity, record);
        } else if entity == self.columns.village.entity {
            // A neighbour: its place is what leads to it.
            let mut row = rows.of(entity).first().cloned().unwrap_or_else(|| self.usual(entity));
            row.fixed.clear();
            rows.add(entity, row);
        } else {
            let ledgers = &self.ledgers;
            return ledgers.add_one(self, village, rows, entity, with, draw);
        }
        (rows.of(entity).len() > before).then_some(before)
    }

    /// One more grown-up in household row `at`.
    fn add_adult(&self, village: &mut Village, rows: &mut Rows, at: usize, draw: &mut Draw) -> Option<usize> {
        let h = &self.columns.household;
        let household = rows.of(h.entity).get(at)?.clone();
        let home = Home {
            id: household.get(h.household_id),
            is_registered: household.get(h.is_registered) == "是",
            is_on_dibao: household.get(h.poor_kind).starts_with("低保"),
            is_on_tekun: household.get(h.poor_kind).starts_with("五保"),
            enrolled_on: household.text(h.enrolled_on),
        };
        let name = full_name(surname(draw), draw);
        let person = self.add_person(village, rows, &home, (name, "其他", draw.percent(50), draw.within(52, 57)), draw);
        self.make_able(rows, person);
        Some(person)
    }

    /// A household for every person whose household is not there.
    pub(in crate::demo) fn house_the_homeless(
        &self,
        village: &mut Village,
        rows: &mut Rows,
        standing: Standing,
        draw: &mut Draw,
    ) {
        let (h, p) = (&self.columns.household, &self.columns.person);
        for at in 0..rows.of(p.entity).len() {
            let id = rows.of(p.entity)[at].text(p.household_id);
            if id.is_empty() || rows.of(h.entity).iter().any(|home| home.get(h.household_id) == id) {
                continue;
            }
            let more = self.household_numbered(village, &id, standing, false, draw);
            let members = more.of(p.entity).len();
            rows.extend(more);
            rows.of_mut(p.entity)[at].put(p.person_id, format!("{id}{:02}", members + 1));
        }
    }

    /// Brings rows into step with what an example set.
    pub(in crate::demo) fn repair(&self, village: &mut Village, rows: &mut Rows) {
        let (h, p, o) = (&self.columns.household, &self.columns.person, &self.columns.post);
        for at in 0..rows.of(o.entity).len() {
            self.repair_holder(rows, at);
        }
        for at in 0..rows.of(p.entity).len() {
            self.repair_person(village, rows, at);
        }
        for at in 0..rows.of(h.entity).len() {
            self.complete(rows, at);
        }
        self.ledgers.follow(self, village, rows);
    }

    /// What an example says of the holder of a post holds for the person too.
    fn repair_holder(&self, rows: &mut Rows, at: usize) {
        let (p, o) = (&self.columns.person, &self.columns.post);
        let post = rows.of(o.entity)[at].clone();
        if !post.is_fixed(o.kind_found) && post.is_fixed(o.kind) {
            rows.of_mut(o.entity)[at].put(o.kind_found, post.text(o.kind));
        }
        let number = citizen_number(post.get(o.id_number));
        let Some(person) = rows.of_mut(p.entity).iter_mut().find(|row| citizen_number(row.get(p.id_number)) == number)
        else {
            return;
        };
        for (from, to) in [(o.born_on, p.born_on), (o.sex, p.sex)] {
            if post.is_fixed(from) && !person.is_fixed(to) {
                person.fix(to, post.text(from));
            }
        }
    }

    fn repair_person(&self, village: &mut Village, rows: &mut Rows, at: usize) {
        let p = &self.columns.person;
        let row = &mut rows.of_mut(p.entity)[at];
        let old = row.text(p.id_number);
        let was = id_number::birth_date(&old);
        if row.is_fixed(p.id_number) {
            if let Some(birth) = id_number::birth_date(&old).filter(|_| !row.is_fixed(p.born_on)) {
                row.put(p.born_on, compact(birth));
            }
            if let Some(is_male) = id_number::is_male(&old) {
                row.put(p.sex, if is_male { "男" } else { "女" });
            }
        }
        let Some(birth) = Date::parse(row.get(p.born_on)).filter(|date| date.is_exact()) else { return };
        let is_male = row.get(p.sex) == "男";
        let says_else = was != Some(birth) || id_number::is_male(&old) != Some(is_male);
        if says_else && !row.is_fixed(p.id_number) {
            let number = village.numbers.like(&old, birth, is_male);
            row.put(p.id_number, number);
        }
        let is_young = |born: Option<Date>| born.is_some_and(|born| born.years_until(self.as_of).1 < 24);
        if row.is_fixed(p.enrolment)
            || row.is_fixed(p.schooling)
            || (was != Some(birth) && (is_young(was) || is_young(Some(birth))))
        {
            self.school(row, birth);
        }
        let (new, born, sex) = (row.text(p.id_number), row.text(p.born_on), row.text(p.sex));
        if new != old {
            self.renumber(rows, &old, &new, &born, &sex);
        }
    }

    /// Posts and entries in lists follow a person to another number.
    fn renumber(&self, rows: &mut Rows, old: &str, new: &str, born: &Text, sex: &Text) {
        let (o, r) = (&self.columns.post, &self.columns.record);
        let (old, new) = (citizen_number(old), citizen_number(new));
        let is_old = |row: &Row, field| citizen_number(row.get(field)) == old;
        for post in rows.of_mut(o.entity).iter_mut().filter(|row| is_old(row, o.id_number)) {
            post.put(o.id_number, new.clone());
            post.put(o.born_on, born.clone());
            post.put(o.sex, sex.clone());
        }
        for record in rows.of_mut(r.entity).iter_mut().filter(|row| is_old(row, r.id_number)) {
            record.put(r.id_number, new.clone());
        }
        for entity in self.dictionary.entity_ids().filter(|&entity| self.ledgers.has(entity)) {
            let numbers: Vec<FieldId> = self
                .dictionary
                .entity(entity)
                .field_ids()
                .filter(|&id| self.dictionary.entity(entity).field(id).ty == FieldType::Id)
                .collect();
            for row in rows.of_mut(entity) {
                for &number in numbers.iter().filter(|&&number| is_old(row, number)).collect::<Vec<_>>() {
                    row.put(number, new.clone());
                }
            }
        }
    }

    /// A number for an example's person: as right or wrong as the example's, but nobody's. With `own` set it is of the
    /// person's birth and sex where it can be, otherwise of the example's.
    pub(in crate::demo) fn number_like(&self, village: &mut Village, example: &str, own: Option<&Row>) -> String {
        let p = &self.columns.person;
        let of_example = (id_number::birth_date(example), id_number::is_male(example));
        let (birth, is_male) = own.map_or(of_example, |row| {
            let birth = if row.is_fixed(p.born_on) { of_example.0 } else { Date::parse(row.get(p.born_on)) };
            let is_male = if row.is_fixed(p.sex) { of_example.1 } else { Some(row.get(p.sex) == "男") };
            (birth, is_male)
        });
        let birth = birth.or(of_example.0).or_else(|| Date::day(1970, 5, 5)).unwrap_or(self.as_of);
        village.numbers.like(example, birth, is_male.or(of_example.1).unwrap_or(true))
    }
}

/// The person whose number a row holds, where it is not a person itself.
fn with_id(rows: &Rows, field: &Field<'_>, (entity, at): (EntityId, usize)) -> Option<usize> {
    let p = &field.columns.person;
    if entity == p.entity {
        return Some(at);
    }
    let id = field.dictionary.entity(entity).fields.iter().position(|f| f.ty == FieldType::Id)?;
    let number = citizen_number(rows.of(entity).get(at)?.cells.get(id)?);
    rows.of(p.entity).iter().position(|row| !number.is_empty() && citizen_number(row.get(p.id_number)) == number)
}
