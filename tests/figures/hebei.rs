//! Samples shaped after the figures of the Hebei assessment.

use crate::sheet::{Chance, Sheet, identity, money, yes};
use std::path::Path;

const PLACES: [&str; 6] =
    ["青山乡,石桥村", "青山乡,松山村", "东河乡,北坪村", "东河乡,红坪村", "长山乡,双山村", "长山乡,平山村"];

const ALL: usize = 947;
const EXITED: usize = 878;
/// Exited households below 4000: those of earlier years first.
const LOW: usize = 30;
const LOW_OF_EARLIER_YEARS: usize = 18;
/// Behind them the exited households with a dividend, the ones that fall without it first.
const WITH_DIVIDEND: usize = 293;
const FALLING: usize = 23;

/// What a household is, in cents where it is money.
#[derive(Clone, Default)]
struct Home {
    exited: bool,
    exit_year: i64,
    size: i64,
    income: i64,
    income_before: i64,
    dividend: i64,
    has_shares: bool,
    monitored: bool,
    production: i64,
    production_before: i64,
    /// The income is part of a figure and stays as it is.
    fixed: bool,
}

pub fn households(folder: &Path) {
    let chance = &mut Chance::new(947);
    let mut homes: Vec<Home> = (0..ALL)
        .map(|at| Home {
            exited: at < EXITED,
            exit_year: if (LOW_OF_EARLIER_YEARS..LOW).contains(&at) { 2020 } else { chance.within(2016, 2019) },
            size: chance.within(1, 4),
            income: chance.within(6200, 11_000) * 100,
            has_shares: (LOW..LOW + WITH_DIVIDEND).contains(&at) || (EXITED..EXITED + 22).contains(&at),
            ..Home::default()
        })
        .collect();
    low_incomes(&mut homes, chance);
    dividends(&mut homes, chance);
    mean_income(&mut homes);
    last_year(&mut homes, chance);
    production(&mut homes, chance);
    let photovoltaic = chance.flags(ALL, 288);
    let tied = chance.flags(ALL, 58);
    let threshold = chance.flags(ALL, 71);
    let mut order: Vec<usize> = (0..ALL).collect();
    chance.shuffle(&mut order);
    let mut sheet = Sheet::new(
        "户.csv",
        "户编号,户主姓名,县,乡,村,脱贫属性,脱贫年度,家庭人口数,人均纯收入,上年人均纯收入,生产经营性收入,\
         上年生产经营性收入,资产收益扶贫分红收入,是否财政资金入股分红,是否光伏收益分红,是否有龙头企业带动,\
         是否加入农民专业合作组织,监测对象类别,是否反映贷款门槛",
    );
    let mut ties = 0;
    for (number, &at) in order.iter().enumerate() {
        let home = &homes[at];
        // Of the tied households some have both ties.
        let kind = if tied[at] { ties % 3 } else { 3 };
        ties += usize::from(tied[at]);
        let dividend = if at < LOW { String::new() } else { money(home.dividend) };
        sheet.row(&[
            format!("99010{:05}", number + 1),
            format!("户主{:03}", number + 1),
            format!("示范县,{}", PLACES[number % PLACES.len()]).replace(',', "\u{1f}"),
            if home.exited { "已脱贫" } else { "未脱贫" }.to_owned(),
            if home.exited { home.exit_year.to_string() } else { String::new() },
            home.size.to_string(),
            money(home.income),
            money(home.income_before),
            money(home.production),
            money(home.production_before),
            dividend,
            yes(home.has_shares).to_owned(),
            yes(photovoltaic[at]).to_owned(),
            yes(kind == 0 || kind == 2).to_owned(),
            yes(kind == 1 || kind == 2).to_owned(),
            if home.monitored { "脱贫不稳定户" } else { "" }.to_owned(),
            yes(threshold[at]).to_owned(),
        ]);
    }
    sheet.write(folder);
    people_and_posts(folder, &homes, &order, chance);
}

fn low_incomes(homes: &mut [Home], chance: &mut Chance) {
    for (at, home) in homes.iter_mut().enumerate().take(LOW) {
        home.income = if at == 0 { 399_999 } else { chance.within(2900, 3990) * 100 };
        home.fixed = true;
        // One of those of earlier years is monitored, and some of the others.
        home.monitored = at == 0 || at == 20 || at == 25;
    }
    // The line itself is not below the line.
    homes[EXITED - 1].income = 400_000;
    homes[EXITED - 1].fixed = true;
    for home in &mut homes[400..412] {
        home.monitored = true;
    }
}

