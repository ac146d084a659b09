//! The help of every command in both languages.

use super::support::Folder;

const COMMANDS: [&str; 19] = [
    "",
    "check",
    "gate",
    "trace",
    "whatif",
    "figures",
    "explain",
    "inspect",
    "demo",
    "rules",
    "rules list",
    "rules show",
    "rules lint",
    "rules test",
    "rules coverage",
    "sample",
    "sample plan",
    "sample draw",
    "sample evaluate",
];

#[test]
fn help() {
    let folder = Folder::empty();
    for command in COMMANDS {
        for lang in ["zh", "en"] {
            let mut arguments: Vec<&str> = command.split_whitespace().collect();
            arguments.extend(["--help", "--lang", lang]);
            let ran = folder.run(&arguments).ends_with(0).quietly();
            let name = command.replace(' ', "_");
            insta::assert_snapshot!(format!("help_{name}_{lang}"), ran.out);
        }
    }
}

#[test]
fn the_short_form_is_the_same() {
    let folder = Folder::empty();
    assert_eq!(folder.run(&["check", "-h"]).out, folder.run(&["check", "--help"]).out);
}
