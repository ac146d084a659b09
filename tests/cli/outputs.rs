//! Where results go.

use super::support::{Folder, HOUSEHOLDS};

fn with_cases() -> Folder {
    let mut rows = HOUSEHOLDS.to_owned();
    for household in 3..33 {
        rows.push_str(&format!("{household:04},王五,青山乡,河口村,已脱贫,D级,90,2018-05-01\n"));
    }
    Folder::new().with("data/户.csv", rows)
}

#[test]
fn the_extension_decides_the_format() {
    let folder = with_cases();
    let files = ["-o", "out.txt", "-o", "out.jsonl", "-o", "out.csv", "-o", "out.md"];
    folder.check(&files).ends_with(1).reports("疑点清单");
    assert!(folder.read("out.txt").starts_with("疑点清单"));
    assert!(folder.read("out.md").starts_with("# "));
    assert!(folder.read("out.csv").contains("TS101,住房不安全而退出"));
    let lines = folder.read("out.jsonl");
    assert!(lines.lines().all(|line| line.starts_with("{\"type\":\"")), "{lines}");
    assert_eq!(
        lines
            .matches("\"code\":\"TS101\",\"title\":\"住房不安全而退出\",\"class\":\"mis_exit\",\"class_title\"")
            .count(),
        30
    );
    assert_eq!(folder.names(""), ["data", "out.csv", "out.jsonl", "out.md", "out.txt", "rules"]);
}

#[test]
fn a_listing_is_capped_on_the_terminal_and_says_so() {
    let folder = with_cases();
    let listed = |out: &str| out.matches("住房鉴定为D级").count();
    let short = folder.check(&[]).reports("只列出 20 处，共 30 处");
    assert_eq!(listed(&short.out), 20);
    let few = folder.check(&["--limit", "3"]).reports("只列出 3 处，共 30 处");
    assert_eq!(listed(&few.out), 3);
    assert_eq!(listed(&folder.check(&["--full"]).out), 30);
    let digest = folder.check(&["-o", "out.txt"]).reports("住房不安全而退出（错退）：30 处");
    assert_eq!(listed(&digest.out), 0, "the cases are in the file");
    assert_eq!(listed(&folder.read("out.txt")), 30, "a file lists all");
}

