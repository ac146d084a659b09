//! Fixed-point numbers with four decimals, and quotients that are only ever compared.

use std::cmp::Ordering;
use std::fmt;

/// A number with four decimals, kept as an integer count of ten-thousandths.
///
/// The range is about ±922 million million, which holds any sum of yuan or square metres of one country.
/// Every operation that can leave the range returns `None`; callers turn that into *unknown*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal(i64);

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADecimal {
    /// The text has something in it that no number has, or its thousands separators stand wrong.
    #[error("not a number")]
    Malformed,
    /// The number is larger than what can be held.
    #[error("number out of range")]
    OutOfRange,
}

/// A number as read from text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDecimal {
    /// The value, to four decimals.
    pub value: Decimal,
    /// Whether digits after the fourth decimal were rounded away (half away from zero).
    pub rounded: bool,
}

impl Decimal {
    /// How many units make one: the fourth decimal is the last one kept.
    pub const SCALE: i64 = 10_000;
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(Self::SCALE);

    /// The number made of `raw` ten-thousandths.
    #[must_use]
    pub const fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    /// How many ten-thousandths the number is made of.
    #[must_use]
    pub const fn raw(self) -> i64 {
        self.0
    }

    /// The whole number `n`, or `None` out of range.
    #[must_use]
    pub fn from_int(n: i64) -> Option<Self> {
        n.checked_mul(Self::SCALE).map(Self)
    }

    /// The number as an integer, or `None` where it has decimals.
    #[must_use]
    pub fn to_int(self) -> Option<i64> {
        (self.0.checked_rem(Self::SCALE)? == 0).then_some(self.0 / Self::SCALE)
    }

    /// The sum, or `None` out of range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` out of range.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, or `None` out of range or where it needs more than four decimals.
    ///
    /// A product that had to be rounded could turn a verdict, so it is refused like an overflow.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let wide = i128::from(self.0).checked_mul(i128::from(other.0))?;
        let scale = i128::from(Self::SCALE);
        if wide.checked_rem(scale)? != 0 {
            return None;
        }
        i64::try_from(wide / scale).ok().map(Self)
    }

    /// The number with its sign turned, or `None` out of range.
    #[must_use]
    pub fn checked_neg(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }

    /// Reads a number: an optional sign, digits (thousands may be set off by `,` in groups of three), decimals.
    ///
    /// # Errors
    /// [`NotADecimal`] where the text is anything else or the number is out of range.
    pub fn parse(text: &str) -> Result<ParsedDecimal, NotADecimal> {
        Self::parse_bytes(text.as_bytes())
    }

    /// [`Decimal::parse`] on bytes, for the path on which cells are not decoded.
    ///
    /// # Errors
    /// As [`Decimal::parse`].
    pub fn parse_bytes(text: &[u8]) -> Result<ParsedDecimal, NotADecimal> {
        let (negative, body) = match text.split_first() {
            Some((b'-', rest)) => (true, rest),
            Some((b'+', rest)) => (false, rest),
            _ => (false, text),
        };
        let (whole, decimals) = match body.iter().position(|&b| b == b'.') {
            Some(at) => {
                let (whole, rest) = body.split_at(at);
                (whole, rest.get(1..).unwrap_or_default())
            }
            None => (body, &[][..]),
        };
        if whole.is_empty() && decimals.is_empty() {
            return Err(NotADecimal::Malformed);
        }
        let mut value = whole_digits(whole)?;
        let mut rounded = false;
        let mut scale = Self::SCALE;
        for (at, &b) in decimals.iter().enumerate() {
            let digit = digit(b)?;
            if at < 4 {
                scale /= 10;
                value = value
                    .checked_add(i128::from(digit).saturating_mul(i128::from(scale)))
                    .ok_or(NotADecimal::OutOfRange)?;
            } else {
                if at == 4 && digit >= 5 {
                    value = value.saturating_add(1);
                }
                rounded |= digit != 0;
            }
        }
        if negative {
            value = value.saturating_neg();
        }
        let value = i64::try_from(value).map_err(|_| NotADecimal::OutOfRange)?;
        Ok(ParsedDecimal { value: Self(value), rounded })
    }
}

fn digit(b: u8) -> Result<u8, NotADecimal> {
    if b.is_ascii_digit() { Ok(b.wrapping_sub(b'0')) } else { Err(NotADecimal::Malformed) }
}

