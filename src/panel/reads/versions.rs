//! The versions that are kept: what each changed, and when each entry was changed last.

use std::collections::HashMap;
use std::path::Path;

use crate::admin::{Change, Patch, VersionInfo};
use crate::faq::{EntryId, Faq};
use crate::reload::Sources;
use crate::store::{Store, StoreError};

/// When entries were changed last, as far as the versions that are kept tell.
#[derive(Default)]
pub struct Ages {
    /// Unix seconds of the last change.
    changed: HashMap<EntryId, i64>,
    /// Unix seconds of the oldest version that is kept: entries without a change are older.
    pub since_seconds: i64,
}

impl Ages {
    /// Compares the versions, the latest first, each with the one before it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn between(
        versions: &[VersionInfo],
        path: &Path,
        store: &dyn Store,
    ) -> Result<Ages, StoreError> {
        let mut ages = Ages::default();
        let mut newer: Option<(i64, Faq)> = None;
        for version in versions {
            let files = store.files_of_version(version.number)?;
            let faq = Sources::of(path, files).load().faq.unwrap_or_default();
            ages.since_seconds = version.at_seconds;
            if let Some((at_seconds, newer)) = &newer {
                let change = Change::between(&faq, newer);
                for id in change.added.into_iter().chain(change.changed) {
                    ages.changed.entry(id).or_insert(*at_seconds);
                }
            }
            newer = Some((version.at_seconds, faq));
        }
        Ok(ages)
    }

    /// When an entry was changed last, in Unix seconds; `None` where that was before the oldest
    /// version that is kept.
    pub fn of(&self, entry: &EntryId) -> Option<i64> {
        self.changed.get(entry).copied()
    }
}

/// What differs between a version and the one before it.
#[derive(Default)]
pub struct Difference {
    /// Entries.
    pub change: Change,
    /// Lines, file by file.
    pub patches: Vec<String>,
}

impl Difference {
    /// What version `number` says that the one before it did not.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(number: i64, path: &Path, store: &dyn Store) -> Result<Difference, StoreError> {
        let new = store.files_of_version(number)?;
        let old = match store.version_before(number)? {
            Some(before) => store.files_of_version(before.number)?,
            None => Vec::new(),
        };
        let text = |files: &[crate::admin::Source], name: &str| {
            let found = files.iter().find(|file| file.name == name);
            found.map(|file| file.text.clone()).unwrap_or_default()
        };
        let mut names: Vec<&String> = old.iter().chain(&new).map(|f| &f.name).collect();
        names.sort();
        names.dedup();
        let patches = names.into_iter().filter_map(|name| {
            let patch = Patch::between(name, &text(&old, name), &text(&new, name))?;
            Some(patch.unified())
        });
        let patches = patches.collect();
        let load = |files| Sources::of(path, files).load().faq.unwrap_or_default();
        Ok(Difference {
            change: Change::between(&load(old), &load(new)),
            patches,
        })
    }
}
