//! A whole entry that goes, or moves to another file.

use super::result::{EditError, read};
use super::{insert, splice};
use crate::faq::parse::schema::RawEntry;

/// The text without the entry.
///
/// # Errors
/// As [`change_entry`](super::change_entry).
pub fn remove_entry(text: &str, entry: &str) -> Result<String, EditError> {
    let mut meant = read(text)?;
    let named = |raw: &RawEntry| raw.id.as_ref().is_some_and(|id| id.value == entry);
    let number = meant.entries.value.iter().position(named);
    let number = number.ok_or_else(|| EditError::NoEntry(entry.to_owned()))?;
    meant.entries.value.remove(number);
    splice::first_that_holds(text, &meant, |body, root| {
        splice::without_item(body, &root.field("entries")?.1, number)
    })
}

/// The texts of two files after an entry of the first moved to the end of the second, line by line
/// as it stands.
///
/// # Errors
/// As [`remove_entry`], and when the second file has such an entry already.
pub fn move_entry(from: &str, to: &str, entry: &str) -> Result<(String, String), EditError> {
    let without = remove_entry(from, entry)?;
    let named = |raw: &RawEntry| raw.id.as_ref().is_some_and(|id| id.value == entry);
    let mut own = read(from)?.entries.value.into_iter();
    let raw = own.find(named);
    let raw = raw.ok_or_else(|| EditError::NoEntry(entry.to_owned()))?;
    let mut meant = read(to)?;
    if meant.entries.value.iter().any(named) {
        return Err(EditError::AlreadyThere(entry.to_owned()));
    }
    meant.entries.value.push(raw);
    let lines = gone_lines(from, &without).ok_or(EditError::Style)?;
    let moved = insert::first_that_holds(to, &meant, |root| {
        Some(match root.field("entries") {
            Some((key, list)) => insert::into_block(to, key, list, &lines)?,
            None => insert::at_end(to, "entries:", &lines),
        })
    })?;
    Ok((without, moved.text))
}

/// The lines that went, without their indentation and line ends; `None` where what went is no
/// whole item of a list.
fn gone_lines(text: &str, without: &str) -> Option<Vec<String>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (text.lines().collect(), without.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let gone = &old[start..start + old.len().checked_sub(new.len())?];
    let indentation = gone.first()?.find('-')?;
    let line = |line: &&str| match line.trim().is_empty() {
        true => Some(String::new()),
        false if line.get(..indentation)?.trim().is_empty() => Some(line[indentation..].to_owned()),
        false => None,
    };
    let mut lines: Vec<String> = gone.iter().map(line).collect::<Option<_>>()?;
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::edit::change::tests::FILE;

    #[test]
    fn a_removed_entry_leaves_every_other_byte() {
        let refund = FILE.find("  - id: refund").unwrap();
        let hours = FILE.find("  - id: hours").unwrap();
        // The empty line between the two is nobody's.
        let expected = format!("{}\n{}", &FILE[..refund], &FILE[hours..]);
        assert_eq!(remove_entry(FILE, "refund"), Ok(expected));
        let without = remove_entry(FILE, "hours").unwrap();
        assert!(without.starts_with(&FILE[..hours]), "{without}");
        assert!(without.ends_with("out_of_scope:\n  - 天气\n"), "{without}");
        let none = remove_entry(FILE, "none");
        assert_eq!(none, Err(EditError::NoEntry("none".into())));
    }

    #[test]
    fn a_list_may_stand_as_far_left_as_its_key() {
        let entry = |id: &str| {
            format!(
                "- id: {id}\n  questions:\n    en:\n    - How do I get {id}?\n    - I want {id}\n  answer:\n    en: Ask.\n"
            )
        };
        let file = |ids: &[&str]| {
            let entries: String = ids.iter().map(|id| entry(id)).collect();
            format!("entries:\n{entries}out_of_scope:\n- hello\n")
        };
        let all = file(&["one", "two", "three"]);
        assert_eq!(remove_entry(&all, "one"), Ok(file(&["two", "three"])));
        assert_eq!(remove_entry(&all, "two"), Ok(file(&["one", "three"])));
        assert_eq!(remove_entry(&all, "three"), Ok(file(&["one", "two"])));
        let moved = move_entry(&all, &file(&["four"]), "two");
        let with = file(&["four", "two"]).replace("- id: two", "\n- id: two");
        assert_eq!(moved, Ok((file(&["one", "three"]), with)));
    }

    #[test]
    fn a_moved_entry_stands_in_the_other_file_as_it_was() {
        let other = "topic: {en: Money}\nentries:\n- id: pay\n  questions: {en: [How do I pay]}\n  answer: {en: By card.}\n";
        let (without, with) = move_entry(FILE, other, "refund").unwrap();
        assert_eq!(Ok(without), remove_entry(FILE, "refund"));
        assert!(with.starts_with(other), "{with}");
        assert!(
            with.contains("\n- id: refund   # the most asked\n"),
            "{with}"
        );
        assert!(with.contains("      - 怎么退款   # colloquial\n"), "{with}");
        let (_, with) = move_entry(FILE, "topic: {en: Money}\n", "hours").unwrap();
        assert!(with.contains("entries:\n  - id: hours\n"), "{with}");
        assert!(with.contains("\n\n        # not a comment\n"), "{with}");
        let (_, with) = move_entry(FILE, &other.replace('\n', "\r\n"), "refund").unwrap();
        assert!(!with.replace("\r\n", "").contains('\n'), "{with:?}");
        let twice = move_entry(FILE, &with, "refund");
        assert_eq!(twice, Err(EditError::AlreadyThere("refund".into())));
        let flow = "entries: [{id: a, questions: {en: [How are you]}, answer: {en: Fine.}}]\n";
        assert_eq!(move_entry(flow, other, "a"), Err(EditError::Style));
    }
}
