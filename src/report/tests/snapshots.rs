//! What people see, in both languages and lengths.

use super::{Samples, check, gate, options, written};
use crate::diagnostic::Locale;
use crate::finding::Cases;
use crate::report::{Format, Length, Options, Report, text, write_check};
use insta::assert_snapshot;

/// Every language and length, with the ending of the snapshot's name.
const WAYS: [(Locale, Length, &str); 4] = [
    (Locale::Zh, Length::Short, "zh_short"),
    (Locale::Zh, Length::Full, "zh_full"),
    (Locale::En, Length::Short, "en_short"),
    (Locale::En, Length::Full, "en_full"),
];

fn each(name: &str, shown: impl Fn(Samples, &Options) -> String) {
    for (locale, length, ending) in WAYS {
        assert_snapshot!(format!("{name}_{ending}"), shown(Samples(locale), &options(locale, length)));
    }
}

#[test]
fn check_text() {
    each("check_text", |_, options| check(Format::Text, options));
}

#[test]
fn gate_text() {
    each("gate_text", |_, options| gate(Format::Text, options));
}

#[test]
fn trace_text() {
    each("trace_text", |samples, options| written(|out| text::trace(out, &samples.trace(), options)));
}

#[test]
fn explain_text() {
    each("explain_text", |samples, options| written(|out| text::explain(out, &samples.rule_doc(), options)));
}

#[test]
fn explain_text_of_a_rule_without_given_that_is_assumed_and_off() {
    each("explain_bare_text", |samples, options| {
        let mut doc = samples.rule_doc();
        [_, doc.rule] = samples.rule_lines().try_into().expect("two rules");
        doc.given = None;
        (doc.basis, doc.definitions, doc.parameters, doc.examples) = Default::default();
        (doc.redirects, doc.note) = Default::default();
        written(|out| text::explain(out, &doc, options))
    });
}

#[test]
fn rules_text() {
    each("rules_text", |samples, options| written(|out| text::rules(out, &samples.rule_lines(), options)));
}

#[test]
fn inspect_text() {
    each("inspect_text", |samples, options| written(|out| text::inspect(out, &samples.inspection(), options)));
}

#[test]
fn statistics_text() {
    let shown =
        written(|out| text::statistics(out, &Samples(Locale::Zh).statistics(), &options(Locale::Zh, Length::Short)));
    assert_snapshot!(shown);
}

#[test]
fn other_formats() {
    for (locale, ending) in [(Locale::Zh, "zh"), (Locale::En, "en")] {
        let options = options(locale, Length::Full);
        for (format, name) in [(Format::Csv, "csv"), (Format::Markdown, "markdown"), (Format::Json, "json")] {
            assert_snapshot!(format!("check_{name}_{ending}"), check(format, &options));
            assert_snapshot!(format!("gate_{name}_{ending}"), gate(format, &options));
        }
    }
}

#[test]
fn nothing_found_says_what_was_checked() {
    for (locale, ending) in [(Locale::Zh, "zh"), (Locale::En, "en")] {
        let options = options(locale, Length::Short);
        let clean = Samples(locale).clean();
        let report = Report { summary: &clean, cases: &Cases::of(&[]), statistics: None };
        assert_snapshot!(format!("clean_{ending}"), written(|out| text::check(out, &report, &options)));
        let markdown = written(|out| write_check(out, Format::Markdown, &report, &options));
        assert_snapshot!(format!("clean_markdown_{ending}"), markdown);
    }
}

#[test]
fn colour_is_for_terminals() {
    let options = Options { colour: true, ..options(Locale::Zh, Length::Short) };
    let shown = check(Format::Text, &options);
    assert_snapshot!(shown.lines().take(9).collect::<Vec<_>>().join("\n"));
}
