//! What a file is: its hash, its size, how its text is encoded.

use super::Encoding;
use crate::value::hexadecimal;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The UTF-8 byte-order mark.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";
/// How much is read at a time.
const BLOCK: usize = 1 << 20;
/// So many broken sequences decide what a file is not; the rest of it is no longer counted.
const ENOUGH: u64 = 10_000;
/// So few valid bytes before a broken sequence, and the next one is near.
const DENSE: usize = 64;

/// How the encoding of a file was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The caller said so.
    Forced,
    /// By a byte-order mark.
    Mark,
    /// All of it is valid UTF-8.
    Valid,
    /// Most of it is UTF-8: it has more than four valid characters beyond ASCII for each broken sequence.
    Mostly {
        /// How many broken sequences there are; from 10,000 on they are not counted further.
        broken: u64,
    },
    /// It is not UTF-8, so it is GB 18030.
    NotUtf8,
}

/// A format that is not read, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// Text in 16-bit units.
    Utf16,
    /// A spreadsheet's own format.
    Workbook,
    /// Pages or slides of an office program.
    Document,
    /// Pages to print.
    Pdf,
    /// A photograph or a scan.
    Picture,
    /// Other files, packed.
    Archive,
    /// A web page under a spreadsheet's name.
    WebPage,
}

/// Whether bytes hold only characters of their encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validity {
    /// They do.
    Valid,
    /// So far they do; the rest is yet to be read. Where it does not, the file must be surveyed, and read anew.
    Hoped,
    /// They do not, or nobody knows: every row must be looked at.
    Doubtful,
}

impl Validity {
    fn of(encoding: Encoding, tally: &Tally) -> Self {
        if encoding == Encoding::Utf8 && tally.broken == 0 { Self::Valid } else { Self::Doubtful }
    }
}

/// What one reading of all bytes tells.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    pub(super) size: u64,
    /// The SHA-256 of all bytes, where they were hashed.
    pub(super) sha256: Option<String>,
    pub(super) encoding: Encoding,
    pub(super) told: Told,
    /// Whether the bytes hold no broken sequence of that encoding.
    pub(super) validity: Validity,
    /// Where the text starts, behind the byte-order mark.
    pub(super) text_at: u64,
}

/// The format that the first bytes of a file show, where it is one that is not read. Office programs pack their files
/// (zip) or keep them in a compound file; what is in them tells which kind they are, and where that is out of sight, the
/// extension of `path`.
pub(super) fn foreign(path: &Path, head: &[u8]) -> Option<Foreign> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"\xff\xfe") || starts(b"\xfe\xff") {
        Some(Foreign::Utf16)
    } else if starts(b"PK\x03\x04") {
        Some(inside(head, &PACKED).or_else(|| of_extension(path)).unwrap_or(Foreign::Archive))
    } else if starts(b"\xd0\xcf\x11\xe0") {
        Some(inside(head, &COMPOUND).or_else(|| of_extension(path)).unwrap_or(Foreign::Workbook))
    } else if starts(b"%PDF-") {
        Some(Foreign::Pdf)
    } else if starts(b"\x89PNG\r\n") || starts(b"\xff\xd8\xff") || starts(b"II*\0") || starts(b"MM\0*") {
        Some(Foreign::Picture)
    } else if starts(b"Rar!\x1a") || starts(b"7z\xbc\xaf\x27\x1c") {
        Some(Foreign::Archive)
    } else {
        let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
        let tag = |tag: &[u8]| text.get(..tag.len()).is_some_and(|t| t.eq_ignore_ascii_case(tag));
        (tag(b"<html") || tag(b"<!doctype") || tag(b"<table") || tag(b"<?xml")).then_some(Foreign::WebPage)
    }
}

/// What the names of parts within a zip of an office program show.
const PACKED: [(&[u8], Foreign); 7] = [
    (b"xl/workbook", Foreign::Workbook),
    (b"xl/worksheets/", Foreign::Workbook),
    (b"word/document", Foreign::Document),
    (b"ppt/presentation", Foreign::Document),
    (b"application/vnd.oasis.opendocument.spreadsheet", Foreign::Workbook),
    (b"application/vnd.oasis.opendocument.text", Foreign::Document),
    (b"application/vnd.oasis.opendocument.presentation", Foreign::Document),
];

