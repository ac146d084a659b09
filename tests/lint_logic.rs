//! What follows from conditions alone: small rulebooks of which it is known by reasoning.

use hucha::diagnostic::{Level, Locale, Source, render_all};
use hucha::lint::lint;
use hucha::rulebook::{LoadOptions, Rulebook};

const DICTIONARY: &str = "
codes:
  - {name: 级, title: {zh: 级, en: grade}, codes: [{name: 甲, en: a}, {name: 乙, en: b}, {name: 丙, en: c}]}
entities:
  - name: 户
    en: home
    title: {zh: 户, en: home}
    key: [号]
    fields:
      - {name: 号, en: number, type: text}
      - {name: 收入, en: income, type: number}
      - {name: 等级, en: grade, type: 级}
      - {name: 危房, en: unsafe, type: bool}
      - {name: 登记日, en: registered, type: date}
  - name: 人
    en: person
    title: {zh: 人, en: person}
    key: [人号]
    fields: [{name: 人号, en: number, type: text}, {name: 户号, en: home_number, type: text}]
links:
  - {from: 人, to: 户, name: 户, en: home, inverse: 成员, inverse_en: members, by: [户号]}
classes: [{name: c, title: {zh: 类, en: class}}]
pack: {name: p, title: {zh: 包, en: pack}}
parameters:
  - {name: 线, en: line, title: {zh: 线, en: line}, values: [{value: \"10\", assumed: true}]}
  - name: 年线
    en: year_line
    title: {zh: 年线, en: line of the year}
    values: [{year: 2014, value: \"1\", assumed: true}, {year: 2015, value: \"2\", assumed: true}, {year: 2018, value: \"3\", assumed: true}]
definitions:
  - {name: 富, en: rich, for: 户, is: 收入 > 线}
";

/// What lint says of rules with these conditions that follows from the conditions, with its level.
fn said(conditions: &[(&str, &str)]) -> Vec<(Level, String)> {
    let rules: String = conditions
        .iter()
        .enumerate()
        .map(|(at, (given, require))| {
            let given = if given.is_empty() { String::new() } else { format!("    given: '{given}'\n") };
            format!(
                "  - code: RR10{}\n    slug: r{at}\n    title: {{zh: 一, en: one}}\n    class: c\n    for: 户\n    assumed: true\n\
                 {given}    require: '{require}'\n    severity: note\n    message: {{zh: 话, en: word}}\n",
                at + 1
            )
        })
        .collect();
    let files = [Source::new("rules/r.yaml", format!("{DICTIONARY}rules:\n{rules}"))];
    let book = Rulebook::load(&files, &LoadOptions::default())
        .unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::En, false)));
    let codes = ["H605", "H613", "H614", "H615", "H616"];
    let found = lint(&book).into_iter().filter(|d| codes.contains(&d.message.code()));
    found.map(|d| (d.level, d.message.text(Locale::En))).collect()
}

fn texts(conditions: &[(&str, &str)]) -> Vec<String> {
    said(conditions).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_given_that_contradicts_itself_never_applies() {
    let never = ["rule RR101 can never apply: its given contradicts itself"];
    assert_eq!(texts(&[("收入 > 10 且 收入 < 10", "危房")]), never);
    assert_eq!(texts(&[("收入 > 线 且 收入 <= 10", "危房")]), never);
    assert_eq!(texts(&[("等级 属于 [\"甲\", \"乙\"] 且 等级 = \"丙\"", "危房")]), never);
    assert_eq!(texts(&[("收入 缺失 且 收入 > 1", "危房")]), never);
    assert_eq!(texts(&[("非 (危房 或 非 危房)", "等级 = \"甲\"")]), never);
    assert_eq!(texts(&[("登记日 < 2016-01-01 且 登记日 > 2016-06-30", "危房")]), never);
    assert_eq!(texts(&[("计数(成员) < 0", "危房")]), never);
    assert_eq!(texts(&[("收入 > 年线 且 年线 > 收入", "危房")]), never);
    // Two terms that are not known to hang together are let be.
    assert_eq!(texts(&[("收入 > 10 且 计数(成员) < 10", "危房")]), [""; 0]);
    assert_eq!(texts(&[("收入 >= 10 且 收入 <= 10", "危房")]), [""; 0]);
}

#[test]
fn a_rule_that_nothing_breaks_and_one_that_nothing_keeps_are_found_through_definitions() {
    let fires = |how: &str| [format!("rule RR101 {how}")];
    let never = fires("can never fire: whatever its given lets through its require holds of");
    assert_eq!(texts(&[("富", "收入 > 9")]), never);
    assert_eq!(texts(&[("等级 = \"甲\"", "等级 属于 [\"甲\", \"乙\"]")]), never);
    assert_eq!(texts(&[("收入 缺失", "收入 缺失")]), never);
    let always = fires("always fires where it applies: no row can keep it");
    assert_eq!(texts(&[("富", "收入 < 5 或 收入 缺失")]), always);
    assert_eq!(texts(&[("等级 <> \"甲\"", "等级 = \"甲\"")]), always);
    assert_eq!(texts(&[("富", "收入 > 20")]), [""; 0]);
}

#[test]
fn rules_that_say_the_same_in_other_words_are_found() {
    let same = ["rules RR102 and RR101 say the same"];
    assert_eq!(texts(&[("危房", "富"), ("危房", "非 收入 <= 10")]), same);
    assert_eq!(texts(&[("危房 且 富", "等级 = \"甲\""), ("富 且 危房", "非 等级 属于 [\"乙\", \"丙\"]")]), same);
    assert_eq!(texts(&[("危房", "富"), ("危房", "收入 >= 10")]), [""; 0]);
    assert_eq!(texts(&[("危房", "富"), ("非 危房", "富")]), [""; 0]);
}

#[test]
fn rules_that_cannot_both_be_kept_contradict_each_other() {
    let found = said(&[("危房", "收入 > 20"), ("危房", "收入 < 10")]);
    let text = "rules RR102 and RR101 contradict each other: no row that both apply to can keep both".to_owned();
    assert_eq!(found, [(Level::Error, text.clone())]);
    // In different cases the cases exclude each other: worth a look, no error.
    let found = said(&[("危房", "收入 > 20"), ("等级 = \"甲\"", "收入 < 10")]);
    assert_eq!(found, [(Level::Note, text)]);
    assert_eq!(said(&[("危房", "收入 > 20"), ("非 危房", "收入 < 10")]), []);
    // What one rule applies to is what the other forbids.
    assert_eq!(said(&[("危房", "收入 > 20"), ("危房 且 收入 < 5", "等级 = \"甲\"")]), []);
}

#[test]
fn years_without_a_value_are_found_and_a_parameter_without_any_is_said() {
    let text = format!("{DICTIONARY}  - {{name: 用, en: used, for: 户, is: 收入 > 年线}}\n");
    let book = Rulebook::load(&[Source::new("rules/r.yaml", text)], &LoadOptions::default()).unwrap();
    let gaps: Vec<String> =
        lint(&book).iter().filter(|d| d.message.code() == "H617").map(|d| d.message.text(Locale::En)).collect();
    assert_eq!(gaps, ["the parameter `年线` has no value from 2016-01-01 to 2017-12-31"]);
}

/// What lint says of a side of a threshold that the examples of one rule leave out.
fn sides(conditions: &str, examples: &[&str]) -> Vec<String> {
    let examples: String = examples.iter().map(|example| format!("      - {example}\n")).collect();
    let rule = format!(
        "{DICTIONARY}rules:\n  - code: RR101\n    slug: r\n    title: {{zh: 一, en: one}}\n    class: c\n    for: 户\n    assumed: true\n\
         {conditions}    severity: note\n    message: {{zh: 话, en: word}}\n    examples:\n{examples}"
    );
    let book = Rulebook::load(&[Source::new("rules/r.yaml", rule)], &LoadOptions::default())
        .unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::En, false)));
    let found = lint(&book).into_iter().filter(|d| d.message.code() == "H623");
    found.map(|d| format!("{}: {}", d.span.map_or("", |_| "at"), d.message.text(Locale::En))).collect()
}

