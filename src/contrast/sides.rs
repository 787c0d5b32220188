//! What a FAQ itself contrasts, and the sides that it leaves out.

use std::sync::Arc;

use super::compare::{Kind, kind};
use super::lexicon::lexicon;
use super::profile::{Held, Profile};
use super::reading::Claim;

/// What tells two entries apart: a claim of each one's own that the other does not make, both of
/// one axis, class or dimension.
pub(super) fn apart(one: &Profile, other: &Profile) -> Option<Kind> {
    let owns = |profile: &Profile, held: &&Held| profile.owns(held);
    let own = one.held().iter().filter(|held| owns(one, held));
    own.filter(|held| !other.has(held.claim))
        .find(|held| {
            let mut against = other.alike(held.claim);
            against.any(|against| other.owns(against) && !one.has(against.claim))
        })
        .map(|held| kind(held.claim))
}

/// Words that two entries on the same thing have in common at least.
const SHARED_WORDS: usize = 1;

/// The other side of what entry number `at` asks to do, where no entry about the same thing has it.
pub(super) fn missing(entries: &[Arc<Profile>], at: usize) -> Option<String> {
    let entry = &entries[at];
    let asks = entry
        .held()
        .iter()
        .filter(|held| held.asked && entry.is_mostly(held));
    let sided = asks.filter_map(|held| match held.claim {
        Claim::Side { axis, side } if lexicon().goes_both_ways(axis) => Some((axis, side)),
        _ => None,
    });
    // A word may have several opposites: one of them at hand is enough.
    let mut sided = sided.peekable();
    let (first_axis, first_side) = *sided.peek()?;
    let answered = sided.any(|(axis, side)| {
        let wanted = Claim::Side { axis, side: !side };
        let other =
            |number: &usize| *number == at || entry.shares(&entries[*number]) >= SHARED_WORDS;
        (0..entries.len())
            .filter(|number| entries[*number].has(wanted))
            .any(|number| other(&number))
    });
    let name = lexicon().axis(first_axis).split_once('-')?;
    let name = if first_side { name.0 } else { name.1 };
    (!answered).then(|| name.replace('_', " "))
}
