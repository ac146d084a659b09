//! Sixty-four bytes, asked one question together.
//!
//! The one file with `unsafe` code. On x86-64 a question is answered by a few instructions for each sixteen or thirty-two
//! bytes, which the compiler is not sure to find by itself in a loop over bytes.
//!
//! INVARIANT (SSE2): every x86-64 processor has SSE2, and the compiler is told so; a build without it does not compile.
//!
//! INVARIANT (AVX2): [`run`] alone makes a task run with [`wide::Wide`], and only on a processor that says that it has AVX2.
//! Loads read from references to arrays of their size, so that no address is made here.

/// How many bytes are looked at together.
pub(crate) const BLOCK: usize = 64;

/// The bytes of one block; a question asked of all of them is answered with one bit a byte, the first byte lowest.
pub(crate) trait Block: Copy {
    fn new(bytes: &[u8; BLOCK]) -> Self;

    /// Which bytes are `byte`.
    fn equal(self, byte: u8) -> u64;

    /// Which bytes are either of two.
    fn either(self, one: u8, other: u8) -> u64;

    /// Which bytes are `byte` or more.
    fn at_least(self, byte: u8) -> u64;
}

/// Work on blocks, or on values in plain loops that the compiler makes wide by itself. Its `run`, and all that it calls for
/// each block or value, is to be inlined, so that it is compiled for the processor that the blocks are made for.
pub(crate) trait Task {
    fn run<B: Block>(self);
}

/// Runs a task with the widest blocks that the processor at hand has instructions for.
pub(crate) fn run(task: impl Task) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("popcnt") {
            wide::run(task);
        } else {
            task.run::<Any>();
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    task.run::<Any>();
}

/// The kind of blocks that every processor has of those that this is compiled for.
#[cfg(target_arch = "x86_64")]
pub(crate) type Any = narrow::Narrow;
/// The kind of blocks that every processor has of those that this is compiled for.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) type Any = plain::Plain;

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "vector instructions; see the invariants of this file")]
mod narrow {
    use super::{BLOCK, Block};
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_max_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
    };

    const _: () = assert!(cfg!(target_feature = "sse2"), "see the invariants of this file");

    /// Four times sixteen bytes.
    #[derive(Clone, Copy)]
    pub(crate) struct Narrow([__m128i; 4]);

    #[inline(always)]
    fn mask([a, b, c, d]: [__m128i; 4]) -> u64 {
        // SAFETY: INVARIANT (SSE2).
        let bits = |lane| u64::from(unsafe { _mm_movemask_epi8(lane) }.cast_unsigned());
        bits(a) | bits(b) << 16 | bits(c) << 32 | bits(d) << 48
    }

    #[inline(always)]
    fn each(byte: u8) -> __m128i {
        // SAFETY: INVARIANT (SSE2).
        unsafe { _mm_set1_epi8(byte.cast_signed()) }
    }

    impl Block for Narrow {
        #[inline(always)]
        fn new(bytes: &[u8; BLOCK]) -> Self {
            let (eights, _) = bytes.as_chunks::<8>();
            let word = |at: usize| eights.get(at).map_or(0, |eight| i64::from_le_bytes(*eight));
            // SAFETY: INVARIANT (SSE2).
            Self([0, 1, 2, 3].map(|lane| unsafe { _mm_set_epi64x(word(lane * 2 + 1), word(lane * 2)) }))
        }

        #[inline(always)]
        fn equal(self, byte: u8) -> u64 {
            // SAFETY: INVARIANT (SSE2).
            mask(self.0.map(|lane| unsafe { _mm_cmpeq_epi8(lane, each(byte)) }))
        }

        #[inline(always)]
        fn either(self, one: u8, other: u8) -> u64 {
            // SAFETY: INVARIANT (SSE2).
            mask(self.0.map(|lane| unsafe {
                _mm_or_si128(_mm_cmpeq_epi8(lane, each(one)), _mm_cmpeq_epi8(lane, each(other)))
            }))
        }

        #[inline(always)]
        fn at_least(self, byte: u8) -> u64 {
            // SAFETY: INVARIANT (SSE2).
            mask(self.0.map(|lane| unsafe { _mm_cmpeq_epi8(_mm_max_epu8(lane, each(byte)), lane) }))
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "vector instructions; see the invariants of this file")]
mod wide {
    use super::{BLOCK, Block, Task};
    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_max_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set_epi64x,
        _mm256_set1_epi8,
    };

    /// Twice thirty-two bytes.
    #[derive(Clone, Copy)]
    pub(crate) struct Wide([__m256i; 2]);

    /// Runs a task with blocks of this kind.
    pub(super) fn run(task: impl Task) {
        #[target_feature(enable = "avx2,bmi1,popcnt")]
        fn run_wide(task: impl Task) {
            task.run::<Wide>();
        }
        // SAFETY: INVARIANT (AVX2).
        unsafe { run_wide(task) }
    }

    #[inline(always)]
    fn mask([a, b]: [__m256i; 2]) -> u64 {
        // SAFETY: INVARIANT (AVX2).
        let bits = |lane| u64::from(unsafe { _mm256_movemask_epi8(lane) }.cast_unsigned());
        bits(a) | bits(b) << 32
    }

    #[inline(always)]
    fn each(byte: u8) -> __m256i {
        // SAFETY: INVARIANT (AVX2).
        unsafe { _mm256_set1_epi8(byte.cast_signed()) }
    }

    impl Block for Wide {
        #[inline(always)]
        fn new(bytes: &[u8; BLOCK]) -> Self {
            let (eights, _) = bytes.as_chunks::<8>();
            let word = |at: usize| eights.get(at).map_or(0, |eight| i64::from_le_bytes(*eight));
            // SAFETY: INVARIANT (AVX2).
            let lane = |at: usize| unsafe { _mm256_set_epi64x(word(at + 3), word(at + 2), word(at + 1), word(at)) };
            Self([lane(0), lane(4)])
        }

        #[inline(always)]
        fn equal(self, byte: u8) -> u64 {
            let [a, b] = self.0;
            // SAFETY: INVARIANT (AVX2).
            mask(unsafe { [_mm256_cmpeq_epi8(a, each(byte)), _mm256_cmpeq_epi8(b, each(byte))] })
        }

        #[inline(always)]
        fn either(self, one: u8, other: u8) -> u64 {
            let [a, b] = self.0;
            // SAFETY: INVARIANT (AVX2).
            let of = |lane| unsafe {
                _mm256_or_si256(_mm256_cmpeq_epi8(lane, each(one)), _mm256_cmpeq_epi8(lane, each(other)))
            };
            mask([of(a), of(b)])
        }

        #[inline(always)]
        fn at_least(self, byte: u8) -> u64 {
            let [a, b] = self.0;
            // SAFETY: INVARIANT (AVX2).
            let of = |lane| unsafe { _mm256_cmpeq_epi8(_mm256_max_epu8(lane, each(byte)), lane) };
            mask([of(a), of(b)])
        }
    }
}

