//! Cells: words, numbers, dates and identity numbers, by the shortest way for what the layout holds, by the exact way
//! for the rest.

use std::arch::x86_64::*;

/// The audit date and the last day before the school year.
pub const AUDIT: i32 = 2020_12_31;
pub const CUTOFF: i32 = 2020_08_31;

pub fn is_blank(cell: &[u8]) -> bool {
    cell.is_empty() || (cell.len() <= 9 && is_blank_word(cell))
}

#[cold]
fn is_blank_word(cell: &[u8]) -> bool {
    let words = ["-", "--", "—", "——", "/", "\\", "空", "未填", "未鉴定", "未评定", "未知", "不详", "null", "#N/A"];
    words.iter().any(|word| word.as_bytes() == cell)
}

/// 1 yes, 0 no, 2 neither.
pub fn yes(cell: &[u8]) -> u8 {
    match cell.len() {
        3 if cell == "是".as_bytes() => 1,
        3 if cell == "否".as_bytes() => 0,
        0 => 2,
        _ => yes_word(cell),
    }
}

#[cold]
fn yes_word(cell: &[u8]) -> u8 {
    let is = |words: &[&str]| words.iter().any(|word| word.as_bytes() == cell);
    if is(&["有", "已", "√", "对", "1"]) {
        1
    } else if is(&["无", "没有", "未", "×", "0"]) {
        0
    } else {
        2
    }
}

/// A number in ten-thousandths.
pub fn number(cell: &[u8]) -> Option<i64> {
    if cell.is_empty() {
        return None;
    }
    let mut n = 0_i64;
    for &b in cell {
        let digit = b.wrapping_sub(b'0');
        if digit > 9 || n > 100_000_000_000_000 {
            return decimal(cell);
        }
        n = n * 10 + i64::from(digit);
    }
    Some(n * 10_000)
}

#[cold]
fn decimal(cell: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(cell).ok()?;
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) || part.len() > 4 || whole.len() > 14 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i64 = format!("{part:0<4}").parse().ok()?;
    let n = whole * 10_000 + part;
    Some(if negative { -n } else { n })
}

/// The first and last day of a date, packed; the day 31 stands for the last of any month.
pub fn date(cell: &[u8]) -> Option<(i32, i32)> {
    if cell.len() == 8
        && let Some(day) = eight(cell)
    {
        return is_day(day).then_some((day, day));
    }
    if cell.is_empty() { None } else { other_date(cell) }
}

fn other_date(cell: &[u8]) -> Option<(i32, i32)> {
    let mut digits = [0_u8; 8];
    let mut n = 0;
    for (at, &b) in cell.iter().enumerate() {
        match b {
            b'-' if (at == 4 || at == 7) && cell.len() > 5 && cell[4] == b'-' => {}
            b'0'..=b'9' if n < 8 => {
                digits[n] = b;
                n += 1;
            }
            _ => return None,
        }
    }
    let all: i32 = std::str::from_utf8(&digits[..n]).ok()?.parse().ok()?;
    let (first, last) = match n {
        8 => return is_day(all).then_some((all, all)),
        6 => (all * 100 + 1, all * 100 + 31),
        4 => (all * 10_000 + 101, all * 10_000 + 1231),
        _ => return None,
    };
    (first >= 1000_01_01 && (1..=12).contains(&(first / 100 % 100))).then_some((first, last))
}

