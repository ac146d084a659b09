//! What a unit of a sample says of a question: its rows counted, with those that a blank leaves open.

use super::outcome::RowOutcome;
use crate::value::Truth;

/// How what is not known is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// It is left out.
    Known,
    /// So that the share is the least.
    Least,
    /// So that the share is the greatest.
    Most,
}

/// The rows of a unit by what they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Rows that count.
    pub yes: u64,
    /// Rows that do not.
    pub no: u64,
    /// Rows that are judged and that nobody can decide.
    pub open: u64,
    /// Rows that count if they are judged at all, which nobody can tell.
    pub perhaps_yes: u64,
    /// Rows that do not count if they are judged at all.
    pub perhaps_no: u64,
    /// Rows of which neither can be told.
    pub perhaps_open: u64,
}

impl Answer {
    /// Adds a row of a share.
    pub fn add(&mut self, row: RowOutcome) {
        let count = match (row.among, row.fulfils()) {
            (Truth::False, _) => return,
            (Truth::True, Truth::True) => &mut self.yes,
            (Truth::True, Truth::False) => &mut self.no,
            (Truth::True, Truth::Unknown) => &mut self.open,
            (Truth::Unknown, Truth::True) => &mut self.perhaps_yes,
            (Truth::Unknown, Truth::False) => &mut self.perhaps_no,
            (Truth::Unknown, Truth::Unknown) => &mut self.perhaps_open,
        };
        *count += 1;
    }

    /// How many rows a blank leaves open.
    #[must_use]
    pub const fn undecided(&self) -> u64 {
        self.open + self.perhaps_yes + self.perhaps_no + self.perhaps_open
    }

    /// Rows that count, of rows that are judged.
    #[must_use]
    pub fn filled(&self, fill: Fill) -> (f64, f64) {
        let (yes, of) = match fill {
            Fill::Known => (self.yes, self.yes + self.no),
            Fill::Least => (self.yes, self.yes + self.no + self.open + self.perhaps_no + self.perhaps_open),
            Fill::Most => {
                let yes = self.yes + self.open + self.perhaps_yes + self.perhaps_open;
                (yes, yes + self.no)
            }
        };
        (yes as f64, of as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Fill};
    use crate::survey::{RowOutcome, Span};
    use crate::value::Truth;

    fn row(among: Truth, low: i128, high: i128) -> RowOutcome {
        RowOutcome { among, above: Some(Span { low, high }), below: Some(1) }
    }

    #[test]
    fn what_is_open_moves_the_share_both_ways() {
        let mut answer = Answer::default();
        for among in [Truth::True, Truth::Unknown, Truth::False] {
            for (low, high) in [(1, 1), (0, 0), (0, 1)] {
                answer.add(row(among, low, high));
            }
        }
        let all = Answer { yes: 1, no: 1, open: 1, perhaps_yes: 1, perhaps_no: 1, perhaps_open: 1 };
        assert_eq!(answer, all);
        assert_eq!(answer.undecided(), 4);
        assert_eq!(answer.filled(Fill::Known), (1.0, 2.0));
        assert_eq!(answer.filled(Fill::Least), (1.0, 5.0));
        assert_eq!(answer.filled(Fill::Most), (4.0, 5.0));
    }
}
