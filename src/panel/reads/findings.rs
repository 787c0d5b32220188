//! What the FAQ's own tests and the linter say of the files on disk.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::faq::{Diagnostic, Entry, EntryId, Faq};
use crate::knowledge::Knowledge;
use crate::lint::{self, Gate};
use crate::matcher::Thresholds;
use crate::reload::Sources;
use crate::store::{Store, StoreError};

/// How many errors and warnings are kept: more than the page shows, and little memory.
const FOUND_KEPT: usize = 500;

/// What the FAQ's own tests and the linter say of the files on disk.
#[derive(Default)]
pub struct Findings {
    /// The tests.
    pub gate: Gate,
    /// Errors and warnings, in file order; of very many the first.
    pub found: Vec<Diagnostic>,
    /// How many errors and warnings there are.
    pub count: usize,
    /// How many entries there are.
    pub entries: usize,
    /// Findings of each entry.
    pub of_entries: HashMap<EntryId, usize>,
}

impl Findings {
    /// Asks the tests of the files at `path` and lints them. `answering` is what answers now: where it was
    /// made of the same bytes, no second knowledge is built.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(
        path: &Path,
        store: &dyn Store,
        answering: Arc<Knowledge>,
        thresholds: &Thresholds,
    ) -> Result<Findings, StoreError> {
        let sources = Sources::read(path);
        let current = store.current_version()?;
        let is_answering = sources.as_ref().is_ok_and(|sources| {
            current.is_some_and(|current| current.fingerprint == sources.fingerprint())
        });
        let loaded = match sources {
            Ok(sources) => sources.load(),
            Err(found) => {
                return Ok(Findings::of_broken(found));
            }
        };
        let broken = loaded.has_errors();
        let mut found = loaded.diagnostics;
        let Some(faq) = loaded.faq.filter(|_| !broken) else {
            return Ok(Findings::of_broken(found));
        };
        // What answers was made of the same bytes: a second knowledge would say the same, unless
        // changes were only put beside what was learned.
        let knowledge = match is_answering && !answering.is_updated() {
            true => answering,
            false => Arc::new(Knowledge::build(faq)),
        };
        let gate = lint::gate(&knowledge, thresholds);
        let failures = gate.failures.iter();
        found.extend(failures.map(|failure| failure.diagnostic(&loaded.places)));
        found.extend(lint::lint(&knowledge, &loaded.places, thresholds));
        crate::faq::sort(&mut found);
        let (of_entries, count) = (by_entry(knowledge.faq(), &found), found.len());
        found.truncate(FOUND_KEPT);
        found.shrink_to_fit();
        Ok(Findings {
            gate,
            of_entries,
            found,
            count,
            entries: knowledge.faq().entries.len(),
        })
    }

    /// What there is to say of files that make no FAQ.
    fn of_broken(mut found: Vec<Diagnostic>) -> Findings {
        let count = found.len();
        found.truncate(FOUND_KEPT);
        Findings {
            gate: Gate::default(),
            found,
            count,
            entries: 0,
            of_entries: HashMap::new(),
        }
    }
}

/// The FAQ's files with their lengths and the moments of their last writing.
pub fn stamp(path: &Path) -> String {
    let files = crate::faq::files(path).unwrap_or_default();
    let stamps = files.iter().map(|file| {
        let data = std::fs::metadata(file).ok();
        let written = data.as_ref().and_then(|data| data.modified().ok());
        format!(
            "{} {:?} {written:?}",
            file.display(),
            data.map(|data| data.len())
        )
    });
    stamps.collect::<Vec<String>>().join("\n")
}

/// How many findings each entry has: those that stand where it stands.
fn by_entry(faq: &Faq, found: &[Diagnostic]) -> HashMap<EntryId, usize> {
    let mut places: Vec<(&str, usize, &Entry)> = faq
        .entries
        .iter()
        .map(|entry| (&*entry.place.file, entry.place.line, entry))
        .collect();
    places.sort_by_key(|(file, line, _)| (*file, *line));
    let mut counts = HashMap::new();
    for one in found {
        let of = (&*one.place.file, one.place.line);
        let behind = places.partition_point(|(file, line, _)| (*file, *line) <= of);
        let entry = behind.checked_sub(1).and_then(|before| places.get(before));
        if let Some((_, _, entry)) = entry.filter(|(file, _, _)| *file == of.0) {
            *counts.entry(entry.id.clone()).or_default() += 1;
        }
    }
    counts
}
