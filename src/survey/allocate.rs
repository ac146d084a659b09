//! How a total is parted among strata.

/// Parts `total` among strata in proportion to their sizes, none below `least` where it has that many, none above its
/// size.
///
/// It is the divisor method of Webster (Sainte-Laguë): units are given out one by one, each to the stratum for which
/// size / (2 · given + 1) is greatest, the earlier one where two are equal. A greater total therefore gives no stratum
/// less than a smaller one did, which the method of largest remainders does not promise; a sample that is enlarged keeps
/// what it had. All comparisons are of whole numbers. What is left once all strata are full is not given out.
#[must_use]
pub fn proportionally(total: u64, sizes: &[u64], least: u64) -> Vec<u64> {
    let mut given: Vec<u64> = sizes.iter().map(|&size| size.min(least)).collect();
    let mut left = total.saturating_sub(given.iter().sum());
    while left > 0 {
        let open = (0..sizes.len()).filter(|&at| given[at] < sizes[at]);
        // The cross-products of size / (2 · given + 1); the first of equals wins.
        let better = |a: usize, b: usize| {
            let claim = |at: usize, other: usize| u128::from(sizes[at]) * (2 * u128::from(given[other]) + 1);
            if claim(b, a) > claim(a, b) { b } else { a }
        };
        let Some(at) = open.reduce(better) else { break };
        given[at] += 1;
        left -= 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::proportionally;
    use proptest::prelude::*;

    #[test]
    fn shares_are_proportional() {
        assert_eq!(proportionally(100, &[5000, 3000, 2000], 2), [50, 30, 20]);
        assert_eq!(proportionally(10, &[1000, 1, 1], 2), [8, 1, 1]);
        assert_eq!(proportionally(50, &[10, 10], 0), [10, 10], "no more than there are");
        assert_eq!(proportionally(3, &[10, 10, 10], 2), [2, 2, 2], "the least comes first");
    }

    proptest! {
        #[test]
        fn a_greater_total_takes_from_nobody(sizes in prop::collection::vec(1_u64..200, 1..8), total in 0_u64..300) {
            let (small, large) = (proportionally(total, &sizes, 2), proportionally(total + 1, &sizes, 2));
            prop_assert!(small.iter().zip(&large).all(|(small, large)| small <= large), "{small:?} {large:?}");
            let (all, least) = (sizes.iter().sum(), sizes.iter().map(|&size| size.min(2)).sum::<u64>());
            prop_assert_eq!(small.iter().sum::<u64>(), total.clamp(least, all));
        }
    }
}
