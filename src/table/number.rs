//! Numbers as cells hold them: with a unit or a percent sign behind them.

use super::ProblemKind;
use crate::dictionary::{Dictionary, DimensionId, name_and_unit};
use crate::value::{Decimal, NotADecimal, fold};

/// Units that may stand before their number, as a spreadsheet shows money.
const SIGNS: [&str; 2] = ["￥", "¥"];

/// Reads the numbers of one column.
#[derive(Debug)]
pub(super) struct NumberReader {
    /// Units of the column's own dimension, folded, with their factors.
    own: Vec<(String, Decimal)>,
    /// All other units, folded.
    others: Vec<String>,
    /// Whether a percent sign may follow: the column has no dimension of its own.
    plain: bool,
    /// What a number without a unit counts: the base unit, unless the header names another.
    bare: Decimal,
}

impl NumberReader {
    pub(super) fn new(dictionary: &Dictionary, own: Option<DimensionId>) -> Self {
        let folded = |name: &str| fold(name).into_owned();
        let mut reader = Self { own: Vec::new(), others: Vec::new(), plain: own.is_none(), bare: Decimal::ONE };
        for (id, dimension) in dictionary.dimensions.iter().enumerate() {
            for unit in &dimension.units {
                if own == Some(DimensionId::new(id)) {
                    reader.own.push((folded(&unit.name), unit.factor));
                } else {
                    reader.others.push(folded(&unit.name));
                }
            }
        }
        reader
    }

    /// The same, for a column whose header ends with a unit in brackets: under `年收入（万元）` a bare 3 is 30,000 yuan.
    pub(super) fn under_header(mut self, header: &str) -> Self {
        let header = fold(header);
        let unit = name_and_unit(&header).map(|(_, unit)| unit);
        let own = self.own.iter().find(|(name, _)| Some(name.as_str()) == unit);
        self.bare = own.map_or(Decimal::ONE, |(_, factor)| *factor);
        self
    }

    /// Whether a number without a unit is one in the base unit.
    pub(super) fn bare_is_base(&self) -> bool {
        self.bare == Decimal::ONE
    }

    /// The text without the sign of a unit that stands before its digits, such as `￥3,200.00`; `None` where there is none.
    fn without_sign(&self, text: &str) -> Option<String> {
        let (minus, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
        let signs = self.own.iter().map(|(name, _)| name.as_str()).filter(|name| SIGNS.contains(name));
        let bare = signs.filter_map(|sign| rest.strip_prefix(sign)).next()?.trim_start();
        let begins = |c: char| c.is_ascii_digit() || c == '-' && minus.is_empty();
        bare.starts_with(begins).then(|| format!("{minus}{bare}"))
    }

    /// The number that a folded text stands for, in the base unit, with a note where it was rounded.
    pub(super) fn read(&self, text: &str) -> Result<(Decimal, Option<ProblemKind>), ProblemKind> {
        if let Some(bare) = self.without_sign(text) {
            return self.read(&bare);
        }
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ',');
        let (number, unit) = text.split_at(text.find(|c| !digits(c)).unwrap_or(text.len()));
        let unit = unit.trim();
        if unit.is_empty() && self.bare_is_base() {
            let parsed = Decimal::parse(number.trim()).map_err(kind)?;
            return Ok((parsed.value, parsed.rounded.then_some(ProblemKind::Rounded)));
        }
        // Checks the form; the value is computed anew with the factor, so that `0.33333万元` is not rounded before it.
        if let Err(NotADecimal::Malformed) = Decimal::parse(number) {
            return Err(ProblemKind::NotANumber);
        }
        let (factor, divisor) = match self.own.iter().find(|(name, _)| name == unit) {
            Some((_, factor)) => (*factor, 1),
            None if unit.is_empty() => (self.bare, 1),
            None if unit == "%" && self.plain => (Decimal::ONE, 100),
            None if unit == "%" || self.others.iter().any(|name| name == unit) => return Err(ProblemKind::WrongUnit),
            None => return Err(ProblemKind::NotANumber),
        };
        scaled(number, factor, divisor).ok_or(ProblemKind::OutOfRange)
    }
}

fn kind(error: NotADecimal) -> ProblemKind {
    match error {
        NotADecimal::Malformed => ProblemKind::NotANumber,
        NotADecimal::OutOfRange => ProblemKind::OutOfRange,
    }
}

