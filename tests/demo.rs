//! Synthetic rosters: clean ones break no rule, and of faulty ones the answer key holds what is found, no more, no less.

use hucha::dataset::Dataset;
use hucha::demo::{Answer, Options, Reason, Roster, Summary, generate, write_folder};
use hucha::diagnostic::{Locale, render_all};
use hucha::dictionary::{Dictionary, EntityId, FieldId, FieldRef, FieldType};
use hucha::engine::{Collect, Condition, Plan};
use hucha::rulebook::{LoadOptions, Rulebook, embedded_files};
use hucha::table::{Encoding, Request, read};
use hucha::value::{Date, id_number};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| load(None));

fn load(region: Option<&str>) -> Rulebook {
    let options = LoadOptions { region: region.map(str::to_owned), ..LoadOptions::default() };
    Rulebook::load(&embedded_files(), &options)
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)))
}

fn options(households: usize, seed: u64, faults: f64) -> Options {
    Options::new(households, seed, faults, Date::day(2020, 12, 31).unwrap())
}

fn roster(households: usize, seed: u64, faults: f64) -> Roster {
    generate(&RULES, &options(households, seed, faults)).unwrap()
}

/// A finding or an expected one: rule, entity, key or label, row as a spreadsheet shows it.
type Case = (String, String, String, Option<u32>);

/// What the engine finds; `row_of` says which row of its file a row is.
fn found(
    rulebook: &Rulebook,
    dataset: &Dataset<'_>,
    as_of: Date,
    row_of: &dyn Fn(EntityId, usize) -> Option<u32>,
) -> BTreeSet<Case> {
    let dictionary = &rulebook.dictionary;
    let rules: Vec<_> = rulebook.rules.iter().filter(|rule| rule.off.is_none()).collect();
    let plan = Plan::compile(rulebook, dataset, as_of, rules.iter().map(|&rule| Condition::from(rule)));
    let answers = plan.run(Collect { violations: true, ..Collect::default() });
    let mut cases = BTreeSet::new();
    for (rule, answer) in rules.iter().zip(answers) {
        // A rule whose parameter has no value on the audit date does not run.
        for row in answer.unwrap_or_default().violations {
            let (entity, row) = (rule.entity, row as usize);
            let described = dictionary.entity(entity);
            let shown = |&field: &FieldId| {
                let at = FieldRef { entity, field };
                dataset.show(at, dataset.cell(at, row))
            };
            let key = if described.key.is_empty() {
                described.label.iter().map(shown).collect::<Vec<_>>().join("/")
            } else {
                dataset.key(entity, row)
            };
            assert!(cases.insert((rule.code.clone(), described.name.zh.clone(), key, row_of(entity, row))));
        }
    }
    cases
}

fn found_in(rulebook: &Rulebook, roster: &Roster, options: &Options) -> BTreeSet<Case> {
    let dataset = Dataset::of_rows(&rulebook.dictionary, &roster.written_rows(&rulebook.dictionary));
    let above = if options.title_rows { 3 } else { 1 };
    found(rulebook, &dataset, options.as_of, &|entity, row| {
        let has_file = roster.sheets.iter().any(|sheet| sheet.entity == entity);
        has_file.then(|| u32::try_from(above + row + 1).unwrap())
    })
}

fn expected(answers: &[Answer]) -> BTreeSet<Case> {
    answers.iter().map(|a| (a.rule.clone(), a.entity.clone(), a.key.clone(), a.row)).collect()
}

/// Two sets, for a message that can be read.
fn differ(found: &BTreeSet<Case>, expected: &BTreeSet<Case>) -> String {
    let list = |what: &str, cases: Vec<&Case>| {
        format!("{what}: {} {:#?}", cases.len(), cases.iter().take(12).collect::<Vec<_>>())
    };
    [
        list("found, not expected", found.difference(expected).collect()),
        list("expected, not found", expected.difference(found).collect()),
    ]
    .join("\n")
}

