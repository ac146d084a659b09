//! What a run says of a few rows: evidence, margins, gates, fingerprints, masks, counts, and what is wrong with the data.

use hucha::dataset::Dataset;
use hucha::diagnostic::{Locale, render_all};
use hucha::dictionary::FieldRef;
use hucha::finding::record::{GateVerdict, Record, RuleOutcome};
use hucha::finding::{Cases, CheckOptions, Grouping, Run, Selection, statistics};
use hucha::report::{Format, Length, Options, Report, write_check};
use hucha::rulebook::{LoadOptions, Rulebook, Severity, embedded_files};
use hucha::table::{Cell, Request, read};
use hucha::value::{Date, id_number};
use std::fs;
use std::path::Path;

const HOMES: &str = "\
户编号,户主姓名,乡,村,脱贫属性,脱贫年度,首次识别时间,人均纯收入,危房级别,是否危房户,是否解决安全饮用水,贫困户属性
H1,赵甲某,青山乡,石桥村,预脱贫,,201403,5000,B级,否,是,一般贫困户
H2,钱乙某,青山乡,石桥村,预脱贫,,201403,5200,C级,是,否,一般贫困户
H3,孙丙某,青山乡,柳林村,预脱贫,,201403,,,,是,一般贫困户
H4,李丁某,白云乡,东坡村,已脱贫,2018,201403,2000,A级,否,是,一般贫困户
";

const PEOPLE: &str = "\
人编号,户编号,姓名,证件号码,出生日期,在校生状况,文化程度,是否参加城乡居民基本医疗保险
P1,H1,赵甲某,990101197001010014,1970-01-01,,初中,是
P2,H2,钱乙某,990101197101010013,1971-01-01,,初中,是
P3,H3,孙丙某,990101197201010012,1972-01-01,,初中,是
P4,H3,孙小某,990101201005010059,2010-05-01,,,是
P5,H4,李丁某,990101197301010011,1973-01-01,,初中,否
";

const CODES: [&str; 6] = ["EX102", "EX103", "EX104", "EX105", "EX107", "EX109"];

fn rulebook() -> Rulebook {
    Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap()
}

/// Reads the files and hands a run over them to `look`.
fn with_run<T>(files: &[(&str, &str)], codes: &[&str], locale: Locale, mask: bool, look: impl FnOnce(&Run) -> T) -> T {
    let rulebook = rulebook();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let ingest = read(&Request::new(&rulebook.dictionary, &[folder.path().to_path_buf()]))
        .unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::Zh, false)));
    let dataset = Dataset::join(&rulebook.dictionary, ingest);
    let selection = Selection { codes: codes.iter().map(|c| (*c).to_owned()).collect(), ..Selection::default() };
    let rules = selection.of(&rulebook).unwrap();
    let as_of = Date::day(2019, 12, 31).unwrap();
    look(&Run { rulebook: &rulebook, dataset: &dataset, as_of, rules, named: true, locale, mask })
}

fn records(files: &[(&str, &str)], codes: &[&str], locale: Locale, mask: bool) -> Vec<Record> {
    with_run(files, codes, locale, mask, |run| run.check().unwrap().records)
}

fn case<'r>(records: &'r [Record], code: &str, key: &str) -> &'r Record {
    records.iter().find(|r| r.code == code && r.key == key).unwrap_or_else(|| panic!("{code} {key}: {records:#?}"))
}

#[test]
fn a_case_shows_the_cells_the_threshold_and_the_margin() {
    let found = records(&[("户.csv", HOMES), ("人.csv", PEOPLE)], &CODES, Locale::Zh, true);
    let income = case(&found, "EX109", "H4");
    let margin = income.margin.as_ref().unwrap();
    assert_eq!(
        (margin.value.as_str(), margin.threshold.as_str(), margin.difference.as_str()),
        ("2000", "2995", "-995")
    );
    assert_eq!(margin.unit, "元");
    let cell = income.cells.iter().find(|c| c.field == "人均纯收入").unwrap();
    let place = cell.location.as_ref().unwrap();
    assert_eq!((place.row, place.column.as_deref(), cell.value.as_str()), (5, Some("H"), "2000"));
    assert!(Path::new(&place.file).ends_with("户.csv"));
    assert_eq!(income.place.iter().map(|p| p.value.as_str()).collect::<Vec<_>>(), ["白云乡", "东坡村"]);
    assert!(income.parameters.iter().any(|p| p.name == "脱贫线" && p.as_of == "2018"), "{:?}", income.parameters);

    // The member without insurance is the witness; the other household's members are not shown.
    let insurance = case(&found, "EX104", "H4");
    let witness = insurance.cells.iter().find(|c| c.field == "是否参加城乡居民基本医疗保险").unwrap();
    assert_eq!((witness.of.as_str(), witness.value.as_str()), ("李**", "否"));
}

