//! One person: what the export says at his or her age.

use super::super::draw::Draw;
use super::super::rows::{Row, Rows, Text};
use super::Field;
use super::numbers::citizen_number;
use super::village::Village;
use crate::value::Date;

/// What of a household its members share.
pub(super) struct Home<'h> {
    pub(super) id: &'h str,
    pub(super) is_registered: bool,
    pub(super) is_on_dibao: bool,
    pub(super) is_on_tekun: bool,
    pub(super) enrolled_on: Text,
}

/// How the health of a person is.
struct Health {
    word: &'static str,
    /// The digits of class and grade behind the number of a disability certificate.
    certificate: Option<(&'static str, &'static str)>,
}

const HEALTHY: Health = Health { word: "健康", certificate: None };
/// Classes and grades of certificates with the words for the classes.
const CERTIFICATES: [(&str, &str); 5] =
    [("43", "肢体"), ("44", "肢体"), ("13", "视力"), ("24", "听力"), ("42", "肢体")];
const WORKPLACES: [&str; 4] = ["乡(镇)内", "乡外县内", "县外省内", "省外"];
const EMPLOYERS: [&str; 4] = ["示例建筑公司", "示例服装厂", "示例电子厂", "示例物流公司"];

impl Field<'_> {
    /// A date of birth at which a person is `age` on the audit date.
    pub(super) fn birth(&self, age: i64, draw: &mut Draw) -> Date {
        let year = i64::from(self.as_of.latest().parts().year) - age;
        let (month, day) = (draw.within(1, 12), draw.within(1, 28));
        let on = |year: i64| Date::day(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let this = on(year).unwrap_or(self.as_of);
        if this.years_until(self.as_of) == (age, age) { this } else { on(year - 1).unwrap_or(this) }
    }

    /// A person of a household with the lists that he or she stands in. The name, relation and number within the
    /// household are written by the caller.
    pub(super) fn add_person(
        &self,
        village: &mut Village,
        rows: &mut Rows,
        home: &Home<'_>,
        kin: (Text, &'static str, bool, i64),
        draw: &mut Draw,
    ) -> usize {
        let p = &self.columns.person;
        let (name, relation, is_male, age) = kin;
        let birth = self.birth(age, draw);
        let mut row = self.usual(p.entity);
        let number = rows.of(p.entity).iter().filter(|other| other.get(p.household_id) == home.id).count() + 1;
        row.put(p.person_id, Text::written(format_args!("{}{number:02}", home.id)));
        row.put(p.household_id, home.id);
        row.put(p.name, name);
        row.put(p.relation, relation);
        row.put(p.sex, if is_male { "男" } else { "女" });
        row.put(p.born_on, compact(birth));
        row.put(p.ethnic_group, if draw.percent(80) { "汉族" } else { "苗族" });
        row.put(p.political_status, "群众");
        row.put(p.phone, village.phone());
        for (field, text) in [p.province, p.prefecture, p.county, p.township, p.village].into_iter().zip(&village.place)
        {
            row.put(field, text.clone());
        }
        let health = health(age, draw);
        let mut id = village.numbers.citizen(birth, is_male);
        if let Some((digits, class)) = health.certificate {
            id.push_str(digits);
            row.put(p.certificate, "残疾人证");
            row.put(p.disability, class);
            row.put(p.certified_in, draw.within(2012, 2018));
        } else {
            row.put(p.certificate, "居民身份证");
        }
        row.put(p.id_number, id);
        row.put(p.health, health.word);
        row.put(p.ability_to_work, ability(age, &health, draw));
        row.put(p.is_registered, yes(home.is_registered));
        row.put(p.enrolled_on, home.enrolled_on.clone());
        row.put(p.on_dibao, yes(home.is_on_dibao));
        row.put(p.on_tekun, yes(home.is_on_tekun));
        row.put(p.has_left, "否");
        row.put(p.insurance_not_needed, "否");
        row.put(p.months_in_post, "0");
        let is_employee = !home.is_registered && (25..55).contains(&age) && draw.percent(10);
        row.put(p.resident_insurance, yes(!is_employee));
        row.put(p.employee_insurance, yes(is_employee));
        row.put(p.serious_illness_insurance, "是");
        self.school(&mut row, birth);
        self.work(&mut row, draw);
        for list in self.lists(&row) {
            let record = self.record(&row, list, draw);
            rows.add(self.columns.record.entity, record);
        }
        rows.add(p.entity, row)
    }

    /// School and what hangs on it, by age on the last day of August before the school year.
    pub(super) fn school(&self, row: &mut Row, birth: Date) {
        let p = &self.columns.person;
        let age = birth.years_until(self.cutoff).0;
        // By the number, so that the same person always tells the same.
        let grows = usize::from(row.get(p.id_number).as_bytes().get(16).copied().unwrap_or(0));
        let (enrolment, schooling) = match age {
            ..3 => ("学龄前儿童", ""),
            3..6 => ("学前教育", ""),
            6..12 => ("小学", ""),
            12 => ("七年级", ""),
            13 => ("八年级", ""),
            14 => ("九年级", ""),
            15 => (if grows.is_multiple_of(3) { "中职一年级" } else { "普通高中一年级" }, ""),
            16 => ("普通高中二年级", ""),
            17 => ("普通高中三年级", ""),
            18..22 if grows.is_multiple_of(2) => {
                (["本科一年级", "本科二年级", "本科三年级", "本科四年级"][(age - 18) as usize % 4], "")
            }
            18..30 => ("", if grows.is_multiple_of(3) { "高中" } else { "初中" }),
            30..45 => ("", "初中"),
            45..62 => ("", if grows.is_multiple_of(2) { "小学" } else { "初中" }),
            _ => ("", if grows.is_multiple_of(2) { "文盲或半文盲" } else { "小学" }),
        };
        // A person has the one or the other. What an example says of one of them decides.
        let (says_enrolment, says_schooling) = (
            row.is_fixed(p.enrolment) && !row.get(p.enrolment).is_empty(),
            row.is_fixed(p.schooling) && !row.get(p.schooling).is_empty(),
        );
        row.put(p.enrolment, if says_schooling { "" } else { enrolment });
        row.put(p.schooling, if says_enrolment { "" } else { schooling });
        let stays = !says_enrolment && !says_schooling;
        row.put(
            p.compulsory_education,
            match age {
                6..15 if stays => "在校",
                15 if stays => "已初中毕业",
                _ => "",
            },
        );
        row.put(p.reason_out_of_school, "");
        let is_student = !row.get(p.enrolment).is_empty();
        row.put(p.pension_insurance, yes(age >= 16 && !is_student));
        if age < 16 || is_student {
            row.put(p.ability_to_work, "无劳动力");
        }
    }

    fn work(&self, row: &mut Row, draw: &mut Draw) {
        let p = &self.columns.person;
        let is_able = matches!(row.get(p.ability_to_work), "普通劳动力" | "技能劳动力");
        let months = if is_able && draw.percent(70) { draw.within(3, 11) } else { 0 };
        // Where no ledger says what the skilled and idle do instead, nobody is both.
        if months == 0 && self.ledgers.is_empty() && row.get(p.ability_to_work) == "技能劳动力" {
            row.put(p.ability_to_work, "普通劳动力");
        }
        row.put(p.months_worked, months);
        row.put(p.works_at, if months > 0 { draw.of(&WORKPLACES) } else { "" });
        row.put(p.employer, if months > 0 { draw.of(&EMPLOYERS) } else { "" });
    }

    /// A household that keeps itself has someone who can work.
    pub(super) fn make_someone_able(&self, rows: &mut Rows) {
        let p = &self.columns.person;
        let people = rows.of_mut(p.entity);
        let is_unable = |row: &Row| matches!(row.get(p.ability_to_work), "无劳动力" | "丧失劳动力" | "");
        if people.iter().all(is_unable)
            && let Some(head) = people.first_mut()
        {
            head.put(p.ability_to_work, "弱劳动力或半劳动力");
        }
    }

    /// The lists that a person stands in without any fault.
    fn lists(&self, row: &Row) -> Vec<&'static str> {
        let p = &self.columns.person;
        let lists = [
            (row.get(p.certificate) == "残疾人证", "残疾人补贴"),
            (row.get(p.on_dibao) == "是", "低保"),
            (row.get(p.on_tekun) == "是", "特困"),
            (row.get(p.months_worked) != "0", "务工监测"),
        ];
        lists.into_iter().filter(|(stands, _)| *stands).map(|(_, list)| list).collect()
    }

    /// What a list says of a person.
    pub(super) fn record(&self, person: &Row, list: &'static str, draw: &mut Draw) -> Row {
        let (p, r) = (&self.columns.person, &self.columns.record);
        let mut row = self.usual(r.entity);
        row.put(r.list, list);
        row.put(r.id_number, citizen_number(person.get(p.id_number)));
        for (to, from) in [
            (r.name, p.name),
            (r.county, p.county),
            (r.township, p.township),
            (r.village, p.village),
            (r.ability_to_work, p.ability_to_work),
            (r.health, p.health),
        ] {
            row.put(to, person.text(from));
        }
        row.put(r.details, "合成数据");
        let year = match person.get(p.certified_in) {
            "" => Text::from(draw.within(2014, 2018)),
            _ => person.text(p.certified_in),
        };
        row.put(r.since, Text::written(format_args!("{year}-{:02}-{:02}", draw.within(1, 12), draw.within(1, 28))));
        row
    }
}

