//! The FAQ: YAML files in, checked entries and located diagnostics out.
//!
//! Knows nothing of matching or of Telegram; only `load` touches the disk.

mod entry;

pub use entry::{Entry, EntryId, Faq, FilePlace, Link, Localized, Phrasing};
