//! What the words of a source tell: which of them are titles, their language, the ids made of them.

pub(super) mod ids;
pub(super) mod language;
pub(super) mod marks;
pub(super) mod titles;
