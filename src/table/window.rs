//! A stretch of a file in memory, reused from one stretch to the next.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// How many bytes behind the end may be looked at: zeros, so that whole words can be taken of the last cells.
pub(super) const MARGIN: usize = 32;
/// The longest stretch. A line that does not end within it is no line of a table.
const LONGEST: u64 = 1 << 30;

/// A stretch of a file.
#[derive(Debug, Default)]
pub(super) struct Window {
    file: Option<File>,
    bytes: Vec<u8>,
    filled: usize,
    /// Whether it reaches to the end of the file.
    pub(super) complete: bool,
}

impl Window {
    /// Takes `length` bytes of a file from `base` on, fewer where the file ends.
    pub(super) fn open(&mut self, path: &Path, base: u64, length: u64) -> io::Result<()> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(base))?;
        self.file = Some(file);
        self.filled = 0;
        self.complete = false;
        self.read(length)
    }

    fn read(&mut self, length: u64) -> io::Result<()> {
        let wanted = usize::try_from(length).ok().and_then(|length| self.filled.checked_add(length));
        let wanted = wanted.filter(|&wanted| wanted as u64 <= LONGEST).ok_or(io::ErrorKind::OutOfMemory)?;
        if self.bytes.len() < wanted + MARGIN {
            self.bytes.resize(wanted + MARGIN, 0);
        }
        while let (Some(file), Some(room)) = (&mut self.file, self.bytes.get_mut(self.filled..wanted)) {
            if room.is_empty() {
                break;
            }
            match file.read(room) {
                Ok(0) => {
                    self.complete = true;
                    break;
                }
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if let Some(margin) = self.bytes.get_mut(self.filled..self.filled + MARGIN) {
            margin.fill(0);
        }
        Ok(())
    }

    /// Takes as much again as is there, and at least `least`.
    pub(super) fn extend(&mut self, least: u64) -> io::Result<()> {
        self.read((self.filled as u64).max(least))
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.filled).unwrap_or_default()
    }

    /// The bytes with the margin behind them.
    pub(super) fn with_margin(&self) -> &[u8] {
        self.bytes.get(..self.filled + MARGIN).unwrap_or_default()
    }
}