/// What the names of streams within a compound file show; they are UTF-16.
const COMPOUND: [(&[u8], Foreign); 3] = [
    (b"W\0o\0r\0k\0b\0o\0o\0k\0", Foreign::Workbook),
    (b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", Foreign::Document),
    (b"P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0", Foreign::Document),
];

/// The format of the first mark, in order of `marks`, that the bytes have anywhere.
fn inside(bytes: &[u8], marks: &[(&[u8], Foreign)]) -> Option<Foreign> {
    marks.iter().find(|(mark, _)| memchr::memmem::find(bytes, mark).is_some()).map(|(_, what)| *what)
}

/// The format that an extension of an office program stands for.
fn of_extension(path: &Path) -> Option<Foreign> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "xlsx" | "xlsm" | "xlsb" | "xls" | "et" | "ods" => Some(Foreign::Workbook),
        "docx" | "doc" | "wps" | "odt" | "pptx" | "ppt" | "dps" | "odp" => Some(Foreign::Document),
        _ => None,
    }
}

/// The first bytes of a file, and whether they are all of it.
pub(super) fn head(path: &Path, most: usize) -> io::Result<(Vec<u8>, bool)> {
    let file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(most);
    let mut bytes = Vec::with_capacity(size.min(most) + 1);
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    let whole = bytes.len() <= most;
    bytes.truncate(most);
    Ok((bytes, whole))
}

/// How the head of a file seems to be encoded, and how that is told.
pub(super) fn guess(head: &[u8], forced: Option<Encoding>) -> (Encoding, Told) {
    let mut tally = Tally::default();
    tally.add(head);
    tally.verdict(head.starts_with(BOM), forced)
}

/// The head of a file with its characters counted, which is done once for all that is asked of it.
pub(super) struct Head<'b> {
    bytes: &'b [u8],
    /// Whether it is all of the file.
    whole: bool,
    tally: Tally,
    /// How many bytes at its end are the start of a character.
    tail: usize,
}

impl<'b> Head<'b> {
    pub(super) fn new(bytes: &'b [u8], whole: bool) -> Self {
        let mut tally = Tally::default();
        let tail = tally.add(bytes);
        Self { bytes, whole, tally, tail }
    }

    /// How it seems to be encoded.
    pub(super) fn encoding(&self, forced: Option<Encoding>) -> Encoding {
        self.tally.verdict(self.bytes.starts_with(BOM), forced).0
    }

    /// What is known of the file without reading the rest, its hash included where one is wanted; `None` where that
    /// takes the rest. Of one that seems to be UTF-8 only reading the rest tells.
    pub(super) fn survey(&self, size: u64, forced: Option<Encoding>, hash: bool) -> Option<Survey> {
        /// So many broken sequences in a head settle that it is no UTF-8.
        const SETTLED: u64 = 1000;
        if hash && !self.whole {
            return None;
        }
        let marked = self.bytes.starts_with(BOM);
        let broken = self.tally.broken + u64::from(self.whole && self.tail > 0);
        let tally = Tally { broken, ..self.tally };
        let (encoding, told) = tally.verdict(marked, forced);
        let validity = match Validity::of(encoding, &tally) {
            validity if self.whole => validity,
            Validity::Valid => Validity::Hoped,
            _ if encoding == Encoding::Gb18030 && (forced.is_some() || tally.broken >= SETTLED) => Validity::Doubtful,
            _ => return None,
        };
        let sha256 = hash.then(|| hexadecimal(&Sha256::digest(self.bytes)));
        Some(Survey { size, sha256, encoding, told, validity, text_at: if marked { BOM.len() as u64 } else { 0 } })
    }
}

/// Reads all of a file once, and hashes it where that is wanted. `progress` is told how many bytes were read.
pub(super) fn survey(path: &Path, forced: Option<Encoding>, hash: bool, progress: &dyn Fn(u64)) -> io::Result<Survey> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut tally = Tally::default();
    let mut size = 0;
    let mut marked = false;
    let mut block = Vec::with_capacity(BLOCK + 4);
    let mut carried = 0;
    loop {
        let read = Read::by_ref(&mut file).take(BLOCK as u64).read_to_end(&mut block)?;
        let fresh = block.get(carried..).unwrap_or_default();
        if hash {
            hasher.update(fresh);
        }
        if size == 0 {
            marked = fresh.starts_with(BOM);
        }
        size += read as u64;
        progress(read as u64);
        let tail = tally.add(&block);
        if read == 0 {
            tally.broken += u64::from(tail > 0);
            break;
        }
        carried = tail;
        block.drain(..block.len() - tail);
    }
    let (encoding, told) = tally.verdict(marked, forced);
    Ok(Survey {
        size,
        sha256: hash.then(|| hexadecimal(&hasher.finalize())),
        encoding,
        told,
        validity: Validity::of(encoding, &tally),
        text_at: if marked { BOM.len() as u64 } else { 0 },
    })
}

