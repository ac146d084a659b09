//! Bad rosters: nothing of them is dropped in silence.

use super::support::{Folder, HOUSEHOLDS, PEOPLE};

/// The headers of [`HOUSEHOLDS`].
fn header() -> &'static str {
    HOUSEHOLDS.lines().next().unwrap()
}

#[test]
fn a_file_that_is_not_there_is_named() {
    Folder::empty().run(&["check", "nowhere.csv"]).ends_with(2).complains("H201").complains("`nowhere.csv`");
}

#[test]
fn a_folder_without_tables_says_what_was_looked_for() {
    let folder = Folder::empty().with("data/readme.csv", "a,b\n1,2\n");
    folder.check(&[]).ends_with(2).complains("H211").complains("户编号").complains("人编号");
}

#[test]
fn a_folder_of_spreadsheets_names_them_and_the_way_out() {
    let folder =
        Folder::empty().with("data/岗位.xlsx", "PK\u{3}\u{4}xl/workbook.xml").with("data/户.xlsx", "PK\u{3}\u{4}");
    let ran = folder.run(&["check", "data"]).ends_with(2).complains("H211").complains("岗位.xlsx` 是电子表格文件");
    assert!(ran.err.contains("户.xlsx` 是电子表格文件"), "{}", ran.err);
    assert_eq!(ran.err.matches("另存为“CSV UTF-8（逗号分隔）”").count(), 1, "{}", ran.err);
    assert!(ran.err.lines().count() < 8, "the way out is not buried:\n{}", ran.err);
}

#[test]
fn an_empty_folder_is_said_to_be_empty_in_a_few_lines() {
    let folder = Folder::empty();
    std::fs::create_dir(folder.path("data")).unwrap();
    let ran = folder.run(&["check", "data"]).ends_with(2).complains("里没有文件").complains("户（户编号）");
    assert!(ran.err.lines().count() < 6, "{}", ran.err);
}

#[test]
fn of_many_files_that_are_no_tables_a_few_are_named() {
    let files = (0..30).map(|at| format!("data/{at:02}.csv"));
    let folder = files.fold(Folder::empty(), |folder, name| folder.with(&name, "a,b\n1,2\n"));
    let ran = folder.run(&["check", "data"]).ends_with(2).complains("00.csv").complains("另有 22 个文件");
    assert!(ran.err.lines().count() < 16, "{}", ran.err);
}

#[test]
fn what_is_no_spreadsheet_is_called_what_it_is() {
    for (name, bytes, what, way_out) in [
        ("户.docx", "PK\u{3}\u{4}word/document.xml", "文字或演示文稿", "复制到电子表格软件"),
        ("户.wps", "PK\u{3}\u{4}", "文字或演示文稿", "复制到电子表格软件"),
        ("户.et", "PK\u{3}\u{4}", "电子表格文件", "另存为"),
        ("户.pdf", "%PDF-1.7", "PDF", "另行导出"),
        ("户.zip", "PK\u{3}\u{4}户.csv", "压缩包", "先解压"),
    ] {
        let folder = Folder::empty().with(&format!("data/{name}"), bytes);
        let named = format!("data/{name}");
        for given in ["data", &named] {
            folder.run(&["check", given]).ends_with(2).complains(what).complains(way_out);
        }
    }
}

