//! A household without any trouble.

use super::super::draw::Draw;
use super::super::rows::{Row, Rows, Text};
use super::family;
use super::names::{full_name, surname};
use super::person::{Home, yes};
use super::village::{Village, any_kind};
use super::{Field, Standing};
use crate::value::Date;

/// Lists that the well-to-do stand in.
const WEALTH: [&str; 4] = ["车辆", "商品房", "工商登记", "财政供养"];
const MEASURES: [&str; 4] = ["产业帮扶", "就业帮扶", "产业帮扶,就业帮扶", "产业帮扶,健康帮扶"];
const CAUSES: [&str; 5] = ["缺技术", "缺资金", "缺劳力", "交通条件落后", "自身发展动力不足"];

/// What a registered household lives on besides its work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Own,
    Dibao,
    Tekun,
}

impl Field<'_> {
    /// A household with its people, posts and entries in lists. `with_post` gives its head a post beyond
    /// those that the village gives out.
    pub(in crate::demo) fn household(
        &self,
        village: &mut Village,
        standing: Standing,
        with_post: bool,
        draw: &mut Draw,
    ) -> Rows {
        let id = village.household_number();
        self.household_numbered(village, &id, standing, with_post, draw)
    }

    /// [`Self::household`] with a given number.
    pub(in crate::demo) fn household_numbered(
        &self,
        village: &mut Village,
        id: &str,
        standing: Standing,
        with_post: bool,
        draw: &mut Draw,
    ) -> Rows {
        let h = &self.columns.household;
        let is_registered = standing != Standing::Ordinary;
        let holds_post = with_post || (is_registered && draw.percent(9));
        let keep = match draw.below(100) {
            0..10 if is_registered && !holds_post => Keep::Dibao,
            10..14 if is_registered && !holds_post => Keep::Tekun,
            10..13 if !is_registered && !holds_post => Keep::Tekun,
            _ => Keep::Own,
        };
        let kins = match keep {
            Keep::Tekun => family::of_one(draw),
            _ if holds_post => family::of_post_holder(draw),
            _ => family::of_any(draw),
        };
        let mut rows = Rows::none(self.dictionary);
        let year = self.year();
        let exit_year = if standing == Standing::Exited { draw.within(year - 6, year) } else { year };
        let enrolled = draw.within((exit_year - 5).max(2013).min(exit_year - 1), exit_year - 1);
        let enrolled_on: Text = if is_registered {
            Text::written(format_args!("{enrolled}{:02}", draw.within(3, 12)))
        } else {
            Text::of("")
        };
        let home = Home {
            id,
            is_registered,
            is_on_dibao: keep == Keep::Dibao,
            is_on_tekun: keep == Keep::Tekun,
            enrolled_on: enrolled_on.clone(),
        };
        let family_name = surname(draw);
        for kin in &kins {
            let own = if kin.has_surname { family_name } else { surname(draw) };
            let name = full_name(own, draw);
            self.add_person(village, &mut rows, &home, (name, kin.relation, kin.is_male, kin.age), draw);
        }
        if is_registered && keep == Keep::Own {
            self.make_someone_able(&mut rows);
        }
        let mut row = self.usual(h.entity);
        row.put(h.household_id, id);
        for (field, text) in [h.province, h.prefecture, h.county, h.township, h.village].into_iter().zip(&village.place)
        {
            row.put(field, text.clone());
        }
        row.put(h.hamlet, Text::written(format_args!("第{}组", draw.within(1, 6))));
        row.put(h.data_year, year);
        row.put(h.phone, village.phone());
        row.put(h.enrolled_on, enrolled_on);
        row.put(h.is_registered, yes(is_registered));
        row.put(h.monitoring_kind, "");
        row.put(h.risk_is_gone, "");
        let (status, kind) = match standing {
            Standing::Exited => ("已脱贫", "脱贫户"),
            Standing::Proposed => ("预脱贫", "贫困户"),
            Standing::Poor => ("未脱贫", "贫困户"),
            Standing::Ordinary => ("", "一般农户"),
        };
        row.put(h.poverty_status, status);
        row.put(h.household_kind, kind);
        row.put(h.exit_year, if standing == Standing::Exited { Text::from(exit_year) } else { Text::default() });
        row.put(
            h.poor_kind,
            match (is_registered, keep) {
                (false, Keep::Tekun) => "五保户",
                (false, _) => "一般农户",
                (true, Keep::Own) => "一般贫困户",
                (true, Keep::Dibao) => "低保贫困户",
                (true, Keep::Tekun) => "五保贫困户",
            },
        );
        row.put(h.kept_how, if keep == Keep::Tekun { "分散供养" } else { "" });
        if is_registered {
            row.put(h.standard, "国家标准");
            let cause = draw.below(CAUSES.len());
            row.put(h.cause, CAUSES[cause]);
            row.put(h.other_cause, if draw.percent(40) { CAUSES[(cause + 1) % CAUSES.len()] } else { "" });
            row.put(h.measures, draw.of(&MEASURES));
            row.put(h.way_out, if keep == Keep::Own { "发展生产" } else { "低保兜底" });
            let (unit, helper) = village.helper(draw);
            row.put(h.helping_unit, unit);
            row.put(h.helper, helper);
        } else {
            for field in [h.standard, h.cause, h.other_cause, h.measures, h.way_out, h.helping_unit, h.helper] {
                row.put(field, "");
            }
        }
        row.put(h.is_helped, yes(is_registered));
        // Above every line that a household could have left the register by.
        let local_dibao = draw.within(if keep == Keep::Dibao { 56 } else { 50 }, 60).saturating_mul(100);
        row.put(h.local_dibao, local_dibao);
        self.exit_procedure(&mut row, standing, exit_year, draw);
        self.living(&mut row, kins.len(), draw);
        let is_near_the_line = standing == Standing::Exited && keep == Keep::Own && draw.percent(5);
        let per_head = match standing {
            Standing::Exited if is_near_the_line => draw.within(self.floor * 103 / 100, self.floor * 120 / 100),
            Standing::Exited | Standing::Proposed if keep == Keep::Dibao => {
                let most = local_dibao * 98 / 100;
                draw.within((self.floor * 128 / 100).min(most), most)
            }
            Standing::Exited | Standing::Proposed => draw.within(7200, 14_000),
            Standing::Poor => draw.within(self.line * 6 / 10, self.line * 95 / 100),
            Standing::Ordinary => draw.within(9000, 22_000),
        };
        // What a household on dibao has may lie below the line of a later year than the one it left the register in.
        if is_near_the_line || (standing == Standing::Exited && per_head < self.watched_below) {
            row.put(h.household_kind, "脱贫不稳定户");
            row.put(h.monitoring_kind, "脱贫不稳定户");
            row.put(h.risk_is_gone, "否");
        }
        row.put(h.income_per_head, per_head);
        row.put(h.income_per_head_last_year, per_head * 100 / draw.within(108, 125));
        rows.add(h.entity, row);
        if !is_registered && keep == Keep::Own && draw.percent(20) {
            let record = self.record(&rows.of(self.columns.person.entity)[0], draw.of(&WEALTH), draw);
            rows.add(self.columns.record.entity, record);
        }
        if holds_post {
            let post =
                if with_post { Some((village.extra_post(), any_kind(is_registered, draw))) } else { village.post() };
            if let Some((number, kind)) = post {
                self.give_post(&mut rows, 0, number, kind, draw);
                if !with_post && draw.percent(12) {
                    self.leave_post(&mut rows, 0);
                }
            }
        }
        self.complete(&mut rows, 0);
        rows
    }

    fn exit_procedure(&self, row: &mut Row, standing: Standing, exit_year: i64, draw: &mut Draw) {
        let h = &self.columns.household;
        let was_verified = matches!(standing, Standing::Exited | Standing::Proposed);
        for field in [h.was_visited, h.is_signed] {
            row.put(field, if was_verified { "是" } else { "" });
        }
        if was_verified {
            let on = |month, day| Text::written(format_args!("{exit_year}-{month:02}-{day:02}"));
            let day = draw.within(1, 12);
            let (visited, signed) = (on(10, day), on(10, day + 10));
            // An exit under way may not have come so far on the audit date.
            let held = |text: &str| Date::parse(text).is_some_and(|date| date.before(self.as_of).is_true());
            row.put(h.visited_on, if held(&visited) { visited } else { Text::default() });
            row.put(h.signed_on, if held(&signed) { signed } else { Text::default() });
            row.put(h.visited_by, full_name(surname(draw), draw));
        }
    }

    /// House, water, roads and land.
    fn living(&self, row: &mut Row, size: usize, draw: &mut Draw) {
        let h = &self.columns.household;
        let size = i64::try_from(size).unwrap_or(1);
        row.put(h.house_is_unsafe, "否");
        row.put(h.house_grade, if draw.percent(65) { "A级" } else { "B级" });
        row.put(h.house_area, size * draw.within(18, 24));
        row.put(h.water_is_safe, "是");
        row.put(h.water_is_scarce, "否");
        row.put(h.water_is_clean, "是");
        row.put(h.water_per_head, draw.within(40, 90));
        row.put(h.fetching_time, if draw.percent(85) { 0 } else { draw.within(3, 15) });
        row.put(h.supply_rate, draw.within(92, 99));
        for field in [h.has_electricity, h.has_power, h.has_broadcasting, h.has_toilet] {
            row.put(field, "是");
        }
        for field in [h.food_and_clothing, h.has_food, h.has_clothing, h.was_evaluated] {
            row.put(field, "是");
        }
        row.put(h.road, draw.of(&["水泥路", "沥青路", "砂石路"]));
        row.put(h.distance_to_road, Text::written(format_args!("0.{}", draw.within(1, 9))));
        row.put(h.fuel, draw.of(&["清洁能源", "柴草", "煤炭"]));
        row.put(h.arable, draw.within(1, 12));
        row.put(h.forest, draw.within(3, 20));
        for field in [h.in_cooperative, h.led_by_enterprise, h.led_by_pioneer] {
            row.put(field, yes(draw.percent(30)));
        }
        row.put(h.bank_card, Text::written(format_args!("9990{:012}", draw.below(1_000_000_000_000))));
    }

    /// The year of the audit.
    pub(super) fn year(&self) -> i64 {
        i64::from(self.as_of.latest().parts().year)
    }
}
