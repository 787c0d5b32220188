//! What the admins work with: what changed in a FAQ, unanswered questions, numbers.
//!
//! Pure: plain data in, plain data out. Reading files, asking the store and swapping the knowledge
//! is `reload`'s business, wording is `wording`'s.

mod change;
mod chart;
mod clusters;
mod day;
mod digest;
mod growth;
mod numbers;
pub mod promise;
mod report;
pub mod service;
mod weekly;
pub mod wording;

pub use crate::model::admin_record::{
    AdminRecord, Draft, DraftStep, Edit, EntryField, ListItem, Origin, Source, Version, VersionInfo,
};
pub use crate::model::asked::{Asked, End, Unanswered};
pub use crate::model::patch::Patch;
pub use change::{Change, Differing, differing_answers};
pub use chart::chart;
pub use clusters::{clusters, is_masked, key};
pub use day::date;
pub use digest::{Digest, NAMED as DIGEST_NAMED, digest, in_week};
pub use growth::{GROWTH_SECONDS, Growth, Known, growing, of_group, people};
pub use numbers::{
    Counts, Numbers, Part, Period, Week, needed_since, numbers, to_csv, without_trials,
};
pub use promise::{Accepted, Promise};
pub use report::{NotWritten, Refusal, ReloadResult, Report};
pub use weekly::{Unasked, Weekly};
