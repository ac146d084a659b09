//! What the operating system refuses, in the reader's words. Its own text stands behind them: it is in its own language,
//! and whoever looks after the machine may want it.

use super::Diagnostic;
use super::catalogue::SharedMessage as M;
use std::io;
use std::path::Path;

/// Another program holds the file: `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION` of Windows, which have no kind
/// of their own.
const HELD: [i32; 2] = [32, 33];

/// The error for a file or folder that the system does not let us read.
#[must_use]
pub fn cannot_read(path: impl AsRef<Path>, error: &io::Error) -> Diagnostic {
    let is_file = || path.as_ref().is_file();
    let (path, reason) = (path.as_ref().display().to_string(), error.to_string());
    let helps = [is_held(error).then_some(M::CloseAndAgain {}), quotation_help(&path, error)];
    let message = match error.kind() {
        _ if is_held(error) => M::InUse { path, reason },
        io::ErrorKind::NotFound => M::NotThere { path, reason },
        io::ErrorKind::PermissionDenied => M::ReadDenied { path, reason },
        io::ErrorKind::IsADirectory => M::IsFolder { path, reason },
        io::ErrorKind::NotADirectory if is_file() => M::NoFolderButFile { path, reason },
        io::ErrorKind::NotADirectory => M::UnderFile { path, reason },
        io::ErrorKind::InvalidFilename => M::NoSuchName { path, reason },
        _ => M::CannotRead { path, reason },
    };
    helps.into_iter().fold(Diagnostic::error(message), Diagnostic::help_maybe)
}

/// The error for a file or folder that the system does not let us write. Where it may be open in a spreadsheet, which
/// keeps others from writing it, that is said.
#[must_use]
pub fn cannot_write(path: impl AsRef<Path>, error: &io::Error) -> Diagnostic {
    let (path, reason) = (path.as_ref().display().to_string(), error.to_string());
    let quotation = quotation_help(&path, error);
    let may_be_open = is_held(error) || error.kind() == io::ErrorKind::PermissionDenied;
    let message = match error.kind() {
        _ if is_held(error) => M::InUse { path, reason },
        io::ErrorKind::NotFound => M::NoFolder { path, reason },
        io::ErrorKind::PermissionDenied => M::WriteDenied { path, reason },
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => M::DiskFull { path, reason },
        io::ErrorKind::ReadOnlyFilesystem => M::DiskReadOnly { path, reason },
        io::ErrorKind::IsADirectory => M::IsFolder { path, reason },
        io::ErrorKind::NotADirectory => M::UnderFile { path, reason },
        io::ErrorKind::AlreadyExists => M::AlreadyThere { path, reason },
        io::ErrorKind::InvalidFilename => M::NoSuchName { path, reason },
        _ => M::CannotWrite { path, reason },
    };
    Diagnostic::error(message).help_maybe(may_be_open.then_some(M::CloseSpreadsheet {})).help_maybe(quotation)
}

/// What is to be done about a quotation mark in a path that is no name: Windows takes one behind a backslash, as in
/// `"C:\rosters\"`, for a character of the path, and all that follows for more of it.
fn quotation_help(path: &str, error: &io::Error) -> Option<M> {
    (error.kind() == io::ErrorKind::InvalidFilename && path.contains('"')).then_some(M::NoLastBackslash {})
}

/// Whether whoever read what is written has gone away: `ERROR_PIPE_NOT_CONNECTED` of Windows has no kind of its own.
#[must_use]
pub fn is_reader_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe || (cfg!(windows) && error.raw_os_error() == Some(233))
}

fn is_held(error: &io::Error) -> bool {
    let busy = matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy);
    busy || (cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD.contains(&code)))
}

#[cfg(test)]
mod tests {
    use super::{cannot_read, cannot_write};
    use crate::diagnostic::Locale;
    use std::io;

