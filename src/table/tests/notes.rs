use super::{Folder, gbk};
use crate::table::{Encoding, Request, read};
use insta::assert_snapshot;

#[test]
fn what_is_wrong_with_whole_files_is_said_at_once() {
    let folder = Folder::new()
        .with("a.csv", "证件号码,姓名,村名,村支书\nx,甲,乙村,丙\n")
        .with("b.csv", "甲,乙\n1,2\n")
        .with("c.csv", "户主姓名,人均纯收入\n甲,1\n")
        .with("d.xlsx", "PK\u{3}\u{4}rest")
        .with("e.csv", b"\xff\xfea\0")
        .with("f.xls", "<html><table>")
        .with("empty/x.csv", "foo,bar\n");
    let mut paths: Vec<_> = ["a.csv", "b.csv", "c.csv", "d.xlsx", "e.csv", "f.xls"].map(|n| folder.path(n)).to_vec();
    paths.push(folder.path("empty"));
    assert_snapshot!(folder.shown(&folder.read_paths(&paths).unwrap_err()));
    assert_snapshot!(folder.shown(&folder.read_paths(&[folder.path("none.csv"), folder.path("nowhere")]).unwrap_err()));
    assert_snapshot!(folder.shown(&folder.read_paths(&[]).unwrap_err()));
}

#[test]
fn what_is_odd_about_files_is_noted() {
    let folder = Folder::new()
        .with("a.csv", "户编号,户主姓名,危房级,备注,姓名,人均纯收入,年人均纯收入\n1,甲,C级,x,y,1,1\n")
        .with("b.csv", "户编号,户主姓名\n")
        .with("c.csv", "")
        .with("d.csv", "\u{feff}\n\n")
        .with("e.csv", "foo,bar\n");
    let ingest = folder.read().unwrap();
    assert_snapshot!(folder.shown(&ingest.notes));
    let skipped = ingest.skipped.iter().map(|(path, why)| {
        let line = format!("{}: {}", path.display(), why.text(crate::diagnostic::Locale::En));
        folder.short(&line)
    });
    assert_snapshot!(skipped.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_file_named_as_a_table_must_have_a_column_of_it() {
    let folder = Folder::new().with("x.csv", "foo,bar\n1,2\n").with("y.csv", "姓名,foo\n甲,2\n");
    let person = folder.dictionary.find_entity("人").unwrap();
    let named = [(person, folder.path("x.csv"))];
    let errors = read(&Request { named: &named, ..Request::new(&folder.dictionary, &[]) }).unwrap_err();
    assert_snapshot!(folder.shown(&errors));
    let named = [(person, folder.path("y.csv"))];
    let ingest = read(&Request { named: &named, ..Request::new(&folder.dictionary, &[]) }).unwrap();
    assert_snapshot!(folder.shown(&ingest.notes));
}

#[test]
fn a_forced_encoding_is_obeyed() {
    let folder = Folder::new().with("h.csv", gbk("户编号,户主姓名\n1,甲\n"));
    let paths = [folder.path("h.csv")];
    let forced = |encoding| read(&Request { encoding: Some(encoding), ..Request::new(&folder.dictionary, &paths) });
    assert_eq!(forced(Encoding::Gb18030).unwrap().files[0].kept, 1);
    assert!(forced(Encoding::Utf8).is_err());
}

#[test]
fn text_of_which_nothing_is_a_row_is_not_empty() {
    let folder = Folder::new().with("a.jsonl", "{\"rule\":\"A\"}\n{\"rule\":\"B\"}\n");
    let shown = folder.shown(&folder.read_paths(&[folder.path("a.jsonl")]).unwrap_err());
    assert!(shown.contains("H206"), "{shown}");
}
