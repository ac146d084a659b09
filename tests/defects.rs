//! What went wrong, unseen, in a hand-coded engine that counties used, item by item: here it cannot be written, or the
//! loader, `rules lint`, `rules test` or `rules test --mutants` says so.

use hucha::dataset::Dataset;
use hucha::diagnostic::{Diagnostic, Locale, Source, render_all};
use hucha::finding::record::{Record, RuleOutcome, Summary};
use hucha::finding::{Run, Selection};
use hucha::lint::{lint, mutants, test_examples};
use hucha::rulebook::{LoadOptions, ParameterValue, Rulebook, embedded_files};
use hucha::table::{Request, read};
use hucha::value::Date;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const DICTIONARY: &str = "
yes: [是]
no: [否]
codes:
  - {name: 性别, title: {zh: 性别, en: sex}, codes: [{name: 男, en: male}, {name: 女, en: female}]}
  - {name: 关系, title: {zh: 关系, en: relation}, codes: [{name: 户主, en: head}, {name: 之女, en: daughter}, {name: 之父, en: father}]}
  - {name: 技能, title: {zh: 技能, en: ability}, codes: [{name: 普通劳动力, en: plain}, {name: 弱劳动力, en: weak}, {name: 丧失劳动力, en: lost}, {name: 无劳动力, en: none}]}
entities:
  - name: 户
    en: home
    title: {zh: 户, en: home}
    key: [户号]
    fields:
      - {name: 户号, en: number, type: text}
      - {name: 收入, en: income, type: number}
      - {name: 类别数, en: kinds, type: number}
      - {name: 监测对象类别, en: kind, type: text}
      - {name: 雨露计划, en: vocational_aid, type: bool}
      - {name: 就业帮扶, en: jobs, type: bool}
      - {name: 产业帮扶, en: farming, type: bool}
  - name: 人
    en: person
    title: {zh: 人, en: person}
    key: [人号]
    fields:
      - {name: 人号, en: number, type: text}
      - {name: 户号, en: home_number, type: text}
      - {name: 性别, en: sex, type: 性别}
      - {name: 与户主关系, en: relation, type: 关系}
      - {name: 劳动技能, en: ability, type: 技能}
      - {name: 生日, en: born, type: date}
      - {name: 在校, en: at_school, type: bool}
links:
  - {from: 人, to: 户, name: 户, en: home, inverse: 成员, inverse_en: members, by: [户号]}
classes: [{name: c, title: {zh: 类, en: class}}]
pack: {name: p, title: {zh: 包, en: pack}}
sources: [{id: plan, title: {zh: 方案, en: plan}, clauses: [{id: B1, text: 对中职、高职学生给予雨露计划补助。}, {id: B2, text: 收入来源3类以上的。}]}]
";

/// A rule by its code, entity and conditions, with further lines.
fn rule(code: &str, entity: &str, given: &str, require: &str, more: &[&str]) -> String {
    let given = if given.is_empty() { String::new() } else { format!("    given: '{given}'\n") };
    let basis = if more.iter().any(|line| line.starts_with("basis")) { "" } else { "    assumed: true\n" };
    let more: String = more.iter().map(|line| format!("    {line}\n")).collect();
    format!(
        "  - code: {code}\n    slug: {}\n    title: {{zh: 一, en: one}}\n    class: c\n    for: {entity}\n{basis}{given}    \
         require: '{require}'\n    severity: note\n    message: {{zh: 话, en: word}}\n{more}",
        code.to_lowercase()
    )
}

fn files(rules: &str) -> [Arc<Source>; 1] {
    [Source::new("rules/r.yaml", format!("{DICTIONARY}rules:\n{rules}"))]
}

fn load(rules: &str) -> Result<Rulebook, Vec<Diagnostic>> {
    Rulebook::load(&files(rules), &LoadOptions::default())
}

fn shown(found: &[Diagnostic]) -> Vec<String> {
    let line = |d: &Diagnostic| {
        let helps: String = d.helps.iter().map(|help| format!("; {}", help.text(Locale::En))).collect();
        format!("{} {}{helps}", d.message.code(), d.message.text(Locale::En))
    };
    found.iter().map(line).collect()
}

