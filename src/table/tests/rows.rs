use super::{Folder, counts, gbk, problems, rows};
use crate::table::{Encoding, ProblemKind};
use crate::value::id_number::Damage;

#[test]
fn every_row_problem_sets_its_row_aside_and_no_other() {
    let folder =
        Folder::new().with("h.csv", "户编号,户主姓名\n1,甲\n2\n3,丙,多\n4,丁\"戊\n5,\"己\"庚\n6,\0\n7,\"辛\n8,壬\n");
    let ingest = folder.read().unwrap();
    assert_eq!(
        problems(&ingest),
        [
            (3, None, ProblemKind::Ragged { found: 1, expected: 2 }, "2"),
            (4, None, ProblemKind::Ragged { found: 3, expected: 2 }, "3,丙,多"),
            (5, None, ProblemKind::StrayQuote, "4,丁\"戊"),
            (6, None, ProblemKind::StrayQuote, "5,\"己\"庚"),
            (7, None, ProblemKind::Nul, "6,\0"),
            (8, None, ProblemKind::StrayQuote, "7,\"辛"),
        ]
    );
    assert!(ingest.problems.iter().all(|p| p.kind.leaves_row_out()));
    assert_eq!(folder.column(&ingest, "户", "户编号"), ["1", "8"]);
    assert_eq!(rows(folder.table(&ingest, "户")), [2, 9]);
    assert_eq!(counts(&ingest, &folder.path("h.csv")), (8, 2, 6, 0));
}

#[test]
fn cell_problems_leave_a_blank_and_keep_the_row() {
    let folder = Folder::new()
        .with(
            "h.csv",
            "户编号,人均纯收入,住房面积,识别时间,是否脱贫,危房级别\n\
             1,四千,25元,昨天,也许,D级\n\
             2,99999999999999999,25.00001,2016,是,A级\n",
        )
        .with("p.csv", "户编号,证件号码,姓名\n1,110105194912310000,甲\n1,5.2E+17,乙\n");
    let ingest = folder.read().unwrap();
    assert_eq!(
        problems(&ingest),
        [
            (2, Some(1), ProblemKind::NotANumber, "四千"),
            (2, Some(2), ProblemKind::WrongUnit, "25元"),
            (2, Some(3), ProblemKind::NotADate, "昨天"),
            (2, Some(4), ProblemKind::NotABool, "也许"),
            (2, Some(5), ProblemKind::NotACode, "D级"),
            (3, Some(1), ProblemKind::OutOfRange, "99999999999999999"),
            (3, Some(2), ProblemKind::Rounded, "25.00001"),
            (2, Some(1), ProblemKind::DamagedId(Damage::ZeroTail), "110105194912310000"),
            (3, Some(1), ProblemKind::DamagedId(Damage::Exponent), "5.2E+17"),
        ]
    );
    assert!(!ingest.problems.iter().any(|p| p.kind.leaves_row_out()));
    assert_eq!(counts(&ingest, &folder.path("h.csv")), (2, 2, 0, 0));
    assert_eq!(folder.column(&ingest, "户", "住房面积"), ["_", "25"]);
    assert_eq!(folder.column(&ingest, "户", "危房级别"), ["_", "A级"]);
    assert_eq!(folder.column(&ingest, "人", "证件号码"), ["_", "_"]);
}

#[test]
fn a_broken_byte_costs_its_row_in_either_encoding() {
    let mut utf8 = "户编号,户主姓名\n1,甲乙丙丁戊\n2,".as_bytes().to_vec();
    utf8.extend_from_slice(b"\xe7\x94\n3,\xe4\xb8\x99\n");
    let folder = Folder::new().with("h.csv", &utf8);
    let ingest = folder.read().unwrap();
    assert_eq!(ingest.files[0].encoding, Encoding::Utf8);
    assert_eq!(problems(&ingest), [(3, None, ProblemKind::BrokenEncoding, "2,\u{fffd}")]);
    assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲乙丙丁戊", "丙"]);

    let mut bytes = gbk("户编号,户主姓名\n1,甲\n2,");
    bytes.extend_from_slice(b"\xff\n");
    bytes.extend_from_slice(&gbk("3,丙\n4,"));
    // A lead byte whose trail byte is missing must not take the line end with it.
    bytes.extend_from_slice(b"\xb1\n");
    bytes.extend_from_slice(&gbk("5,戊\n"));
    let folder = Folder::new().with("h.csv", &bytes);
    let ingest = folder.read().unwrap();
    assert_eq!(ingest.files[0].encoding, Encoding::Gb18030);
    let broken: Vec<u32> = problems(&ingest).iter().map(|p| p.0).collect();
    assert_eq!(broken, [3, 5]);
    assert!(ingest.problems.iter().all(|p| p.kind == ProblemKind::BrokenEncoding));
    assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲", "丙", "戊"]);
}