#[test]
fn the_way_out_stands_behind_the_files_that_it_is_for() {
    let sheet = "PK\u{3}\u{4}xl/workbook.xml";
    let folder = Folder::empty().with("data/a.pdf", "%PDF-1.7").with("data/人.xlsx", sheet).with("data/户.xlsx", sheet);
    let ran = folder.run(&["check", "data"]).ends_with(2);
    let at = |text: &str| ran.err.find(text).unwrap_or_else(|| panic!("no {text} in\n{}", ran.err));
    let places = ["a.pdf", "另行导出", "人.xlsx", "户.xlsx", "另存为"].map(at);
    assert!(places.is_sorted(), "{}", ran.err);
    assert_eq!(ran.err.matches("另存为").count(), 1, "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn what_the_system_refuses_is_said_in_the_language_of_the_reader() {
    let folder = Folder::new().with("taken", "");
    folder.check(&["-o", "nowhere/x.csv"]).ends_with(2).complains("要写入 `nowhere/x.csv` 的文件夹不存在（");
    folder.check(&["-o", "taken/x.csv"]).ends_with(2).complains("`taken/x.csv` 的上一级是文件");
    folder.run(&["check", "data", "--rules", "nowhere"]).ends_with(2).complains("`nowhere` 不存在（");
}

#[test]
fn an_unknown_column_is_noted_and_the_rest_checked() {
    let folder =
        Folder::new().with("data/户.csv", HOUSEHOLDS.replace("乡,村", "检测对象类别,村").replace("A级", "C级"));
    folder.check(&[]).ends_with(1).reports("检测对象类别").reports("监测对象类别").reports("TS101");
}

#[test]
fn rows_that_cannot_be_read_are_set_aside_with_their_reason() {
    let rows = "0003,王五,青山乡,石桥村,已脱贫,C级\n\
        0004,\"赵\"六,青山乡,石桥村,已脱贫,C级,90,2018-05-01\n\
        0005,钱\0七,青山乡,石桥村,已脱贫,C级,90,2018-05-01\n";
    let folder = Folder::new().with("data/户.csv", format!("{HOUSEHOLDS}{rows}"));
    let ran = folder.check(&[]).ends_with(1).reports("有 6 格，表头有 8 格");
    for code in ["DA101", "DA102", "DA103"] {
        assert!(ran.out.contains(code), "{code} in\n{}", ran.out);
    }
    assert!(!ran.out.contains("TS101"), "a row that is set aside is not checked");
    let counts: Vec<&str> = line_of(&ran.out, "data/户.csv  户").split_whitespace().collect();
    assert_eq!(counts[3..], ["5", "2", "3", "0"], "read, kept, set aside, blank");
}

/// The first line with `text`.
#[track_caller]
fn line_of<'o>(out: &'o str, text: &str) -> &'o str {
    out.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("no `{text}` in\n{out}"))
}

#[test]
fn broken_bytes_set_their_row_aside_in_either_encoding() {
    let utf8 = [HOUSEHOLDS.as_bytes(), b"0003,\xe5\xbc,,,,,,\n"].concat();
    Folder::new().with("data/户.csv", utf8).check(&[]).ends_with(1).reports("DA104").reports("UTF-8");
    // 户编号,乡 and one row; 0xFF begins no character of GB 18030.
    let gbk = b"\xbb\xa7\xb1\xe0\xba\xc5,\xcf\xe7\n0001,\xff\n".to_vec();
    let folder = Folder::empty().with("data/户.csv", gbk).with("data/人.csv", PEOPLE);
    folder.check(&["--allow-skipped"]).ends_with(1).reports("DA104").reports("GB18030");
}

#[test]
fn columns_of_one_name_must_agree() {
    let twice = HOUSEHOLDS.replace("住房面积", "危房级别");
    let folder = Folder::new().with("data/户.csv", twice);
    folder.check(&["--allow-skipped"]).ends_with(1).reports("DA105").reports("有几列都是“危房级别”");
}

#[test]
fn a_value_that_is_none_counts_as_blank() {
    let folder = Folder::new()
        .with("data/户.csv", HOUSEHOLDS.replace("A级", "E级").replace(",80,", ",很大,").replace("2018-05-02", "昨天"));
    let ran = folder.check(&[]).ends_with(1);
    for (code, cell) in [("DA117", "危房级别：E级"), ("DA111", "住房面积：很大"), ("DA115", "入户核实日期：昨天")]
    {
        assert!(ran.out.contains(code) && ran.out.contains(cell), "{code} {cell} in\n{}", ran.out);
    }
    assert!(!ran.out.contains("TS101"), "a grade that is none is unknown, not broken");
    assert!(ran.out.contains("TS103"), "a day that is none is blank");
}

#[test]
fn what_cannot_be_read_is_shown_in_every_format() {
    let rows = "户编号,户主姓名,贫困户属性,人均纯收入,是否危房户\n0001,张三,一般贫困户,很多,不清楚\n";
    let folder = Folder::empty().with("data/户.csv", rows);
    let check = ["check", "data", "--as-of", "2020-12-31", "--select", "DQ132,DQ138", "--allow-skipped"];
    for form in [&["--full"][..], &["--format", "csv"], &["--format", "markdown"]] {
        let ran = folder.run(&[&check, form].concat()).ends_with(1);
        ran.reports("（读不了：“很多”）").reports("（读不了：“不清楚”）").reports("是否危房户“不清楚”");
    }
    folder.run(&[&check[..], &["--format", "json"]].concat()).ends_with(1).reports("\"unread\":\"很多\"");
    let trace = ["trace", "0001", "data", "--as-of", "2020-12-31", "--select", "DQ132"];
    folder.run(&trace).reports("（读不了：“不清楚”）");
}

