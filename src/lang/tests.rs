use super::tree::{Aggregate, Comparison, Expr, Function, Ident, Kind, Operation};
use super::{MAX_DEPTH, parse, print_untyped};
use crate::diagnostic::{Locale, Source, Span};
use crate::value::{Date, Decimal};
use proptest::prelude::*;

fn parsed(text: &str) -> Result<Expr, String> {
    let source = Source::new("规则.yaml", text);
    parse(text, &|range| Span::new(&source, range))
        .map_err(|errors| crate::diagnostic::render_all(&errors, Locale::Zh, false))
}

/// The tree with every bracket written and nothing else of the text: two trees are the same if this is.
fn shape(expr: &Expr) -> String {
    let inner = expr.children().into_iter().map(shape).collect::<Vec<_>>().join(" ");
    let names = |idents: &[Ident]| idents.iter().map(|i| i.name.as_str()).collect::<Vec<_>>().join(".");
    let head = match &expr.kind {
        Kind::Number { value, unit } => format!("{value}{}", unit.as_ref().map_or("", |u| &u.name)),
        Kind::Text(text) => format!("{text:?}"),
        Kind::Date(date) => date.to_string(),
        Kind::Bool(value) => value.to_string(),
        Kind::Name(ident) => ident.name.clone(),
        Kind::Path { links, .. } => names(links),
        Kind::At { parameter, .. } => parameter.name.clone(),
        Kind::Compare { op, .. } => format!("{op:?}"),
        Kind::Arithmetic { op, .. } => format!("{op:?}"),
        Kind::Aggregate { function, path, body, filter } => {
            format!("{function:?} {} {} {}", names(path), body.is_some(), filter.is_some())
        }
        Kind::Call { function, .. } => format!("{function:?}"),
        other => format!("{:?}", std::mem::discriminant(other)),
    };
    format!("({head} {inner})")
}

fn ident() -> impl Strategy<Value = Ident> {
    let names = prop_oneof![
        Just("人均纯收入"),
        Just("户主"),
        Just("务工时间（月）"),
        Just("且"),
        Just("残疾类别"),
        Just("poverty_status"),
        Just("且慢"),
        Just("2016年"),
        Just("a b"),
        Just("in"),
    ];
    names.prop_map(|name| Ident { name: name.to_owned(), span: Span::new(&Source::new("", ""), 0..0) })
}

fn node(kind: Kind<()>) -> Expr {
    Expr { kind, span: Span::new(&Source::new("", ""), 0..0), data: () }
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        ((0..10_000_000_000_i64), prop::option::of(prop_oneof![Just("元"), Just("%"), Just("年"), Just("平方 米")]))
            .prop_map(|(raw, unit)| {
                let span = Span::new(&Source::new("", ""), 0..0);
                Kind::Number { value: Decimal::from_raw(raw), unit: unit.map(|u| Ident { name: u.to_owned(), span }) }
            }),
        "[^\\x00-\\x1f]{0,6}".prop_map(Kind::Text),
        ((1900..2100_i16), (1..13_i8), (1..29_i8)).prop_map(|(y, m, d)| Kind::Date(Date::day(y, m, d).unwrap())),
        ((1900..2100_i16), (1..13_i8)).prop_map(|(y, m)| Kind::Date(Date::month(y, m).unwrap())),
        any::<bool>().prop_map(Kind::Bool),
        ident().prop_map(Kind::Name),
        (prop::collection::vec(ident(), 1..3), ident())
            .prop_map(|(links, tail)| Kind::Path { links, tail: Box::new(node(Kind::Name(tail))) }),
        Just(Kind::Call { function: Function::AsOf, arguments: Vec::new() }),
    ]
    .prop_map(node)
}

