//! What programs read back, and what no length and no limit may hide.

use super::{Samples, check, gate, options, written};
use crate::diagnostic::Locale;
use crate::finding::Cases;
use crate::finding::record::{RuleOutcome, Summary};
use crate::report::{Format, GateReport, Length, Options, Report, text, write_check, write_gate};
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn sheet(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark tells spreadsheets the encoding");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Result<Vec<_>, _> = reader.records().collect();
    rows.expect("rows of one length").iter().map(|row| row.iter().map(str::to_owned).collect()).collect()
}

#[test]
fn json_lines_hold_the_records() {
    let samples = Samples(Locale::Zh);
    let read = lines(&check(Format::Json, &options(Locale::Zh, Length::Short)));
    let types: Vec<&str> = read.iter().filter_map(|line| line["type"].as_str()).collect();
    assert_eq!(types, ["summary", "finding", "finding", "finding", "finding", "statistics"]);
    assert_eq!(read[0]["rulebook_sha256"], samples.summary().rulebook_sha256);
    assert_eq!(read[0]["rules"][0]["outcome"]["ran"]["unknown"], 21);
    for (line, record) in read[1..].iter().zip(samples.records()) {
        let mut expected = serde_json::to_value(&record).expect("a record is JSON");
        expected["type"] = "finding".into();
        assert_eq!(line, &expected);
    }
}

