//! The rule files that are part of the program.

use hucha::diagnostic::{Locale, render_all};
use hucha::rulebook::{LoadOptions, Rulebook, embedded_files};

/// Loads the embedded rules for a region; what is wrong with them is shown as a user would see it.
fn load(region: Option<&str>) -> Rulebook {
    let options = LoadOptions { region: region.map(str::to_owned), ..LoadOptions::default() };
    match Rulebook::load(&embedded_files(), &options) {
        Ok(rulebook) => rulebook,
        Err(problems) => panic!("region {region:?}\n{}", render_all(&problems, Locale::En, false)),
    }
}

#[test]
fn the_rules_load_everywhere() {
    let base = load(None);
    assert!(base.rules.len() > 40, "only {} rules", base.rules.len());
    assert_eq!(base.regions.len(), 3);
    for region in &base.regions {
        load(Some(&region.name));
    }
}
