//! The values of one node in a run of rows.
//!
//! Bits are packed into 64-bit words; bits past the last row are zero.

use crate::table::{Column, Text, TextColumn};
use crate::value::{Date, Decimal, Quotient};
use std::borrow::Cow;
use std::ops::Range;

/// Truths: `yes` is a subset of `known`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Truths<'a> {
    pub(super) yes: Cow<'a, [u64]>,
    pub(super) known: Cow<'a, [u64]>,
}

/// The values of one node in a run of rows.
#[derive(Clone, Debug)]
pub(super) enum Vector<'a> {
    Truth(Truths<'a>),
    /// Raw decimals; zero where not known.
    Number {
        values: Cow<'a, [i64]>,
        known: Cow<'a, [u64]>,
    },
    /// Numbers of which some are known by their bounds only: least and greatest, raw. They are known as numbers where
    /// the two meet.
    Between {
        low: Cow<'a, [i64]>,
        high: Cow<'a, [i64]>,
        /// Where the bounds are known.
        known: Cow<'a, [u64]>,
    },
    Quotient(Vec<Option<Quotient>>),
    /// Packed dates; zero where not known.
    Date(Cow<'a, [i32]>),
    /// Codes plus one; zero where not known.
    Code(Cow<'a, [u16]>),
    /// Blank where not known.
    Text(Vec<Text<'a>>),
}

/// How many words hold `rows` bits.
pub(super) fn words(rows: usize) -> usize {
    rows.div_ceil(64)
}

/// All rows.
pub(super) fn all(rows: usize) -> Vec<u64> {
    let mut bits = vec![u64::MAX; words(rows)];
    if let (Some(last), 1..) = (bits.last_mut(), rows % 64) {
        *last = u64::MAX >> (64 - rows % 64);
    }
    bits
}

/// The bits of a condition on rows.
pub(super) fn bits(rows: usize, mut holds: impl FnMut(usize) -> bool) -> Vec<u64> {
    let mut made = Vec::with_capacity(words(rows));
    for start in (0..rows).step_by(64) {
        let mut word = 0;
        for row in start..rows.min(start + 64) {
            word |= u64::from(holds(row)) << (row - start);
        }
        made.push(word);
    }
    made
}

/// The bit of a row.
#[inline]
pub(super) fn bit(bits: &[u64], row: usize) -> bool {
    bits.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// How many bits of a run of rows are one.
#[inline]
pub(super) fn count_in(bits: &[u64], run: &Range<u32>) -> usize {
    let (start, end) = (run.start as usize, run.end as usize);
    if start >= end {
        return 0;
    }
    let first = bits.get(start / 64).map_or(0, |word| word >> (start % 64));
    let length = end - start;
    // Most runs are short, and lie in one word.
    if start % 64 + length <= 64 {
        return (first & (u64::MAX >> (64 - length))).count_ones() as usize;
    }
    let middle = bits.get(start / 64 + 1..end / 64).unwrap_or_default();
    let last = bits.get(end / 64).map_or(0, |word| word & ((1 << (end % 64)) - 1));
    let whole: u32 = middle.iter().map(|word| word.count_ones()).sum();
    (first.count_ones() + whole + last.count_ones()) as usize
}

/// `a op b`, word by word.
pub(super) fn zip(a: &[u64], b: &[u64], op: impl Fn(u64, u64) -> u64) -> Vec<u64> {
    a.iter().zip(b).map(|(&a, &b)| op(a, b)).collect()
}

impl<'a> Truths<'a> {
    pub(super) fn new(yes: Vec<u64>, known: Vec<u64>) -> Self {
        Self { yes: Cow::Owned(yes), known: Cow::Owned(known) }
    }

    /// The same truth in every row.
    pub(super) fn constant(value: bool, rows: usize) -> Self {
        let known = all(rows);
        let yes = if value { known.clone() } else { vec![0; known.len()] };
        Self::new(yes, known)
    }

    /// The truths of a condition that is unknown where it gives `None`.
    pub(super) fn of(rows: usize, holds: impl Fn(usize) -> Option<bool>) -> Truths<'static> {
        let mut known = Vec::with_capacity(words(rows));
        let mut yes = Vec::with_capacity(words(rows));
        for start in (0..rows).step_by(64) {
            let (mut is_known, mut is_yes) = (0, 0);
            for row in start..rows.min(start + 64) {
                if let Some(value) = holds(row) {
                    is_known |= 1 << (row - start);
                    is_yes |= u64::from(value) << (row - start);
                }
            }
            known.push(is_known);
            yes.push(is_yes);
        }
        Truths::new(yes, known)
    }

    /// The truth of a row, `None` where it is unknown.
    pub(super) fn get(&self, row: usize) -> Option<bool> {
        bit(&self.known, row).then(|| bit(&self.yes, row))
    }

    pub(super) fn not(&self) -> Truths<'static> {
        Truths::new(zip(&self.known, &self.yes, |known, yes| known & !yes), self.known.to_vec())
    }

    /// Kleene's and: false where either is false, true where both are true.
    pub(super) fn and(&self, other: &Truths<'_>) -> Truths<'static> {
        let yes = zip(&self.yes, &other.yes, |a, b| a & b);
        let no = |t: &Truths<'_>| zip(&t.known, &t.yes, |known, yes| known & !yes);
        let no = zip(&no(self), &no(other), |a, b| a | b);
        let known = zip(&yes, &no, |yes, no| yes | no);
        Truths::new(yes, known)
    }

    /// Kleene's or: true where either is true, false where both are false.
    pub(super) fn or(&self, other: &Truths<'_>) -> Truths<'static> {
        self.not().and(&other.not()).not()
    }
}

impl<'a> Vector<'a> {
    /// The rows `range` of a column; the range begins at a multiple of 64.
    pub(super) fn of_column(column: &'a Column, range: Range<usize>) -> Self {
        let cut = |bits: &'a [u64]| Cow::Borrowed(&bits[range.start / 64..range.end.div_ceil(64)]);
        match column {
            Column::Bool(c) => Self::Truth(Truths { yes: cut(c.yes.words()), known: cut(c.known.words()) }),
            Column::Number(c) => Self::Number { values: c.values.slice(range.clone()), known: cut(c.known.words()) },
            Column::Date(c) => Self::Date(c.slice(range)),
            Column::Code(c) => Self::Code(c.slice(range)),
            Column::Text(c) => Self::Text(texts(c, range)),
        }
    }

    /// The rows `range` of this vector; the range begins at a multiple of 64.
    pub(super) fn slice<'b>(&'b self, range: Range<usize>) -> Vector<'b>
    where
        'a: 'b,
    {
        let words = range.start / 64..range.end.div_ceil(64);
        match self {
            Self::Truth(t) => Vector::Truth(Truths {
                yes: Cow::Borrowed(&t.yes[words.clone()]),
                known: Cow::Borrowed(&t.known[words]),
            }),
            Self::Number { values, known } => {
                Vector::Number { values: Cow::Borrowed(&values[range]), known: Cow::Borrowed(&known[words]) }
            }
            Self::Between { low, high, known } => Vector::Between {
                low: Cow::Borrowed(&low[range.clone()]),
                high: Cow::Borrowed(&high[range]),
                known: Cow::Borrowed(&known[words]),
            },
            Self::Quotient(q) => Vector::Quotient(q[range].to_vec()),
            Self::Date(d) => Vector::Date(Cow::Borrowed(&d[range])),
            Self::Code(c) => Vector::Code(Cow::Borrowed(&c[range])),
            Self::Text(t) => Vector::Text(t[range].to_vec()),
        }
    }

    /// Which rows are known.
    pub(super) fn known(&self, rows: usize) -> Cow<'_, [u64]> {
        match self {
            Self::Truth(t) => Cow::Borrowed(&t.known),
            Self::Number { known, .. } => Cow::Borrowed(known),
            Self::Between { low, high, known } => {
                Cow::Owned(bits(rows, |row| low[row] == high[row] && bit(known, row)))
            }
            Self::Quotient(q) => Cow::Owned(bits(rows, |row| q[row].is_some())),
            Self::Date(d) => Cow::Owned(bits(rows, |row| d[row] != 0)),
            Self::Code(c) => Cow::Owned(bits(rows, |row| c[row] != 0)),
            Self::Text(t) => Cow::Owned(bits(rows, |row| !t[row].is_blank())),
        }
    }

    /// The truth of a row; unknown for what is no condition.
    pub(super) fn truth(&self, row: usize) -> Option<bool> {
        if let Self::Truth(t) = self { t.get(row) } else { None }
    }

    /// The number of a row.
    pub(super) fn number(&self, row: usize) -> Option<Decimal> {
        match self {
            Self::Number { values, known } => bit(known, row).then(|| Decimal::from_raw(values[row])),
            Self::Between { low, high, .. } if low[row] != high[row] => None,
            Self::Between { low, known, .. } => bit(known, row).then(|| Decimal::from_raw(low[row])),
            _ => None,
        }
    }

    /// The least and the greatest that the number of a row can be, raw.
    pub(super) fn raw_bounds(&self, row: usize) -> Option<(i64, i64)> {
        match self {
            Self::Between { low, high, known } => bit(known, row).then(|| (low[row], high[row])),
            other => other.number(row).map(|n| (n.raw(), n.raw())),
        }
    }

    /// The least and the greatest that the number or quotient of a row can be.
    pub(super) fn bounds(&self, row: usize) -> Option<(Quotient, Quotient)> {
        let whole = |raw| Quotient::whole(Decimal::from_raw(raw));
        match self {
            Self::Quotient(q) => q[row].map(|q| (q, q)),
            other => other.raw_bounds(row).map(|(low, high)| (whole(low), whole(high))),
        }
    }

    /// The number or quotient of a row.
    pub(super) fn quotient(&self, row: usize) -> Option<Quotient> {
        match self {
            Self::Quotient(q) => q[row],
            other => other.number(row).map(Quotient::whole),
        }
    }

    /// The date of a row.
    pub(super) fn date(&self, row: usize) -> Option<Date> {
        if let Self::Date(d) = self { Date::from_packed(d[row]) } else { None }
    }

    /// The text of a row; a blank where it is unknown.
    pub(super) fn text(&self, row: usize) -> Text<'a> {
        if let Self::Text(t) = self { t[row] } else { Text::Blank }
    }

    /// A vector of numbers that are unknown where `number` gives `None`.
    pub(super) fn numbers(rows: usize, number: impl Fn(usize) -> Option<i64>) -> Vector<'static> {
        let mut values = Vec::with_capacity(rows);
        let mut known = vec![0; words(rows)];
        for row in 0..rows {
            let value = number(row);
            if value.is_some() {
                known[row / 64] |= 1 << (row % 64);
            }
            values.push(value.unwrap_or(0));
        }
        Vector::Number { values: Cow::Owned(values), known: Cow::Owned(known) }
    }

    /// A vector of numbers between bounds, raw, that are unknown where `bounds` gives `None`: plain numbers where all
    /// bounds meet.
    pub(super) fn between(rows: usize, bounds: impl Fn(usize) -> Option<(i64, i64)>) -> Vector<'static> {
        let all: Vec<Option<(i64, i64)>> = (0..rows).map(bounds).collect();
        if all.iter().flatten().all(|(low, high)| low == high) {
            return Self::numbers(rows, |row| all[row].map(|(low, _)| low));
        }
        let bound = |pick: fn((i64, i64)) -> i64| all.iter().map(|b| b.map_or(0, pick)).collect::<Vec<i64>>();
        Vector::Between {
            low: Cow::Owned(bound(|b| b.0)),
            high: Cow::Owned(bound(|b| b.1)),
            known: Cow::Owned(bits(rows, |row| all[row].is_some())),
        }
    }

    /// For each row the value that `source` names: a vector of the given ones and a row of it, or nothing.
    pub(super) fn pick<'v>(
        rows: usize,
        vectors: &[&'v Vector<'a>],
        source: impl Fn(usize) -> Option<(usize, usize)>,
    ) -> Vector<'a>
    where
        'a: 'v,
    {
        let from = |row: usize| source(row).and_then(|(vector, at)| vectors.get(vector).map(|v| (*v, at)));
        if vectors.iter().any(|v| matches!(v, Self::Between { .. })) {
            return Self::between(rows, |row| from(row).and_then(|(v, at)| v.raw_bounds(at)));
        }
        match vectors.first() {
            // Bounds were told apart above.
            Some(Self::Number { .. } | Self::Between { .. }) => {
                Self::numbers(rows, |row| from(row).and_then(|(v, at)| v.number(at)).map(Decimal::raw))
            }
            Some(Self::Quotient(_)) => {
                Vector::Quotient((0..rows).map(|row| from(row).and_then(|(v, at)| v.quotient(at))).collect())
            }
            Some(Self::Date(_)) => {
                let date = |row| from(row).and_then(|(v, at)| v.date(at)).map_or(0, Date::packed);
                Vector::Date((0..rows).map(date).collect())
            }
            Some(Self::Code(_)) => {
                let code = |row| match from(row) {
                    Some((Vector::Code(c), at)) => c[at],
                    _ => 0,
                };
                Vector::Code((0..rows).map(code).collect())
            }
            Some(Self::Text(_)) => {
                Vector::Text((0..rows).map(|row| from(row).map_or(Text::Blank, |(v, at)| v.text(at))).collect())
            }
            Some(Self::Truth(_)) | None => {
                Vector::Truth(Truths::of(rows, |row| from(row).and_then(|(v, at)| v.truth(at))))
            }
        }
    }

    /// The vectors of neighbouring runs of rows as one; each but the last has a multiple of 64 rows.
    pub(super) fn concatenate(parts: Vec<Vector<'a>>) -> Option<Vector<'a>> {
        // Of a run in which all bounds meet only numbers are left; beside runs with bounds they are bounds again.
        let bounded = parts.iter().any(|part| matches!(part, Self::Between { .. }));
        let mut parts = parts.into_iter().map(|part| if bounded { part.into_bounds() } else { part });
        let mut whole = parts.next()?.into_owned();
        for part in parts {
            match (&mut whole, part) {
                (Vector::Truth(a), Vector::Truth(b)) => {
                    a.yes.to_mut().extend_from_slice(&b.yes);
                    a.known.to_mut().extend_from_slice(&b.known);
                }
                (Vector::Number { values, known }, Vector::Number { values: more, known: more_known }) => {
                    values.to_mut().extend_from_slice(&more);
                    known.to_mut().extend_from_slice(&more_known);
                }
                (
                    Vector::Between { low, high, known },
                    Vector::Between { low: more_low, high: more_high, known: more_known },
                ) => {
                    low.to_mut().extend_from_slice(&more_low);
                    high.to_mut().extend_from_slice(&more_high);
                    known.to_mut().extend_from_slice(&more_known);
                }
                (Vector::Quotient(a), Vector::Quotient(b)) => a.extend(b),
                (Vector::Date(a), Vector::Date(b)) => a.to_mut().extend_from_slice(&b),
                (Vector::Code(a), Vector::Code(b)) => a.to_mut().extend_from_slice(&b),
                (Vector::Text(a), Vector::Text(b)) => a.extend(b),
                _ => return None,
            }
        }
        Some(whole)
    }

    fn into_bounds(self) -> Self {
        match self {
            Self::Number { values, known } => Self::Between { low: values.clone(), high: values, known },
            other => other,
        }
    }

    fn into_owned(self) -> Self {
        fn own<T: Clone>(values: Cow<'_, [T]>) -> Cow<'_, [T]> {
            Cow::Owned(values.into_owned())
        }
        match self {
            Self::Truth(t) => Self::Truth(Truths { yes: own(t.yes), known: own(t.known) }),
            Self::Number { values, known } => Self::Number { values: own(values), known: own(known) },
            Self::Between { low, high, known } => Self::Between { low: own(low), high: own(high), known: own(known) },
            Self::Date(d) => Self::Date(own(d)),
            Self::Code(c) => Self::Code(own(c)),
            other => other,
        }
    }
}

fn texts(column: &TextColumn, range: Range<usize>) -> Vec<Text<'_>> {
    column.words().slice(range).iter().map(|&word| column.text(word)).collect()
}
