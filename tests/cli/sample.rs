//! The spot audit: a plan, a draw that anybody can do again, forms, and what the sample says.

use super::support::Folder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Eight villages of 20 households in two townships; every ninth house is unsafe.
pub fn households() -> String {
    let mut text = String::from("户编号,户主姓名,乡,村,脱贫属性,危房级别,住房面积,入户核实日期\n");
    for at in 0..160 {
        let (township, village) = (at / 80, at / 20);
        let grade = if at % 9 == 4 { "C级" } else { "A级" };
        writeln!(text, "{at:04},张三,乡{township},村{village},已脱贫,{grade},90,2018-05-01").unwrap();
    }
    text
}

fn people() -> String {
    let mut text = String::from("人编号,户编号,姓名,证件号码,与户主关系,文化程度\n");
    for at in 0..160 {
        writeln!(text, "{at},{at:04},张三,990101197005010011,户主,初中").unwrap();
    }
    text
}

/// These households and their people.
pub fn folder() -> Folder {
    Folder::empty().with("data/户.csv", households()).with("data/人.csv", people())
}

const DRAW: [&str; 6] = ["sample", "draw", "data/户.csv", "data/人.csv", "--seed", "3 17 8"];

/// A draw from them.
pub fn draw(folder: &Folder, more: &[&str]) -> super::support::Ran {
    folder.run(&[&DRAW, more].concat())
}

/// The keys of a list, main ones alone.
fn drawn(list: &str) -> BTreeSet<String> {
    let key = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[5] == "正选").then(|| cells[4].trim_matches(['=', '"']).to_owned())
    };
    list.lines().skip(1).filter_map(key).collect()
}

#[test]
fn a_plan_says_how_many() {
    let folder = Folder::empty();
    for lang in ["zh", "en"] {
        let ran = folder.run(&["sample", "plan", "--tolerable", "2%", "--errors", "3", "--lang", lang]);
        insta::assert_snapshot!(format!("sample_plan_{lang}"), ran.ends_with(0).quietly().out);
    }
    let json = folder.run(&["sample", "plan", "--tolerable", "2%", "--size", "1000", "--format", "json"]).ends_with(0);
    let plan: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(plan["chosen"]["errors"], 12);
    // Too small a sample shows nothing.
    folder.run(&["sample", "plan", "--tolerable", "2%", "--size", "148"]).ends_with(3).reports("不能证明");
}

#[test]
fn slips_of_a_plan_are_said() {
    let folder = Folder::empty();
    for (arguments, code, text) in [
        (&["--tolerable", "2"][..], "H730", "`2`"),
        (&["--tolerable", "0"], "H730", "2% 或 0.02"),
        (&["--tolerable", "2%", "--confidence", "0.49"], "H901", "0.5 到 0.9999"),
        (&["--tolerable", "2%", "--confidence", "100%"], "H901", "`100%`"),
        (&["--tolerable", "2%", "--confidence", "95"], "H901", "`95`"),
        (&["--tolerable", "2%", "--design-effect", "0.5"], "H732", "`0.5`"),
        (&["--tolerable", "2%", "--errors", "1", "--size", "9"], "H706", "--errors"),
        (&[], "H703", "--tolerable"),
    ] {
        let ran = folder.run(&[&["sample", "plan"], arguments].concat()).ends_with(2);
        assert!(ran.err.contains(code) && ran.err.contains(text), "{arguments:?}\n{}", ran.err);
    }
}

#[test]
fn a_draw_does_not_hang_on_order_or_format_and_grows() {
    let folder = folder();
    draw(&folder, &["--size", "30", "--stratum", "乡", "-o", "a.csv"]).ends_with(0);
    let small = drawn(&folder.read("a.csv"));
    assert_eq!(small.len(), 30);
    // The rows turned round, parted by tabs.
    let text = households();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let folder = folder.with("data/户.csv", lines.join("\n").replace(',', "\t"));
    draw(&folder, &["--size", "30", "--stratum", "乡", "-o", "b.csv"]).ends_with(0);
    assert_eq!(folder.read("a.csv"), folder.read("b.csv"));
    draw(&folder, &["--size", "41", "--stratum", "乡", "-o", "c.csv"]).ends_with(0);
    let large = drawn(&folder.read("c.csv"));
    assert!(large.len() == 41 && large.is_superset(&small));
    // Reserves are those that a larger sample takes next.
    draw(&folder, &["--each-stratum", "15", "--stratum", "乡", "--reserve", "3", "-o", "d.csv"]).ends_with(0);
    assert_eq!(drawn(&folder.read("d.csv")), small);
    assert_eq!(folder.read("d.csv").matches("备选").count(), 6);
}