#[test]
fn examples_stand_on_both_sides_of_every_threshold() {
    let none: [&str; 0] = [];
    let pass = "{given: {收入: 10}, then: pass}";
    let violation = "{given: {收入: 9}, then: violation}";
    let blank = "{given: {收入: \"\"}, then: unknown}";
    for condition in ["收入 >= 10", "收入 >= 线"] {
        let require = format!("    require: {condition}\n");
        assert_eq!(sides(&require, &[pass, violation]), none);
        let fails = format!("at: RR101 has no example in which `{condition}` does not hold");
        assert_eq!(sides(&require, &[pass, blank]), std::slice::from_ref(&fails));
        let holds = format!("at: RR101 has no example in which `{condition}` holds");
        assert_eq!(sides(&require, &[violation]), std::slice::from_ref(&holds));
        assert_eq!(sides(&require, &[blank]), [holds, fails]);
    }
    // What is no threshold: a code, an equation, two facts.
    assert_eq!(sides("    require: 等级 = \"甲\" 且 收入 = 10\n", &[blank]), none);
}

#[test]
fn a_range_has_two_ends_and_a_definition_is_shown_by_the_rules_that_use_it() {
    let range = "    require: 收入 属于 10..20\n";
    let example = |income: &str, then: &str| format!("{{given: {{收入: {income}}}, then: {then}}}");
    let (low, within, high) = (example("9", "violation"), example("15", "pass"), example("21", "violation"));
    assert_eq!(sides(range, &[&low, &within, &high]), [""; 0]);
    let above = "at: RR101 has no example in which `收入 属于 10..20` is exceeded";
    assert_eq!(sides(range, &[&low, &within]), [above]);
    let below = "at: RR101 has no example in which `收入 属于 10..20` is missed from below";
    assert_eq!(sides(range, &[&within, &high]), [below]);
    let dates = "    require: 登记日 < 2015-06-01 或 登记日 属于 2016-01-01..2017-01-01\n";
    let day = |day: &str, then: &str| format!("{{given: {{登记日: \"{day}\"}}, then: {then}}}");
    let days = [day("2015-05-31", "pass"), day("2015-06-01", "violation"), day("2016-01-01", "pass")];
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    let exceeded = "at: RR101 has no example in which `登记日 属于 2016-01-01..2017-01-01` is exceeded";
    assert_eq!(sides(dates, &days), [exceeded]);
    let rich = sides("    require: 富\n", &["{given: {收入: 11}, then: pass}"]);
    assert_eq!(rich, ["at: 富 has no example in which `收入 > 线` does not hold"]);
}
