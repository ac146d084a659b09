//! An answer key from outside: rosters as a clerk would have them, and beside them what the documents say of their rows,
//! argued in words. The shipped rules must come to the same verdicts, by both evaluators.

use hucha::dataset::Dataset;
use hucha::diagnostic::{Locale, render_all};
use hucha::dictionary::{EntityId, FieldRef};
use hucha::engine::{Collect, Condition, Plan};
use hucha::rulebook::{LoadOptions, Rule, Rulebook, Verdict, embedded_files};
use hucha::table::{Request, read};
use hucha::trace::{Context, RuleTrace};
use hucha::value::Date;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The verdict that a rule must have in a row, and why.
struct Argued {
    line: usize,
    row: String,
    rule: String,
    verdict: Verdict,
}

/// An `argued.tsv`: the audit date and the region on lines that begin with `#`, a header, and one line an argument.
struct AnswerKey {
    as_of: Date,
    region: Option<String>,
    argued: Vec<Argued>,
}

/// A folder of the answer key.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

/// The rosters of a folder, in order of name: every CSV file in it.
fn tables(name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "csv")).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{name} has no rosters");
    paths
}

impl AnswerKey {
    fn of_folder(name: &str) -> Self {
        let path = folder(name).join("argued.tsv");
        let text = fs::read_to_string(&path).unwrap();
        let told = |what: &str| text.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(what));
        let as_of = told("as of: ").and_then(Date::parse).expect("an audit date");
        let region = told("region: ").map(str::to_owned);
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        assert_eq!(lines.next().unwrap().1, "row\trule\tverdict\targument", "{}", path.display());
        let argued = lines.map(|(at, line)| Argued::of(at + 1, line)).collect();
        Self { as_of, region, argued }
    }
}

impl Argued {
    fn of(line: usize, text: &str) -> Self {
        let [row, rule, verdict, argument] = text.split('\t').collect::<Vec<_>>()[..] else {
            panic!("line {line} has not four parts: {text}");
        };
        assert!(argument.chars().count() >= 15, "line {line} gives no argument");
        let verdict = Verdict::of_name(verdict).unwrap_or_else(|| panic!("line {line}: no verdict `{verdict}`"));
        Self { line, row: row.to_owned(), rule: rule.to_owned(), verdict }
    }
}

/// What a row is called in an answer key: its key, or its number where its table has no key.
fn name(dataset: &Dataset<'_>, entity: EntityId, row: usize) -> String {
    let described = dataset.dictionary().entity(entity);
    if !described.key.is_empty() {
        return dataset.key(entity, row);
    }
    let field = described.field_ids().next().expect("a first field");
    let at = FieldRef { entity, field };
    dataset.show(at, dataset.cell(at, row))
}

/// The one row that is called `wanted`; `wanted#2` is the second of those that are called so.
fn find(dataset: &Dataset<'_>, rule: &Rule, wanted: &str) -> Result<usize, String> {
    let (called, which) = match wanted.rsplit_once('#') {
        Some((called, which)) => (called, Some(which.parse::<usize>().unwrap() - 1)),
        None => (wanted, None),
    };
    let mut rows: Vec<usize> =
        (0..dataset.rows(rule.entity).count).filter(|&row| name(dataset, rule.entity, row) == called).collect();
    if let Some(which) = which {
        rows = rows.get(which).copied().into_iter().collect();
    }
    match rows[..] {
        [row] => Ok(row),
        [] => Err(format!("{} has no row `{wanted}`", rule.code)),
        _ => Err(format!("{} has {} rows `{wanted}`", rule.code, rows.len())),
    }
}

/// What the engine says of a row.
fn engine_verdict(context: Context<'_>, rule: &Rule, row: usize) -> Result<Verdict, String> {
    let plan = Plan::compile(context.rulebook, context.dataset, context.as_of, [Condition::from(rule)]);
    let answer = plan.run(Collect { violations: true, unknowns: true, passes: true }).remove(0);
    let answer = answer.ok_or_else(|| format!("{} cannot run: {:?}", rule.code, plan.lacks(0)))?;
    assert_eq!(answer.counts.total(), context.dataset.rows(rule.entity).count as u64, "{}", rule.code);
    let row = u32::try_from(row).unwrap();
    let lists = [
        (Verdict::Violation, &answer.violations),
        (Verdict::Unknown, &answer.unknowns),
        (Verdict::Pass, &answer.passes),
    ];
    let listed: Vec<Verdict> =
        lists.iter().filter(|(_, rows)| rows.contains(&row)).map(|(verdict, _)| *verdict).collect();
    assert!(listed.len() <= 1, "{}: one row, {listed:?}", rule.code);
    Ok(listed.first().copied().unwrap_or(Verdict::NotApplicable))
}

