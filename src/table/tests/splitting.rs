use super::super::agreement::{Look, Taken, records_agree, split, tables_agree};
use super::{Folder, counts};
use proptest::prelude::*;

/// Every step over `bytes`: the cells of a record, or nothing for a line given up.
fn steps(bytes: &[u8], complete: bool) -> (Vec<Taken>, usize) {
    let (steps, end) = split(bytes, complete, b',');
    (steps.into_iter().map(|(_, taken)| taken).collect(), end)
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
        records_agree(&bytes, Look { delimiter: b',', gb18030: false, region: usize::MAX });
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
            "=\"\",,",
        ], 0..40),
        chunk in 1_u64..80,
        threads in 1_usize..4,
    ) {
        let bytes = format!("户编号,人均纯收入,危房级别\n{}", lines.join("\n"));
        let folder = Folder::new();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tables_agree(&folder.dictionary, &folder.path("h.csv"), bytes.as_bytes(), chunk));
        let folder = folder.with("h.csv", &bytes);
        let (read, _, _, blank) = counts(&folder.read().unwrap(), &folder.path("h.csv"));
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
