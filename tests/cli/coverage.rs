//! What covers clauses and checks, and how a run that finds a gap ends.

use super::support::Folder;

const MINE: &str = "
sources:
  - {id: mine, title: {zh: 我的方案, en: my plan}, covers: clauses, clauses: [{id: M1, text: 甲}, {id: M2, text: 乙}, {id: M3, text: 丙}]}
  - {id: my-tool, title: {zh: 我的工具, en: my tool}, covers: checks, clauses: [{id: c1}, {id: c2}]}
indicators:
  - {code: IX901, slug: mine, title: {zh: 户数, en: households}, for: 户, count: true, basis: [{source: mine, clause: M1}]}
untranslatable:
  - {source: mine, clause: M2, reason: {zh: 无从判断, en: nothing tells}}
checklists:
  - {list: my-tool, checks: [{id: c1, about: 住房, rules: [TS001]}]}
";

fn folder() -> Folder {
    Folder::empty().with("rules/mine.yaml", MINE)
}

/// The lines that speak of the test's own document and list.
fn mine(out: &str) -> Vec<&str> {
    out.lines().filter(|line| line.contains(r#""mine""#) || line.contains(r#""my-tool""#)).collect()
}

#[test]
fn what_covers_each_clause_is_said_and_a_gap_ends_with_one() {
    let ran = folder().run(&["rules", "coverage", "--rules", "rules", "--format", "json"]).ends_with(1).quietly();
    let lines = mine(&ran.out);
    let wanted = [
        ("clause", "M1", r#""indicators":[{"code":"IX901","regions":[]}]"#),
        ("clause", "M2", r#""reason":"无从判断""#),
        ("clause", "M3", r#""reason":null"#),
        ("clauses", "mine", r#""all":3,"by_rule":0,"by_indicator":1,"declared":1,"missing":1"#),
        ("check", "c1", r#""rules":[{"code":"TS101","regions":[]}]"#),
        ("check", "c2", r#""rules":[]"#),
        ("checks", "my-tool", r#""all":2,"by_rule":1,"by_indicator":0,"declared":0,"missing":1"#),
    ];
    assert_eq!(lines.len(), wanted.len(), "{lines:?}");
    for (kind, id, words) in wanted {
        let line = lines.iter().find(|line| line.contains(&format!(r#""type":"{kind}""#)) && line.contains(id));
        assert!(line.is_some_and(|line| line.contains(words)), "{kind} {id}: {line:?}");
    }
}

#[test]
fn what_is_missing_can_be_listed_alone() {
    let ran = folder().run(&["rules", "coverage", "--rules", "rules", "--missing", "--format", "csv"]).ends_with(1);
    let ran = ran.reports("条款,mine,M3").reports("核查项,my-tool,c2");
    assert!(!ran.out.contains("条款,mine,M1") && !ran.out.contains("核查项,my-tool,c1"), "{}", ran.out);
}

#[test]
fn files_get_the_list_and_standard_output_the_counts() {
    let folder = folder();
    let ran = folder.run(&["rules", "coverage", "--rules", "rules", "-o", "coverage.md"]).ends_with(1);
    assert!(ran.out.starts_with("文件或清单"), "{}", ran.out);
    assert!(folder.read("coverage.md").contains("| M2 | 乙 | 不作规则：无从判断 |"));
}

#[test]
fn a_rule_that_cites_a_clause_that_does_not_exist_does_not_load() {
    let folder = folder().with("rules/mine.yaml", MINE.replace("clause: M1}", "clause: M9}"));
    folder.run(&["rules", "coverage", "--rules", "rules"]).ends_with(2).complains("H403").complains("`M9`");
}
