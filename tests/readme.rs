//! Every command of the README runs.

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
        assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?}: {:?}\n{err}", output.status);
        assert!(!out.trim().is_empty(), "{command:?} says nothing\n{err}");
    }
    for written in ["疑点.csv", "疑点.md", "示例"] {
        assert!(elsewhere.path().join(written).exists(), "{written}");
    }
}
