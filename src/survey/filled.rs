//! Whether a file holds visits that somebody noted: what no program can make again, and no output may replace.
//!
//! A list comes back from a spreadsheet in whatever form that keeps it: with a title above the header, in UTF-16, parted by
//! tabs. Here only one thing is asked of it, so that more is understood than an evaluation reads; and what names the
//! columns of a list and is not understood at all is taken for one that was filled in.

use super::list::{COLUMNS, KEY, VISIT};
use crate::table::Encoding;
use crate::value::{clean, fold_name};
use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// So many bytes hold the header of a list, whatever columns were added and whatever was written above it.
const HEAD: u64 = 1 << 16;
/// So many rows from the top the header is looked for.
const ABOVE: usize = 20;

/// What a file holds of visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// None: it is no list, or nobody filled it in, or there is no such file.
    Nothing,
    /// So many lines with a visit; at least one.
    Visits(u64),
    /// It names the columns of a list, and cannot be read as one.
    Unreadable,
}

/// How the bytes of a text are told apart.
#[derive(Clone, Copy)]
enum Coding {
    Narrow(Encoding),
    Wide(&'static encoding_rs::Encoding),
}

impl Coding {
    /// The codings that a file may be in: the one that its byte order mark says, else any.
    fn of(head: &[u8]) -> Vec<Self> {
        let wide = [Self::Wide(UTF_16LE), Self::Wide(UTF_16BE)];
        match head {
            [0xff, 0xfe, ..] => vec![wide[0]],
            [0xfe, 0xff, ..] => vec![wide[1]],
            _ => [&[Self::Narrow(Encoding::Utf8), Self::Narrow(Encoding::Gb18030)][..], &wide].concat(),
        }
    }

    fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Narrow(encoding) => encoding.decode(bytes),
            Self::Wide(encoding) => encoding.decode_without_bom_handling(bytes).0,
        }
    }
}

/// What the file holds of visits. A list, or the sheet of units of the forms, is told by its column of visits with that of
/// keys beside it: other tables have visits too.
#[must_use]
pub fn filled(path: &Path) -> Filled {
    // What is no plain file (a pipe, a device) holds nothing, and would not end.
    if !path.is_file() {
        return Filled::Nothing;
    }
    let mut head = Vec::new();
    let begun = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let named = |coding: &Coding| {
        let text = fold_name(&coding.text(&head));
        [VISIT, KEY].into_iter().all(|at| text.contains(COLUMNS[at].0) || text.contains(COLUMNS[at].1))
    };
    // Only the beginning is looked at where it names no such columns.
    let Some(coding) = Coding::of(&head).into_iter().find(named).filter(|_| begun.is_ok()) else {
        return Filled::Nothing;
    };
    let Ok(bytes) = fs::read(path) else { return Filled::Unreadable };
    let text = coding.text(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    match [b',', b'\t', b';'].into_iter().find_map(|delimiter| visits(text, delimiter)) {
        None => Filled::Unreadable,
        Some(0) => Filled::Nothing,
        Some(count) => Filled::Visits(count),
    }
}

/// How many rows note a visit, where the text is a list in cells parted so.
fn visits(text: &str, delimiter: u8) -> Option<u64> {
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut records = reader.records();
    let column = records.by_ref().take(ABOVE).map_while(Result::ok).find_map(|record| {
        let column = |at: usize| {
            let (zh, en) = COLUMNS[at];
            record.iter().map(fold_name).position(|cell| cell == zh || cell == en)
        };
        column(KEY).and(column(VISIT))
    })?;
    let mut count = 0;
    for record in records {
        count += u64::from(record.ok()?.get(column).is_some_and(|cell| !clean(cell).is_empty()));
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::{Filled, filled};
    use encoding_rs::GB18030;
    use std::fs;

    const LIST: &str = "抽样序号,抽样编号,访问结果,抽样总数\n1,0013,已访,3\n2,0014,,3\n3,0015,拒访,3\n";

    #[track_caller]
    fn holds(bytes: impl AsRef<[u8]>, expected: Filled) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("名单.csv");
        fs::write(&path, bytes).unwrap();
        assert_eq!(filled(&path), expected);
    }

    fn wide(text: &str, little: bool, mark: bool) -> Vec<u8> {
        let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn visits_are_counted_in_whatever_form_a_spreadsheet_keeps_them() {
        holds(LIST, Filled::Visits(2));
        holds(format!("\u{feff}{LIST}"), Filled::Visits(2));
        holds(GB18030.encode(LIST).0, Filled::Visits(2));
        holds(LIST.replace(',', "\t"), Filled::Visits(2));
        holds(LIST.replace(',', ";"), Filled::Visits(2));
        holds(LIST.replace("抽样编号", "Sample_Key").replace("访问结果", "visit"), Filled::Visits(2));
        for (little, mark) in [(true, true), (false, true), (true, false), (false, false)] {
            holds(wide(LIST, little, mark), Filled::Visits(2));
            holds(wide(&LIST.replace(',', "\t"), little, mark), Filled::Visits(2));
        }
    }

    #[test]
    fn titles_above_the_header_hide_nothing() {
        for title in
            ["某县抽样名单,,,\n", "某县抽样名单\n", "\"某县\n抽样名单\",,,\n\n填表人;;,,\n", "说明：“访问结果”逐户填\n"]
        {
            holds(format!("{title}{LIST}"), Filled::Visits(2));
            holds(format!("{title}{}", LIST.replace(',', "\t")), Filled::Visits(2));
        }
    }

    #[test]
    fn what_holds_no_visit_may_be_replaced() {
        holds(LIST.replace("已访", "").replace("拒访", " "), Filled::Nothing);
        holds("", Filled::Nothing);
        holds("户编号,访问结果\n0013,已访\n", Filled::Nothing);
        holds("household,visit\n0013,reached\n", Filled::Nothing);
        holds(b"\xff\xfe\x00", Filled::Nothing);
        assert_eq!(filled(std::path::Path::new("/nowhere/名单.csv")), Filled::Nothing);
    }

    #[test]
    fn a_list_that_is_not_understood_is_kept() {
        holds(LIST.replace(',', "|"), Filled::Unreadable);
        holds(format!("{}{LIST}", "说明,,,\n".repeat(30)), Filled::Unreadable);
        holds("<table><tr><td>抽样编号</td><td>访问结果</td></tr></table>", Filled::Unreadable);
    }
}
