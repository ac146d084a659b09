//! What people see of coverage, in every format.

use super::{options, written};
use crate::diagnostic::Locale;
use crate::lint::{CheckRecord, ClauseRecord, Coverage, Covering, DocumentCoverage, ListCoverage};
use crate::report::{CoverageReport, Format, Length, Options, write_coverage};
use insta::assert_snapshot;

fn covering(code: &str, regions: &[&str]) -> Covering {
    Covering { code: code.to_owned(), regions: regions.iter().map(|region| (*region).to_owned()).collect() }
}

fn clause(id: &str, text: &str, rules: Vec<Covering>, indicators: Vec<Covering>, reason: Option<&str>) -> ClauseRecord {
    ClauseRecord {
        source: "sample-2017".to_owned(),
        clause: id.to_owned(),
        locus: "二.1".to_owned(),
        text: text.to_owned(),
        rules,
        indicators,
        reason: reason.map(str::to_owned),
    }
}

fn check(id: &str, about: &str, rules: Vec<Covering>, reason: Option<&str>) -> CheckRecord {
    let reason = reason.map(str::to_owned);
    CheckRecord { list: "tool-2018".to_owned(), id: id.to_owned(), about: about.to_owned(), rules, reason }
}

fn coverage() -> Coverage {
    let clauses = vec![
        clause(
            "B1",
            "没有安全住房保障的",
            vec![covering("EX105", &[]), covering("GZ101", &["贵州"])],
            Vec::new(),
            None,
        ),
        clause("B2", "人均纯收入平均数8381元", Vec::new(), vec![covering("IX101", &[])], None),
        clause("B3", "19个问题、40条措施", Vec::new(), Vec::new(), Some("只是全文的计数，没有可查的事项")),
        clause("B4", "名单未公示", Vec::new(), Vec::new(), None),
    ];
    let checks = vec![
        check("1.1", "证件号码位数", vec![covering("ID101", &[]), covering("ID102", &[])], None),
        check("1.2", "", Vec::new(), Some("原工具中是空的")),
        check("1.3", "", Vec::new(), None),
    ];
    Coverage {
        documents: vec![DocumentCoverage {
            id: "sample-2017".to_owned(), title: "示范县工作方案".to_owned(), clauses
        }],
        lists: vec![ListCoverage { id: "tool-2018".to_owned(), title: "某工具的核查项".to_owned(), checks }],
    }
}

fn shown(format: Format, missing: bool, options: &Options) -> String {
    let coverage = coverage();
    written(|out| write_coverage(out, format, &CoverageReport { coverage: &coverage, missing }, options))
}

#[test]
fn coverage_in_every_format() {
    for (locale, ending) in [(Locale::Zh, "zh"), (Locale::En, "en")] {
        let full = options(locale, Length::Full);
        assert_snapshot!(format!("coverage_text_{ending}"), shown(Format::Text, false, &full));
        assert_snapshot!(format!("coverage_markdown_{ending}"), shown(Format::Markdown, false, &full));
        assert_snapshot!(format!("coverage_csv_{ending}"), shown(Format::Csv, false, &full));
    }
    assert_snapshot!("coverage_json", shown(Format::Json, false, &options(Locale::Zh, Length::Full)));
}

#[test]
fn what_is_missing_is_listed_alone_and_the_counts_stay() {
    let short = options(Locale::Zh, Length::Short);
    let missing = shown(Format::Text, true, &short);
    assert!(missing.contains("B4") && missing.contains("1.3"), "{missing}");
    for covered in ["B1", "B2", "B3", "1.1", "1.2"] {
        assert!(!missing.contains(covered), "{covered} in\n{missing}");
    }
    let counts = |text: &str| {
        text.lines().skip_while(|line| !line.starts_with("文件或清单")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(counts(&missing), counts(&shown(Format::Text, false, &short)));
    assert!(counts(&missing).len() > 4, "{missing}");
    for format in [Format::Csv, Format::Markdown, Format::Json] {
        let missing = shown(format, true, &short);
        assert!(missing.contains("名单未公示") && !missing.contains("没有安全住房保障的"), "{missing}");
    }
}

#[test]
fn a_digest_is_the_counts_alone() {
    let digest = Options { limit: Some(0), ..options(Locale::Zh, Length::Short) };
    let digest = shown(Format::Text, false, &digest);
    assert!(digest.starts_with("文件或清单"), "{digest}");
    assert!(digest.ends_with("尚无着落：条款 1 条，核查项 1 项\n"), "{digest}");
}
