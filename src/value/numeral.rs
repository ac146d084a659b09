//! Chinese numerals, and the numbers that a text says: in digits, in numerals, as percentages.

use super::{Decimal, fold};

/// The digits from nought to nine.
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// The units within a group of four digits, greatest first.
const UNITS: [(char, u64); 3] = [('千', 1_000), ('百', 100), ('十', 10)];
/// The units of groups, greatest first.
const GROUPS: [(char, u64); 2] = [('亿', 100_000_000), ('万', 10_000)];
/// What stands between the denominator and the numerator of a fraction: `百分之三`.
const PARTS: &str = "分之";

/// A whole number in Chinese numerals, as it is read aloud: `四千`, `一百零五`, `十五`.
#[must_use]
pub fn write(number: u64) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let text = spoken(number);
    // Ten is `十` where a numeral begins with it.
    if text.starts_with("一十") { text.trim_start_matches('一').to_owned() } else { text }
}

fn spoken(number: u64) -> String {
    for (unit, size) in GROUPS.into_iter().chain(UNITS) {
        if number >= size {
            let (high, rest) = (number / size, number % size);
            let gap = if rest > 0 && rest < size / 10 { "零" } else { "" };
            let rest = if rest > 0 { spoken(rest) } else { String::new() };
            return format!("{}{unit}{gap}{rest}", spoken(high));
        }
    }
    let digit = usize::try_from(number).ok().and_then(|at| DIGITS.get(at));
    digit.map(char::to_string).unwrap_or_default()
}

fn digit(c: char) -> Option<u64> {
    let c = match c {
        '〇' => '零',
        '两' => '二',
        c => c,
    };
    DIGITS.iter().position(|d| *d == c).and_then(|at| u64::try_from(at).ok())
}

fn unit(c: char) -> Option<u64> {
    UNITS.iter().find(|(u, _)| *u == c).map(|(_, size)| *size)
}

fn group(c: char) -> Option<u64> {
    GROUPS.iter().find(|(u, _)| *u == c).map(|(_, size)| *size)
}

/// The whole number that numerals say: `四千`, `一百零五`, `两万`, `二〇一九`, `一万二`. `None` where they say none.
#[must_use]
pub fn read(text: &str) -> Option<u64> {
    let characters: Vec<char> = text.chars().collect();
    if characters.iter().all(|&c| digit(c).is_some()) {
        // A year, read digit by digit.
        let add = |number: u64, &c: &char| number.checked_mul(10)?.checked_add(digit(c)?);
        return if characters.is_empty() { None } else { characters.iter().try_fold(0, add) };
    }
    let mut reading = Reading { total: 0, section: 0, digit: None, nought: false, unit: None, group: None };
    for c in characters {
        reading.take(c)?;
    }
    reading.end()
}

/// How far a numeral has been read.
struct Reading {
    /// The groups that are done.
    total: u64,
    /// The group being read, without `digit`.
    section: u64,
    /// A digit whose unit is still to come.
    digit: Option<u64>,
    /// Whether the last character was a nought.
    nought: bool,
    /// The last unit, by which a digit at the end counts: `四千二`.
    unit: Option<u64>,
    /// The last group.
    group: Option<u64>,
}

impl Reading {
    fn take(&mut self, c: char) -> Option<()> {
        if let Some(value) = digit(c) {
            if self.digit.is_some() {
                return None;
            }
            if value == 0 {
                self.nought = true;
            } else {
                self.digit = Some(value);
            }
            return Some(());
        }
        if let Some(size) = unit(c) {
            let ten = size == 10 && self.section.checked_rem(100) == Some(0);
            let count = self.digit.take().or_else(|| ten.then_some(1))?;
            if self.section != 0 && self.unit.is_some_and(|last| last <= size) {
                return None;
            }
            self.section = self.section.checked_add(count.checked_mul(size)?)?;
            (self.unit, self.nought) = (Some(size), false);
            return Some(());
        }
        let size = group(c)?;
        if self.group.is_some_and(|last| last <= size) {
            return None;
        }
        let section = self.section.checked_add(self.digit.take().unwrap_or(0))?;
        if section == 0 {
            return None;
        }
        self.total = self.total.checked_add(section.checked_mul(size)?)?;
        (self.section, self.unit, self.group, self.nought) = (0, Some(size), Some(size), false);
        Some(())
    }

