//! A change of one text, as the lines that go and the lines that come.
//!
//! Laws: applying a patch to the text it was made from gives the other text; reverting it gives the
//! first back, also when other places of the text changed meanwhile. What cannot be found exactly
//! once is not touched.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Lines shown and compared around a change.
const CONTEXT: usize = 3;

/// One run of lines in a file that another run replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// The file it is for.
    pub file: String,
    /// Number of the first line that changes, from 0.
    line: usize,
    /// Unchanged lines before, at most [`CONTEXT`].
    before: Vec<String>,
    /// Lines that go, with their line ends.
    old: Vec<String>,
    /// Lines that come, with their line ends.
    new: Vec<String>,
    /// Unchanged lines behind, at most [`CONTEXT`].
    after: Vec<String>,
}

impl Patch {
    /// What leads from `old` to `new`; `None` where they are equal. Everything between the first
    /// and the last difference is one change.
    pub fn between(file: &str, old: &str, new: &str) -> Option<Patch> {
        if old == new {
            return None;
        }
        let old: Vec<&str> = old.split_inclusive('\n').collect();
        let new: Vec<&str> = new.split_inclusive('\n').collect();
        let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - start;
        let tails = old.iter().rev().zip(new.iter().rev());
        let end = tails.take(most).take_while(|(a, b)| a == b).count();
        let lines = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
        let behind = &old[old.len() - end..];
        Some(Patch {
            file: file.to_owned(),
            line: start,
            before: lines(&old[start.saturating_sub(CONTEXT)..start]),
            old: lines(&old[start..old.len() - end]),
            new: lines(&new[start..new.len() - end]),
            after: lines(&behind[..behind.len().min(CONTEXT)]),
        })
    }

    /// `text` with this change taken back; `None` where its lines are not there any more, or more
    /// than once.
    pub fn revert(&self, text: &str) -> Option<String> {
        self.replace(text, &self.new, &self.old)
    }

    /// `text` with this change; `None` where the place cannot be told.
    pub fn apply(&self, text: &str) -> Option<String> {
        self.replace(text, &self.old, &self.new)
    }

    /// How many lines come, and how many go.
    pub fn size(&self) -> (usize, usize) {
        (self.new.len(), self.old.len())
    }

    fn replace(&self, text: &str, from: &[String], to: &[String]) -> Option<String> {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        // With all the context first; a neighbour may have changed, so with less after that.
        let found = (0..=CONTEXT).rev().find_map(|context| {
            let before = &self.before[self.before.len().saturating_sub(context)..];
            let after = &self.after[..self.after.len().min(context)];
            let wanted: Vec<&str> = [before, from, after]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            if wanted.is_empty() {
                return None;
            }
            let mut places = lines
                .windows(wanted.len())
                .enumerate()
                .filter(|(_, window)| *window == wanted);
            let place = places.next()?.0;
            places.next().is_none().then_some(place + before.len())
        })?;
        let mut out = lines[..found].concat();
        out.extend(to.iter().map(String::as_str));
        out.push_str(&lines[found + from.len()..].concat());
        Some(out)
    }

    /// The change as a unified diff, which `patch -p1` and `git apply` take.
    pub fn unified(&self) -> String {
        let file = &self.file;
        let mut out = format!("--- a/{file}\n+++ b/{file}\n");
        let around = self.before.len() + self.after.len();
        let first = self.line - self.before.len() + 1;
        let range = |count: usize| match count {
            // An empty side names the line before it.
            0 => format!("{},0", first - 1),
            _ => format!("{first},{count}"),
        };
        let (old, new) = (
            range(around + self.old.len()),
            range(around + self.new.len()),
        );
        // Writing into a string cannot fail.
        let _ = writeln!(out, "@@ -{old} +{new} @@");
        let parts = [
            (' ', &self.before),
            ('-', &self.old),
            ('+', &self.new),
            (' ', &self.after),
        ];
        for (sign, lines) in parts {
            for line in lines {
                out.push(sign);
                out.push_str(line);
                if !line.ends_with('\n') {
                    out.push_str("\n\\ No newline at end of file\n");
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str) -> Patch {
        let patch = Patch::between("faq.yaml", old, new).expect("they differ");
        assert_eq!(patch.apply(old).as_deref(), Some(new), "{patch:?}");
        assert_eq!(patch.revert(new).as_deref(), Some(old), "{patch:?}");
        patch
    }

    #[test]
    fn a_patch_leads_there_and_back() {
        for (old, new) in [
            ("a\nb\nc\n", "a\nb\nx\nc\n"),
            ("a\nb\nc\n", "a\nc\n"),
            ("a\nb\nc", "a\nb\nc\nd\n"),
            ("a\r\nb\r\n", "a\r\nx\r\nb\r\n"),
            ("", "a\n"),
            ("a\na\na\na\n", "a\na\na\na\na\n"),
            ("甲\n乙\n", "甲\n丙\n乙\n"),
        ] {
            // Where every line is the same the place cannot always be told: then nothing happens.
            let patch = Patch::between("faq.yaml", old, new).expect("they differ");
            for (from, to, got) in [(old, new, patch.apply(old)), (new, old, patch.revert(new))] {
                assert!(
                    got.is_none() && from.matches('a').count() > 3
                        || from.is_empty()
                        || got.as_deref() == Some(to),
                    "{old:?} {new:?} {got:?}"
                );
            }
        }
        check("a\nb\nc\n", "a\nb\nx\nc\n");
        check("a\nb\nc", "a\nb\nc\nd\n");
    }

    #[test]
    fn what_others_changed_meanwhile_stays() {
        let patch = check("1\n2\n3\n4\n5\n6\n", "1\n2\n3\nnew\n4\n5\n6\n");
        let meanwhile = "1\n2\nnewer\n3\nnew\n4\n5\n6\n7\n";
        assert_eq!(
            patch.revert(meanwhile).as_deref(),
            Some("1\n2\nnewer\n3\n4\n5\n6\n7\n")
        );
    }

    #[test]
    fn what_is_gone_or_there_twice_is_left_alone() {
        let patch = check("1\n2\n3\n", "1\n2\nnew\n3\n");
        assert_eq!(patch.revert("1\n2\n3\n"), None);
        assert_eq!(patch.revert("2\nnew\n3\n2\nnew\n3\n"), None);
    }

    #[test]
    fn it_prints_as_a_unified_diff() {
        let patch = check("1\n2\n3\n4\n5\n", "1\n2\n3\n4\nnew\n5\n");
        assert_eq!(
            patch.unified(),
            "--- a/faq.yaml\n+++ b/faq.yaml\n@@ -2,4 +2,5 @@\n 2\n 3\n 4\n+new\n 5\n"
        );
        let patch = check("1", "1\n2\n");
        assert_eq!(
            patch.unified(),
            "--- a/faq.yaml\n+++ b/faq.yaml\n@@ -1,1 +1,2 @@\n-1\n\\ No newline at end of file\n+1\n+2\n"
        );
    }
}
