//! The columnar engine against the reference evaluator, on random well-typed rules over random tables with blanks.

use hucha::dataset::{Dataset, WrittenRows};
use hucha::diagnostic::{Locale, Source, Span, render_all};
use hucha::dictionary::{Bilingual, Dictionary, EntityId, FieldType};
use hucha::engine::{Collect, Condition, Plan};
use hucha::lang;
use hucha::lang::tree::Expr;
use hucha::lang::types::{Type, Typed};
use hucha::rulebook::{Indicator, LoadOptions, Measure, Rulebook, Verdict};
use hucha::survey::{RowOutcome, outcomes, row_outcome};
use hucha::table::{Cell, Column, Ingest, Origin, Table};
use hucha::trace::{Context, evaluate};
use hucha::value::{Date, Decimal, Truth};
use proptest::prelude::*;
use std::collections::BTreeSet;

const RULES: &str = include_str!("engine_and_reference.yaml");

fn rulebook() -> Rulebook {
    let files = [Source::new("engine_and_reference.yaml", RULES)];
    Rulebook::load(&files, &LoadOptions::default())
        .unwrap_or_else(|errors| panic!("{}", render_all(&errors, Locale::En, false)))
}

/// A source of choices: proptest gives bytes and shrinks them towards none.
struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Choices<'_> {
    fn below(&mut self, n: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % n
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// Writes random well-typed expressions, read in rows of 户 (`home`) or of 人.
struct Writer<'a> {
    choices: Choices<'a>,
}

