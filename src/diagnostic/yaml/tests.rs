//! What is read, where it stands, and that the plain part of YAML is read as the library reads it.

use super::{Place, Spanned, offset_in_raw, plain, read, read_any, read_plain, read_without};
use crate::diagnostic::{Locale, Source, render};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::path::Path;
use std::sync::OnceLock;
use std::{fmt, fs};

/// The texts that slips are made in.
static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Rule {
    require: Spanned<String>,
}

fn place(text: &str, word: &str) -> String {
    let source = Source::new("规则.yaml", text);
    let rule: Rule = read(&source).unwrap();
    let at = rule.require.value().find(word).unwrap();
    rule.require.inner_span(&source, at..at + word.len()).text().to_owned()
}

#[test]
fn a_word_inside_an_expression_is_found_in_the_file() {
    for text in [
        "require: 危房级别 属于 [\"A级\"]\n",
        "require: '危房级别 = \"A级\"'\n",
        "require: |\n    年龄 > 3 且\n      危房级别 = \"A级\"\n",
    ] {
        assert_eq!(place(text, "危房级别"), "危房级别", "{text}");
        assert_eq!(place(text, "A级"), "A级", "{text}");
    }
}

#[test]
fn places_looked_up_by_line_are_those_of_the_walk() {
    for raw in [
        "年龄 > 3 且 a",
        "'年龄 > 3'",
        "\"a \\\"b\\\" c\"",
        "年龄 > 3 且\n      危房级别 = 'A级'\n        或 b\n",
        "a\n\n    b\n",
        "a 且\n    b\n",
        "a\n  \n",
    ] {
        for value in [
            "年龄 > 3 且 a",
            "年龄 > 3",
            "a \"b\" c",
            "年龄 > 3 且\n  危房级别 = 'A级'\n    或 b\n",
            "a\n\nb\n",
            "a 且 b",
            "",
        ] {
            let source = Source::new("规则.yaml", format!("k: {raw}"));
            let text = Spanned { value: value.to_owned(), place: Place::Bytes(3, 3 + raw.len()) };
            let spans = text.inner_spans(&source);
            for at in 0..value.len() + 2 {
                let walked = offset_in_raw(raw, value, at).map_or(3, |offset| 3 + offset);
                let whole = offset_in_raw(raw, value, at).is_none();
                let range = spans(at..at).range();
                assert_eq!(range, if whole { 3..3 + raw.len() } else { walked..walked }, "{raw:?} {value:?} {at}");
            }
        }
    }
}

#[test]
fn what_is_not_wanted_is_left_out_wherever_it_stands() {
    let text = "unread: 1\na:\n  - unread:\n    - {b: [\n      c]}\n    # d\n\n    - e: |\n        f\n    g: h\n  - i: j\n    unread: &k 'l\n      m'\nn: {unread: o}\nunread:\n  p\n";
    let kept = "a:\n  - g: h\n  - i: j\nn: {unread: o}\n";
    let source = |text: &str| Source::new("text.yaml", text);
    let tree = |text: &str| read::<serde_json::Value>(&source(text)).unwrap();
    assert_eq!(read_without::<serde_json::Value>(&source(text), "unread").unwrap(), tree(kept));
    // What is no YAML is no YAML whatever is left out.
    assert!(read_without::<serde_json::Value>(&source("a: [b\n"), "unread").is_err());
}

#[test]
fn an_unknown_key_is_pointed_at() {
    let source = Source::new("规则.yaml", "require: a\n危害: 3\n");
    let error = read::<Rule>(&source).unwrap_err().remove(0);
    let text = render(&error, Locale::Zh, false);
    assert_eq!(error.span.unwrap().text(), "危害", "{text}");
    assert!(text.contains("规则.yaml:2:1"), "{text}");
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    let source = Source::new("bomb.yaml", text);
    assert!(read::<serde_json::Value>(&source).is_err());
}

/// Anything that a file can hold, with places.
#[derive(Debug, PartialEq)]
enum Tree {
    Text(String),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<String>, Spanned<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Tree;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
                Ok(Tree::Text(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Text(value.to_string()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Text(value.to_string()))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Text(value.to_string()))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
                Ok(Tree::Text(value.to_string()))
            }

