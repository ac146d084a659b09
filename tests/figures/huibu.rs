//! Samples shaped after the figures of the Huibu report.

use crate::sheet::{Chance, Sheet, identity, yes};
use std::path::Path;

const PLACE: &str = "示范县\u{1f}会水镇\u{1f}";
const VILLAGES: [&str; 4] = ["水口村", "上坪村", "青树村", "石湖村"];

fn place(at: usize) -> String {
    format!("{PLACE}{}", VILLAGES[at % VILLAGES.len()])
}

fn home(at: usize) -> String {
    format!("99020{:05}", at + 1)
}

/// 882 visited households with two risks that nobody monitors, and 368 microloans of which a cooperative uses 96.
pub fn households(folder: &Path) {
    let chance = &mut Chance::new(882);
    let mut order: Vec<usize> = (0..882).collect();
    chance.shuffle(&mut order);
    let mut sheet =
        Sheet::new("户.csv", "户编号,户主姓名,县,乡,村,贫困户属性,脱贫属性,监测对象类别,是否存在返贫致贫风险");
    for (number, at) in order.into_iter().enumerate() {
        // One ordinary household at risk of becoming poor, one exited at risk of relapse, some at risk and monitored.
        let (kind, status) = if at == 0 { ("一般农户", "") } else { ("一般贫困户", "已脱贫") };
        let monitored = if (2..9).contains(&at) { "脱贫不稳定户" } else { "" };
        let risk = yes(at < 7);
        let name = format!("户主{:03}", number + 1);
        sheet.row(&[&home(number), &name, &place(number), kind, status, monitored, risk]);
    }
    sheet.write(folder);
    let mut uses: Vec<(&str, &str)> = vec![("扶贫小额信贷", "合作社"); 96];
    uses.extend(vec![("扶贫小额信贷", "借款户"); 250]);
    uses.extend(vec![("扶贫小额信贷", "企业"); 22]);
    // Other loans are not counted, whoever uses them.
    uses.extend(vec![("商业贷款", "合作社"); 6]);
    chance.shuffle(&mut uses);
    let mut loans =
        Sheet::new("贷款.csv", "贷款合同号,借款人姓名,借款人证件号码,县,乡,村,贷款种类,贷款金额,资金使用主体");
    for (at, (kind, user)) in uses.into_iter().enumerate() {
        let born = (chance.within(1955, 1990), chance.within(1, 12), chance.within(1, 28));
        let id = identity(born, at % 2 == 0, at as i64);
        let amount = (chance.within(1, 5) * 10_000).to_string();
        let contract = format!("XD{:04}", at + 1);
        loans.row(&[&contract, &format!("借款人{:03}", at + 1), &id, &place(at), kind, &amount, user]);
    }
    loans.write(folder);
}

/// 218 visited households: 151 with a chronic illness, 32 with a grave one, 121 with somebody on dibao.
pub fn visited(folder: &Path) {
    let chance = &mut Chance::new(218);
    let (chronic, grave) = (chance.flags(218, 151), chance.flags(218, 32));
    let dibao = chance.flags(218, 121);
    let mut homes = Sheet::new("户.csv", "户编号,户主姓名,县,乡,村,贫困户属性,脱贫属性");
    let mut people = Sheet::new("人.csv", "人编号,户编号,姓名,证件号码,与户主关系,健康状况,是否享受低保");
    let mut number = 0;
    for at in 0..218 {
        let kind = if dibao[at] { "低保贫困户" } else { "一般贫困户" };
        homes.row(&[&home(at), &format!("户主{:03}", at + 1), &place(at), kind, "已脱贫"]);
        // One member may have both illnesses, or two members one each.
        let both = chance.within(0, 1) == 1;
        for member in 0..2 {
            number += 1;
            let health = match (chronic[at], grave[at], member) {
                (true, true, 0) if both => "长期慢性病及患有大病",
                (true, true, 0) | (true, false, 0) => "长期慢性病",
                (true, true, 1) if !both => "患有大病",
                (false, true, 1) => "患有大病",
                (false, _, 0) if at % 9 == 0 => "残疾",
                _ => "健康",
            };
            let born = (chance.within(1940, 1990), chance.within(1, 12), chance.within(1, 28));
            let id = identity(born, member == 0, number);
            let relation = if member == 0 { "户主" } else { "配偶" };
            let on_dibao = yes(dibao[at] && (member == 0 || at % 2 == 0));
            let name = format!("成员{number:03}");
            people.row(&[&format!("{}{:02}", home(at), member + 1), &home(at), &name, &id, relation, health, on_dibao]);
        }
    }
    homes.write(folder);
    people.write(folder);
}

