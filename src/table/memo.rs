//! What cells that come again were read as.

use super::ProblemKind;

/// How many texts are kept, a power of two.
const SLOTS: usize = 64;
/// The longest text that is kept, in bytes.
pub(super) const LONGEST: usize = 32;
/// A large odd number: what it is multiplied with has upper bits that depend on all bits.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The bytes of a cell of at most [`LONGEST`] bytes, filled with zeros. No cell that is read has a zero of its own, so
/// that this is the cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp([u64; 4]);

/// By length: ones for the bytes of a cell of that length, zeros behind them.
const MASKS: [[u64; 4]; LONGEST + 1] = {
    let mut masks = [[0; 4]; LONGEST + 1];
    let mut length = 0;
    while length <= LONGEST {
        let mut at = 0;
        while at < length {
            masks[length][at / 8] |= 0xff << (at % 8 * 8);
            at += 1;
        }
        length += 1;
    }
    masks
};

impl Stamp {
    /// The stamp of `length` bytes at `start`; `None` where they are too many, or fewer than [`LONGEST`] bytes follow.
    #[inline]
    pub(super) fn of(bytes: &[u8], start: usize, length: usize) -> Option<Self> {
        let mask = MASKS.get(length)?;
        let (eights, _) = bytes.get(start..)?.first_chunk::<LONGEST>()?.as_chunks::<8>();
        let mut words = [0; 4];
        for ((word, eight), mask) in words.iter_mut().zip(eights).zip(mask) {
            *word = u64::from_le_bytes(*eight) & mask;
        }
        Some(Self(words))
    }

    #[inline]
    fn slot(&self) -> usize {
        let [a, b, c, d] = self.0;
        let mixed = (a ^ b.rotate_left(23) ^ c.rotate_left(41) ^ d.rotate_left(11)).wrapping_mul(MIX);
        (mixed >> 32) as usize % SLOTS
    }
}

/// What a cell was read as, and what was wrong with it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    stamp: Stamp,
    pub(super) word: u64,
    pub(super) kind: Option<ProblemKind>,
}

/// The bytes of a cell of one to eight bytes as one word, zeros behind them. Most words of an export are that short, and
/// with one word to compare they are known in a third of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Short(u64);

impl Short {
    /// The cell of `length` bytes at `start`; `None` where they are none or too many, or fewer than eight bytes follow.
    #[inline]
    pub(super) fn of(bytes: &[u8], start: usize, length: usize) -> Option<Self> {
        /// By length: ones for the bytes of a cell.
        const MASKS: [u64; 9] = {
            let mut masks = [u64::MAX; 9];
            let mut length = 0;
            while length < 8 {
                masks[length] = (1 << (8 * length)) - 1;
                length += 1;
            }
            masks
        };
        let mask = MASKS.get(length).filter(|&&mask| mask != 0)?;
        Some(Self(u64::from_le_bytes(*bytes.get(start..)?.first_chunk::<8>()?) & mask))
    }

    /// The bytes, the first in the lowest byte.
    #[inline]
    pub(super) const fn word(self) -> u64 {
        self.0
    }

    #[inline]
    fn slot(self) -> usize {
        (self.0.wrapping_mul(MIX) >> 32) as usize % SLOTS
    }
}

/// Words that cells were read as, by their bytes. Each text has one place, where it displaces another.
#[derive(Debug)]
pub(super) struct Memo {
    /// Short cells with which nothing is wrong, each with its word.
    short: Box<[(Short, u64); SLOTS]>,
    all: Box<[Known; SLOTS]>,
}

impl Default for Memo {
    fn default() -> Self {
        // No cell without bytes is looked up, so that the first stamp is that of none.
        Self { short: Box::new([(Short(0), 0); SLOTS]), all: Box::new([Known::default(); SLOTS]) }
    }
}

impl Memo {
    /// The word of a short cell with which nothing is wrong.
    #[inline]
    pub(super) fn word(&self, cell: Short) -> Option<u64> {
        let (known, word) = self.short[cell.slot()];
        (known == cell).then_some(word)
    }

    /// What a cell was read as.
    #[inline]
    pub(super) fn get(&self, stamp: &Stamp) -> Option<&Known> {
        Some(&self.all[stamp.slot()]).filter(|known| known.stamp == *stamp)
    }

    /// Keeps what a cell was read as.
    pub(super) fn keep(&mut self, stamp: Stamp, word: u64, kind: Option<ProblemKind>) {
        if let ([bytes, 0, 0, 0], None) = (stamp.0, kind) {
            let cell = Short(bytes);
            self.short[cell.slot()] = (cell, word);
        }
        self.all[stamp.slot()] = Known { stamp, word, kind };
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Memo, Short, Stamp};
    use crate::table::ProblemKind;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_memo_knows_what_it_was_told_last_or_nothing(texts in prop::collection::vec("[ab是]{1,12}", 1..80)) {
            let stamp = |text: &str| Stamp::of(&[text.as_bytes(), &[b'x'; LONGEST]].concat(), 0, text.len());
            let mut memo = Memo::default();
            for (at, text) in texts.iter().enumerate() {
                let Some(key) = stamp(text) else { continue };
                let short = Short::of(&[text.as_bytes(), b"xxxxxxxx"].concat(), 0, text.len());
                prop_assert_eq!(short.is_some(), text.len() <= 8);
                for word in [memo.get(&key).map(|known| known.word), short.and_then(|cell| memo.word(cell))].into_iter().flatten() {
                    prop_assert_eq!(&texts[word as usize], text);
                }
                let kind = (at % 5 == 4).then_some(ProblemKind::NotACode);
                memo.keep(key, at as u64, kind);
                prop_assert_eq!(memo.get(&key).map(|known| (known.word, known.kind)), Some((at as u64, kind)));
                if kind.is_none() {
                    prop_assert_eq!(short.and_then(|cell| memo.word(cell)), short.map(|_| at as u64));
                }
            }
        }
    }

    #[test]
    fn what_stands_behind_a_cell_is_no_part_of_it() {
        let stamp = |behind: u8| Stamp::of(&[b"A\xe7".as_slice(), &[behind; LONGEST]].concat(), 0, 2).unwrap();
        assert_eq!(stamp(b','), stamp(b'x'));
        assert_eq!(Stamp::of(&[0; 60], 0, LONGEST + 1), None);
        assert_eq!(Stamp::of(&[0; 10], 0, 2), None);
    }
}
