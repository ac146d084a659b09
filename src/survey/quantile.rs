//! Quantiles of continuous distributions.
//!
//! The distribution functions are those of `statrs`. They are inverted by halving an interval, which always ends and
//! never leaves the range; the iterations that come with libraries do not promise either. Halving goes on until two
//! neighbouring floating-point numbers are left, so that the error is that of the distribution function: below 1e-11 of
//! the value for the numbers of a sample (held to 12 digits in the tests).

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::beta::checked_beta_reg;

/// More halvings than a floating-point number has bits to tell apart.
const HALVINGS: usize = 1100;

/// The point below which a beta variable of shapes `a` and `b`, both positive, falls with a chance of `p`.
#[must_use]
pub fn beta(a: f64, b: f64, p: f64) -> f64 {
    invert((0.0, 1.0), p, |x| checked_beta_reg(a, b, x).unwrap_or(f64::NAN))
}

/// The point below which a t variable of so many degrees of freedom falls with a chance of `p`; `None` without any
/// freedom.
#[must_use]
pub fn student(freedom: f64, p: f64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?;
    if p < 0.5 {
        return student(freedom, 1.0 - p).map(|t| -t);
    }
    let mut high = 1.0;
    while t.cdf(high) < p && high < 1e12 {
        high *= 2.0;
    }
    Some(invert((0.0, high), p, |x| t.cdf(x)))
}

/// The point below which a standard normal variable falls with a chance of `p`.
#[must_use]
pub fn normal(p: f64) -> f64 {
    invert((-40.0, 40.0), p, |x| Normal::standard().cdf(x))
}

/// Where a growing function reaches `p`.
fn invert((mut low, mut high): (f64, f64), p: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if cdf(middle) < p { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::{beta, normal, student};

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!(((found - expected) / expected).abs() < 1e-11, "{found} is not {expected}");
    }

    /// The expected values were reckoned with 30 digits.
    #[test]
    fn quantiles_are_right_to_eleven_digits() {
        near(normal(0.975), 1.959_963_984_540_054);
        for (freedom, two_sided, one_sided) in [
            (1.0, 12.706_204_736_174_7, 6.313_751_514_675_043),
            (2.0, 4.302_652_729_749_464, 2.919_985_580_353_726),
            (5.0, 2.570_581_835_636_316, 2.015_048_373_333_024),
            (29.0, 2.045_229_642_132_704, 1.699_127_026_533_498),
            (58.0, 2.001_717_484_145_236, 1.671_552_762_454_859),
        ] {
            near(student(freedom, 0.975).unwrap(), two_sided);
            near(student(freedom, 0.95).unwrap(), one_sided);
            near(student(freedom, 0.05).unwrap(), -one_sided);
        }
        near(beta(1.0, 1000.0, 0.95), 0.002_991_249_545_1);
        near(beta(13.0, 988.0, 0.95), 0.019_370_199_285_1);
        near(beta(2.5, 1.0, 0.5), 0.5_f64.powf(0.4));
    }

    #[test]
    fn there_is_no_quantile_without_freedom() {
        assert_eq!(student(0.0, 0.95), None);
    }
}