#[test]
fn columns_of_one_field_must_agree() {
    let folder = Folder::new().with(
        "h.csv",
        "户编号,人均纯收入,年人均纯收入,户主姓名\n1,4000,4000元,甲\n2,,5000,乙\n3,4000,5000,丙\n4,x,4000,丁\n5,x,x,戊\n6,,,己\n",
    );
    let ingest = folder.read().unwrap();
    assert_eq!(
        problems(&ingest),
        [
            (4, None, ProblemKind::ColumnsDisagree, "3,4000,5000,丙"),
            (5, None, ProblemKind::ColumnsDisagree, "4,x,4000,丁"),
            (6, Some(1), ProblemKind::NotANumber, "x"),
        ]
    );
    assert_eq!(folder.column(&ingest, "户", "人均纯收入"), ["4000", "5000", "_", "_"]);
}

#[test]
fn columns_in_different_units_agree_by_value() {
    let mut folder = Folder::new();
    let household = folder.dictionary.find_entity("户").unwrap();
    let income = folder.dictionary.find_field(household, "人均纯收入").unwrap();
    folder.dictionary.entities[household.index()].fields[income.index()].aliases.push("人均纯收入（万元）".to_owned());
    let folder = folder.with("h.csv", "户编号,人均纯收入（万元）,人均纯收入\n1,0.4,4000\n2,4000,4000\n3,0.5,\n");
    let ingest = folder.read().unwrap();
    assert_eq!(problems(&ingest), [(3, None, ProblemKind::ColumnsDisagree, "2,4000,4000")]);
    assert_eq!(folder.column(&ingest, "户", "人均纯收入"), ["4000", "5000"]);
}

#[test]
fn rows_are_counted_as_a_spreadsheet_shows_them() {
    let folder = Folder::new().with(
        "h.csv",
        "户编号,户主姓名\r\n1,\"甲\n乙\"\r\n\r\n2,丙\r\n,\r\n \t,\"\"\r\n3,丁\r\n,,,,\r\n\u{3000},=\"\"\r\n\"=\"\"\"\"\",\r\n",
    );
    let ingest = folder.read().unwrap();
    assert_eq!(rows(folder.table(&ingest, "户")), [2, 4, 7]);
    assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲\n乙", "丙", "丁"]);
    assert_eq!(counts(&ingest, &folder.path("h.csv")), (3, 3, 0, 6));
    assert!(ingest.problems.is_empty());
}

#[test]
fn an_unclosed_quotation_mark_leaves_the_rest_of_the_file() {
    let mut text = "户编号,户主姓名\n1,\"甲\n".to_owned();
    (2..1000).for_each(|n| text.push_str(&format!("{n},乙\n")));
    let folder = Folder::new().with("h.csv", &text);
    for chunk in [40, 1000, u64::MAX] {
        let ingest = folder.in_chunks(chunk);
        assert_eq!(problems(&ingest), [(2, None, ProblemKind::StrayQuote, "1,\"甲")]);
        assert_eq!(ingest.files[0].kept, 998);
        assert_eq!(rows(folder.table(&ingest, "户")).last(), Some(&1000));
    }
}

#[test]
fn headers_titles_and_totals_between_the_data_are_no_data() {
    let text = "某县户信息,,\n户编号,户主姓名,人均纯收入\n1,甲,4000\n某县户信息\n 户编号 ,\"户主姓名\",人均纯收入,\n2,乙,4000\n小计：2户,,\n\
        \u{feff}户编号,户主姓名,人均纯收入\n3,丙,4000\n,合　计,12000\n合计,3\n";
    for bytes in [text.as_bytes().to_vec(), gbk(&text.replace('\u{feff}', ""))] {
        let folder = Folder::new().with("h.csv", bytes);
        for chunk in [10, u64::MAX] {
            let ingest = folder.in_chunks(chunk);
            let found: Vec<_> = problems(&ingest).iter().map(|p| (p.0, p.2)).collect();
            let (header, totals) = (ProblemKind::RepeatedHeader, ProblemKind::Totals);
            assert_eq!(found, [(4, header), (5, header), (7, totals), (8, header), (10, totals), (11, totals)]);
            assert_eq!(counts(&ingest, &folder.path("h.csv")), (3, 3, 0, 6));
            assert_eq!(folder.column(&ingest, "户", "户主姓名"), ["甲", "乙", "丙"]);
        }
    }
}