    fn end(self) -> Option<u64> {
        let place = match (self.unit, self.nought) {
            (Some(unit), false) => unit / 10,
            _ => 1,
        };
        let last = self.digit.unwrap_or(0).checked_mul(place)?;
        self.total.checked_add(self.section)?.checked_add(last)
    }
}

/// A number that a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The number. Of a percentage there are two, that before the sign and the share: `3%` is 3 and 0.03.
    pub values: Vec<Decimal>,
    /// What follows it, folded: its unit, perhaps.
    pub rest: String,
}

/// The numbers that a text says, in order: in digits, with thousands apart or full-width, in Chinese numerals, with
/// `万` and `亿`, as percentages.
#[must_use]
pub fn numbers(text: &str) -> Vec<Said> {
    let text = fold(text).into_owned();
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        match in_digits(rest).or_else(|| fraction(rest)).or_else(|| in_numerals(rest)) {
            Some((values, after)) => {
                found.push(Said { values, rest: after.to_owned() });
                rest = after;
            }
            None => rest = rest.get(first.len_utf8()..).unwrap_or_default(),
        }
    }
    found
}

/// A number in digits at the start of a text, and what follows.
fn in_digits(text: &str) -> Option<(Vec<Decimal>, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(text);
    if length == 0 {
        return None;
    }
    if length <= 3 {
        while let Some(more) = text.get(length..)?.strip_prefix(',')
            && digits(more) == 3
        {
            length += 4;
        }
    }
    if let Some(decimals) = text.get(length..)?.strip_prefix('.')
        && digits(decimals) > 0
    {
        length += 1 + digits(decimals);
    }
    let plain: String = text.get(..length)?.chars().filter(|c| *c != ',').collect();
    let mut value = Decimal::parse(&plain).ok()?.value;
    let mut rest = text.get(length..)?;
    while let Some(size) = rest.chars().next().and_then(|c| unit(c).or_else(|| group(c))) {
        value = value.checked_mul(whole(size)?)?;
        rest = rest.get('万'.len_utf8()..)?;
    }
    Some(with_share(value, rest))
}

/// A number with the share that a sign behind it makes of it, and what follows the sign.
fn with_share(value: Decimal, rest: &str) -> (Vec<Decimal>, &str) {
    for (sign, parts) in [('%', 100), ('‰', 1_000), ('成', 10)] {
        if let Some(after) = rest.strip_prefix(sign) {
            let share = value.checked_mul(Decimal::from_raw(Decimal::SCALE / parts));
            return (std::iter::once(value).chain(share).collect(), after);
        }
    }
    (vec![value], rest)
}

/// A fraction in numerals at the start of a text, and what follows: of `百分之三` the values are 3 and 0.03.
fn fraction(text: &str) -> Option<(Vec<Decimal>, &str)> {
    let (below, after) = text.split_once(PARTS)?;
    let below = match below {
        "百" => 100,
        "千" => 1_000,
        "万" => 10_000,
        numerals => read(numerals).filter(|below| *below > 0)?,
    };
    let (values, rest) = in_numerals(after).or_else(|| in_digits(after))?;
    let value = *values.first()?;
    let share = value.raw().checked_rem(i64::try_from(below).ok()?).filter(|rest| *rest == 0);
    let share = share.and_then(|_| value.raw().checked_div(i64::try_from(below).ok()?)).map(Decimal::from_raw);
    Some((std::iter::once(value).chain(share).collect(), rest))
}

/// The longest numeral at the start of a text, with decimals behind `点`, and what follows.
fn in_numerals(text: &str) -> Option<(Vec<Decimal>, &str)> {
    let numeral = |c: char| digit(c).is_some() || unit(c).is_some() || group(c).is_some();
    let ends: Vec<usize> =
        text.char_indices().take_while(|(_, c)| numeral(*c)).map(|(at, c)| at + c.len_utf8()).collect();
    let (number, end) = ends.iter().rev().find_map(|&end| Some((read(text.get(..end)?)?, end)))?;
    let rest = text.get(end..)?;
    let decimals: String = rest
        .strip_prefix('点')
        .unwrap_or_default()
        .chars()
        .map_while(digit)
        .filter_map(|d| char::from_digit(u32::try_from(d).ok()?, 10))
        .collect();
    let value =
        Decimal::parse(&format!("{number}.{decimals}")).or_else(|_| Decimal::parse(&number.to_string())).ok()?.value;
    let skipped = if decimals.is_empty() { 0 } else { '点'.len_utf8() * (1 + decimals.len()) };
    Some(with_share(value, rest.get(skipped..)?))
}