/// Byte by byte, on any processor.
#[cfg(any(not(target_arch = "x86_64"), test))]
mod plain {
    use super::{BLOCK, Block};

    #[derive(Clone, Copy)]
    pub(crate) struct Plain([u8; BLOCK]);

    impl Plain {
        fn bits(self, holds: impl Fn(u8) -> bool) -> u64 {
            let held = self.0.map(|b| u8::from(holds(b)));
            // Eight bytes that are zero or one become eight bits by one multiplication.
            let (eights, _) = held.as_chunks::<8>();
            let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            eights.iter().rev().fold(0, |word, eight| word << 8 | bits(eight))
        }
    }

    impl Block for Plain {
        fn new(bytes: &[u8; BLOCK]) -> Self {
            Self(*bytes)
        }

        fn equal(self, byte: u8) -> u64 {
            self.bits(|b| b == byte)
        }

        fn either(self, one: u8, other: u8) -> u64 {
            self.bits(|b| b == one || b == other)
        }

        fn at_least(self, byte: u8) -> u64 {
            self.bits(|b| b >= byte)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain::Plain;
    use super::{BLOCK, Block, Task, run};
    use proptest::prelude::*;

    /// Asks what is asked of a block.
    struct Ask<'a> {
        bytes: &'a [u8; BLOCK],
        byte: u8,
        answers: &'a mut Vec<u64>,
    }

    impl Task for Ask<'_> {
        fn run<B: Block>(self) {
            let block = B::new(self.bytes);
            let own = self.bytes[7];
            self.answers.extend([self.byte, own].map(|byte| block.equal(byte)));
            self.answers.extend([block.either(self.byte, own), block.at_least(self.byte)]);
        }
    }

    proptest! {
        #[test]
        fn a_block_answers_as_its_bytes_do(bytes in prop::collection::vec(any::<u8>(), BLOCK), byte: u8) {
            let bytes: [u8; BLOCK] = bytes.try_into().unwrap();
            let (mut plain, mut widest) = (Vec::new(), Vec::new());
            Ask { bytes: &bytes, byte, answers: &mut plain }.run::<Plain>();
            run(Ask { bytes: &bytes, byte, answers: &mut widest });
            prop_assert_eq!(&widest, &plain);
            #[cfg(target_arch = "x86_64")]
            {
                let mut narrow = Vec::new();
                Ask { bytes: &bytes, byte, answers: &mut narrow }.run::<super::narrow::Narrow>();
                prop_assert_eq!(&narrow, &plain);
            }
        }
    }
}
