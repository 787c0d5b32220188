//! Random bytes, their digits, and comparing them.

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

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hexadecimal digits as bytes.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_are_read_back() {
        assert_eq!(from_hex(&hex(&[0, 255, 16])), Some(vec![0, 255, 16]));
        for text in ["a", "gg", "+1", "é"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }
}
