//! Exact fractions, for sums by sums and for means: compared without rounding, rounded only to be shown.

use super::Decimal;
use std::cmp::Ordering;

/// A whole number by a positive whole number, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    above: i128,
    below: i128,
}

impl From<Decimal> for Fraction {
    fn from(number: Decimal) -> Self {
        Self { above: i128::from(number.raw()), below: i128::from(Decimal::SCALE) }
    }
}

impl Fraction {
    /// `above / below`, or `None` where `below` is not positive.
    #[must_use]
    pub const fn new(above: i128, below: i128) -> Option<Self> {
        if below > 0 { Some(Self { above, below }) } else { None }
    }

    /// What stands above the line.
    #[must_use]
    pub const fn above(self) -> i128 {
        self.above
    }

    /// What stands below the line; positive.
    #[must_use]
    pub const fn below(self) -> i128 {
        self.below
    }

    /// Compares two fractions exactly, whatever their size: whole parts first, then what is left, turned over.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let (mut a, mut b) = (self, other);
        let mut turned = false;
        loop {
            let whole = |f: Self| (f.above.div_euclid(f.below), f.above.rem_euclid(f.below));
            let ((left, left_rest), (right, right_rest)) = (whole(a), whole(b));
            let order = match (left.cmp(&right), Self::new(a.below, left_rest), Self::new(b.below, right_rest)) {
                (Ordering::Equal, Some(next_a), Some(next_b)) => {
                    (a, b) = (next_a, next_b);
                    turned = !turned;
                    continue;
                }
                (Ordering::Equal, rest_a, rest_b) => rest_a.is_some().cmp(&rest_b.is_some()),
                (order, ..) => order,
            };
            return if turned { order.reverse() } else { order };
        }
    }

    /// The fraction with so many decimals, rounded half away from zero.
    ///
    /// ```
    /// let third = hucha::value::Fraction::new(2, 3).unwrap();
    /// assert_eq!(third.rounded(2), "0.67");
    /// ```
    #[must_use]
    pub fn rounded(self, decimals: usize) -> String {
        self.scaled(decimals, 0)
    }

    /// The fraction in per cent with so many decimals, rounded half away from zero, without the sign.
    #[must_use]
    pub fn per_cent(self, decimals: usize) -> String {
        self.scaled(decimals, 2)
    }

    /// Long division, so that no product can leave the range; the point is moved `shift` places to the right.
    fn scaled(self, decimals: usize, shift: usize) -> String {
        let magnitude = self.above.unsigned_abs();
        let below = self.below.unsigned_abs();
        let mut digits: Vec<u8> = (magnitude / below).to_string().bytes().map(|b| b - b'0').collect();
        let mut rest = magnitude % below;
        for _ in 0..decimals + shift {
            let (digit, left) = tenfold(rest, below);
            digits.push(digit);
            rest = left;
        }
        if tenfold(rest, below).0 >= 5 {
            round_up(&mut digits);
        }
        let point = digits.len() - decimals;
        let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let (whole, part) = text.split_at(point);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let negative = self.above < 0 && digits.iter().any(|digit| *digit != 0);
        let sign = if negative { "-" } else { "" };
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }
}

/// The next digit of a long division and what is left: ten times `rest` by `below`, where `rest < below`.
fn tenfold(rest: u128, below: u128) -> (u8, u128) {
    let (mut digit, mut left) = (0, 0_u128);
    for _ in 0..10 {
        // `left` and `rest` are below `below`, which is at most 2¹²⁷: their sum is in range.
        left += rest;
        if left >= below {
            left -= below;
            digit += 1;
        }
    }
    (digit, left)
}

fn round_up(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

#[cfg(test)]
mod tests {
    use super::Fraction;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn of(above: i128, below: i128) -> Fraction {
        Fraction::new(above, below).unwrap()
    }

    #[test]
    fn shares_show_the_digits_that_documents_print() {
        for (above, below, decimals, shown) in [
            (25, 947, 2, "2.64"),
            (30, 878, 2, "3.42"),
            (71, 947, 1, "7.5"),
            (151, 218, 2, "69.27"),
            (500, 947, 2, "52.80"),
            (1, 1, 0, "100"),
            (0, 7, 2, "0.00"),
            (-1, 3, 1, "-33.3"),
            (199_999, 200_000, 2, "100.00"),
        ] {
            assert_eq!(of(above, below).per_cent(decimals), shown, "{above}/{below}");
        }
        assert_eq!(of(8381, 1).rounded(0), "8381");
        assert_eq!(of(-1, 200_000).rounded(2), "0.00");
        assert_eq!(of(i128::MAX, 3).rounded(1), "56713727820156410577229101238628035242.3");
        assert_eq!(of(i128::MAX, i128::MAX).per_cent(1), "100.0");
        assert!(Fraction::new(1, 0).is_none() && Fraction::new(1, -2).is_none());
    }

    #[test]
    fn numbers_of_any_size_are_compared_exactly() {
        let big = i128::MAX;
        assert_eq!(of(big, big - 1).compare(of(big - 1, big - 2)), Ordering::Less);
        assert_eq!(of(-big, big - 1).compare(of(-(big - 1), big - 2)), Ordering::Greater);
        assert_eq!(of(2, 4).compare(of(1, 2)), Ordering::Equal);
    }

    proptest! {
        #[test]
        fn order_and_digits_are_those_of_whole_numbers(a in -9999_i128..9999, b in 1_i128..999, c in -9999_i128..9999, d in 1_i128..999) {
            prop_assert_eq!(of(a, b).compare(of(c, d)), (a * d).cmp(&(c * b)));
            let hundredths = (a.abs() * 200 + b) / (2 * b);
            let sign = if a < 0 && hundredths > 0 { "-" } else { "" };
            prop_assert_eq!(of(a, b).rounded(2), format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100));
        }
    }
}
