//! Small synthetic tables, and chance that is the same everywhere.

use hucha::value::id_number;
use std::fmt::Display;
use std::fs;
use std::path::Path;

/// A stream of chance from a seed (SplitMix64).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn within(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap();
        low + i64::try_from(self.next() % span).unwrap()
    }

    pub fn of<'t>(&mut self, items: &[&'t str]) -> &'t str {
        items[usize::try_from(self.within(0, items.len() as i64 - 1)).unwrap()]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, usize::try_from(self.within(0, at as i64)).unwrap());
        }
    }

    /// `count` of the numbers below `all`, as flags.
    pub fn flags(&mut self, all: usize, count: usize) -> Vec<bool> {
        let mut flags: Vec<bool> = (0..all).map(|at| at < count).collect();
        self.shuffle(&mut flags);
        flags
    }
}

/// Parts several cells in one text, such as those of a place.
pub const PARTED: char = '\u{1f}';

/// A table that is being written.
pub struct Sheet {
    name: &'static str,
    columns: usize,
    lines: Vec<String>,
}

impl Sheet {
    pub fn new(name: &'static str, header: &str) -> Self {
        Self { name, columns: header.split(',').count(), lines: vec![header.to_owned()] }
    }

    pub fn row<T: Display>(&mut self, cells: &[T]) {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        assert!(cells.iter().all(|cell| !cell.contains([',', '"', '\n'])));
        let line = cells.join(",").replace(PARTED, ",");
        assert_eq!(line.split(',').count(), self.columns, "{}: {line}", self.name);
        self.lines.push(line);
    }

    pub fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join(self.name), self.lines.join("\n") + "\n").unwrap();
    }
}

/// The identity number of nobody: of a place that does not exist, with a check character that holds.
pub fn identity(born: (i64, i64, i64), male: bool, number: i64) -> String {
    // Odd last digits are men's. Numbers of one birthday are apart as long as fewer than 500 have it.
    let order = number % 500 * 2 + i64::from(male);
    let digits = format!("990101{:04}{:02}{:02}{order:03}", born.0, born.1, born.2);
    let check = id_number::check_character(&digits).unwrap();
    format!("{digits}{check}")
}

/// Cents as an amount: whole where it is.
pub fn money(cents: i64) -> String {
    if cents % 100 == 0 { (cents / 100).to_string() } else { format!("{}.{:02}", cents / 100, cents % 100) }
}

pub fn yes(holds: bool) -> &'static str {
    if holds { "是" } else { "否" }
}