#[test]
fn a_roster_without_faults_breaks_no_rule() {
    for (households, seed) in [(50, 1), (200, 2), (600, 3)] {
        let clean = roster(households, seed, 0.0);
        assert!(clean.answers.is_empty() && clean.faulty == 0);
        let found = found_in(&RULES, &clean, &options(households, seed, 0.0));
        assert!(found.is_empty(), "{households} households, seed {seed}: {}", differ(&found, &BTreeSet::new()));
    }
}

#[test]
fn a_clean_roster_gives_most_rules_something_to_pass() {
    let clean = roster(600, 1, 0.0);
    let dataset = Dataset::of_rows(&RULES.dictionary, &clean.written_rows(&RULES.dictionary));
    let as_of = options(600, 1, 0.0).as_of;
    let plan = Plan::compile(&RULES, &dataset, as_of, RULES.rules.iter().map(Condition::from));
    let answers = plan.run(Collect::default());
    let passed = |answer: &Option<hucha::engine::Answer>| answer.as_ref().is_some_and(|answer| answer.counts.pass > 0);
    let nobody = RULES.rules.iter().zip(&answers).filter(|(_, answer)| !passed(answer));
    let nobody: Vec<&str> = nobody.map(|(rule, _)| rule.code.as_str()).collect();
    assert!(nobody.len() * 3 < RULES.rules.len(), "passed by nobody: {nobody:?}");
}

#[test]
fn every_table_has_rows_and_is_read_back_as_itself() {
    let options = options(300, 1, 0.0);
    let folder = tempfile::tempdir().unwrap();
    let summary = write_folder(&RULES, &options, folder.path()).unwrap();
    let paths = [folder.path().to_owned()];
    let ingest = read(&Request::new(&RULES.dictionary, &paths))
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)));
    let made = generate(&RULES, &options).unwrap();
    let mut wrong = Vec::new();
    for (sheet, (path, _)) in made.sheets.iter().zip(&summary.files) {
        let described = RULES.dictionary.entity(sheet.entity);
        let Some(file) = ingest.files.iter().find(|file| file.path == *path) else {
            wrong.push(format!("{} was not read", path.display()));
            continue;
        };
        if file.entity != sheet.entity {
            wrong.push(format!("{} is taken for {}", described.name.zh, RULES.dictionary.entity(file.entity).name.zh));
        } else if !described.field_ids().map(Some).eq(file.columns.iter().copied()) {
            wrong.push(format!("columns of {} are not recognised", described.name.zh));
        } else if sheet.rows.is_empty() {
            wrong.push(format!("{} has no rows", described.name.zh));
        }
    }
    assert_eq!(wrong, [""; 0]);
    let tables = RULES.dictionary.entities.iter().filter(|entity| entity.key.len() < entity.fields.len()).count();
    assert_eq!(made.sheets.len(), tables);
}

#[test]
fn the_answer_key_is_what_is_found() {
    for (households, seed, faults) in [(50, 1, 20), (200, 2, 20), (600, 3, 30)] {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let options = options(households, seed, f64::from(faults) / households as f64);
        let faulty = generate(&RULES, &options).unwrap();
        assert_eq!(faulty.faulty, usize::try_from(faults).unwrap(), "{:?}", faulty.unplanted);
        let (found, expected) = (found_in(&RULES, &faulty, &options), expected(&faulty.answers));
        assert!(found == expected, "{households} households, seed {seed}: {}", differ(&found, &expected));
    }
}

/// Rules that no fault is planted for at the end of 2020, and why.
const NOT_PLANTED: [(&str, Reason); 0] = [];

