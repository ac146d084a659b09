//! Figures that documents print: the synthetic samples shaped after them, and that the rules give them again.

mod hebei;
mod huibu;
mod sheet;

use hucha::diagnostic::{Diagnostic, Locale, render_all};
use hucha::rulebook::{Figure, LoadOptions, RuleFiles, Rulebook, Supposition, Told, embedded_files};
use hucha::survey::{FigureRecord, FigureVerdict, Figures};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/figures")
}

/// Writes every sample below a folder.
fn make(folder: &Path) {
    hebei::households(&folder.join("hebei-households"));
    hebei::village(&folder.join("hebei-village"));
    hebei::two_villages(&folder.join("hebei-two-villages"));
    hebei::photovoltaic(&folder.join("hebei-photovoltaic"));
    hebei::hotline(&folder.join("hebei-hotline"));
    huibu::households(&folder.join("huibu-households"));
    huibu::visited(&folder.join("huibu-visited"));
    huibu::disability(&folder.join("huibu-disability"));
    huibu::projects(&folder.join("huibu-projects"));
    huibu::retention(&folder.join("huibu-retention"));
    huibu::doctors(&folder.join("huibu-doctors"));
    huibu::rectification(&folder.join("huibu-rectification"));
}

/// The files below a folder, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let sample = entry.unwrap().path();
        for file in fs::read_dir(&sample).unwrap() {
            let path = file.unwrap().path();
            found.insert(path.strip_prefix(folder).unwrap().display().to_string(), fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn the_kept_samples_are_those_that_are_made_today() {
    if std::env::var_os("UPDATE_DATA").is_some() {
        let _gone = fs::remove_dir_all(kept());
        make(&kept());
    }
    let fresh = tempfile::tempdir().unwrap();
    make(fresh.path());
    let (kept, made) = (files(&kept()), files(fresh.path()));
    assert_eq!(kept.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert!(kept[name] == *bytes, "{name} has changed; run this test with UPDATE_DATA=1");
    }
    assert!(kept.values().map(Vec::len).sum::<usize>() < 1_000_000);
}

fn fail<T>(errors: &[Diagnostic]) -> T {
    panic!("{}", render_all(errors, Locale::En, false))
}

static COMPUTED: LazyLock<Vec<FigureRecord>> = LazyLock::new(computed);

fn computed() -> Vec<FigureRecord> {
    let files = RuleFiles::read(&embedded_files());
    let rulebook = files.load(&LoadOptions::default()).unwrap_or_else(|errors| fail(&errors));
    let suppose = |name: &str| {
        let supposition = Supposition { scenario: Some(name.to_owned()), ..Supposition::default() };
        Rulebook::suppose(&files, &LoadOptions::default(), &supposition)
    };
    let all = Figures { rulebook: &rulebook, suppose: &suppose, folder: &kept(), locale: Locale::Zh };
    let figures: Vec<&Figure> = rulebook.figures.iter().collect();
    let used: BTreeSet<String> = figures
        .iter()
        .filter_map(|figure| if let Told::From { data, .. } = &figure.told { Some(data.clone()) } else { None })
        .collect();
    let samples: BTreeSet<String> = files_in(&kept()).into_iter().filter(|name| kept().join(name).is_dir()).collect();
    assert_eq!(used, samples, "a sample that no figure uses, or one that is missing");
    all.compute(&figures).unwrap_or_else(|errors| fail(&errors))
}

fn files_in(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_printed_figure_comes_out_of_the_rules() {
    let figures = &*COMPUTED;
    let ids: Vec<String> = figures.iter().map(|figure| figure.id.clone()).collect();
    assert_eq!(ids, (1..=32).map(|number| format!("F{number:02}")).collect::<Vec<_>>());
    let with = |verdict| figures.iter().filter(|f| f.verdict == verdict).map(|f| f.id.as_str()).collect::<Vec<_>>();
    assert_eq!(with(FigureVerdict::Unexpected), Vec::<&str>::new());
    assert_eq!(with(FigureVerdict::Differs), ["F14", "F28"]);
    assert_eq!(with(FigureVerdict::NotComputed), ["F27"]);
    let differing = |id: &str| {
        let figure = figures.iter().find(|figure| figure.id == id).unwrap();
        let show = figure.shows.iter().find(|show| !show.agrees).unwrap();
        (show.printed.clone(), show.computed.clone(), show.sums.clone())
    };
    assert_eq!(differing("F14"), ("52.79%".to_owned(), "52.80%".to_owned(), "500/947".to_owned()));
    assert_eq!(differing("F28"), ("65.1%".to_owned(), "69.27%".to_owned(), "151/218".to_owned()));
}

#[test]
fn each_figure_is_one_command_away() {
    // One command a figure: the last of its numbers, which is the one that is printed as a share where there is one.
    for show in COMPUTED.iter().filter_map(|figure| figure.shows.last()) {
        let output = Command::new(env!("CARGO_BIN_EXE_hucha"))
            .args(show.command.split(' ').skip(1))
            .args(["--lang", "zh", "--allow-skipped"])
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}\n{err}", show.command);
        // Reports show two decimals where a document prints fewer; the sums say the same.
        let is_there = out.contains(&show.computed) || (!show.sums.is_empty() && out.contains(&show.sums));
        assert!(is_there, "{}\n{out}", show.command);
    }
}
