//! One file looked at: what it is, before any row is read.

use super::Encoding;
use super::header::{self, Header, Verdict};
use super::locate::Wish;
use super::own;
use super::sniff::{self, BOM, Foreign, Survey, Validity};
use crate::dictionary::{EntityId, HeaderIndex, HeaderMatch};
use std::fs;
use std::io;
use std::path::Path;

/// How much of a file is searched for its header.
pub(super) const HEAD: usize = 1 << 20;

/// What a file turned out to be.
#[derive(Debug)]
pub(super) enum Sight {
    /// A table.
    Table(Box<Seen>),
    /// It has no text.
    Empty,
    /// No row of its head is a header that is known; the best one that there is.
    Unlike(Box<Header>),
    /// Its header fits several entities equally well.
    Tie(Box<Header>, Vec<EntityId>),
    /// A list that this program wrote.
    Result,
    /// A format that is not read.
    Foreign(Foreign),
    /// It cannot be read.
    Failed(io::Error),
}

/// A file whose header is known.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) survey: Survey,
    pub(super) header: Header,
    pub(super) matched: HeaderMatch,
    /// Whether there is any text behind the header.
    pub(super) has_rows: bool,
}

/// How closely a file is looked at before its rows are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Its head, where that settles how it is encoded.
    None,
    /// All of it, where its head does not settle that for sure.
    Encoding,
    /// All of it, and its hash is taken.
    Hash,
}

/// Looks at a file. `progress` is told how many bytes were read.
pub(super) fn look(
    index: &HeaderIndex,
    path: &Path,
    wish: Wish,
    encoding: Option<Encoding>,
    care: Care,
    progress: &dyn Fn(u64),
) -> Sight {
    sight(index, path, wish, encoding, care, progress).unwrap_or_else(Sight::Failed)
}

fn sight(
    index: &HeaderIndex,
    path: &Path,
    wish: Wish,
    encoding: Option<Encoding>,
    care: Care,
    progress: &dyn Fn(u64),
) -> io::Result<Sight> {
    let (bytes, complete) = sniff::head(path, HEAD)?;
    if let Some(foreign) = sniff::foreign(path, &bytes) {
        return Ok(Sight::Foreign(foreign));
    }
    let text = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    let forced = match wish {
        Wish::As(entity) => Some(entity),
        Wish::InFolder | Wish::Named => None,
    };
    let head = sniff::Head::new(&bytes, complete);
    let guessed = head.encoding(encoding);
    let Some(header) = header::find(index, text, complete, guessed, forced) else { return Ok(Sight::Empty) };
    if let Some(refused) = refused(&header, forced) {
        return Ok(refused);
    }
    // Only now is all of the file worth reading. The rest of it may show that the head was taken for the wrong encoding.
    let hash = care == Care::Hash;
    let size = if complete { bytes.len() as u64 } else { fs::metadata(path)?.len() };
    let known = head.survey(size, encoding, hash);
    let survey = match known.filter(|survey| care == Care::None || survey.validity != Validity::Hoped) {
        Some(survey) => {
            // Who wants hashes reckons with all files being read for them.
            progress(if hash { size } else { 0 });
            survey
        }
        None => sniff::survey(path, encoding, hash, progress)?,
    };
    let header = if survey.encoding == guessed {
        header
    } else {
        let Some(header) = header::find(index, text, complete, survey.encoding, forced) else {
            return Ok(Sight::Empty);
        };
        if let Some(refused) = refused(&header, forced) {
            return Ok(refused);
        }
        header
    };
    let Some(matched) = header.matches.first().cloned() else { return Ok(Sight::Unlike(Box::new(header))) };
    let behind = text.get(header.data_at..).unwrap_or_default();
    let has_rows = !complete || behind.iter().any(|&b| !b.is_ascii_whitespace() && b != header.delimiter);
    Ok(Sight::Table(Box::new(Seen { survey, header, matched, has_rows })))
}

/// What the file is instead, where its header is not taken. A file that the caller names as a table needs no more than
/// one column of it.
fn refused(header: &Header, forced: Option<EntityId>) -> Option<Sight> {
    let names_key = header.matches.first().is_some_and(|best| best.names_key);
    match forced {
        None if own::is_result(&header.headers, names_key) => Some(Sight::Result),
        Some(_) if header.matches.first().is_some_and(|m| m.matched > 0) => None,
        Some(_) => Some(Sight::Unlike(Box::new(header.clone()))),
        None => match header.verdict() {
            Verdict::Known => None,
            Verdict::Tie(entities) => Some(Sight::Tie(Box::new(header.clone()), entities)),
            Verdict::Unknown => Some(Sight::Unlike(Box::new(header.clone()))),
        },
    }
}