#[test]
fn a_gate_names_the_smallest_list_of_facts_and_filling_them_opens_it() {
    let gate = |homes: &str, people: &str| {
        with_run(&[("户.csv", homes), ("人.csv", people)], &CODES, Locale::Zh, false, |run| {
            run.gate(&run.rulebook.gates[0]).unwrap()
        })
    };
    let gated = gate(HOMES, PEOPLE);
    let of = |key: &str| gated.records.iter().find(|r| r.key == key);
    // Who has exited already is not on the list.
    assert!(of("H4").is_none());
    assert_eq!(of("H1").unwrap().verdict, GateVerdict::Clear);
    let barred = of("H2").unwrap();
    assert_eq!(barred.verdict, GateVerdict::Barred);
    assert_eq!(barred.reasons.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), ["EX102", "EX105"]);
    let open = of("H3").unwrap();
    assert_eq!((open.verdict, open.verdict_title.as_str()), (GateVerdict::Open, "待核实"));
    let mut facts: Vec<(String, &str, Vec<String>)> = open
        .missing
        .iter()
        .map(|fact| {
            (
                format!("{}{}", fact.of, fact.field),
                fact.location.as_ref().unwrap().column.as_deref().unwrap(),
                fact.rules.clone(),
            )
        })
        .collect();
    facts.sort();
    let rules = |code: &str| vec![code.to_owned()];
    assert_eq!(
        facts,
        [
            ("人均纯收入".to_owned(), "H", rules("EX109")),
            ("危房级别".to_owned(), "I", rules("EX105")),
            // Both could still turn it: enrolment that it is none, schooling that it is finished.
            ("孙小某在校生状况".to_owned(), "F", rules("EX103")),
            ("孙小某文化程度".to_owned(), "G", rules("EX103")),
        ]
    );
    assert_eq!((gated.summary.clear.rows, gated.summary.barred.rows, gated.summary.open.rows), (1, 1, 1));

    // The facts of the list are enough: once they are known, nothing stands against the household.
    let homes =
        HOMES.replace("孙丙某,青山乡,柳林村,预脱贫,,201403,,,", "孙丙某,青山乡,柳林村,预脱贫,,201403,4500,A级,");
    let people = PEOPLE.replace("2010-05-01,,,是", "2010-05-01,小学,,是");
    let gated = gate(&homes, &people);
    assert_eq!(gated.records.iter().find(|r| r.key == "H3").unwrap().verdict, GateVerdict::Clear);
    // And each of them can bar it.
    for (from, to, code) in [("4500,A级", "3000,A级", "EX109"), ("4500,A级", "4500,D级", "EX105")] {
        let gated = gate(&homes.replace(from, to), &people);
        let h3 = gated.records.iter().find(|r| r.key == "H3").unwrap();
        assert_eq!(h3.reasons.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), [code]);
    }
}

