//! The same roster says the same, however it is written down and however many threads read it.

use hucha::dataset::Dataset;
use hucha::demo::{ANSWERS, Options, write_folder};
use hucha::diagnostic::{Locale, render_all};
use hucha::finding::{Run, Selection};
use hucha::rulebook::{LoadOptions, Rulebook, embedded_files};
use hucha::table::{Encoding, Request, read};
use hucha::value::Date;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap());

fn as_of() -> Date {
    Date::day(2020, 12, 31).unwrap()
}

/// What a check says of a folder, without places: code, key, fingerprint, message; and the verdicts of every rule.
fn said(folder: &Path, threads: usize) -> (Vec<[String; 4]>, Vec<String>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let ingest = read(&Request::new(&RULES.dictionary, &[folder.to_path_buf()]))
            .unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::En, false)));
        let dataset = Dataset::join(&RULES.dictionary, ingest);
        let rules = Selection::default().of(&RULES).unwrap();
        let run = Run {
            rulebook: &RULES,
            dataset: &dataset,
            as_of: as_of(),
            rules,
            named: true,
            locale: Locale::Zh,
            mask: false,
        };
        let checked = run.check().unwrap();
        let mut cases: Vec<[String; 4]> =
            checked.records.into_iter().map(|r| [r.code, r.key, r.fingerprint, r.message]).collect();
        cases.sort();
        let outcomes = checked.summary.rules.iter().map(|r| format!("{} {:?}", r.code, r.outcome)).collect();
        (cases, outcomes)
    })
}

/// A roster in a new folder, one household in ten at fault.
fn roster(seed: u64, encoding: Encoding, title_rows: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { encoding, title_rows, ..Options::new(240, seed, 0.1, as_of()) };
    write_folder(&RULES, &options, folder.path()).unwrap();
    fs::remove_file(folder.path().join(ANSWERS)).unwrap();
    folder
}

/// The same roster with every file cut into pieces in folders of their own, and its rows in another order.
fn torn(folder: &Path, pieces: usize) -> tempfile::TempDir {
    let torn = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let header = lines.remove(0);
        // Neither reversed nor sorted: every row stands far from where it stood.
        let step = (1..).map(|n| lines.len() / 2 + n).find(|step| greatest_divisor(*step, lines.len()) == 1).unwrap();
        let shuffled: Vec<&str> = (0..lines.len()).map(|at| lines[at * step % lines.len()]).collect();
        for (piece, rows) in shuffled.chunks(shuffled.len().div_ceil(pieces)).enumerate() {
            let place = torn.path().join(format!("第{piece}批"));
            fs::create_dir_all(&place).unwrap();
            fs::write(place.join(path.file_name().unwrap()), format!("{header}\n{}\n", rows.join("\n"))).unwrap();
        }
    }
    torn
}

fn greatest_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

/// What one side says and the other does not; nothing where both say the same.
fn differ(one: &(Vec<[String; 4]>, Vec<String>), other: &(Vec<[String; 4]>, Vec<String>)) -> String {
    let lines = |(cases, outcomes): &(Vec<[String; 4]>, Vec<String>)| -> Vec<String> {
        cases.iter().map(|case| case.join(" ")).chain(outcomes.iter().cloned()).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let only = |sign: char, these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).map(|line| format!("{sign} {line}")).collect()
    };
    [only('-', &one, &other), only('+', &other, &one)].concat().join("\n")
}

#[test]
fn encodings_title_rows_threads_pieces_and_order_change_nothing() {
    for seed in [1, 2] {
        let plain = roster(seed, Encoding::Utf8, false);
        let first = said(plain.path(), 1);
        assert!(first.0.len() >= 24, "{} cases", first.0.len());
        let same = |other: (Vec<[String; 4]>, Vec<String>), how: &str| {
            assert!(first == other, "seed {seed}, {how}:\n{}", differ(&first, &other));
        };
        same(said(plain.path(), 4), "threads");
        same(said(roster(seed, Encoding::Gb18030, true).path(), 2), "GB18030 with title rows");
        for pieces in [1, 3] {
            same(said(torn(plain.path(), pieces).path(), 2), &format!("{pieces} pieces in another order"));
        }
    }
}
