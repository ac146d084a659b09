//! Sets of identity numbers with a few bits each, and a filter of one bit a number ahead of them.

pub fn mix(key: u64) -> u64 {
    let x = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ x >> 32
}

/// Numbers with bits.
pub struct Flags {
    filter: Vec<u64>,
    shift: u32,
    slots: Vec<(u64, u8)>,
}

impl Flags {
    /// From entries, in any order; the bits of the same number come together.
    pub fn new(entries: &[Vec<(u64, u8)>]) -> Flags {
        let count: usize = entries.iter().map(Vec::len).sum();
        let bits = (count.max(64) * 16).next_power_of_two();
        let slots = (count.max(8) * 2).next_power_of_two();
        let mut made =
            Flags { filter: vec![0; bits / 64], shift: 64 - bits.trailing_zeros(), slots: vec![(0, 0); slots] };
        for &(key, flags) in entries.iter().flatten() {
            let hash = mix(key);
            let bit = hash >> made.shift;
            made.filter[bit as usize / 64] |= 1 << (bit % 64);
            let mut at = hash as usize & (slots - 1);
            while made.slots[at].0 != 0 && made.slots[at].0 != key {
                at = (at + 1) & (slots - 1);
            }
            made.slots[at] = (key, made.slots[at].1 | flags);
        }
        made
    }

    /// The bits of a number whose [`mix`] is `hash`.
    pub fn get(&self, key: u64, hash: u64) -> u8 {
        let bit = hash >> self.shift;
        if self.filter[bit as usize / 64] >> (bit % 64) & 1 == 0 { 0 } else { self.find(key, hash) }
    }

    fn find(&self, key: u64, hash: u64) -> u8 {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                (0, _) => return 0,
                (own, flags) if own == key => return flags,
                _ => at = (at + 1) & mask,
            }
        }
    }
}
