//! A file's text as slices of whole lines, one for each entry: where two texts of a file differ is
//! found without keeping the old one.
//!
//! Only a file in plain block style is cut: every entry begins on a line of its own with `- `, all of
//! them equally far to the right. What an entry says stands further to the right, so that no such line
//! can be part of another entry's text. Where a file is written otherwise it is one slice.

use std::ops::Range;

use bitcode::{Decode, Encode};

use crate::faq::canonical::text_hash as hash;

/// Some whole lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(super) struct Slice {
    bytes: usize,
    lines: usize,
    hash: u64,
}

impl Slice {
    fn of(text: &str) -> Slice {
        Slice {
            bytes: text.len(),
            lines: text.bytes().filter(|byte| *byte == b'\n').count(),
            hash: hash(text),
        }
    }

    /// Whether `text` begins with these lines; they end where a line ends, or the text.
    fn begins(&self, text: &str) -> bool {
        text.get(..self.bytes).is_some_and(|own| {
            hash(own) == self.hash && (own.ends_with('\n') || own.len() == text.len())
        })
    }

    fn ends(&self, text: &str) -> bool {
        let start = text.len().checked_sub(self.bytes);
        let own = start.and_then(|start| text.get(start..));
        own.is_some_and(|own| hash(own) == self.hash)
    }
}

/// A text, cut.
#[derive(Debug, Clone, Encode, Decode)]
pub(super) struct Slices {
    /// What stands before the first entry.
    head: Slice,
    /// Entry after entry.
    entries: Vec<Slice>,
    /// What stands behind the last entry.
    tail: Slice,
}

/// Where two texts of a file differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// The entries that say something else, by their numbers in the file.
    pub entries: Range<usize>,
    /// The bytes of the new text that stand in their place.
    pub bytes: Range<usize>,
    /// The lines before it.
    pub lines_before: usize,
    /// The lines that the old text had there.
    pub old_lines: usize,
}

impl Slices {
    /// Cuts a text whose entries begin on these lines (from 1); `None` where it cannot be cut.
    pub fn of(text: &str, starts: &[usize]) -> Option<Slices> {
        if text.starts_with('\u{feff}') || starts.is_empty() {
            return None;
        }
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            // A text of several documents, or with names for parts of it, is read whole.
            if ["---", "...", "%"]
                .iter()
                .any(|mark| line.starts_with(mark))
            {
                return None;
            }
            lines.push(at);
            at += line.len();
        }
        if text.contains(['&', '*']) && has_names(text) {
            return None;
        }
        let line = |number: usize| text.get(*lines.get(number - 1)?..);
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let column = indent(line(starts[0])?);
        let mut cuts = Vec::with_capacity(starts.len() + 1);
        for &start in starts {
            let own = line(start)?;
            let fits = indent(own) == column && own.trim_start().starts_with("- ");
            let rises = cuts.last().is_none_or(|last| *last < lines[start - 1]);
            if !fits || !rises {
                return None;
            }
            cuts.push(lines[start - 1]);
        }
        let last = *cuts.last()?;
        let behind = lines.iter().filter(|at| **at > last);
        let is_key = |at: &&usize| {
            let first = text[**at..].chars().next();
            first.is_some_and(|first| !first.is_whitespace() && !matches!(first, '#' | '-'))
        };
        let end = behind.clone().find(is_key).copied().unwrap_or(text.len());
        // No other line looks like the beginning of an entry: it might be part of a text.
        let mut known = cuts.iter().peekable();
        for &at in lines[starts[0] - 1..].iter().filter(|at| **at < end) {
            let own = &text[at..];
            let is_known = known.next_if(|cut| **cut == at).is_some();
            if !is_known && column > 0 && indent(own) == column && own[column..].starts_with('-') {
                return None;
            }
        }
        if column == 0 && known_items_after(text, &lines, end) {
            return None;
        }
        let head = Slice::of(&text[..cuts[0]]);
        cuts.push(end);
        let entries = cuts.windows(2).map(|cut| Slice::of(&text[cut[0]..cut[1]]));
        Some(Slices {
            head,
            entries: entries.collect(),
            tail: Slice::of(&text[end..]),
        })
    }

    /// Where `text` differs; `None` where more than entries does, or nothing.
    pub fn differing(&self, text: &str) -> Option<Region> {
        if !self.head.begins(text) || !self.tail.ends(text) {
            return None;
        }
        let all = text.get(self.head.bytes..text.len().checked_sub(self.tail.bytes)?)?;
        let (mut first, mut rest, mut lines) = (0, all, self.head.lines);
        while let Some(slice) = self.entries.get(first).filter(|slice| slice.begins(rest)) {
            rest = &rest[slice.bytes..];
            lines += slice.lines;
            first += 1;
        }
        let start = text.len() - self.tail.bytes - rest.len();
        let mut end = self.entries.len();
        while end > first && self.entries[end - 1].ends(rest) {
            rest = &rest[..rest.len() - self.entries[end - 1].bytes];
            end -= 1;
        }
        // What is put behind an entry may belong to it.
        if first == end && first > 0 {
            let before = self.entries[first - 1];
            let old_lines = before.lines;
            return (!rest.is_empty()).then(|| Region {
                entries: first - 1..end,
                bytes: start - before.bytes..start + rest.len(),
                lines_before: lines - before.lines,
                old_lines,
            });
        }
        let ends_whole =
            rest.is_empty() || rest.ends_with('\n') || start + rest.len() == text.len();
        (first < end && ends_whole).then(|| Region {
            entries: first..end,
            bytes: start..start + rest.len(),
            lines_before: lines,
            old_lines: self.entries[first..end].iter().map(|one| one.lines).sum(),
        })
    }

    /// The bytes of an entry, by its number in the file.
    pub fn bytes_of(&self, entry: usize) -> Option<Range<usize>> {
        let before = self.entries.get(..entry)?.iter();
        let start = self.head.bytes + before.map(|one| one.bytes).sum::<usize>();
        Some(start..start + self.entries.get(entry)?.bytes)
    }

    /// The same without the entries of `region`.
    pub fn without(&self, region: &Region) -> Slices {
        let mut slices = self.clone();
        slices.entries.drain(region.entries.clone());
        slices
    }

    /// The same with the entries of `region` replaced by those that begin on these lines (from 1)
    /// of `text`, the part of the new text there.
    pub fn with(&self, region: &Region, text: &str, starts: &[usize]) -> Option<Slices> {
        let part = Slices::of(text, starts)?;
        if part.head.bytes > 0 || part.tail.bytes > 0 {
            return None;
        }
        let mut entries = self.entries.clone();
        entries.splice(region.entries.clone(), part.entries);
        Some(Slices {
            entries,
            ..self.clone()
        })
    }
}