impl Writer<'_> {
    fn condition(&mut self, home: bool, depth: usize) -> String {
        if depth == 0 {
            return self
                .choices
                .of(if home { &["危房", "大户", "是", "否"] } else { &["在校", "成年", "户.危房"] })
                .to_owned();
        }
        let d = depth - 1;
        match self.choices.below(18) {
            0 => self.condition(home, 0),
            16 => format!("齐全({}, {})", self.any_value(home, d), self.any_value(home, d)),
            17 if home => format!("所在村 缺失 或 ({})", self.condition(home, d)),
            17 => self.choices.of(&["上一人 缺失", "户 缺失", "上一人.户.所在村 缺失", "上一人.在校"]).to_owned(),
            14 => format!("缺列取({}, {})", self.condition(home, d), self.condition(home, d)),
            15 => format!("先取({}, {})", self.condition(home, d), self.condition(home, d)),
            1 => format!("({}) 且 ({})", self.condition(home, d), self.condition(home, d)),
            2 => format!("({}) 或 ({})", self.condition(home, d), self.condition(home, d)),
            3 => format!("非 ({})", self.condition(home, d)),
            4 => format!("({}) 缺失", self.any_value(home, d)),
            5 => {
                let op = self.choices.of(&["=", "<>", "<", "<=", ">", ">="]);
                format!("({}) {op} ({})", self.number(home, d), self.number(home, d))
            }
            6 => {
                let op = self.choices.of(&["=", "<>", "<", "<=", ">", ">="]);
                format!("({}) {op} ({})", self.date(home, d), self.date(home, d))
            }
            7 => {
                let op = self.choices.of(&["=", "<>"]);
                let code = self.choices.of(&["\"甲\"", "\"乙\"", "\"丙\""]);
                format!("({}) {op} {code}", self.code(home, d))
            }
            8 => format!("({}) 属于 [\"乙\", \"丙\"]", self.code(home, d)),
            9 => format!("({}) 属于 ({})..({})", self.number(home, d), self.number(home, d), self.number(home, d)),
            10 if home => {
                let function = self.choices.of(&["任一", "全部"]);
                format!("{function}(成员, {})", self.condition(false, d))
            }
            10 => format!("({}) = ({})", self.text(home), self.text(home)),
            11 => format!(
                "若 {} 则 {} 否则 {}",
                self.condition(home, d),
                self.condition(home, d),
                self.condition(home, d)
            ),
            12 => {
                let op = self.choices.of(&["=", "<", ">="]);
                format!("({}) / ({}) {op} 3", self.number(home, d), self.number(home, d))
            }
            _ if home => format!("任一(成员, 证件校验正确(证件)) 或 ({})", self.condition(home, d)),
            _ => "先取(证件为男(证件), 在校)".to_owned(),
        }
    }

    fn any_value(&mut self, home: bool, depth: usize) -> String {
        match self.choices.below(5) {
            0 => self.condition(home, depth),
            1 => self.number(home, depth),
            2 => self.date(home, depth),
            3 => self.code(home, depth),
            _ => self.text(home),
        }
    }

    fn number(&mut self, home: bool, depth: usize) -> String {
        if depth == 0 {
            let own: &[&str] = if home {
                &["收入", "1", "2.5", "线", "922337203685477.5807"]
            } else {
                &["月数量", "户.收入", "3"]
            };
            return self.choices.of(own).to_owned();
        }
        let d = depth - 1;
        match self.choices.below(8) {
            0 | 1 => self.number(home, 0),
            2 => {
                let op = self.choices.of(&["+", "-", "*"]);
                format!("(({}) {op} ({}))", self.number(home, d), self.number(home, d))
            }
            3 => format!("-({})", self.number(home, d)),
            4 => format!("(若 {} 则 {} 否则 {})", self.condition(home, d), self.number(home, d), self.number(home, d)),
            5 => format!("先取({}, {})", self.number(home, d), self.number(home, d)),
            6 if home => {
                let function = self.choices.of(&["求和", "最小", "最大"]);
                if self.choices.below(2) == 0 {
                    format!("{function}(成员, {})", self.number(false, d))
                } else {
                    format!("{function}(成员, {}, {})", self.number(false, d), self.condition(false, d))
                }
            }
            6 => format!("计数(户.成员, {})", self.condition(false, d)),
            _ if home => format!("计数(成员, {})", self.condition(false, d)),
            _ => "计数(户.成员)".to_owned(),
        }
    }

    fn date(&mut self, home: bool, depth: usize) -> String {
        if depth == 0 || self.choices.below(3) > 0 {
            let own: &[&str] = if home {
                &["登记日", "审计日", "2015-06-30", "2015-06"]
            } else {
                &["生日", "户.登记日", "审计日"]
            };
            return self.choices.of(own).to_owned();
        }
        if home {
            let function = self.choices.of(&["最小", "最大"]);
            return format!("{function}(成员, 生日, {})", self.condition(false, depth - 1));
        }
        "先取(证件出生日期(证件), 生日)".to_owned()
    }

    fn code(&mut self, home: bool, depth: usize) -> String {
        let own = if home { "类别" } else { self.choices.of(&["户.类别"]) };
        if depth == 0 || self.choices.below(2) == 0 {
            return own.to_owned();
        }
        format!("(若 {} 则 {own} 否则 {own})", self.condition(home, depth - 1))
    }

    fn text(&mut self, home: bool) -> String {
        let own: &[&str] = if home { &["备注", "号"] } else { &["备注", "户.备注", "户号"] };
        self.choices.of(own).to_owned()
    }

    /// Conditions on what other functions give, so that each is met.
    fn special(&mut self, home: bool) -> String {
        let own: &[&str] = if home {
            &[
                "线@年度 > 收入",
                "线@登记日 > 收入",
                "年(登记日) = 年度",
                "月数(登记日, 审计日) > 12",
                "天数(登记日, 审计日) > 400",
                "所在村.村名 = \"甲村\"",
                "计数(所在村.住户, 危房) > 1",
                "登记日 < 2015",
                "登记年限 > 2",
                "任一(成员, 周岁(生日, 户.登记日) < 户.登记年限)",
                "最大(成员, 周岁(生日, 审计日)) > 9",
                "月数(登记日, 审计日) 属于 6..30",
                "任一(成员, 非 上一人 缺失 且 生日 < 上一人.生日)",
                "任一(成员, 上一人 缺失)",
                "齐全(备注, 登记日, 收入)",
                "包含(备注, 号) 或 开头(号, \"H\")",
                "开头(备注, \"1\") 或 开头(备注, 号)",
                "非 开头(备注, \"12\")",
                "位数(号) = 2",
                "位数(备注) > 1 或 纯数字(备注)",
                "备注 = \"12\" 或 备注 <> \"甲\"",
                "先取(备注, 号) = 备注",
                "(若 危房 则 备注 否则 号) <> \"12\"",
                "先取(备注, \"12\") = 备注",
                "先取(类别, \"乙\") <> 类别",
                "计数(成员) = 3",
                "计数(所在村.住户) > 4",
                "求和(成员, 月数量) <= 6",
                "定额 > 收入 - 1",
            ]
        } else {
            &[
                "周岁(生日, 审计日) 属于 6..15",
                "证件位数(证件) = 18",
                "残疾类别(证件) = 4",
                "残疾等级(证件) 属于 1..2",
                "证件 = \"11010519491231002X\"",
                "户.所在村.村名 缺失",
                "计数(同证件.人员) > 1",
                "周岁(证件出生日期(证件), 审计日) >= 60",
                "周岁(生日, 户.登记日) < 10",
                "周岁(生日, 审计日) = 周岁(生日, 户.登记日)",
                "(若 在校 则 周岁(生日, 审计日) 否则 周岁(生日, 户.登记日)) 属于 3..9",
                "先取(周岁(生日, 审计日), 周岁(证件出生日期(证件), 审计日)) <> 8",
                "周岁(生日, 审计日) 缺失",
                "周岁(生日, 审计日) + 1 > 9",
                "户.登记年限 >= 3",
                "天数(上一人.生日, 生日) > 300",
                "上一人.月数量 > 月数量",
                "上一人.上一人 缺失",
                "非 上一人 缺失 且 上一人.上一人 缺失",
                "户 缺失",
                "齐全(在校, 月数量, 生日, 证件)",
                "包含(户.备注, 备注)",
                "纯数字(户号)",
                "备注 = \"12\" 或 户.备注 = \"甲\"",
                "备注 = 户.备注",
                "户.号 = 户号",
                "先取(户.备注, 备注) <> \"乙\"",
                "证件 = \"110105491231002\"",
                "证件 <> 上一人.证件",
                "任一(户.成员, 在校)",
                "全部(户.所在村.住户, 危房)",
                "求和(户.成员, 月数量) > 5",
                "计数(户.所在村.住户) > 4",
                "最大(户.成员, 生日) = 生日",
                "户.定额 >= 月数量",
                "证件校验正确(证件) 且 证件为男(证件)",
            ]
        };
        // `登记日 < 2015` is ill-typed on purpose: what the checker refuses is left out below.
        self.choices.of(own).to_owned()
    }
}

