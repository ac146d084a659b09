//! `whatif`: the same roster under another value or line.

use super::support::{Folder, Ran};

const HOUSEHOLDS: &str = "户编号,户主姓名,乡,村,脱贫属性,脱贫年度,家庭人口数,人均纯收入,资产收益扶贫分红收入,低保金,危房级别\n\
    0001,张三,青山乡,石桥村,已脱贫,2018,3,4333.33,1000,0,A级\n\
    0002,李四,青山乡,石桥村,已脱贫,2018,3,4333.34,1000,0,A级\n\
    0003,王五,青山乡,松山村,已脱贫,2018,2,4100,,0,A级\n\
    0004,赵六,青山乡,松山村,已脱贫,2018,1,3900,0,0,A级\n\
    0005,孙七,青山乡,松山村,已脱贫,2018,1,9000,,600,A级\n";

const SCENARIO: &str = "\
scenarios:
  - name: less-income
    title: {zh: 收入减一成, en: a tenth less income}
    set: [{for: 户, field: 人均纯收入, to: 人均纯收入 * 0.9}]
    assumed: true
";

fn folder() -> Folder {
    Folder::empty().with("data/户.csv", HOUSEHOLDS).with("scenario.yaml", SCENARIO)
}

fn ask(arguments: &[&str]) -> Ran {
    folder().run(&[&["whatif", "data", "--as-of", "2020-12-31", "--rules", "rules"], arguments].concat())
}

fn head(out: &str) -> String {
    let lines = out.lines().take_while(|line| !["读入的文件", "files read", "## 附：数据与规则"].contains(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_dividend_that_ends_takes_those_below_the_line_whom_it_kept_above() {
    // A third of a cent decides: 4333.33 less 1000/3 is below 4000, 4333.34 less 1000/3 is not.
    let arguments = ["--scenario", "dividends-end", "--select", "IX104", "--no-mask"];
    for lang in ["zh", "en"] {
        let ran = ask(&[&arguments[..], &["--lang", lang]].concat()).ends_with(1);
        insta::assert_snapshot!(format!("whatif_{lang}"), head(&ran.out));
    }
    for format in ["csv", "markdown"] {
        let ran = ask(&[&arguments[..], &["--format", format]].concat()).ends_with(1);
        insta::assert_snapshot!(format!("whatif_{format}"), head(&ran.out));
    }
}

#[test]
fn a_value_set_by_hand_goes_on_into_income_per_head() {
    let by_hand = ask(&["--set", "资产收益扶贫分红收入=0", "--select", "IX104"]).ends_with(1);
    by_hand.reports("随之变动：财产性收入、年收入、纯收入、人均纯收入").reports("张** 0001");
    ask(&["--set", "户.低保金=0 元", "--select", "IX104"]).ends_with(0).reports("结论有变：规则 0 条");
    ask(&["--set", "危房级别=C级", "--select", "EX105"]).ends_with(1).reports("不命中 → 命中");
    ask(&["--param", "收入警戒线=4333.34", "--select", "IX104"])
        .ends_with(1)
        .reports("收入警戒线：4000 元 → 4333.34 元");
    ask(&["--scenario", "line-rises", "--select", "IX104"]).ends_with(1).reports("收入警戒线：4000 元 → 4240 元");
}

#[test]
fn a_scenario_may_stand_in_a_file_of_its_own() {
    let ran = ask(&["--scenario", "scenario.yaml", "--select", "IX104"]).ends_with(1);
    ran.reports("假如：收入减一成").reports("4100 → 3690 元");
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_way_out() {
    ask(&[]).ends_with(2).complains("没有假设任何变动").complains("hucha rules list");
    ask(&["--scenario", "dividend-end"])
        .ends_with(2)
        .complains("没有名为 `dividend-end` 的情景")
        .complains("dividends-end");
    ask(&["--set", "资产收益扶贫分红=0"]).ends_with(2).complains("没有名为 `资产收益扶贫分红` 的字段");
    ask(&["--set", "人均纯收入=0"]).ends_with(2).complains("好几张表都有 `人均纯收入`").complains("户.人均纯收入");
    ask(&["--set", "户.户编号=1"]).ends_with(2).complains("不能假设成别的值");
    ask(&["--set", "户.人均纯收入=住房面积"]).ends_with(2).complains("^^^^");
    ask(&["--set", "低保金"]).ends_with(2).complains("应写成 字段=值");
    ask(&["--param", "收入警戒=1"]).ends_with(2).complains("收入警戒线");
    ask(&["--scenario", "nowhere.yaml"]).ends_with(2).complains("nowhere.yaml");
    ask(&["--scenario", "rules/packs/trial.yaml"]).ends_with(2).complains("现有 0 个");
}

#[test]
fn what_reckons_with_a_quotient_is_set_aside_and_said() {
    ask(&["--scenario", "dividends-end", "--select", "IX102,IX104"])
        .ends_with(1)
        .reports("没有问的规则和指标")
        .reports("IX102");
}

#[test]
fn where_a_rule_comes_to_apply_the_distance_is_that_of_why() {
    // Nobody is on the list of the monitored; without the allowance one of two is below the scope of 5000.
    let households = "户编号,户主姓名,乡,村,脱贫属性,脱贫年度,家庭人口数,人均纯收入,低保金\n\
        0001,张三,青山乡,石桥村,已脱贫,2018,1,5500,1000\n\
        0002,李四,青山乡,石桥村,已脱贫,2018,1,9000,1000\n";
    let monitored = "户编号,户主姓名,监测对象类别,识别监测时间\n0009,王五,脱贫不稳定户,2020-06-01\n";
    let folder = Folder::empty().with("data/户.csv", households).with("data/监测户.csv", monitored);
    let ask = ["whatif", "data", "--as-of", "2020-12-31", "--select", "EX142", "--allow-skipped", "--set"];
    let ran = folder.run(&[&ask[..], &["户.低保金=0"]].concat()).ends_with(1);
    ran.reports("不适用 → 命中").reports("5500 → 4500 元，标准 5000 元");
    // What holds of a count of records is no distance, in a check either.
    let low = households.replace("5500", "4500");
    let folder = folder.with("data/户.csv", low);
    let ran = folder.run(&["check", "data", "--as-of", "2020-12-31", "--select", "EX142", "--allow-skipped", "--full"]);
    assert!(ran.out.contains("EX142") && !ran.out.contains("标准 0"), "{}", ran.out);
}