#[test]
fn a_row_that_was_set_aside_is_not_said_to_be_nowhere() {
    let rows = "户编号,户主姓名,是否危房户\n0001,张三,否\n0002,李四\n";
    let folder = Folder::empty().with("data/户.csv", rows);
    let trace = |key| folder.run(&["trace", key, "data", "--as-of", "2020-12-31", "--select", "DQ132"]);
    trace("0002").ends_with(2).complains("没有编号为 `0002` 的行").complains("有 1 行读不了、已剔除，要找的可能在其中");
    let folder = Folder::empty().with("data/户.csv", rows.replace("李四", "李四,是"));
    let ran = folder.run(&["trace", "0003", "data", "--as-of", "2020-12-31", "--select", "DQ132"]).ends_with(2);
    assert!(!ran.err.contains("剔除"), "{}", ran.err);
}

#[test]
fn damaged_identity_numbers_are_findings_of_their_own() {
    let people = PEOPLE.replace("990101197005010011", "990101197005010000").replace("990101197105010013", "9.9E+17");
    let ran = Folder::new().with("data/人.csv", people).check(&[]).ends_with(1).reports("DA118").reports("DA119");
    assert!(ran.out.contains("有 2 个号码被电子表格当成数字"), "{}", ran.out);
}

#[test]
fn damaged_keys_do_not_make_one_household_of_all() {
    let damaged = |text: &str| text.replace("0001,", "9.90101E+12,").replace("0002,", "9.90101E+12,");
    let folder = Folder::new().with("data/户.csv", damaged(HOUSEHOLDS)).with("data/人.csv", damaged(PEOPLE));
    let ran = folder.check(&[]).ends_with(1).reports("DA118").reports("有 2 个号码被电子表格当成数字");
    assert!(!ran.out.contains("DA202"), "lost digits are not one key:\n{}", ran.out);
}

#[test]
fn rows_that_belong_nowhere_are_found_and_kept() {
    let households = format!("{HOUSEHOLDS}0002,李四,青山乡,石桥村,预脱贫,B级,80,2018-05-02\n");
    let folder = Folder::new().with("data/户.csv", households).with("data/人.csv", PEOPLE.replace("1,0001", "1,0009"));
    let ran = folder.check(&[]).ends_with(1);
    for code in ["DA202", "DA203", "DA204"] {
        assert!(ran.out.contains(code), "{code} in\n{}", ran.out);
    }
    assert!(ran.out.contains("户 3 行") && ran.out.contains("人 2 行"), "{}", ran.out);
}

#[test]
fn a_spreadsheet_among_the_files_is_said_with_the_way_out() {
    let folder = Folder::new().with("data/户2.xlsx", "PK\u{3}\u{4}rest").with("data/~$户2.xlsx", "lock");
    let ran = folder.check(&[]).ends_with(0).reports("电子表格文件，不能读取").reports("另存为“CSV UTF-8（逗号分隔）”");
    assert!(!ran.out.contains("~$"), "{}", ran.out);
}

#[test]
fn what_is_missing_is_named_with_its_number() {
    let folder = Folder::new().with("data/人.csv", PEOPLE.replace("1,0001", "1,0009"));
    folder.check(&[]).ends_with(1).reports("户编号 0009，名册里找不到对应的“户”");
}

#[test]
fn a_table_that_nobody_keeps_is_not_asked_for() {
    let folder = Folder::empty().with("data/户.csv", "户编号,户主姓名\n0001,张三\n");
    let args = ["check", "data", "--as-of", "2020-12-31", "--select", "EN111", "--full"];
    let ran = folder.run(&args).ends_with(3).reports("不单独成表").reports("证件号码");
    assert!(!ran.out.contains("把“证件”的名册"), "{}", ran.out);
}

#[test]
fn trouble_is_listed_in_the_order_of_the_sheet() {
    let (remarks, blanks) = ((0..25).map(|n| format!("备注{n},")).collect::<String>(), ",".repeat(25));
    let rows = format!("户编号,脱贫属性,{remarks}危房级别\n0001,不知,{blanks}E级\n");
    let ran = Folder::new().with("data/户.csv", rows).check(&["--allow-skipped"]).ends_with(1);
    let at = |text: &str| ran.out.find(text).unwrap_or_else(|| panic!("no {text} in\n{}", ran.out));
    assert!(at("脱贫属性：不知") < at("危房级别：E级"), "{}", ran.out);
}

