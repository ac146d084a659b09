//! Where cells and lines end, found 64 bytes at a time.
//!
//! This is the quick look at bytes that nearly all rows pass: each of its lines that has no irregular byte is a record
//! exactly as [`super::split::Splitter`] splits it, and every other line is left to the splitter. What it knows of a
//! block of bytes is a word of bits, one a byte.

use super::block::{self, BLOCK, Block};

/// The bit of a block's last byte.
const LAST: u64 = 1 << 63;

/// What was found in a stretch of bytes. Positions count from its start.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The delimiters and line feeds, in order; behind them, for each line of `mended`, those of its own that end its cells.
    pub(super) ends: Vec<u32>,
    /// The line feeds, by their position in `ends`, in order.
    pub(super) lines: Vec<u32>,
    /// Bytes that make the line they stand in irregular, in order: quotation marks, carriage returns that no line feed
    /// follows, NUL, and what the encoding does not know.
    pub(super) odd: Vec<u32>,
    /// Lines in which delimiters stand between quotation marks, in order.
    mended: Vec<Mended>,
}

/// A line in which delimiters stand between quotation marks, as far as these are two and two.
#[derive(Clone, Copy, Debug)]
struct Mended {
    /// Where it starts.
    start: u32,
    /// Where its ends begin among all ends.
    first: u32,
    /// How many of them there are.
    count: u32,
}

/// A line that the marks hold whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'m> {
    /// The position of its first cell's end among all ends.
    pub(super) first: u32,
    /// Where its cells end, the last one at its line feed.
    pub(super) ends: &'m [u32],
    /// Where its irregular bytes stand.
    pub(super) odd: &'m [u32],
}

/// Goes along the lines of marks. Positions given must ascend.
#[derive(Debug)]
pub(super) struct Lines<'m> {
    marks: &'m Marks,
    /// Where the first of the lines that are not passed starts.
    start: u32,
    /// The first of the ends, of the lines and of the irregular bytes that are not passed.
    end: usize,
    line: usize,
    odd: usize,
    mended: usize,
}

impl Marks {
    /// How many bytes all whole lines take; `None` where there is none.
    pub(super) fn whole_lines(&self) -> Option<usize> {
        let last = *self.lines.last()? as usize;
        self.ends.get(last).map(|&feed| feed as usize + 1)
    }

    /// Looks for lines of `bytes` in which delimiters stand between quotation marks that a cell begins with, which end no
    /// cell: those between the first mark and the second, the third and the fourth. Whether the marks stand around whole
    /// cells is not looked at here. Between those of a spreadsheet's wrapper a delimiter does end a cell.
    fn mend(&mut self, bytes: &[u8], delimiter: u8) {
        let Self { ends, lines, odd, mended } = self;
        mended.clear();
        let mut passed = 0;
        while let Some(&at) = odd.get(passed) {
            let line = lines.partition_point(|&last| ends.get(last as usize).is_some_and(|&feed| feed < at));
            let Some(last) = lines.get(line).map(|&last| last as usize) else { break };
            let first = line.checked_sub(1).and_then(|before| lines.get(before)).map_or(0, |&last| last as usize + 1);
            let Some(&feed) = ends.get(last) else { break };
            let start = first.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |&feed| feed + 1);
            let rest = odd.get(passed..).unwrap_or_default();
            let marks = rest.get(..rest.partition_point(|&at| at < feed)).unwrap_or_default();
            passed += marks.len().max(1);
            let (mut pairs, _) = marks.as_chunks::<2>();
            let behind = ends.len();
            for own in first..last + 1 {
                let Some(&end) = ends.get(own) else { break };
                while let [[_, close], more @ ..] = pairs
                    && *close < end
                {
                    pairs = more;
                }
                let begins_cell = |open: u32| open == start || bytes.get(open as usize - 1) == Some(&delimiter);
                if pairs.first().is_none_or(|&[open, _]| open > end || !begins_cell(open)) {
                    ends.push(end);
                }
            }
            let count = ends.len() - behind;
            if count == last + 1 - first {
                ends.truncate(behind);
            } else {
                mended.push(Mended { start, first: behind as u32, count: count as u32 });
            }
        }
    }

    /// Goes along the lines.
    pub(super) fn lines(&self) -> Lines<'_> {
        Lines { marks: self, start: 0, end: 0, line: 0, odd: 0, mended: 0 }
    }
}

