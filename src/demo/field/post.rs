//! Public-welfare posts and their holders.

use super::super::draw::Draw;
use super::super::rows::{Row, Rows};
use super::Field;
use super::numbers::citizen_number;
use crate::value::Date;

impl Field<'_> {
    /// Gives member `holder` a post, which someone gets who can do the work and has no other.
    pub(super) fn give_post(
        &self,
        rows: &mut Rows,
        holder: usize,
        number: String,
        kind: &'static str,
        draw: &mut Draw,
    ) {
        let (o, p) = (&self.columns.post, &self.columns.person);
        self.make_able(rows, holder);
        let Some(person) = rows.of_mut(p.entity).get_mut(holder) else { return };
        person.put(p.post, kind);
        person.put(p.months_in_post, self.as_of.latest().parts().month.unwrap_or(12).to_string());
        let post = self.post(person, number, kind, draw);
        rows.add(o.entity, post);
    }

    /// A post of a person, in order in every way.
    pub(super) fn post(&self, person: &Row, number: String, kind: &'static str, draw: &mut Draw) -> Row {
        let (o, p) = (&self.columns.post, &self.columns.person);
        let year = self.year();
        let hired = format!("{year}-01-01");
        let wage = draw.of(&["300", "400", "500"]);
        let mut post = self.usual(o.entity);
        post.put(o.post_id, number);
        post.put(o.hired_on, hired.clone());
        post.put(o.contract_from, hired);
        post.put(o.contract_until, format!("{}-12-31", year + 1));
        post.put(o.days_present, draw.within(20, 22));
        for (field, text) in [
            (o.kind, kind),
            (o.kind_found, kind),
            (o.status, "在岗"),
            (o.left_on, ""),
            (o.has_contract, "是"),
            (o.contract_is_revoked, "否"),
            (o.has_duties, "是"),
            (o.has_management_rules, "是"),
            (o.wage, wage),
            (o.paid, wage),
            (o.days_due, "22"),
        ] {
            post.put(field, text);
        }
        for (to, from) in [
            (o.name, p.name),
            (o.sex, p.sex),
            (o.born_on, p.born_on),
            (o.province, p.province),
            (o.prefecture, p.prefecture),
            (o.county, p.county),
            (o.township, p.township),
            (o.village, p.village),
        ] {
            post.put(to, person.text(from));
        }
        post.put(o.id_number, citizen_number(person.get(p.id_number)));
        post
    }

    /// The person is healthy, able to work and without other work.
    pub(super) fn make_able(&self, rows: &mut Rows, person: usize) {
        let (p, r) = (&self.columns.person, &self.columns.record);
        let Some(row) = rows.of_mut(p.entity).get_mut(person) else { return };
        let number = citizen_number(row.get(p.id_number));
        for (field, text) in [
            (p.health, "健康"),
            (p.ability_to_work, "普通劳动力"),
            (p.certificate, "居民身份证"),
            (p.disability, ""),
            (p.certified_in, ""),
            (p.months_worked, "0"),
            (p.works_at, ""),
            (p.employer, ""),
        ] {
            row.put(field, text);
        }
        row.put(p.id_number, number.clone());
        rows.of_mut(r.entity).retain(|record| {
            record.get(r.id_number) != number || !matches!(record.get(r.list), "残疾人补贴" | "务工监测")
        });
    }

    /// Member `holder` left the last post in the summer, where that is past.
    pub(super) fn leave_post(&self, rows: &mut Rows, holder: usize) {
        let (o, p) = (&self.columns.post, &self.columns.person);
        let left = format!("{}-06-30", self.year());
        if !Date::parse(&left).is_some_and(|left| left.before(self.as_of).is_true()) {
            return;
        }
        if let Some(post) = rows.of_mut(o.entity).last_mut() {
            post.put(o.left_on, left.clone());
            post.put(o.contract_until, left);
            post.put(o.status, "离岗");
            post.put(o.contract_is_revoked, "是");
            post.put(o.paid, "0");
            post.put(o.days_present, "0");
        }
        if let Some(person) = rows.of_mut(p.entity).get_mut(holder) {
            person.put(p.post, "");
            person.put(p.months_in_post, "0");
        }
    }
}
