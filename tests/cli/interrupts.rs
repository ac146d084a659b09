//! An interrupt ends the run at once and leaves nothing behind.
#![cfg(unix)]

use super::support::{Folder, ran};
use std::fs::OpenOptions;
use std::process::{Command, Stdio};

#[test]
fn an_interrupt_is_130_and_leaves_no_file() {
    let folder = Folder::new().with("out.csv", "old");
    // A pipe that nobody fills holds the program in the middle of its reading.
    let pipe = folder.path("slow.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = folder.command(&["check", "slow.csv", "-o", "out.csv", "-o", "new.txt"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Opening it waits until the program has opened the other end.
    let writer = OpenOptions::new().write(true).open(&pipe).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    ran(&child.wait_with_output().unwrap()).ends_with(130).quietly();
    drop(writer);
    assert_eq!(folder.names(""), ["data", "out.csv", "rules", "slow.csv"]);
    assert_eq!(folder.read("out.csv"), "old");
}