/// What is wrong with one argued line, if anything.
fn hold(context: Context<'_>, argued: &Argued) -> Result<(), String> {
    let rule = context.rulebook.rule(&argued.rule).ok_or_else(|| format!("there is no rule {}", argued.rule))?;
    let row = find(context.dataset, rule, &argued.row)?;
    let traced = RuleTrace::of(context, rule, row).verdict;
    let found = engine_verdict(context, rule, row)?;
    if traced != found {
        return Err(format!("{} in {}: traced {}, engine {}", rule.code, argued.row, traced.name(), found.name()));
    }
    if traced != argued.verdict {
        let wanted = argued.verdict.name();
        return Err(format!("{} in {}: {}, argued {wanted}", rule.code, argued.row, traced.name()));
    }
    Ok(())
}

/// Holds a folder of `tests/cases` to its answer key.
fn hold_folder(name: &str) {
    let key = AnswerKey::of_folder(name);
    let options = LoadOptions { region: key.region.clone(), ..LoadOptions::default() };
    let rulebook = Rulebook::load(&embedded_files(), &options)
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)));

    let paths = tables(name);
    let ingest = read(&Request::new(&rulebook.dictionary, &paths))
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)));
    assert!(ingest.problems.is_empty(), "{name}: {:?}", ingest.problems);
    assert!(ingest.notes.is_empty(), "{name}: {}", render_all(&ingest.notes, Locale::En, false));
    assert_eq!(ingest.tables.len(), paths.len(), "{name}");
    let dataset = Dataset::join(&rulebook.dictionary, ingest);

    let context = Context { rulebook: &rulebook, dataset: &dataset, as_of: key.as_of };
    let wrong: Vec<String> = key
        .argued
        .iter()
        .filter_map(|argued| hold(context, argued).err().map(|why| format!("{name}:{}: {why}", argued.line)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));

    let mut seen = BTreeSet::new();
    for argued in &key.argued {
        assert!(seen.insert((&argued.row, &argued.rule)), "{name}:{}: argued twice", argued.line);
    }
}

/// The folders, each with the packs whose every rule is argued for and against in one of them. Of a region, its own
/// rules are; a pack that is not named here is not argued for yet.
const FOLDERS: &[(&str, &[&str])] = &[
    ("anhui", &[]),
    ("chongqing", &[]),
    ("data-quality", &["data-quality"]),
    ("enrolment", &["enrolment"]),
    ("exit", &["exit"]),
    ("funds-village", &["funds", "village"]),
    ("guizhou", &[]),
    ("housing-loans", &["housing", "loans"]),
    ("identification", &[]),
    ("income", &["income"]),
    ("monitoring", &["monitoring"]),
    ("ningxia", &[]),
    ("people", &["people"]),
    ("posts", &["posts"]),
    ("qingdao", &[]),
    ("support", &["helpers", "health", "training"]),
    ("village-staffing", &[]),
    ("work-schooling", &["work", "schooling"]),
];

#[test]
fn the_rules_say_what_the_documents_say() {
    for (folder, _) in FOLDERS {
        hold_folder(folder);
    }
}

#[test]
fn every_folder_is_on_the_list_and_every_pack_on_it_exists() {
    let entries = fs::read_dir(folder("")).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut found: Vec<String> = entries.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    found.sort();
    assert_eq!(found, FOLDERS.iter().map(|(folder, _)| *folder).collect::<Vec<_>>());
    let rulebook = Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap();
    for pack in FOLDERS.iter().flat_map(|(_, packs)| *packs) {
        assert!(rulebook.packs.iter().any(|known| known.name == *pack), "there is no pack `{pack}`");
    }
}

#[test]
fn every_rule_is_argued_for_and_against() {
    let base = Rulebook::load(&embedded_files(), &LoadOptions::default()).unwrap();
    let everywhere: BTreeSet<String> = base.rules.iter().map(|rule| rule.code.clone()).collect();
    let books = base.regions.iter().map(|region| {
        let options = LoadOptions { region: Some(region.name.clone()), ..LoadOptions::default() };
        Rulebook::load(&embedded_files(), &options).unwrap()
    });
    let listed = |rule: &Rule| FOLDERS.iter().any(|(_, packs)| packs.contains(&rule.pack.as_str()));
    let codes: BTreeSet<String> = books
        .flat_map(|book| book.rules)
        .filter(|rule| listed(rule) || !everywhere.contains(&rule.code))
        .map(|rule| rule.code)
        .collect();
    assert!(codes.len() > 60, "only {} rules are asked for", codes.len());
    let argued: Vec<Argued> = FOLDERS.iter().flat_map(|(folder, _)| AnswerKey::of_folder(folder).argued).collect();
    for wanted in [Verdict::Violation, Verdict::Pass] {
        let shown: BTreeSet<String> =
            argued.iter().filter(|line| line.verdict == wanted).map(|line| line.rule.clone()).collect();
        assert_eq!(codes.difference(&shown).collect::<Vec<_>>(), Vec::<&String>::new(), "{}", wanted.name());
    }
}