fn checked(rulebook: &Rulebook, text: &str, entity: EntityId) -> Option<Expr<Typed>> {
    typed(rulebook, text, entity, Some(Type::Bool))
}

fn typed(rulebook: &Rulebook, text: &str, entity: EntityId, expected: Option<Type>) -> Option<Expr<Typed>> {
    let source = Source::new("随机", text);
    let expr = lang::parse(text, &|range| Span::new(&source, range))
        .unwrap_or_else(|e| panic!("{text}\n{}", render_all(&e, Locale::En, false)));
    lang::check(&expr, entity, rulebook, expected).ok()
}

fn cell(ty: FieldType, name: &str, choices: &mut Choices) -> Cell {
    if choices.below(5) == 0 {
        return Cell::Blank;
    }
    match ty {
        FieldType::Bool => Cell::Bool(choices.below(2) == 0),
        FieldType::Number(_) if name == "年度" => {
            Cell::Number(Decimal::from_int(2013 + choices.below(6) as i64).unwrap())
        }
        FieldType::Number(_) => Cell::Number(match choices.below(6) {
            0 => Decimal::from_raw(i64::MAX),
            1 => Decimal::from_raw(-25_000),
            n => Decimal::from_int(n as i64).unwrap(),
        }),
        FieldType::Date => Cell::Date(match choices.below(4) {
            0 => Date::year(2005 + choices.below(12) as i16).unwrap(),
            1 => Date::month(2015, 1 + choices.below(12) as i8).unwrap(),
            _ => Date::day(2004 + choices.below(13) as i16, 2, 28).unwrap(),
        }),
        FieldType::Code(_) => Cell::Code(hucha::dictionary::CodeId::new(choices.below(3))),
        FieldType::Id => Cell::Text(
            ["11010519491231002X", "110105491231002", "11010519491231002X44", "110105200902290018", "不详"]
                [choices.below(5)]
            .to_owned(),
        ),
        FieldType::Text => Cell::Text(match name {
            "村名" => ["甲村", "乙村"][choices.below(2)].to_owned(),
            "号" | "户号" => format!("H{}", choices.below(5)),
            _ => ["甲", "乙", "12", "7X"][choices.below(4)].to_owned(),
        }),
    }
}

