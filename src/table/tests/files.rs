use super::{Folder, counts, gbk, read_in_chunks, rows};
use crate::dictionary::{Demand, FieldRef};
use crate::table::{Cell, Encoding, Request, read};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

const ROSTER: &str =
    "全国扶贫对象信息\n单位：某县,,2019年\n户编号,户主姓名,危房级别,人均纯收入\n0001,甲,C级,\"3,999.5\"\n";

#[test]
fn an_export_with_title_rows_reads_the_same_in_both_encodings() {
    for (bytes, encoding) in [
        (gbk(ROSTER), Encoding::Gb18030),
        (ROSTER.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xef\xbb\xbf", ROSTER.as_bytes()].concat(), Encoding::Utf8),
    ] {
        let folder = Folder::new().with("户.csv", &bytes);
        let ingest = folder.read().unwrap();
        let file = &ingest.files[0];
        assert_eq!((file.encoding, file.header_row, file.delimiter), (encoding, 3, b','));
        assert_eq!(file.headers, ["户编号", "户主姓名", "危房级别", "人均纯收入"]);
        assert_eq!(file.size, bytes.len() as u64);
        assert_eq!(rows(folder.table(&ingest, "户")), [4]);
        assert_eq!(folder.column(&ingest, "户", "户编号"), ["0001"]);
        assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲"]);
        assert_eq!(folder.column(&ingest, "户", "危房级别"), ["C级"]);
        assert_eq!(folder.column(&ingest, "户", "人均纯收入"), ["3999.5"]);
        assert!(ingest.notes.is_empty() && ingest.problems.is_empty());
    }
}

#[test]
fn the_hash_is_that_of_all_bytes() {
    // The digest of these bytes by `sha256sum`.
    let folder = Folder::new().with("h.csv", "household_id,head_name\n1,a\n");
    assert_eq!(
        folder.read().unwrap().files[0].sha256.as_deref(),
        Some("74bc16f6148304fcca60618389c654275bf2d4d4a0d0d86d866e36e622600abf")
    );
}

#[test]
fn the_whole_file_decides_how_it_is_encoded() {
    // The first million bytes are ASCII; only behind them is anything that tells.
    let padding = "1,a\n".repeat(300_000);
    let header = "household_id,head_name\n";
    for (end, encoding, name) in
        [("2,甲\n".as_bytes().to_vec(), Encoding::Utf8, "甲"), (gbk("2,甲\n"), Encoding::Gb18030, "甲")]
    {
        let folder = Folder::new().with("h.csv", [header.as_bytes(), padding.as_bytes(), &end].concat());
        let paths = [folder.path("h.csv")];
        // Without a hash the head is trusted at first, and the file is read anew where it was wrong.
        for hash in [true, false] {
            let ingest = read(&Request { hash, ..Request::new(&folder.dictionary, &paths) }).unwrap();
            assert_eq!(ingest.files[0].encoding, encoding);
            assert_eq!(folder.column(&ingest, "户", "户主姓名").last().map(String::as_str), Some(name));
            assert_eq!(ingest.files[0].kept, 300_001);
            assert_eq!(ingest.files[0].sha256.is_some(), hash);
        }
    }
}

#[test]
fn files_of_the_same_bytes_are_told_with_and_without_hashes() {
    let folder = Folder::new().with("a.csv", ROSTER).with("b.csv", ROSTER).with("c.csv", ROSTER.replace("甲", "乙"));
    let paths = [folder.path("a.csv"), folder.path("b.csv"), folder.path("c.csv")];
    let notes = [true, false].map(|hash| {
        let ingest = read(&Request { hash, ..Request::new(&folder.dictionary, &paths) }).unwrap();
        folder.shown(&ingest.notes)
    });
    assert_eq!(notes[0], notes[1]);
    assert!(notes[0].contains("b.csv") && !notes[0].contains("c.csv"), "{}", notes[0]);
}

#[test]
fn the_delimiter_is_the_one_that_makes_a_header() {
    for delimiter in [",", "\t", ";", "|"] {
        let text = ["户编号", "户主姓名\n1", "甲\n"].join(delimiter);
        let folder = Folder::new().with("h.txt", text);
        let ingest = folder.read().unwrap();
        assert_eq!([ingest.files[0].delimiter], delimiter.as_bytes());
        assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲"]);
    }
}

#[test]
fn a_character_with_a_bar_as_trail_byte_is_no_delimiter() {
    // `亅` is 81 7C; who saw a bar in it would cut the name in two.
    let bytes = gbk("户编号,户主姓名\n1,亅甲\n");
    assert!(bytes.contains(&b'|'));
    let folder = Folder::new().with("h.csv", &bytes);
    assert_eq!(folder.column(&folder.read().unwrap(), "户", "户主姓名"), ["亅甲"]);
}

#[test]
fn files_of_one_entity_are_appended_in_order_of_path() {
    let folder = Folder::new()
        .with("b.csv", "户编号,户主姓名\n3,丙\n")
        .with("a/2.csv", "户号,危房级别,户主姓名\n2,A级,乙\n")
        .with("a/1/x.csv", "户编号,户主姓名\n1,甲\n")
        .with("a/.hidden.csv", "户编号,户主姓名\n9,癸\n");
    let ingest = folder.read().unwrap();
    let paths: Vec<String> = ingest.files.iter().map(|f| folder.short(&f.path.display().to_string())).collect();
    assert_eq!(paths, ["a/1/x.csv", "a/2.csv", "b.csv"]);
    assert_eq!(folder.column(&ingest, "户", "户编号"), ["1", "2", "3"]);
    assert_eq!(folder.column(&ingest, "户", "危房级别"), ["_", "A级", "_"]);
    let origins: Vec<(u32, u32)> = folder.table(&ingest, "户").origins.iter().map(|o| (o.file, o.row)).collect();
    assert_eq!(origins, [(0, 2), (1, 2), (2, 2)]);
}

#[test]
fn a_file_given_twice_is_read_once() {
    let folder = Folder::new().with("h.csv", "户编号,户主姓名\n1,甲\n");
    let ingest = folder
        .read_paths(&[folder.path(""), folder.path("h.csv"), folder.path("../").join(folder.path("h.csv"))])
        .unwrap();
    assert_eq!(ingest.files.len(), 1);
    assert_eq!(counts(&ingest, &folder.path("h.csv")), (1, 1, 0, 0));
}

#[test]
fn a_file_named_as_a_table_is_read_as_that() {
    // By its headers a roster of households.
    let folder = Folder::new().with("x.csv", "户编号,户主姓名,证件号码\n1,甲,11010519491231002X\n");
    let person = folder.dictionary.find_entity("人").unwrap();
    let named = [(person, folder.path("x.csv"))];
    let request = Request { named: &named, ..Request::new(&folder.dictionary, &[]) };
    let ingest = read(&request).unwrap();
    assert_eq!(folder.column(&ingest, "人", "证件号码"), ["11010519491231002X"]);
}

#[test]
fn one_file_may_be_named_as_two_tables() {
    let folder = Folder::new().with("x.csv", "户编号,户主姓名,证件号码\n1,甲,11010519491231002X\n");
    let entity = |name| (folder.dictionary.find_entity(name).unwrap(), folder.path("x.csv"));
    let named = [entity("人"), entity("户")];
    // By its headers alone the file would be a tie, which is an error; the folder it lies in has no other.
    let paths = [folder.path("")];
    let ingest = read(&Request { named: &named, ..Request::new(&folder.dictionary, &paths) }).unwrap();
    assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲"]);
    assert_eq!(folder.column(&ingest, "人", "证件号码"), ["11010519491231002X"]);
    assert_eq!(ingest.files.len(), 2);
    assert!(ingest.skipped.is_empty());
}

#[test]
fn only_what_is_wanted_or_names_rows_is_read() {
    let folder = Folder::new().with("h.csv", "户编号,户主姓名,危房级别,人均纯收入,所在村\n1,甲,C级,x,东村\n");
    let household = folder.dictionary.find_entity("户").unwrap();
    let grade = folder.dictionary.find_field(household, "危房级别").unwrap();
    let paths = [folder.path("h.csv")];
    let fields = || BTreeSet::from([FieldRef { entity: household, field: grade }]);
    let village = folder.dictionary.find_link(household, "行政村").unwrap();
    let demand = Demand::new(&folder.dictionary, [], fields(), [village], true);
    let ingest = read(&Request { demand: &demand, ..Request::new(&folder.dictionary, &paths) }).unwrap();
    let table = folder.table(&ingest, "户");
    let named = |flags: Vec<bool>| {
        let fields = folder.dictionary.entity(household).fields.iter();
        fields.zip(flags).filter(|(_, flag)| *flag).map(|(f, _)| f.name.zh.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        named(table.columns.iter().map(Option::is_some).collect()),
        ["户编号", "户主姓名", "所在村", "危房级别"]
    );
    assert_eq!(named(table.present.clone()), ["户编号", "户主姓名", "所在村", "危房级别", "人均纯收入"]);
    assert!(ingest.problems.is_empty());
    // Without names, and without the link, nothing but the key is read besides.
    let demand = Demand::new(&folder.dictionary, [], fields(), [], false);
    let ingest = read(&Request { demand: &demand, ..Request::new(&folder.dictionary, &paths) }).unwrap();
    let table = folder.table(&ingest, "户");
    assert_eq!(named(table.columns.iter().map(Option::is_some).collect()), ["户编号", "危房级别"]);
}

#[test]
fn columns_of_an_entity_without_a_file_are_lifted() {
    let rows = "户编号,户主姓名,村,村支书,通车\n1,甲,东村,老王,是\n2,乙,东村,老王,?\n";
    let folder = Folder::new().with("h.csv", rows);
    let ingest = folder.read().unwrap();
    let table = folder.table(&ingest, "户");
    let village = folder.dictionary.find_entity("村").unwrap();
    let link = folder.dictionary.find_link(table.entity, "行政村").unwrap();
    let secretary = folder.dictionary.find_field(village, "村支书").unwrap();
    let road = folder.dictionary.find_field(village, "通车").unwrap();
    let [(l1, f1, names), (l2, f2, roads)] = &table.lifted[..] else { panic!("two lifted columns") };
    assert_eq!(((*l1, *f1), (*l2, *f2)), ((link, secretary), (link, road)));
    assert_eq!([names.get(0), names.get(1)], [Cell::Text("老王".to_owned()), Cell::Text("老王".to_owned())]);
    assert_eq!([roads.get(0), roads.get(1)], [Cell::Bool(true), Cell::Blank]);
    assert_eq!(ingest.problems[0].column.map(|(_, field)| field), Some(FieldRef { entity: village, field: road }));
    assert!(ingest.notes.is_empty());

    // With a file of its own the villages need nothing from elsewhere.
    let folder = folder.with("v.csv", "村名,村支书\n东村,老李\n");
    let ingest = folder.read().unwrap();
    assert!(folder.table(&ingest, "户").lifted.is_empty());
    assert_eq!(folder.column(&ingest, "村", "村支书"), ["老李"]);
}

#[test]
fn progress_counts_every_byte_twice() {
    let (header, rows) = ("户编号,户主姓名\n", "1,甲\n2,乙丙丁\n".repeat(50));
    let folder = Folder::new().with("h.csv", format!("{header}{rows}")).with("x.csv", "foo,bar\n1,2\n");
    let paths = [folder.path("")];
    for chunk in [7, 64, u64::MAX] {
        let done = AtomicU64::new(0);
        let add = |bytes| {
            done.fetch_add(bytes, Ordering::Relaxed);
        };
        let request = Request { progress: Some(&add), ..Request::new(&folder.dictionary, &paths) };
        read_in_chunks(&request, chunk).unwrap();
        // Once the file to its last byte, once the rows; a file that is no table is not read through.
        assert_eq!(done.into_inner(), (header.len() + 2 * rows.len()) as u64);
    }
}

#[test]
fn a_unit_in_brackets_is_no_part_of_a_header() {
    let folder = Folder::new()
        .with("h.csv", "户编号,人均纯收入（万元）,住房面积 (平方米),占比（元）,户主姓名（元）\n1,0.4,96,1,甲\n");
    let ingest = folder.read().unwrap();
    assert_eq!(folder.column(&ingest, "户", "人均纯收入"), ["4000"]);
    assert_eq!(folder.column(&ingest, "户", "住房面积"), ["96"]);
    assert_eq!(ingest.files[0].columns.iter().filter(|column| column.is_some()).count(), 3, "no unit of the column");
}