#[test]
fn nobody_is_clear_by_a_cell_that_could_not_be_read() {
    let gate = |homes: &str, people: &str| {
        let gated = with_run(&[("户.csv", homes), ("人.csv", people)], &CODES, Locale::Zh, false, |run| {
            run.gate(&run.rulebook.gates[0]).unwrap()
        });
        let record = gated.records.into_iter().find(|r| r.key == "H1").unwrap();
        let facts = record.missing.iter().map(|fact| (fact.field.clone(), fact.unread.clone(), fact.rules.join("、")));
        (record.verdict, facts.collect::<Vec<_>>())
    };
    // Without a grade, that it is no dangerous house is enough; but there is a grade, and nobody can say which.
    assert_eq!(gate(&HOMES.replace("5000,B级", "5000,"), PEOPLE), (GateVerdict::Clear, Vec::new()));
    let fact = |field: &str, unread: &str, rules: &str| (field.to_owned(), unread.to_owned(), rules.to_owned());
    assert_eq!(
        gate(&HOMES.replace("5000,B级", "5000,C类"), PEOPLE),
        (GateVerdict::Open, vec![fact("危房级别", "C类", "EX105")])
    );
    // What could not be read of a member counts, and only where something hangs on it.
    let misread = |from: &str, to: &str| gate(HOMES, &PEOPLE.replace(from, to));
    assert_eq!(misread("1970-01-01,,初中,是", "1970-01-01,,初中毕业,是"), (GateVerdict::Clear, Vec::new()));
    assert_eq!(
        misread("1970-01-01,,初中,是", "1970-01-01,,初中,已交"),
        (GateVerdict::Open, vec![fact("是否参加城乡居民基本医疗保险", "已交", "EX104")])
    );
    // Of a household that is barred all the same, reasons are enough.
    let barred = gate(&HOMES.replace("5000,B级,否", "2000,C类,否"), PEOPLE);
    assert_eq!(barred, (GateVerdict::Barred, Vec::new()));
}

#[test]
fn a_household_that_stands_twice_is_not_clear_by_one_of_its_rows() {
    let again = HOMES.replace("H4,", "H1,赵甲某,青山乡,石桥村,预脱贫,,201403,5000,D级,是,是,一般贫困户\nH4,");
    let gated = with_run(&[("户.csv", &again), ("人.csv", PEOPLE)], &CODES, Locale::Zh, false, |run| {
        run.gate(&run.rulebook.gates[0]).unwrap()
    });
    let of_h1: Vec<_> = gated.records.iter().filter(|r| r.key == "H1").collect();
    assert_eq!(of_h1.iter().map(|r| r.verdict).collect::<Vec<_>>(), [GateVerdict::Barred, GateVerdict::Open]);
    let fact = &of_h1[1].missing[0];
    assert_eq!((fact.field.as_str(), fact.rules.join("、").as_str()), ("编号重复：共有 2 行用这个编号", "DA202"));
}

#[test]
fn while_a_rule_of_the_gate_cannot_run_nobody_is_clear() {
    let gated = with_run(&[("户.csv", HOMES), ("人.csv", PEOPLE)], &["EX101", "EX102"], Locale::Zh, true, |run| {
        run.gate(&run.rulebook.gates[0]).unwrap()
    });
    assert_eq!((gated.summary.clear.rows, gated.summary.barred.rows, gated.summary.open.rows), (0, 1, 2));
    let open = gated.records.iter().find(|r| r.key == "H1").unwrap();
    // Of columns that would do as well as each other the one that the rule asks for is named.
    let lacking: Vec<(&str, bool)> = open.missing.iter().map(|f| (f.field.as_str(), f.absent)).collect();
    assert_eq!(lacking, [("列“户.是否吃穿不愁”", true)]);
}

#[test]
fn a_fingerprint_survives_row_order_language_and_mask_and_changes_with_the_facts() {
    let prints = |homes: &str, locale, mask| {
        let mut prints: Vec<(String, String)> = records(&[("a.csv", homes), ("人.csv", PEOPLE)], &CODES, locale, mask)
            .into_iter()
            .map(|r| (r.code, r.fingerprint))
            .collect();
        prints.sort();
        prints
    };
    let lines: Vec<&str> = HOMES.lines().collect();
    let shuffled = [lines[0], lines[3], lines[1], lines[4], lines[2]].join("\n");
    let first = prints(HOMES, Locale::Zh, true);
    assert!(first.len() >= 4);
    assert_eq!(first, prints(&shuffled, Locale::En, false));
    let changed = prints(&HOMES.replace("2000,A级", "2001,A级"), Locale::Zh, true);
    let differing: Vec<&str> = first.iter().filter(|p| !changed.contains(p)).map(|p| p.0.as_str()).collect();
    assert_eq!(differing, ["EX109"]);
}