/// Eight digits as a number.
fn eight(cell: &[u8]) -> Option<i32> {
    let chunk = u64::from_le_bytes(cell[..8].try_into().ok()?);
    let digits = chunk.wrapping_sub(0x3030_3030_3030_3030);
    if (digits | digits.wrapping_add(0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let n = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (n & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((n >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some((low.wrapping_add(high) >> 32) as i32)
}

pub fn is_day(packed: i32) -> bool {
    let (year, month, day) = (packed / 10_000, packed / 100 % 100, packed % 100);
    if year < 1000 || !(1..=12).contains(&month) || day < 1 {
        return false;
    }
    if day <= 28 {
        return true;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    day <= match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Completed years, at the least and at the most.
pub fn age((first, last): (i32, i32), at: i32) -> (i32, i32) {
    ((at - last).div_euclid(10_000), (at - first).div_euclid(10_000))
}

/// Whether an age lies in a range for sure, and whether it lies outside for sure.
pub fn within((least, most): (i32, i32), low: i32, high: i32) -> (bool, bool) {
    (least >= low && most <= high, most < low || least > high)
}

/// A household number as an integer that no other has; 0 for none.
pub fn household(cell: &[u8]) -> u64 {
    if cell.len() == 13
        && let (Some(a), Some(b)) = (eight(cell), five(&cell[8..]))
    {
        return 13 << 58 | (a as u64 * 100_000 + b);
    }
    if is_blank(cell) { 0 } else { hashed(cell) }
}

fn five(cell: &[u8]) -> Option<u64> {
    let mut n = 0;
    for &b in cell {
        let digit = b.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        n = n * 10 + u64::from(digit);
    }
    Some(n)
}

fn hashed(cell: &[u8]) -> u64 {
    let mix = |hash: u64, &b: &u8| (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3).rotate_left(23);
    cell.iter().fold(0xCBF2_9CE4_8422_2325, mix) | 1 << 63
}

/// An identity number.
#[derive(Clone, Copy)]
pub struct Id {
    /// What people are joined by; 0 for none. Below 2^60 for numbers of the right form.
    pub key: u64,
    /// The birth date in it; 0 for none.
    pub born: i32,
    /// Whether it has a check character, and that is wrong.
    pub is_wrong: bool,
}

const NONE: Id = Id { key: 0, born: 0, is_wrong: false };

/// Reads an identity number.
///
/// 32 bytes behind `cell` must be readable.
pub fn id(cell: &[u8]) -> Id {
    match cell.len() {
        18 | 20 | 22 => {
            // SAFETY: sixteen of at least eighteen bytes are read, and SSE4.1 comes with AVX2, which the scanner has checked.
            if let Some((high, low, sum)) = unsafe { sixteen(cell.as_ptr()) } {
                let last = cell[16].wrapping_sub(b'0');
                let check = if cell[17] == b'x' { b'X' } else { cell[17] };
                let is_check = check.is_ascii_digit() || check == b'X';
                let digits = |from: usize, to: usize| cell[from..to].iter().all(u8::is_ascii_digit);
                let is_form = match cell.len() {
                    18 => true,
                    20 => digits(18, 20),
                    _ => digits(18, 20) && cell[20].is_ascii_alphanumeric(),
                };
                if last <= 9 && is_check && is_form {
                    let due = b"10X98765432"[(sum + 2 * u32::from(last)) as usize % 11];
                    let is_wrong = check != due;
                    if is_wrong && cell.len() == 18 && &cell[15..18] == b"000" {
                        return NONE;
                    }
                    let seventeen = (u64::from(high) * 100_000_000 + u64::from(low)) * 10 + u64::from(last);
                    let born = (high % 100) as i32 * 1_000_000 + (low / 100) as i32;
                    let born = if is_day(born) { born } else { 0 };
                    let value = if check == b'X' { 10 } else { u64::from(check - b'0') };
                    return Id { key: seventeen * 11 + value, born, is_wrong };
                }
            }
            other_id(cell)
        }
        0 => NONE,
        _ => other_id(cell),
    }
}

#[cold]
fn other_id(cell: &[u8]) -> Id {
    let text = cell.to_ascii_uppercase();
    if text.len() == 15 && text.iter().all(u8::is_ascii_digit) {
        let mut long = text[..6].to_vec();
        long.extend(b"19");
        long.extend(&text[6..]);
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = long.iter().zip(weights).map(|(b, w)| u32::from(b - b'0') * w).sum();
        long.push(b"10X98765432"[sum as usize % 11]);
        long.resize(64, 0);
        return id(&long[..18]);
    }
    let damaged = std::str::from_utf8(&text).is_ok_and(|text| {
        text.split_once('E').is_some_and(|(mantissa, exponent)| {
            let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            digits(mantissa) && digits(exponent.strip_prefix('+').unwrap_or(exponent)) && !exponent.contains('.')
        })
    });
    if damaged || is_blank(cell) { NONE } else { Id { key: hashed(&text), born: 0, is_wrong: false } }
}

/// Sixteen digits as two numbers of eight, and their weighted sum; `None` where they are not digits.
#[target_feature(enable = "sse4.1")]
unsafe fn sixteen(at: *const u8) -> Option<(u32, u32, u32)> {
    unsafe {
        let digits = _mm_sub_epi8(_mm_loadu_si128(at.cast()), _mm_set1_epi8(b'0' as i8));
        let fits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
        if _mm_movemask_epi8(fits) != 0xFFFF {
            return None;
        }
        let weights = _mm_setr_epi8(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4);
        let sums = _mm_madd_epi16(_mm_maddubs_epi16(digits, weights), _mm_set1_epi16(1));
        let sums = _mm_add_epi32(sums, _mm_srli_si128(sums, 8));
        let sum = _mm_cvtsi128_si32(_mm_add_epi32(sums, _mm_srli_si128(sums, 4))) as u32;
        let two = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
        let four = _mm_madd_epi16(two, _mm_set1_epi32(0x0001_0064));
        let packed = _mm_packus_epi32(four, four);
        let all = _mm_cvtsi128_si64(_mm_madd_epi16(packed, _mm_set1_epi32(0x0001_2710))) as u64;
        Some((all as u32, (all >> 32) as u32, sum))
    }
}
