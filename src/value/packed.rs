//! Short numbers that are names: household numbers, identity numbers, telephone numbers.
//!
//! A roster's keys are nearly all of one form: up to eighteen digits, the last perhaps an `X`. As one 64-bit word they
//! take a third of the room of their text, are compared in one step, and sort as their text does among texts of one
//! length. The form is exact: leading zeros count, and every text has at most one word.

use std::fmt;

/// A text of one to eighteen ASCII digits, or of one to seventeen and an `X`, as one word.
///
/// The last character counts as one of eleven, the `X` behind the nine, and those before it as the digits that they are: a
/// text of `n` characters is 11·10ⁿ⁻¹ and what they count. So numbers that differ in their check digit alone are neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Packed(u64);

/// Room for the text of any [`Packed`].
pub type PackedBuffer = [u8; 18];

/// How many characters there are that may be the last.
const LAST: u64 = 11;
/// What an `X` counts.
const X: u64 = 10;

/// Powers of ten, by exponent.
const POWERS: [u64; 19] = {
    let mut powers = [1_u64; 19];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

impl Packed {
    /// The word of a text, `None` for a text of another form.
    #[must_use]
    #[inline]
    pub fn of(text: &[u8]) -> Option<Self> {
        let (before, last) = match text.split_last() {
            Some((b'X', digits)) if digits.len() <= 17 => (digits, Some(X)),
            Some(_) if text.len() <= 18 => (text, None),
            _ => return None,
        };
        let value = number(before)?;
        let power = *POWERS.get(text.len() - 1).filter(|_| !before.is_empty())?;
        // Of `10a + b` this is `11a + b`.
        let counted = last.map_or_else(|| value + value / 10, |last| value * LAST + last);
        Some(Self(power * LAST + counted))
    }

    /// The word.
    #[must_use]
    pub const fn word(self) -> u64 {
        self.0
    }

    /// The text of a word that [`Self::word`] gave; any other word stands for no text, or for another.
    #[must_use]
    pub const fn from_word(word: u64) -> Self {
        Self(word)
    }

    /// How many characters there are before the last, their value, and what the last counts.
    #[inline]
    fn split(self) -> (u32, u64, u64) {
        let before = self.0 / LAST;
        let power = digits(before);
        (power, before - POWERS.get(power as usize).copied().unwrap_or(0).min(before), self.0 % LAST)
    }

    /// How many digits it has, their value, and whether an `X` follows.
    #[must_use]
    #[inline]
    pub fn parts(self) -> (u32, u64, bool) {
        match self.split() {
            (digits, value, X) => (digits, value, true),
            (before, value, last) => (before + 1, value * 10 + last, false),
        }
    }

    /// How many characters the text has.
    #[must_use]
    #[inline]
    pub fn characters(self) -> u32 {
        digits(self.0 / LAST) + 1
    }

    /// Whether it is digits and nothing else.
    #[must_use]
    #[inline]
    pub const fn is_digits(self) -> bool {
        self.0 % LAST != X
    }

    /// Of a text of eighteen characters the value of the first seventeen and that of the last, ten for an `X`.
    #[must_use]
    #[inline]
    pub const fn eighteen(self) -> Option<(u64, u64)> {
        let counted = self.0.wrapping_sub(POWERS[17] * LAST);
        if counted < POWERS[17] * LAST { Some((counted / LAST, counted % LAST)) } else { None }
    }

    /// What compares as the texts do, whatever their lengths: `12` before `120`, `129` before `12X`.
    #[must_use]
    #[inline]
    pub fn text_order(self) -> (u64, u32) {
        let (digits, value, with_x) = self.parts();
        let beyond = POWERS.get(18_usize.saturating_sub(digits as usize)).copied().unwrap_or(1);
        // Numbers with as many digits as any can have. Behind the same digits the shorter text comes first; an `X`
        // comes behind every digit, and behind an `X` that more nines precede.
        match with_x {
            false => (value * beyond, digits),
            true => ((value + 1) * beyond - 1, u32::MAX - digits),
        }
    }

    /// Whether its text begins with that of `other`.
    #[must_use]
    pub fn starts_with(self, other: Self) -> bool {
        let ((digits, value, _), (others, begun, with_x)) = (self.parts(), other.parts());
        // An `X` stands at the end, and nowhere else.
        let more = digits.checked_sub(others).filter(|_| !with_x).and_then(|more| POWERS.get(more as usize));
        self == other || more.is_some_and(|more| value / more == begun)
    }

    /// The text, written into `buffer`.
    #[must_use]
    pub fn write(self, buffer: &mut PackedBuffer) -> &str {
        const NINE: u64 = 1_000_000_000;
        let (digits, value, with_x) = self.parts();
        let end = digits as usize;
        if let Some(places) = buffer.get_mut(..end) {
            // Halves that fit 32 bits are taken apart in a third of the time.
            let mut half = (value % NINE) as u32;
            for (at, place) in places.iter_mut().rev().enumerate() {
                if at == 9 {
                    half = (value / NINE) as u32;
                }
                *place = b'0' + (half % 10) as u8;
                half /= 10;
            }
        }
        if with_x && let Some(place) = buffer.get_mut(end) {
            *place = b'X';
        }
        let text = buffer.get(..end + usize::from(with_x)).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

impl fmt::Display for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.write(&mut PackedBuffer::default()))
    }
}