/// Whether items stand at the left margin behind the entries, below another key.
fn known_items_after(text: &str, lines: &[usize], end: usize) -> bool {
    let behind = lines.iter().filter(|at| **at >= end);
    behind.clone().any(|at| text[*at..].starts_with('-'))
}

/// Whether parts of a text may have names (`&name`, `*name`), which another part may mean.
fn has_names(text: &str) -> bool {
    let marks = text.match_indices(['&', '*']);
    let mut before = marks.map(|(at, _)| text[..at].chars().next_back());
    before.any(|before| {
        before.is_none_or(|before| before.is_whitespace() || "[{,-:".contains(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "topic: {en: A}\nentries:\n  - id: a\n    answer: {en: 1}\n  - id: b\n    answer: {en: 2}\n\n  - id: c\n    answer: {en: 3}\nsynonyms:\n  - [x, y]\n";

    fn slices() -> Slices {
        Slices::of(TEXT, &[3, 5, 8]).unwrap()
    }

    #[test]
    fn only_what_differs_is_found() {
        assert_eq!(slices().differing(TEXT), None);
        let region = slices().differing(&TEXT.replace("2}", "22}")).unwrap();
        assert_eq!((region.entries, region.lines_before), (1..2, 4));
        assert_eq!(region.old_lines, 3);
        let text = TEXT.replace("synonyms", "  - id: d\n    answer: {en: 4}\nsynonyms");
        let region = slices().differing(&text).unwrap();
        assert_eq!(region.entries, 2..3);
        assert!(text[region.bytes].ends_with("{en: 4}\n"));
        let region = slices().differing(&TEXT.replace("  - id: b\n    answer: {en: 2}\n\n", ""));
        assert_eq!(region.unwrap().entries, 1..2);
        for other in [TEXT.replace("A}", "B}"), TEXT.replace("y]", "z]")] {
            assert_eq!(slices().differing(&other), None);
        }
    }

    #[test]
    fn what_is_no_plain_block_is_not_cut() {
        assert!(Slices::of("entries: [{id: a}]\n", &[1]).is_none());
        assert!(Slices::of("entries:\n  - &a\n    id: a\n", &[3]).is_none());
        assert!(Slices::of("---\nentries:\n  - id: a\n", &[3]).is_none());
        let odd = "entries:\n  - id: a\n    answer: {en: \"x\n  - y\"}\n";
        assert!(Slices::of(odd, &[2]).is_none());
    }
}