#[test]
fn a_plain_list_gives_the_same_draw() {
    let folder = folder();
    draw(&folder, &["--size", "12", "--stratum", "乡", "-o", "a.csv"]).ends_with(0);
    let list = ["sample", "draw", "--list", "data/户.csv", "--key", "户编号", "--stratum", "乡", "--seed", "3 17 8"];
    let json = folder.run(&[&list[..], &["--size", "12", "-o", "b.csv", "--format", "json"]].concat()).ends_with(0);
    assert_eq!(drawn(&folder.read("a.csv")), drawn(&folder.read("b.csv")));
    let protocol: Value = serde_json::from_str(json.out.lines().next().unwrap()).unwrap();
    let again = draw(&folder, &["--size", "12", "--stratum", "乡", "--format", "json"]).ends_with(0);
    let other: Value = serde_json::from_str(again.out.lines().next().unwrap()).unwrap();
    assert_eq!(protocol["frame_sha256"], other["frame_sha256"]);
    assert_eq!((&protocol["seed"], &protocol["units"]), (&Value::from("3 17 8"), &Value::from(160)));
    folder.run(&[&list[..], &["--size", "12", "--cluster", "行政村", "--clusters", "3"]].concat()).ends_with(2);
    folder
        .run(&["sample", "draw", "--list", "data/户.csv", "--key", "户编码", "--seed", "1", "--size", "2"])
        .ends_with(2)
        .complains("H738")
        .complains("户编号");
}

/// The script of the page draws the same, where there is Python to run it.
#[test]
fn the_script_draws_the_same() {
    let folder = folder();
    draw(&folder, &["--size", "25", "-o", "a.csv"]).ends_with(0);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tickets.py");
    let keys: String = (0..160).map(|at| format!("{at:04}\n")).collect();
    let folder = folder.with("keys.txt", keys);
    let python = Command::new("python3")
        .arg(script)
        .args(["3 17 8", "25"])
        .stdin(Stdio::from(std::fs::File::open(folder.path("keys.txt")).unwrap()))
        .output();
    let list = folder.read("a.csv");
    // What the script says, kept for where it cannot run.
    assert!(list.contains("0.001931300664293") && list.contains("0027"), "{list}");
    let Ok(output) = python else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let script: Vec<(String, String)> =
        said.lines().map(|line| line.split_once(' ').unwrap()).map(|(t, k)| (t.to_owned(), k.to_owned())).collect();
    let own: Vec<(String, String)> = list
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.trim_matches(['=', '"'])).collect::<Vec<_>>())
        .map(|cells| (cells[7].to_owned(), cells[4].to_owned()))
        .collect();
    assert_eq!(own, script);
}

#[test]
fn villages_are_pointed_at_and_their_weights_add_up() {
    let folder = folder();
    let clusters = ["--stratum", "乡", "--cluster", "乡,村", "--clusters", "8", "--per-cluster", "4"];
    let json = draw(&folder, &[&clusters[..], &["--format", "json", "-o", "a.csv"]].concat()).ends_with(0);
    let units: Vec<Value> = json.out.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(units.len(), 32);
    let count = |unit: &Value, name: &str| unit["counts"][name].as_f64().unwrap();
    let weight = |unit: &Value| {
        count(unit, "stratum_units") / count(unit, "stratum_points") * count(unit, "cluster_points")
            / count(unit, "cluster_drawn")
    };
    let total: f64 = units.iter().map(weight).sum();
    assert!((total - 160.0).abs() < 1e-9, "{total}");
    // More points keep what was drawn.
    let small = drawn(&folder.read("a.csv"));
    let more = ["--stratum", "乡", "--cluster", "乡,村", "--clusters", "13", "--per-cluster", "5", "-o", "b.csv"];
    draw(&folder, &more).ends_with(0);
    assert!(drawn(&folder.read("b.csv")).is_superset(&small));
}

