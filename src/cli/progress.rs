//! A bar that shows how much has been read, for a person who is watching and only when it takes long.

use super::console::Console;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows the bytes that are done.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    shown: AtomicBool,
}

impl Progress {
    /// A bar for reading `paths`; `None` where nobody is watching.
    pub fn of_reading<'p>(console: &Console, paths: impl IntoIterator<Item = &'p PathBuf>) -> Option<Self> {
        if !console.is_watched() {
            return None;
        }
        let bytes: u64 = paths.into_iter().map(|path| size(path)).sum();
        // Every byte is counted when its file is recognised and again when it is parsed.
        let bar = ProgressBar::with_draw_target(Some(bytes.saturating_mul(2)), ProgressDrawTarget::hidden());
        let reading = console.locale.pick("读取", "reading");
        let template = format!("{reading} {{bar:40}} {{percent:>3}}%  {{eta}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Some(Self { bar, begun: Instant::now(), shown: AtomicBool::new(false) })
    }

    /// So many more bytes are done.
    pub fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
        if self.begun.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The bytes of a file, or of all files of a folder and its folders. What cannot be looked at counts nothing: reading
/// it will say why.
fn size(path: &Path) -> u64 {
    match fs::metadata(path) {
        Ok(data) if data.is_dir() => {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            // Links to folders are not followed, so there is no going round in circles.
            entries
                .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_symlink()))
                .map(|e| size(&e.path()))
                .sum()
        }
        Ok(data) => data.len(),
        Err(_) => 0,
    }
}
