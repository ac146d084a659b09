//! The checks of households, with what their people left.

use super::read::{date, household, is_blank, number, yes};
use super::scan::{self, Layout};
use super::{
    Findings, HAS_BUSINESS, HAS_VEHICLE, HEAD_UNKNOWN, Members, ON_PAYROLL, OUT_OF_SCHOOL, POST_UNKNOWN, REGISTERED,
    UNINSURED, UNREGISTERED, in_parts, together,
};
use std::collections::HashMap;
use std::fs::File;
use std::sync::OnceLock;

const HOUSEHOLD: [&str; 14] = [
    "户编号",
    "脱贫属性",
    "脱贫年度",
    "首次识别时间",
    "贫困户属性",
    "户类型",
    "是否建档立卡户",
    "家庭人口数",
    "人均纯收入",
    "上年人均纯收入",
    "是否危房户",
    "危房级别",
    "是否解决安全饮用水",
    "是否享受帮扶政策",
];

/// The line of an exit by year, in ten-thousandths of a yuan.
fn line(year: i64) -> Option<i64> {
    const LINES: [i64; 8] = [2736, 2800, 2855, 2952, 2952, 2995, 3218, 4000];
    let at = usize::try_from(year / 10_000 - 2013).ok()?;
    LINES.get(at).filter(|_| year % 10_000 == 0).map(|line| line * 10_000)
}

/// Finds what the people of a household left: the next record, where the files are in one order.
struct Cursor<'m> {
    members: &'m [Members],
    at: usize,
    index: &'m OnceLock<HashMap<u64, Members>>,
}

impl Cursor<'_> {
    fn find(&mut self, household: u64) -> Option<Members> {
        for at in [self.at, self.at.wrapping_sub(1), self.at + 1, self.at + 2] {
            if let Some(&found) = self.members.get(at)
                && found.household == household
            {
                self.at = at + 1;
                return Some(found);
            }
        }
        let index = self.index.get_or_init(|| {
            let mut index: HashMap<u64, Members> = HashMap::with_capacity(self.members.len());
            for &own in self.members {
                index.entry(own.household).and_modify(|all| *all = together(*all, own)).or_insert(own);
            }
            index
        });
        index.get(&household).copied()
    }
}

pub fn households(file: &File, members: Vec<Members>) -> Vec<Vec<u8>> {
    let (header, from) = scan::header(file);
    let layout = Layout::find(&header, &HOUSEHOLD);
    let members = once_each(members);
    let index = OnceLock::new();
    let length = file.metadata().expect("a file").len();
    in_parts(file, from, 32 << 20, |part| {
        let mut findings = Findings::default();
        let mut cursor = Cursor { members: &members, at: 0, index: &index };
        let mut is_first = true;
        scan::rows(file, part, &layout, |fields: &[&[u8]; 14], _| {
            let &[
                hid,
                status,
                exit_year,
                enrolled,
                poor_kind,
                kind,
                registered,
                size,
                income,
                last_income,
                unsafe_house,
                grade,
                water,
                helped,
            ] = fields;
            let key = household(hid);
            if std::mem::take(&mut is_first) {
                // Both files are in one order, so that the place is about as far into the one as into the other.
                let guess = (members.len() as u128 * u128::from(part.from) / u128::from(length)) as usize;
                let from = guess.saturating_sub(members.len() / 16);
                cursor.at = members[from..].iter().position(|own| own.household == key).map_or(0, |at| from + at);
            }
            let own = if key == 0 { None } else { cursor.find(key) };
            let is = |cell: &[u8], words: &[&str]| words.iter().any(|word| word.as_bytes() == cell);
            let (blank_status, blank_kind) = (is_blank(status), is_blank(kind));
            let registered = match yes(registered) {
                2 if !is_blank(poor_kind) => Some(is(poor_kind, &["一般贫困户", "低保贫困户", "五保贫困户"])),
                2 if !blank_kind => Some(is(kind, &["脱贫户", "脱贫不稳定户", "贫困户"])),
                2 if !blank_status => Some(is(status, &["未脱贫", "预脱贫", "已脱贫", "已脱贫(不再享受政策)", "返贫"])),
                2 => None,
                known => Some(known == 1),
            };
            let income = number(income);
            if registered == Some(false)
                && let Some(income) = income
                && income < 4000 * 10_000
            {
                findings.add("EN105", hid);
            }
            let exited = if registered == Some(false) {
                Some(false)
            } else {
                let said = if !blank_status {
                    Some(is(status, &["已脱贫", "已脱贫(不再享受政策)"]))
                } else if !blank_kind {
                    Some(is(kind, &["脱贫户", "脱贫不稳定户"]))
                } else {
                    None
                };
                if said == Some(false) { said } else { registered.and(said) }
            };
            let proposed = registered == Some(true) && is(status, &["预脱贫"]);
            let is_out = exited == Some(true) || proposed;
            if is_out {
                let out_in = match exited {
                    Some(true) => number(exit_year),
                    Some(false) => Some(2020 * 10_000),
                    None => None,
                };
                if yes(water) == 0 {
                    findings.add("EX102", hid);
                }
                let said = yes(unsafe_house);
                let is_bad = said == 1 || (!is_blank(grade) && !is(grade, &["A级", "B级"]));
                if is_bad {
                    findings.add("EX105", hid);
                }
                if let Some(year) = out_in {
                    if let Some((first, _)) = date(enrolled)
                        && i64::from(first / 10_000) * 10_000 >= year
                    {
                        findings.add("EX107", hid);
                    }
                    if let (Some(income), Some(line)) = (income, line(year))
                        && income <= line
                    {
                        findings.add("EX109", hid);
                    }
                }
                if yes(helped) != 0
                    && let (Some(income), Some(last)) = (income, number(last_income))
                    && income <= last
                {
                    findings.add("EX131", hid);
                }
            }
            let Some(own) = own else { return };
            if is_out && own.bits & OUT_OF_SCHOOL != 0 {
                findings.add("EX103", hid);
            }
            if is_out && own.bits & UNINSURED != 0 {
                findings.add("EX104", hid);
            }
            if let Some(size) = number(size)
                && size != i64::from(own.here) * 10_000
            {
                findings.add("DQ122", hid);
            }
            if own.heads != 1 && own.bits & HEAD_UNKNOWN == 0 {
                findings.add("ID111", hid);
            }
            if own.bits & (REGISTERED | UNREGISTERED) == REGISTERED | UNREGISTERED {
                findings.add("EN106", hid);
            }
            if own.posts > 1 && own.bits & POST_UNKNOWN == 0 {
                findings.add("PO105", hid);
            }
            if registered == Some(true) {
                for (bit, rule) in [(ON_PAYROLL, "EN111"), (HAS_VEHICLE, "EN112"), (HAS_BUSINESS, "EN114")] {
                    if own.bits & bit != 0 {
                        findings.add(rule, hid);
                    }
                }
            }
        });
        findings.0
    })
}

/// One record a household: of households whose people stand apart in the file, all but the first are added to the first.
fn once_each(mut members: Vec<Members>) -> Vec<Members> {
    // Ascending numbers, as exports have them, cannot come twice.
    if members.is_sorted_by(|a, b| a.household < b.household) {
        return members;
    }
    let mut seen: HashMap<u64, usize> = HashMap::with_capacity(members.len());
    let mut kept: Vec<Members> = Vec::with_capacity(members.len());
    for own in members.drain(..) {
        match seen.entry(own.household) {
            std::collections::hash_map::Entry::Occupied(at) => kept[*at.get()] = together(kept[*at.get()], own),
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(kept.len());
                kept.push(own);
            }
        }
    }
    kept
}
