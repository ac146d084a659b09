//! What a rulebook must have beyond being well-formed.

use super::examples::verdict;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::diagnostic::{Diagnostic, Locale};
use crate::dictionary::{Bilingual, EntityId, FieldRef};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::{DefinitionId, ParameterId, Typed};
use crate::rulebook::{Citation, Example, ExampleRow, Rule, Rulebook, Uses, Verdict};
use std::collections::BTreeMap;

/// Everything that a careful author of rules would mend, in order of the rulebook. Rules of regions are checked where
/// the region is chosen.
#[must_use]
pub fn lint(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut conditions: BTreeMap<String, &str> = BTreeMap::new();
    for rule in &rulebook.rules {
        found.extend(examples(rulebook, rule));
        found.extend(texts(rule));
        found.extend(
            rule.basis.iter().filter_map(|c| quotation(rulebook, c)).map(|m| Diagnostic::error(m).at(&rule.span)),
        );
        let print = |expr: &Expr<Typed>| lang::print(expr, rulebook, Locale::En);
        let given = rule.given.as_ref().map(print).unwrap_or_default();
        let condition = format!("{:?} {given} -> {}", rule.entity, print(&rule.require));
        if let Some(other) = conditions.insert(condition, &rule.code) {
            let message = M::SameRule { code: rule.code.clone(), other: other.to_owned() };
            found.push(Diagnostic::warning(message).at(&rule.span));
        }
    }
    for parameter in &rulebook.parameters {
        for citation in parameter.values.iter().filter_map(|v| v.citation.as_ref()) {
            found.extend(quotation(rulebook, citation).map(|m| Diagnostic::error(m).at(&parameter.span)));
        }
    }
    found.extend(unused(rulebook));
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

/// Texts that a rule lacks in one of the languages.
fn texts(rule: &Rule) -> Vec<Diagnostic> {
    let lack = |zh: &str, en: &str| {
        let message = M::NoText { what: rule.code.clone(), zh: zh.to_owned(), en: en.to_owned() };
        Diagnostic::error(message).at(&rule.span)
    };
    let mut found = Vec::new();
    let mut both = |text: &Bilingual, zh: &str, en: &str| {
        if text.zh.is_empty() {
            found.push(lack(&format!("中文{zh}"), &format!("Chinese {en}")));
        }
        if text.en.is_empty() {
            found.push(lack(&format!("英文{zh}"), &format!("English {en}")));
        }
    };
    both(&rule.title, "标题", "title");
    both(&rule.remedy, "处理办法", "remedy");
    if rule.note != Bilingual::default() {
        both(&rule.note, "说明", "note");
    }
    if rule.message_zh.0.is_empty() {
        found.push(lack("中文说法", "Chinese message"));
    }
    if rule.message_en.0.is_empty() {
        found.push(lack("英文说法", "English message"));
    }
    found
}

/// Words without white space and quotation marks, which copies of a document set differently.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"“”‘’\"'".contains(*c)).collect()
}

/// A quotation that does not stand in its clause. A citation of a whole document quotes nothing that could be held
/// against it.
fn quotation(rulebook: &Rulebook, citation: &Citation) -> Option<M> {
    let clause_id = citation.clause.as_ref()?;
    let document = rulebook.document(&citation.source)?;
    let clause = document.clauses.iter().find(|c| c.id == *clause_id)?;
    let stands = bare(&clause.text).contains(&bare(&citation.text));
    (!stands).then(|| M::NotInClause { source: citation.source.clone(), clause: clause_id.clone() })
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
