//! The statistics of the spot audit, tried on thousands of drawn samples, and the page that says what came of it.

use hucha::survey::Confidence;
use hucha::survey::simulate::{Coverage, Trial, coverage, exact_coverage};
use rayon::prelude::*;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const SAMPLES: u32 = 2_000;
const SEED: u64 = 2020;

const fn simple(share: f64, points: u32) -> Trial {
    Trial { villages: 200, size: 30, share, alike: 0.05, points, each: 0 }
}

const fn two_stage(share: f64, alike: f64, points: u32, each: u32) -> Trial {
    Trial { villages: 200, size: 30, share, alike, points, each }
}

/// Simple random samples.
const SIMPLE: [Trial; 5] =
    [simple(0.005, 300), simple(0.02, 300), simple(0.02, 1000), simple(0.1, 300), simple(0.5, 100)];

/// Two-stage samples with 30 or more villages and a share that is not near zero.
const ENOUGH: [Trial; 6] = [
    two_stage(0.05, 0.02, 30, 20),
    two_stage(0.1, 0.05, 30, 10),
    two_stage(0.1, 0.1, 40, 15),
    two_stage(0.2, 0.1, 30, 10),
    two_stage(0.3, 0.2, 50, 10),
    two_stage(0.5, 0.05, 60, 10),
];

/// Where one interval or another falls short.
const SHORT: [Trial; 8] = [
    two_stage(0.002, 0.02, 30, 20),
    two_stage(0.005, 0.05, 30, 20),
    two_stage(0.01, 0.05, 30, 20),
    two_stage(0.02, 0.1, 50, 20),
    two_stage(0.02, 0.2, 30, 10),
    two_stage(0.05, 0.05, 8, 20),
    two_stage(0.1, 0.1, 5, 20),
    two_stage(0.1, 0.3, 10, 20),
];

/// Every trial with what came of it, tried once for all tests.
static TRIED: LazyLock<Vec<(Trial, Coverage)>> = LazyLock::new(|| {
    let trials: Vec<Trial> = SIMPLE.iter().chain(&ENOUGH).chain(&SHORT).copied().collect();
    trials.into_par_iter().map(|trial| (trial, coverage(&trial, SAMPLES, SEED, Confidence::USUAL))).collect()
});

fn tried(trial: &Trial) -> Coverage {
    TRIED.iter().find(|(known, _)| known == trial).expect("a trial").1
}

#[test]
fn of_simple_random_samples_the_exact_interval_covers_at_least_as_often_as_it_says() {
    for trial in &SIMPLE {
        let found = tried(trial);
        assert!(found.covers[0] >= 0.95, "{trial:?} {found:?}");
        // Held to the level without any chance, sample by sample of all that there are.
        let sample = u64::from(trial.points);
        for share in [0.001, 0.01, found.truth, 0.35] {
            assert!(exact_coverage(sample, share, Confidence::USUAL) >= 0.95, "{sample} {share}");
        }
    }
}

#[test]
fn of_thirty_villages_and_more_the_design_based_interval_covers_at_least_93_in_100() {
    for trial in &ENOUGH {
        let found = tried(trial);
        assert!(found.covers[2] >= 0.93, "{trial:?} {found:?}");
        assert!(found.covers[4] >= found.covers[2] && found.covers[4] >= found.covers[0]);
        assert!((found.mean - found.truth).abs() < 0.04 * found.truth, "the estimate is not biased: {found:?}");
    }
}

#[test]
fn where_one_interval_falls_short_the_widest_is_nearer() {
    let mut short = 0;
    for trial in &SHORT {
        let found = tried(trial);
        let [exact, _, design, effective, widest] = found.covers;
        assert!(widest >= exact.max(design).max(effective), "{trial:?} {found:?}");
        short += u32::from(design < 0.93);
    }
    assert!(short >= 3, "the page is to show where the design-based interval falls short");
}

/// The page, up to the table and from its end.
fn page() -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sampling.md");
    let text = fs::read_to_string(&path).unwrap();
    (path, text)
}

const BEGIN: &str = "<!-- coverage: UPDATE_DOCS=1 cargo test --test sampling -->\n";
const END: &str = "<!-- end of coverage -->\n";

fn table() -> String {
    let mut table = String::from(
        "| 样本 | 村内相似 | 真实率 | 设计效应 | 精确 | Wilson | 设计 | 有效样本 | 取最宽 | 单侧上限 |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for trial in SIMPLE.iter().chain(&ENOUGH).chain(&SHORT) {
        let found = tried(trial);
        let sample = match trial.each {
            0 => format!("简单随机 {} 户", trial.points),
            each => format!("{} 村次 × {each} 户", trial.points),
        };
        let per_cent = |share: f64| format!("{:.1}", share * 100.0);
        let covers: Vec<String> = found.covers.iter().map(|&share| per_cent(share)).collect();
        let (truth, effect, bound) = (found.truth * 100.0, found.effect, per_cent(found.bound));
        let alike = trial.alike;
        writeln!(table, "| {sample} | {alike:.2} | {truth:.2} % | {effect:.2} | {} | {bound} |", covers.join(" | "))
            .unwrap();
    }
    table
}

/// The numbers of a table, row by row.
fn numbers(table: &str) -> Vec<Vec<f64>> {
    let cell = |cell: &str| cell.trim().trim_end_matches(" %").parse().ok();
    table.lines().map(|line| line.split('|').filter_map(cell).collect()).collect()
}

#[test]
fn the_page_has_the_table_that_comes_of_it() {
    let (path, text) = page();
    let (before, rest) = text.split_once(BEGIN).expect("the begin of the table");
    let (kept, after) = rest.split_once(END).expect("the end of the table");
    let made = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        return;
    }
    // The last bit of a logarithm differs between machines, and may put a sample on the other side of a bound.
    let (kept, made) = (numbers(kept), numbers(&made));
    assert_eq!(kept.len(), made.len(), "docs/sampling.md is old: UPDATE_DOCS=1 cargo test --test sampling");
    for (kept, made) in kept.iter().zip(&made) {
        let near = kept.len() == made.len() && kept.iter().zip(made).all(|(a, b)| (a - b).abs() <= 0.2);
        assert!(near, "docs/sampling.md is old: UPDATE_DOCS=1 cargo test --test sampling\n{kept:?}\n{made:?}");
    }
}
