//! The rule files that are part of the program pass the project's own checks of rules.

use hucha::diagnostic::{Diagnostic, Level, Locale, Source, render_all};
use hucha::lint::{lint, test_examples};
use hucha::rulebook::{LoadOptions, RuleFiles, Rulebook, embedded_files};
use std::sync::LazyLock;

/// The shipped files, read once.
static FILES: LazyLock<RuleFiles> = LazyLock::new(|| RuleFiles::read(&embedded_files()));

#[test]
fn the_shipped_rules_have_nothing_to_mend() {
    let base = FILES.load(&LoadOptions::default()).unwrap();
    let regions = base.regions.iter().map(|r| Some(r.name.clone()));
    for region in std::iter::once(None).chain(regions) {
        let rulebook = FILES.load(&LoadOptions { region, ..LoadOptions::default() }).unwrap();
        let found: Vec<_> = lint(&rulebook).into_iter().filter(|d| d.level <= Level::Warning).collect();
        assert!(found.is_empty(), "{}", render_all(&found, Locale::Zh, false));
    }
}

#[test]
fn their_examples_hold() {
    let tested = test_examples(&embedded_files()).unwrap();
    assert!(tested.failures.is_empty(), "{}", render_all(&tested.failures, Locale::Zh, false));
    assert!(tested.rules >= 60 && tested.examples >= 5 * tested.rules, "{tested:?}");
}

const DICTIONARY: &str = include_str!("rules/dictionary.yaml");

/// The codes of what lint says of these sections, with what they are about, laid beside the tests' own dictionary.
fn remarks(text: &str) -> Vec<(&'static str, String)> {
    let files = [Source::new("dictionary.yaml", DICTIONARY), Source::new("mine.yaml", text)];
    let rulebook = Rulebook::load(&files, &LoadOptions::default())
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)));
    let mine = |d: &Diagnostic| d.span.as_ref().is_some_and(|span| span.source().name == "mine.yaml");
    let remark = |d: Diagnostic| (d.message.code(), d.span.map(|span| span.text().to_owned()).unwrap_or_default());
    let found = lint(&rulebook).into_iter().filter(|d| mine(d));
    found.map(remark).filter(|(code, _)| !["H606", "H607"].contains(code)).collect()
}

/// A document, and a parameter with one value.
fn parameter(clause: &str, value: &str) -> String {
    format!(
        "sources: [{{id: plan, title: {{zh: 方案, en: plan}}, clauses: [{{id: B1, text: \"{clause}\"}}, {{id: B2}}]}}]\n\
         parameters: [{{name: 补助, en: subsidy, title: {{zh: 补助, en: subsidy}}, unit: 元, values: [{{{value}}}]}}]\n"
    )
}

#[test]
fn a_value_is_the_number_that_its_quoted_words_say() {
    let said = ["4000元", "4,000元", "４０００元", "四千元", "0.4万元", "0.4 万元", "不低于4000", "两名4000元", "四千"];
    for text in said {
        let yaml =
            parameter(&format!("补助{text}。"), &format!("value: 4000, source: plan, clause: B1, text: \"{text}\""));
        assert_eq!(remarks(&yaml), [], "{text}");
    }
    for text in ["400元", "四百元", "40000元", "补助", "4000万元", "四千零一元"] {
        let yaml =
            parameter(&format!("补助{text}。"), &format!("value: 4000, source: plan, clause: B1, text: \"{text}\""));
        assert_eq!(remarks(&yaml), [("H620", "补助".to_owned())], "{text}");
        // What is cited in words is held to them, believed or not.
        let believed = yaml.replace("value: 4000,", "value: 4000, assumed: true,");
        assert_eq!(remarks(&believed), [("H620", "补助".to_owned())], "{text}");
    }
}

