//! Identity numbers that nobody has: their first six digits are those of no region.

use super::super::rows::Text;
use crate::value::id_number::{Form, check_character, check_holds, form, join_key};
use crate::value::{Date, DateParts};
use std::collections::BTreeSet;

/// The identity numbers of a village. No two villages of a roster give out the same.
#[derive(Clone)]
pub(in crate::demo) struct Numbers {
    county: usize,
    /// The first sequence number of the village; ten are its own on every day.
    base: usize,
    used: BTreeSet<Text>,
}

impl Numbers {
    /// The numbers of a village, the `own`th of its county.
    pub(super) fn new(county: usize, own: usize) -> Self {
        Self { county, base: own * 10, used: BTreeSet::new() }
    }

    /// The first six digits.
    pub(super) fn region(&self) -> Text {
        self.region_of(0)
    }

    fn region_of(&self, attempt: usize) -> Text {
        Text::written(format_args!("{:02}{:04}", 99 - attempt.min(9), (self.county + 101) % 10_000))
    }

    /// A number of eighteen digits that nobody has yet.
    pub(in crate::demo) fn citizen(&mut self, birth: Date, is_male: bool) -> String {
        let DateParts { year, month, day } = birth.parts();
        let (month, day) = (month.unwrap_or(1), day.unwrap_or(1));
        let mut number = String::new();
        // Four of a sex on one day are very many for a village; what is beyond gets another region.
        for attempt in 0..40 {
            let sequence = self.base + attempt % 4 * 2 + if is_male { 1 } else { 2 };
            let region = self.region_of(attempt / 4);
            number = format!("{region}{year:04}{month:02}{day:02}{sequence:03}");
            number.extend(check_character(&number));
            if self.used.insert(Text::from(number.as_str())) {
                break;
            }
        }
        number
    }

    /// A number that nobody has yet and that is as right or wrong as `example`.
    pub(in crate::demo) fn like(&mut self, example: &str, birth: Date, is_male: bool) -> String {
        let number = self.citizen(birth, is_male);
        let whole = match check_holds(example) {
            Some(false) => with_wrong_check(&number),
            _ => number,
        };
        match form(example) {
            Form::Citizen15 => [whole.get(..6), whole.get(8..17)].into_iter().flatten().collect(),
            Form::Other => whole.chars().chain(std::iter::repeat('0')).take(example.chars().count()).collect(),
            _ => format!("{whole}{}", example.get(18..).unwrap_or_default()),
        }
    }
}

/// The number with another check character, and not one that looks as if a spreadsheet had cut it.
fn with_wrong_check(number: &str) -> String {
    let right = number.chars().last();
    let wrong = ['1', '2'].into_iter().find(|c| Some(*c) != right).unwrap_or('3');
    number.chars().take(17).chain([wrong]).collect()
}

/// The identity number in a certificate number: what other lists hold.
pub(super) fn citizen_number(number: &str) -> String {
    join_key(number).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Numbers;
    use crate::value::Date;
    use crate::value::id_number::{birth_date, check_holds, is_male};
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_valid_and_all_different() {
        let mut seen = BTreeSet::new();
        let born = Date::day(1970, 5, 5).unwrap();
        for own in [0, 1, 99] {
            let mut numbers = Numbers::new(3, own);
            for at in 0..20 {
                let number = numbers.citizen(born, at % 2 == 0);
                assert_eq!(check_holds(&number), Some(true), "{number}");
                assert_eq!((birth_date(&number), is_male(&number)), (Some(born), Some(at % 2 == 0)));
                assert!(seen.insert(number));
            }
        }
    }

    #[test]
    fn a_number_is_as_wrong_as_its_example() {
        let mut numbers = Numbers::new(0, 0);
        let born = Date::day(1970, 5, 5).unwrap();
        let mut like = |example| numbers.like(example, born, true);
        assert_eq!(check_holds(&like("990101197005050035")), Some(true));
        assert_eq!(check_holds(&like("990101197005050036")), Some(false));
        assert_eq!(like("99010119700505003").len(), 17);
        assert_eq!(birth_date(&like("990101700505003")), Some(born));
        assert!(like("99010119700505003542").ends_with("42"));
    }
}
