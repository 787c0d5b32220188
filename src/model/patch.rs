//! A change of one text as people read it: the lines that go and the lines that come.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Lines shown around a change.
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
    /// What changes in other files with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Patch>,
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
            others: Vec::new(),
        })
    }

    /// `text` with the old lines where this change put the new ones: at the same place, or where
    /// else they stand exactly once with the lines around them. `None` where they do not.
    /// [Other files](Patch::others) are left out.
    pub fn undo(&self, text: &str) -> Option<String> {
        self.replaced(text, &self.new, &self.old)
    }

    /// `text`, in which the change has not been made, with it; found as [`Patch::undo`] finds it.
    pub fn redo(&self, text: &str) -> Option<String> {
        self.replaced(text, &self.old, &self.new)
    }

    /// Whether the change has been made in `text`; `None` where neither its old lines nor its new
    /// ones can be found. Lines that only come, or only go, decide by whether they stand there.
    pub fn is_in(&self, text: &str) -> Option<bool> {
        match (self.undo(text).is_some(), self.redo(text).is_some()) {
            (true, true) => Some(!self.new.is_empty()),
            (true, false) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }

    /// This change and those of other files that come with it.
    pub fn of_files(&self) -> impl Iterator<Item = &Patch> {
        std::iter::once(self).chain(&self.others)
    }

    /// `text` with `come` where `go` stands between the unchanged lines.
    fn replaced(&self, text: &str, go: &[String], come: &[String]) -> Option<String> {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let whole = [&self.before[..], go, &self.after];
        let whole: Vec<&str> = whole.into_iter().flatten().map(String::as_str).collect();
        let stands = |at: usize| {
            lines
                .get(at..at + whole.len())
                .is_some_and(|one| one == whole)
        };
        let here = self.line.checked_sub(self.before.len())?;
        let at = if stands(here) {
            here
        } else {
            let mut found = (0..=lines.len().checked_sub(whole.len())?).filter(|&at| stands(at));
            let at = found.next()?;
            found.next().is_none().then_some(at)?
        };
        let start = at + self.before.len();
        let come: Vec<&str> = come.iter().map(String::as_str).collect();
        let behind = &lines[start + go.len()..];
        Some([&lines[..start], &come, behind].concat().concat())
    }

    /// How many lines come, and how many go.
    pub fn size(&self) -> (usize, usize) {
        let sizes = self.of_files().map(|one| (one.new.len(), one.old.len()));
        sizes.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    }

    /// The names of the files that it changes, as people read them.
    pub fn files(&self) -> String {
        let names: Vec<&str> = self.of_files().map(|one| one.file.as_str()).collect();
        names.join(" → ")
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
        for other in &self.others {
            out.push_str(&other.unified());
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> Patch {
        Patch::between("faq.yaml", old, new).expect("they differ")
    }

    #[test]
    fn equal_texts_have_no_patch() {
        assert_eq!(Patch::between("faq.yaml", "a\n", "a\n"), None);
    }

    #[test]
    fn a_change_is_taken_back_also_where_others_changed_something_since() {
        let (old, new) = ("1\n2\n3\n4\n5\n6\n", "1\n2\n3\nnew\n5\n6\n");
        let patch = diff(old, new);
        assert_eq!(patch.undo(new).as_deref(), Some(old));
        let moved = format!("0\n{new}7\n");
        assert_eq!(patch.undo(&moved), Some(format!("0\n{old}7\n")));
        assert_eq!(patch.undo(old), None, "it is not there");
        assert_eq!(patch.undo(&new.replace("new", "other")), None);
        assert_eq!(
            patch.undo(&format!("0\n{new}{new}")),
            None,
            "it is there twice"
        );
    }

    #[test]
    fn a_change_is_made_again_where_it_is_missing() {
        let (old, new) = ("1\n2\n3\n4\n5\n6\n", "1\n2\n3\nnew\n5\n6\n");
        let patch = diff(old, new);
        assert_eq!(patch.redo(old).as_deref(), Some(new));
        assert_eq!(patch.redo(new), None, "it is there");
        assert_eq!(
            (patch.is_in(old), patch.is_in(new)),
            (Some(false), Some(true))
        );
        assert_eq!(patch.is_in("other"), None);
        // At the end of a file the lines around it stand there with it and without it.
        let (short, long) = ("1\n2\n3\n4\n", "1\n2\n3\n4\n5\n");
        for (old, new) in [(short, long), (long, short)] {
            let patch = diff(old, new);
            assert_eq!(
                (patch.is_in(old), patch.is_in(new)),
                (Some(false), Some(true))
            );
        }
    }

    #[test]
    fn what_is_kept_of_one_file_is_read_as_before_there_were_several() {
        let one = diff("a\n", "b\n");
        let kept = serde_json::to_string(&one).expect("plain data");
        assert!(!kept.contains("others"), "{kept}");
        assert_eq!(serde_json::from_str::<Patch>(&kept).ok(), Some(one.clone()));
        let mut both = one.clone();
        both.others
            .push(Patch::between("b.yaml", "", "a\n").expect("they differ"));
        assert_eq!(both.size(), (2, 1));
        assert_eq!(both.files(), "faq.yaml → b.yaml");
        assert!(
            both.unified().contains("+++ b/b.yaml"),
            "{}",
            both.unified()
        );
    }

    #[test]
    fn it_prints_as_a_unified_diff() {
        let patch = diff("1\n2\n3\n4\n5\n", "1\n2\n3\n4\nnew\n5\n");
        assert_eq!(
            patch.unified(),
            "--- a/faq.yaml\n+++ b/faq.yaml\n@@ -2,4 +2,5 @@\n 2\n 3\n 4\n+new\n 5\n"
        );
        let patch = diff("1", "1\n2\n");
        assert_eq!(
            patch.unified(),
            "--- a/faq.yaml\n+++ b/faq.yaml\n@@ -1,1 +1,2 @@\n-1\n\\ No newline at end of file\n+1\n+2\n"
        );
    }
}