fn expr() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(5, 48, 3, |inner| {
        let some = inner.clone().prop_map(Box::new);
        let many = |least| prop::collection::vec(inner.clone(), least..4);
        let ops = prop_oneof![
            Just(Comparison::Equal),
            Just(Comparison::NotEqual),
            Just(Comparison::Less),
            Just(Comparison::LessOrEqual),
            Just(Comparison::Greater),
            Just(Comparison::GreaterOrEqual),
        ];
        let sums = prop_oneof![
            Just(Operation::Add),
            Just(Operation::Subtract),
            Just(Operation::Multiply),
            Just(Operation::Divide)
        ];
        let folds = prop_oneof![Just(Aggregate::Sum), Just(Aggregate::Min), Just(Aggregate::Max)];
        let tests = prop_oneof![Just(Aggregate::Any), Just(Aggregate::All)];
        let path = || prop::collection::vec(ident(), 1..3);
        prop_oneof![
            some.clone().prop_map(Kind::Not),
            some.clone().prop_map(Kind::Negate),
            some.clone().prop_map(Kind::Missing),
            many(2).prop_map(Kind::And),
            many(2).prop_map(Kind::Or),
            (ops, some.clone(), some.clone()).prop_map(|(op, left, right)| Kind::Compare { op, left, right }),
            (sums, some.clone(), some.clone()).prop_map(|(op, left, right)| Kind::Arithmetic { op, left, right }),
            (some.clone(), many(1)).prop_map(|(value, options)| Kind::In { value, options }),
            (some.clone(), some.clone(), some.clone()).prop_map(|(value, low, high)| Kind::Within { value, low, high }),
            (some.clone(), some.clone(), some.clone()).prop_map(|(condition, then, otherwise)| Kind::If {
                condition,
                then,
                otherwise
            }),
            (ident(), some.clone()).prop_map(|(parameter, when)| Kind::At { parameter, when }),
            (folds, path(), some.clone(), prop::option::of(some.clone())).prop_map(|(function, path, body, filter)| {
                Kind::Aggregate { function, path, body: Some(body), filter }
            }),
            (tests, path(), some.clone()).prop_map(|(function, path, body)| Kind::Aggregate {
                function,
                path,
                body: Some(body),
                filter: None
            }),
            (path(), prop::option::of(some.clone())).prop_map(|(path, filter)| Kind::Aggregate {
                function: Aggregate::Count,
                path,
                body: None,
                filter,
            }),
            many(1).prop_map(|arguments| Kind::Call { function: Function::Coalesce, arguments }),
        ]
        .prop_map(node)
    })
}

proptest! {
    #[test]
    fn printing_and_parsing_is_the_identity_in_both_keyword_sets(expr in expr()) {
        for locale in [Locale::Zh, Locale::En] {
            let text = print_untyped(&expr, locale);
            let back = parsed(&text).map_err(|e| TestCaseError::fail(format!("{text}\n{e}")))?;
            prop_assert_eq!(shape(&back), shape(&expr), "{}", text);
            prop_assert_eq!(print_untyped(&back, locale), text);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[且或非属于缺失若则否任一户年元0-9.@()\\[\\]<>=+*/, \"“”「」-]{0,40}") {
        let _ = parsed(&text);
    }
}

#[test]
fn full_width_signs_and_other_spellings_are_the_same_tree() {
    for (written, canonical) in [
        ("人均纯收入≥４０００", "人均纯收入 >= 4000"),
        ("人均纯收入 <= 4000元", "人均纯收入 <= 4000 元"),
        ("（a ＝ “甲”） 且 b≠c", "a = \"甲\" 且 b <> c"),
        ("a == b", "a = b"),
        ("a in ［1，2、3］", "a 属于 [1, 2, 3]"),
        ("年龄 属于 6..15", "年龄 属于 6..15"),
        ("a × 30％ ÷ 2", "a * 30% / 2"),
        ("count(members, not (a and b))", "计数(members, 非 (a 且 b))"),
        ("出生 < 2020-12-31", "出生 < 2020-12-31"),
        ("2020 - 12 - 31", "2020 - 12 - 31"),
        ("残疾类别 = 残疾类别(证件号码)", "残疾类别 = 残疾类别(证件号码)"),
        ("线@户.年度", "线@户.年度"),
        ("「务工时间（月）」 缺失", "「务工时间（月）」 缺失"),
    ] {
        assert_eq!(print_untyped(&parsed(written).unwrap(), Locale::Zh), canonical, "{written}");
    }
}

#[test]
fn depth_is_bounded_however_it_comes_about() {
    let deep = |open: &str, close: &str| {
        let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        parsed(&text).unwrap_err()
    };
    let chain = vec!["1"; 10_000].join(" + ");
    for error in [
        deep("(", ")"),
        deep("非 ", ""),
        deep("-", ""),
        deep("计数(a, ", ")"),
        deep("a@", ""),
        parsed(&chain).unwrap_err(),
    ] {
        assert!(error.contains("H309") && error.contains(&MAX_DEPTH.to_string()), "{error}");
    }
    let fits = format!("{}1{}", "(".repeat(MAX_DEPTH - 1), ")".repeat(MAX_DEPTH - 1));
    assert!(parsed(&fits).is_ok());
}
