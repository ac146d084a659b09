//! How likely so few are, where so many are there: lower tails of the binomial and the hypergeometric distribution.
//!
//! Both are summed from the likeliest number outwards, each weight from its neighbour, and divided by their sum. Nothing
//! is looked up and no factorial is formed, so that the relative error stays near that of one multiplication times the
//! number of terms: below 1e-12 for samples of some thousands (held to 30 digits in the tests).

/// Weights below this share of the largest one no longer count.
const NEGLIGIBLE: f64 = 1e-30;

/// P(X ≤ `few`) for X ~ Binomial(`trials`, `share`).
#[must_use]
pub fn binomial(few: u64, trials: u64, share: f64) -> f64 {
    if few >= trials || share <= 0.0 {
        return 1.0;
    }
    if share >= 1.0 {
        return 0.0;
    }
    let odds = share / (1.0 - share);
    let n = trials as f64;
    // The weight of k + 1 by the weight of k.
    let step = |k: u64| (n - k as f64) / (k as f64 + 1.0) * odds;
    let mode = (((n + 1.0) * share).floor() as u64).min(trials);
    lower(few, 0, trials, mode, step)
}

/// P(X ≤ `few`) for X errors in a sample of `sample` drawn without replacement from `population`, of which `errors` are
/// errors. A sample larger than the population is taken as all of it, and so are errors.
#[must_use]
pub fn hypergeometric(few: u64, population: u64, errors: u64, sample: u64) -> f64 {
    let (errors, sample) = (errors.min(population), sample.min(population));
    let most = errors.min(sample);
    let least = (errors + sample).saturating_sub(population);
    if few >= most {
        return 1.0;
    }
    if few < least {
        return 0.0;
    }
    let (big, bad, n) = (population as f64, errors as f64, sample as f64);
    let step = |k: u64| {
        let k = k as f64;
        (bad - k) * (n - k) / ((k + 1.0) * (big - bad - n + k + 1.0))
    };
    let mode = ((n + 1.0) * (bad + 1.0) / (big + 2.0)).floor() as u64;
    lower(few, least, most, mode.clamp(least, most), step)
}

/// The share of the weight that lies at `few` and below, of all from `least` to `most`. `step` is the weight of a number
/// by that of the number before it.
fn lower(few: u64, least: u64, most: u64, mode: u64, step: impl Fn(u64) -> f64) -> f64 {
    let (mut below, mut above) = (0.0, 0.0);
    let mut add = |k: u64, weight: f64| if k <= few { below += weight } else { above += weight };
    add(mode, 1.0);
    let mut weight = 1.0;
    for k in mode..most {
        weight *= step(k);
        if weight < NEGLIGIBLE {
            break;
        }
        add(k + 1, weight);
    }
    weight = 1.0;
    for k in (least..mode).rev() {
        weight /= step(k);
        if weight < NEGLIGIBLE {
            break;
        }
        add(k, weight);
    }
    below / (below + above)
}

#[cfg(test)]
mod tests {
    use super::{binomial, hypergeometric};

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-11, "{found} is not {expected}");
    }

    /// The expected values were reckoned with rational numbers and 30 digits.
    #[test]
    fn hypergeometric_tails_are_right_to_eleven_digits() {
        let of_8000 = |few, errors| hypergeometric(few, 8000, errors, 1000);
        near(of_8000(0, 22), 0.052_769_412_047_4);
        near(of_8000(0, 23), 0.046_155_046_035_0);
        near(of_8000(5, 81), 0.050_256_626_022_7);
        near(of_8000(14, 171), 0.048_347_864_838_6);
    }

    #[test]
    fn tails_at_the_ends() {
        near(hypergeometric(0, 10, 0, 5), 1.0);
        near(hypergeometric(0, 10, 10, 5), 0.0);
        near(hypergeometric(4, 10, 9, 5), 0.5);
        near(hypergeometric(2, 3, 9, 9), 0.0);
        near(hypergeometric(3, 3, 9, 9), 1.0);
        near(binomial(0, 149, 0.02), 0.98_f64.powi(149));
        near(binomial(1, 2, 0.5), 0.75);
        near(binomial(5, 5, 0.9), 1.0);
        near(binomial(0, 5, 0.0), 1.0);
        near(binomial(4, 5, 1.0), 0.0);
    }

    #[test]
    fn a_tail_grows_with_what_counts_as_few_and_shrinks_with_the_errors() {
        let mut last = 0.0;
        for few in 0..60 {
            let tail = hypergeometric(few, 500, 80, 120);
            assert!(tail >= last && tail <= hypergeometric(few, 500, 79, 120), "{few}");
            last = tail;
        }
    }
}
