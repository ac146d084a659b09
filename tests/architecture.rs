//! The shape of the program: which room may use which, where the field may be named, and how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in order: each may use only those before it.
const ROOMS: [&str; 15] = [
    "diagnostic",
    "value",
    "dictionary",
    "lang",
    "rulebook",
    "table",
    "dataset",
    "engine",
    "trace",
    "finding",
    "survey",
    "lint",
    "report",
    "demo",
    "cli",
];

/// The one room that knows the field.
const KNOWS_THE_FIELD: &str = "demo";

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let inside = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries.into_iter().flat_map(inside).filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str() == "tests") || path.ends_with("tests.rs")
}

/// A file's own code: what stands before its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

#[test]
fn every_room_is_on_the_list() {
    let mut found: Vec<String> = fs::read_dir(source())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let mut listed: Vec<String> = ROOMS.map(str::to_owned).to_vec();
    found.sort();
    listed.sort();
    assert_eq!(found, listed);
}

#[test]
fn a_room_uses_only_the_rooms_above_it() {
    let mut wrong = Vec::new();
    let mut uses = 0;
    for (at, room) in ROOMS.iter().enumerate() {
        for path in files(&source().join(room)).into_iter().filter(|path| !is_test(path)) {
            for (line_at, line) in code(&path).lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
                for used in line.split("crate::").skip(1) {
                    let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    let Some(place) = ROOMS.iter().position(|room| *room == name) else { continue };
                    uses += 1;
                    if place > at {
                        wrong.push(format!("{}:{} uses {name}", path.display(), line_at + 1));
                    }
                }
            }
        }
    }
    assert!(uses > 100, "only {uses} uses found: the search is broken");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_outgrows_its_idea() {
    for path in files(&source()) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 600, "{} has {lines} lines", path.display());
    }
}

#[test]
fn only_one_room_names_the_field() {
    let words = ["脱贫", "贫困", "低保", "危房", "公益", "帮扶", "poverty", "dibao", "mis_exit", "household"];
    let mut wrong = Vec::new();
    for path in files(&source()).into_iter().filter(|path| !is_test(path)) {
        // The room that knows the field, and what its command and its messages say of it.
        if path.starts_with(source().join(KNOWS_THE_FIELD)) || path.ends_with(format!("{KNOWS_THE_FIELD}.rs")) {
            continue;
        }
        // Documentation may give examples; code may not know them.
        let code = code(&path);
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            if let Some(word) = words.iter().find(|word| line.contains(*word)) {
                wrong.push(format!("{}: {word} in {}", path.display(), line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
