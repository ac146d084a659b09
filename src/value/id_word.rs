//! What an identity number says, read from its word.
//!
//! The functions of [`super::id_number`] for numbers as columns hold them: the same answers by arithmetic, without
//! writing the number out.

use super::{Date, Packed};

/// An identity number of eighteen or of fifteen characters. No other that is one word says anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citizen {
    /// The first seventeen digits as a number; of fifteen digits with their century.
    digits: u64,
    /// The check character: a digit, or ten for an `X`; fifteen digits have none.
    check: Option<u64>,
}

impl Citizen {
    /// The number of a word, `None` where it has another form.
    #[must_use]
    #[inline]
    pub fn of(packed: Packed) -> Option<Self> {
        /// The digits behind the place, which begin with the birth date without its century.
        const BEHIND: u64 = 1_000_000_000;
        if let Some((digits, check)) = packed.eighteen() {
            return Some(Self { digits, check: Some(check) });
        }
        match packed.parts() {
            (15, number, false) => {
                Some(Self { digits: (number / BEHIND * 100 + 19) * BEHIND + number % BEHIND, check: None })
            }
            _ => None,
        }
    }

    /// The birth date, `None` where the calendar has no such day.
    #[must_use]
    #[inline]
    pub fn birth_date(self) -> Option<Date> {
        let date = u32::try_from(self.digits / 1000 % 100_000_000).ok()?;
        if date < 1000_0000 { None } else { Date::of_digits(date) }
    }

    /// Whether it belongs to a man, by the parity of its sequence.
    #[must_use]
    #[inline]
    pub const fn is_male(self) -> bool {
        self.digits % 2 == 1
    }

    /// Whether the check character is right, `None` where there is none.
    #[must_use]
    #[inline]
    pub fn check_holds(self) -> Option<bool> {
        const NINE: u64 = 1_000_000_000;
        let check = self.check?;
        // Halves that fit 32 bits are taken apart in a third of the time.
        let (low, high) = ((self.digits % NINE) as u32, (self.digits / NINE) as u32);
        let three = |half: u32, at: u32| u32::from(WEIGHED[(half / 1000_u32.pow(at) % 1000) as usize]);
        // The weights are powers of two, by eleven: those of three digits are eight times those of the three behind.
        let last = three(low, 0) + 8 * three(low, 1) + 9 * three(low, 2);
        let sum = last + 6 * three(high, 0) + 4 * three(high, 1) + 10 * three(high, 2);
        // Together with the check character, which weighs one, the sum is one more than a multiple of eleven.
        Some((2 * sum + check as u32) % 11 == 1)
    }
}

/// Three digits weighed with four, two and one, by their number.
const WEIGHED: [u8; 1000] = {
    let mut sums = [0; 1000];
    let mut at = 0;
    while at < 1000_u16 {
        sums[at as usize] = (at / 100 * 4 + at / 10 % 10 * 2 + at % 10) as u8;
        at += 1;
    }
    sums
};

#[cfg(test)]
mod tests {
    use super::Citizen;
    use crate::value::{Packed, id_number};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_says_what_its_text_says(text in "[0-9]{6}(1[89]|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9X]|[0-9]{17}[0-9X]|[0-9]{6}[0-9]{2}[01][0-9][0-3][0-9]{4}|[0-9]{13,17}X?") {
            let Some(packed) = Packed::of(text.as_bytes()) else { return Ok(()) };
            let citizen = Citizen::of(packed);
            prop_assert_eq!(citizen.and_then(Citizen::birth_date), id_number::birth_date(&text));
            prop_assert_eq!(citizen.map(Citizen::is_male), id_number::is_male(&text));
            prop_assert_eq!(citizen.and_then(Citizen::check_holds), id_number::check_holds(&text));
        }

        #[test]
        fn right_check_characters_hold(digits in "[0-9]{17}") {
            let text = format!("{digits}{}", id_number::check_character(&digits).unwrap());
            prop_assert!(Citizen::of(Packed::of(text.as_bytes()).unwrap()).unwrap().check_holds().unwrap());
        }
    }
}