/// 46 people on the disability list who are recorded as healthy, with certificates of April to October 2020; others on
/// the list are recorded as disabled.
pub fn disability(folder: &Path) {
    let chance = &mut Chance::new(46);
    let mut people = Sheet::new("人.csv", "人编号,户编号,姓名,证件号码,健康状况");
    let mut lists = Sheet::new("比对名单.csv", "名单,姓名,证件号码,登记日期");
    let mut order: Vec<usize> = (0..160).collect();
    chance.shuffle(&mut order);
    for (number, at) in order.into_iter().enumerate() {
        let born = (chance.within(1945, 1995), chance.within(1, 12), chance.within(1, 28));
        let id = identity(born, at % 2 == 0, at as i64);
        let name = format!("成员{:03}", number + 1);
        let health = if (46..84).contains(&at) { "残疾" } else { "健康" };
        people.row(&[&format!("{}01", home(number)), &home(number), &name, &id, health]);
        if at < 84 {
            let (year, months) = if at < 46 { (2020, (4, 10)) } else { (chance.within(2015, 2019), (1, 12)) };
            let date = format!("{year}-{:02}-{:02}", chance.within(months.0, months.1), chance.within(1, 28));
            lists.row(&["残疾人补贴", &name, &id, &date]);
        }
    }
    people.write(folder);
    lists.write(folder);
}

/// The school subsidy: 256 of 442 spent (10 000 yuan).
pub fn projects(folder: &Path) {
    let header = "项目编号,项目名称,县,项目年度,财政资金（万元）,已支出资金（万元）";
    let mut projects = Sheet::new("项目.csv", header);
    projects.row(&["XM001", "雨露计划", "示范县", "2019", "442", "256"]);
    projects.write(folder);
}

/// Two projects whose contracts hold back 5 and 3 per cent, of which nothing was held back.
pub fn retention(folder: &Path) {
    let header = "项目编号,项目名称,县,项目年度,项目状态,合同金额,结算金额,合同质保金比例,扣留质保金";
    let mut projects = Sheet::new("项目.csv", header);
    projects.row(&["XM101", "菌房扶贫车间", "示范县", "2020", "已验收", "900000", "900000", "5%", "0"]);
    projects.row(&["XM102", "民宿改建", "示范县", "2020", "已验收", "220000", "220000", "3%", "0"]);
    projects.write(folder);
}

/// 488 people of 183 households, all with a family doctor who came as agreed: 108 elders, 14 small children.
pub fn doctors(folder: &Path) {
    let chance = &mut Chance::new(488);
    let mut ages: Vec<i64> = Vec::new();
    ages.extend((0..108).map(|at| if at == 0 { 65 } else { chance.within(65, 92) }));
    ages.extend((0..14).map(|at| if at == 0 { 6 } else { chance.within(0, 6) }));
    ages.extend((0..366).map(|_| chance.within(7, 64)));
    chance.shuffle(&mut ages);
    let mut homes = Sheet::new("户.csv", "户编号,户主姓名,县,乡,村,贫困户属性,脱贫属性");
    for at in 0..183 {
        homes.row(&[&home(at), &format!("户主{:03}", at + 1), &place(at), "一般贫困户", "已脱贫"]);
    }
    homes.write(folder);
    let header = "人编号,户编号,姓名,证件号码,是否签约家庭医生,约定随访次数,年度随访次数";
    let mut people = Sheet::new("人.csv", header);
    for (at, age) in ages.into_iter().enumerate() {
        // A birthday not later than the audit date, so that the age is the difference of the years.
        let id = identity((2020 - age, chance.within(1, 12), chance.within(1, 28)), at % 2 == 0, at as i64);
        let number = format!("{}{:02}", home(at % 183), at / 183 + 1);
        let visits = chance.within(6, 8).to_string();
        people.row(&[&number, &home(at % 183), &format!("成员{:03}", at + 1), &id, "是", "6", &visits]);
    }
    people.write(folder);
}

/// 40 measures, all struck off.
pub fn rectification(folder: &Path) {
    let header = "整改问题,整改措施,整改责任人,县,乡,整改时限,是否销号,销号日期";
    let mut ledger = Sheet::new("整改台账.csv", header);
    for at in 0..40 {
        let issue = format!("问题{}", at % 19 + 1);
        let closed = if at < 18 { "2020-11-05" } else { "2020-11-13" };
        let measure = format!("措施{}", at + 1);
        let town = "示范县\u{1f}会水镇";
        ledger.row(&[issue.as_str(), &measure, "镇扶贫站", town, "2020-11-15", "是", closed]);
    }
    ledger.write(folder);
}
