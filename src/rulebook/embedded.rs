//! The rule files that are part of the binary.

/// Name (path below `rules/`) and text of every file, in order of name.
pub(super) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
