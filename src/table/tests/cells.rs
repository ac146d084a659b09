use super::super::cell::CellReader;
use super::super::lane::{self, Page, Place};
use super::super::memo::Memo;
use super::super::window::MARGIN;
use super::{Folder, dictionary, problems};
use crate::dictionary::{Dictionary, FieldRef};
use crate::table::{Cell, Column, Encoding, ProblemKind};
use crate::value::id_number::Damage;
use encoding_rs::GB18030;
use proptest::prelude::*;

fn field(dictionary: &Dictionary, entity: &str, field: &str) -> FieldRef {
    let entity = dictionary.find_entity(entity).unwrap();
    FieldRef { entity, field: dictionary.find_field(entity, field).unwrap() }
}

/// What each text is read as in a column, the kind where it cannot be read.
fn read(entity: &str, name: &str, texts: &[&str]) -> Vec<String> {
    let folder = Folder::new();
    let at = field(&folder.dictionary, entity, name);
    let reader = CellReader::new(&folder.dictionary, folder.dictionary.field(at).ty);
    let shown = |text: &&str| match reader.read_noting(text) {
        (cell, None) => folder.cell(at, &cell),
        (cell, Some(kind)) => format!("{} {kind:?}", folder.cell(at, &cell)),
    };
    texts.iter().map(shown).collect()
}

#[test]
fn numbers_are_brought_to_the_base_unit() {
    assert_eq!(
        read("户", "人均纯收入", &["4000", " ４０００．５ 元", "=\"1,234,567\"", "0.4万元", "空", "", "3000.00009"]),
        ["4000", "4000.5", "1234567", "4000", "_", "_", "3000.0001 Rounded"]
    );
    assert_eq!(
        read("户", "人均纯收入", &["12,34", "25平方米", "四千", "1e3", "99999999999999999", "40%"]),
        ["_ NotANumber", "_ WrongUnit", "_ NotANumber", "_ NotANumber", "_ OutOfRange", "_ WrongUnit"]
    );
    assert_eq!(read("户", "占比", &["12.5%", "１２％", "0.125"]), ["0.125", "0.12", "0.125"]);
}

#[test]
fn dates_are_read_in_every_layout() {
    assert_eq!(
        read(
            "户",
            "识别时间",
            &["2016-03-10", "２０１６０３１０", "201603", "2016年03月", "2016", "2016/3/10 0:00", "2016.3.10"]
        ),
        ["2016-03-10", "2016-03-10", "2016-03", "2016-03", "2016", "2016-03-10", "2016-03-10"]
    );
    assert_eq!(
        read("户", "识别时间", &["201603.0", "20160310.0", "201613.0", "42439.0"]),
        ["2016-03", "2016-03-10", "_ NotADate", "_ NotADate"],
        "digits that went through a program that takes them for a number"
    );
    assert_eq!(read("户", "识别时间", &["-", "2016-02-30", "去年"]), ["_", "_ NotADate", "_ NotADate"]);
}

#[test]
fn a_word_of_the_type_is_no_blank() {
    assert_eq!(
        read("户", "危房级别", &["C级", "Ｃ级", "3", "无", "空", "D级"]),
        ["C级", "C级", "C级", "无", "_", "_ NotACode"]
    );
    assert_eq!(
        read("户", "是否脱贫", &["是", " 1", "否", "无", "-", "也许"]),
        ["true", "true", "false", "false", "_", "_ NotABool"]
    );
    assert_eq!(read("户", "户主姓名", &[" 张 三 ", "无", "null", "=\"0042\""]), ["张 三", "_", "_", "0042"]);
}

#[test]
fn identity_numbers_are_folded_and_damage_is_told() {
    assert_eq!(
        read(
            "人",
            "证件号码",
            &[
                "11010519491231002x",
                "'１１０１０５１９４９１２３１００２Ｘ",
                "110105 19491231 002X",
                "‘11010519491231002X",
                "无"
            ]
        ),
        ["11010519491231002X", "11010519491231002X", "11010519491231002X", "11010519491231002X", "_"]
    );
    let damaged = |damage| format!("_ {:?}", ProblemKind::DamagedId(damage));
    assert_eq!(
        read("人", "证件号码", &["110105194912310000", "1.10105E+17"]),
        [damaged(Damage::ZeroTail), damaged(Damage::Exponent)]
    );
    assert_eq!(
        read("人", "证件号码", &["110105＊＊＊＊＊＊＊＊002X", "未上户", "0"]),
        [damaged(Damage::Hidden), damaged(Damage::NoNumber), damaged(Damage::NoNumber)]
    );
}