#[test]
fn a_bad_frame_is_refused_and_names_the_unit() {
    let with = |change: &dyn Fn(String) -> String, arguments: &[&str]| {
        let folder = Folder::empty().with("data/户.csv", change(households())).with("data/人.csv", people());
        draw(&folder, arguments).ends_with(2)
    };
    let strata = ["--stratum", "乡", "--size", "10"];
    let clusters = ["--cluster", "村", "--clusters", "4"];
    with(&|text| text.replace("0013,", "0012,"), &strata).complains("H904").complains("`0012`");
    with(&|text| text.replace("0013,张三,乡0", "0013,张三,"), &strata).complains("H905").complains("`0013`");
    with(&|text| text.replace("0013,张三,乡0,村0", "0013,张三,乡0,"), &clusters).complains("H906").complains("`0013`");
    with(&|text| text.replace("0013,", ","), &strata).complains("H903").complains("户.csv:15");
    let same = |text: String| text;
    with(&same, &["--stratum", "乡", "--size", "10", "--take", "乡7=3"]).complains("H909").complains("乡7");
    with(&same, &["--stratum", "乡", "--size", "10", "--take", "乡1=81"]).complains("H911").complains("80");
    with(&same, &["--size", "161"]).complains("H910").complains("160");
    with(&same, &["--stratum", "县", "--size", "10"]).complains("H925").complains("县");
    with(&same, &["--stratum", "乡镇", "--size", "10"]).complains("乡镇");
    with(&same, &["--size", "10", "--among", "已脱"]).complains("--among");
    with(&same, &["--size", "0"]).complains("H711");
    with(&same, &["--size", "4", "--forms", "forms"]).complains("H735");
}

#[test]
fn the_forms_ask_what_the_rules_need() {
    let folder = folder();
    let terms = ["--size", "3", "--reserve", "1", "--rules", "rules", "--select", "TS101", "--forms", "forms"];
    draw(&folder, &[&terms[..], &["-o", "a.csv"]].concat()).ends_with(0);
    assert_eq!(folder.names("forms"), ["1.md", "2.md", "3.md", "4备.md", "户.csv"]);
    insta::assert_snapshot!("sample_visit_zh", folder.read("forms/1.md"));
    let sheet = folder.read("forms/户.csv");
    assert!(sheet.lines().next().unwrap().ends_with("户编号,省,市,县,乡,村,户主姓名,脱贫属性,危房级别"), "{sheet}");
}

/// A list with everybody drawn, the forms filled in from the roster.
fn census(folder: &Folder, terms: &[&str]) {
    draw(folder, &[terms, &["-o", "list.csv"]].concat()).ends_with(0);
}

const EVALUATE: [&str; 12] = [
    "sample",
    "evaluate",
    "data/户.csv",
    "data/人.csv",
    "--sample",
    "list.csv",
    "--rules",
    "rules",
    "--as-of",
    "2020-12-31",
    "--select",
    "TS101",
];

/// What `list.csv` says of them.
pub fn evaluate(folder: &Folder, more: &[&str]) -> super::support::Ran {
    folder.run(&[&EVALUATE, more].concat())
}

/// The figures of all of the rule.
fn figure(out: &str) -> Value {
    let items = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut rules = items.filter(|item| item["type"] == "item" && item["question"] == "rule");
    rules.next().unwrap()["figures"][0]["figure"].clone()
}

#[test]
fn a_census_says_what_is() {
    let folder = folder();
    census(&folder, &["--size", "160"]);
    let ran = evaluate(&folder, &["--tolerable", "12%", "--format", "json", "--blank-is-reached"]).ends_with(0);
    let found = figure(&ran.out);
    assert_eq!((&found["errors"], &found["of"]), (&Value::from(18), &Value::from(160)));
    assert_eq!(found["population"], serde_json::json!([18, 160]));
    assert_eq!(found["basis"], "population");
    assert_eq!(found["projected"].as_f64(), Some(18.0));
    evaluate(&folder, &["--tolerable", "11%"]).ends_with(1).reports("不达标");
}