#[test]
fn an_inspected_file_parts_its_troubles() {
    let header = PEOPLE.lines().next().unwrap();
    let people = PEOPLE.replace("990101197005010011", "990101197005010000").replace("990101197105010013", "9.9E+17");
    let folder = Folder::new().with("data/人.csv", format!("{people}{header}\n"));
    let ran =
        folder.run(&["inspect", "data/人.csv"]).ends_with(0).reports("成了科学计数法：1 处").reports("改成了零：1 处");
    assert!(ran.out.contains("重复的表头或标题行，不作数据：1 处") && !ran.out.contains("“”"), "{}", ran.out);
}

#[test]
fn a_copy_of_a_file_is_warned_of() {
    let folder = Folder::new().with("data/副本/人.csv", PEOPLE);
    folder.check(&[]).ends_with(1).reports("内容完全相同").reports("只留一份").reports("DA202");
    let ran = Folder::new().check(&[]).ends_with(0);
    assert!(!ran.out.contains("内容完全相同"), "{}", ran.out);
}

#[test]
fn the_star_of_a_form_is_no_part_of_a_header() {
    let starred = HOUSEHOLDS.replace("户编号", "*户编号").replace("危房级别", "危房级别＊").replace("A级", "C级");
    let ran = Folder::new().with("data/户.csv", starred).check(&[]).ends_with(1).reports("TS101");
    assert!(!ran.out.contains("不认识的列"), "{}", ran.out);
}

#[test]
fn keys_that_lost_their_zeros_are_said_once_with_one_of_each() {
    let people = PEOPLE.replace(",000", ",") + "3,2,李五,990101199905010010,之子,初中\n";
    let ran = Folder::new().with("data/人.csv", people).check(&[]).ends_with(1).reports("DA203");
    ran.reports("“人”有 3 行在“户”里找不到所属的行").reports("这边如“1”，那边如“0001”");
}

#[test]
fn identity_numbers_with_hidden_digits_name_nobody() {
    let hidden = PEOPLE.replace("990101197005010011", "990101********0011").replace("990101197105010013", "无");
    let check = ["check", "data", "--select", "ID107,ID108", "--as-of", "2020-12-31"];
    let ran = Folder::new().with("data/人.csv", hidden).run(&check).ends_with(1);
    let ran = ran.reports("有 1 个证件号码被遮盖了几位，认不出是谁").reports("DA120").reports("DA121").reports("ID108");
    assert!(!ran.out.contains("ID107"), "{}", ran.out);
}

#[test]
fn no_rows_are_said() {
    let header = format!("{}\n", header());
    Folder::new()
        .with("data/户.csv", header)
        .check(&[])
        .ends_with(1)
        .reports("只有表头，没有数据行")
        .reports("户 0 行");
    let empty = Folder::new().with("data/村.csv", "");
    empty.check(&[]).ends_with(0).reports("`data/村.csv` 是空文件");
    let alone = empty.run(&["check", "data/村.csv"]).ends_with(3);
    alone.reports("没有任何规则运行，本次没有结论").reports("`data/村.csv` 是空文件");
}

#[test]
fn names_and_numbers_are_hidden_unless_asked_for() {
    let folder = Folder::new().with("data/户.csv", HOUSEHOLDS.replace("A级", "C级"));
    let masked = folder.check(&["--full"]).ends_with(1).reports("张**");
    assert!(!masked.out.contains("张三"), "{}", masked.out);
    folder.check(&["--no-mask"]).ends_with(1).reports("张三");
}

#[test]
fn a_pattern_that_no_shell_expanded_stands_for_the_files() {
    let folder = Folder::new().with("data/说明.txt", "a");
    let terms = ["--rules", "rules", "--pack", "trial", "--as-of", "2020-12-31"];
    let named = folder.run(&[&["check", "data/人.csv", "data/户.csv"], &terms[..]].concat());
    assert_eq!(folder.run(&[&["check", "data/*.csv"], &terms[..]].concat()).ends_with(0).out, named.out);
    folder.run(&[&["check", "data/*.tsv"], &terms[..]].concat()).ends_with(2).complains("H201").complains("*.tsv");
    folder.run(&["inspect", "data/*.csv"]).ends_with(0).reports("data/人.csv").reports("data/户.csv");
}
