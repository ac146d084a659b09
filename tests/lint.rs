//! The rule files that are part of the program pass the project's own checks of rules.

use hucha::diagnostic::{Level, Locale, render_all};
use hucha::lint::{lint, test_examples};
use hucha::rulebook::{LoadOptions, Rulebook, embedded_files};

#[test]
fn the_shipped_rules_have_nothing_to_mend() {
    let base = Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap();
    let regions = base.regions.iter().map(|r| Some(r.name.clone()));
    for region in std::iter::once(None).chain(regions) {
        let rulebook = Rulebook::load(&embedded_files(), &LoadOptions { region, ..LoadOptions::default() }).unwrap();
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
