//! Quantiles of continuous distributions.
//!
//! The distribution functions are those of `statrs`. They are inverted between two bounds that close in on the quantile,
//! which always ends and never leaves the range; the iterations that come with libraries do not promise either. The
//! bounds close to the last bits of a floating-point number, so that the error is that of the distribution function:
//! below 1e-11 of the value for the numbers of a sample (held to 11 digits in the tests).

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::beta::checked_beta_reg;

/// More steps than are ever taken: about a dozen are.
const STEPS: usize = 400;

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

/// Where a growing function reaches `p`, between two points on either side of it: the method of Chandrupatla (1997),
/// which takes the step of an inverse parabola where that is safe and halves the interval where it is not.
fn invert((low, high): (f64, f64), p: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    let off = |x: f64| cdf(x) - p;
    let (mut a, mut b) = (high, low);
    let (mut at_a, mut at_b) = (off(a), off(b));
    let mut step = 0.5;
    for _ in 0..STEPS {
        let x = a + step * (b - a);
        let at_x = off(x);
        let (c, at_c) = if (at_x > 0.0) == (at_a > 0.0) {
            (a, at_a)
        } else {
            let left = (b, at_b);
            (b, at_b) = (a, at_a);
            left
        };
        (a, at_a) = (x, at_x);
        let (best, at_best) = if at_a.abs() < at_b.abs() { (a, at_a) } else { (b, at_b) };
        let least = (2.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE) / (b - a).abs();
        if at_best == 0.0 || least > 0.5 || least.is_nan() {
            return best;
        }
        let (place, height) = ((a - b) / (c - b), (at_a - at_b) / (at_c - at_b));
        let is_safe = height * height < place && (1.0 - height) * (1.0 - height) < 1.0 - place;
        step = if is_safe {
            at_a / (at_b - at_a) * at_c / (at_b - at_c)
                + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
        } else {
            0.5
        };
        step = step.clamp(least, 1.0 - least);
    }
    a
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
