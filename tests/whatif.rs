//! A supposed value means what it would mean if the files said it: every rule and indicator gives the same verdicts for a
//! roster under a supposition as for the roster rewritten by hand.

use hucha::dataset::Dataset;
use hucha::diagnostic::{Diagnostic, Locale, render_all};
use hucha::engine::{Collect, Condition, Counts, Plan};
use hucha::rulebook::{LoadOptions, RuleFiles, Rulebook, Supposition, embedded_files};
use hucha::survey::{Choice, Needs, WhatIf, outcomes};
use hucha::table::{Request, read};
use hucha::trace::Context;
use hucha::{Date, Run, Selection};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use tempfile::TempDir;

static FILES: LazyLock<RuleFiles> = LazyLock::new(|| RuleFiles::read(&embedded_files()));
static NOW: LazyLock<Rulebook> = LazyLock::new(|| told(FILES.load(&LoadOptions::default())));
static WITHOUT_DIVIDENDS: LazyLock<Rulebook> = LazyLock::new(|| {
    let supposition = Supposition { scenario: Some("dividends-end".to_owned()), ..Supposition::default() };
    told(Rulebook::suppose(&FILES, &LoadOptions::default(), &supposition))
});

fn told<T>(result: Result<T, Vec<Diagnostic>>) -> T {
    result.unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::En, false)))
}

fn as_of() -> Date {
    Date::day(2020, 12, 31).unwrap()
}

/// A household in cents; people by number, of which a cent can be divided into decimals.
#[derive(Clone, Debug)]
struct Home {
    size: i64,
    per_head: i64,
    dividend: Option<i64>,
    has_shares: bool,
    exited: bool,
}

fn home() -> impl Strategy<Value = Home> {
    let sizes = prop_oneof![Just(1_i64), Just(2), Just(4), Just(5)];
    let dividends = prop_oneof![Just(None), (0..2000_i64).prop_map(|yuan| Some(yuan * 100))];
    (sizes, 300_000..600_000_i64, dividends, any::<bool>(), any::<bool>()).prop_map(
        |(size, per_head, dividend, has_shares, exited)| Home { size, per_head, dividend, has_shares, exited },
    )
}

/// An amount of ten-thousandths.
fn amount(raw: i64) -> String {
    format!("{}{}.{:04}", if raw < 0 { "-" } else { "" }, raw.abs() / 10_000, raw.abs() % 10_000)
}

/// The file of households as they are, or with the dividends taken out by hand.
fn file(homes: &[Home], by_hand: bool) -> TempDir {
    let mut text = String::from(
        "户编号,户主姓名,乡,村,脱贫属性,脱贫年度,家庭人口数,人均纯收入,上年人均纯收入,年收入,纯收入,生产经营性支出,\
         工资性收入,生产经营性收入,财产性收入,转移性收入,资产收益扶贫分红收入,其他财产性收入,是否财政资金入股分红\n",
    );
    for (at, home) in homes.iter().enumerate() {
        // What the sums hold now: nothing, where the amount is blank and there is no share.
        let holds = home.dividend.or((!home.has_shares).then_some(0));
        let cut = if by_hand { holds } else { Some(0) };
        let less = |cents: i64| cut.map(|cut| amount((cents - cut) * 100)).unwrap_or_default();
        let net = home.per_head * home.size;
        let per_head = cut.map(|cut| amount((net - cut) * 100 / home.size)).unwrap_or_default();
        let dividend = match (by_hand, home.dividend) {
            (true, _) => "0".to_owned(),
            (false, dividend) => dividend.map(|cents| amount(cents * 100)).unwrap_or_default(),
        };
        let property = home.dividend.unwrap_or(0) + 40_000;
        let cells = [
            format!("{:04}", at + 1),
            format!("户主{at}"),
            "青山乡".to_owned(),
            "石桥村".to_owned(),
            if home.exited { "已脱贫" } else { "未脱贫" }.to_owned(),
            if home.exited { "2018" } else { "" }.to_owned(),
            home.size.to_string(),
            per_head,
            "3800".to_owned(),
            less(net + 100_000),
            less(net),
            "1000".to_owned(),
            amount((net + 100_000 - property) * 100),
            "0".to_owned(),
            less(property),
            "0".to_owned(),
            dividend,
            "400".to_owned(),
            if home.has_shares { "是" } else { "否" }.to_owned(),
        ];
        text += &cells.join(",");
        text += "\n";
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("户.csv"), text).unwrap();
    folder
}