    #[test]
    fn common_refusals_are_said_in_both_languages_before_the_words_of_the_system() {
        use io::ErrorKind as K;
        for (kind, zh, en) in [
            (K::NotFound, "文件夹不存在", "does not exist"),
            (K::PermissionDenied, "没有权限写入 `x.csv`", "no permission to write `x.csv`"),
            (K::StorageFull, "磁盘已满", "the disk is full"),
            (K::ReadOnlyFilesystem, "只能读、不能写", "read-only"),
            (K::IsADirectory, "`x.csv` 是文件夹，不是文件", "`x.csv` is a folder"),
            (K::AlreadyExists, "`x.csv` 已经存在", "`x.csv` exists already"),
            (K::ResourceBusy, "正被别的程序占用", "in use by another program"),
            (K::TimedOut, "无法写入 `x.csv`", "cannot write `x.csv`"),
        ] {
            let error = io::Error::from(kind);
            let message = cannot_write("x.csv", &error).message;
            for (text, words) in [(message.text(Locale::Zh), zh), (message.text(Locale::En), en)] {
                let (words, own) = (text.find(words), text.rfind(&error.to_string()));
                assert!(words.is_some() && words < own, "{kind}: {text}");
            }
        }
    }

    #[test]
    fn a_file_in_place_of_a_folder_is_told_from_one_above_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        std::fs::write(&file, "").unwrap();
        let said = |path: &std::path::Path| {
            let error = io::Error::from(io::ErrorKind::NotADirectory);
            cannot_read(path, &error).message.text(Locale::Zh)
        };
        assert!(said(&file).contains("是文件，这里要文件夹"));
        assert!(said(&file.join("b.csv")).contains("的上一级是文件"));
    }

    #[test]
    fn what_a_spreadsheet_may_hold_open_is_said_to_be_closed() {
        let helps = |kind| cannot_write("x.csv", &io::Error::from(kind)).helps;
        for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::ResourceBusy] {
            assert!(helps(kind).iter().any(|help| help.text(Locale::Zh).contains("Excel 或 WPS")), "{kind}");
        }
        assert!(helps(io::ErrorKind::StorageFull).is_empty());
        assert!(cannot_read("x.csv", &io::Error::from(io::ErrorKind::PermissionDenied)).helps.is_empty());
        let held = cannot_read("x.csv", &io::Error::from(io::ErrorKind::ResourceBusy)).helps;
        assert!(held[0].text(Locale::Zh).contains("Excel 或 WPS") && !held[0].text(Locale::Zh).contains("文件名"));
    }

    #[test]
    fn a_quotation_mark_that_became_part_of_a_path_is_explained() {
        let error = io::Error::from(io::ErrorKind::InvalidFilename);
        for said in [cannot_read("C:\\名册\" --as-of", &error), cannot_write("C:\\名册\"", &error)] {
            assert_eq!(said.message.code(), "H028");
            assert!(said.helps[0].text(Locale::Zh).contains("去掉末尾的 `\\`"), "{said:?}");
        }
        assert!(cannot_read("a?.csv", &error).helps.is_empty());
    }

    /// The codes are those of Windows itself, and only there have a meaning.
    #[cfg(windows)]
    #[test]
    fn what_windows_refuses_is_understood() {
        let read = |code| cannot_read("x.csv", &io::Error::from_raw_os_error(code)).message.code();
        let write = |code| cannot_write("x.csv", &io::Error::from_raw_os_error(code)).message.code();
        for (code, reading, writing) in [
            (2, "H020", "H019"),
            (3, "H020", "H019"),
            (5, "H014", "H013"),
            (19, "H002", "H016"),
            (32, "H022", "H022"),
            (33, "H022", "H022"),
            (112, "H002", "H015"),
            (123, "H028", "H028"),
            (206, "H028", "H028"),
        ] {
            assert_eq!((read(code), write(code)), (reading, writing), "{code}");
        }
        assert_eq!(read(267), "H018");
    }
}