/// What the loader refuses a rule of an entity for.
fn refused(entity: &str, given: &str, require: &str) -> Vec<String> {
    shown(&load(&rule("RR101", entity, given, require, &[])).err().unwrap_or_default())
}

fn is_refused(entity: &str, require: &str, because: &str) {
    let found = refused(entity, "", require);
    assert!(found.len() == 1 && found[0].starts_with(because), "{require}: {found:?}");
}

/// What lint says that has one of these codes.
fn linted(rules: &str, codes: &[&str]) -> Vec<String> {
    let book = load(rules).unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::En, false)));
    let found: Vec<Diagnostic> = lint(&book).into_iter().filter(|d| codes.contains(&d.message.code())).collect();
    shown(&found)
}

/// The examples of a rule that do not hold.
fn failing(entity: &str, given: &str, require: &str, examples: &[&str]) -> Vec<String> {
    let examples = format!("examples: [{}]", examples.join(", "));
    shown(&test_examples(&files(&rule("RR101", entity, given, require, &[&examples]))).unwrap().failures)
}

/// The changes of a rule that no example notices.
fn survivors(require: &str, examples: &[&str]) -> Vec<String> {
    let examples = format!("examples: [{}]", examples.join(", "));
    shown(&mutants(&files(&rule("RR101", "户", "", require, &[&examples]))).unwrap().problems)
}

/// Runs shipped rules over files.
fn checked(files: &[(&str, &str)], codes: &[&str], as_of: &str) -> (Summary, Vec<Record>) {
    let rulebook = Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let ingest = read(&Request::new(&rulebook.dictionary, &[folder.path().to_path_buf()]))
        .unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::Zh, false)));
    let dataset = Dataset::join(&rulebook.dictionary, ingest);
    let selection = Selection { codes: codes.iter().map(|c| (*c).to_owned()).collect(), ..Selection::default() };
    let (rules, as_of) = (selection.of(&rulebook).unwrap(), Date::parse(as_of).unwrap());
    let run = Run { rulebook: &rulebook, dataset: &dataset, as_of, rules, named: true, locale: Locale::Zh, mask: true };
    let checked = run.check().unwrap();
    (checked.summary, checked.records)
}

fn count(records: &[Record], code: &str) -> usize {
    records.iter().filter(|record| record.code == code).count()
}

#[test]
fn item_01_the_same_number_twice_is_seen_though_both_rows_are_equal() {
    let header = "人编号,户编号,姓名,证件号码\n";
    let row = "P1,H1,赵甲某,990101197001010014\n";
    let (summary, found) = checked(&[("人.csv", &format!("{header}{row}{row}"))], &["ID106", "ID107"], "2020-12-31");
    assert_eq!(summary.inputs.iter().map(|i| (i.read, i.kept)).collect::<Vec<_>>(), [(2, 2)]);
    assert_eq!((count(&found, "ID106"), count(&found, "ID107")), (2, 0), "{found:#?}");
    // And where it stands in two households, whatever else differs.
    let two = format!("{header}{row}P2,H2,赵乙某,99010119700101001442\n");
    let (_, found) = checked(&[("人.csv", &two)], &["ID106", "ID107"], "2020-12-31");
    assert_eq!((count(&found, "ID106"), count(&found, "ID107")), (0, 2), "{found:#?}");
}

#[test]
fn item_02_a_rule_that_fires_cannot_fail_to_say_so() {
    // A word that no rule knows stops the rule file, not the run that first finds a case.
    let unknown = load(&rule("RR101", "户", "", "收入 > 1", &["record: 户号"])).unwrap_err();
    assert_eq!(unknown.len(), 1);
    assert!(shown(&unknown)[0].starts_with("H007"), "{:?}", shown(&unknown));
    let text = rule("RR101", "户", "", "收入 > 1", &[]).replace("zh: 话", "zh: \"{收人}\"");
    assert_eq!(
        shown(&load(&text).unwrap_err()),
        ["H301 `户` has no field, link, definition or parameter called `收人`; did you mean `收入`?"]
    );
    // A rule that has never been seen to fire is not let pass.
    let never = rule("RR101", "户", "", "收入 > 1", &["examples: [{given: {收入: 2}, then: pass}]"]);
    assert_eq!(linted(&never, &["H601"]), ["H601 rule RR101 has no example whose verdict is violation"]);
}

