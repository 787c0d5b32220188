//! Who asked within seconds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::conversation;

/// With so many people remembered, those of some seconds ago are forgotten.
const RECENT_PEOPLE: usize = 1024;

/// Who asked within seconds: whether looking for the turn before is worth it. Knows nothing of
/// what was asked, so a wrong "yes" costs a look into the store and nothing else.
#[derive(Default)]
pub(super) struct Recently {
    people: Mutex<(Option<i64>, HashMap<i64, i64>)>,
}

impl Recently {
    /// Notes that this person asks at `at_seconds` (Unix); whether they may have asked just
    /// before, which nobody knows of the first seconds.
    pub(super) fn note(&self, person: i64, at_seconds: i64) -> bool {
        let mut guard = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let (began, people) = &mut *guard;
        let is_recent = |then: i64| (at_seconds - then).abs() <= conversation::JOIN_SECONDS;
        if people.len() >= RECENT_PEOPLE {
            people.retain(|_, then| is_recent(*then));
        }
        let before = people.insert(person, at_seconds);
        let is_new = is_recent(*began.get_or_insert(at_seconds));
        is_new || before.is_some_and(is_recent)
    }
}