#[test]
fn a_value_without_quoted_words_is_held_to_the_clause_or_only_believed() {
    let yaml = |more: &str| parameter("补助四千元", &format!("value: 4000, source: plan{more}"));
    assert_eq!(remarks(&yaml(", clause: B1")), []);
    assert_eq!(remarks(&yaml("")), [("H622", "补助".to_owned())]);
    assert_eq!(remarks(&yaml(", clause: B2")), [("H622", "补助".to_owned())]);
    assert_eq!(remarks(&yaml(", clause: B2, assumed: true")), []);
}

#[test]
fn quotations_may_leave_words_out_where_they_say_so() {
    let clause = "名单未公示，甚至以村支两委指定代替评议小组票决";
    let indicator = |text: &str| {
        format!(
            "sources: [{{id: plan, title: {{zh: 方案, en: plan}}, clauses: [{{id: B1, text: {clause}}}]}}]\n\
             indicators: [{{code: IX101, slug: a, title: {{zh: 户数, en: count}}, for: 户, count: true, \
             basis: [{{source: plan, clause: B1, text: {text}}}]}}]\n"
        )
    };
    assert_eq!(remarks(&indicator("名单未公示…代替评议小组票决")), []);
    for wrong in ["名单未公示代替评议小组票决", "票决…名单未公示", "名单已公示"] {
        assert_eq!(remarks(&indicator(wrong)), [("H603", "IX101".to_owned())], "{wrong}");
    }
}

#[test]
fn a_text_that_lacks_a_language_is_named() {
    let yaml = "
indicators:
  - {code: IX101, slug: a, title: {zh: 户数}, for: 户, count: true, assumed: true, note: {en: why}}
definitions:
  - {name: 高收入, en: well_off, for: 户, is: 人均纯收入 > 10000, title: {en: well off}}
  - {name: 低收入, en: badly_off, for: 户, is: 人均纯收入 < 1000}
parameters: [{name: 补助, en: subsidy, title: {zh: 补助}, values: [{value: 1, assumed: true}]}]
pack: {name: mine, title: {zh: 我的}, about: {zh: 说明}}
classes: [{name: loss, title: {en: loss}}]
codes: [{name: 颜色, title: {zh: 颜色}, codes: [{name: 红, en: red}]}]
entities: [{name: 村, en: village, title: {en: village}, key: [村名], fields: [{name: 村名, en: name, type: text}]}]
";
    let names = ["IX101", "IX101", "高收入", "补助", "mine", "mine", "loss", "颜色", "村"];
    assert_eq!(remarks(yaml), names.map(|name| ("H604", name.to_owned())));
    let region = "region: {name: far, title: {zh: 远方}}\n";
    assert_eq!(remarks(region), [("H604", "far".to_owned())]);
}

#[test]
fn what_indicators_use_is_used_and_what_is_declared_is_not_cited() {
    let yaml = "
sources: [{id: plan, title: {zh: 方案, en: plan}, clauses: [{id: B1, text: 条文}]}]
definitions: [{name: 低收入, en: badly_off, for: 户, is: 人均纯收入 < 最低收入}]
parameters: [{name: 最低收入, en: least, title: {zh: 最低收入, en: least}, unit: 元, values: [{value: 1, assumed: true}]}]
indicators: [{code: IX101, slug: a, title: {zh: 占比, en: share}, for: 户, share: 低收入, basis: [{source: plan, clause: B1}]}]
untranslatable: [{source: plan, clause: B1, reason: {zh: 无从判断, en: nothing tells}}]
";
    let files = [Source::new("dictionary.yaml", DICTIONARY), Source::new("mine.yaml", yaml)];
    let rulebook = Rulebook::load(&files, &LoadOptions::default()).unwrap();
    let said: Vec<String> = lint(&rulebook).iter().map(|d| d.message.text(Locale::En)).collect();
    assert!(!said.iter().any(|text| text.contains("低收入") || text.contains("最低收入")), "{said:?}");
    assert_eq!(remarks(yaml), [("H621", "B1".to_owned())]);
}
