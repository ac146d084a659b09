//! `docs/rules.md` is the rulebook as the program prints it.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_manual_in_the_repository_is_the_one_that_the_program_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_hucha")).args(["rules", "manual", "--lang", "zh"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("### EX105 ") && printed.contains("## 参数"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &printed).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap();
    assert!(kept == printed, "docs/rules.md is old: UPDATE_DOCS=1 cargo test --test manual");
}
