//! Calls that make no sense, said in the language of the user before any work starts.

use super::support::Folder;

#[test]
fn each_slip_has_its_message() {
    let folder = Folder::new();
    for (arguments, code, text) in [
        (&["chek", "data"][..], "H702", "是不是“check”？"),
        (&["check", "data", "--selct", "TS101"], "H701", "是不是“--select”？"),
        (&["check"], "H703", "用法见 `hucha check --help`"),
        (&[], "H704", "用法见 `hucha --help`"),
        (&["rules"], "H704", "用法见 `hucha rules --help`"),
        (&["check", "data", "--as-of"], "H705", "`--as-of`"),
        (&["check", "data", "--limit", "1", "--limit", "2"], "H707", "`--limit`"),
        (&["check", "data", "--severity", "grave"], "H710", "error、warning、note"),
        (&["check", "data", "--format", "cvs"], "H710", "是不是“csv”？"),
        (&["check", "data", "--lang", "fr"], "H710", "zh、en"),
        (&["check", "data", "--limit", "many"], "H711", "`many`"),
        (&["check", "data", "--as-of", "2020-12"], "H712", "2020-12-31"),
        (&["check", "data", "--table", "户.csv"], "H714", "表=文件"),
        (&["check", "data", "--table", "农户=户.csv"], "H102", "户"),
        (&["check", "data", "-o", "疑点.xlsx"], "H715", ".csv"),
        (&["check", "data", "-o", "a.csv", "-o", "a.csv"], "H716", "`a.csv`"),
        (&["check", "data", "--pack", "exits"], "H533", "是不是“exit”？"),
        (&["check", "data", "--select", "XX9"], "H413", "`XX9`"),
        (&["check", "data", "--by", "乡,户名"], "H532", "`户名`"),
        (&["gate", "data", "--gate", "exot"], "H535", "是不是“exit”？"),
        (&["explain", "XX999"], "H746", "`XX999`"),
        (&["explain", "da118"], "H746", "是不是“DA118”？"),
        (&["explain", "脱贫残"], "H746", "是不是“"),
        (&["explain", "人均纯收入"], "H746", "是“户”名册的一列"),
        (&["explain", "EX1"], "H413", "EX105"),
        (&["check", "data", "--select", "IX104"], "H413", "--indicators --select IX104"),
        (&["gate", "data", "--select", "IX1"], "H413", "--indicators --select IX1"),
        (&["trace", "0001", "data", "--entity", "乡"], "H102", "`乡`"),
        (&["trace", "0009", "data"], "H531", "`0009`"),
    ] {
        let ran = folder.run(arguments).ends_with(2);
        assert!(ran.err.contains(code) && ran.err.contains(text), "{arguments:?}\n{}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
    assert_eq!(folder.names(""), ["data", "rules"], "nothing was written");
}

#[test]
fn a_code_without_its_quotation_marks_is_told_to_have_them() {
    let folder = Folder::new();
    let draw = ["sample", "draw", "data", "--seed", "1", "--size", "1", "--among", "脱贫属性 = 已脱贫", "-o", "x.csv"];
    folder.run(&draw).ends_with(2).complains("要加引号：\"已脱贫\"");
}

#[test]
fn a_roster_in_place_of_a_command_is_to_be_checked() {
    let folder = Folder::new().with("名册 一/户.csv", "");
    folder.run(&["data"]).ends_with(2).complains("H702").complains("`hucha check data`");
    folder.run(&["名册 一", "data"]).ends_with(2).complains("`hucha check \"名册 一\" data`");
    assert!(!folder.run(&["date"]).ends_with(2).err.contains("hucha check"));
}

#[test]
fn indicators_are_not_counted_by_columns() {
    let folder = Folder::new();
    for more in [&["--by", "乡"][..], &["--by", "乱"], &["--statistics"], &["--counts", "x.csv"]] {
        let ran = folder.run(&[&["check", "data", "--indicators"], more].concat()).ends_with(2);
        let ran = ran.complains("H706").complains("`--indicators`").complains("它自己的 `by`");
        assert_eq!(ran.out, "");
    }
    assert_eq!(folder.names(""), ["data", "rules"]);
}

#[test]
fn slips_are_said_in_english_too() {
    let folder = Folder::new();
    folder.run(&["--lang", "en", "chek"]).ends_with(2).complains("there is no command `chek`");
    folder.run(&["check", "--lang=en"]).ends_with(2).complains("see `hucha check --help`");
    let mut english = folder.command(&["check"]);
    let ran = super::support::ran(&english.env("LC_ALL", "en_US.UTF-8").output().unwrap());
    ran.ends_with(2).complains("missing: <DATA>");
}

#[test]
fn what_is_to_be_typed_can_be_typed() {
    let folder = Folder::new().with("导出 (1)/户.csv", super::support::HOUSEHOLDS);
    folder.run(&["导出 (1)"]).ends_with(2).complains("`hucha check \"导出 (1)\"`");
    folder.run(&["demo", "新 名册", "--households", "5"]).ends_with(0).reports("hucha check \"新 名册\" --as-of");
}
