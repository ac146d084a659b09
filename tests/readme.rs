//! Every command of the README runs.

use hucha::diagnostic::Locale;
use hucha::lint::{Counts, Coverage};
use hucha::rulebook::{LoadOptions, Rulebook, embedded_files};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The command lines in the `sh` blocks of a text, without their comments.
fn commands(text: &str) -> Vec<Vec<String>> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// What stands behind `cargo run --release --` or `hucha`; `None` for the command of the tests.
fn arguments(command: &[String]) -> Option<&[String]> {
    match command[0].as_str() {
        "hucha" => Some(&command[1..]),
        "cargo" if command[1] == "run" => Some(&command[4..]),
        "cargo" if command[1] == "test" => None,
        other => panic!("the README runs {other}"),
    }
}

#[test]
fn every_command_of_the_readme_runs_and_both_languages_give_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of = |name: &str| commands(&fs::read_to_string(root.join(name)).unwrap());
    let all = of("README.md");
    assert_eq!(all, of("README.zh.md"));
    assert!(all.len() >= 8, "{all:?}");
    let elsewhere = tempfile::tempdir().unwrap();
    for command in &all {
        let Some(arguments) = arguments(command) else { continue };
        // Commands name shipped data by their path below the root, and write below where they run.
        let arguments = arguments.iter().map(|word| match word.strip_prefix("data/") {
            Some(_) => root.join(word).into_os_string(),
            None => word.into(),
        });
        let output = Command::new(env!("CARGO_BIN_EXE_hucha"))
            .args(arguments)
            .current_dir(elsewhere.path())
            .env("LC_ALL", "zh_CN.UTF-8")
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // Nobody visits the households of the example.
        let ends: &[i32] = if command.iter().any(|word| word == "evaluate") { &[1, 3] } else { &[0, 1] };
        assert!(
            output.status.code().is_some_and(|code| ends.contains(&code)),
            "{command:?}: {:?}\n{err}",
            output.status
        );
        assert!(!out.trim().is_empty(), "{command:?} says nothing\n{err}");
    }
    for written in ["疑点.csv", "疑点.md", "统计.csv", "示例"] {
        assert!(elsewhere.path().join(written).exists(), "{written}");
    }
}

/// What the program says of its rules, run in English: the last line of its output.
fn total(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_hucha")).args(arguments).args(["--lang", "en"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().last().unwrap_or_default().to_owned()
}

/// The whole numbers in a text.
fn numbers(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '%');
    words.map(|word| word.trim_matches('.').to_owned()).filter(|word| !word.is_empty()).collect()
}

#[test]
fn the_figures_of_the_readme_are_those_that_the_commands_print() {
    let rulebook = Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap();
    let coverage = Coverage::of(&embedded_files(), Locale::En).unwrap();
    let clauses: Vec<Counts> = coverage.documents.iter().map(|document| document.counts()).collect();
    let checks: Vec<Counts> = coverage.lists.iter().map(|list| list.counts()).collect();
    let sum = |counts: &[Counts], of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>().to_string();
    let tested = numbers(&total(&["rules", "test"]));
    let mutated = numbers(&total(&["rules", "test", "--mutants"]));
    let figures = [
        ("rules list", rulebook.rules.len().to_string()),
        ("packs", rulebook.packs.len().to_string()),
        ("indicators", rulebook.indicators.len().to_string()),
        ("clauses", sum(&clauses, |c| c.all)),
        ("clauses with a rule", sum(&clauses, |c| c.by_rule)),
        ("clauses with an indicator", sum(&clauses, |c| c.by_indicator)),
        ("checks", sum(&checks, |c| c.all)),
        ("checks with a rule", sum(&checks, |c| c.by_rule)),
        ("examples", tested[1].clone()),
        ("changes tried", mutated[0].clone()),
        ("changes noticed", mutated[1].clone()),
    ];
    assert_eq!(tested[0], rulebook.rules.len().to_string());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["README.md", "README.zh.md"] {
        let text = fs::read_to_string(root.join(name)).unwrap();
        let line = text.lines().find(|line| line.contains("rules test --mutants")).unwrap_or_default();
        let said = numbers(line);
        let wanted: Vec<String> = figures.iter().map(|(_, figure)| figure.clone()).collect();
        assert_eq!(said, wanted, "{name}, in this order: {figures:?}");
    }
}
