//! Entries that answer the other side of a question step back.

use super::score::Scored;
use crate::contrast::{Claims, Contrast, Profiles};

/// Entries that are looked at behind a contradicted one for the side that is asked for.
const LOOKED_AT: usize = 4;

/// Share of the best entry's score that an entry has at least to come first in its place: with
/// less it would find nothing, where the contradicted one is at least offered.
const NEAR: f32 = 0.5;

/// Puts the entry first that has the side which the question asks for, where the best one has the
/// other; otherwise says what contradicts the best one. Nothing else moves.
pub(super) fn prefer(
    profiles: &Profiles,
    claims: &Claims<'_>,
    best: &mut [Scored],
) -> Option<Contrast> {
    let first = best.first().filter(|_| !claims.is_empty())?;
    let contrast = profiles.contradiction(claims, first.entry as usize)?;
    let least = first.score * NEAR;
    let mut rest = best.iter().take(LOOKED_AT).skip(1);
    let right = rest.position(|one| {
        let entry = one.entry as usize;
        one.score >= least
            && profiles.answers(&contrast, entry)
            && profiles.contradiction(claims, entry).is_none()
    });
    let Some(right) = right else {
        return Some(contrast);
    };
    best[..=right + 1].rotate_right(1);
    None
}