#[test]
fn every_rule_is_planted_about_as_often() {
    let faulty = roster(RULES.rules.len() + 20, 5, 1.0);
    let unplanted: Vec<(&str, Reason)> = faulty.unplanted.iter().map(|u| (u.rule.as_str(), u.reason)).collect();
    assert_eq!(unplanted, NOT_PLANTED, "rules that no household can be made to break");
    let planted = |code: &str| {
        let homes = faulty.answers.iter().filter(|a| a.planted && a.rule == code).map(|a| &a.household);
        homes.collect::<BTreeSet<_>>().len()
    };
    let rules: Vec<&str> = RULES.rules.iter().map(|rule| rule.code.as_str()).collect();
    for code in rules {
        let (times, is_left) = (planted(code), NOT_PLANTED.iter().any(|(left, _)| *left == code));
        assert!(is_left || (1..=2).contains(&times), "{code} is planted {times} times, not once or twice");
    }
    let (found, expected) =
        (found_in(&RULES, &faulty, &options(RULES.rules.len() + 20, 5, 1.0)), expected(&faulty.answers));
    assert!(found == expected, "{}", differ(&found, &expected));
}

#[test]
fn regions_have_rosters_of_their_own() {
    for region in ["guizhou", "hebei", "ningxia"] {
        let rulebook = load(Some(region));
        for faults in [0.0, 0.3] {
            let options = options(40, 4, faults);
            let roster = generate(&rulebook, &options).unwrap();
            let failed = roster.unplanted.iter().find(|unplanted| unplanted.reason != Reason::DoesNotRun);
            assert_eq!(failed, None, "{region}");
            let (found, expected) = (found_in(&rulebook, &roster, &options), expected(&roster.answers));
            assert!(found == expected, "{region}: {}", differ(&found, &expected));
            assert_eq!(found.is_empty(), faults == 0.0, "{region}");
        }
    }
}

#[test]
fn rosters_can_be_made_for_other_audit_dates() {
    for as_of in ["2018-12-31", "2021-06-30"] {
        let as_of = Date::parse(as_of).unwrap();
        for faults in [0.0, 0.3] {
            let options = Options { as_of, ..options(40, 8, faults) };
            let roster = generate(&RULES, &options).unwrap();
            let (found, expected) = (found_in(&RULES, &roster, &options), expected(&roster.answers));
            assert!(found == expected, "{as_of}: {}", differ(&found, &expected));
            assert_eq!(found.is_empty(), faults == 0.0, "{as_of}");
        }
    }
}

#[test]
fn a_seed_gives_one_roster_on_any_number_of_threads() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| roster(40, 9, 0.2))
    };
    let (one, two) = (on(1), on(2));
    assert_eq!(one.sheets, two.sheets);
    assert_eq!(one.answers, two.answers);
    assert_ne!(one.sheets, roster(40, 10, 0.2).sheets);
}

#[test]
fn identity_numbers_are_valid_and_nobody_shares_one() {
    let dictionary: &Dictionary = &RULES.dictionary;
    let clean = roster(1000, 1, 0.0);
    let person = dictionary.find_entity("人").unwrap();
    let sheet = clean.sheets.iter().find(|sheet| sheet.entity == person).unwrap();
    let at = dictionary.entity(person).fields.iter().position(|field| field.ty == FieldType::Id).unwrap();
    let mut seen = BTreeSet::new();
    for row in &sheet.rows {
        assert_eq!(id_number::check_holds(&row[at]), Some(true), "{}", row[at]);
        assert!(seen.insert(id_number::join_key(&row[at]).into_owned()), "{} twice", row[at]);
    }
    assert!(sheet.rows.iter().any(|row| id_number::form(&row[at]) == id_number::Form::Disability20));
    assert!(sheet.rows.len() > 2500, "only {} people in 1000 households", sheet.rows.len());
}

/// What is found in the files of a folder.
fn found_in_folder(folder: &Path, as_of: Date) -> BTreeSet<Case> {
    let paths = [folder.to_owned()];
    let request = Request::new(&RULES.dictionary, &paths);
    let ingest = read(&request).unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)));
    assert!(ingest.files.iter().all(|file| file.set_aside == 0));
    assert_eq!(ingest.problems, []);
    let dataset = Dataset::join(&RULES.dictionary, ingest);
    let row_of = |entity, row| dataset.origin(entity, row).map(|origin| origin.row);
    found(&RULES, &dataset, as_of, &row_of)
}

