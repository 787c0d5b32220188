//! Who asked within seconds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::conversation::JOIN_SECONDS;
use crate::store::StoreError;

/// With fewer people remembered nobody is forgotten.
const FEW_PEOPLE: usize = 1024;

/// Who asked within seconds: whether looking for the turn before is worth it. Knows nothing of
/// what was asked, so a wrong "yes" costs a look into the store and nothing else.
#[derive(Default)]
pub(super) struct Recently {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// Until then (Unix seconds) anybody may have asked just before, of whom only the store knows;
    /// `None` until the first question.
    unknown_until: Option<i64>,
    /// When people asked last, in Unix seconds.
    people: HashMap<i64, i64>,
    /// With so many people those of some seconds ago are forgotten. Twice as many as were left the
    /// last time, so that a rush of people costs each of them the same.
    many: usize,
}

impl Recently {
    /// Notes that this person asks at `at_seconds` (Unix); tells whether they may have asked just
    /// before. `unheard_until` is the store's and is called once.
    ///
    /// # Errors
    /// Those of `unheard_until`.
    pub(super) fn note(
        &self,
        person: i64,
        at_seconds: i64,
        unheard_until: impl FnOnce() -> Result<Option<i64>, StoreError>,
    ) -> Result<bool, StoreError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let unknown_until = match known.unknown_until {
            Some(until) => until,
            None => unheard_until()?.map_or(i64::MIN, |last| last.saturating_add(JOIN_SECONDS)),
        };
        known.unknown_until = Some(unknown_until);
        let is_recent = |then: i64| (at_seconds - then).abs() <= JOIN_SECONDS;
        if known.people.len() >= known.many.max(FEW_PEOPLE) {
            known.people.retain(|_, then| is_recent(*then));
            known.many = known.people.len() * 2;
        }
        let before = known.people.insert(person, at_seconds);
        Ok(at_seconds <= unknown_until || before.is_some_and(is_recent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_asked_within_seconds_may_have_asked_before() -> Result<(), StoreError> {
        let recently = Recently::default();
        let asks =
            |person, at_seconds| recently.note(person, at_seconds, || Ok(Some(100 - JOIN_SECONDS)));
        assert!(asks(1, 100)?, "the store may know of them");
        assert!(!asks(2, 101)?);
        assert!(asks(2, 101 + JOIN_SECONDS)?);
        assert!(!asks(2, 102 + 2 * JOIN_SECONDS)?);
        Ok(())
    }

    #[test]
    fn an_empty_store_knows_of_nobody_and_a_rush_forgets_nobody() -> Result<(), StoreError> {
        let recently = Recently::default();
        for round in [false, true] {
            for person in 0..5000 {
                assert_eq!(recently.note(person, 100, || Ok(None))?, round);
            }
        }
        recently.note(5000, 200, || Ok(None))?;
        for person in 6000..20_000 {
            recently.note(person, 300, || Ok(None))?;
        }
        let left = recently
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!left.people.contains_key(&0), "that was long ago");
        Ok(())
    }
}
