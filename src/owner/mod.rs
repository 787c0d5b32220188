//! What the FAQ's owners work with: what changed in a FAQ, what people asked in vain, numbers.
//!
//! Pure: plain data in, plain data out. Reading files, asking the store and swapping the knowledge
//! is `reload`'s business, wording is `conversation::owner`'s.

mod asked;
mod change;
mod clusters;
mod patch;
mod record;
mod report;

pub use asked::{Asked, End};
pub use change::{Change, Differing, differing_answers};
pub use clusters::{Vain, clusters, is_masked, key};
pub use patch::Patch;
pub use record::{
    Draft, DraftStep, Edit, ListItem, Origin, OwnerRecord, Source, Version, VersionInfo,
};
pub use report::{Attempt, NotWritten, Refusal, Report};
