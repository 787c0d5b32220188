//! An edit that was made, found again in the files: to be taken back, or finished.

use crate::admin::{Edit, Patch};
use crate::faq::edit;
use crate::reload::sources::Sources;

/// The numbers of the files that the change is in, and their texts without it; `None` where it
/// cannot be found in each.
pub(in crate::reload) fn revert(made: &Edit, sources: &Sources) -> Option<Vec<(usize, String)>> {
    if made.inserted.is_empty() {
        let one = |patch: &Patch| {
            let file = sources.named(&patch.file)?;
            let text = &sources.files()[file].text;
            let is_in = made.patch.others.is_empty() || patch.is_in(text)?;
            Some((file, patch.undo(text).filter(|_| is_in)?))
        };
        return made.patch.of_files().map(one).collect();
    }
    let file = sources.named(&made.patch.file)?;
    let edit = edit::Edit {
        text: String::new(),
        inserted: made.inserted.clone(),
        at_bytes: made.at_bytes,
    };
    Some(vec![(file, edit.undo(&sources.files()[file].text)?)])
}

/// What is still to be written of a change of several files, or of taking it back, that stands in
/// some of them and not yet in the others; `None` where it is whole, or cannot be found.
pub(super) fn missing(made: &Edit, sources: &Sources) -> Option<Vec<(usize, String)>> {
    let mut left = Vec::new();
    for patch in made.patch.of_files() {
        let file = sources.named(&patch.file)?;
        let text = &sources.files()[file].text;
        match (patch.is_in(text)?, made.undone) {
            (false, false) => left.push((file, patch.redo(text)?)),
            (true, true) => left.push((file, patch.undo(text)?)),
            _ => {}
        }
    }
    let is_begun = left.len() < 1 + made.patch.others.len();
    (is_begun && !left.is_empty()).then_some(left)
}
