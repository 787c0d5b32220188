//! Random bytes, and comparing them.

use ring::rand::{SecureRandom, SystemRandom};
use subtle::ConstantTimeEq;

/// Whether both are equal, found out in a time that does not tell where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    !one.is_empty() && bool::from(one.ct_eq(other))
}

/// Bytes that nobody can guess.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // A system without randomness must let nobody in; it has none only when it is badly broken.
    if SystemRandom::new().fill(&mut bytes).is_err() {
        log::error!("the system gives no randomness: the panel stops");
        std::process::abort();
    }
    bytes
}