fn joined(folder: &TempDir) -> Dataset<'static> {
    let mut needs = Needs::default();
    for book in [&*NOW, &*WITHOUT_DIVIDENDS] {
        needs.rules(book, &book.rules);
        needs.indicators(book, &book.indicators);
    }
    let demand = needs.demand(&NOW.dictionary);
    let paths = [PathBuf::from(folder.path())];
    let request = Request { demand: &demand, ..Request::new(&NOW.dictionary, &paths) };
    let ingest = told(read(&request));
    assert_eq!(ingest.problems, []);
    Dataset::join_needed(&NOW.dictionary, ingest, &demand)
}

/// The verdicts of every rule and the bounds of every indicator that can run.
fn said(book: &Rulebook, dataset: &Dataset<'_>) -> BTreeMap<String, (Option<Counts>, String)> {
    let plan = Plan::compile(book, dataset, as_of(), book.rules.iter().map(Condition::from));
    let counts = plan.run(Collect::default()).into_iter().map(|answer| answer.map(|answer| answer.counts));
    let rules = book.rules.iter().zip(counts).filter(|(_, counts)| counts.is_some());
    let mut said: BTreeMap<_, _> = rules.map(|(rule, counts)| (rule.code.clone(), (counts, String::new()))).collect();
    let indicators: Vec<_> = book.indicators.iter().collect();
    outcomes(Context { rulebook: book, dataset, as_of: as_of() }, &indicators, |at, made| {
        if let Ok(made) = made {
            let mut total = hucha::survey::Total::default();
            made.iter().for_each(|row| total.add(row));
            let shown = hucha::survey::measured(indicators[at], &total);
            said.insert(indicators[at].code.clone(), (None, format!("{:?} {:?}", shown.low, shown.high)));
        }
    });
    said
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_supposition_is_the_roster_rewritten(homes in prop::collection::vec(home(), 1..40)) {
        let (as_is, by_hand) = (file(&homes, false), file(&homes, true));
        let (as_is, by_hand) = (joined(&as_is), joined(&by_hand));
        let supposed = said(&WITHOUT_DIVIDENDS, &as_is);
        let rewritten = said(&NOW, &by_hand);
        prop_assert!(supposed.len() > 20, "only {}", supposed.len());
        for (code, verdicts) in &supposed {
            prop_assert_eq!(Some(verdicts), rewritten.get(code), "{}", code);
        }
    }

    #[test]
    fn every_row_that_changes_is_listed_and_no_other(homes in prop::collection::vec(home(), 1..40)) {
        let folder = file(&homes, false);
        let dataset = joined(&folder);
        let run = |book: &'static Rulebook, rules| Run {
            rulebook: book, dataset: &dataset, as_of: as_of(), rules, named: false, locale: Locale::Zh, mask: true,
        };
        let rules = told(Selection::default().of(&NOW));
        let question = WhatIf {
            now: run(&NOW, rules),
            then: run(&WITHOUT_DIVIDENDS, Vec::new()),
            choice: told(Choice::of(&NOW, &Selection::default())),
            scenario: None,
        };
        let answer = question.ask().map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        for shift in &answer.rules {
            let moved = |v: hucha::rulebook::Verdict| {
                shift.rows.iter().map(|row| i64::from(row.to == v) - i64::from(row.from == v)).sum::<i64>()
            };
            use hucha::rulebook::Verdict::{NotApplicable, Pass, Unknown, Violation};
            let grew = |before: u64, after: u64| after as i64 - before as i64;
            prop_assert_eq!(grew(shift.before.violation, shift.after.violation), moved(Violation), "{}", &shift.code);
            prop_assert_eq!(grew(shift.before.pass, shift.after.pass), moved(Pass), "{}", &shift.code);
            prop_assert_eq!(grew(shift.before.unknown, shift.after.unknown), moved(Unknown), "{}", &shift.code);
            prop_assert_eq!(grew(shift.before.not_applicable, shift.after.not_applicable), moved(NotApplicable));
            prop_assert!(shift.rows.iter().all(|row| row.from != row.to));
        }
        // What reckons with income per head is told, not left out in silence.
        let left: BTreeSet<&str> = answer.not_asked.iter().filter(|left| left.aside).map(|l| l.code.as_str()).collect();
        let kept = |code: &str| WITHOUT_DIVIDENDS.rule(code).is_some() || WITHOUT_DIVIDENDS.indicator(code).is_some();
        prop_assert!(!left.is_empty() && left.iter().all(|code| !kept(code)));
    }
}