#[test]
fn what_a_sample_says() {
    let folder = folder();
    census(&folder, &["--size", "60", "--stratum", "乡"]);
    for lang in ["zh", "en"] {
        let ran = evaluate(&folder, &["--tolerable", "20%", "--blank-is-reached", "--lang", lang]);
        let out: Vec<&str> =
            ran.out.lines().filter(|line| !line.contains("SHA-256") && !line.contains("0.1.0")).collect();
        insta::assert_snapshot!(format!("sample_evaluate_{lang}"), out.join("\n"));
    }
    evaluate(&folder, &["--tolerable", "3%"]).ends_with(1).reports("不达标");
    evaluate(&folder, &["--tolerable", "14%"]).ends_with(3).reports("证据不足");
    // More than 10 % of the sample, and perhaps not of all.
    evaluate(&folder, &["--tolerable", "10%"])
        .ends_with(3)
        .reports("加权率 13.33% 超过 10%，单侧下限 6.78% 却不超过它");
    evaluate(&folder, &[]).ends_with(0);
    let files = ["-o", "a.csv", "-o", "a.md", "-o", "a.json"];
    evaluate(&folder, &[&files[..], &["--tolerable", "14%"]].concat()).ends_with(3);
    assert!(folder.read("a.md").contains("## 逐条规则"));
    assert_eq!(folder.read("a.csv").lines().count(), 7, "a class and a rule, of all and of two strata, and the header");
}

#[test]
fn whatever_ends_without_a_verdict_says_so_on_every_page() {
    let folder = folder();
    draw(&folder, &["--size", "80", "-o", "list.csv"]).ends_with(0);
    let list = folder.read("list.csv");
    let visits = |blank: usize| -> String {
        let line = |(at, line): (usize, &str)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if at > blank {
                cells[15] = "已访";
            }
            cells.join(",") + "\n"
        };
        list.lines().enumerate().map(line).collect()
    };
    // No house is too small, and the rule belongs to no class: blanks among visits, a blank list, too small a sample.
    let mut folder = folder;
    for (blank, tolerable) in [(20, "10%"), (80, "10%"), (0, "0.5%")] {
        folder = folder.with("list.csv", visits(blank));
        let with = |more: &[&str]| {
            let ask =
                ["sample", "evaluate", "data", "--sample", "list.csv", "--rules", "rules", "--as-of", "2020-12-31"];
            folder.run(&[&ask[..], &["--select", "TS102", "--tolerable", tolerable], more].concat()).ends_with(3)
        };
        for page in [&[][..], &["--full"], &["-o", "a.json"], &["--format", "markdown"], &["--format", "csv"]] {
            with(page).reports("证据不足");
            with(&[page, &["--lang", "en"]].concat()).reports("not enough evidence");
        }
        let short = with(&[]);
        let counted = short.out.contains("没有差错也没有存疑的规则 1 条，其中 1 条证据不足");
        assert_eq!(counted, blank == 0, "what was kept back is listed\n{}", short.out);
    }
    // A grave rule of the class could not run, which --allow-skipped does not make up for.
    let graver = include_str!("trial.yaml").replacen(
        "severity: note\n    assumed: true",
        "severity: error\n    basis: [{source: trial, clause: \"1\", text: 住房应为A级或B级}]",
        1,
    );
    let folder = folder.with("rules/packs/trial.yaml", graver).with("list.csv", visits(0));
    let folder = folder.with("data/户.csv", households().replace("危房级别", "备注"));
    for page in [&[][..], &["--full"], &["--format", "markdown"]] {
        let ask = ["sample", "evaluate", "data", "--sample", "list.csv", "--rules", "rules", "--as-of", "2020-12-31"];
        let terms = ["--select", "TS101,TS102", "--tolerable", "10%", "--allow-skipped"];
        folder.run(&[&ask[..], &terms, page].concat()).ends_with(3).reports("达标（").reports("证据不足");
    }
}

