//! How sure a statement about a population is.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::SurveyMessage as M;

/// A confidence level, from 0.5 to 0.9999: the share of samples for which the statement is true, whatever the truth is.
///
/// Below one half a bound is on the wrong side of the estimate more often than not; above 0.9999 the tails of the
/// approximations are no longer to be relied on.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// The lowest level that is taken.
    pub const LEAST: f64 = 0.5;
    /// The highest level that is taken.
    pub const MOST: f64 = 0.9999;
    /// What is usual: 0.95.
    pub const USUAL: Self = Self(0.95);

    /// The level, as a share.
    ///
    /// # Errors
    /// Levels outside [`Confidence::LEAST`] to [`Confidence::MOST`].
    pub fn new(level: f64) -> Result<Self, Diagnostic> {
        // What is no number is in no range.
        if (Self::LEAST..=Self::MOST).contains(&level) {
            Ok(Self(level))
        } else {
            Err(Diagnostic::error(M::BadConfidence { level: level.to_string() }).help(M::ConfidenceRange {}))
        }
    }

    /// The level, as a share.
    #[must_use]
    pub const fn level(self) -> f64 {
        self.0
    }

    /// The chance that is left for the statement to be wrong.
    #[must_use]
    pub fn alpha(self) -> f64 {
        1.0 - self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Confidence;

    #[test]
    fn levels_outside_the_range_are_refused() {
        for level in [0.0, 0.499_999, 0.999_91, 1.0, 95.0, -0.95, f64::NAN, f64::INFINITY] {
            assert_eq!(Confidence::new(level).unwrap_err().message.code(), "H901", "{level}");
        }
        for level in [0.5, 0.8, 0.95, 0.9999] {
            assert!((Confidence::new(level).unwrap().alpha() - (1.0 - level)).abs() < 1e-15);
        }
    }
}
