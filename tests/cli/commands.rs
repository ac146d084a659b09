//! What people see of each command.

use super::support::{Folder, HOUSEHOLDS};

/// A report without what changes with every rule file and every release.
fn steady(out: &str) -> String {
    let line = |line: &str| match (line.find("SHA-256"), line.find(env!("CARGO_PKG_VERSION"))) {
        (Some(at), _) => format!("{}SHA-256 …", &line[..at]),
        (_, Some(at)) => format!("{}…", &line[..at]),
        _ => line.to_owned(),
    };
    out.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn folder() -> Folder {
    Folder::new().with("data/户.csv", HOUSEHOLDS.replace("A级", "C级").replace("B级", "").replace(",80,", ",八十,"))
}

#[test]
fn check() {
    for lang in ["zh", "en"] {
        let ran = folder().check(&["--lang", lang]).ends_with(1);
        insta::assert_snapshot!(format!("check_{lang}"), steady(&ran.out));
    }
}

#[test]
fn gate() {
    let arguments = ["gate", "data", "--rules", "rules", "--gate", "trial", "--pack", "trial", "--as-of", "2020-12-31"];
    insta::assert_snapshot!("gate_zh", steady(&folder().run(&arguments).ends_with(0).out));
}

#[test]
fn explain() {
    for lang in ["zh", "en"] {
        let ran = folder().run(&["explain", "TS101", "--rules", "rules", "--full", "--lang", lang]).ends_with(0);
        insta::assert_snapshot!(format!("explain_{lang}"), ran.out);
    }
}

#[test]
fn an_old_code_leads_to_the_new_one() {
    let ran = folder().run(&["explain", "TS001", "--rules", "rules"]).ends_with(0);
    let ran = ran.reports("TS101").complains("规则 `TS001` 已改称 `TS101`");
    assert_eq!(ran.out, folder().run(&["rules", "show", "TS101", "--rules", "rules"]).ends_with(0).quietly().out);
}

#[test]
fn the_beginning_of_a_code_lists_those_it_begins() {
    let ran = folder().run(&["explain", "TS10", "--rules", "rules"]).ends_with(2);
    ran.complains("TS101、TS102、TS103、TS104");
}

#[test]
fn trace() {
    let arguments = ["trace", "0001", "data", "--rules", "rules", "--pack", "trial", "--as-of", "2020-12-31"];
    insta::assert_snapshot!("trace_zh", folder().run(&arguments).ends_with(0).quietly().out);
    let person = folder().run(&[&arguments[..1], &["2"], &arguments[2..], &["--entity", "人"]].concat());
    person.ends_with(0).reports("TS104").reports("李**");
}

#[test]
fn inspect() {
    let ran = folder().run(&["inspect", "data/户.csv", "--full"]).ends_with(0).quietly();
    insta::assert_snapshot!("inspect_zh", ran.out);
    let json = folder().run(&["inspect", "data/户.csv", "data/人.csv", "--format", "json"]).ends_with(0);
    assert_eq!(json.out.lines().count(), 2);
}

#[test]
fn rules() {
    let list = folder().run(&["rules", "list", "--rules", "rules", "--pack", "trial"]).ends_with(0).quietly();
    insta::assert_snapshot!("rules_zh", list.out);
    let json = folder().run(&["rules", "list", "--rules", "rules", "--select", "TS10", "--format", "json"]);
    assert_eq!(json.ends_with(0).out.lines().count(), 4);
}

#[test]
fn rules_are_tested_by_their_examples() {
    folder().run(&["rules", "test", "--rules", "rules"]).ends_with(0).reports("不符 0 个").quietly();
    let trial = include_str!("trial.yaml");
    let wrong = folder()
        .with("rules/packs/trial.yaml", trial.replace("危房级别: C级}, then: violation", "危房级别: C级}, then: pass"));
    wrong.run(&["rules", "test", "--rules", "rules"]).ends_with(1).reports("H608").reports("不符 1 个");
}

#[test]
fn rules_are_linted() {
    let trial = include_str!("trial.yaml");
    let wrong = folder().with("rules/packs/trial.yaml", trial.replace("text: 住房应为A级或B级}", "text: 住房应为C级}"));
    wrong.run(&["rules", "lint", "--rules", "rules"]).ends_with(1).reports("H603").complains("H744");
}

#[test]
fn a_key_of_another_table_is_pointed_to_and_no_number_is_given_away() {
    let terms = ["data", "--rules", "rules", "--as-of", "2020-12-31"];
    let trace = |key: &[&str]| folder().run(&[&["trace"], key, &terms].concat());
    trace(&["1"]).ends_with(2).complains("“户”里没有编号为 `1` 的行").complains("加 `--entity 人`");
    trace(&["0009"]).ends_with(2).complains("是不是“0001”");
    let number = "990101197005010011";
    trace(&[number]).ends_with(2).complains("加 `--entity 证件`");
    let near = trace(&["990101197005010012", "--entity", "证件"]).ends_with(2);
    assert!(!near.err.contains(number), "{}", near.err);
}

#[test]
fn the_version_is_printed() {
    let ran = folder().run(&["--version"]).ends_with(0).quietly();
    assert_eq!(ran.out, format!("hucha {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn whatever_a_report_names_is_explained() {
    let folder = folder();
    let explain = |name: &str| folder.run(&["explain", name]).ends_with(0);
    explain("DA118").reports("科学计数法").reports("重新导出").reports("数据检查");
    explain("H211").reports("不是规则").reports("没有一个是已知的表");
    explain("dividends-end").reports("情景").reports("假设").reports("hucha whatif 数据 --scenario dividends-end");
    explain("脱贫线").reports("参数").reports("2019").reports("EX");
    explain("exit_line").reports("脱贫线");
    explain("住房有保障").reports("用语").reports("含义").reports("EX105");
    explain("IX101").reports("算法");
    for (name, kind) in [
        ("DA118", "data_check"),
        ("H211", "message"),
        ("dividends-end", "scenario"),
        ("脱贫线", "parameter"),
        ("住房有保障", "term"),
        ("EX105", "rule"),
        ("IX101", "indicator"),
    ] {
        let json = folder.run(&["explain", name, "--format", "json"]).ends_with(0).out;
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["type"], kind, "{name}");
    }
    folder.run(&["explain", "DA118", "--lang", "en"]).ends_with(0).reports("scientific notation");
}

#[test]
fn every_check_of_the_data_is_explained() {
    let folder = folder();
    let codes = (101..=108).chain(111..=119).chain(201..=205).map(|code| format!("DA{code}"));
    for code in codes {
        folder.run(&["explain", &code]).ends_with(0).reports(&code);
    }
}

#[test]
fn lint_speaks_of_the_files_of_the_caller_alone() {
    let folder = folder();
    let all = folder.run(&["rules", "lint"]);
    let notes = |out: &str| out.matches("提示[").count();
    assert!(notes(&all.out) > 5, "{}", all.out);
    let own = folder.run(&["rules", "lint", "--rules", "rules"]);
    assert!(!own.out.contains("--> rules/packs/exit.yaml") && notes(&own.out) < notes(&all.out), "{}", own.out);
    own.complains("内置规则的").complains("处提示没有列出");
}
