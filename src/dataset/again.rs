//! Rows whose word may stand more than once, told from all others by a bit a word.
//!
//! Keys of a roster mostly stand once. A word whose bit is set already is met again, or shares its bit with another; these
//! are few, and only rows with one of them are held against each other.

use super::filter::Filter;
use super::keys::NO_KEY;
use super::leaders::spread;
use super::words::{TOGETHER, Words};
use rayon::prelude::*;

/// How many bits a word has in the filter that tells whether it is met again.
const BITS: usize = 8;
/// Likewise in the filter of the words that were.
const BITS_OF_MET: usize = 32;
/// About how many words one filter is for: one that the caches hold is asked in a fraction of the time.
const SHARE: usize = 1 << 21;
/// Words are told into no more shares than these, for each takes a pass over all words.
const SHARES: usize = 8;
/// How many rows one task goes through.
const TASK: usize = 1 << 18;

/// Rows in order: all those whose word stands more than once or that have none, and a few others; each with its word.
pub(super) fn again(words: &Words<'_>) -> Vec<(usize, u64)> {
    let tasks = rayon::current_num_threads().min(words.len().div_ceil(TASK));
    let shares = words.len().div_ceil(SHARE).max(tasks).clamp(1, SHARES);
    again_in_shares(words, shares.next_power_of_two().trailing_zeros())
}

/// [`again`], with the words in as many shares as so many bits of a hash can tell.
fn again_in_shares(words: &Words<'_>, bits: u32) -> Vec<(usize, u64)> {
    let met: Vec<Vec<u64>> = (0..1_u64 << bits).into_par_iter().map(|share| met_again(words, share, bits)).collect();
    let mut wanted = Filter::new(met.iter().map(Vec::len).sum(), BITS_OF_MET, 0);
    met.into_iter().flatten().for_each(|word| {
        wanted.add(word);
    });
    let starts: Vec<usize> = (0..words.len()).step_by(TASK).collect();
    let rows_from = |&start: &usize| {
        let mut rows = Vec::new();
        words.each_of(start..words.len().min(start + TASK), |row, word| {
            if word == NO_KEY || wanted.may_have(word) {
                rows.push((row, word));
            }
        });
        rows
    };
    let parts: Vec<Vec<(usize, u64)>> = starts.par_iter().map(rows_from).collect();
    parts.into_iter().flatten().collect()
}

/// The words of a share that are met when their bit is set, in order: every word that stands more than once is one of them.
fn met_again(words: &Words<'_>, share: u64, bits: u32) -> Vec<u64> {
    let mut filter = Filter::new(words.len() >> bits, BITS, bits);
    let mut again = Vec::new();
    let mut own = vec![0; TOGETHER];
    for start in (0..words.len()).step_by(TOGETHER) {
        // Whether a word belongs to the share is as good as chance, which no processor foresees: so there is no branch.
        let mut count = 0;
        for &word in words.run(start..start + TOGETHER).iter() {
            if let Some(place) = own.get_mut(count) {
                *place = word;
            }
            let of_share = spread(word).rotate_left(bits) & ((1 << bits) - 1);
            count += usize::from(of_share == share && word != NO_KEY);
        }
        let own = own.get(..count).unwrap_or_default();
        again.extend(own.iter().copied().filter(|&word| filter.add(word)));
    }
    again
}

#[cfg(test)]
mod tests {
    use super::{NO_KEY, Words, again_in_shares};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_rows_of_a_word_that_stands_twice_are_told(
            few in prop::collection::vec(prop_oneof![0_u64..400, Just(NO_KEY)], 0..90),
            alone in 0_usize..9000,
            at: prop::sample::Index,
            bits in 0_u32..4,
        ) {
            let mut words: Vec<u64> = (0..alone as u64).map(|n| 1000 + n * 7919).collect();
            let at = at.index(alone + 1);
            words.splice(at..at, few);
            let told = again_in_shares(&Words::Whole(words.as_slice().into()), bits);
            // A bit of eight is set at the most, and what shares it is told with it: few others are.
            prop_assert!(told.len() <= alone / 3 + 4 * 90 + 16, "{} of {}", told.len(), alone);
            prop_assert!(told.is_sorted() && told.iter().all(|&(row, word)| words[row] == word));
            let mut counts = std::collections::HashMap::<u64, usize>::new();
            words.iter().for_each(|word| *counts.entry(*word).or_default() += 1);
            let mut told = told.into_iter().map(|(row, _)| row).peekable();
            for (row, word) in words.iter().enumerate() {
                let is_told = told.next_if_eq(&row).is_some();
                prop_assert!(is_told || *word != NO_KEY && counts[word] == 1, "row {}", row);
            }
        }
    }
}
