//! One YAML text -> what it says, with the place of every part, and what cannot be read.
//!
//! Knows the *form* of the format (keys, lists, texts); whether what it says makes sense is
//! `validate`'s business. Reads on after a problem, so that all of them are found at once, and
//! never reports the consequence of a problem as another one. Values and places come from one
//! parser.

mod findings;
mod keys;
mod markup;
pub(in crate::faq) mod raw;
mod reader;
pub(in crate::faq) mod schema;
mod shape;
mod slips;
mod syntax;

pub(in crate::faq) use keys::example;

use std::sync::Arc;

use super::diagnostic::Diagnostic;
use super::yaml::{Broken, with_tree};
use schema::RawFile;

/// What one text says and what is wrong with its form.
#[derive(Debug)]
pub struct Parsed {
    /// What could be read; `None` where the text is not YAML at all.
    pub raw: Option<RawFile>,
    /// Problems in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file's text. `name` is what diagnostics call the file.
pub fn parse(name: &Arc<str>, text: &str) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = findings::Reader::new(name, text);
    if let Some(found) = syntax::unprintable(text) {
        reader.error("syntax", found.mark, found.message, found.help);
        return parsed(None, reader);
    }
    let read = with_tree(text, |root| match root {
        Ok(Some(root)) if !root.is_null() => Ok(schema::file(&mut reader, root)),
        Ok(_) => Ok(RawFile::default()),
        Err(broken) => Err(broken),
    });
    match read {
        Ok(raw) => {
            slips::invisible(&mut reader, text);
            parsed(Some(raw), reader)
        }
        Err(broken) => {
            let found = match broken {
                Broken::Syntax(error) => syntax::explain(text, &error),
                Broken::Refused(mark, message, help) => {
                    syntax::Finding::new(mark, message.to_owned(), help.to_owned())
                }
            };
            reader.error("syntax", found.mark, found.message, found.help);
            parsed(None, reader)
        }
    }
}

fn parsed(raw: Option<RawFile>, reader: findings::Reader) -> Parsed {
    Parsed {
        raw,
        diagnostics: reader.into_diagnostics(),
    }
}