#[test]
fn files_hold_what_was_made() {
    for (encoding, title_rows) in [(Encoding::Gb18030, true), (Encoding::Utf8, false)] {
        let options = Options { encoding, title_rows, ..options(60, 6, 0.3) };
        let folder = tempfile::tempdir().unwrap();
        let summary = write_folder(&RULES, &options, folder.path()).unwrap();
        let made = generate(&RULES, &options).unwrap();
        assert_eq!((summary.faulty, summary.expected), (made.faulty, made.answers.len()));
        let rows = |summary: &Summary| summary.files.iter().map(|(_, rows)| *rows).collect::<Vec<_>>();
        assert_eq!(rows(&summary), made.sheets.iter().map(|sheet| sheet.rows.len()).collect::<Vec<_>>());
        let (found, expected) = (found_in_folder(folder.path(), options.as_of), expected(&made.answers));
        assert!(found == expected, "{}", differ(&found, &expected));
    }
}

#[test]
fn the_answer_key_of_some_tables_and_columns_is_what_is_found_in_them() {
    let entity = |name| RULES.dictionary.find_entity(name).unwrap();
    let tables: Vec<EntityId> = ["户", "人", "岗位", "比对记录"].map(entity).to_vec();
    let names =
        ["户编号", "证件号码", "脱贫属性", "脱贫年度", "人均纯收入", "与户主关系", "家庭人口数", "名单", "在岗状态"];
    let of = |name: &'static str| {
        let at =
            move |&entity: &EntityId| RULES.dictionary.find_field(entity, name).map(|field| FieldRef { entity, field });
        tables.iter().filter_map(at).collect::<Vec<_>>()
    };
    let columns: Vec<FieldRef> = names.into_iter().flat_map(of).collect();
    for (columns, faults) in [(Vec::new(), 0.0), (Vec::new(), 0.3), (columns, 0.3)] {
        let options = Options { tables: tables.clone(), columns, ..options(300, 3, faults) };
        let folder = tempfile::tempdir().unwrap();
        let summary = write_folder(&RULES, &options, folder.path()).unwrap();
        assert_eq!(summary.files.len(), tables.len());
        let made = generate(&RULES, &options).unwrap();
        let (found, expected) = (found_in_folder(folder.path(), options.as_of), expected(&made.answers));
        assert!(found == expected, "{}", differ(&found, &expected));
        assert_eq!((summary.expected, found.is_empty()), (made.answers.len(), faults == 0.0));
    }
}

/// The rosters that are kept beside the program.
fn kept() -> [(PathBuf, Options); 2] {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    [
        (data.join("gbk"), options(300, 2020, 0.1)),
        (data.join("utf8"), Options { encoding: Encoding::Utf8, title_rows: false, ..options(60, 2021, 0.1) }),
    ]
}

#[test]
fn the_kept_rosters_are_those_that_are_made_today() {
    for (folder, options) in kept() {
        if std::env::var_os("UPDATE_DATA").is_some() {
            let _gone = std::fs::remove_dir_all(&folder);
            write_folder(&RULES, &options, &folder).unwrap();
        }
        let fresh = tempfile::tempdir().unwrap();
        write_folder(&RULES, &options, fresh.path()).unwrap();
        let names = |folder: &Path| {
            let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            entries.map(|entry| entry.unwrap().file_name()).collect::<BTreeSet<_>>()
        };
        assert_eq!(names(&folder), names(fresh.path()));
        for name in names(fresh.path()) {
            let same = std::fs::read(folder.join(&name)).unwrap() == std::fs::read(fresh.path().join(&name)).unwrap();
            assert!(same, "{} has changed; run this test with UPDATE_DATA=1", folder.join(&name).display());
        }
    }
}