#[test]
fn no_name_and_no_number_of_a_person_leaves_unasked() {
    for locale in [Locale::Zh, Locale::En] {
        let people = PEOPLE.replace("1970-01-01,,初中", "1970-01-01,,大学前").replace("990101197101010013", "9.9E+17");
        let files = [("户.csv", HOMES), ("人.csv", people.as_str())];
        let all: Vec<&str> = Vec::new();
        let shown = format!("{:?}", records(&files, &all, locale, true));
        for hidden in ["赵甲某", "钱乙某", "孙丙某", "孙小某", "李丁某", "990101197001010014", "990101201005010059"]
        {
            assert!(!shown.contains(hidden), "{hidden}");
        }
        let open = format!("{:?}", records(&files, &all, locale, false));
        assert!(open.contains("李丁某"));
    }
}

#[test]
fn what_is_wrong_with_the_data_is_said_beside_the_cases() {
    let homes =
        format!("{HOMES}H4,李丁某,白云乡,东坡村,已脱贫,2018,201403,约三千,A级,否,是,一般贫困户\nH9,周戊某,白云乡\n");
    let people = format!("{PEOPLE}P6,H7,吴己某,990101197401010000,1974-13-01,,初中,也许\n");
    let found = records(&[("户.csv", &homes), ("人.csv", &people)], &CODES, Locale::Zh, true);
    let codes = |code: &str| {
        found.iter().filter(|r| r.code == code).map(|r| r.location.as_ref().unwrap().row).collect::<Vec<_>>()
    };
    assert_eq!(codes("DA101"), [7], "a ragged row is set aside");
    assert_eq!(codes("DA111"), [6], "约三千 is no number");
    assert_eq!(codes("DA115"), [7], "there is no thirteenth month");
    assert_eq!(codes("DA116"), [7], "也许 is neither yes nor no");
    assert_eq!(codes("DA202"), [5, 6], "H4 stands twice");
    assert_eq!(codes("DA203"), [7], "H7 is in no household file");
    assert!(found.iter().filter(|r| r.class == "data").all(|r| !r.remedy.is_empty() && !r.fingerprint.is_empty()));
}

#[test]
fn what_could_not_be_read_is_shown_and_not_called_blank() {
    let homes = HOMES.replace(",2000,", ",约三千,");
    let found = records(&[("户.csv", &homes), ("人.csv", PEOPLE)], &["DQ138"], Locale::Zh, true);
    let case = case(&found, "DQ138", "H4");
    let cell = case.cells.iter().find(|c| c.field == "人均纯收入").unwrap();
    assert_eq!((cell.value.as_str(), cell.unread.as_str()), ("", "约三千"));
    // An amount as a spreadsheet shows it can be read.
    let homes = HOMES.replace(",2000,", ",\"￥2,000.00 \",");
    let found = records(&[("户.csv", &homes), ("人.csv", PEOPLE)], &["DQ138"], Locale::Zh, true);
    assert!(found.iter().all(|r| r.key != "H4"), "{found:#?}");
}

#[test]
fn a_row_without_a_place_of_its_own_belongs_where_its_household_does() {
    let surveys = "户编号,核查日期,现场人均纯收入,现场危房级别\nH4,2019-12-01,9000,A级\nH9,2019-12-01,9000,也许\n";
    let files = [("户.csv", HOMES), ("人.csv", PEOPLE), ("入户现场核查记录.csv", surveys)];
    let found = records(&files, &["DQ2"], Locale::Zh, true);
    let places = |record: &Record| record.place.iter().map(|p| p.value.clone()).collect::<Vec<_>>();
    let of_survey = found.iter().find(|r| r.class != "data" && r.key.starts_with("H4")).unwrap();
    assert_eq!(places(of_survey), ["白云乡", "东坡村"], "{of_survey:#?}");
    // Nobody knows where a household is that no file has; what could not be read is of a row that has a key.
    let unread = found.iter().find(|r| r.code == "DA117").unwrap();
    assert!(unread.key.starts_with("H9") && places(unread).is_empty(), "{unread:#?}");
}