pub(super) fn yes(is: bool) -> &'static str {
    if is { "是" } else { "否" }
}

/// A date as exports write it: eight digits.
pub(super) fn compact(date: Date) -> Text {
    Text::from(i64::from(date.packed()))
}

fn health(age: i64, draw: &mut Draw) -> Health {
    let (chronic, serious, disabled) = match age {
        ..16 => (0, 0, 1),
        16..45 => (3, 1, 3),
        45..60 => (8, 2, 4),
        _ => (35, 4, 7),
    };
    match draw.weighted(&[100 - chronic - serious - disabled, chronic, serious, disabled]) {
        0 => HEALTHY,
        1 => Health { word: "长期慢性病", certificate: None },
        2 => Health { word: "患有大病", certificate: None },
        _ => Health { word: "残疾", certificate: Some(draw.of(&CERTIFICATES)) },
    }
}

fn ability(age: i64, health: &Health, draw: &mut Draw) -> &'static str {
    match (age, health.word) {
        (..16 | 70.., _) => "无劳动力",
        (_, "患有大病") => "丧失劳动力",
        (_, "残疾") => "弱劳动力或半劳动力",
        (60..70, _) => "弱劳动力或半劳动力",
        _ if draw.percent(15) => "技能劳动力",
        _ => "普通劳动力",
    }
}