fn whole(number: u64) -> Option<Decimal> {
    Decimal::from_int(i64::try_from(number).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{Decimal, numbers, read, write};
    use proptest::prelude::*;

    /// Numerals as they are written here, and what they say.
    const TABLE: &[(&str, u64)] = &[
        ("零", 0),
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("五十九", 59),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一百一十五", 115),
        ("四千", 4_000),
        ("四千零二", 4_002),
        ("四千零二十", 4_020),
        ("二千九百五十二", 2_952),
        ("一万", 10_000),
        ("一万零二", 10_002),
        ("五万零五百", 50_500),
        ("十万", 100_000),
        ("一百二十万", 1_200_000),
        ("三亿零四万", 300_040_000),
    ];

    /// Other ways to say a number.
    const ALSO: &[(&str, u64)] = &[
        ("两", 2),
        ("一十五", 15),
        ("三百五", 350),
        ("四千二", 4_200),
        ("两万", 20_000),
        ("一万二", 12_000),
        ("二〇一九", 2_019),
        ("二零二零", 2_020),
    ];

    #[test]
    fn numerals_say_numbers() {
        for (text, number) in TABLE.iter().chain(ALSO) {
            assert_eq!(read(text), Some(*number), "{text}");
        }
        for wrong in ["", "百", "万", "十百", "三十五六", "五百六百", "一万二万", "元", "三元"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_read_aloud() {
        for (text, number) in TABLE {
            assert_eq!(write(*number), *text);
        }
    }

    fn said(text: &str) -> Vec<String> {
        numbers(text).iter().flat_map(|said| said.values.iter().map(Decimal::to_string)).collect()
    }

    #[test]
    fn a_text_says_numbers_in_many_ways() {
        for (text, wanted) in [
            ("年人均纯收入4000元", vec!["4000"]),
            ("4,000元以下", vec!["4000"]),
            ("４０００元", vec!["4000"]),
            ("不高于四千元", vec!["4000"]),
            ("最高5万元，期限3年", vec!["50000", "3"]),
            ("1.5万元", vec!["15000"]),
            ("不低于国家扶贫标准1.5倍", vec!["1.5"]),
            ("质保金 5% / 3%", vec!["5", "0.05", "3", "0.03"]),
            ("百分之三以内", vec!["3", "0.03"]),
            ("千分之五", vec!["5", "0.005"]),
            ("三分之二", vec!["2"]),
            ("四分之一", vec!["1", "0.25"]),
            ("百分之三点五", vec!["3.5", "0.035"]),
            ("三成", vec!["3", "0.3"]),
            ("3成", vec!["3", "0.3"]),
            ("队员不少于三名，十五个工作日", vec!["3", "15"]),
            ("18–60岁", vec!["18", "60"]),
            ("十五六岁", vec!["15", "6"]),
            ("2019,2020年", vec!["2019", "2020"]),
            ("没有数", vec![]),
        ] {
            assert_eq!(said(text), wanted, "{text}");
        }
        assert_eq!(numbers("建筑面积25平方米以内")[0].rest, "平方米以内");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(number in 0_u64..1_000_000_000_000) {
            prop_assert_eq!(read(&write(number)), Some(number));
        }

        #[test]
        fn what_is_read_is_written_again(number in 0_u64..100_000) {
            let text = write(number);
            prop_assert_eq!(read(&text).map(write), Some(text));
        }

        #[test]
        fn a_number_is_found_within_words(number in 1_u64..100_000_000, before in "[一-十]?[户年人均不低于]{0,3}", after in "[元岁名，。]?") {
            let shown = number.to_string();
            let separated: String = shown.chars().enumerate().flat_map(|(at, c)| {
                ((at > 0 && (shown.len() - at) % 3 == 0).then_some(',')).into_iter().chain([c])
            }).collect();
            for text in [format!("不低于{}{after}", write(number)), format!("{before}{shown}{after}"), format!("低于{separated}{after}")] {
                prop_assert!(said(&text).contains(&shown), "{}: {:?}", text, said(&text));
            }
        }

        #[test]
        fn any_text_can_be_asked(text in "[零〇一二两十百千万亿分之点0-9,.%成 元]{0,12}") {
            let _ = numbers(&text);
        }
    }
}
