//! Waiting longer after each failure, with jitter, so that many who failed together do not come
//! back together.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// The wait after `failures` failures in a row (from 1): `first`, doubled each time up to `most`,
/// each time between half of that and all of it.
pub fn wait(failures: u32, first: Duration, most: Duration) -> Duration {
    let doubled = first.saturating_mul(1_u32 << failures.saturating_sub(1).min(20));
    doubled.min(most).mul_f64(0.5 + fraction() / 2.0)
}

/// A number from 0 to 1, from the randomness with which the standard library seeds its hash maps.
fn fraction() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    (random >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_the_longest_and_never_vanish() {
        let (first, most) = (Duration::from_millis(100), Duration::from_secs(1));
        for (failures, low, high) in [(0, 50, 100), (1, 50, 100), (2, 100, 200), (9, 500, 1000)] {
            for _ in 0..50 {
                let wait = wait(failures, first, most).as_millis();
                assert!(
                    (low..=high).contains(&wait),
                    "{failures} failures: {wait} ms"
                );
            }
        }
        assert!(wait(u32::MAX, first, most) <= most);
    }
}