impl<'m> Lines<'m> {
    /// The line, or the rest of one, that starts at `start`; `None` where its end is not in the marks.
    #[inline]
    pub(super) fn at(&mut self, start: u32) -> Option<Line<'m>> {
        let Marks { ends, lines, odd, .. } = self.marks;
        // Nearly all lines follow the one before them, and have no irregular byte, so that none of them is mended.
        if start == self.start
            && let Some(last) = lines.get(self.line).map(|&last| last as usize)
            && let Some(&feed) = ends.get(last)
            && odd.get(self.odd).is_none_or(|&at| at > feed)
        {
            let first = std::mem::replace(&mut self.end, last + 1);
            self.line += 1;
            self.start = feed + 1;
            return Some(Line { first: first as u32, ends: ends.get(first..=last)?, odd: &[] });
        }
        self.find(start)
    }

    /// [`Self::at`], wherever the line starts and whatever it is made of.
    fn find(&mut self, start: u32) -> Option<Line<'m>> {
        let Marks { ends, lines, odd, mended } = self.marks;
        let last = loop {
            let last = *lines.get(self.line)? as usize;
            if *ends.get(last)? >= start {
                break last;
            }
            self.line += 1;
            self.end = last + 1;
        };
        while ends.get(self.end).is_some_and(|&end| end < start) {
            self.end += 1;
        }
        while odd.get(self.odd).is_some_and(|&at| at < start) {
            self.odd += 1;
        }
        while mended.get(self.mended).is_some_and(|mended| mended.start < start) {
            self.mended += 1;
        }
        let (first, count) = match mended.get(self.mended).filter(|mended| mended.start == start) {
            Some(mended) => (mended.first as usize, mended.count as usize),
            None => (self.end, last + 1 - self.end),
        };
        let found = ends.get(first..first + count)?;
        let feed = *found.last()?;
        let rest = odd.get(self.odd..).unwrap_or_default();
        let own = rest.iter().position(|&at| at > feed).unwrap_or(rest.len());
        // A line with irregular bytes may turn out to end earlier.
        if own == 0 {
            self.line += 1;
            self.end = last + 1;
            self.start = feed + 1;
        }
        Some(Line { first: first as u32, ends: found, odd: rest.get(..own).unwrap_or_default() })
    }
}