/// The exponent of the power of ten that a number reaches.
#[inline]
fn digits(number: u64) -> u32 {
    // The bits times the logarithm of two, which is one too many where the power is not reached.
    let most = ((64 - number.leading_zeros()) * 1233) >> 12;
    let reached = POWERS.get(most as usize).is_some_and(|&power| number >= power);
    if reached { most } else { most.saturating_sub(1) }
}

/// The value of up to eighteen digits, `None` where one is none.
#[inline]
fn number(digits: &[u8]) -> Option<u64> {
    let Some((first, rest)) = digits.split_first_chunk::<8>() else { return few(digits) };
    let mut value = eight_digits(u64::from_le_bytes(*first))?;
    let mut rest = rest;
    if let Some((next, behind)) = rest.split_first_chunk::<8>() {
        value = value * EIGHT_PLACES + eight_digits(u64::from_le_bytes(*next))?;
        rest = behind;
    }
    if rest.len() <= FEW {
        return followed_by(value, rest);
    }
    // The last eight bytes, in which zeros take the place of digits that are counted already.
    let own = 8 * rest.len() as u32;
    let word =
        u64::from_le_bytes(*digits.last_chunk::<8>()?).checked_shr(64 - own)? << (64 - own) | ZEROS.checked_shr(own)?;
    Some(value * POWERS.get(rest.len())? + eight_digits(word)?)
}

/// So many digits are counted one by one as quickly as eight at once.
const FEW: usize = 2;

/// The value of fewer than eight digits.
fn few(digits: &[u8]) -> Option<u64> {
    followed_by(0, digits)
}

/// The value of digits that follow those of a value.
#[inline]
fn followed_by(value: u64, digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(value, |value, &b| {
        let digit = b.wrapping_sub(b'0');
        (digit <= 9).then(|| value * 10 + u64::from(digit))
    })
}

/// Eight times the digit zero.
const ZEROS: u64 = 0x3030_3030_3030_3030;
/// How many numbers of eight digits there are.
const EIGHT_PLACES: u64 = 100_000_000;

/// The value of eight ASCII digits, the first in the lowest byte; `None` where one is none. Pairs, then fours, then all
/// eight are put together within the word.
#[must_use]
#[inline]
pub fn eight_digits(word: u64) -> Option<u64> {
    let digits = word ^ ZEROS;
    // A digit has nothing above its low four bits, and does not reach them when six is added.
    if (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xf0f0_f0f0_f0f0_f0f0 != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::{Packed, PackedBuffer, eight_digits};
    use proptest::prelude::*;

    #[test]
    fn forms_at_the_edges() {
        for text in ["0", "00", "X0", "123456789012345678", "999999999999999999", "99999999999999999X", "1X", "000X"] {
            let packed = Packed::of(text.as_bytes());
            assert_eq!(packed.map(|p| p.to_string()), (text != "X0").then(|| text.to_owned()));
        }
        for text in ["", "X", "1x", "1234567890123456789", "123456789012345678X", "12a", "１２", "-1"] {
            assert_eq!(Packed::of(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_comes_back(text in "[0-9]{1,18}|[0-9]{1,17}X|[0-9]{18}|[0-9]{17}X|0{1,18}|9{1,18}|9{1,17}X") {
            let packed = Packed::of(text.as_bytes()).unwrap();
            let mut buffer = PackedBuffer::default();
            prop_assert_eq!(packed.write(&mut buffer), &text);
            prop_assert_eq!(Packed::from_word(packed.word()), packed);
            prop_assert_eq!(packed.characters() as usize, text.len());
            prop_assert_eq!(packed.is_digits(), !text.contains('X'));
            let (first, last) = text.split_at(text.len() - 1);
            let eighteen = (text.len() == 18).then(|| (first.parse().unwrap(), last.parse().unwrap_or(10)));
            prop_assert_eq!(packed.eighteen(), eighteen);
        }

        #[test]
        fn two_texts_have_two_words_and_the_order_of_their_texts(a in "[0-9]{5}X?", b in "[0-9]{5}X?") {
            let (x, y) = (Packed::of(a.as_bytes()).unwrap(), Packed::of(b.as_bytes()).unwrap());
            prop_assert_eq!(x == y, a == b);
            if a.len() == b.len() {
                prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            }
            prop_assert_eq!(x.word() < y.word(), (a.len(), &a) < (b.len(), &b));
        }

        #[test]
        fn words_can_be_sorted_as_their_texts(a in "[019]{1,18}|[019]{1,17}X", b in "[019]{1,18}|[019]{1,17}X", cut in 0_usize..18) {
            // Texts that begin alike are rare by chance.
            let begun = format!("{}{}", a.trim_end_matches('X').get(..cut).unwrap_or(&a), b);
            for b in [&b, &begun] {
                let Some(y) = Packed::of(b.as_bytes()) else { continue };
                let x = Packed::of(a.as_bytes()).unwrap();
                prop_assert_eq!(x.text_order().cmp(&y.text_order()), a.cmp(b));
                prop_assert_eq!(y.starts_with(x), b.starts_with(&a));
                prop_assert_eq!(x.starts_with(y), a.starts_with(b.as_str()));
            }
        }

        #[test]
        fn eight_bytes_are_a_number_if_all_are_digits(bytes in prop::array::uniform8(prop_oneof![b'0'..=b'9', any::<u8>()])) {
            let text = std::str::from_utf8(&bytes).ok().filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
            prop_assert_eq!(eight_digits(u64::from_le_bytes(bytes)), text.map(|t| t.parse().unwrap()));
        }
    }
}