/// A well-formed number times `factor`, divided by `divisor`, rounded once and half away from zero; `None` out of range.
fn scaled(number: &str, factor: Decimal, divisor: i128) -> Option<(Decimal, Option<ProblemKind>)> {
    let mut mantissa = 0_i128;
    let mut divisor = divisor;
    let mut decimals = false;
    for b in number.bytes() {
        match b {
            b'0'..=b'9' => {
                mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(b - b'0'))?;
                divisor = if decimals { divisor.checked_mul(10)? } else { divisor };
            }
            b'.' => decimals = true,
            _ => {}
        }
    }
    let exact = mantissa.checked_mul(i128::from(factor.raw()))?;
    let half = divisor / 2;
    let rounded = exact.checked_add(half)?.checked_div(divisor)?;
    let rounded = if number.starts_with('-') { rounded.checked_neg()? } else { rounded };
    let note = (exact.checked_rem(divisor)? != 0).then_some(ProblemKind::Rounded);
    Some((Decimal::from_raw(i64::try_from(rounded).ok()?), note))
}

#[cfg(test)]
mod tests {
    use super::{NumberReader, scaled};
    use crate::table::ProblemKind;
    use crate::value::Decimal;

    fn reader() -> NumberReader {
        let ten_thousand = Decimal::from_int(10_000).unwrap();
        NumberReader {
            own: vec![
                ("元".to_owned(), Decimal::ONE),
                ("￥".to_owned(), Decimal::ONE),
                ("万元".to_owned(), ten_thousand),
            ],
            others: vec!["亩".to_owned()],
            plain: false,
            bare: Decimal::ONE,
        }
    }

    fn shown(reader: &NumberReader, text: &str) -> Result<String, ProblemKind> {
        reader.read(text).map(|(n, note)| format!("{n}{}", if note.is_some() { "~" } else { "" }))
    }

    #[test]
    fn units_are_converted_and_rounded_once() {
        for (text, number) in [
            ("1,234,567", "1234567"),
            ("3000 元", "3000"),
            ("0.33333万元", "3333.3"),
            ("-1.5万元", "-15000"),
            ("￥3,200.50", "3200.5"),
            ("￥ 1,234,567.00元", "1234567"),
            ("-￥800", "-800"),
            ("￥-800", "-800"),
            ("0.123456785万元", "1234.5679~"),
            ("2.00005", "2.0001~"),
        ] {
            assert_eq!(shown(&reader(), text).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn a_unit_in_the_header_is_that_of_bare_numbers() {
        for (header, text, number) in [
            ("年收入（万元）", "0.33333", "3333.3"),
            ("年收入(万元) ", "1,200", "12000000"),
            ("年收入(万元)", "3000元", "3000"),
            ("年收入（元）", "3000", "3000"),
            ("年收入（合计）", "3000", "3000"),
            ("万元", "3000", "3000"),
        ] {
            assert_eq!(shown(&reader().under_header(header), text).as_deref(), Ok(number), "{header} {text}");
        }
        assert_eq!(shown(&reader().under_header("年收入(万元)"), "12,34"), Err(ProblemKind::NotANumber));
        assert_eq!(shown(&reader().under_header("年收入(万元)"), "x"), Err(ProblemKind::NotANumber));
    }

    #[test]
    fn what_does_not_fit_is_refused_by_its_kind() {
        for (text, kind) in [
            ("12,34", ProblemKind::NotANumber),
            ("12,34元", ProblemKind::NotANumber),
            ("3000美元", ProblemKind::NotANumber),
            ("元", ProblemKind::NotANumber),
            ("￥", ProblemKind::NotANumber),
            ("-￥-8", ProblemKind::NotANumber),
            ("￥￥8", ProblemKind::NotANumber),
            ("￥8亩", ProblemKind::WrongUnit),
            ("50亩", ProblemKind::WrongUnit),
            ("50%", ProblemKind::WrongUnit),
            ("99999999999999999999", ProblemKind::OutOfRange),
            ("999999999999999万元", ProblemKind::OutOfRange),
        ] {
            assert_eq!(shown(&reader(), text), Err(kind), "{text}");
        }
    }

    #[test]
    fn a_share_may_be_a_percentage() {
        let plain = NumberReader { own: Vec::new(), others: vec!["元".to_owned()], plain: true, bare: Decimal::ONE };
        assert_eq!(shown(&plain, "12.5%").as_deref(), Ok("0.125"));
        assert_eq!(shown(&plain, "12.5元"), Err(ProblemKind::WrongUnit));
        assert_eq!(scaled("0.00005", Decimal::ONE, 1).unwrap().0, Decimal::from_raw(1));
    }
}
