//! What cells that come again were read as.

use super::ProblemKind;

/// How many texts are kept, a power of two.
const SLOTS: usize = 64;
/// The longest text that is kept, in bytes.
pub(super) const LONGEST: usize = 32;

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
        /// A large odd number whose upper bits depend on all bits of what it is multiplied with.
        const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
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

/// Words that cells were read as, by their bytes. Each text has one place, where it displaces another.
#[derive(Debug)]
pub(super) struct Memo(Box<[Known]>);

impl Default for Memo {
    fn default() -> Self {
        // No cell without bytes is looked up, so that the first stamp is that of none.
        Self(vec![Known::default(); SLOTS].into())
    }
}

impl Memo {
    /// What a cell was read as.
    #[inline]
    pub(super) fn get(&self, stamp: &Stamp) -> Option<&Known> {
        self.0.get(stamp.slot()).filter(|known| known.stamp == *stamp)
    }

    /// Keeps what a cell was read as.
    pub(super) fn keep(&mut self, stamp: Stamp, word: u64, kind: Option<ProblemKind>) {
        if let Some(slot) = self.0.get_mut(stamp.slot()) {
            *slot = Known { stamp, word, kind };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Memo, Stamp};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_memo_knows_what_it_was_told_last_or_nothing(texts in prop::collection::vec("[ab是]{1,12}", 1..80)) {
            let stamp = |text: &str| Stamp::of(&[text.as_bytes(), &[b'x'; LONGEST]].concat(), 0, text.len());
            let mut memo = Memo::default();
            for (at, text) in texts.iter().enumerate() {
                let Some(key) = stamp(text) else { continue };
                if let Some(known) = memo.get(&key) {
                    prop_assert_eq!(&texts[known.word as usize], text);
                }
                memo.keep(key, at as u64, None);
                prop_assert_eq!(memo.get(&key).map(|known| (known.word, known.kind)), Some((at as u64, None)));
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