#[test]
fn verdicts_add_up_to_rows_and_statistics_to_cases() {
    with_run(&[("户.csv", HOMES), ("人.csv", PEOPLE)], &[], Locale::Zh, true, |run| {
        let checked = run.check().unwrap();
        for rule in &checked.summary.rules {
            if let RuleOutcome::Ran(counts) = &rule.outcome {
                let rows = checked.summary.rows.iter().find(|r| r.entity == rule.entity).unwrap().rows;
                assert_eq!(
                    counts.violation + counts.pass + counts.unknown + counts.not_applicable,
                    rows,
                    "{}",
                    rule.code
                );
                let cases = checked.records.iter().filter(|r| r.code == rule.code).count() as u64;
                assert_eq!(counts.violation, cases, "{}", rule.code);
            }
        }
        for input in &checked.summary.inputs {
            assert_eq!(input.read, input.kept + input.set_aside);
        }
        let by: Vec<Grouping> = ["乡镇", "村", "规则"]
            .iter()
            .map(|name| Grouping::parse(name, &run.rulebook.dictionary, Locale::Zh, true).unwrap())
            .collect();
        let counted = statistics(&Cases::of(&checked.records), &by, Locale::Zh).unwrap();
        assert_eq!(counted.rows.iter().map(|r| r.counts.cases).sum::<u64>(), checked.records.len() as u64);
        assert_eq!(counted.total.cases, checked.records.len() as u64);
        let error = Grouping::parse("乡真", &run.rulebook.dictionary, Locale::Zh, true).unwrap_err();
        assert!(render_all(&[error], Locale::Zh, false).contains("H532"));
        // Masked, everyone of one family name would be one group.
        let masked = |mask| Grouping::parse("户主姓名", &run.rulebook.dictionary, Locale::Zh, mask);
        assert!(render_all(&[masked(true).unwrap_err()], Locale::Zh, false).contains("--no-mask"));
        assert!(masked(false).is_ok());
    });
}

#[test]
fn a_list_that_was_not_handed_in_clears_nobody() {
    use hucha::finding::record::RuleOutcome;
    let outcome = |lists: &str| {
        let files = [("户.csv", HOMES), ("人.csv", PEOPLE), ("名单.csv", lists)];
        with_run(&files, &["EN112"], Locale::Zh, true, |run| run.check().unwrap().summary.rules[0].outcome.clone())
    };
    let header = "名单,证件号码,姓名,单位\n";
    let RuleOutcome::NotRunnable(lacking) = outcome(&format!("{header}财政供养,990101198001010011,郑庚某,某局\n"))
    else {
        panic!("EN112 ran without the list of vehicles");
    };
    assert_eq!(lacking.iter().map(|l| l.what.as_str()).collect::<Vec<_>>(), ["“名单”为“车辆”的名单"]);
    assert!(lacking[0].way_out.contains("“车辆”"));
    // One row with the name of the list says that it was handed in and is empty.
    let RuleOutcome::Ran(counts) = outcome(&format!("{header}车辆,,,\n")) else { panic!("an empty list is a list") };
    assert_eq!((counts.violation, counts.pass), (0, 4));
    let RuleOutcome::Ran(counts) = outcome(&format!("{header}车辆,990101197101010013,钱乙某,\n")) else {
        panic!()
    };
    assert_eq!((counts.violation, counts.pass), (1, 3));
}

#[test]
fn a_sheet_of_people_alone_gives_households_their_place() {
    let people = "省,市,县,乡,村,户编号,人编号,姓名,证件号码,脱贫属性,人均纯收入,危房级别\n\
        某省,某市,某县,青山乡,石桥村,H1,P1,赵甲某,990101197001010014,已脱贫,5000,D级\n\
        某省,某市,某县,青山乡,石桥村,H1,P2,赵乙某,990101197201010012,已脱贫,5000,D级\n";
    let found = records(&[("人.csv", people)], &["EX105"], Locale::Zh, true);
    let case = case(&found, "EX105", "H1");
    assert_eq!(
        case.place.iter().map(|p| p.value.as_str()).collect::<Vec<_>>(),
        ["某省", "某市", "某县", "青山乡", "石桥村"]
    );
}