/// 293 dividends with a mean of 895 yuan. 23 households fall below 4000 without theirs; two stand a hair above.
fn dividends(homes: &mut [Home], chance: &mut Chance) {
    let last = LOW + WITH_DIVIDEND;
    for home in &mut homes[LOW..last] {
        home.dividend = chance.within(40, 300) * 500;
    }
    for home in homes[LOW..LOW + FALLING].iter_mut() {
        // Less than the dividend a head above the line.
        home.income = 400_000 + chance.within(0, home.dividend / home.size - 100);
        home.fixed = true;
    }
    // 4333.33 less a third of 1000 falls by a third of a cent, 4333.34 does not; 4250 less 250 is the line.
    let thirds = [(LOW + FALLING - 1, 433_333), (LOW + FALLING, 433_334)];
    for (at, income) in thirds {
        homes[at] = Home { size: 3, income, dividend: 100_000, fixed: true, ..homes[at].clone() };
    }
    let at = LOW + FALLING + 1;
    homes[at] = Home { size: 2, income: 425_000, dividend: 50_000, fixed: true, ..homes[at].clone() };
    let free: Vec<usize> = (at + 1..last).collect();
    let total: i64 = homes[LOW..last].iter().map(|home| home.dividend).sum();
    spread(895 * 100 * WITH_DIVIDEND as i64 - total, &free, |at, more| homes[at].dividend += more);
    assert!(homes[LOW..last].iter().all(|home| home.dividend > 0));
    for home in &mut homes[EXITED..EXITED + 22] {
        home.dividend = chance.within(40, 300) * 500;
    }
}

/// The mean income is 8381 yuan to the cent.
fn mean_income(homes: &mut [Home]) {
    // An income two per cent above 10000 to the cent, for the household on the edge of what is flat.
    homes[601].income = 1_020_000;
    homes[601].fixed = true;
    let free: Vec<usize> = (0..ALL).filter(|at| !homes[*at].fixed).collect();
    let total: i64 = homes.iter().map(|home| home.income).sum();
    spread(8381 * 100 * ALL as i64 - total, &free, |at, more| homes[at].income += more);
    assert!(free.iter().all(|at| homes[*at].income > 550_000));
}

/// 25 incomes are flat, 14 fell, all others grew by more.
fn last_year(homes: &mut [Home], chance: &mut Chance) {
    for (at, home) in homes.iter_mut().enumerate() {
        home.income_before = match at {
            600 => home.income,
            601 => 1_000_000,
            602..625 => home.income * 100 / chance.within(100, 101) - 50,
            625..639 => home.income + chance.within(1, 60_000),
            _ => home.income * 100 / chance.within(104, 118),
        };
    }
}

/// 333 production incomes fell, 167 grew by less than five per cent, all others by that or more.
fn production(homes: &mut [Home], chance: &mut Chance) {
    let mut order: Vec<usize> = (0..ALL).collect();
    chance.shuffle(&mut order);
    for (rank, at) in order.into_iter().enumerate() {
        let before = chance.within(8, 40) * 10_000;
        homes[at].production_before = before;
        homes[at].production = match rank {
            0..333 => before - chance.within(1, before / 2),
            333 => before,
            334..500 => before + chance.within(0, before / 20 - 1),
            500 => before + before / 20,
            _ => before + chance.within(before / 20, before / 3),
        };
    }
}

/// Spreads an amount over places, as evenly as can be.
fn spread(amount: i64, places: &[usize], mut give: impl FnMut(usize, i64)) {
    let count = places.len() as i64;
    for (rank, &at) in places.iter().enumerate() {
        give(at, amount.div_euclid(count) + i64::from((rank as i64) < amount.rem_euclid(count)));
    }
}

/// Everybody, and who holds a post: in 379 households a cleaner or road-keeper, of whom 24 cannot work, in 104 others a
/// forest or grassland ranger, of whom 5 cannot.
fn people_and_posts(folder: &Path, homes: &[Home], order: &[usize], chance: &mut Chance) {
    let mut people = Sheet::new("人.csv", "人编号,户编号,姓名,证件号码,与户主关系,劳动技能");
    let mut posts = Sheet::new("岗位.csv", "姓名,证件号码,岗位类型,在岗状态,聘用日期,县,乡,村");
    let mut number = 0;
    for (home_number, &at) in order.iter().enumerate() {
        // Holders of every kind among households of every kind.
        let rank = (at * 371) % ALL;
        let post = match rank {
            0..379 => Some(["保洁员", "道路养护员"][rank % 2]),
            379..483 => Some(["生态护林员", "草管员"][rank % 2]),
            _ => None,
        };
        let cannot = (0..24).contains(&rank) || (379..384).contains(&rank);
        let left = (483..500).contains(&rank);
        for member in 0..homes[at].size {
            number += 1;
            let male = chance.within(0, 1) == 1;
            let name = format!("成员{number:04}");
            let years = if member == 0 { (1940, 1970) } else { (1945, 2000) };
            let born = (chance.within(years.0, years.1), chance.within(1, 12), chance.within(1, 28));
            let id = identity(born, male, number);
            let able = ["普通劳动力", "弱劳动力或半劳动力", "技能劳动力"];
            let unable = ["无劳动力", "丧失劳动力"];
            let holds = member == 0 && post.is_some();
            let ability = if holds && cannot {
                chance.of(&unable)
            } else if holds || chance.within(0, 9) < 8 {
                chance.of(&able)
            } else {
                chance.of(&unable)
            };
            let relation = match (member, male) {
                (0, _) => "户主",
                (1, _) => "配偶",
                (_, true) => "之子",
                (_, false) => "之女",
            };
            let home = format!("99010{:05}", home_number + 1);
            people.row(&[
                format!("{home}{:02}", member + 1),
                home,
                name.clone(),
                id.clone(),
                relation.to_owned(),
                ability.to_owned(),
            ]);
            if member == 0 && (post.is_some() || left) {
                let kind = post.unwrap_or("保洁员");
                let status = if left { "离岗" } else { "在岗" };
                let place = format!("示范县\u{1f}{}", PLACES[home_number % PLACES.len()].replace(',', "\u{1f}"));
                posts.row(&[name, id, kind.to_owned(), status.to_owned(), "2020-03-01".to_owned(), place]);
            }
        }
    }
    people.write(folder);
    posts.write(folder);
}

