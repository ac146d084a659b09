//! Rows made of the dictionary's usual values break no rule, and the first violating example of every rule, laid over
//! them, breaks that rule: what synthetic rosters are made by.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use hucha::dataset::Dataset;
use hucha::diagnostic::{Locale, render_all};
use hucha::dictionary::{Cardinality, Dictionary, EntityId, FieldType};
use hucha::rulebook::{ExampleRow, LoadOptions, Rule, RuleFiles, Rulebook, Verdict, embedded_files};
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
/// The rows that a row is seen with, beside the one that each of its to-one links leads to.
const WITH: &[(&str, &str)] = &[("household", "members"), ("village", "posts")];

fn clean(dictionary: &Dictionary, entity: EntityId) -> ExampleRow {
    let described = dictionary.entity(entity);
    let mut row = ExampleRow::default();
    for (field, id) in described.fields.iter().zip(described.field_ids()) {
        row.cells.extend(field.sample.clone().map(|sample| (id, sample)));
    }
    // What is somebody's is the one person's that there is.
    for (field, id) in described.fields.iter().zip(described.field_ids()) {
        let is_lists = ["person", "post", "village", "household"].iter().any(|name| described.name.is(name));
        if field.ty == FieldType::Id && field.sample.is_none() && !is_lists {
            row.cells.push((id, "990101197005050035".to_owned()));
        }
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
    let with = WITH.iter().filter(|(name, _)| dictionary.entity(entity).name.is(name));
    let with = with.map(|(_, link)| dictionary.find_link(entity, link).unwrap());
    let owners = dictionary.links_from(entity).filter(|&id| {
        let link = dictionary.link(id);
        let has_rows =
            dictionary.entity(link.to).from_keys.is_empty() || dictionary.entity(link.to).name.is("household");
        link.cardinality == Cardinality::One && !link.is_sequence() && has_rows
    });
    for link in with.chain(owners) {
        let to = dictionary.link(link).to;
        let mut other = clean(dictionary, to);
        // Who has a post or a loan lives in a household.
        if dictionary.entity(to).name.is("person") && !dictionary.entity(entity).name.is("household") {
            let home = dictionary.find_link(to, "household").unwrap();
            other.linked.push((home, vec![clean(dictionary, dictionary.link(home).to)]));
        }
        row.linked.push((link, vec![other]));
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
    for rule in &rulebook.rules {
        let found = verdict(&rulebook, rule, &clean_world(&rulebook.dictionary, rule.entity), as_of);
        let good = matches!(found, Verdict::Pass | Verdict::NotApplicable);
        if !good {
            wrong.push(format!("{} {}", rule.code, found.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_first_violating_example_laid_over_clean_rows_breaks_its_rule() {
    let base = load(None);
    let mut wrong = Vec::new();
    for region in std::iter::once(None).chain(base.regions.iter().map(|r| Some(r.name.as_str()))) {
        let rulebook = load(region);
        let dictionary = &rulebook.dictionary;
        for rule in &rulebook.rules {
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
