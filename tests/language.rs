//! `docs/language.md` is complete and true: it has every word of the language, its examples hold, and its file of rules
//! has nothing to mend.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use hucha::diagnostic::{Locale, Source, render_all};
use hucha::lint::test_examples;
use hucha::rulebook::embedded_files;
use std::fs;
use std::path::Path;
use std::process::Command;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md")).unwrap()
}

/// The pieces of a text in backticks, blocks left out.
fn code(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_word_of_the_language_stands_in_it() {
    let page = page();
    let spans = code(&page);
    let words: Vec<&str> =
        spans.iter().flat_map(|span| span.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    for (zh, en) in hucha::lang::spellings() {
        assert!(words.contains(&zh), "{zh}");
        assert!(words.contains(&en), "{en}");
    }
    for sign in ["=", "<>", "<", "<=", ">", ">=", "@", ".", "%", "==", "!=", "×", "÷", "≤", "≥", "≠", "、", "「…」"]
    {
        assert!(spans.iter().any(|span| span.contains(sign)), "{sign}");
    }
}

/// The expressions of the tables, each with the entity and the row in which it holds.
fn examples(page: &str) -> Vec<(String, String, String)> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let example = |line: &str| {
        let cells: Vec<&str> =
            line.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_end_matches(" |")).collect();
        let [.., expression, row] = cells.as_slice() else { return None };
        let (entity, row) = row.trim_end_matches('`').split_once(" `{")?;
        Some((expression.trim_matches('`').to_owned(), entity.to_owned(), format!("{{{row}")))
    };
    rows.filter_map(example).collect()
}

#[test]
fn every_example_holds() {
    let examples = examples(&page());
    assert!(examples.len() > 50, "{}", examples.len());
    let mut rules = "rules:\n".to_owned();
    for (at, (expression, entity, row)) in examples.iter().enumerate() {
        let expression = expression.replace('\'', "''");
        rules.push_str(&format!(
            "  - {{code: LA{at:03}, slug: la-{at}, title: {{zh: 例, en: example}}, class: data_mismatch, for: {entity}, \
             require: '{expression}', severity: note, assumed: true, message: {{zh: 例, en: example}}, \
             examples: [{{given: {row}, then: pass}}]}}\n"
        ));
    }
    // The rules of policy have examples enough of their own, which run elsewhere.
    let needed = ["dictionary/", "parameters/", "sources", "classes.yaml", "definitions"];
    let is_needed = |name: &str| needed.iter().any(|part| name.starts_with(&format!("rules/{part}")));
    let mut files: Vec<_> = embedded_files().into_iter().filter(|file| is_needed(&file.name)).collect();
    files.push(Source::new("docs/language.md", rules));
    let tested = test_examples(&files).unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::En, false)));
    assert!(tested.failures.is_empty(), "{}", render_all(&tested.failures, Locale::En, false));
    assert_eq!(tested.examples, examples.len());
}

#[test]
fn the_file_of_rules_has_nothing_to_mend_and_its_examples_hold() {
    let page = page();
    let file = page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.yaml"), file).unwrap();
    for command in ["lint", "test"] {
        let output = Command::new(env!("CARGO_BIN_EXE_hucha"))
            .args(["rules", command, "--lang", "en", "--rules"])
            .arg(folder.path())
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{out}{err}");
        let wanted = if command == "lint" { "remarks: 0" } else { "failed: 0" };
        assert!(out.contains(wanted), "{out}{err}");
    }
}
