//! The audience of a reply: in which languages, and in which order, somebody is told something.

use crate::text::Language;

/// For whom a reply is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audience {
    /// The language that comes first, and the only one of buttons and short lines.
    pub first: Language,
    /// Whether the other language follows.
    pub both: bool,
}

impl Audience {
    /// The languages, first one first.
    pub fn languages(&self) -> impl Iterator<Item = Language> + use<> {
        let second = self.both.then_some(self.first.other());
        std::iter::once(self.first).chain(second)
    }
}