#[test]
fn item_03_ages_are_those_of_the_audit_date_to_the_day() {
    let example = |as_of: &str, then: &str| format!("{{given: {{生日: 2004-06-15}}, as_of: {as_of}, then: {then}}}");
    let (before, on) = (example("2020-06-14", "pass"), example("2020-06-15", "violation"));
    assert_eq!(failing("人", "", "周岁(生日, 审计日) < 16 岁", &[&before, &on]), [""; 0]);
    // A child of school age at one audit date is too young at another, on whatever day the program runs.
    let people = "人编号,户编号,姓名,证件号码,出生日期,在校生状况,文化程度\nP1,H1,钱小某,,2010-05-01,,文盲或半文盲\n";
    let homes = "户编号,户主姓名,脱贫属性,脱贫年度\nH1,钱乙某,已脱贫,2019\n";
    let at = |as_of: &str| {
        let (summary, _) = checked(&[("户.csv", homes), ("人.csv", people)], &["EX103"], as_of);
        let RuleOutcome::Ran(counts) = &summary.rules[0].outcome else { panic!("{:?}", summary.rules) };
        (counts.violation, counts.pass, counts.unknown)
    };
    assert_ne!(at("2013-12-31"), at("2020-12-31"));
    // The clock is read where the command line gets its audit date and in no other room.
    for (path, code) in code_of_every_room() {
        let clock = ["Zoned::now", "SystemTime", "Local::now", "Utc::now"].iter().any(|word| code.contains(word));
        assert!(!clock || path.components().any(|c| c.as_os_str() == "cli"), "{} reads the clock", path.display());
    }
}

#[test]
fn item_04_words_and_numbers_cannot_be_compared() {
    is_refused("人", "性别 = 1", "H314");
    is_refused("户", "收入 = \"0\"", "H314");
    is_refused("人", "在校 = \"是\"", "H314");
    // What stands in a file as text is a number where its column is one.
    let zero = ["{given: {收入: \"0\"}, then: violation}", "{given: {收入: \"0.00\"}, then: violation}"];
    assert_eq!(failing("户", "", "收入 <> 0", &zero), [""; 0]);
}

#[test]
fn item_05_a_condition_that_is_never_true_is_found() {
    let never = ["H613 rule RR101 can never apply: its given contradicts itself"];
    assert_eq!(linted(&rule("RR101", "户", "计数(成员) < 0", "收入 > 1", &[]), &["H613"]), never);
    assert_eq!(linted(&rule("RR101", "户", "收入 > 5 且 收入 < 5", "雨露计划", &[]), &["H613"]), never);
    // There is no place number that could run one past the last row.
    is_refused("户", "任一(成员, 序号 = 6)", "H301");
    // A rule that no example can make fire has none that shows it.
    let idle = rule("RR101", "户", "", "收入 > 1", &["examples: [{given: {收入: 2}, then: pass}]"]);
    assert_eq!(linted(&idle, &["H601"]).len(), 1);
}

#[test]
fn item_06_a_word_outside_the_vocabulary_is_an_error_with_the_word_that_is_meant() {
    let found = refused("人", "", "劳动技能 <> \"无劳动能力\"");
    assert_eq!(
        found,
        [
            "H317 the code list `技能` has no `无劳动能力`; did you mean `无劳动力`?; known are: 普通劳动力、弱劳动力、丧失劳动力、无劳动力"
        ]
    );
    let both = rule("RR101", "人", "劳动技能 = \"普通劳动力\" 且 劳动技能 = \"弱劳动力\"", "在校", &[]);
    assert_eq!(linted(&both, &["H613"]), ["H613 rule RR101 can never apply: its given contradicts itself"]);
    // In data it is reported with its place, and counts as blank.
    let people = "人编号,户编号,姓名,与户主关系\nP1,H1,赵甲某,户主兼会计\n";
    let (summary, found) = checked(&[("人.csv", people)], &["ID109"], "2020-12-31");
    let place = found.iter().find(|r| r.message == "与户主关系：户主兼会计").and_then(|r| r.location.clone()).unwrap();
    assert_eq!((place.row, place.column.as_deref()), (2, Some("D")));
    assert!(matches!(&summary.rules[0].outcome, RuleOutcome::Ran(counts) if counts.violation == 1), "{summary:#?}");
}

