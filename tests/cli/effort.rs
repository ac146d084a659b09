//! How much is done for an answer, and that the answer does not hang on it.

use super::support::{Folder, HOUSEHOLDS, PEOPLE};
use std::collections::BTreeSet;

/// Households with cases, enough of them to fill several tasks of reading, and their people.
fn with_cases() -> Folder {
    let mut households = HOUSEHOLDS.to_owned();
    let mut people = PEOPLE.to_owned();
    for household in 3..900 {
        let grade = if household % 7 == 0 { "D级" } else { "A级" };
        households.push_str(&format!("{household:04},王五,青山乡,河口村,已脱贫,{grade},90,2018-05-01\n"));
        people.push_str(&format!("{household},{household:04},王五,990101197005{household:06},户主,初中\n"));
    }
    Folder::new().with("data/户.csv", households).with("data/人.csv", people)
}

/// Rule, entity and key of every case of a CSV.
fn cases(csv: &str) -> BTreeSet<[String; 3]> {
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let columns = ["规则", "对象", "编号"].map(at);
    reader
        .records()
        .map(Result::unwrap)
        .filter(|record| !record[columns[0]].starts_with("DA"))
        .map(|record| columns.map(|column| record[column].to_owned()))
        .collect()
}

#[test]
fn without_evidence_the_same_cases_are_listed() {
    let folder = with_cases();
    folder.check(&["-q", "-o", "full.csv"]).ends_with(1);
    folder.check(&["-q", "-o", "bare.csv", "--evidence", "none"]).ends_with(1);
    let (full, bare) = (folder.read("full.csv"), folder.read("bare.csv"));
    assert!(cases(&full).len() > 100);
    assert_eq!(cases(&full), cases(&bare));
    // No name was read, and the receipt says so.
    assert!(full.contains('王') && !bare.contains('王'));
    folder.check(&["--evidence", "none"]).reports("按 --evidence none 只列规则和编号");
    folder.check(&["--evidence", "nine"]).ends_with(2).complains("full、none");
}

#[test]
fn what_cases_are_counted_by_is_read_without_evidence() {
    let folder = with_cases();
    let counted = |evidence: &str| {
        let arguments = ["--format", "json", "--by", "村,规则", "--evidence", evidence];
        let out = folder.check(&arguments).ends_with(1).out;
        out.lines().find(|line| line.starts_with("{\"type\":\"statistics\"")).map(str::to_owned)
    };
    assert!(counted("none").is_some_and(|counts| counts.contains("[\"河口村\",\"TS101\"]")));
    assert_eq!(counted("none"), counted("full"));
}

#[test]
fn a_name_that_stands_in_a_key_alone_has_its_column() {
    let households = "户编号,脱贫属性,帮扶单位,帮扶责任人,帮扶责任人联系电话\n\
        0001,已脱贫,县水利局,王五,13800000001\n\
        0002,已脱贫,县水利局,王五,13800000002\n";
    let folder = Folder::empty().with("data/户.csv", households);
    let check =
        ["check", "data", "--as-of", "2020-12-31", "--select", "HE122", "--allow-skipped", "--evidence", "none"];
    // The helper has no row of its own, and nobody asks for the name but who tells of the contradiction.
    folder.run(&[&check[..], &["-q", "-o", "cases.csv"]].concat()).ends_with(1);
    let csv = folder.read("cases.csv");
    assert!(csv.contains("DA205") && csv.lines().next().is_some_and(|header| header.contains(",帮扶责任人,")), "{csv}");
}

#[test]
fn cases_that_no_listing_shows_change_nothing_else() {
    let folder = with_cases();
    // A table of all cases beside it makes them all; without one, only those that are listed are made.
    for arguments in [
        &["--format", "text"][..],
        &["--format", "text", "--limit", "3"],
        &["--format", "text", "--limit", "0"],
        &["--format", "text", "--full", "--limit", "4"],
        &["--format", "text", "--full"],
        &["--format", "markdown", "--limit", "3"],
        &["--format", "markdown"],
        &["--format", "json", "--limit", "3"],
        &["--format", "text", "--statistics", "--limit", "3"],
    ] {
        let arguments = [&["--evidence", "none"], arguments].concat();
        let few = folder.check(&arguments).ends_with(1);
        let all = folder.check(&[&arguments[..], &["-o", "all.csv"]].concat()).ends_with(1);
        assert_eq!(few.out, all.out, "{arguments:?}");
        let text = folder.check(&[&arguments[..], &["-o", "few.md"]].concat()).ends_with(1);
        assert_eq!(few.out, text.out, "{arguments:?}");
    }
}

#[test]
fn what_rests_on_disk_gives_the_same_answer() {
    let folder = with_cases();
    let whole = folder.check(&["-o", "whole.csv", "--full"]).ends_with(1);
    for limit in ["1", "10K", "0.5MiB", "1GiB"] {
        let part = folder.check(&["-o", "part.csv", "--full", "--memory-limit", limit]).ends_with(1);
        assert_eq!(part.out.replace("part.csv", "whole.csv"), whole.out, "{limit}");
        assert_eq!(folder.read("part.csv"), folder.read("whole.csv"), "{limit}");
    }
    folder
        .check(&["--memory-limit", "viel"])
        .ends_with(2)
        .complains("`--memory-limit` 应为内存大小，如 2G、1.5GiB 或 512M，不能是 `viel`");
}

#[test]
fn times_are_said_beside_the_answer() {
    let folder = with_cases();
    let plain = folder.check(&["-o", "plain.csv"]).ends_with(1);
    let timed = folder.check(&["-o", "timed.csv", "--time"]).ends_with(1);
    assert_eq!(timed.out.replace("timed.csv", "plain.csv"), plain.out);
    for words in ["装入规则", "读入连接", "核对", "写出", "各条规则新增的用时", "TS101"] {
        assert!(timed.err.contains(words), "no {words} in\n{}", timed.err);
    }
}