#[test]
fn what_makes_the_whole_answer_doubtful_stands_at_its_head() {
    let homes = HOMES.replace("人均纯收入", "人均纯收人");
    let twice = HOMES.replace("2000,A级", "2001,A级");
    let doubts = |files: &[(&str, &str)]| {
        with_run(files, &["EX109"], Locale::Zh, true, |run| run.check().unwrap().summary.doubts)
    };
    let slip = doubts(&[("户.csv", &homes), ("人.csv", PEOPLE)]);
    assert!(slip.len() == 1 && slip[0].contains("人均纯收人") && slip[0].contains("人均纯收入"), "{slip:?}");
    let copies = doubts(&[("户.csv", HOMES), ("旧/户.csv", &twice), ("人.csv", PEOPLE)]);
    assert!(copies.len() == 1 && copies[0].contains("“户”有 8 行编号重复"), "{copies:?}");
    assert!(doubts(&[("户.csv", HOMES), ("人.csv", PEOPLE)]).is_empty());
}

#[test]
fn what_is_not_listed_is_counted_and_comes_behind_what_is() {
    // Keys of digits and of words, in no order, some of them twice and in two files.
    let keys = ["120", "12", "H2", "12X", "129", "0012", "H10", "1", "十二", "99", "129X", "H1", "12"];
    let (header, rest) =
        (HOMES.lines().next().unwrap(), "钱乙某,青山乡,石桥村,预脱贫,,201403,5200,C级,是,否,一般贫困户");
    let homes = |keys: &[&str]| {
        let rows: String = keys.iter().map(|key| format!("{key},{rest}\n")).collect();
        format!("{header}\n{rows}")
    };
    let people = PEOPLE.replace("990101197001010014", "990101197001010015").replace("P2,H2", "P2,12X");
    let (first, second) = (homes(&keys), homes(&keys[3..9]));
    let files = [("乙/户.csv", first.as_str()), ("甲/户.csv", &second), ("人.csv", &people)];
    for mask in [true, false] {
        with_run(&files, &[], Locale::Zh, mask, |run| {
            let bare = CheckOptions { evidence: false, ..CheckOptions::default() };
            let all = run.check_with(bare).unwrap();
            let place = |r: &Record| r.location.as_ref().map(|l| (l.file.clone(), l.row));
            for rule in &run.rules {
                let own: Vec<_> =
                    all.records.iter().filter(|r| r.code == rule.code).map(|r| (&r.key, place(r))).collect();
                assert!(own.is_sorted(), "{}: {own:?}", rule.code);
            }
            assert!(all.records.iter().filter(|r| r.code == "EX105").count() > keys.len());
            for most in [0, 1, 2, 7, 100] {
                let some = run.check_with(CheckOptions { listed: Some(most), ..bare }).unwrap();
                assert_eq!(some.summary, all.summary);
                let place = |at: usize| all.records[..at].iter().filter(|r| r.code == all.records[at].code).count();
                let listed = |at: &usize| all.records[*at].class == "data" || place(*at) < most;
                let first: Vec<&Record> = (0..all.records.len()).filter(listed).map(|at| &all.records[at]).collect();
                assert_eq!(some.records.iter().collect::<Vec<_>>(), first, "{most}");
                for level in [Severity::Note, Severity::Warning, Severity::Error] {
                    assert_eq!(some.summary.has_cases(level), all.records.iter().any(|r| r.severity >= level));
                }
            }
        });
    }
}

#[test]
fn rows_made_from_short_identity_numbers_are_called_by_the_long_ones() {
    // The first and the fourth line are of one person, whose number had fifteen digits once.
    let people = PEOPLE
        .replace("P4,H3,孙小某,990101201005010059", "P4,H3,孙小某,990101700101001")
        .replace("990101197001010014", "990101700101001");
    with_run(&[("人.csv", people.as_str())], &[], Locale::Zh, false, |run| {
        let dictionary = &run.rulebook.dictionary;
        let entity = dictionary.find_entity("证件").unwrap();
        let field = dictionary.find_field(entity, "证件号码").unwrap();
        let keys = run.dataset.column(FieldRef { entity, field }).unwrap();
        assert_eq!(keys.len(), 4);
        assert_eq!(keys.get(0), Cell::Text(id_number::join_key("990101700101001").into_owned()));
        assert_eq!(keys.get(1), Cell::Text("990101197101010013".to_owned()));
    });
}

