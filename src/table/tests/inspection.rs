use super::{Folder, gbk};
use crate::table::{Encoding, Inspection, Meaning, ProblemKind, RowCounts, Told, inspect};

fn of(folder: &Folder, entity: Option<&str>) -> Inspection {
    let entity = entity.map(|name| folder.dictionary.find_entity(name).unwrap());
    inspect(&folder.path("x.csv"), &folder.dictionary, entity, None).unwrap()
}

fn meanings(folder: &Folder, inspection: &Inspection) -> Vec<String> {
    let name = |at| folder.dictionary.field(at).name.zh.clone();
    let shown = |meaning| match meaning {
        Meaning::Own { field, alias } => format!("{}{}", name(field), if alias { " by alias" } else { "" }),
        Meaning::Linked { link, field } => format!("{}.{}", folder.dictionary.link(link).name.zh, name(field)),
        Meaning::Unknown { like } => format!("? {}", like.map(name).unwrap_or_default()),
    };
    inspection.columns.iter().map(|c| format!("{} = {}", c.header, shown(c.meaning))).collect()
}

#[test]
fn a_known_table_is_described() {
    let text =
        "某县花名册\n户号,户主姓名,住房面,村支书,备注,人均纯收入\n1,甲,25,老王,,x\n2\n3\n,,,,,\n4,丁,20,老李,好,5\n";
    let folder = Folder::new().with("x.csv", gbk(text));
    let seen = of(&folder, None);
    assert_eq!(
        (seen.encoding, seen.told, seen.delimiter, seen.header_row),
        (Encoding::Gb18030, Told::NotUtf8, b',', 2)
    );
    assert_eq!(seen.titles, [["某县花名册"]]);
    assert_eq!(seen.entity, folder.dictionary.find_entity("户"));
    assert_eq!(
        meanings(&folder, &seen),
        [
            "户号 = 户编号 by alias",
            "户主姓名 = 户主姓名",
            "住房面 = ? 住房面积",
            "村支书 = 行政村.村支书",
            "备注 = ? ",
            "人均纯收入 = 人均纯收入"
        ]
    );
    assert_eq!(seen.columns[1].samples, ["甲", "丁"]);
    assert_eq!(seen.missing_key, []);
    assert_eq!(seen.rows, Some(RowCounts { read: 4, kept: 2, set_aside: 2, no_data: 1 }));
    let groups: Vec<_> = seen.problems.iter().map(|g| (g.count, g.examples.len(), g.examples[0].kind)).collect();
    assert_eq!(groups, [(1, 1, ProblemKind::NotANumber), (2, 2, ProblemKind::Ragged { found: 1, expected: 6 })]);
}

#[test]
fn an_unknown_table_is_described_too() {
    let folder = Folder::new().with("x.csv", "名册\nfoo,户主姓名,人均纯收入\n1,甲,2\n");
    let seen = of(&folder, None);
    assert_eq!((seen.entity, seen.rows, seen.header_row, seen.told), (None, None, 2, Told::Valid));
    assert_eq!(seen.candidates.len(), 1);
    assert!(!seen.candidates[0].has_key);
    assert_eq!(seen.columns[1].samples, ["甲"]);

    let seen = of(&folder, Some("户"));
    assert_eq!(seen.rows.map(|r| r.kept), Some(1));
    assert_eq!(seen.missing_key.len(), 1);
}

#[test]
fn how_the_encoding_was_told_is_said() {
    let told = |bytes: Vec<u8>| of(&Folder::new().with("x.csv", bytes), None).told;
    let text = "户编号,户主姓名\n1,甲\n";
    assert_eq!(told([b"\xef\xbb\xbf", text.as_bytes()].concat()), Told::Mark);
    assert_eq!(told([text.as_bytes(), b"2,\xff\n"].concat()), Told::Mostly { broken: 1 });
}

#[test]
fn what_cannot_be_described_is_an_error() {
    let folder = Folder::new().with("x.csv", "").with("y.csv", "PK\u{3}\u{4}");
    for name in ["x.csv", "y.csv", "z.csv", ""] {
        assert_eq!(inspect(&folder.path(name), &folder.dictionary, None, None).unwrap_err().len(), 1, "{name}");
    }
}