/// A village with 72 posts: 10 holders under 40, 7 of 80 and more, the oldest 90.
pub fn village(folder: &Path) {
    let chance = &mut Chance::new(72);
    let mut ages: Vec<i64> = Vec::new();
    ages.extend([90, 80, 81, 82, 84, 86, 88]);
    ages.extend([39, 22, 25, 28, 30, 31, 33, 35, 36, 38]);
    ages.extend((0..55).map(|_| chance.within(51, 79)));
    chance.shuffle(&mut ages);
    let mut posts = Sheet::new("岗位.csv", "姓名,证件号码,性别,出生日期,岗位类型,在岗状态,聘用日期,省,市,县,乡,村");
    for (at, age) in ages.into_iter().enumerate() {
        let male = at % 2 == 0;
        // Those of 80 exactly reach it on the audit date; the oldest turned 90 in the year.
        let born = (2020 - age, 12, if age == 80 { 31 } else { chance.within(1, 28) });
        let kind = chance.of(&["保洁员", "道路养护员", "水管员", "矛盾调解员"]);
        let date = format!("{:04}-{:02}-{:02}", born.0, born.1, born.2);
        let id = identity(born, male, at as i64);
        let sex = if male { "男" } else { "女" };
        let place = "示范省\u{1f}示范市\u{1f}示范县\u{1f}青山乡\u{1f}石桥村";
        let name = format!("岗员{:02}", at + 1);
        posts.row(&[name.as_str(), &id, sex, &date, kind, "在岗", "2020-12-01", place]);
    }
    posts.write(folder);
}

/// Two villages: 52 cleaners for 320 households, 43 forest rangers for 4300 mu.
pub fn two_villages(folder: &Path) {
    let mut posts = Sheet::new("岗位.csv", "姓名,证件号码,岗位类型,在岗状态,省,市,县,乡,村");
    let mut number = 0;
    let mut add = |kind: &str, village: &str, status: &str, count: usize| {
        for _ in 0..count {
            number += 1;
            let id = identity((1965, 1 + number % 12, 1 + number % 28), number % 2 == 0, number);
            let place = format!("示范省\u{1f}示范市\u{1f}示范县\u{1f}青山乡\u{1f}{village}");
            posts.row(&[&format!("岗员{number:03}"), &id, kind, status, &place]);
        }
    };
    add("保洁员", "石桥村", "在岗", 52);
    add("保洁员", "石桥村", "离岗", 3);
    add("生态护林员", "石桥村", "在岗", 1);
    add("生态护林员", "松山村", "在岗", 43);
    add("保洁员", "松山村", "在岗", 4);
    posts.write(folder);
    let mut villages = Sheet::new("村.csv", "省,市,县,乡,村,总户数,林地面积");
    villages.row(&["示范省", "示范市", "示范县", "青山乡", "石桥村", "320", "1200"]);
    villages.row(&["示范省", "示范市", "示范县", "青山乡", "松山村", "280", "4300"]);
    villages.write(folder);
}

/// A station joined by villages: 386.3 to be distributed, 155.26 distributed (10 000 yuan).
pub fn photovoltaic(folder: &Path) {
    let mut stations =
        Sheet::new("光伏电站.csv", "电站编号,电站名称,县,收益年度,可分配收益（万元）,实际分配收益（万元）");
    stations.row(&["GF001", "村级联建电站", "示范县", "2020", "386.3", "155.26"]);
    stations.write(folder);
}

/// A hotline: the document prints the rate alone, the calls are made up.
pub fn hotline(folder: &Path) {
    let mut agencies = Sheet::new("机构.csv", "机构名称,县,举报电话,来电数,接听数");
    agencies.row(&["监督举报受理中心", "示范县", "12317", "10000", "7892"]);
    agencies.write(folder);
}