#[test]
fn many_cases_are_listed_as_records_that_were_kept_would_be() {
    // More than are kept in memory, in no order of their keys, in two files, with places, and with cells that are wrong.
    let (header, rest) = HOMES.split_once('\n').unwrap();
    let lines: Vec<&str> = rest.lines().collect();
    let home = |n: usize| {
        let key = format!("H{}", (n + 1) * 7919 % 9973);
        let income = if n % 50 == 8 { "三千多" } else { "5000" };
        lines[n % 4].replacen(&lines[n % 4][..2], &key, 1).replacen("5000", income, 1)
    };
    let file = |from: usize| {
        let rows: Vec<String> = (from..from + 2500).map(home).collect();
        format!("{header}\n{}\n", rows.join("\n"))
    };
    let (first, second) = (file(0), file(2500));
    let files = [("乙/户.csv", first.as_str()), ("甲/户.csv", &second), ("人.csv", PEOPLE)];
    with_run(&files, &[], Locale::Zh, true, |run| {
        let found = run.findings(CheckOptions::default()).unwrap();
        let records = found.cases.records().unwrap();
        assert!(records.len() > 5000 && records.len() == found.cases.len(), "{}", records.len());
        // What is listed is what is counted, and each case is the one that is found alone.
        for count in &found.summary.cases {
            assert_eq!(records.iter().filter(|r| r.code == count.code).count() as u64, count.cases, "{}", count.code);
        }
        let view = run.view();
        let place = |r: &Record| {
            r.location.as_ref().map(|l| (l.file.clone(), l.row, l.column.as_ref().map(|c| (c.len(), c.clone()))))
        };
        let ran = run.rules.iter().zip(&found.summary.rules).filter(|(_, r)| matches!(r.outcome, RuleOutcome::Ran(_)));
        for (rule, _) in ran {
            let own: Vec<&Record> = records.iter().filter(|r| r.code == rule.code).collect();
            assert!(own.is_sorted_by_key(|r| (&r.key, place(r))), "{}", rule.code);
            let mut alone: Vec<Record> =
                (0..run.dataset.rows(rule.entity).count).filter_map(|row| view.case(rule, row).ok()).collect();
            alone.sort_by_key(|r| (r.key.clone(), place(r)));
            assert!(own.into_iter().eq(&alone), "{}", rule.code);
        }
        let data: Vec<&Record> = records.iter().filter(|r| r.class == "data").collect();
        assert!(data.is_sorted_by_key(|r| (&r.code, place(r), &r.key)) && data.iter().any(|r| r.code == "DA111"));
        // Every format says of cases that are made on the way what it says of records.
        let by = ["乡", "规则"].map(|name| Grouping::parse(name, &run.rulebook.dictionary, Locale::Zh, true).unwrap());
        let kept = Cases::of(&records);
        let counted = |cases: &Cases<'_>| statistics(cases, &by, Locale::Zh).unwrap();
        assert_eq!(counted(&found.cases), counted(&kept));
        for format in [Format::Text, Format::Json, Format::Csv, Format::Markdown] {
            for limit in [None, Some(600)] {
                let options = Options { locale: Locale::Zh, colour: false, width: 80, limit, length: Length::Full };
                let written = |cases: &Cases<'_>| {
                    let mut out = Vec::new();
                    write_check(
                        &mut out,
                        format,
                        &Report { summary: &found.summary, cases, statistics: None },
                        &options,
                    )
                    .unwrap();
                    out
                };
                assert!(written(&found.cases) == written(&kept), "{format:?} {limit:?}");
            }
        }
        // Of cases that are not listed nothing is kept, and all are counted.
        let some = run.findings(CheckOptions { listed: Some(3), ..CheckOptions::default() }).unwrap();
        assert_eq!(some.summary, found.summary);
        let first: Vec<&Record> =
            run.rules.iter().flat_map(|rule| records.iter().filter(|r| r.code == rule.code).take(3)).collect();
        assert!(some.cases.records().unwrap().iter().filter(|r| r.class != "data").eq(first));
    });
}
