//! Bad rule files: every error with its place, all errors of a load at once, and no way to exhaust the machine.

use super::support::{Folder, Ran};

/// Loads `yaml` beside the built-in rules.
fn load(yaml: &str) -> Ran {
    let folder = Folder::empty().with("mine/mine.yaml", yaml);
    folder.run(&["rules", "list", "--rules", "mine"]).ends_with(2)
}

/// A rule of which one line is another.
fn rule(line: &str) -> String {
    let name = line.split(':').next().unwrap();
    let lines = ["title: {zh: 甲, en: a}", "slug: mine", "class: mis_exit", "for: 户", "require: 危房级别 = \"A级\""];
    let more = ["severity: error", "assumed: true", "message: {zh: 甲, en: a}", "remedy: {zh: 乙, en: b}"];
    let mut text = "rules:\n  - code: TS901\n".to_owned();
    for own in lines.into_iter().chain(more).filter(|own| !own.starts_with(&format!("{name}:"))).chain([line]) {
        text.push_str(&format!("    {own}\n"));
    }
    text
}

/// What a rendered error points with: the place, and a caret below it.
#[track_caller]
fn points(ran: Ran, place: &str) -> Ran {
    let ran = ran.complains(place);
    assert!(ran.err.contains('^'), "no caret in\n{}", ran.err);
    ran
}

#[test]
fn an_unknown_key_is_an_error() {
    points(load(&rule("colour: red")), "mine.yaml:12:5").complains("colour");
}

#[test]
fn a_value_of_another_shape_is_said_in_the_language_of_the_reader() {
    for (yaml, wanted) in
        [("pack: mine\n", "H024"), ("rules: none\n", "H025"), ("pack: {name: [a], title: {zh: 甲, en: a}}\n", "H026")]
    {
        let ran = points(load(yaml), "mine.yaml:1:").complains(wanted);
        assert!(!ran.err.contains("expected"), "{}", ran.err);
    }
}

#[test]
fn a_wrong_type_is_an_error() {
    points(load(&rule("require: 危房级别 > 3")), "mine.yaml:11").complains("危房级别");
}

#[test]
fn an_unknown_name_is_an_error_with_the_nearest() {
    points(load(&rule("require: 危房级另 = \"A级\"")), "mine.yaml:11").complains("危房级另").complains("危房级别");
}

#[test]
fn a_parameter_without_a_value_that_year_is_an_error() {
    let yaml = format!(
        "parameters:\n  - name: 试验线\n    title: {{zh: 线, en: line}}\n    unit: 元\n    values: [{{year: 2018, value: 3000, assumed: true}}]\n{}",
        rule("require: 人均纯收入 >= 试验线@1990")
    );
    points(load(&yaml), "mine.yaml").complains("试验线").complains("1990");
}

#[test]
fn definitions_in_a_circle_are_an_error() {
    let yaml = "definitions:\n  - {name: 试甲, en: trial_a, for: 户, is: 试乙}\n  - {name: 试乙, en: trial_b, for: 户, is: 试甲}\n";
    points(load(yaml), "mine.yaml").complains("H408");
}

#[test]
fn all_errors_are_said_at_once() {
    let two = format!(
        "{}{}",
        rule("require: 危房级另 = \"A级\""),
        rule("class: nonsense").replace("rules:\n", "").replace("901", "902")
    );
    let ran = load(&two);
    assert_eq!(ran.err.matches("错误[").count(), 2, "{}", ran.err);
}

#[test]
fn aliases_cannot_explode() {
    // Each example holds the one before ten times over: 10^9 rows if they were all made.
    let mut yaml = rule("for: 人").replace("危房级别 = \"A级\"", "非 姓名 缺失") + "    examples:\n";
    yaml.push_str("      - {given: &a0 {姓名: 甲}, then: pass}\n");
    for level in 1..10 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        yaml.push_str(&format!("      - {{given: &a{level} {{户: {{成员: [{inner}]}}}}, then: pass}}\n"));
    }
    load(&yaml).complains("mine.yaml").complains("H005");
}

#[test]
fn brackets_cannot_exhaust_the_stack() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    load(&format!("classes: {}\n", deep("[", "]"))).complains("mine.yaml");
    let condition = format!("require: \"{} = 1\"", deep("(", ")"));
    load(&rule(&condition)).complains("mine.yaml");
    load(&rule(&format!("require: \"{}住房面积 缺失\"", "非 ".repeat(10_000)))).complains("mine.yaml");
}

#[test]
fn a_folder_of_rules_that_is_not_there_is_named() {
    Folder::empty().run(&["rules", "list", "--rules", "nowhere"]).ends_with(2).complains("H020").complains("`nowhere`");
}

#[test]
fn values_that_are_set_must_fit() {
    let folder = Folder::new();
    folder.check(&["--param", "脱贫线"]).ends_with(2).complains("H430");
    folder.check(&["--param", "脱贫线=很多"]).ends_with(2).complains("H407");
    folder.check(&["--param", "脱贫钱=3000"]).ends_with(2).complains("H412").complains("脱贫线");
    folder.check(&["--region", "nowhere"]).ends_with(2).complains("H411");
}

#[test]
fn a_rule_file_in_another_encoding_says_the_way_out() {
    // 规则 in GB 18030.
    let folder = Folder::new().with("rules/packs/gbk.yaml", b"\xb9\xe6\xd4\xf2: 1\n");
    folder.check(&[]).ends_with(2).complains("gbk.yaml` 不是 UTF-8 文本").complains("另存为 UTF-8 编码");
}
