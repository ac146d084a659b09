//! What an author of rules sees when a rule file is wrong: every file of `tests/rules/bad`, with the shared dictionary
//! beside it, as it is rendered in both languages.

use hucha::diagnostic::{Locale, Source, render_all};
use hucha::rulebook::{LoadOptions, Rulebook};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const DICTIONARY: &str = include_str!("rules/dictionary.yaml");

fn load(name: &str, text: String) -> Result<Rulebook, String> {
    load_in(name, text, &[Locale::Zh, Locale::En])
}

fn load_in(name: &str, text: String, locales: &[Locale]) -> Result<Rulebook, String> {
    // A region is looked at where it is chosen.
    let region = text.lines().find_map(|line| line.strip_prefix("# --region ")).map(str::to_owned);
    let files = [Source::new("dictionary.yaml", DICTIONARY), Source::new(name, text)];
    Rulebook::load(&files, &LoadOptions { region, ..LoadOptions::default() }).map_err(|errors| {
        let mut shown = String::new();
        for &locale in locales {
            writeln!(shown, "{}", render_all(&errors, locale, false)).unwrap();
        }
        shown
    })
}

#[test]
fn the_dictionary_itself_loads() {
    load("empty.yaml", "rules: []\n".to_owned()).unwrap();
}

#[test]
fn every_bad_file_is_refused_with_its_place_and_a_way_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/bad");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() >= 20);
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let shown = load(name, text.clone()).expect_err(name);
        let snapshot = format!("{text}\n{shown}");
        insta::with_settings!({ snapshot_path => "rules/snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.trim_end_matches(".yaml"), snapshot);
        });
    }
}

fn rule(require: &str) -> String {
    format!(
        "rules:\n  - code: EX101\n    slug: a-rule\n    title: {{zh: 规则, en: a rule}}\n    class: mis_exit\n    for: 户\n    \
         assumed: true\n    severity: error\n    message: {{zh: 说明, en: words}}\n    require: {require}\n"
    )
}

#[test]
fn what_is_huge_is_refused_in_bounded_time_and_memory() {
    let bomb = {
        let mut text = String::from("blanks:\n  - &a0 x\n");
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            writeln!(text, "  - &a{level} [{before}]").unwrap();
        }
        text
    };
    let chain: String = (0..5000)
        .map(|i| format!("  - {{name: 定义{i}, en: d{i}, for: 户, is: 定义{} 且 是否危房户}}\n", i + 1))
        .collect();
    let cases = [
        ("brackets.yaml", rule(&format!("{}是否危房户{}", "(".repeat(10_000), ")".repeat(10_000))), "H309"),
        ("negations.yaml", rule(&"非 ".repeat(10_000)), "H309"),
        ("bomb.yaml", bomb, "H026"),
        ("deep.yaml", format!("rules: {}{}", "[".repeat(10_000), "]".repeat(10_000)), "H005"),
        (
            "chain.yaml",
            format!("definitions:\n{chain}  - {{name: 定义5000, en: d5000, for: 户, is: 是否危房户}}\n"),
            "H432",
        ),
    ];
    for (name, text, code) in cases {
        let shown = load_in(name, text, &[Locale::En]).expect_err(name);
        assert!(shown.contains(code), "{name}: {}", shown.chars().take(2000).collect::<String>());
    }
}