fn rows(rulebook: &Rulebook, choices: &mut Choices, counts: &[(&str, usize)]) -> WrittenRows {
    let dictionary = &rulebook.dictionary;
    let mut written = vec![Vec::new(); dictionary.entities.len()];
    for &(name, count) in counts {
        let entity = dictionary.find_entity(name).unwrap();
        for _ in 0..count {
            let fields = &dictionary.entity(entity).fields;
            written[entity.index()].push(fields.iter().map(|f| cell(f.ty, &f.name.zh, choices)).collect());
        }
    }
    written
}

/// Gives every household a number of its own and lists the people household by household, as an export does: most
/// households have a few, some none, and some more than a word has bits. The last may share its number with the first.
fn list_by_household(dictionary: &Dictionary, written: &mut WrittenRows, choices: &mut Choices) {
    let place = |entity: &str, field: &str| {
        let entity = dictionary.find_entity(entity).unwrap();
        let field = dictionary.entity(entity).fields.iter().position(|f| f.name.zh == field).unwrap();
        (entity.index(), field)
    };
    let ((homes, number), (people, home_number)) = (place("户", "号"), place("人", "户号"));
    let digits = choices.below(2) == 0;
    let shared = choices.below(3) == 0;
    let last = written[homes].len().saturating_sub(1);
    let named = |home: usize| {
        let home = if shared && home == last { 0 } else { home };
        Cell::Text(if digits { home.to_string() } else { format!("H{home}") })
    };
    written[homes].iter_mut().enumerate().for_each(|(home, row)| row[number] = named(home));
    let (mut home, mut left) = (0, 0);
    for row in &mut written[people] {
        if left == 0 {
            home += 1 + [0, 0, 0, 3][choices.below(4)];
            left = [1, 2, 3, 4, 70][choices.below(5)];
        }
        row[home_number] = named(home - 1);
        left -= 1;
    }
}

/// The rows as files would give them, without the columns whose number `absent` picks. Keys that join stay.
fn joined<'d>(dictionary: &'d Dictionary, written: &WrittenRows, absent: u32) -> Dataset<'d> {
    let mut number = 0;
    let mut tables = Vec::new();
    for (entity, rows) in dictionary.entity_ids().zip(written) {
        let described = dictionary.entity(entity);
        if !described.from_keys.is_empty() {
            continue;
        }
        let columns = described.fields.iter().enumerate().map(|(at, field)| {
            number += 1;
            let is_key = ["号", "户号", "村名", "人号"].contains(&field.name.zh.as_str());
            let kept = is_key || absent >> (number % 32) & 1 == 0;
            kept.then(|| {
                let mut column = Column::new(field.ty);
                rows.iter().for_each(|row| column.push(&row[at]));
                column
            })
        });
        let columns: Vec<Option<Column>> = columns.collect();
        let present = columns.iter().map(Option::is_some).collect();
        let origins = (0..rows.len()).map(|row| Origin { file: 0, row: row as u32 + 2 }).collect();
        tables.push(Table { entity, columns, present, lifted: Vec::new(), origins });
    }
    Dataset::join(dictionary, Ingest { tables, ..Ingest::default() })
}