#[test]
fn a_remark_below_the_data_is_no_data_and_a_lone_key_is() {
    let text = "户编号,户主姓名,危房级别\n1,甲,C级\n2,,\n填表人：某甲,,\n,审核: 某乙,\n3：丙,丙,A级\n";
    for bytes in [text.as_bytes().to_vec(), gbk(text)] {
        let folder = Folder::new().with("h.csv", bytes);
        let ingest = folder.read().unwrap();
        let found: Vec<_> = problems(&ingest).iter().map(|p| (p.0, p.2)).collect();
        assert_eq!(found, [(4, ProblemKind::Remark), (5, ProblemKind::Remark)]);
        assert_eq!(counts(&ingest, &folder.path("h.csv")), (3, 3, 0, 2));
    }
}

#[test]
fn what_only_resembles_a_header_or_totals_is_data() {
    let folder =
        Folder::new().with("h.csv", "户编号,户主姓名,危房级别\n户编号,户主姓名,C级\n2,合计,\n合计村1,甲,\n,乙,\n");
    let ingest = folder.read().unwrap();
    assert_eq!(counts(&ingest, &folder.path("h.csv")), (4, 4, 0, 0));
}

#[test]
fn the_row_that_numbers_the_columns_is_no_data() {
    let header = "户编号,户主姓名,危房级别,人均纯收入,住房面积";
    for numbers in [
        "1,2,3,4,5",
        "（1）,（2）,（3）,（4）,（5）",
        "甲,1,2,3,4",
        "甲,2,3,4,5",
        "栏次,1,2,3,4=2+3",
        "\"1\", 2 ,3,4,5",
    ] {
        let text = format!("{header}\n{numbers}\n9901,某甲,C级,4000,96\n{numbers}\n1,某乙,A级,4000,96\n");
        for bytes in [text.as_bytes().to_vec(), gbk(&text)] {
            let folder = Folder::new().with("h.csv", bytes);
            for chunk in [10, u64::MAX] {
                let ingest = folder.in_chunks(chunk);
                let found: Vec<_> = problems(&ingest).iter().map(|p| (p.0, p.2)).collect();
                assert_eq!(found, [(2, ProblemKind::ColumnNumbers), (4, ProblemKind::ColumnNumbers)], "{numbers}");
                assert_eq!(counts(&ingest, &folder.path("h.csv")), (2, 2, 0, 2));
                assert_eq!(folder.column(&ingest, "户", "户编号"), ["9901", "1"]);
            }
        }
    }
    for data in ["1,2,3,4,4", "1,某甲,3,4,5", "2,3,4,5,6", "1,2,,,"] {
        let folder = Folder::new().with("h.csv", format!("{header}\n{data}\n"));
        assert_eq!(counts(&folder.read().unwrap(), &folder.path("h.csv")), (1, 1, 0, 0), "{data}");
    }
}

#[test]
fn a_row_in_which_several_people_sign_is_no_data() {
    let header = "户编号,户主姓名,危房级别,人均纯收入,住房面积,占比";
    let text = format!(
        "{header}\n1,甲,C级,,,\n制表人：某甲,,审核人：某乙,,2020年12月31日,\n审核人,某乙,,制表人,,\n制表人家,丙,A级,,,\n"
    );
    for bytes in [text.as_bytes().to_vec(), gbk(&text)] {
        let folder = Folder::new().with("h.csv", bytes);
        let ingest = folder.read().unwrap();
        let found: Vec<_> = problems(&ingest).iter().map(|p| (p.0, p.2)).collect();
        assert_eq!(found, [(3, ProblemKind::Remark), (4, ProblemKind::Remark)]);
        assert_eq!(folder.column(&ingest, "户", "户编号"), ["1", "制表人家"]);
    }
}

#[test]
fn totals_of_a_village_are_totals() {
    let text = "户编号,户主姓名,所在村,危房级别,识别时间,是否脱贫,人均纯收入\n1,甲,某村,,,,4000\n某村小计,,,,,,4000\n\
        ,,某村 合计：,,,,4000\n2,小计,某村小计,,,,1\n3小计,丙,,,,,1\n";
    for bytes in [text.as_bytes().to_vec(), gbk(text)] {
        let folder = Folder::new().with("h.csv", bytes);
        let ingest = folder.read().unwrap();
        let found: Vec<_> = problems(&ingest).iter().map(|p| (p.0, p.2)).collect();
        assert_eq!(found, [(3, ProblemKind::Totals), (4, ProblemKind::Totals)]);
        assert_eq!(folder.column(&ingest, "户", "户编号"), ["1", "2", "3小计"]);
    }
}
