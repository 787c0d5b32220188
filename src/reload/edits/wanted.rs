//! What an admin may want to be different in the FAQ.

use crate::faq::EntryId;
use crate::faq::edit::{EntryFields, NewEntry};

/// What an admin wants to be different.
#[derive(Debug, Clone, PartialEq)]
pub enum FaqEdit {
    /// This is one more way to ask for the entry.
    Phrasing {
        /// The entry.
        entry: EntryId,
        /// The phrasing.
        text: String,
    },
    /// The entry says this from now on.
    Change {
        /// The entry.
        entry: EntryId,
        /// The [mark](EntryFields::mark) of what whoever wants it saw of the entry: where it says
        /// something else by now, nothing is changed.
        seen: String,
        /// What it is to say.
        fields: EntryFields,
    },
    /// The entry goes, and with it what others say of it below `related`.
    Remove {
        /// The entry.
        entry: EntryId,
        /// The [mark](EntryFields::mark) of what whoever wants it saw of the entry.
        seen: String,
    },
    /// The entry stands in another file from now on, and so under another topic.
    Move {
        /// The entry.
        entry: EntryId,
        /// The [mark](EntryFields::mark) of what whoever wants it saw of the entry.
        seen: String,
        /// The file, by its name below the FAQ's folder.
        to: String,
    },
    /// No entry may answer this.
    OutOfScope {
        /// The question.
        text: String,
        /// An entry near to it, whose file is taken where no file has such questions yet.
        near: Option<EntryId>,
    },
    /// A new entry.
    Entry {
        /// The entry.
        entry: NewEntry,
        /// The entry in whose file it is to stand.
        beside: Option<EntryId>,
    },
    /// What an import makes of one file.
    Import {
        /// The file, as diagnostics name it; `None` for the last one.
        file: Option<String>,
        /// Entries that say something else from now on.
        changed: Vec<ChangedEntry>,
        /// Entries that are new, with all that they say.
        added: Vec<(NewEntry, EntryFields)>,
    },
}

/// An entry that an import changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedEntry {
    /// The entry.
    pub entry: EntryId,
    /// The [mark](EntryFields::mark) of what the import was compared with.
    pub seen: String,
    /// What it is to say.
    pub fields: EntryFields,
}

impl FaqEdit {
    /// The entry that it changes or adds, where it is one.
    pub fn entry(&self) -> Option<&EntryId> {
        match self {
            FaqEdit::Phrasing { entry, .. }
            | FaqEdit::Change { entry, .. }
            | FaqEdit::Move { entry, .. }
            | FaqEdit::Remove { entry, .. } => Some(entry),
            FaqEdit::Entry { entry, .. } => Some(&entry.id),
            FaqEdit::OutOfScope { .. } | FaqEdit::Import { .. } => None,
        }
    }
}
