//! Reading text: everything between what a person typed and the terms that are matched.
//!
//! Knows nothing of entries, questions or Telegram; does not fail.

mod language;

pub use language::Language;
