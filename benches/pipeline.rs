//! How fast a roster is read, held against the rules, and reported: rows and bytes a second.
//!
//! `cargo bench` runs all; `cargo bench -- 10000` runs the small rosters. Times of one machine compare with times of
//! the same machine and hour only.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use hucha::dataset::Dataset;
use hucha::demo::{Options, write_folder};
use hucha::diagnostic::Locale;
use hucha::dictionary::Demand;
use hucha::engine::{Collect, Condition, Plan};
use hucha::finding::{Run, Selection};
use hucha::rulebook::{LoadOptions, Rulebook, Uses, embedded_files};
use hucha::table::{Encoding, Ingest, Request, read};
use hucha::value::Date;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

/// Rosters of two sizes.
const HOUSEHOLDS: [usize; 2] = [10_000, 100_000];

static RULES: LazyLock<Rulebook> = LazyLock::new(|| {
    Rulebook::load(&embedded_files(), &LoadOptions::default()).expect("the rules that are part of the program load")
});

/// The rosters made so far, removed when the program ends.
static ROSTERS: LazyLock<Mutex<BTreeMap<(usize, bool), tempfile::TempDir>>> = LazyLock::new(Mutex::default);

fn as_of() -> Date {
    Date::day(2020, 12, 31).expect("a day")
}

/// The folder of a roster with one household in a hundred at fault.
fn roster(households: usize, encoding: Encoding) -> PathBuf {
    let mut made = ROSTERS.lock().expect("no bench panicked");
    let folder = made.entry((households, encoding == Encoding::Utf8)).or_insert_with(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { encoding, ..Options::new(households, 1, 0.01, as_of()) };
        write_folder(&RULES, &options, folder.path()).unwrap_or_else(|_| panic!("a roster of {households}"));
        // The answer key is no table.
        fs::remove_file(folder.path().join(hucha::demo::ANSWERS)).expect("an answer key");
        folder
    });
    folder.path().to_path_buf()
}

fn bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.and_then(|e| e.metadata()).expect("a file").len()).sum()
}

/// Reads what the rules need, as a check does.
fn ingest(folder: &Path) -> Ingest {
    let uses = Uses::of(&RULES, RULES.rules.iter().flat_map(|rule| rule.conditions().chain(rule.message_values())));
    let entities = RULES.rules.iter().map(|rule| rule.entity);
    let demand = Demand::new(&RULES.dictionary, entities, uses.columns(&RULES), uses.links, true);
    let paths = [folder.to_path_buf()];
    let request = Request { demand: &demand, ..Request::new(&RULES.dictionary, &paths) };
    read(&request).unwrap_or_else(|_| panic!("readable"))
}

fn rows(ingest: &Ingest) -> u64 {
    ingest.files.iter().map(|file| file.read).sum()
}

fn read_bench(bencher: Bencher<'_, '_>, households: usize, encoding: Encoding) {
    let folder = roster(households, encoding);
    let rows = rows(&ingest(&folder));
    bencher
        .counter(BytesCount::new(bytes(&folder)))
        .counter(ItemsCount::new(rows))
        .bench(|| black_box(ingest(&folder)));
}

#[divan::bench(args = HOUSEHOLDS, sample_count = 5)]
fn read_utf8(bencher: Bencher<'_, '_>, households: usize) {
    read_bench(bencher, households, Encoding::Utf8);
}

#[divan::bench(args = HOUSEHOLDS, sample_count = 5)]
fn read_gb18030(bencher: Bencher<'_, '_>, households: usize) {
    read_bench(bencher, households, Encoding::Gb18030);
}

#[divan::bench(args = HOUSEHOLDS, sample_count = 5)]
fn join(bencher: Bencher<'_, '_>, households: usize) {
    let folder = roster(households, Encoding::Gb18030);
    let rows = rows(&ingest(&folder));
    bencher
        .counter(ItemsCount::new(rows))
        .with_inputs(|| ingest(&folder))
        .bench_values(|ingest| black_box(Dataset::join(&RULES.dictionary, ingest)).files.len());
}

#[divan::bench(args = HOUSEHOLDS, sample_count = 5)]
fn evaluate(bencher: Bencher<'_, '_>, households: usize) {
    let ingest = ingest(&roster(households, Encoding::Gb18030));
    let rows = rows(&ingest);
    let dataset = Dataset::join(&RULES.dictionary, ingest);
    bencher.counter(ItemsCount::new(rows)).bench(|| {
        let plan = Plan::compile(&RULES, &dataset, as_of(), RULES.rules.iter().map(Condition::from));
        black_box(plan.run(Collect { violations: true, ..Collect::default() }))
    });
}

#[divan::bench(args = HOUSEHOLDS, sample_count = 5)]
fn check(bencher: Bencher<'_, '_>, households: usize) {
    let folder = roster(households, Encoding::Gb18030);
    let rows = rows(&ingest(&folder));
    bencher.counter(BytesCount::new(bytes(&folder))).counter(ItemsCount::new(rows)).bench(|| {
        let dataset = Dataset::join(&RULES.dictionary, ingest(&folder));
        let rules = Selection::default().of(&RULES).unwrap_or_else(|_| panic!("rules"));
        let run = Run {
            rulebook: &RULES,
            dataset: &dataset,
            as_of: as_of(),
            rules,
            named: true,
            locale: Locale::Zh,
            mask: true,
        };
        run.check().unwrap_or_else(|_| panic!("two evaluators that agree")).records.len()
    });
}

fn main() {
    divan::main();
    // Statics are not dropped: the folders are removed here.
    ROSTERS.lock().expect("no bench panicked").clear();
}