/// Whether two files hold the same bytes.
pub(super) fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (File::open(a)?, File::open(b)?);
    let (mut one, mut other) = (Vec::new(), Vec::new());
    loop {
        one.clear();
        other.clear();
        let read = Read::by_ref(&mut a).take(BLOCK as u64).read_to_end(&mut one)?;
        Read::by_ref(&mut b).take(BLOCK as u64).read_to_end(&mut other)?;
        if one != other || read == 0 {
            return Ok(one == other);
        }
    }
}

/// How far bytes read as UTF-8.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// Valid characters beyond ASCII.
    wide: u64,
    /// Sequences that are no character.
    broken: u64,
}

impl Tally {
    /// Counts the characters of `bytes`; how many bytes at the end are the start of a character that is not all there.
    fn add(&mut self, bytes: &[u8]) -> usize {
        // Counted in runs that a byte can hold, which compilers turn into vector code.
        let in_run = |run: &[u8]| u64::from(run.iter().map(|&b| u8::from(b >= 0xc0)).sum::<u8>());
        let wide = |bytes: &[u8]| bytes.chunks(255).map(in_run).sum::<u64>();
        let mut rest = bytes;
        // Vectors are quick over what is valid and slow to start; of text that is no UTF-8 each second byte is a start.
        let mut is_dense = false;
        while self.broken < ENOUGH {
            let error = if is_dense {
                std::str::from_utf8(rest).map_err(|error| (error.valid_up_to(), error.error_len()))
            } else {
                simdutf8::compat::from_utf8(rest).map_err(|error| (error.valid_up_to(), error.error_len()))
            };
            let Err((valid_up_to, error_len)) = error else {
                self.wide += wide(rest);
                return 0;
            };
            let (valid, bad) = rest.split_at(valid_up_to);
            is_dense = valid.len() < DENSE;
            self.wide += wide(valid);
            let Some(length) = error_len else { return bad.len() };
            self.broken += 1;
            rest = bad.get(length..).unwrap_or_default();
        }
        0
    }

    fn verdict(&self, marked: bool, forced: Option<Encoding>) -> (Encoding, Told) {
        match forced {
            Some(encoding) => (encoding, Told::Forced),
            None if marked => (Encoding::Utf8, Told::Mark),
            None if self.broken == 0 => (Encoding::Utf8, Told::Valid),
            None if self.wide > self.broken.saturating_mul(4) => (Encoding::Utf8, Told::Mostly { broken: self.broken }),
            None => (Encoding::Gb18030, Told::NotUtf8),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BOM, Head, Tally, Told, guess, survey};
    use crate::table::Encoding;
    use encoding_rs::GB18030;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_are_counted_like_the_whole(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'a'), Just(0xe6), Just(0x88)], 0..40), cut in 0_usize..40) {
            let mut whole = Tally::default();
            let tail = whole.add(&bytes);
            let mut parts = Tally::default();
            let (first, second) = bytes.split_at(cut.min(bytes.len()));
            let carried = parts.add(first);
            let rest = [&first[first.len() - carried..], second].concat();
            prop_assert_eq!(parts.add(&rest), tail);
            prop_assert_eq!((whole.wide, whole.broken), (parts.wide, parts.broken));
            let valid = std::str::from_utf8(&bytes[..bytes.len() - tail]).is_ok();
            prop_assert_eq!(whole.broken == 0, valid);
        }

        #[test]
        fn a_head_that_is_all_of_a_file_tells_what_reading_the_file_tells(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'a'), Just(0xe6), Just(0x88)], 0..400), marked: bool) {
            let bytes = if marked { [BOM, &bytes].concat() } else { bytes };
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &bytes).unwrap();
            for forced in [None, Some(Encoding::Utf8), Some(Encoding::Gb18030)] {
                let read = survey(file.path(), forced, true, &|_| {}).unwrap();
                let told = Head::new(&bytes, true).survey(bytes.len() as u64, forced, true).unwrap();
                prop_assert_eq!(format!("{told:?}"), format!("{read:?}"));
            }
        }

        #[test]
        fn chinese_text_is_told_apart(text in "[一-龥]{8,40}") {
            let (bytes, _, _) = GB18030.encode(&text);
            prop_assert_eq!(guess(&bytes, None), (Encoding::Gb18030, Told::NotUtf8));
            prop_assert_eq!(guess(text.as_bytes(), None), (Encoding::Utf8, Told::Valid));
            let broken = [text.as_bytes(), b"\xff"].concat();
            prop_assert_eq!(guess(&broken, None), (Encoding::Utf8, Told::Mostly { broken: 1 }));
        }
    }
}
