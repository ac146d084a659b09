//! The rule files that are part of the program: they load, they say what their examples say, and they quote truly.

use hucha::dataset::Dataset;
use hucha::diagnostic::{Locale, render_all};
use hucha::engine::{Collect, Condition, Plan};
use hucha::lang::tree::Kind;
use hucha::rulebook::{Citation, Example, LoadOptions, Rule, Rulebook, Verdict, embedded_files};
use hucha::trace::{Context, evaluate};
use hucha::value::Truth;

/// Loads the embedded rules for a region; what is wrong with them is shown as a user would see it.
fn load(region: Option<&str>) -> Rulebook {
    let options = LoadOptions { region: region.map(str::to_owned), ..LoadOptions::default() };
    match Rulebook::load(&embedded_files(), &options) {
        Ok(rulebook) => rulebook,
        Err(problems) => panic!("region {region:?}\n{}", render_all(&problems, Locale::En, false)),
    }
}

/// What a rule says of an example, by the reference evaluator; the engine must say the same of the same rows.
fn verdict(rulebook: &Rulebook, rule: &Rule, example: &Example) -> Verdict {
    let (dataset, unreadable) = Dataset::of_example(&rulebook.dictionary, rule.entity, &example.row);
    assert!(unreadable.is_empty(), "{}: {unreadable:?}", rule.code);
    let context = Context { rulebook, dataset: &dataset, as_of: example.as_of };
    let given = rule.given.as_ref().map_or(Truth::True, |given| evaluate(context, given, 0).value.truth());
    let verdict = Verdict::of(given, evaluate(context, &rule.require, 0).value.truth());

    let plan = Plan::compile(rulebook, &dataset, example.as_of, [Condition::from(rule)]);
    let answer = plan.run(Collect { violations: true, unknowns: true, ..Collect::default() }).remove(0);
    // A parameter without a value keeps the engine from running the rule at all, where the evaluator finds it unknown.
    let Some(answer) = answer else {
        assert_eq!(verdict, Verdict::Unknown, "{}: {:?}", rule.code, plan.lacks(0));
        return verdict;
    };
    assert_eq!(answer.violations.contains(&0), verdict == Verdict::Violation, "{}: the engine differs", rule.code);
    assert_eq!(answer.unknowns.contains(&0), verdict == Verdict::Unknown, "{}: the engine differs", rule.code);
    verdict
}

#[test]
fn the_rules_load_everywhere() {
    let base = load(None);
    assert!(base.rules.len() > 50, "only {} rules", base.rules.len());
    assert_eq!(base.regions.len(), 3);
    for region in &base.regions {
        load(Some(&region.name));
    }
}

#[test]
fn every_example_holds() {
    let base = load(None);
    let mut wrong = Vec::new();
    for region in std::iter::once(None).chain(base.regions.iter().map(|r| Some(r.name.as_str()))) {
        let rulebook = load(region);
        for rule in &rulebook.rules {
            for (at, example) in rule.examples.iter().enumerate().filter(|(_, e)| e.region.as_deref() == region) {
                let found = verdict(&rulebook, rule, example);
                if found != example.then {
                    let (found, wanted) = (found.name(), example.then.name());
                    wrong.push(format!("{} example {}: {found}, not {wanted}", rule.code, at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_shows_each_of_its_verdicts() {
    let base = load(None);
    for region in std::iter::once(None).chain(base.regions.iter().map(|r| Some(r.name.as_str()))) {
        for rule in &load(region).rules {
            for wanted in [Verdict::Violation, Verdict::Pass] {
                assert!(rule.examples.iter().any(|e| e.then == wanted), "{} has no {}", rule.code, wanted.name());
            }
            // What only asks whether a cell is blank is never unknown.
            let asks_for_blanks = matches!(&rule.require.kind, Kind::Not(x) if matches!(x.kind, Kind::Missing(_)));
            let shown = rule.examples.iter().any(|e| e.then == Verdict::Unknown);
            assert!(asks_for_blanks || shown, "{} does not show what it cannot decide", rule.code);
            let applies_always = rule.given.is_none();
            let shown = rule.examples.iter().any(|e| e.then == Verdict::NotApplicable);
            assert!(applies_always || shown, "{} does not show when it does not apply", rule.code);
        }
    }
}

/// Words without white space and quotation marks, which documents and their copies set differently.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"“”‘’\"'".contains(*c)).collect()
}

#[test]
fn every_quotation_stands_in_its_clause() {
    let base = load(None);
    let mut books = vec![load(None)];
    books.extend(base.regions.iter().map(|r| load(Some(&r.name))));
    let stands = |citation: &Citation| {
        let document = base.document(&citation.source)?;
        let clause = document.clauses.iter().find(|c| Some(&c.id) == citation.clause.as_ref())?;
        Some(!citation.text.is_empty() && bare(&clause.text).contains(&bare(&citation.text)))
    };
    let mut wrong = Vec::new();
    for book in &books {
        let of_rules = book.rules.iter().flat_map(|r| r.basis.iter().map(move |c| (r.code.as_str(), c)));
        let of_parameters = book
            .parameters
            .iter()
            .flat_map(|p| p.values.iter().filter_map(move |v| v.citation.as_ref().map(|c| (p.name.zh.as_str(), c))));
        for (name, citation) in of_rules.chain(of_parameters) {
            if stands(citation) != Some(true) {
                wrong.push(format!("{name}: {citation:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
