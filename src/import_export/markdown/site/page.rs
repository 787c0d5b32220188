//! A page without the marks of its site.

/// A page as plain Markdown, with what was at its top.
#[derive(Debug, Default)]
pub(in crate::import_export::markdown) struct Page {
    pub(in crate::import_export::markdown) text: String,
    /// Title that the front matter names, if any, and its question.
    pub(in crate::import_export::markdown) title: Option<String>,
    /// Language that the front matter names.
    pub(in crate::import_export::markdown) language: Option<String>,
    /// What was left out: line and words.
    pub(in crate::import_export::markdown) notes: Vec<(usize, String)>,
}

/// Components and containers whose title is a question and whose content is the answer.
pub(super) const FOLDING: [&str; 16] = [
    "details",
    "accordion",
    "accordionitem",
    "accordion-item",
    "collapse",
    "collapsible",
    "expand",
    "expandable",
    "expander",
    "spoiler",
    "faq",
    "faqitem",
    "faq-item",
    "question",
    "toggle",
    "disclosure",
];
