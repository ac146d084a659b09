//! Rule files, read from YAML.

use super::files::embedded_files;
use super::load::{File, LoadOptions, Rulebook};
use super::raw;
use crate::diagnostic::{Diagnostic, Source, yaml};
use crate::value::hexadecimal;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Rule files, each read once, so that rulebooks can be made of them for one region after another.
#[derive(Clone, Debug)]
pub struct RuleFiles {
    pub(super) documents: Vec<File>,
    /// What is wrong with the YAML of files, which are not among the documents then.
    pub(super) errors: Vec<Diagnostic>,
    /// The SHA-256 over names and texts of all files.
    pub(super) sha256: String,
}

impl RuleFiles {
    /// Reads files. What is wrong with them is said when a rulebook is made of them.
    #[must_use]
    pub fn read(files: &[Arc<Source>]) -> Self {
        Self::read_by(files, yaml::read)
    }

    /// The files that are part of the program, read for a run: without the examples, which are half of their text and
    /// which tests, documentation and synthetic rows alone need. The hash is that of the whole files.
    pub(super) fn built_in() -> Self {
        Self::read_by(&embedded_files(), |source| yaml::read_without(source, "examples"))
    }

    fn read_by(
        files: &[Arc<Source>],
        one: impl Fn(&Arc<Source>) -> Result<raw::Document, Vec<Diagnostic>> + Sync,
    ) -> Self {
        let read = || files.par_iter().map(|source| Ok((Arc::clone(source), one(source)?))).collect();
        let (sha256, read): (String, Vec<Result<File, Vec<Diagnostic>>>) = rayon::join(|| hash(files), read);
        let mut made = Self { documents: Vec::new(), errors: Vec::new(), sha256 };
        for file in read {
            match file {
                Ok(file) => made.documents.push(file),
                Err(errors) => made.errors.extend(errors),
            }
        }
        made
    }

    /// The rulebook of these files.
    ///
    /// # Errors
    /// Everything that is wrong with them, in order of file and place.
    pub fn load(&self, options: &LoadOptions) -> Result<Rulebook, Vec<Diagnostic>> {
        Rulebook::of(self.clone(), options)
    }
}

/// The names of the what-ifs of one rule file.
///
/// # Errors
/// What is wrong with its YAML.
pub fn scenario_names(source: &Arc<Source>) -> Result<Vec<String>, Vec<Diagnostic>> {
    let document: raw::Document = yaml::read(source)?;
    Ok(document.scenarios.iter().map(|scenario| scenario.name.value().clone()).collect())
}

fn hash(files: &[Arc<Source>]) -> String {
    let mut files: Vec<&Arc<Source>> = files.iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut hasher = Sha256::new();
    for file in files {
        // Lengths keep one file's end from passing for another's beginning.
        hasher.update((file.name.len() as u64).to_le_bytes());
        hasher.update(&file.name);
        hasher.update((file.text.len() as u64).to_le_bytes());
        hasher.update(&file.text);
    }
    hexadecimal(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::super::embedded_files;
    use super::super::load::LoadOptions;
    use super::super::raw::Document;
    use super::RuleFiles;
    use crate::diagnostic::yaml::{read_any, read_plain};

    #[test]
    fn shipped_files_are_read_at_once_and_as_the_library_reads_them() {
        for file in embedded_files() {
            let quick = read_plain::<Document>(&file.text).unwrap_or_else(|| panic!("{} is read slowly", file.name));
            let full = read_any::<Document>(&file, &file.text).unwrap();
            assert_eq!(format!("{quick:?}"), format!("{full:?}"), "{}", file.name);
        }
    }

    #[test]
    fn without_examples_nothing_else_is_missing() {
        let options = LoadOptions::default();
        let mut full = RuleFiles::read(&embedded_files()).load(&options).unwrap();
        let built_in = RuleFiles::built_in();
        assert!(built_in.documents.iter().all(|(_, document)| document.rules.iter().all(|r| r.examples.is_empty())));
        let bare = built_in.load(&options).unwrap();
        full.rules.iter_mut().for_each(|rule| rule.examples.clear());
        assert!(format!("{bare:?}") == format!("{full:?}"), "the rulebooks differ in more than examples");
    }
}