#[test]
fn item_07_a_misspelt_column_is_an_error_in_a_rule_and_is_said_of_a_file() {
    assert_eq!(
        refused("户", "检测对象类别 缺失", "收入 > 1"),
        ["H301 `户` has no field, link, definition or parameter called `检测对象类别`; did you mean `监测对象类别`?"]
    );
    // A misspelt header: what needs the column does not run, and the column that is meant is named.
    let homes = "户编号,户主姓名,脱贫属性,脱贫年度,人均纯收人\nH1,赵甲某,已脱贫,2018,2000\n";
    let (summary, found) = checked(&[("户.csv", homes)], &["EX109"], "2019-12-31");
    assert_eq!(count(&found, "EX109"), 0);
    assert!(matches!(&summary.rules[0].outcome, RuleOutcome::NotRunnable(lacking) if !lacking.is_empty()));
    assert!(summary.doubts.iter().any(|d| d.contains("人均纯收人") && d.contains("人均纯收入")), "{summary:#?}");
    let (_, found) = checked(&[("户.csv", &homes.replace("收人", "收入"))], &["EX109"], "2019-12-31");
    assert_eq!(count(&found, "EX109"), 1);
}

#[test]
fn item_08_a_day_cannot_be_put_together_from_wrong_parts() {
    is_refused("人", "生日 >= 2004", "H314");
    is_refused("人", "年(生日) >= 2004-09-01", "H314");
    assert!(!refused("人", "", "生日 >= 2004-2004-01").is_empty());
    assert!(!refused("人", "", "生日 >= 2004-13-01").is_empty());
    // The day before a cut-off and the day itself.
    let sides = ["{given: {生日: 2004-08-31}, then: violation}", "{given: {生日: 2004-09-01}, then: pass}"];
    assert_eq!(failing("人", "", "生日 >= 2004-09-01", &sides), [""; 0]);
}

#[test]
fn item_09_a_limit_other_than_the_one_that_is_said_is_found() {
    // The title says 3 or more; the code flags 2.
    let two = ["{given: {类别数: 3}, then: violation}", "{given: {类别数: 2}, then: pass}"];
    assert_eq!(
        failing("户", "", "类别数 < 2", &two),
        ["H608 example 2 of rule RR101 should give pass and gives violation"]
    );
    assert_eq!(failing("户", "", "类别数 < 3", &two), [""; 0]);
    // Examples far from the limit would not notice; that is said too.
    let far = ["{given: {类别数: 9}, then: violation}", "{given: {类别数: 0}, then: pass}"];
    assert!(survivors("类别数 < 3", &far).iter().any(|line| line.contains("3 → 2")));
    assert_eq!(survivors("类别数 < 3", &two), [""; 0]);
    // A limit that is a parameter is held to the words that it is cited with.
    let limit = |value: u8| {
        let rules = rule("RR101", "户", "", "类别数 < 类数", &[]);
        let value = format!("{{value: {value}, source: plan, clause: B2, text: 3类以上}}");
        linted(
            &format!(
                "{rules}parameters: [{{name: 类数, en: limit, title: {{zh: 类数, en: limit}}, values: [{value}]}}]\n"
            ),
            &["H620"],
        )
    };
    assert_eq!((limit(2).len(), limit(3).len()), (1, 0));
}

