//! The text of a page, its lines, and the edits that it is read with.

use std::ops::Range;

/// The text of a page and its edits.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) starts: Vec<usize>,
    pub(super) numbers: &'t [usize],
    pub(super) edits: Vec<(Range<usize>, String)>,
}

impl Source<'_> {
    pub(super) fn line(&self, at: usize) -> usize {
        let index = self
            .starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1);
        self.numbers.get(index).copied().unwrap_or(index + 1)
    }

    /// A slice with its edits, without blank lines around it.
    pub(super) fn slice(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        let mut at = range.start;
        let first = self
            .edits
            .partition_point(|(edit, _)| edit.start < range.start);
        for (edit, with) in &self.edits[first..] {
            if edit.start >= range.end {
                break;
            }
            if edit.start < at || edit.end > range.end {
                continue;
            }
            out.push_str(&self.text[at..edit.start]);
            out.push_str(with);
            at = edit.end;
        }
        out.push_str(&self.text[at..range.end.max(at)]);
        out.trim_end().trim_start_matches('\n').to_owned()
    }
}
