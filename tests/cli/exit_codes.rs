//! Each way a run can end.

use super::support::{Folder, HOUSEHOLDS, PEOPLE};

/// Households of which one breaks the rule of an error, and one that of a note.
fn with_error() -> Folder {
    Folder::new().with("data/户.csv", HOUSEHOLDS.replace("A级", "C级"))
}

fn with_note() -> Folder {
    Folder::new().with("data/户.csv", HOUSEHOLDS.replace(",90,", ",9,"))
}

#[test]
fn nothing_found_is_zero() {
    Folder::new().check(&[]).ends_with(0).reports("没有发现疑点").quietly();
}

#[test]
fn something_found_is_one() {
    with_error().check(&[]).ends_with(1).reports("TS101").quietly();
}

#[test]
fn what_is_grave_enough_is_for_the_caller_to_say() {
    with_note().check(&[]).ends_with(0).reports("TS102");
    with_note().check(&["--fail-on", "note"]).ends_with(1).reports("TS102");
    with_error().check(&["--fail-on", "error"]).ends_with(1);
    let warning = Folder::new().with("data/人.csv", PEOPLE.replace("初中", ""));
    warning.check(&["--fail-on", "error"]).ends_with(0).reports("TS104");
    warning.check(&[]).ends_with(1);
}

#[test]
fn rules_that_are_not_grave_enough_do_not_run() {
    let ran = with_note().check(&["--severity", "warning", "--fail-on", "note"]).ends_with(0);
    assert!(!ran.out.contains("TS102"), "{}", ran.out);
}

#[test]
fn a_rule_that_cannot_run_is_three_and_outweighs_findings() {
    let no_area = with_error().with("data/户.csv", HOUSEHOLDS.replace("A级", "C级").replace("住房面积", "备注"));
    let ran = no_area
        .check(&[])
        .ends_with(3)
        .reports("没有运行的规则：1")
        .reports("“户”的文件缺 1 列")
        .reports("住房面积（TS102）");
    assert!(ran.out.contains("TS101"), "what was found is reported all the same:\n{}", ran.out);
    no_area.check(&["--allow-skipped"]).ends_with(1).reports("“户”的文件缺 1 列").reports("住房面积（TS102）");
}

#[test]
fn a_missing_table_is_three() {
    let alone = Folder::empty().with("data/户.csv", HOUSEHOLDS);
    alone.check(&[]).ends_with(3).reports("表“人”");
}

/// The first line of a file alone.
fn header(of: &str) -> String {
    of.lines().next().map(|line| format!("{line}\n")).unwrap_or_default()
}

#[test]
fn no_row_to_judge_is_three_whatever_is_allowed() {
    let headers = Folder::new().with("data/户.csv", header(HOUSEHOLDS)).with("data/人.csv", header(PEOPLE));
    let zero_bytes = Folder::empty().with("data/户.csv", "");
    for more in [&[][..], &["--allow-skipped"]] {
        headers.check(more).ends_with(3).reports("没有一行数据可供判定，本次没有结论").reports("户 0 行、人 0 行");
        headers.check(&[more, &["--format", "markdown"]].concat()).ends_with(3).reports("没有一行数据可供判定");
        zero_bytes.check(more).ends_with(3).reports("没有任何规则运行，本次没有结论");
    }
    let of = |command: &[&str]| {
        let data = ["data", "--rules", "rules", "--as-of", "2020-12-31", "--allow-skipped"];
        headers.run(&[command, &data].concat()).ends_with(3).reports("没有一行数据可供判定")
    };
    of(&["gate", "--pack", "trial", "--gate", "trial"]);
    of(&["check", "--indicators"]);
    of(&["whatif", "--set", "低保金=0"]);
}

#[test]
fn one_empty_table_of_several_is_no_error_but_is_seen() {
    let no_people = Folder::new().with("data/人.csv", header(PEOPLE));
    let ran = no_people.check(&["--fail-on", "error"]).ends_with(0);
    ran.reports("没有发现疑点").reports("“人”的文件里一行数据也没有");
}

#[test]
fn what_is_wrong_with_the_call_is_two() {
    Folder::new().check(&["--nonsense"]).ends_with(2).complains("H701");
}

#[test]
fn a_gate_bars_with_one() {
    let gate = ["gate", "data", "--rules", "rules", "--pack", "trial", "--gate", "trial", "--as-of", "2020-12-31"];
    let gate = |folder: &Folder, more: &[&str]| folder.run(&[&gate, more].concat());
    gate(&Folder::new(), &[]).ends_with(0).reports("可退出").quietly();
    let barred = Folder::new().with("data/户.csv", HOUSEHOLDS.replace("B级", "D级"));
    gate(&barred, &[]).ends_with(1).reports("不得退出：1").reports("住房鉴定为D级");
    let open = Folder::new().with("data/户.csv", HOUSEHOLDS.replace("B级", ""));
    gate(&open, &[]).ends_with(0).reports("待核实：1");
    gate(&open, &["--fail-on-open"]).ends_with(1);
    let lacking = Folder::new().with("data/户.csv", HOUSEHOLDS.replace("B级", "D级").replace("住房面积", "备注"));
    gate(&lacking, &[]).ends_with(3);
    gate(&lacking, &["--allow-skipped"]).ends_with(1);
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let folder = with_error();
    for format in ["text", "json", "csv", "markdown"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = folder.command(&["check", "data", "--rules", "rules", "--pack", "trial", "--format", format]);
        let ran = super::support::ran(&command.stdout(writer).output().unwrap());
        ran.ends_with(1).quietly();
    }
}

#[test]
fn figures_and_what_ifs_of_an_empty_table_are_no_verdict_whatever_other_tables_have() {
    let people = PEOPLE.lines().next().unwrap();
    let folder = Folder::empty().with("data/户.csv", HOUSEHOLDS).with("data/人.csv", format!("{people}\n"));
    let on_people = ["--as-of", "2020-12-31", "--allow-skipped", "--select"];
    let check = ["check", "data", "--indicators"];
    folder.run(&[&check[..], &on_people, &["IX125"]].concat()).ends_with(3).reports("没有一行数据可供判定");
    let whatif = ["whatif", "data", "--set", "人.文化程度=小学"];
    folder.run(&[&whatif[..], &on_people, &["ID103"]].concat()).ends_with(3).reports("没有一行数据可供判定");
    folder.run(&[&whatif[..], &on_people, &["EX105"]].concat()).ends_with(0);
}

#[test]
fn who_stops_reading_any_report_changes_nothing_of_how_the_run_ends() {
    let folder = with_error();
    let terms = ["data", "--rules", "rules", "--as-of", "2020-12-31", "--allow-skipped"];
    for command in [
        &["gate", "--gate", "trial", "--pack", "trial"][..],
        &["check", "--indicators"],
        &["whatif", "--set", "住房面积=1"],
    ] {
        for format in ["text", "json", "csv", "markdown"] {
            let arguments = [command, &terms, &["--format", format]].concat();
            let read = folder.run(&arguments);
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let ran = super::support::ran(&folder.command(&arguments).stdout(writer).output().unwrap());
            assert_eq!((ran.code, ran.err.as_str()), (read.code, ""), "{arguments:?}");
        }
    }
}