#[test]
fn a_rounded_number_is_no_error_and_an_unreadable_one_is() {
    let dictionary = dictionary();
    let at = field(&dictionary, "户", "人均纯收入");
    let reader = CellReader::new(&dictionary, dictionary.field(at).ty);
    assert!(matches!(reader.read("1.00005"), Ok(Cell::Number(_))));
    assert_eq!(reader.read("x"), Err(ProblemKind::NotANumber));
}

proptest! {
    /// The ways that spare work give what the careful way gives, for cells that come again too.
    #[test]
    fn short_cuts_change_no_value(
        texts in prop::collection::vec(prop_oneof![
            "[-0-9,.]{0,12}", "[12][0-9]{3}[-/.]?[01][0-9][-/.]?[0-3][0-9]", "[12][0-9]{3}[-/.][0-9]{0,3}[-/.]?[0-9]{0,3}", "[0-9]{17}[0-9Xx]", "[0-9]{15}000", "[0-9]{15}", "[0X*]{1,18}",
            "[ABC]级|是|否|有|-|——|空", "\\PC{0,8}", "示范[县乡村]{1,12}",
        ], 1..30),
        gb18030: bool,
        dates_like_blanks: bool,
    ) {
        let mut dictionary = dictionary();
        if dates_like_blanks {
            dictionary.blanks.push("9999".to_owned());
        }
        let encoding = if gb18030 { Encoding::Gb18030 } else { Encoding::Utf8 };
        let mut bytes = Vec::new();
        let places: Vec<Place> = texts.iter().chain(&texts).map(|text| {
            let start = bytes.len();
            bytes.extend(if gb18030 { GB18030.encode(text).0.into_owned() } else { text.clone().into_bytes() });
            Place::new(start, bytes.len(), false)
        }).collect();
        bytes.extend([0; MARGIN]);
        let page = Page { bytes: &bytes, encoding };
        let names = ["户编号", "人均纯收入", "占比", "识别时间", "户主姓名", "危房级别", "是否脱贫"].map(|name| ("户", name));
        for (entity, name) in names.into_iter().chain([("人", "证件号码")]) {
            let ty = dictionary.field(field(&dictionary, entity, name)).ty;
            let reader = CellReader::new(&dictionary, ty);
            for reader in [CellReader::new(&dictionary, ty).of_key(), reader] {
                let (mut quick, mut careful) = (Column::new(ty), Column::new(ty));
                let (mut told, mut expected) = (Vec::new(), Vec::new());
                lane::read(page, &reader, &places, &mut quick, &mut Memo::default(), |row, kind| told.push((row, kind)));
                for (row, text) in texts.iter().chain(&texts).enumerate() {
                    let (cell, kind) = reader.read_noting(text);
                    careful.push(&cell);
                    expected.extend(kind.map(|kind| (row, kind)));
                }
                prop_assert_eq!(quick, careful);
                prop_assert_eq!(told, expected);
            }
        }
    }
}

#[test]
fn keys_that_a_spreadsheet_made_scientific_are_blank() {
    let folder = Folder::new().with("h.csv", "户编号,户主姓名\n9.90101E+12,甲\n1E5,乙\nC+3,丙\n９.９Ｅ+12,1E+2\n");
    let ingest = folder.read().unwrap();
    let damaged = ProblemKind::DamagedId(Damage::Exponent);
    assert_eq!(problems(&ingest), [(2, Some(0), damaged, "9.90101E+12"), (5, Some(0), damaged, "９.９Ｅ+12")]);
    assert_eq!(folder.column(&ingest, "户", "户编号"), ["", "1E5", "C+3", ""].map(blank));
    assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲", "乙", "丙", "1E+2"]);
}

#[test]
fn keys_in_full_width_digits_or_with_decimals_are_those_they_were() {
    let rows = "９９０１０１,甲\n990102.0,乙\n12.0,丙\n第1.0,丁\n990103.05,戊\n９９０１０4.0,９\n";
    let folder = Folder::new().with("h.csv", format!("户编号,户主姓名\n{rows}"));
    let ingest = folder.read().unwrap();
    assert_eq!(problems(&ingest), []);
    let keys = folder.column(&ingest, "户", "户编号");
    assert_eq!(keys, ["990101", "990102", "12.0", "第1.0", "990103.05", "990104"]);
    assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲", "乙", "丙", "丁", "戊", "９"], "other texts stay");
}

fn blank(text: &str) -> String {
    if text.is_empty() { "_".to_owned() } else { text.to_owned() }
}
