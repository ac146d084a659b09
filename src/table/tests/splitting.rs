use super::super::split::{Splitter, Step};
use super::{Folder, problems, rows};
use proptest::prelude::*;

/// Every step over `bytes`: the cells of a record, or nothing for a line given up.
fn steps(bytes: &[u8], complete: bool) -> (Vec<Option<Vec<Vec<u8>>>>, usize) {
    let mut splitter = Splitter::new(bytes, 0, complete, b',');
    let mut steps = Vec::new();
    loop {
        match splitter.step() {
            Step::Record => {
                let record = splitter.record();
                steps.push(Some(record.cells.iter().map(|&c| record.text(c).into_owned()).collect()));
            }
            Step::Stray => steps.push(None),
            Step::End | Step::Cut => return (steps, splitter.at()),
        }
    }
}

/// The records by the csv crate.
fn reference(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
        .byte_records()
        .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
        .collect()
}

/// Texts made of what matters to the splitter.
fn tricky() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(b"ab,,\"\"\"\n\n\r=".to_vec()), 0..60)
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        records in prop::collection::vec(prop::collection::vec("[a-c,\"\\n\\r=|户]{0,6}", 1..5), 0..8),
        always: bool,
        crlf: bool,
    ) {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .quote_style(if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::new());
        records.iter().for_each(|record| writer.write_record(record).unwrap());
        let bytes = writer.into_inner().unwrap();
        let written: Vec<Option<Vec<Vec<u8>>>> =
            records.iter().map(|r| Some(r.iter().map(|c| c.clone().into_bytes()).collect())).collect();
        prop_assert_eq!(steps(&bytes, true).0, written);
    }

    #[test]
    fn regular_bytes_are_split_as_the_csv_crate_does(bytes in tricky()) {
        let (steps, end) = steps(&bytes, true);
        prop_assert_eq!(end, bytes.len());
        if let Some(records) = steps.into_iter().collect::<Option<Vec<_>>>() {
            // That crate passes over lines without a byte, and keeps those that hold an empty quoted cell.
            let empty = |record: &Vec<Vec<u8>>| record.len() == 1 && record[0].is_empty();
            let ours: Vec<_> = records.into_iter().filter(|r| !empty(r)).collect();
            let theirs: Vec<_> = reference(&bytes).into_iter().filter(|r| !empty(r)).collect();
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn seeing_less_of_the_file_changes_no_record(bytes in tricky(), cut in 0_usize..60) {
        let cut = cut.min(bytes.len());
        let (all, _) = steps(&bytes, true);
        let (some, at) = steps(&bytes[..cut], false);
        prop_assert!(at <= cut);
        prop_assert_eq!(&some[..], &all[..some.len()]);
        let (rest, _) = steps(&bytes[at..], true);
        prop_assert_eq!(&rest[..], &all[some.len()..]);
    }

    #[test]
    fn tables_do_not_depend_on_threads_and_how_the_file_is_cut(
        lines in prop::collection::vec(prop_oneof![
            "[a-c]{1,3},[0-9]{1,3},[A-C]级",
            "\"[a-c\\n,]{0,4}\",[0-9]{1,3},\"A级\"",
            "[a-c]\"[a-c]{1,3},[0-9],",
            "\"[a-c]{1,2},[0-9],",
            "[a-c],[0-9]",
            "",
            ",,",
        ], 0..40),
        chunk in 1_u64..80,
        threads in 1_usize..4,
    ) {
        let folder = Folder::new().with("h.csv", format!("户编号,人均纯收入,危房级别\n{}", lines.join("\n")));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (whole, cut) = (folder.in_chunks(u64::MAX), pool.install(|| folder.in_chunks(chunk)));
        prop_assert_eq!(problems(&whole), problems(&cut));
        let (a, b) = (folder.table(&whole, "户"), folder.table(&cut, "户"));
        prop_assert_eq!(rows(a), rows(b));
        prop_assert_eq!(&a.columns, &b.columns);
        prop_assert!(a.columns.iter().flatten().all(|column| column.len() == a.origins.len()));
        let numbers = |i: &super::Ingest| i.files.iter().map(|f| (f.read, f.kept, f.set_aside, f.no_data)).collect::<Vec<_>>();
        prop_assert_eq!(numbers(&whole), numbers(&cut));
        let (read, kept, set_aside, blank) = numbers(&whole)[0];
        prop_assert_eq!(read, kept + set_aside);
        prop_assert_eq!(kept, a.origins.len() as u64);
        prop_assert!(read + blank <= lines.iter().map(|l| 1 + l.matches('\n').count() as u64).sum::<u64>());
    }
}

#[test]
fn the_wrapper_of_spreadsheets_is_a_regular_cell() {
    let (steps, _) = steps(b"=\"0042\",a\n=\"1\"2,b\n=\"3,c\nd,=\"4\"", true);
    assert_eq!(
        steps,
        [Some(vec![b"=\"0042\"".to_vec(), b"a".to_vec()]), None, None, Some(vec![b"d".to_vec(), b"=\"4\"".to_vec()]),]
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_one_line() {
    let (steps, _) = steps(b"a,\"b\nc,d\r\ne,f", true);
    assert_eq!(steps, [None, Some(vec![b"c".to_vec(), b"d".to_vec()]), Some(vec![b"e".to_vec(), b"f".to_vec()])]);
}

#[test]
fn a_cell_longer_than_any_spreadsheet_allows_is_not_waited_for() {
    let long = "x".repeat(200_000);
    let (all, _) = steps(format!("\"{long}\",a\nb,c\n").as_bytes(), true);
    assert_eq!(all, [None, Some(vec![b"b".to_vec(), b"c".to_vec()])]);
    // It is given up as soon as so much of it is seen, and at the same place.
    let (some, _) = steps(format!("\"{long}\n").as_bytes(), false);
    assert_eq!(some, [None]);
}