            fn visit_unit<E: Error>(self) -> Result<Tree, E> {
                Ok(Tree::Text("nothing".to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Tree::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Tree::Map(entries))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// Whether a text is plain; where it is, the library reads the same, places included.
fn agrees(text: &str) -> Result<bool, String> {
    let Some(quick) = read_plain::<Tree>(text) else { return Ok(false) };
    let full = read_any::<Tree>(&Source::new("text.yaml", text), text).map_err(|error| format!("{text}\n{error:?}"))?;
    if quick == full { Ok(true) } else { Err(format!("{text}\nquick {quick:?}\nfull  {full:?}")) }
}

/// The rule files below a folder of the checkout.
fn rule_files(folder: &str) -> Vec<(String, String)> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "yaml") {
            files.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn every_shipped_rule_file_is_plain_and_the_library_reads_the_same() {
    let files = rule_files("rules");
    assert!(files.len() > 50, "{}", files.len());
    for (name, text) in files {
        assert!(plain::document(&text, None).is_some(), "{name} is read slowly");
        assert_eq!(agrees(&text).err(), None, "{name}");
    }
}

#[test]
fn what_is_plain_is_read() {
    for text in [
        "a: b\n",
        "a:\n- b\n- c: d\n  e: f # a remark\n",
        "# first\na:\n  - [b, {c: d,\n     e: 'f'}]\n\n  - \"g \\\"h\\\\\"\ni: |\n  j\n    k\nl: -1\n",
        "a: >-\n  b\n  c\nd: e:f\n",
        "a: {b: [], c: {}, d: [x, ]}",
        "a: |\n  b\n\n# c\nd: 2020-01-01\n",
    ] {
        assert_eq!(agrees(text), Ok(true), "{text}");
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_library() {
    for text in [
        "",
        "a",
        "- a\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: b\n  c\n",
        "a: b: c\n",
        "a: b\na: c\n",
        "a:\tb\n",
        "a: b\r\n",
        "a:\n",
        "a: {b}\n",
        "a: [b\n",
        "a: \"b\n c\"\n",
        "a: 'b''c'\n",
        "a: \"\\n\"\n",
        "---\na: b\n",
        "a: b\n...\n",
        "? a\n: b\n",
        "a: ~\n",
        "a: 010\n",
        "a: 1.50\n",
        "a: 1e3\n",
        "a: Yes\n",
        "a: .5\n",
        "a: |2\n   b\n",
        "a: |-\n  b\n",
        "a: > b\n",
        "<<: {a: b}\n",
        "a: b\n c: d\n",
        "a:\n    - b\n  - c\n",
        "a: [b,\nc]\n",
        "a: 12345678901234\n",
        "a: |\n  b",
        "a: @b\n",
        "a: {b: [c: d]}\n",
    ] {
        assert_eq!(agrees(text), Ok(false), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// A few lines of a rule file with a few slips of the pen.
    #[test]
    fn what_is_read_of_a_file_with_slips_is_what_the_library_reads(
        file in 0_usize..1000,
        from in 0.0..1.0_f64,
        length in 1_usize..25,
        slips in proptest::collection::vec((0.0..1.0_f64, 0_usize..5, 0_usize..40), 0..4),
    ) {
        let marks = [
            "\n", " ", "  ", ":", ": ", "#", " #", "-", "- ", ",", "[", "]", "{", "}", "\"", "'", "|", ">", "|\n", ">-\n", "&a", "*a", "!", "%",
            "@", "?", "~", "null", "true", "1.0", "0x1", "\\", "\n\n", "\n ", "中", "=", "<<", ".", "\t", "e",
        ];
        let files = FILES.get_or_init(|| [rule_files("rules"), rule_files("tests/rules/bad")].concat());
        let (_, text) = &files[file % files.len()];
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a short text")]
        let part = |share: f64, of: usize| (share * of as f64) as usize;
        let first = part(from, lines.len());
        let shift = lines[first].len() - lines[first].trim_start_matches([' ', '-']).len();
        let cut = |line: &&str| line.char_indices().nth(shift).map_or("\n", |(at, _)| &line[at..]).to_owned();
        let mut text: String = lines[first..].iter().take(length).map(cut).collect();
        for (share, kind, mark) in slips {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let Some(&at) = places.get(part(share, places.len())) else { continue };
            let next = text[at..].chars().next().map_or(0, char::len_utf8);
            match kind {
                0 => text.replace_range(at..at + next, ""),
                1 => text.replace_range(at..at + next, marks[mark]),
                2 => text.truncate(at),
                _ => text.insert_str(at, marks[mark]),
            }
        }
        let agreed = agrees(&text);
        prop_assert!(agreed.is_ok(), "{}", agreed.unwrap_err());
    }
}