fn verdict(context: Context<'_>, given: Option<&Expr<Typed>>, require: &Expr<Typed>, row: usize) -> Verdict {
    let truth = |expr| evaluate(context, expr, row).value.truth();
    Verdict::of(given.map_or(Truth::True, truth), truth(require))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn they_give_the_same_verdicts(
        rule_bytes in prop::collection::vec(any::<u8>(), 0..80),
        row_bytes in prop::collection::vec(any::<u8>(), 0..3000),
        homes in 0..150_usize,
        people in 0..250_usize,
        listed in any::<bool>(),
        chunk in prop_oneof![Just(64_usize), Just(4096)],
        absent in prop_oneof![Just(0_u32), any::<u32>().prop_map(|bits| bits & bits.rotate_left(7))],
    ) {
        let rulebook = rulebook();
        let dictionary = &rulebook.dictionary;
        let mut choices = Choices { bytes: &row_bytes, at: 0 };
        let mut written = rows(&rulebook, &mut choices, &[("户", homes), ("人", people)]);
        if listed {
            list_by_household(dictionary, &mut written, &mut Choices { bytes: &rule_bytes, at: 0 });
        }
        let dataset = joined(dictionary, &written, absent);
        let as_of = Date::day(2016, 6, 30).unwrap();
        let context = Context { rulebook: &rulebook, dataset: &dataset, as_of };

        let mut writer = Writer { choices: Choices { bytes: &rule_bytes, at: 0 } };
        let mut conditions: Vec<(EntityId, Option<Expr<Typed>>, Expr<Typed>)> = Vec::new();
        for name in ["户", "人", "户", "人"] {
            let home = name == "户";
            let entity = dictionary.find_entity(name).unwrap();
            let given = if writer.choices.below(2) == 0 { writer.special(home) } else { writer.condition(home, 2) };
            let require = writer.condition(home, 4);
            let given = checked(&rulebook, &given, entity);
            if let Some(require) = checked(&rulebook, &require, entity) {
                conditions.push((entity, given, require));
            }
        }
        let asked = conditions.iter().map(|(entity, given, require)| Condition { entity: *entity, given: given.as_ref(), require });
        let plan = Plan::compile(&rulebook, &dataset, as_of, asked);
        let answers = plan.run_in_chunks(Collect { violations: true, unknowns: true, passes: true }, chunk);
        for ((entity, given, require), answer) in conditions.iter().zip(answers) {
            let text = lang::print(require, &rulebook, Locale::Zh);
            // What lacks a column does not run, and nothing else fails to.
            let Some(answer) = answer else {
                prop_assert!(absent != 0 || dataset.rows(*entity).count == 0, "{} does not run", text);
                continue;
            };
            let count = dataset.rows(*entity).count;
            let verdicts: Vec<Verdict> = (0..count).map(|row| verdict(context, given.as_ref(), require, row)).collect();
            let with = |wanted| (0..count).filter(|&r| verdicts[r] == wanted).map(|r| r as u32).collect::<Vec<u32>>();
            prop_assert_eq!(&answer.violations, &with(Verdict::Violation), "violations of {}", text);
            prop_assert_eq!(&answer.unknowns, &with(Verdict::Unknown), "unknowns of {}", text);
            prop_assert_eq!(&answer.passes, &with(Verdict::Pass), "passes of {}", text);
            prop_assert_eq!(answer.counts.total(), count as u64);
        }
    }
}

