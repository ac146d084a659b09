//! What a household's row says of the household as a whole: its head, its size, and accounts that add up.

use super::super::rows::{Row, Rows, Text};
use super::Field;
use crate::value::Decimal;

/// The least that a person kept by the state is paid in a year, in yuan: less is taken for a slip of the unit.
const LEAST_TEKUN: i64 = 200;

impl Field<'_> {
    /// Writes what follows from other cells into household row `at`: head, size, serious illness, and the items of
    /// income, which add up to the income per head.
    pub(super) fn complete(&self, rows: &mut Rows, at: usize) {
        let (h, p) = (&self.columns.household, &self.columns.person);
        let Some(id) = rows.of(h.entity).get(at).map(|row| row.text(h.household_id)) else { return };
        let members: Vec<&Row> = rows
            .of(p.entity)
            .iter()
            .filter(|row| row.get(p.household_id) == id && row.get(p.has_left) != "是")
            .collect();
        let head = members.iter().find(|row| row.get(p.relation) == "户主").or(members.first());
        let head: [Text; 3] =
            head.map(|row| [row.text(p.name), row.text(p.id_number), row.text(p.person_id)]).unwrap_or_default();
        let is_ill = members.iter().any(|row| row.get(p.health).contains("大病"));
        let works = members.iter().any(|row| !matches!(row.get(p.months_worked), "" | "0"));
        let count = |field| i64::try_from(members.iter().filter(|row| row.get(field) == "是").count()).unwrap_or(0);
        let (dibao, tekun) = (count(p.on_dibao), count(p.on_tekun));
        let size = i64::try_from(members.len()).unwrap_or(0);
        let Some(row) = rows.of_mut(h.entity).get_mut(at) else { return };
        for (field, text) in [h.head_name, h.head_id_number, h.head_number].into_iter().zip(head) {
            row.put(field, text);
        }
        row.put(h.size, size);
        row.put(h.has_serious_illness, if is_ill { "是" } else { "否" });
        self.accounts(row, size, works, (dibao, tekun));
    }

    fn accounts(&self, row: &mut Row, size: i64, works: bool, (dibao, tekun): (i64, i64)) {
        let h = &self.columns.household;
        let Ok(per_head) = Decimal::parse(row.get(h.income_per_head)) else { return };
        let net = per_head.value.raw() / Decimal::SCALE * size;
        let transfers = net * 16 / 100;
        let dibao_money = if dibao > 0 { transfers / 2 } else { 0 };
        // Nobody is kept on next to nothing.
        let tekun_money = if tekun > 0 { (transfers / 2).max(LEAST_TEKUN).min(transfers) } else { 0 };
        // Nobody near the line hangs on a dividend or on a hospital's bill.
        let is_well_off = per_head.value.raw() / Decimal::SCALE >= 6500;
        let dividends = if is_well_off { net * 4 / 100 } else { 0 };
        let wages = if works { net / 2 } else { 0 };
        let cost = net * 12 / 100;
        let production = net - transfers - dividends - wages + cost;
        for (field, amount) in [
            (h.net_income, net),
            (h.income, net + cost),
            (h.wages, wages),
            (h.production_income, production),
            (h.property_income, dividends),
            (h.dividends, dividends),
            (h.transfers, transfers),
            (h.dibao_money, dibao_money),
            (h.five_guarantees_money, tekun_money),
            (h.other_transfers, transfers - dibao_money - tekun_money),
            (h.industry_award, 0),
            (h.employment_award, 0),
            (h.post_pay, 0),
            (h.other_wages, wages),
            (h.other_property, 0),
            (h.production_income_last_year, production * 100 / 115),
            (h.medical_cost, if is_well_off { size * 10 } else { 0 }),
            (h.family_planning_money, 0),
            (h.pension, 0),
            (h.ecology_money, 0),
            (h.production_cost, cost),
        ] {
            row.put(field, amount);
        }
    }
}
