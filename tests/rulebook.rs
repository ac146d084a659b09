//! The rule files that are part of the program: they load for every region, and the engine says of their examples what
//! the examples say. (That the reference evaluator does, and what else lint asks for, is in `lint.rs`.)

use hucha::dataset::Dataset;
use hucha::diagnostic::{Locale, render_all};
use hucha::engine::{Collect, Condition, Plan};
use hucha::rulebook::{LoadOptions, RuleFiles, Rulebook, Verdict, embedded_files};
use std::sync::LazyLock;

/// The shipped files, read once.
static FILES: LazyLock<RuleFiles> = LazyLock::new(|| RuleFiles::read(&embedded_files()));

/// The embedded rules for a region; what is wrong with them is shown as a user would see it.
fn load(region: Option<&str>) -> Result<Rulebook, String> {
    let options = LoadOptions { region: region.map(str::to_owned), ..LoadOptions::default() };
    FILES.load(&options).map_err(|problems| render_all(&problems, Locale::En, false))
}

#[test]
fn the_rules_load_without_a_warning_everywhere() {
    let base = load(None).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(base.regions.len() >= 10, "{:?}", base.regions);
    for region in std::iter::once(None).chain(base.regions.iter().map(|r| Some(r.name.as_str()))) {
        let rulebook = load(region).unwrap_or_else(|problems| panic!("{region:?}\n{problems}"));
        assert!(rulebook.warnings.is_empty(), "{}", render_all(&rulebook.warnings, Locale::En, false));
    }
}

#[test]
fn the_engine_says_of_every_example_what_it_should() {
    let base = load(None).unwrap_or_else(|problems| panic!("{problems}"));
    let mut wrong = Vec::new();
    for region in std::iter::once(None).chain(base.regions.iter().map(|r| Some(r.name.as_str()))) {
        let rulebook = load(region).unwrap_or_else(|problems| panic!("{problems}"));
        for rule in &rulebook.rules {
            for (at, example) in rule.examples.iter().enumerate().filter(|(_, e)| e.region.as_deref() == region) {
                let (dataset, _) = Dataset::of_example(&rulebook.dictionary, rule.entity, &example.row);
                let plan = Plan::compile(&rulebook, &dataset, example.as_of, [Condition::from(rule)]);
                let collect = Collect { violations: true, unknowns: true, ..Collect::default() };
                let found = match plan.run(collect).first() {
                    Some(Some(answer)) if answer.violations.contains(&0) => Some(Verdict::Violation),
                    Some(Some(answer)) if answer.unknowns.contains(&0) => Some(Verdict::Unknown),
                    Some(Some(_)) => None,
                    // A parameter that has no value on the audit date keeps the rule from running.
                    _ => Some(Verdict::Unknown),
                };
                let wanted = Some(example.then).filter(|v| matches!(v, Verdict::Violation | Verdict::Unknown));
                if found != wanted {
                    wrong.push(format!("{} example {}: {found:?}, not {wanted:?}", rule.code, at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every condition of every rule, definition and indicator reads the same in English and back.
#[test]
fn what_is_printed_in_english_is_read_back_as_it_was() {
    use hucha::diagnostic::{Source, Span};
    use hucha::lang;
    use hucha::lang::tree::Expr;
    use hucha::lang::types::Typed;

    let book = FILES.load(&LoadOptions::default()).unwrap();
    let conditions = book.rules.iter().flat_map(|rule| rule.conditions());
    let bodies = book.definitions.iter().map(|definition| &definition.body);
    let all: Vec<&Expr<Typed>> = conditions.chain(bodies).collect();
    assert!(all.len() > 100);
    for expr in all {
        let chinese = lang::print(expr, &book, Locale::Zh);
        for locale in [Locale::En, Locale::Zh] {
            let text = lang::print(expr, &book, locale);
            let source = Source::new("printed", text.clone());
            let parsed = lang::parse(&text, &|range| Span::new(&source, range)).unwrap_or_else(|_| panic!("{text}"));
            let read = lang::check(&parsed, expr.data.entity, &book, Some(expr.data.ty));
            let read = read.unwrap_or_else(|errors| panic!("{text}\n{}", render_all(&errors, Locale::En, false)));
            assert_eq!(lang::print(&read, &book, Locale::Zh), chinese);
        }
    }
}