#[test]
fn who_says_nothing_is_counted_and_bounded() {
    let folder = folder();
    census(&folder, &["--size", "40", "--reserve", "2"]);
    let list = folder.read("list.csv");
    let mut lines: Vec<String> = list.lines().map(str::to_owned).collect();
    // The column of visits is the last but six.
    let mark = |line: &mut String, word: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[15] = word;
        *line = cells.join(",");
    };
    mark(&mut lines[1], "拒访");
    mark(&mut lines[2], "未访到");
    mark(&mut lines[3], "已不在");
    mark(&mut lines[41], "已访");
    let folder = folder.with("list.csv", lines.join("\r\n"));
    let ran = evaluate(&folder, &["--format", "json"]).ends_with(0);
    let head: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    let all = &head["responses"][0];
    let counts =
        ["drawn", "reached", "replaced", "refused", "not_reached", "gone"].map(|name| all[name].as_u64().unwrap());
    assert_eq!(counts, [40, 38, 1, 1, 1, 1]);
    let found = figure(&ran.out);
    let silent = &found["silent"];
    let (low, high) = (silent["low"].as_f64().unwrap(), silent["high"].as_f64().unwrap());
    let rate = found["weighted"].as_f64().unwrap();
    assert!(low < rate && rate < high && high - low > 2.0 / 45.0, "{low} {rate} {high}");
    evaluate(&folder, &[]).reports("未答");
    // A word that is none is said with the place.
    let mut wrong = lines.clone();
    mark(&mut wrong[5], "没人");
    let folder = folder.with("list.csv", wrong.join("\n"));
    evaluate(&folder, &[]).ends_with(2).complains("H913").complains("list.csv:6").complains("拒访");
}

#[test]
fn blanks_are_bounds_and_keep_the_word_away() {
    let folder = folder();
    census(&folder, &["--size", "160"]);
    let text = households().replacen("A级", "", 5);
    let folder = folder.with("data/户.csv", text);
    let ran = evaluate(&folder, &["--tolerable", "12%", "--format", "json"]).ends_with(3);
    let found = figure(&ran.out);
    assert_eq!((&found["undecided"], &found["of"]), (&Value::from(5), &Value::from(155)));
    assert_eq!(found["open"]["low"].as_f64(), Some(18.0 / 160.0));
    assert_eq!(found["open"]["high"].as_f64(), Some(23.0 / 160.0));
    evaluate(&folder, &["--tolerable", "15%", "--blank-is-reached"]).ends_with(0).reports("空白");
}

#[test]
fn a_list_of_others_is_refused() {
    let folder = folder();
    census(&folder, &["--size", "10"]);
    let folder = folder.with("data/户.csv", households().replace("\n0", "\nX"));
    evaluate(&folder, &[]).ends_with(2);
    folder.run(&["sample", "evaluate", "data", "--sample", "none.csv"]).ends_with(2).complains("H020");
    folder.run(&["sample", "evaluate", "data", "--sample", "data/户.csv"]).ends_with(2).complains("H912");
}

#[test]
fn many_strata_do_not_bury_the_answer() {
    // Forty villages of five households, every tenth with an unsafe house.
    let mut text = String::from("户编号,户主姓名,乡,村,脱贫属性,危房级别,住房面积,入户核实日期\n");
    for at in 0..200 {
        let grade = if at % 10 == 4 { "C级" } else { "A级" };
        writeln!(text, "{at:04},张三,乡,村{:02},已脱贫,{grade},90,2018-05-01", at / 5).unwrap();
    }
    let folder = Folder::empty().with("data/户.csv", text).with("data/人.csv", people());
    census(&folder, &["--each-stratum", "5", "--stratum", "村"]);
    let short = evaluate(&folder, &["--tolerable", "20%", "--blank-is-reached"]).ends_with(0);
    let lines: Vec<&str> = short.out.lines().collect();
    let answer = lines.iter().position(|line| line.contains("达标")).unwrap();
    assert!(answer < 12 && lines.len() < 60, "{}", short.out);
    // The villages with an error are listed once, for the class; the others are counted.
    assert_eq!(short.out.matches("村00").count(), 1, "{}", short.out);
    assert!(!short.out.contains("村01"), "{}", short.out);
    short.reports("另有 20 层没有列出");
    let full = evaluate(&folder, &["--tolerable", "20%", "--blank-is-reached", "--full"]).ends_with(0);
    assert_eq!(full.out.matches("  村01 ").count(), 3, "the sample, the class, the rule\n{}", full.out);
    let files = ["-o", "a.md", "-o", "a.csv", "--tolerable", "20%", "--blank-is-reached"];
    evaluate(&folder, &files).ends_with(0);
    assert_eq!(folder.read("a.md").matches("村00").count(), 1);
    assert_eq!(folder.read("a.csv").lines().count(), 1 + 2 * 41);
}
