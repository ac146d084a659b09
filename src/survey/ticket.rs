//! Tickets: a number between 0 and 1 for every unit, from the seed and its key alone. The smallest are drawn.
//!
//! The scheme is that of Rivest's *consistent sampler* (2018), made for audits of elections: the UTF-8 bytes of the seed
//! are hashed with SHA-256; its 64 lower-case hexadecimal digits and the UTF-8 bytes of the key, one behind the other,
//! are hashed again; the hash, read as a whole number and written in decimal, **from its last digit to its first**, gives
//! the decimals of the ticket. The last digits come first because the first ones of a number below 2²⁵⁶ are not uniform.

use crate::value::hexadecimal;
use sha2::{Digest, Sha256};
use std::fmt;

/// How many decimals one part of a ticket holds.
const DIGITS: usize = 18;
/// Ten to that power.
const PART: u64 = 1_000_000_000_000_000_000;

/// A number between 0 and 1, exact to all its 78 decimals. Two units have the same one with a chance of 2⁻²⁵⁶.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket([u64; 5]);

/// A seed, ready to make tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed(String);

impl Seed {
    /// The seed of a text, every character of which counts.
    #[must_use]
    pub fn new(seed: &str) -> Self {
        Self(hexadecimal(&Sha256::digest(seed.as_bytes())))
    }

    /// The ticket of the unit with this key.
    #[must_use]
    pub fn ticket(&self, key: &str) -> Ticket {
        let hash = Sha256::new().chain_update(self.0.as_bytes()).chain_update(key.as_bytes()).finalize();
        let mut limbs = [0_u64; 4];
        for (limb, bytes) in limbs.iter_mut().zip(hash.chunks(8)) {
            *limb = bytes.iter().fold(0, |number, &byte| (number << 8) | u64::from(byte));
        }
        Ticket(std::array::from_fn(|_| reversed(take_last(&mut limbs))))
    }
}

/// Divides a number, highest limb first, by [`PART`], and returns the rest: its last 18 decimal digits.
fn take_last(limbs: &mut [u64; 4]) -> u64 {
    let mut rest = 0_u128;
    for limb in limbs {
        let value = (rest << 64) | u128::from(*limb);
        // The rest is below the divisor, so that the quotient fits a limb.
        *limb = (value / u128::from(PART)) as u64;
        rest = value % u128::from(PART);
    }
    rest as u64
}

/// The 18 decimal digits of a number, leading zeros included, from the last to the first.
fn reversed(mut part: u64) -> u64 {
    let mut turned = 0;
    for _ in 0..DIGITS {
        turned = turned * 10 + part % 10;
        part /= 10;
    }
    turned
}

impl Ticket {
    /// The ticket with its first 15 decimals, as many as a spreadsheet keeps of a number.
    #[must_use]
    pub fn short(&self) -> String {
        format!("0.{:015}", self.0[0] / 1_000)
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits: String = self.0.iter().map(|part| format!("{part:018}")).collect();
        write!(f, "0.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::{Seed, Ticket};

    /// Published with the reference implementation of the scheme.
    #[test]
    fn tickets_are_those_of_the_consistent_sampler() {
        let ticket = Seed::new("01382438112797316654").ticket("AB-130");
        let published = "0.26299714122838008416507544297546663599715395525154425586041245287750224561854";
        assert_eq!(ticket.to_string(), published);
        assert_eq!(ticket.short(), "0.262997141228380");
        let seed = Seed::new("xy()134!g2n");
        for (key, digits) in
            [("cat", "0.248664138"), ("dog", "0.338860356"), ("goat", "0.495998420"), ("fish", "0.746859320")]
        {
            assert!(ticket_starts(&seed.ticket(key), digits), "{key}: {}", seed.ticket(key));
        }
    }

    fn ticket_starts(ticket: &Ticket, start: &str) -> bool {
        ticket.to_string().starts_with(start)
    }

    /// Published with the reference implementation: the order of six units, with the first digits of their tickets.
    #[test]
    fn the_order_is_the_published_one() {
        let seed = Seed::new("314159");
        let mut drawn: Vec<(Ticket, &str)> =
            ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"].into_iter().map(|key| (seed.ticket(key), key)).collect();
        drawn.sort();
        let published = [
            ("0.410310858", "B-2"),
            ("0.470960291", "B-3"),
            ("0.471438751", "A-3"),
            ("0.567089805", "A-2"),
            ("0.9781715679", "B-1"),
            ("0.9828515724", "A-1"),
        ];
        for ((ticket, key), (digits, expected)) in drawn.iter().zip(published) {
            assert!(*key == expected && ticket_starts(ticket, digits), "{key} {ticket}");
        }
    }

    #[test]
    fn a_key_is_hashed_as_it_stands() {
        let seed = Seed::new("2020年12月31日 摇号 3 17 8");
        assert_ne!(seed.ticket("0013"), seed.ticket("13"));
        assert_ne!(seed.ticket("0013"), Seed::new("2020年12月31日 摇号 3 17 9").ticket("0013"));
    }
}
