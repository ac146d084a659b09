//! Rows of a CSV file as byte ranges of the wanted columns: bit masks of 64 bytes at a time, prefix sums of quotes by a
//! carry-less multiplication, and runs of unwanted fields passed over by counting bits.

use std::arch::x86_64::*;
use std::fs::File;
use std::os::unix::fs::FileExt;

/// Bytes read at a time.
const BLOCK: usize = 512 << 10;
/// Readable bytes behind what was read, so that 64 bytes can be loaded anywhere.
const SLACK: usize = 64;

/// The places of the wanted columns, ascending, and how many columns a row has.
pub struct Layout {
    pub wanted: Vec<usize>,
    /// Before each wanted column, how many separators lie between it and the end of the wanted column before.
    gaps: Vec<u32>,
    columns: usize,
}

impl Layout {
    /// Finds `names` in a header. The order of `names` must be that of the columns.
    pub fn find(header: &str, names: &[&str]) -> Layout {
        let columns: Vec<&str> = header.trim_end().trim_start_matches('\u{feff}').split(',').collect();
        let wanted: Vec<usize> = names
            .iter()
            .map(|name| columns.iter().position(|c| c == name).unwrap_or_else(|| panic!("no column {name}")))
            .collect();
        let mut gaps = Vec::new();
        let mut at = 0;
        for &column in &wanted {
            assert!(column >= at, "columns are wanted out of order");
            gaps.push((column - at) as u32);
            at = column + 1;
        }
        Layout { wanted, gaps, columns: columns.len() }
    }
}

/// A part of a file: whole rows that begin in `from..to`.
#[derive(Clone, Copy)]
pub struct Part {
    pub from: u64,
    pub to: u64,
}

#[derive(Clone, Copy)]
struct Masks {
    comma: u64,
    quote: u64,
    newline: u64,
}

/// # Safety
/// 64 bytes must be readable, and the processor must have AVX2.
#[target_feature(enable = "avx2")]
unsafe fn masks(at: *const u8) -> Masks {
    unsafe {
        let low = _mm256_loadu_si256(at.cast());
        let high = _mm256_loadu_si256(at.add(32).cast());
        let is = |byte: u8| {
            let byte = _mm256_set1_epi8(byte as i8);
            let low = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, byte)) as u32 as u64;
            let high = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, byte)) as u32 as u64;
            low | high << 32
        };
        Masks { comma: is(b','), quote: is(b'"'), newline: is(b'\n') }
    }
}

#[target_feature(enable = "pclmulqdq")]
fn prefix_xor(bits: u64) -> u64 {
    let ones = _mm_set1_epi8(-1);
    _mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, bits as i64), ones, 0)) as u64
}

/// Calls `row` with each whole row that begins in `part`: the bytes of the wanted columns, quotes included, and where
/// the row begins in the file.
///
/// Rows end at newlines outside quotes; the part must not begin inside quotes.
pub fn rows<const N: usize>(file: &File, part: Part, layout: &Layout, mut row: impl FnMut(&[&[u8]; N], u64)) {
    assert_eq!(layout.wanted.len(), N);
    assert!(
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("pclmulqdq") && is_x86_feature_detected!("bmi2")
    );
    // SAFETY: the features were just detected.
    unsafe { rows_in(file, part, layout, &mut row) }
}

