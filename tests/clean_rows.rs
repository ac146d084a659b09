//! Rows made of the dictionary's usual values break no rule, and the first violating example of every rule, laid over
//! them, breaks that rule: what synthetic rosters are made by.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use hucha::dataset::Dataset;
use hucha::diagnostic::{Locale, render_all};
use hucha::dictionary::{Dictionary, EntityId};
use hucha::rulebook::{ExampleRow, LoadOptions, Rule, RuleFiles, Rulebook, Uses, Verdict, embedded_files};
use hucha::trace::{Context, evaluate};
use hucha::value::{Date, Truth};
use std::sync::LazyLock;

/// The shipped files, read once.
static FILES: LazyLock<RuleFiles> = LazyLock::new(|| RuleFiles::read(&embedded_files()));

fn load(region: Option<&str>) -> Rulebook {
    let options = LoadOptions { region: region.map(str::to_owned), ..LoadOptions::default() };
    FILES.load(&options).unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)))
}

/// Cells that have no usual value, because no two rows may share them.
const OWN: &[(&str, &[(&str, &str)])] = &[
    ("person", &[("id_number", "990101197005050035"), ("sex", "男"), ("born_on", "1970-05-05")]),
    ("post", &[("sex", "男"), ("born_on", "1965-05-05")]),
];
/// The rows that a row is seen with.
const WITH: &[(&str, &str)] =
    &[("household", "members"), ("person", "household"), ("post", "holder"), ("village", "posts")];

/// The tables that clean rows are made of here. What all tables together are like is for the demo to show.
const TABLES: &[&str] =
    &["household", "person", "post", "village", "registry", "helper", "identity", "identity_in_household"];

/// The rules that read no other table.
fn rules(rulebook: &Rulebook) -> impl Iterator<Item = &Rule> {
    let dictionary = &rulebook.dictionary;
    let is_known = |entity: EntityId| TABLES.iter().any(|name| dictionary.entity(entity).name.is(name));
    rulebook.rules.iter().filter(move |rule| {
        let uses = Uses::of(rulebook, rule.conditions());
        is_known(rule.entity) && uses.links.iter().all(|&link| is_known(dictionary.link(link).to))
    })
}

fn clean(dictionary: &Dictionary, entity: EntityId) -> ExampleRow {
    let described = dictionary.entity(entity);
    let mut row = ExampleRow::default();
    for (field, id) in described.fields.iter().zip(described.field_ids()) {
        row.cells.extend(field.sample.clone().map(|sample| (id, sample)));
    }
    let own = OWN.iter().filter(|(name, _)| described.name.is(name)).flat_map(|(_, cells)| *cells);
    for (name, text) in own {
        row.cells.push((dictionary.find_field(entity, name).unwrap(), (*text).to_owned()));
    }
    row
}

/// A clean row with the rows it is seen with.
fn clean_world(dictionary: &Dictionary, entity: EntityId) -> ExampleRow {
    let mut row = clean(dictionary, entity);
    for (_, link) in WITH.iter().filter(|(name, _)| dictionary.entity(entity).name.is(name)) {
        let link = dictionary.find_link(entity, link).unwrap();
        row.linked.push((link, vec![clean(dictionary, dictionary.link(link).to)]));
    }
    row
}

/// `over` laid over `base`: its cells and linked rows win. Cells of `base` that a linked row of `over` is to be joined
/// by are cleared, so that the joining can fill them in.
fn lay(dictionary: &Dictionary, mut base: ExampleRow, over: &ExampleRow) -> ExampleRow {
    for (id, rows) in &over.linked {
        let link = dictionary.link(*id);
        base.cells.retain(|(field, _)| !link.by.iter().any(|(mine, _)| mine == field));
        base.linked.retain(|(other, _)| other != id);
        let rows = rows.iter().map(|row| {
            let mut below = clean(dictionary, link.to);
            below.cells.retain(|(field, _)| !link.by.iter().any(|(_, theirs)| theirs == field));
            // A second row of one kind needs keys of its own, which the joining and the example supply.
            let mut laid = lay(dictionary, below, row);
            if rows.len() > 1 {
                laid.cells
                    .retain(|(field, text)| row.cells.iter().any(|(f, _)| f == field) || !text.starts_with("9901"));
            }
            laid
        });
        base.linked.push((*id, rows.collect()));
    }
    for (field, text) in &over.cells {
        base.cells.retain(|(other, _)| other != field);
        base.cells.push((*field, text.clone()));
    }
    base
}

fn verdict(rulebook: &Rulebook, rule: &Rule, row: &ExampleRow, as_of: Date) -> Verdict {
    let (dataset, unreadable) = Dataset::of_example(&rulebook.dictionary, rule.entity, row);
    assert!(unreadable.is_empty(), "{}: {unreadable:?}", rule.code);
    let context = Context { rulebook, dataset: &dataset, as_of };
    let given = rule.given.as_ref().map_or(Truth::True, |given| evaluate(context, given, 0).value.truth());
    Verdict::of(given, evaluate(context, &rule.require, 0).value.truth())
}

#[test]
fn clean_rows_break_no_rule_and_leave_none_open() {
    let rulebook = load(None);
    let as_of = Date::day(2020, 12, 31).unwrap();
    let mut wrong = Vec::new();
    for rule in rules(&rulebook) {
        let found = verdict(&rulebook, rule, &clean_world(&rulebook.dictionary, rule.entity), as_of);
        // Only of these packs is every column that a rule asks about filled in a clean row.
        let is_full = ["exit", "enrolment", "posts", "people"].contains(&rule.pack.as_str());
        let good = matches!(found, Verdict::Pass | Verdict::NotApplicable);
        if found == Verdict::Violation || is_full && !good {
            wrong.push(format!("{} {}", rule.code, found.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_first_violating_example_laid_over_clean_rows_breaks_its_rule() {
    let mut wrong = Vec::new();
    for region in [None, Some("guizhou")] {
        let rulebook = load(region);
        let dictionary = &rulebook.dictionary;
        for rule in rules(&rulebook) {
            let Some(example) = rule.examples.iter().find(|e| e.then == Verdict::Violation) else { continue };
            if example.region.as_deref() != region {
                continue;
            }
            let row = lay(dictionary, clean_world(dictionary, rule.entity), &example.row);
            let found = verdict(&rulebook, rule, &row, example.as_of);
            if found != Verdict::Violation {
                wrong.push(format!("{} {}", rule.code, found.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
