//! FAQs from and for elsewhere: spreadsheets (CSV, TSV) and Markdown pages.
//!
//! Pure: text in, FAQ out, and back. What cannot be taken over is named with its row; nothing is
//! left out in silence. A FAQ exported as CSV and imported again is the same FAQ.

mod collect;
mod columns;
mod markdown;
mod table;
#[cfg(test)]
mod tests;

pub use markdown::{from_markdown, to_markdown};
pub use table::{from_table, to_csv};

use crate::faq::Faq;

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// The FAQ; entries keep their topics.
    pub faq: Faq,
    /// What was not taken over, in order.
    pub skipped: Vec<Skipped>,
}

/// A row that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Line of the file where it begins, from 1.
    pub line: usize,
    /// Why, and its first words.
    pub reason: String,
}
