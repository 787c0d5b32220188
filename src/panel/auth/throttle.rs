//! How often somebody may try to log in.
//!
//! What lets in cannot be guessed; the limit keeps guessing from costing us anything.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// The length of a window, in seconds.
const WINDOW_SECONDS: i64 = 60;

/// Tries from one address in one window: a person who makes mistakes needs fewer.
const FROM_ONE: u32 = 10;

/// Tries from all addresses together in one window: bounds the table, too.
const FROM_ALL: u32 = 300;

/// Counts tries.
#[derive(Default)]
pub struct Throttle {
    window: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    number: i64,
    all: u32,
    by_address: HashMap<IpAddr, u32>,
}

impl Throttle {
    /// Counts one try and says whether it may be made.
    pub fn allows(&self, from: IpAddr, now_seconds: i64) -> bool {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now_seconds.div_euclid(WINDOW_SECONDS);
        if window.number != number {
            *window = Window {
                number,
                ..Window::default()
            };
        }
        window.all = window.all.saturating_add(1);
        if window.all > FROM_ALL {
            return false;
        }
        let count = window.by_address.entry(from).or_default();
        *count += 1;
        *count <= FROM_ONE
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(10, 0, 0, last))
    }

    #[test]
    fn one_address_does_not_use_up_the_tries_of_another() {
        let throttle = Throttle::default();
        let allowed = (0..100).filter(|_| throttle.allows(address(1), 0)).count();
        assert_eq!(allowed, 10);
        assert!(throttle.allows(address(2), 0));
        assert!(throttle.allows(address(1), 60));
    }

    #[test]
    fn all_together_are_limited() {
        let throttle = Throttle::default();
        let tries = (0..=255).flat_map(|last| [last, last]);
        let allowed = tries
            .filter(|&last| throttle.allows(address(last), 0))
            .count();
        assert_eq!(allowed, 300);
    }
}
