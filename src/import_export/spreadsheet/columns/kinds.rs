//! Kinds of columns.

use crate::text::Language;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Kind,
    Id,
    Topic(Option<Language>),
    Question(Option<Language>),
    /// Further ways to ask, several in a cell.
    Similar(Option<Language>),
    /// A title: a question where nothing else is one.
    Title(Option<Language>),
    Answer(Option<Language>),
    /// Text of any kind: the answer where nothing else is one.
    Content(Option<Language>),
    Keywords,
    Link,
    LinkLabel(Option<Language>),
    More,
    Image,
    Related,
    Tests,
    /// The language of the row.
    Language,
    /// Known, and of no use here: numbers, dates, states, authors.
    Ignored,
}

/// The columns of an export, in order.
pub(in crate::import_export) const EXPORTED: [(&str, Column); 16] = [
    ("kind", Column::Kind),
    ("id", Column::Id),
    ("topic_en", Column::Topic(Some(Language::En))),
    ("topic_zh", Column::Topic(Some(Language::Zh))),
    ("questions_en", Column::Question(Some(Language::En))),
    ("questions_zh", Column::Question(Some(Language::Zh))),
    ("answer_en", Column::Answer(Some(Language::En))),
    ("answer_zh", Column::Answer(Some(Language::Zh))),
    ("keywords", Column::Keywords),
    ("link", Column::Link),
    ("link_label_en", Column::LinkLabel(Some(Language::En))),
    ("link_label_zh", Column::LinkLabel(Some(Language::Zh))),
    ("more", Column::More),
    ("image", Column::Image),
    ("related", Column::Related),
    ("tests", Column::Tests),
];

/// How surely a heading names its column: as a whole, by its last word, or among other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import_export) enum Certainty {
    Among,
    Last,
    Whole,
}
