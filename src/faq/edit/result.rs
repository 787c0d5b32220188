//! What comes of an edit: the new text, or why it was refused.

use crate::faq::parse::parse;
use crate::faq::parse::raw::At;
use crate::faq::parse::schema::RawFile;
use crate::faq::yaml::{Node, Value};

/// Why an edit was refused. The text is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file has errors already.
    #[error("the file has errors; fix them first: {0}")]
    Broken(String),
    /// The file has no such entry.
    #[error("this file has no entry `{0}`")]
    NoEntry(String),
    /// What was to be added is there already.
    #[error("`{0}` is there already")]
    AlreadyThere(String),
    /// What was to be added is empty or not of the form it must have.
    #[error("{0}")]
    Unfit(String),
    /// The file is written in a way that cannot be added to without changing more.
    #[error("the file is written in a way that only a person can change safely")]
    Style,
}

/// An edit done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The whole new text.
    pub text: String,
    /// What was inserted.
    pub inserted: String,
    /// Where, in bytes from the beginning.
    pub at_bytes: usize,
}

impl Edit {
    /// `text` without what this edit inserted: at the same place, or where else it stands exactly
    /// once. `None` where it is not there any more, or where taking it out would break the file.
    pub fn undo(&self, text: &str) -> Option<String> {
        let here = text
            .get(self.at_bytes..)
            .is_some_and(|rest| rest.starts_with(&self.inserted));
        let at = if here {
            self.at_bytes
        } else {
            let mut found = text.match_indices(&self.inserted);
            let (at, _) = found.next()?;
            found.next().is_none().then_some(at)?
        };
        let mut without = text.to_owned();
        without.replace_range(at..at + self.inserted.len(), "");
        (without.trim().is_empty() || read(&without).is_ok()).then_some(without)
    }
}

/// What a text says, without places.
pub(super) fn read(text: &str) -> Result<RawFile, EditError> {
    let parsed = parse(&"".into(), text);
    let error = parsed.diagnostics.iter().find(|found| found.is_error());
    match (parsed.raw, error) {
        (Some(raw), None) => Ok(raw.without_places()),
        (_, found) => {
            let line = found.map_or(0, |found| found.place.line);
            let message = found.map_or("", |found| &found.message);
            Err(EditError::Broken(format!("line {line}: {message}")))
        }
    }
}

/// Entry number `number` of a file's tree.
pub(super) fn item<'n, 't>(root: &'n Node<'t>, number: usize) -> Option<&'n Node<'t>> {
    match &root.field("entries")?.1.value {
        Value::List(items) => items.get(number).map(|item| &**item),
        _ => None,
    }
}

pub(super) fn one_line(text: &str) -> Result<String, EditError> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.is_empty() {
        true => Err(EditError::Unfit("there is no text to add".to_owned())),
        false => Ok(line),
    }
}

pub(super) fn at<T>(value: T) -> At<T> {
    At {
        value,
        mark: Default::default(),
    }
}
