//! What admins are told: what a reload came to, numbers, what was not answered. Sentences only;
//! `reload` and `admin::service` act.
//!
//! An admin is spoken to in one language, their own: these are working texts, and long enough.

mod digest;
mod entries;
mod handoff;
mod numbers;
mod panel;
mod phrases;
mod refusal;
mod reload;
mod report;
mod unanswered;

pub use digest::{askers_told, askers_wait, digest, digest_buttons, growth, nobody_waits};
pub use entries::{
    entry, entry_gone, entry_usage, field_prompt, files, found, history, history_line,
    other_language, removal,
};
pub use handoff::{
    admins_only, card_gone, card_without_question, card_without_reply, goes_on_in_private,
    now_out_of_scope, save_usage, saved_answer, staff,
};
pub use numbers::{numbers, picture};
pub use panel::panel;
pub use phrases::reader;
pub use reload::{AdminAction, reload_result};
pub use unanswered::{Unfit, draft, group, ignored, list, listed_again, no_draft, unfit};