#[target_feature(enable = "avx2,pclmulqdq,bmi1,bmi2,popcnt,lzcnt")]
unsafe fn rows_in<const N: usize>(file: &File, part: Part, layout: &Layout, row: &mut impl FnMut(&[&[u8]; N], u64)) {
    let mut buffer = vec![0_u8; BLOCK * 2 + SLACK];
    // What of the buffer is filled, and where the first byte stands in the file.
    let mut filled = 0;
    let mut base = part.from;
    let gaps: &[u32] = &layout.gaps;
    let after = (layout.columns - 1 - layout.wanted[N - 1]) as u32;
    loop {
        let read = file.read_at(&mut buffer[filled..filled + BLOCK], base + filled as u64).expect("readable");
        let end = filled + read;
        let is_last = read == 0;
        if is_last && filled > 0 && buffer[end - 1] != b'\n' {
            buffer[end] = b'\n';
        }
        let end = if is_last && filled > 0 && buffer[end - 1] != b'\n' { end + 1 } else { end };
        buffer[end..end + SLACK].fill(0);
        let bytes = buffer.as_ptr();
        // The start of the row at hand; everything before is done.
        let mut begin = 0;
        let mut spans = [(0_u32, 0_u32); N];
        let mut column = 0;
        let mut skip = gaps[0];
        let mut is_open = skip == 0;
        if is_open {
            spans[0].0 = 0;
        }
        let mut inside = 0_u64;
        let mut at = 0;
        while at < end {
            // SAFETY: SLACK bytes lie behind `end`.
            let Masks { comma, quote, newline } = unsafe { masks(bytes.add(at)) };
            let quoted = if quote | inside == 0 { 0 } else { prefix_xor(quote) ^ inside };
            inside = ((quoted as i64) >> 63) as u64;
            let mut comma = comma & !quoted;
            let mut newline = newline & !quoted;
            loop {
                // The commas of the row at hand in these 64 bytes.
                let row_end = if newline == 0 { 64 } else { newline.trailing_zeros() };
                let mut own = if row_end == 64 { comma } else { comma & ((1_u64 << row_end) - 1) };
                while column < N {
                    if is_open {
                        if own == 0 {
                            break;
                        }
                        spans[column].1 = (at as u32) + own.trailing_zeros();
                        own = _blsr_u64(own);
                        column += 1;
                        is_open = false;
                        if column == N {
                            break;
                        }
                        skip = gaps[column];
                        if skip == 0 {
                            is_open = true;
                            spans[column].0 = spans[column - 1].1 + 1;
                        }
                        continue;
                    }
                    let here = own.count_ones();
                    if here < skip {
                        skip -= here;
                        own = 0;
                        break;
                    }
                    let nth = _pdep_u64(1_u64 << (skip - 1), own);
                    spans[column].0 = (at as u32) + nth.trailing_zeros() + 1;
                    own &= !(nth | (nth - 1));
                    is_open = true;
                }
                let _ = (own, after);
                if row_end == 64 {
                    break;
                }
                let line_end = at as u32 + row_end;
                if is_open && column == N - 1 {
                    // The last wanted column is the last of the row.
                    let cr = line_end > 0 && buffer[line_end as usize - 1] == b'\r';
                    spans[column].1 = line_end - u32::from(cr);
                    column = N;
                }
                if base + begin as u64 >= part.to {
                    return;
                }
                if column == N {
                    let fields: [&[u8]; N] = std::array::from_fn(|k| unsafe {
                        buffer.get_unchecked(spans[k].0 as usize..spans[k].1 as usize)
                    });
                    row(&fields, base + begin as u64);
                }
                begin = line_end as usize + 1;
                newline = _blsr_u64(newline);
                comma &= !(if row_end == 63 { u64::MAX } else { (1_u64 << (row_end + 1)) - 1 });
                column = 0;
                skip = gaps[0];
                is_open = skip == 0;
                if is_open {
                    spans[0].0 = begin as u32;
                }
            }
            at += 64;
        }
        if is_last {
            return;
        }
        buffer.copy_within(begin..end, 0);
        base += begin as u64;
        filled = end - begin;
        assert!(filled <= BLOCK, "a row of more than {BLOCK} bytes");
    }
}

/// The header line of a file, and its length in bytes.
pub fn header(file: &File) -> (String, u64) {
    let mut buffer = vec![0_u8; 64 << 10];
    let read = file.read_at(&mut buffer, 0).expect("readable");
    let end = buffer[..read].iter().position(|&b| b == b'\n').expect("a header") + 1;
    (String::from_utf8(buffer[..end].to_vec()).expect("UTF-8"), end as u64)
}

/// Parts that begin at rows: behind the first newline after every `size` bytes. No field of the layout holds a newline.
pub fn parts(file: &File, from: u64, size: u64) -> Vec<Part> {
    let length = file.metadata().expect("a file").len();
    let mut starts = vec![from];
    let mut buffer = vec![0_u8; 64 << 10];
    let mut at = from + size;
    while at < length {
        let read = file.read_at(&mut buffer, at).expect("readable");
        let Some(newline) = buffer[..read].iter().position(|&b| b == b'\n') else { break };
        starts.push(at + newline as u64 + 1);
        at += size;
    }
    starts.push(length);
    starts.dedup();
    starts.windows(2).map(|pair| Part { from: pair[0], to: pair[1] }).collect()
}