/// The digits before the point, already scaled; `,` is taken only where it sets off groups of three.
fn whole_digits(digits: &[u8]) -> Result<i128, NotADecimal> {
    let grouped = digits.contains(&b',');
    let mut value: i128 = 0;
    for (group, part) in digits.split(|&b| b == b',').enumerate() {
        if grouped && (part.is_empty() || part.len() > 3 || (group > 0 && part.len() != 3)) {
            return Err(NotADecimal::Malformed);
        }
        for &b in part {
            value = value
                .checked_mul(10)
                .and_then(|v| v.checked_add(i128::from(digit(b).ok()?)))
                .ok_or(NotADecimal::Malformed)?;
            if value > i128::from(i64::MAX) {
                return Err(NotADecimal::OutOfRange);
            }
        }
    }
    Ok(value.saturating_mul(i128::from(Decimal::SCALE)))
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let scale = Self::SCALE.unsigned_abs();
        let (whole, decimals) = (magnitude / scale, magnitude % scale);
        if self.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{whole}")?;
        if decimals > 0 {
            let text = format!("{decimals:04}");
            write!(f, ".{}", text.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// A numerator over a denominator that is not zero. It can be compared exactly and shown, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotient {
    numerator: i64,
    denominator: i64,
}

impl Quotient {
    /// `numerator / denominator`, or `None` for a zero denominator.
    #[must_use]
    pub fn new(numerator: Decimal, denominator: Decimal) -> Option<Self> {
        (denominator.0 != 0).then_some(Self { numerator: numerator.0, denominator: denominator.0 })
    }

    /// What stands above the line and what stands below it, which is not zero.
    #[must_use]
    pub const fn parts(self) -> (i64, i64) {
        (self.numerator, self.denominator)
    }

    /// The number `value` as a quotient over one.
    #[must_use]
    pub const fn whole(value: Decimal) -> Self {
        Self { numerator: value.0, denominator: Decimal::SCALE }
    }

    /// Compares two quotients exactly, by cross-multiplication.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let left = i128::from(self.numerator).saturating_mul(i128::from(other.denominator));
        let right = i128::from(other.numerator).saturating_mul(i128::from(self.denominator));
        let turned = (self.denominator < 0) != (other.denominator < 0);
        if turned { right.cmp(&left) } else { left.cmp(&right) }
    }

    /// The nearest four-decimal number (half away from zero), for display only.
    #[must_use]
    pub fn shown(self) -> Decimal {
        let scaled = i128::from(self.numerator).saturating_mul(i128::from(Decimal::SCALE));
        let denominator = i128::from(self.denominator);
        let half = denominator.abs() / 2;
        let away = if (scaled < 0) == (denominator < 0) { half } else { half.saturating_neg() };
        let away = if denominator < 0 { away.saturating_neg() } else { away };
        let rounded = scaled.saturating_add(away).checked_div(denominator).unwrap_or_default();
        Decimal(i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX }))
    }
}

impl fmt::Display for Quotient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, NotADecimal, Quotient};
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn read(text: &str) -> Result<String, NotADecimal> {
        Decimal::parse(text).map(|p| format!("{}{}", p.value, if p.rounded { "~" } else { "" }))
    }

    #[test]
    fn numbers_are_read_as_written() {
        for (text, shown) in [
            ("0", "0"),
            ("2952", "2952"),
            ("-0.5", "-0.5"),
            ("+7", "7"),
            (".25", "0.25"),
            ("3.", "3"),
            ("1,234,567.80", "1234567.8"),
            ("3333.33335", "3333.3334~"),
            ("3333.33334", "3333.3333~"),
            ("1.00000", "1"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(shown), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "1e3", "12,34", "1,2345", ",123", "1.2.3", "１２", "二千"] {
            assert_eq!(read(text), Err(NotADecimal::Malformed), "{text}");
        }
        assert_eq!(read("99999999999999999999"), Err(NotADecimal::OutOfRange));
        assert_eq!(read("922337203685477.5808"), Err(NotADecimal::OutOfRange));
    }

    #[test]
    fn a_product_that_needs_rounding_is_refused() {
        let tenth = Decimal::parse("0.001").unwrap().value;
        assert_eq!(tenth.checked_mul(tenth), None);
        assert_eq!(tenth.checked_mul(Decimal::from_int(10).unwrap()).unwrap().to_string(), "0.01");
    }

    fn quotient(n: i64, d: i64) -> Quotient {
        Quotient::new(Decimal::from_raw(n), Decimal::from_raw(d)).unwrap()
    }

    #[test]
    fn quotients_show_the_nearest_number() {
        assert_eq!(quotient(2, 3).to_string(), "0.6667");
        assert_eq!(quotient(-2, 3).to_string(), "-0.6667");
        assert_eq!(quotient(2, -3).to_string(), "-0.6667");
        assert_eq!(quotient(-1, -3).to_string(), "0.3333");
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(raw in any::<i64>()) {
            let value = Decimal::from_raw(raw);
            if raw != i64::MIN {
                prop_assert_eq!(Decimal::parse(&value.to_string()).unwrap().value, value);
            }
        }

        #[test]
        fn quotients_order_like_the_numbers_they_are(a in -9999_i64..9999, b in -99_i64..99, c in -9999_i64..9999, d in -99_i64..99) {
            prop_assume!(b != 0 && d != 0);
            let exact = (a * d * if b * d < 0 { -1 } else { 1 }).cmp(&(c * b * if b * d < 0 { -1 } else { 1 }));
            prop_assert_eq!(quotient(a, b).compare(quotient(c, d)), exact);
            prop_assert_eq!(quotient(a, b).compare(quotient(a, b)), Ordering::Equal);
        }
    }
}