/// A random indicator of each kind over an entity, where the checker takes it.
fn indicators(rulebook: &Rulebook, writer: &mut Writer<'_>, home: bool) -> Vec<Indicator> {
    let entity = rulebook.dictionary.find_entity(if home { "户" } else { "人" }).unwrap();
    let condition = |text: &str| typed(rulebook, text, entity, Some(Type::Bool));
    let number = |text: &str| typed(rulebook, text, entity, None);
    let mut texts = || (writer.number(home, 3), writer.number(home, 2));
    let (of, to) = texts();
    let (above, below) = texts();
    let ages = ["周岁(生日, 审计日)", "周岁(生日, 户.登记日)", "户.登记年限"];
    let own = if home { "登记年限" } else { writer.choices.of(&ages) };
    let measures = [
        condition(&writer.condition(home, 4)).map(Measure::Share),
        condition(&writer.special(home)).map(Measure::Share),
        number(&of).map(Measure::Mean),
        number(own).map(Measure::Mean),
        number(&format!("({above}) / ({below})")).map(Measure::Mean),
        number(&of).zip(number(&to)).map(|(of, to)| Measure::Ratio { of, to }),
        Some(Measure::Count),
    ];
    let among = writer.condition(home, 2);
    let source = Source::new("随机", "");
    let made = |measure| Indicator {
        code: String::new(),
        slug: String::new(),
        title: Bilingual::default(),
        entity,
        among: condition(&among),
        measure,
        by: Vec::new(),
        tolerable: None,
        direction: None,
        basis: Vec::new(),
        assumed: true,
        note: Bilingual::default(),
        span: Span::new(&source, 0..0),
    };
    measures.into_iter().flatten().map(made).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn they_measure_the_same(
        rule_bytes in prop::collection::vec(any::<u8>(), 0..80),
        row_bytes in prop::collection::vec(any::<u8>(), 0..3000),
        homes in 0..90_usize,
        people in 0..150_usize,
        absent in prop_oneof![Just(0_u32), any::<u32>().prop_map(|bits| bits & bits.rotate_left(7))],
    ) {
        let rulebook = rulebook();
        let written = rows(&rulebook, &mut Choices { bytes: &row_bytes, at: 0 }, &[("户", homes), ("人", people)]);
        let dataset = joined(&rulebook.dictionary, &written, absent);
        let context = Context { rulebook: &rulebook, dataset: &dataset, as_of: Date::day(2016, 6, 30).unwrap() };
        let mut writer = Writer { choices: Choices { bytes: &rule_bytes, at: 0 } };
        let asked: Vec<Indicator> = [true, false].into_iter().flat_map(|home| indicators(&rulebook, &mut writer, home)).collect();
        let asked: Vec<&Indicator> = asked.iter().collect();
        let mut taken = 0;
        let mut wrong = None;
        outcomes(context, &asked, |at, made| {
            taken += 1;
            let (indicator, count) = (asked[at], dataset.rows(asked[at].entity).count);
            // What lacks a column is not reckoned, and nothing else fails to be.
            let Ok(made) = made else {
                if absent == 0 && count > 0 {
                    wrong.get_or_insert(format!("{:?} is not reckoned", indicator.measure));
                }
                return;
            };
            let reference: Vec<RowOutcome> = (0..count).map(|row| row_outcome(context, indicator, row)).collect();
            if made.iter().collect::<Vec<_>>() != reference {
                wrong.get_or_insert(format!("{:?} among {:?}", indicator.measure, indicator.among));
            }
        });
        prop_assert_eq!(taken, asked.len());
        prop_assert_eq!(wrong, None);
    }
}

#[test]
fn what_the_random_rules_use_is_well_typed() {
    // The generator leaves out what the checker refuses; this keeps it from leaving out everything.
    let rulebook = rulebook();
    let mut refused = 0;
    let mut all = 0;
    for seed in 0..2000_u32 {
        let bytes: Vec<u8> = (0..80_u32)
            .map(|i| (seed.wrapping_mul(2_654_435_761).wrapping_add(i.wrapping_mul(40_503)) >> 11) as u8)
            .collect();
        let mut writer = Writer { choices: Choices { bytes: &bytes, at: 0 } };
        for (name, home) in [("户", true), ("人", false)] {
            let entity = rulebook.dictionary.find_entity(name).unwrap();
            let text = writer.condition(home, 4);
            all += 1;
            refused += usize::from(checked(&rulebook, &text, entity).is_none());
        }
    }
    assert_eq!(refused, 0, "of {all}");
    // Of the special conditions one compares a date with a number, which must be refused.
    for (name, home, wanted) in [("户", true, 1), ("人", false, 0)] {
        let entity = rulebook.dictionary.find_entity(name).unwrap();
        let texts: BTreeSet<String> =
            (0..=255_u8).map(|byte| Writer { choices: Choices { bytes: &[byte], at: 0 } }.special(home)).collect();
        let refused: Vec<&String> = texts.iter().filter(|text| checked(&rulebook, text, entity).is_none()).collect();
        assert_eq!(refused.len(), wanted, "{refused:?}");
    }
}
