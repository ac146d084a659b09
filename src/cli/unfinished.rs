//! Files that get their name only when they are complete. Until then they lie beside it under a name of their own,
//! which is gone when the run fails or is interrupted.

use super::exit::{Exit, Problems};
use hucha::diagnostic::Diagnostic;
use hucha::diagnostic::catalogue::SharedMessage;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

/// The files that must not outlive an interrupt. Whoever creates, renames or removes one holds the lock, so that an
/// interrupt finds no file that is not listed.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the run with 130 when the user interrupts it, without leaving half a file behind.
///
/// # Errors
/// The system does not let interrupts be watched.
pub fn watch_for_interrupts() -> anyhow::Result<()> {
    Ok(ctrlc::set_handler(|| {
        // Held to the end: no file can get its final name any more.
        let files = unfinished();
        for file in files.iter() {
            // What cannot be removed now cannot be helped.
            let _ = std::fs::remove_file(file);
        }
        #[expect(clippy::exit, reason = "an interrupt ends the process, whatever its threads are doing")]
        std::process::exit(i32::from(Exit::Interrupted.code()));
    })?)
}

/// A file that is being written.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    /// `None` once it has its name.
    file: Option<NamedTempFile<File>>,
}

impl Unfinished {
    /// Begins a file that is to be called `path`, in the same folder, so that the last step is a mere renaming.
    ///
    /// # Errors
    /// A folder that cannot be written, or `path` is one.
    pub fn begin(path: &Path) -> Result<Self, Problems> {
        if path.is_dir() {
            return Err(cannot_write(path, &io::Error::from(io::ErrorKind::IsADirectory)));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut files = unfinished();
        // A plain new file is as readable as any other the user makes; temporary ones are private by default.
        let make = |path: &Path| File::create_new(path);
        let named = tempfile::Builder::new().prefix(".hucha-").suffix(".part").make_in(folder, make);
        let file = named.map_err(|error| cannot_write(path, &error))?;
        files.push(file.path().to_owned());
        Ok(Self { path: path.to_owned(), file: Some(file) })
    }

    /// What it is to be called.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Fills the file and gives it its name.
    ///
    /// # Errors
    /// It cannot be written (the disk is full) or cannot get its name; nothing stays behind.
    pub fn finish(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Problems> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let written = fill(&file, write);
        let mut files = unfinished();
        files.retain(|listed| listed != file.path());
        let named = written.and_then(|()| file.persist(&self.path).map(drop).map_err(|failed| failed.error));
        named.map_err(|error| cannot_write(&self.path, &error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            let mut files = unfinished();
            files.retain(|listed| listed != file.path());
            drop(file);
        }
    }
}

fn fill(file: &NamedTempFile<File>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file.as_file());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    // A name that survives a power cut must not stand for an empty file.
    file.as_file().sync_all()
}

fn cannot_write(path: &Path, error: &io::Error) -> Problems {
    let path = path.display().to_string();
    Diagnostic::error(SharedMessage::CannotWrite { path, reason: error.to_string() }).into()
}

#[cfg(test)]
mod tests {
    use super::Unfinished;
    use std::fs;
    use std::io;

    fn names(folder: &std::path::Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
        entries.collect()
    }

    #[test]
    fn a_file_gets_its_name_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.txt");
        fs::write(&path, "old").unwrap();
        let file = Unfinished::begin(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        file.finish(|out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(folder.path()), ["结果.txt"]);
    }

    #[test]
    fn a_full_disk_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.txt");
        let file = Unfinished::begin(&path).unwrap();
        let full = |out: &mut dyn io::Write| {
            out.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        };
        let problems = file.finish(full).unwrap_err();
        assert_eq!(problems.0[0].message.code(), "H006");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_file_that_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        drop(Unfinished::begin(&folder.path().join("结果.txt")).unwrap());
        assert!(names(folder.path()).is_empty());
    }
}