impl Line<'_> {
    /// Whether its cells end where `ends` says: it is regular or plainly quoted. `bytes` are those that were scanned, of
    /// which the line begins at `start`.
    pub(super) fn is_known(&self, bytes: &[u8], start: u32, delimiter: u8) -> bool {
        self.odd.is_empty() || self.is_plainly_quoted(bytes, start, delimiter)
    }

    /// Whether its irregular bytes are quotation marks around whole cells, or around the text of a spreadsheet's wrapper
    /// `="…"`, without a mark or the end of a cell between them.
    fn is_plainly_quoted(&self, bytes: &[u8], start: u32, delimiter: u8) -> bool {
        let byte = |at: u32| bytes.get(at as usize).copied();
        let begins_cell = |at: u32| at == start || byte(at - 1) == Some(delimiter);
        let mut ends = self.ends.iter();
        let (pairs, rest) = self.odd.as_chunks::<2>();
        rest.is_empty()
            && pairs.iter().all(|&[open, close]| {
                let are_marks = byte(open) == Some(b'"') && byte(close) == Some(b'"');
                let is_wrapper = open > start && byte(open - 1) == Some(b'=') && begins_cell(open - 1);
                // A carriage return that is none of these bytes stands before the line feed.
                let is_end = matches!(byte(close + 1), Some(b) if b == delimiter || b == b'\r' || b == b'\n');
                let no_end_between = ends.find(|&&end| end > open).is_some_and(|&end| end > close);
                are_marks && is_end && no_end_between && (begins_cell(open) || is_wrapper)
            })
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scanner {
    pub(super) delimiter: u8,
    /// Whether the bytes are GB 18030, and what is none must be found too.
    pub(super) gb18030: bool,
}

/// What is carried from one block to the next.
#[derive(Clone, Copy, Default)]
struct Carry {
    /// The last byte was a carriage return.
    cr: bool,
    /// The last byte was the first half of a character.
    lead: bool,
}

impl Scanner {
    /// Goes over `bytes`, whose first byte begins a line and a character. The last byte is judged as if the file went on
    /// with nothing irregular.
    pub(super) fn scan(self, bytes: &[u8], marks: &mut Marks) {
        marks.ends.clear();
        marks.lines.clear();
        marks.odd.clear();
        block::run(Scan { scanner: self, bytes, marks });
        marks.mend(bytes, self.delimiter);
    }

    #[inline(always)]
    fn block<B: Block>(self, block: &[u8; BLOCK], base: u32, live: u64, carry: &mut Carry, marks: &mut Marks) {
        let block = B::new(block);
        let (lf, cr) = (block.equal(b'\n'), block.equal(b'\r'));
        let mut odd = block.either(b'"', 0) | (cr & !(lf >> 1) & !LAST);
        if carry.cr && lf & 1 == 0 {
            // The carriage return was the last byte before this block.
            marks.odd.push(base.wrapping_sub(1));
        }
        carry.cr = cr & LAST != 0;
        if self.gb18030 {
            let broken = broken_gb18030(block, carry.lead);
            if broken.before {
                marks.odd.push(base.wrapping_sub(1));
            }
            odd |= broken.bytes;
            carry.lead = broken.lead;
        }
        let lf = lf & live;
        let first = marks.ends.len() as u32;
        let ends = (block.equal(self.delimiter) & live) | lf;
        extend(&mut marks.ends, ends, base);
        let mut line = lf;
        while line != 0 {
            let below = (line & line.wrapping_neg()) - 1;
            marks.lines.push(first + (ends & below).count_ones());
            line &= line - 1;
        }
        if odd & live != 0 {
            extend(&mut marks.odd, odd & live, base);
        }
    }
}

/// One scan over bytes.
struct Scan<'m> {
    scanner: Scanner,
    bytes: &'m [u8],
    marks: &'m mut Marks,
}

impl block::Task for Scan<'_> {
    #[inline(always)]
    fn run<B: Block>(self) {
        let Self { scanner, bytes, marks } = self;
        let mut carry = Carry::default();
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut base = 0;
        for block in blocks {
            scanner.block::<B>(block, base, u64::MAX, &mut carry, marks);
            base += BLOCK as u32;
        }
        if !rest.is_empty() {
            let mut block = [b' '; BLOCK];
            if let Some(start) = block.get_mut(..rest.len()) {
                start.copy_from_slice(rest);
            }
            scanner.block::<B>(&block, base, (1 << rest.len()) - 1, &mut carry, marks);
        }
    }
}

/// Adds the positions of the bits that are one.
#[inline(always)]
fn extend(positions: &mut Vec<u32>, bits: u64, base: u32) {
    let mut rest = bits;
    positions.extend((0..bits.count_ones()).map(|_| {
        let at = base + rest.trailing_zeros();
        rest &= rest.wrapping_sub(1);
        at
    }));
}

/// What of a block is no GB 18030, or not surely.
struct Broken {
    /// Bytes that begin no character, and those that no second half follows. Not the byte that follows: it may be a
    /// quotation mark, which is irregular by itself, and only once.
    bytes: u64,
    /// Whether no second half follows the first one right before the block.
    before: bool,
    /// Whether the last byte is the first half of a character.
    lead: bool,
}

/// Looks for bytes of a block that are not, or not surely, part of a one- or two-byte character; `lead` is whether the
/// byte before the block is the first half of a character. A character begins at the first of a run of bytes above 0x80,
/// at the third, and so on, since no byte below can be a first half; behind a first half must come a second one.
/// Four-byte characters are rare, and count as doubtful.
#[inline(always)]
fn broken_gb18030(block: impl Block, lead: bool) -> Broken {
    /// Every other byte, from the first.
    const EVERY_OTHER: u64 = 0x5555_5555_5555_5555;
    let no_byte = block.equal(0xff);
    let high = block.at_least(0x81) & !no_byte;
    let before = u64::from(lead);
    // A second half at the start of the block is above 0x80 itself, or not; it begins no character.
    let mut rest = high & !before;
    let mut leads = 0;
    while rest != 0 {
        let start = rest.trailing_zeros();
        let behind = (!(rest >> start)).trailing_zeros() + start;
        let run = if behind >= 64 { u64::MAX << start } else { (1 << behind) - (1 << start) };
        leads |= (EVERY_OTHER << start) & run;
        rest &= !run;
    }
    let second = block.at_least(0x40) & !block.equal(0x7f) & !no_byte;
    // The second half of the last byte is not in this block.
    let alone = leads & !(second >> 1) & !LAST;
    Broken { bytes: alone | no_byte, before: before & !second == 1, lead: leads & LAST != 0 }
}

