//! What Wenda says to the admins: what a reload came to, numbers, what was asked in
//! vain. Words only; the deeds are `reload`'s.
//!
//! An admin is spoken to in one language, their own: these are working texts, and long enough.

mod numbers;
mod phrases;
mod refusal;
mod reload;
mod report;
mod unanswered;

pub use numbers::{numbers, picture};
pub use phrases::reader;
pub use reload::{Deed, attempt};
pub use unanswered::{Unfit, draft, group, ignored, list, no_draft, unfit};
