//! Mutants of small rulebooks whose survivors are known by reasoning.

use hucha::diagnostic::{Locale, Source};
use hucha::lint::{Mutated, mutants};

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
classes: [{name: c, title: {zh: 类, en: class}}]
pack: {name: p, title: {zh: 包, en: pack}}
";

/// What is said of the changes of one rule, given its conditions and examples, with more sections behind.
fn mutated(conditions: &str, examples: &[&str], more: &str) -> Mutated {
    let examples: String = examples.iter().map(|e| format!("      - {e}\n")).collect();
    let text = format!(
        "{DICTIONARY}{more}rules:\n  - code: RR101\n    assumed: true\n    slug: r1\n    title: {{zh: 一, en: one}}\n    class: c\n    for: 户\n\
         {conditions}    severity: note\n    message: {{zh: 话, en: word}}\n    examples:\n{examples}"
    );
    mutants(&[Source::new("rules/r.yaml", text)]).unwrap_or_else(|errors| {
        panic!("{}", hucha::diagnostic::render_all(&errors, Locale::En, false));
    })
}

/// The problems, one a line.
fn said(mutated: &Mutated) -> Vec<String> {
    mutated.problems.iter().map(|p| p.message.text(Locale::En)).collect()
}

#[test]
fn both_sides_of_a_threshold_notice_every_step_of_it() {
    let conditions = "    require: 收入 >= 10\n";
    let one_side = mutated(conditions, &["{given: {收入: 10}, then: pass}"], "");
    assert_eq!((one_side.tried, one_side.noticed), (3, 2));
    assert_eq!(said(&one_side), ["RR101: no example notices the change `require: 10 → 9`"]);

    let both = ["{given: {收入: 10}, then: pass}", "{given: {收入: 9}, then: violation}"];
    let both = mutated(conditions, &both, "");
    assert_eq!((both.tried, both.noticed, both.problems.len()), (3, 3, 0));
    assert!(both.is_enough() && !one_side.is_enough());
}

#[test]
fn a_condition_that_nothing_shows_and_a_code_that_nothing_shows_survive() {
    let conditions = "    given: 收入 > 0 且 等级 = \"甲\"\n    require: 等级 属于 [\"甲\", \"乙\"]\n";
    let made = mutated(
        conditions,
        &["{given: {收入: 1, 等级: 甲}, then: pass}", "{given: {收入: 1, 等级: 丙}, then: not_applicable}"],
        "",
    );
    let said = said(&made);
    for survivor in ["`given: 去掉 收入 > 0`", "`given: 0 → -1`", "`require: 去掉 \"乙\"`"] {
        assert!(said.iter().any(|line| line.contains(survivor)), "{survivor} in {said:?}");
    }
    let noticed = "`given: 去掉 等级 = \"甲\"`";
    assert!(!said.iter().any(|line| line.contains(noticed)), "{noticed} in {said:?}");
}

#[test]
fn definitions_and_parameters_are_changed_too() {
    let more = "parameters:\n  - {name: 线, en: line, title: {zh: 线, en: line}, values: [{value: \"10\", assumed: true}]}\n\
                definitions:\n  - {name: 够, en: enough, for: 户, is: 收入 > 线}\n";
    let examples = ["{given: {收入: 11}, then: pass}", "{given: {收入: 9}, then: violation}"];
    let made = mutated("    require: 够\n", &examples, more);
    assert_eq!(
        said(&made),
        [
            "够: no example notices the change `is: 收入 > 线 → 收入 >= 线`",
            "线: no example notices the change `values: -1`"
        ]
    );
    assert_eq!(made.tried, 3);
}

#[test]
fn a_reason_excuses_one_change_and_a_reason_for_nothing_is_an_error() {
    let more = "unnoticed:\n\
                \x20 - {of: RR101, change: \"require: 10 → 9\", reason: {zh: 没有九, en: there is no nine}}\n\
                \x20 - {of: RR101, change: \"require: 10 → 8\", reason: {zh: 没有八, en: there is no eight}}\n";
    let made = mutated("    require: 收入 >= 10\n", &["{given: {收入: 10}, then: pass}"], more);
    assert_eq!((made.tried, made.noticed, made.excused, made.open()), (3, 2, 1, 0));
    assert_eq!(said(&made), ["`RR101` has no unnoticed change `require: 10 → 8`; drop the entry"]);
}
