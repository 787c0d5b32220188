//! The FAQ: YAML files in, checked entries and located diagnostics out.
//!
//! `parse` reads one text into raw parts with their places, `validate` applies the rules to all
//! files together, `convert` makes entries of what passed. Every problem is found, not the first
//! only. Knows nothing of matching or of Telegram; only `load` touches the disk.
//!
//! ```
//! let text = "entries:
//!   - id: hours
//!     questions: {en: [When are you open?], zh: [几点开门]}
//!     answer: {en: From nine to five., zh: 九点到五点。}
//! ";
//! let loaded = wenda::faq::read(&[("hours.yaml", text)]);
//! assert_eq!(loaded.faq.unwrap().entries[0].id.as_str(), "hours");
//! ```

pub(crate) mod canonical;
mod convert;
mod diagnostic;
pub mod edit;
mod emit;
mod entry;
mod load;
mod parse;
mod places;
mod read;
mod validate;
mod vars;
mod yaml;

pub use crate::model::ids::EntryId;
pub(crate) use diagnostic::shown;
pub use diagnostic::{Diagnostic, Severity, sort};
pub use emit::to_yaml;
pub use entry::conditions::{Conditions, PRIVATE, Situation};
pub use entry::{Entry, EntryContent, Faq, FilePlace, Link, Localized, Phrasing};
pub use load::{files, is_yaml, load};
pub use places::{EntryPlaces, Places};
pub use read::{FileState, KnownFiles, Loaded, read};
pub use vars::Vars;
