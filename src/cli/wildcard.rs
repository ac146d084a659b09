//! `*.csv` where no shell has put the names of files in its place, as on Windows.

use clap::ArgMatches;
use hucha::table::is_passed_over;
use std::fs;
use std::path::{Path, PathBuf};

/// The paths of an argument. One whose last part holds `*` or `?`, and that is no file or folder itself, stands for all of
/// its folder that fit, in order of name; where none fits it stays, to be said not to be there.
pub fn paths(matches: &ArgMatches, name: &str) -> Vec<PathBuf> {
    matches.get_many::<PathBuf>(name).into_iter().flatten().flat_map(|path| expanded(path)).collect()
}

fn expanded(path: &Path) -> Vec<PathBuf> {
    let pattern = path.file_name().map(|name| letters(&name.to_string_lossy())).unwrap_or_default();
    if !pattern.iter().any(|letter| matches!(letter, '*' | '?')) || path.exists() {
        return vec![path.to_owned()];
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name());
    let fitting = names.filter(|name| !is_passed_over(name) && fits(&pattern, &letters(&name.to_string_lossy())));
    let mut found: Vec<PathBuf> = fitting.map(|name| path.with_file_name(name)).collect();
    found.sort();
    if found.is_empty() { vec![path.to_owned()] } else { found }
}

/// The characters of a name, alike where the system takes them for the same.
fn letters(name: &str) -> Vec<char> {
    if cfg!(windows) { name.to_lowercase().chars().collect() } else { name.chars().collect() }
}

fn fits(pattern: &[char], name: &[char]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        (['*', behind @ ..], []) => fits(behind, name),
        (['*', behind @ ..], [_, rest @ ..]) => fits(behind, name) || fits(pattern, rest),
        (['?', behind @ ..], [_, rest @ ..]) => fits(behind, rest),
        ([letter, behind @ ..], [first, rest @ ..]) => letter == first && fits(behind, rest),
        ([], [_, ..]) | ([_, ..], []) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{expanded, fits, letters};
    use std::fs;

    #[test]
    fn a_star_is_any_characters_and_a_question_mark_one() {
        let fit = |pattern: &str, name: &str| fits(&letters(pattern), &letters(name));
        assert!(
            fit("*.csv", "户.csv")
                && fit("*", "户.csv")
                && fit("*户*", "（自定义）户信息.csv")
                && fit("?.csv", "户.csv")
        );
        assert!(!fit("*.csv", "户.xlsx") && !fit("?.csv", "户人.csv") && !fit("户", "户.csv") && !fit("户?", "户"));
    }

    #[test]
    fn a_pattern_stands_for_what_lies_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["人.csv", "户.csv", "户.txt", "~$户.csv", ".户.csv"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = |name: &str| expanded(&folder.path().join(name));
        assert_eq!(found("*.csv"), ["人.csv", "户.csv"].map(|name| folder.path().join(name)));
        assert_eq!(found("没有*.csv"), [folder.path().join("没有*.csv")]);
        assert_eq!(found("没有.csv"), [folder.path().join("没有.csv")]);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_of_that_very_name_is_meant() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["*.csv", "户.csv"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(expanded(&folder.path().join("*.csv")), [folder.path().join("*.csv")]);
    }
}
