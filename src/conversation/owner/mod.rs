//! What Wenda says to the owners of the FAQ: what a reload came to, numbers, what was asked in
//! vain. Words only; the deeds are `reload`'s.
//!
//! An owner is spoken to in one language, their own: these are working texts, and long enough.

mod attempt;
mod numbers;
mod refusal;
mod report;
mod unanswered;
mod words;

pub use attempt::{Deed, attempt};
pub use numbers::{numbers, picture};
pub use unanswered::{Unfit, draft, group, ignored, list, no_draft, unfit};
pub use words::reader;
