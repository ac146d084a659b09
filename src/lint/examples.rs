//! The examples of rules, run.

use crate::dataset::Dataset;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::diagnostic::{Diagnostic, Source};
use crate::dictionary::FieldRef;
use crate::rulebook::{Example, LoadOptions, Rule, RuleFiles, Rulebook, Verdict};
use crate::trace::{Context, RuleTrace};
use std::sync::Arc;

/// What came of running examples.
#[derive(Clone, Debug, Default)]
pub struct Tested {
    /// How many rules have examples.
    pub rules: usize,
    /// How many examples ran, each in the region it is meant for.
    pub examples: usize,
    /// Those that do not hold.
    pub failures: Vec<Diagnostic>,
}

/// What `rule` says of an example; the reference evaluator decides.
pub(super) fn verdict(rulebook: &Rulebook, rule: &Rule, example: &Example) -> Verdict {
    let (dataset, _) = Dataset::of_example(&rulebook.dictionary, rule.entity, &example.row);
    let context = Context { rulebook, dataset: &dataset, as_of: example.as_of };
    RuleTrace::of(context, rule, 0).verdict
}

/// Runs every example of the rule files, those of a region with its overlay laid.
///
/// # Errors
/// What is wrong with the files, where they do not load.
pub fn test_examples(files: &[Arc<Source>]) -> Result<Tested, Vec<Diagnostic>> {
    let files = RuleFiles::read(files);
    let base = files.load(&LoadOptions::default())?;
    let mut tested = Tested::default();
    run(&base, None, &mut tested);
    for region in &base.regions {
        let options = LoadOptions { region: Some(region.name.clone()), ..LoadOptions::default() };
        run(&files.load(&options)?, Some(&region.name), &mut tested);
    }
    tested.rules = base.rules.iter().filter(|rule| !rule.examples.is_empty()).count();
    Ok(tested)
}

/// Runs the examples that are meant for `region`. Without one, also says which are meant for a region that is none.
fn run(rulebook: &Rulebook, region: Option<&str>, tested: &mut Tested) {
    for rule in &rulebook.rules {
        for (at, example) in rule.examples.iter().enumerate() {
            let meant = example.region.as_deref();
            if let (Some(name), None) = (meant, region)
                && !rulebook.regions.iter().any(|r| r.name == name)
            {
                let message = M::UnknownExampleRegion { code: rule.code.clone(), at: at + 1, region: name.to_owned() };
                tested.failures.push(Diagnostic::error(message).at(&example.span));
            }
            if meant == region {
                tested.examples += 1;
                tested.failures.extend(failure(rulebook, rule, at, example));
            }
        }
    }
}

/// Why an example does not hold.
fn failure(rulebook: &Rulebook, rule: &Rule, at: usize, example: &Example) -> Vec<Diagnostic> {
    let dictionary = &rulebook.dictionary;
    let (_, unreadable) = Dataset::of_example(dictionary, rule.entity, &example.row);
    let cells = unreadable.into_iter().map(|cell| {
        let field = dictionary.field(FieldRef { entity: cell.entity, field: cell.field }).name.zh.clone();
        let message = M::UnreadableCell { code: rule.code.clone(), at: at + 1, field, text: cell.text };
        Diagnostic::error(message).at(&example.span)
    });
    let mut failures: Vec<Diagnostic> = cells.collect();
    let found = verdict(rulebook, rule, example);
    if failures.is_empty() && found != example.then {
        let (found, wanted) = (found.name().to_owned(), example.then.name().to_owned());
        let message = M::WrongVerdict { code: rule.code.clone(), at: at + 1, found, wanted };
        failures.push(Diagnostic::error(message).at(&example.span));
    }
    failures
}