#[test]
fn item_10_a_rule_that_does_not_look_where_it_should_is_found() {
    // Of the children: a rule that reads the household alone cannot tell these two apart.
    let child = |at_school: &str, then: &str| {
        format!(
            "{{given: {{雨露计划: 否, 成员: [{{与户主关系: 户主, 在校: 否}}, {{与户主关系: 之女, 在校: {at_school}}}]}}, then: {then}}}"
        )
    };
    let (pupil, none) = (child("是", "violation"), child("否", "not_applicable"));
    assert_eq!(failing("户", "", "雨露计划", &[&pupil, &none]).len(), 1);
    assert_eq!(failing("户", "任一(成员, 在校)", "雨露计划", &[&pupil, &none]), [""; 0]);
    // Whoever has lost the ability is not able because another word stands there.
    let lost = "{given: {劳动技能: 丧失劳动力}, then: not_applicable}";
    assert_eq!(failing("人", "劳动技能 <> \"无劳动力\"", "在校", &[lost]).len(), 1);
    // One column is not another, and relations are those of the list.
    is_refused("人", "与户主关系 = 性别", "H314");
    is_refused("人", "与户主关系 = \"女儿\"", "H317");
    is_refused("人", "与户主关系 属于 [\"户主\", \"父亲\"]", "H317");
}

#[test]
fn item_11_a_rule_turned_round_and_one_that_takes_any_of_several_are_found() {
    let sides = ["{given: {收入: 5}, then: violation}", "{given: {收入: 20}, then: pass}"];
    assert_eq!(failing("户", "", "收入 < 10", &sides).len(), 2);
    // One of two measures is not both.
    let one = "{given: {就业帮扶: 是, 产业帮扶: 否}, then: violation}";
    assert_eq!(failing("户", "", "就业帮扶 或 产业帮扶", &[one]).len(), 1);
    let alike =
        ["{given: {就业帮扶: 是, 产业帮扶: 是}, then: pass}", "{given: {就业帮扶: 否, 产业帮扶: 否}, then: violation}"];
    assert!(!survivors("就业帮扶 且 产业帮扶", &alike).is_empty());
}

#[test]
fn item_12_a_code_belongs_to_one_rule() {
    let twice = format!("{}{}", rule("RR101", "户", "", "收入 > 1", &[]), rule("RR101", "户", "", "雨露计划", &[]));
    let found = shown(&load(&twice).unwrap_err());
    assert!(found.iter().any(|line| line.starts_with("H401") && line.contains("RR101")), "{found:?}");
    let copied = format!("{}{}", rule("RR101", "户", "", "收入 > 1", &[]), rule("RR102", "户", "", "收入 > 1", &[]));
    assert_eq!(linted(&copied, &["H605"]), ["H605 rules RR102 and RR101 say the same"]);
    // An old code leads to one rule that exists, and none that exists is old.
    let redirect = |from: &str, to: &str| {
        let text = format!("{}redirects: [{{from: {from}, to: {to}}}]\n", rule("RR101", "户", "", "收入 > 1", &[]));
        load(&text).map(|book| book.rule(from).map(|rule| rule.code.clone())).map_err(|errors| shown(&errors))
    };
    assert_eq!(redirect("RR001", "RR101"), Ok(Some("RR101".to_owned())));
    assert!(redirect("RR001", "RR102").unwrap_err()[0].starts_with("H413"));
    assert!(redirect("RR101", "RR101").unwrap_err()[0].starts_with("H401"));
}

