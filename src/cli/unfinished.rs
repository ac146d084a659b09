//! Files that get their name only when they are complete. Until then they lie beside it under a name of their own,
//! which is gone when the run fails or is interrupted.

use super::exit::{Exit, Problems};
use hucha::diagnostic::catalogue::{CliMessage, SurveyMessage};
use hucha::diagnostic::{self, Diagnostic};
use hucha::survey::filled::{Filled, filled};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::{NamedTempFile, TempDir};

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
        files.iter().for_each(|path| remove(path));
        #[expect(clippy::exit, reason = "an interrupt ends the process, whatever its threads are doing")]
        std::process::exit(i32::from(Exit::Interrupted.code()));
    })?)
}

/// Removes an unfinished file or folder. What cannot be removed now cannot be helped.
fn remove(path: &Path) {
    // While a folder is emptied, a thread that knows of no interrupt may put one more file into it.
    for _ in 0..10 {
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        if removed.is_ok() {
            return;
        }
    }
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
    /// A folder that cannot be written, or `path` is one; a list in its place in which visits are noted, which no program
    /// can make again, or which cannot be read and may hold some.
    pub fn begin(path: &Path) -> Result<Self, Problems> {
        if path.is_dir() {
            return Err(cannot_write(path, &io::Error::from(io::ErrorKind::IsADirectory)));
        }
        // Windows replaces no file that a spreadsheet has open, and that is better said before all work than behind it.
        if cfg!(windows) && path.exists() {
            File::options().write(true).open(path).map_err(|error| cannot_write(path, &error))?;
        }
        let name = || path.display().to_string();
        let kept = match filled(path) {
            Filled::Nothing => None,
            Filled::Visits(count) => Some(Diagnostic::error(CliMessage::ListFilled { path: name(), count })),
            Filled::Unreadable => Some(Diagnostic::error(SurveyMessage::ListUnreadable { path: name() })),
        };
        if let Some(kept) = kept {
            return Err(kept.help(CliMessage::KeepFilled {}).into());
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
    /// Those of [`Self::fill`] and [`Self::give_name`].
    pub fn finish(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Problems> {
        self.fill(write)?;
        self.give_name()
    }

    /// Fills the file.
    ///
    /// # Errors
    /// It cannot be written (the disk is full), or `write` fails with a diagnostic; once it is dropped, nothing stays
    /// behind.
    pub fn fill(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Problems> {
        let Some(file) = &self.file else { return Ok(()) };
        let failed = |error| Problems::in_writing(error).unwrap_or_else(|error| cannot_write(&self.path, &error));
        fill(file, write).map_err(failed)
    }

    /// Gives the file, which is complete, its name.
    ///
    /// # Errors
    /// It cannot get its name; nothing stays behind.
    pub fn give_name(mut self) -> Result<(), Problems> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let mut files = unfinished();
        files.retain(|listed| listed != file.path());
        file.persist(&self.path).map(drop).map_err(|failed| cannot_write(&self.path, &failed.error))
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

/// A folder that is being filled.
#[derive(Debug)]
pub struct UnfinishedFolder {
    path: PathBuf,
    /// `None` once it has its name.
    folder: Option<TempDir>,
}

impl UnfinishedFolder {
    /// Begins a folder that is to be called `path`, beside which it is made.
    ///
    /// # Errors
    /// Something lies in a folder of that name; the folder around it cannot be written.
    pub fn begin(path: &Path) -> Result<Self, Problems> {
        let failed = |error: &io::Error| cannot_write(path, error);
        if path.exists() && fs::read_dir(path).map_err(|error| failed(&error))?.next().is_some() {
            return Err(Diagnostic::error(CliMessage::FolderTaken { path: path.display().to_string() }).into());
        }
        let around = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(around).map_err(|error| failed(&error))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".hucha-").suffix(".part");
        // As readable as any other folder the user makes; temporary ones are private by default.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        let mut listed = unfinished();
        let folder = builder.tempdir_in(around).map_err(|error| failed(&error))?;
        listed.push(folder.path().to_owned());
        Ok(Self { path: path.to_owned(), folder: Some(folder) })
    }

    /// Fills the folder and gives it its name.
    ///
    /// # Errors
    /// What `fill` says, or that the folder cannot get its name; nothing stays behind.
    pub fn finish<T>(mut self, fill: impl FnOnce(&Path) -> Result<T, Diagnostic>) -> Result<T, Problems> {
        let filled = match &self.folder {
            Some(folder) => fill(folder.path())?,
            None => fill(&self.path)?,
        };
        let mut listed = unfinished();
        if let Some(folder) = self.folder.take() {
            listed.retain(|path| path != folder.path());
            // An empty folder of that name makes way; one that has been filled meanwhile does not.
            let emptied = if self.path.exists() { fs::remove_dir(&self.path) } else { Ok(()) };
            let named = emptied.and_then(|()| fs::rename(folder.path(), &self.path));
            named.map_err(|error| cannot_write(&self.path, &error))?;
            // Nothing is left under the old name to be removed.
            let _ = folder.keep();
        }
        Ok(filled)
    }
}

impl Drop for UnfinishedFolder {
    fn drop(&mut self) {
        if let Some(folder) = self.folder.take() {
            let mut listed = unfinished();
            listed.retain(|path| path != folder.path());
            drop(folder);
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
    diagnostic::cannot_write(path, error).into()
}

#[cfg(test)]
mod tests {
    use super::{Unfinished, UnfinishedFolder};
    use hucha::diagnostic::Diagnostic;
    use hucha::diagnostic::catalogue::FindingMessage;
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
        assert_eq!(problems.0[0].message.code(), "H015");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_keeps_a_report_from_being_made_is_not_laid_on_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = Unfinished::begin(&folder.path().join("结果.txt")).unwrap();
        let lost = |out: &mut dyn io::Write| {
            out.write_all(b"half")?;
            Err(Diagnostic::error(FindingMessage::RestLost {}).into())
        };
        assert_eq!(file.finish(lost).unwrap_err().0[0].message.code(), "H538");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_file_that_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        drop(Unfinished::begin(&folder.path().join("结果.txt")).unwrap());
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_folder_gets_its_name_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        let fill = |path: &std::path::Path| {
            fs::write(path.join("1"), "").unwrap();
            Ok(())
        };
        UnfinishedFolder::begin(&path).unwrap().finish(fill).unwrap();
        assert_eq!(names(&path), ["1"]);
        assert_eq!(names(path.parent().unwrap()), ["b"]);
        let taken = UnfinishedFolder::begin(&path).unwrap_err();
        assert_eq!(taken.0[0].message.code(), "H724");
        drop(UnfinishedFolder::begin(&path.with_file_name("c")).unwrap());
        assert_eq!(names(path.parent().unwrap()), ["b"]);
    }
}
