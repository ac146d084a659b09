//! A file in which values rest that memory is to be spared.

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// A file without a name in which values rest that memory is to be spared; it goes with the last who uses it.
#[derive(Debug)]
pub struct Rest {
    file: File,
    /// How much is written.
    length: Mutex<u64>,
    /// How many bytes of memory may be taken in all.
    memory: u64,
    /// How many bytes of memory may still be taken by values that could rest.
    left: Mutex<u64>,
    failed: AtomicBool,
}

impl Rest {
    /// A new file, in the folder of the system for such files, for what takes more than `memory` bytes.
    ///
    /// # Errors
    /// The system does not let us have one.
    pub fn new(memory: u64) -> io::Result<Self> {
        let (length, left) = (Mutex::new(0), Mutex::new(memory));
        Ok(Self { file: tempfile::tempfile()?, length, memory, left, failed: AtomicBool::new(false) })
    }

    /// How many bytes of memory may be taken in all.
    #[must_use]
    pub const fn memory(&self) -> u64 {
        self.memory
    }

    /// Takes `bytes` of the memory that is left; whether that are enough. Where they are not, all is taken.
    pub fn take(&self, bytes: u64) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let is_enough = bytes <= *left;
        *left = left.saturating_sub(bytes);
        is_enough
    }

    /// Says that something could not be written or read back.
    pub(super) fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }

    /// Whether something could not be written or read back, so that nothing computed since counts.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Writes `bytes`; where they begin.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut length = self.length.lock().unwrap_or_else(PoisonError::into_inner);
        let at = *length;
        positioned::write(&self.file, bytes, at)?;
        *length += bytes.len() as u64;
        Ok(at)
    }

    pub(super) fn read(&self, bytes: &mut [u8], at: u64) {
        if positioned::read(&self.file, bytes, at).is_err() {
            self.fail();
        }
    }
}

/// Reading and writing at a position, for threads that share one file.
mod positioned {
    use std::fs::File;
    use std::io;

    #[cfg(unix)]
    pub(super) fn read(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
    }

    #[cfg(unix)]
    pub(super) fn write(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
    }

    #[cfg(windows)]
    pub(super) fn read(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => {
                    bytes = bytes.get_mut(read..).unwrap_or_default();
                    at += read as u64;
                }
            }
        }
        Ok(())
    }

    #[cfg(windows)]
    pub(super) fn write(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_write(file, bytes, at)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                written => {
                    bytes = bytes.get(written..).unwrap_or_default();
                    at += written as u64;
                }
            }
        }
        Ok(())
    }
}