#[test]
fn item_13_a_blank_is_asked_of_each_column_and_a_file_name_means_nothing() {
    assert!(refused("户", "", "非 ((收入 且 类别数) 缺失)")[0].starts_with("H315"));
    let blank = |cells: &str, then: &str| format!("{{given: {{{cells}}}, then: {then}}}");
    // Of conditions it may be asked, and then it is whether nobody can tell: an example shows that this is another thing.
    let one_blank = blank("就业帮扶: 否", "violation");
    assert_eq!(failing("户", "", "非 ((雨露计划 且 就业帮扶) 缺失)", &[&one_blank]).len(), 1);
    assert_eq!(failing("户", "", "非 (雨露计划 缺失 或 就业帮扶 缺失)", &[&one_blank]), [""; 0]);
    // Either of two blanks is found.
    let examples =
        [blank("收入: 1", "violation"), blank("类别数: 1", "violation"), blank("收入: 1, 类别数: 1", "pass")];
    let examples: Vec<&str> = examples.iter().map(String::as_str).collect();
    assert_eq!(failing("户", "", "非 (收入 缺失 或 类别数 缺失)", &examples), [""; 0]);
    assert_eq!(failing("户", "", "非 (收入 缺失 且 类别数 缺失)", &examples).len(), 2);
    for name in ["rules/happy.yaml", "rules/y.py.yaml", "rules/p.yaml"] {
        let text = format!("{DICTIONARY}rules:\n{}", rule("RR101", "户", "", "收入 > 1", &[]));
        let book = Rulebook::load(&[Source::new(name, text)], &LoadOptions::default()).unwrap();
        assert_eq!(book.rules.iter().map(|rule| rule.code.as_str()).collect::<Vec<_>>(), ["RR101"], "{name}");
    }
}

#[test]
fn item_14_a_rule_is_held_to_the_words_that_it_cites() {
    let cites = |text: &str| {
        let basis = format!("basis: [{{source: plan, clause: B1, text: {text}}}]");
        linted(&rule("RR101", "户", "", "雨露计划", &[&basis]), &["H603"])
    };
    assert_eq!(cites("雨露计划补助"), [""; 0]);
    assert_eq!(cites("义务教育有保障"), ["H603 the quoted words do not stand in clause `B1` of `plan`"]);
    // And to its examples: those of its title do not hold of a condition about another thing.
    let aid =
        ["{given: {雨露计划: 否, 就业帮扶: 是}, then: violation}", "{given: {雨露计划: 是, 就业帮扶: 否}, then: pass}"];
    assert_eq!(failing("户", "", "就业帮扶", &aid).len(), 2);
}

/// The program's own code, without its tests.
fn code_of_every_room() -> Vec<(PathBuf, String)> {
    fn below(folder: &Path) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.into_iter().flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
    }
    let own = |path: &PathBuf| path.extension().is_some_and(|e| e == "rs") && !path.to_str().unwrap().contains("tests");
    let paths = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).into_iter().filter(own);
    let code = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
    };
    let code: Vec<(PathBuf, String)> = paths.map(|path| (path.clone(), code(&path))).collect();
    assert!(code.len() > 100);
    code
}

#[test]
fn item_15_no_place_and_no_amount_of_one_stands_in_the_program() {
    let base = Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap();
    let mut names: Vec<String> = base.regions.iter().flat_map(|r| [r.name.clone(), r.title.zh.clone()]).collect();
    assert!(names.len() >= 10);
    names.extend(["长顺".to_owned(), "湖南".to_owned(), "贵州".to_owned()]);
    // Amounts of four digits and more, but for round ones, which stand for other things too.
    for region in std::iter::once(None).chain(base.regions.iter().map(|r| Some(r.name.clone()))) {
        let book = Rulebook::load(&embedded_files(), &LoadOptions { region, ..LoadOptions::default() }).unwrap();
        let values = book.parameters.iter().filter(|p| p.unit == "元").flat_map(|p| &p.values);
        names.extend(values.filter_map(|value| match value.value {
            ParameterValue::Number(number) => {
                number.to_int().filter(|n| *n >= 1000 && n % 1000 != 0).map(|n| n.to_string())
            }
            ParameterValue::Date(_) => None,
        }));
    }
    names.sort();
    names.dedup();
    assert!(names.contains(&"7300".to_owned()) && names.contains(&"2995".to_owned()), "{names:?}");
    for (path, code) in code_of_every_room() {
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let words: Vec<String> =
                line.replace('_', "").split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
            let named = names.iter().find(|name| match name.is_ascii() {
                true => words.iter().any(|word| word == *name),
                false => line.contains(name.as_str()),
            });
            assert!(named.is_none(), "{}: {named:?} in {}", path.display(), line.trim());
        }
    }
}