#[cfg(test)]
mod tests {
    use super::{Marks, Scanner};
    use crate::table::Encoding;
    use crate::table::agreement::{Look, records_agree};
    use proptest::prelude::*;

    /// What a scan says of `bytes`: where each line starts, and whether it is regular or plainly quoted.
    fn lines(bytes: &[u8], gb18030: bool) -> Vec<(usize, bool)> {
        let mut marks = Marks::default();
        Scanner { delimiter: b',', gb18030 }.scan(bytes, &mut marks);
        let mut cursor = marks.lines();
        let mut start = 0;
        let mut found = Vec::new();
        while let Some(line) = cursor.at(start as u32) {
            found.push((start, line.is_known(bytes, start as u32, b',')));
            start = *line.ends.last().unwrap() as usize + 1;
        }
        found
    }

    proptest! {
        #[test]
        fn a_known_line_is_the_record_that_the_splitter_finds(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "a", "bb", "12", ",", ",", ",", "\"", "\n", "\n", "\r\n", "\r", "=", "\0", "\"a\"", "\"\"", ",\"b,b\"", "=\"1\"",
            ]), 0..150),
            region in 1_usize..400,
        ) {
            records_agree(pieces.concat().as_bytes(), Look { delimiter: b',', gb18030: false, region });
        }

        #[test]
        fn delimiters_between_marks_end_no_cell(
            cells in prop::collection::vec(prop::sample::select(vec!["", "a", "\"b,c\"", "\",\"", "\"\"", "\",,d\"", "=\"e\""]), 1..9),
            before in prop::sample::select(vec!["", "x\n", "\"x,y\",z\n", "x\"y\n"]),
        ) {
            let bytes = [before, &cells.join(","), "\n"].concat().into_bytes();
            let mut marks = Marks::default();
            Scanner { delimiter: b',', gb18030: false }.scan(&bytes, &mut marks);
            let start = before.len() as u32;
            let line = marks.lines().at(start).unwrap();
            prop_assert!(line.is_known(&bytes, start, b','));
            let ends = cells.iter().scan(start, |at, cell| {
                let end = *at + cell.len() as u32;
                *at = end + 1;
                Some(end)
            });
            prop_assert_eq!(line.ends, ends.collect::<Vec<_>>());
            prop_assert_eq!(&marks.ends[line.first as usize..][..line.ends.len()], line.ends);
        }

        #[test]
        fn every_line_feed_ends_a_line(bytes in prop::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..300)) {
            prop_assert_eq!(lines(&bytes, false).len(), bytes.iter().filter(|&&b| b == b'\n').count());
        }

        #[test]
        fn a_regular_line_of_gb18030_is_valid(
            bytes in prop::collection::vec(
                prop_oneof![any::<u8>(), 0x81_u8..=0xfe, 0x81_u8..=0xfe, Just(b'\n'), 0x30_u8..0x50, Just(b'"'), Just(b',')],
                0..300,
            ),
        ) {
            for (start, is_known) in lines(&bytes, true) {
                let line = bytes[start..].split_inclusive(|&b| b == b'\n').next().unwrap();
                prop_assert!(!is_known || Encoding::Gb18030.is_valid(line));
            }
        }

        #[test]
        fn half_a_character_before_a_mark_is_not_plainly_quoted(before in 0_usize..140) {
            let line = [&vec![b'a'; before], &b",\"\xd2B\xd2\"\n"[..]].concat();
            prop_assert_eq!(lines(&line, true), [(0, false)]);
        }

        #[test]
        fn chinese_text_is_regular(text in "([一-龥a-z0-9]{0,9},){3,9}\n") {
            let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
            prop_assert!(lines(&bytes, true).iter().all(|&(_, is_known)| is_known));
        }
    }
}