#[test]
fn quiet_leaves_files_alone() {
    let ran = with_cases().check(&["-q", "-o", "out.csv"]).ends_with(1).quietly();
    assert_eq!(ran.out, "");
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing() {
    let folder = with_cases().with("taken.csv/inside", "");
    for path in ["nowhere/out.csv", "taken.csv", "data/户.csv/out.csv"] {
        folder.check(&["-o", "first.csv", "-o", path]).ends_with(2).complains("错误[H01").complains(path);
    }
    assert_eq!(folder.names(""), ["data", "rules", "taken.csv"]);
    assert_eq!(folder.names("taken.csv"), ["inside"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let folder = with_cases();
    let mut command = folder.command(&["check", "data", "--rules", "rules", "--pack", "trial", "-o", "out.txt"]);
    let ran = super::support::ran(&command.stdout(full).output().unwrap());
    ran.ends_with(2).complains("H015").complains("标准输出");
    assert!(folder.read("out.txt").contains("TS101"), "files are written first");
}

#[test]
fn a_failed_run_keeps_the_old_file() {
    let folder = with_cases().with("out.csv", "old");
    folder.run(&["check", "nowhere", "-o", "out.csv"]).ends_with(2);
    assert_eq!(folder.read("out.csv"), "old");
    assert_eq!(folder.names(""), ["data", "out.csv", "rules"]);
}

#[test]
fn what_was_read_is_not_written_over() {
    let folder = with_cases();
    let before = folder.read("data/户.csv");
    folder.check(&["-o", "data/户.csv"]).ends_with(2).complains("H717");
    assert_eq!(folder.read("data/户.csv"), before);
}

#[test]
fn statistics_are_counted_by_what_is_asked() {
    let folder = with_cases();
    folder.check(&["--by", "村，规则"]).reports("统计").reports("河口村").reports("合计");
    folder.check(&["--statistics", "--format", "json"]).reports("\"type\":\"statistics\"");
    assert!(!folder.check(&[]).out.contains("统计"));
}

#[test]
fn colour_is_for_those_who_ask() {
    let folder = with_cases();
    assert!(!folder.check(&[]).out.contains('\u{1b}'), "a pipe is no terminal");
    assert!(folder.check(&["--color", "always"]).out.contains('\u{1b}'));
    folder.check(&["--color", "always", "-o", "out.txt"]);
    assert!(!folder.read("out.txt").contains('\u{1b}'));
}

#[test]
fn threads_do_not_turn_results() {
    let folder = with_cases();
    let one = folder.check(&["--threads", "1", "--format", "json"]).out;
    assert_eq!(one, folder.check(&["--threads", "4", "--format", "json"]).out);
}

#[test]
fn a_day_from_the_clock_is_said() {
    let folder = with_cases();
    folder.run(&["check", "data", "--rules", "rules", "--pack", "trial"]).reports("取自本机时钟");
    assert!(!folder.check(&[]).out.contains("取自本机时钟"));
}

#[test]
fn a_file_can_be_named_as_a_table() {
    let folder = Folder::new().with("other/a.csv", "户编号,危房级别,脱贫属性\n0007,D级,已脱贫\n");
    let named =
        ["check", "--table", "户=other/a.csv", "--rules", "rules", "--select", "TS101", "--as-of", "2020-12-31"];
    folder.run(&named).ends_with(1).reports("TS101").reports("0007");
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let folder = with_cases();
    let one = folder.check(&["--threads", "1"]).ends_with(1);
    for threads in ["0", "3", "100000", "18446744073709551615"] {
        assert_eq!(folder.check(&["--threads", threads]).ends_with(1).out, one.out, "{threads}");
    }
}

#[test]
fn counts_have_a_csv_of_their_own() {
    let folder = with_cases();
    let ran = folder.check(&["-o", "cases.csv", "--counts", "counts.csv", "--by", "村,规则"]).ends_with(1).quietly();
    let ran = ran.reports("结果已写入：cases.csv、counts.csv");
    assert!(ran.out.contains("统计"), "{}", ran.out);
    assert_eq!(
        folder.read("counts.csv"),
        "\u{feff}村,规则,疑点,涉及对象\r\n河口村,DA204,30,30\r\n河口村,TS101,30,30\r\n"
    );
    assert!(folder.read("cases.csv").contains("住房鉴定为D级"));
    folder.check(&["-q", "--counts", "titled.csv", "--by", "规则,名称"]).ends_with(1);
    assert!(folder.read("titled.csv").ends_with("TS101,住房不安全而退出,30,30\r\n"));
    folder.check(&["-q", "--counts", "rules.csv"]).ends_with(1);
    assert_eq!(folder.read("rules.csv"), "\u{feff}规则,疑点,涉及对象\r\nDA204,30,30\r\nTS101,30,30\r\n");
    folder.check(&["--counts", "counts.md"]).ends_with(2).complains("H751").complains("--statistics");
    folder.check(&["-o", "one.csv", "--counts", "one.csv"]).ends_with(2).complains("H716");
    folder.check(&["-o", "one.csv", "--counts", "./one.csv"]).ends_with(2).complains("H716");
    folder.check(&["-o", "one.csv", "-o", "data/../one.csv"]).ends_with(2).complains("H716");
    folder.check(&["--counts", "data/户.csv"]).ends_with(2).complains("H717");
}

#[test]
fn a_csv_of_cases_says_where_the_counts_are() {
    let folder = with_cases();
    for by in [&["--by", "乡"][..], &["--statistics"]] {
        folder.check(&[&["-o", "cases.csv"], by].concat()).ends_with(1).complains("H753").complains("--counts");
        folder.check(&[&["--format", "csv"], by].concat()).ends_with(1).complains("--counts");
        folder.check(&[&["-o", "cases.md"], by].concat()).ends_with(1).quietly();
    }
}

#[test]
fn the_end_of_a_report_is_what_matters() {
    let folder = with_cases();
    let last = |ran: &super::support::Ran| {
        let lines: Vec<String> = ran.out.lines().rev().take(2).map(str::to_owned).collect();
        lines
    };
    let whole = folder.check(&[]);
    assert_eq!(last(&whole), ["疑点须核实，不作定论", "发现疑点 30 处（强制 30）；数据问题 30 处"], "{}", whole.out);
    let digest = folder.check(&["-o", "out.csv"]);
    assert_eq!(last(&digest)[0], "结果已写入：out.csv");
    assert!(digest.out.contains("；数据问题 30 处\n疑点须核实"), "{}", digest.out);
    let gate = ["gate", "data", "--rules", "rules", "--pack", "trial", "--gate", "trial", "--as-of", "2020-12-31"];
    assert_eq!(last(&folder.run(&gate))[1], "不得退出 0，待核实 0，可退出 1");
}

#[test]
fn hashes_and_assumptions_are_told_in_full_alone() {
    let folder = with_cases();
    let (short, full) = (folder.check(&[]).out, folder.check(&["--full"]).out);
    let hashes = |out: &str| out.lines().filter(|line| line.contains("SHA-256") && line.contains(".csv")).count();
    assert_eq!((hashes(&short), hashes(&full)), (0, 2), "{short}");
    assert!(short.contains("各文件的 SHA-256 见 --full"));
    // Of the trial rules three are assumed.
    assert!(short.contains("用到的假定（文件中没有出处）：3\n") && !short.contains("TS103"), "{short}");
    assert!(full.contains("TS103 = 没有核实日期"), "{full}");
    let json = folder.check(&["--format", "json"]).out;
    assert!(json.contains("\"sha256\":\"") && json.contains("{\"name\":\"TS103\""), "{json}");
}

#[test]
fn what_the_program_wrote_beside_the_rosters_is_no_roster() {
    let folder = with_cases();
    let terms = ["data", "--rules", "rules", "--as-of", "2020-12-31", "--allow-skipped", "-o", "data/结果.csv"];
    for lang in ["zh", "en"] {
        for command in [
            &["check", "--pack", "trial"][..],
            &["gate", "--gate", "trial", "--pack", "trial"],
            &["whatif", "--select", "TS102", "--set", "住房面积=1"],
        ] {
            let arguments = [command, &terms, &["--lang", lang]].concat();
            let first = folder.run(&arguments);
            let written = folder.read("data/结果.csv");
            assert!(written.contains("0003") || command[0] == "gate", "{written}");
            let again = folder.run(&arguments).ends_with(first.code.unwrap());
            assert_eq!(folder.read("data/结果.csv"), written, "{arguments:?}");
            again.reports("data/结果.csv");
            let named = folder.run(&[command, &["data/结果.csv", "--rules", "rules", "--lang", lang]].concat());
            named.ends_with(2).complains("H235");
            folder.run(&["inspect", "data/结果.csv", "--lang", lang]).ends_with(2).complains("H235");
            std::fs::remove_file(folder.path("data/结果.csv")).unwrap();
        }
    }
}