#[test]
fn json_lines_of_a_gate_hold_the_rows() {
    let read = lines(&gate(Format::Json, &options(Locale::En, Length::Short)));
    assert_eq!(read[0]["type"], "summary");
    assert_eq!(read[0]["open"]["rows"], 1);
    let verdicts: Vec<&str> = read[1..].iter().filter_map(|line| line["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["barred", "open", "clear", "clear"]);
    assert_eq!(read[2]["missing"][0]["location"]["column"], "K");
}

#[test]
fn csv_reads_back_cell_by_cell() {
    let rows = sheet(&check(Format::Csv, &options(Locale::Zh, Length::Short)));
    assert_eq!(rows.len(), 1 + Samples(Locale::Zh).records().len());
    let column = |name: &str| rows[0].iter().position(|h| h == name).expect("the header has the column");
    let cell = |row: usize, name: &str| rows[row][column(name)].as_str();
    assert_eq!(cell(1, "规则"), "EX101");
    assert_eq!(cell(1, "相差"), "-547");
    assert_eq!(cell(1, "假定"), "是");
    assert_eq!(cell(2, "户编号"), "=\"430681000017\"");
    assert_eq!((cell(2, "文件"), cell(2, "行"), cell(2, "列")), ("户.csv", "18", "K"));
    assert_eq!(cell(2, "乡镇"), "青山乡");
    assert_eq!((cell(4, "文件"), cell(4, "行"), cell(4, "户主姓名")), ("", "", ""));
}

#[test]
fn csv_runs_nothing_that_a_roster_holds() {
    let samples = Samples(Locale::Zh);
    let mut record = samples.unsafe_house("=HYPERLINK(\"http://a\")", "@SUM(1)", 18, "C级");
    record.message = "+一,\"二\"\n三".to_owned();
    let summary = samples.summary();
    let records = [record];
    let report = Report { summary: &summary, cases: &Cases::of(&records), statistics: None };
    let options = options(Locale::Zh, Length::Short);
    let rows = sheet(&written(|out| write_check(out, Format::Csv, &report, &options)));
    assert!(rows[1].contains(&"'=HYPERLINK(\"http://a\")".to_owned()));
    assert!(rows[1].contains(&"'@SUM(1)".to_owned()));
    assert!(rows[1].contains(&"'+一,\"二\"\n三".to_owned()));
    assert!(rows[1].iter().all(|c| !c.starts_with('@') && !c.starts_with('+')));
}

#[test]
fn a_limit_is_said_and_changes_no_count() {
    for locale in [Locale::Zh, Locale::En] {
        let samples = Samples(locale);
        let (summary, records) = (samples.summary(), samples.records());
        let report = Report { summary: &summary, cases: &Cases::of(&records), statistics: None };
        for length in [Length::Short, Length::Full] {
            let all = options(locale, length);
            let capped = Options { limit: Some(1), ..all };
            for format in [Format::Text, Format::Markdown] {
                let all = written(|out| write_check(out, format, &report, &all));
                let capped = written(|out| write_check(out, format, &report, &capped));
                let said = locale.pick("只列出 1 处，共 2 处", "only 1 of 2 are listed");
                assert!(capped.contains(said) && !all.contains(said), "{capped}");
                assert!(all.contains("欧阳") && !capped.contains("欧阳"));
                let counts = |text: &str| text.lines().find(|l| l.contains("EX105")).map(str::to_owned);
                assert_eq!(counts(&all), counts(&capped));
            }
            let csv = |options: &Options| written(|out| write_check(out, Format::Csv, &report, options));
            assert_eq!(csv(&all), csv(&capped));
        }
    }
}

#[test]
fn cases_that_the_engine_did_not_list_are_counted() {
    let samples = Samples(Locale::Zh);
    let mut summary = samples.summary();
    summary.cases[1].cases = 312;
    let records = samples.records();
    let report = Report { summary: &summary, cases: &Cases::of(&records), statistics: None };
    let shown = written(|out| text::check(out, &report, &options(Locale::Zh, Length::Short)));
    assert!(shown.contains("发现疑点 313 处（强制 313）；数据问题 1 处"), "{shown}");
    assert!(shown.contains("只列出 2 处，共 312 处"), "{shown}");
    let report = Report { cases: &Cases::of(&[]), ..report };
    let shown = written(|out| text::check(out, &report, &options(Locale::Zh, Length::Full)));
    assert!(shown.contains("只列出 0 处，共 312 处"), "{shown}");
}

#[test]
fn a_run_without_rules_is_not_called_clean() {
    let samples = Samples(Locale::Zh);
    let stuck = samples.summary().rules.into_iter().filter(|r| matches!(r.outcome, RuleOutcome::NotRunnable(_)));
    let summary = Summary { rules: stuck.collect(), cases: Vec::new(), ..samples.summary() };
    let report = Report { summary: &summary, cases: &Cases::of(&[]), statistics: None };
    for format in [Format::Text, Format::Markdown] {
        let shown = written(|out| write_check(out, format, &report, &options(Locale::Zh, Length::Short)));
        assert!(shown.contains("没有任何规则运行，本次没有结论"), "{shown}");
        assert!(!shown.contains("没有发现疑点"), "{shown}");
    }
}

#[test]
fn a_gate_says_when_rules_are_missing_and_when_rows_are() {
    let samples = Samples(Locale::Zh);
    let (summary, records) = (samples.gate_summary(), samples.gate_records());
    let report = GateReport { summary: &summary, records: &records };
    for format in [Format::Text, Format::Markdown] {
        let options = options(Locale::Zh, Length::Short);
        let shown = written(|out| write_gate(out, format, &report, &options));
        assert!(shown.contains("1 条规则没有运行，“可退出”只对其余规则成立"), "{shown}");
        assert!(shown.contains("只列出 2 户，共 103 户"), "{shown}");
    }
}

#[test]
fn colour_adds_nothing_but_styles() {
    let samples = Samples(Locale::Zh);
    let plain = options(Locale::Zh, Length::Full);
    let coloured = Options { colour: true, ..plain };
    let all = |options: &Options| {
        [
            check(Format::Text, options),
            gate(Format::Text, options),
            written(|out| text::trace(out, &samples.trace(), options)),
            written(|out| text::explain(out, &samples.rule_doc(), options)),
            written(|out| text::rules(out, &samples.rule_lines(), options)),
            written(|out| text::inspect(out, &samples.inspection(), options)),
            written(|out| text::statistics(out, &samples.statistics(), options)),
        ]
    };
    for (plain, coloured) in all(&plain).iter().zip(all(&coloured)) {
        assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), *plain);
    }
}

#[test]
fn no_cell_moves_the_cursor_of_a_terminal() {
    let samples = Samples(Locale::Zh);
    let mut record = samples.unsafe_house("张\u{1b}[2J", "4306\n81", 18, "C\u{202e}级");
    record.place[0].value = "青\u{7}山".to_owned();
    let summary = samples.summary();
    let records = [record];
    let report = Report { summary: &summary, cases: &Cases::of(&records), statistics: None };
    for length in [Length::Short, Length::Full] {
        for format in [Format::Text, Format::Markdown] {
            let shown = written(|out| write_check(out, format, &report, &options(Locale::Zh, length)));
            let harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!shown.contains(harmful) && shown.contains("4306 81"), "{shown}");
        }
    }
}
