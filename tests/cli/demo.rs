//! Synthetic rosters: what was planted is what is found.

use super::support::Folder;
use serde_json::Value;
use std::collections::BTreeSet;

/// The rule, file and row of each line of JSON that has them.
fn places(lines: &str, rule: &str, file: &str, row: &str) -> BTreeSet<(String, String, u64)> {
    let place = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |at: &str| line.pointer(at).and_then(Value::as_str).map(str::to_owned);
        Some((text(rule)?, text(file)?, line.pointer(row).and_then(Value::as_u64)?))
    };
    lines.lines().filter_map(place).collect()
}

#[test]
fn what_was_planted_is_found_and_nothing_else() {
    let folder = Folder::empty();
    folder.run(&["demo", "made", "--households", "150", "--faults", "0.3", "--seed", "7"]).ends_with(0).quietly();
    let checked = folder.run(&["check", "made", "--as-of", "2020-12-31", "--format", "json"]).ends_with(1).quietly();
    let found = places(&checked.out, "/code", "/location/file", "/location/row");
    let planted = places(&folder.read("made/answers.jsonl"), "/rule", "/file", "/row");
    let planted: BTreeSet<_> =
        planted.into_iter().map(|(rule, file, row)| (rule, format!("made/{file}"), row)).collect();
    assert!(planted.len() > 40, "{planted:?}");
    assert_eq!(found, planted);
}

#[test]
fn nothing_planted_is_nothing_found() {
    let folder = Folder::empty();
    folder.run(&["demo", "made", "--households", "100", "--faults", "0", "--encoding", "utf8"]).ends_with(0);
    folder.run(&["check", "made", "--as-of", "2020-12-31"]).ends_with(0).reports("没有发现疑点").reports("UTF-8");
}

#[test]
fn the_seed_decides_every_byte() {
    let folder = Folder::empty();
    for (name, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
        let threads = if name == "a" { "1" } else { "3" };
        let small = ["demo", name, "--households", "20", "--encoding", "utf8", "--seed", seed, "--threads", threads];
        folder.run(&small).ends_with(0);
    }
    let files = |name: &str| -> Vec<String> {
        folder.names(name).iter().map(|file| folder.read(&format!("{name}/{file}"))).collect()
    };
    assert_eq!(files("a"), files("b"));
    assert_ne!(files("a"), files("c"));
}

#[test]
fn a_folder_with_anything_in_it_is_left_alone() {
    let folder = Folder::new();
    let before = folder.names("data");
    folder.run(&["demo", "data"]).ends_with(2).complains("H724");
    assert_eq!(folder.names("data"), before);
    folder.run(&["demo", "new", "--faults", "2"]).ends_with(2).complains("H730");
    assert_eq!(folder.names(""), ["data", "rules"]);
}

#[test]
fn title_rows_can_be_left_out() {
    let folder = Folder::empty();
    folder.run(&["demo", "made", "--households", "5", "--no-title-rows", "--encoding", "utf8"]).ends_with(0);
    let households = folder.names("made").into_iter().find(|name| name.contains("户信息")).unwrap();
    assert!(folder.read(&format!("made/{households}")).lines().next().unwrap().contains("户编号"));
}
