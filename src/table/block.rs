//! Sixty-four bytes, asked one question together.
//!
//! The one file with `unsafe` code. On x86-64 a question is answered by a few instructions of SSE2 for each sixteen bytes,
//! which the compiler is not sure to find by itself in a loop over bytes.
//!
//! INVARIANT (SSE2): every x86-64 processor has SSE2, and the compiler is told so; a build without it does not compile.

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// The bytes of one block; a question asked of all of them is answered with one bit a byte, the first byte lowest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block(lanes::Lanes);

impl Block {
    #[inline]
    pub(super) fn new(bytes: &[u8; BLOCK]) -> Self {
        Self(lanes::load(bytes))
    }

    /// Which bytes are `byte`.
    #[inline]
    pub(super) fn equal(&self, byte: u8) -> u64 {
        lanes::equal(&self.0, byte)
    }

    /// Which bytes are `byte` or more.
    #[inline]
    pub(super) fn at_least(&self, byte: u8) -> u64 {
        lanes::at_least(&self.0, byte)
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "vector instructions; see the invariant of this file")]
mod lanes {
    use super::BLOCK;
    use std::arch::x86_64::{__m128i, _mm_cmpeq_epi8, _mm_max_epu8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8};

    const _: () = assert!(cfg!(target_feature = "sse2"), "see the invariant of this file");

    pub(super) type Lanes = [__m128i; 4];

    #[inline]
    pub(super) fn load(bytes: &[u8; BLOCK]) -> Lanes {
        let (eights, _) = bytes.as_chunks::<8>();
        let word = |at: usize| eights.get(at).map_or(0, |eight| i64::from_le_bytes(*eight));
        // SAFETY: INVARIANT (SSE2).
        std::array::from_fn(|lane| unsafe { _mm_set_epi64x(word(lane * 2 + 1), word(lane * 2)) })
    }

    #[inline]
    fn mask([a, b, c, d]: Lanes) -> u64 {
        // SAFETY: INVARIANT (SSE2).
        let bits = |lane| u64::from(unsafe { _mm_movemask_epi8(lane) }.cast_unsigned());
        bits(a) | bits(b) << 16 | bits(c) << 32 | bits(d) << 48
    }

    #[inline]
    pub(super) fn equal(lanes: &Lanes, byte: u8) -> u64 {
        // SAFETY: INVARIANT (SSE2).
        mask(lanes.map(|lane| unsafe { _mm_cmpeq_epi8(lane, _mm_set1_epi8(byte.cast_signed())) }))
    }

    #[inline]
    pub(super) fn at_least(lanes: &Lanes, byte: u8) -> u64 {
        // SAFETY: INVARIANT (SSE2).
        mask(lanes.map(|lane| unsafe { _mm_cmpeq_epi8(_mm_max_epu8(lane, _mm_set1_epi8(byte.cast_signed())), lane) }))
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod lanes {
    use super::BLOCK;

    pub(super) type Lanes = [u8; BLOCK];

    #[inline]
    pub(super) fn load(bytes: &[u8; BLOCK]) -> Lanes {
        *bytes
    }

    #[inline]
    pub(super) fn equal(lanes: &Lanes, byte: u8) -> u64 {
        super::by_byte(lanes, |b| b == byte)
    }

    #[inline]
    pub(super) fn at_least(lanes: &Lanes, byte: u8) -> u64 {
        super::by_byte(lanes, |b| b >= byte)
    }
}

/// One bit a byte, on any processor.
#[cfg(any(not(target_arch = "x86_64"), test))]
fn by_byte(bytes: &[u8; BLOCK], holds: impl Fn(u8) -> bool) -> u64 {
    bytes.iter().enumerate().fold(0, |word, (at, &b)| word | u64::from(holds(b)) << at)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Block, by_byte};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_block_answers_as_its_bytes_do(bytes in prop::collection::vec(any::<u8>(), BLOCK), byte: u8) {
            let bytes: [u8; BLOCK] = bytes.try_into().unwrap();
            let block = Block::new(&bytes);
            prop_assert_eq!(block.equal(byte), by_byte(&bytes, |b| b == byte));
            prop_assert_eq!(block.equal(bytes[7]), by_byte(&bytes, |b| b == bytes[7]));
            prop_assert_eq!(block.at_least(byte), by_byte(&bytes, |b| b >= byte));
        }
    }
}
