//! What a rulebook must have beyond being well-formed.

use super::citations::citations;
use super::examples::verdict;
use super::logic::consequences;
use super::texts::texts;
use super::thresholds::thresholds;
use super::values::values;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::dictionary::{EntityId, FieldRef};
use crate::lang::types::{DefinitionId, ParameterId};
use crate::rulebook::{Citation, Example, ExampleRow, Rule, Rulebook, Untranslatable, Uses, Verdict};

/// Everything that a careful author of rules would mend, in order of the rulebook. Rules of regions are checked where
/// the region is chosen.
#[must_use]
pub fn lint(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in &rulebook.rules {
        found.extend(examples(rulebook, rule));
    }
    found.extend(thresholds(rulebook));
    found.extend(texts(rulebook));
    found.extend(citations(rulebook));
    found.extend(declared_and_cited(rulebook));
    found.extend(unused(rulebook));
    found.extend(consequences(rulebook));
    found.extend(values(rulebook));
    found
}

/// Examples that are lacking: one for each verdict that the rule can give.
fn examples(rulebook: &Rulebook, rule: &Rule) -> Vec<Diagnostic> {
    let has = |verdict| rule.examples.iter().any(|e| e.then == verdict);
    let lack = |verdict: Verdict| {
        let message = M::NoExample { code: rule.code.clone(), verdict: verdict.name().to_owned() };
        Diagnostic::error(message).at(&rule.span)
    };
    let mut found: Vec<Diagnostic> =
        [Verdict::Violation, Verdict::Pass].into_iter().filter(|&v| !has(v)).map(lack).collect();
    if rule.given.is_some() && !has(Verdict::NotApplicable) {
        found.push(lack(Verdict::NotApplicable));
    }
    if !has(Verdict::Unknown)
        && let Some(field) = blank_that_matters(rulebook, rule)
    {
        found.push(lack(Verdict::Unknown).help(M::BlankMatters { field }));
    }
    found
}

/// A field of a violating example that leaves the rule undecided when it is blank.
fn blank_that_matters(rulebook: &Rulebook, rule: &Rule) -> Option<String> {
    let violating = rule.examples.iter().filter(|e| e.then == Verdict::Violation && e.region.is_none());
    for example in violating {
        let mut places = Vec::new();
        cells(&example.row, rule.entity, rulebook, &mut Vec::new(), &mut places);
        for (path, name) in places {
            let blanked = Example { row: blank(&example.row, &path), ..example.clone() };
            if verdict(rulebook, rule, &blanked) == Verdict::Unknown {
                return Some(name);
            }
        }
    }
    None
}

/// Where a cell of an example stands: steps of (link, row), then the cell.
type CellPath = (Vec<(usize, usize)>, usize);

/// Every cell of an example with the name of its field.
fn cells(
    row: &ExampleRow,
    entity: EntityId,
    rulebook: &Rulebook,
    steps: &mut Vec<(usize, usize)>,
    found: &mut Vec<(CellPath, String)>,
) {
    for (at, (field, _)) in row.cells.iter().enumerate() {
        let name = rulebook.dictionary.field(FieldRef { entity, field: *field }).name.zh.clone();
        found.push(((steps.clone(), at), name));
    }
    for (link_at, (link, rows)) in row.linked.iter().enumerate() {
        for (row_at, linked) in rows.iter().enumerate() {
            steps.push((link_at, row_at));
            cells(linked, rulebook.dictionary.link(*link).to, rulebook, steps, found);
            steps.pop();
        }
    }
}

/// The example with one cell blank.
fn blank(row: &ExampleRow, (steps, cell): &CellPath) -> ExampleRow {
    let mut blanked = row.clone();
    let mut at = &mut blanked;
    for &(link, row) in steps {
        // The path was taken from this very row.
        at = &mut at.linked[link].1[row];
    }
    if let Some((_, text)) = at.cells.get_mut(*cell) {
        text.clear();
    }
    blanked
}

/// Clauses that are declared to be beyond data and that a rule or indicator cites all the same.
fn declared_and_cited(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let rules = rulebook.rules.iter().map(|rule| (&rule.code, &rule.basis));
    let indicators = rulebook.indicators.iter().map(|indicator| (&indicator.code, &indicator.basis));
    let cited: Vec<_> = rules.chain(indicators).collect();
    let wrong = |declared: &Untranslatable| {
        let cites = |c: &Citation| c.source == declared.source && c.clause.as_ref() == Some(&declared.clause);
        let (code, _) = cited.iter().find(|(_, basis)| basis.iter().any(cites))?;
        let (source, clause) = (declared.source.clone(), declared.clause.clone());
        let message = M::DeclaredAndCited { source, clause, code: (*code).clone() };
        Some(Diagnostic::warning(message).at(&declared.span))
    };
    rulebook.untranslatable.iter().filter_map(wrong).collect()
}

/// Definitions and parameters that nothing uses.
fn unused(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let of_rules = rulebook.rules.iter().flat_map(|rule| rule.conditions().chain(rule.message_values()));
    let of_indicators = rulebook.indicators.iter().flat_map(|indicator| indicator.expressions());
    let of_gates = rulebook.gates.iter().map(|gate| &gate.given);
    let uses = Uses::of(rulebook, of_rules.chain(of_indicators).chain(of_gates));
    let id = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let unused = |at: &usize| !uses.definitions.contains(&DefinitionId(id(*at)));
    let idle = |at: &usize| !uses.parameters.contains(&ParameterId(id(*at)));
    let definitions = (0..rulebook.definitions.len()).filter(unused).map(|at| {
        let definition = &rulebook.definitions[at];
        let name = definition.signature.name.zh.clone();
        Diagnostic::warning(M::UnusedDefinition { name }).at(&definition.span)
    });
    let parameters = (0..rulebook.parameters.len()).filter(idle).map(|at| {
        let parameter = &rulebook.parameters[at];
        Diagnostic::warning(M::UnusedParameter { name: parameter.name.zh.clone() }).at(&parameter.span)
    });
    definitions.chain(parameters).collect()
}
