//! Titles of accordions and foldings, as pages mark them.

use markup5ever_rcdom::Handle;

use super::dom::{all, attr, find, is, name, text_of};

/// Levels of the headings seen.
#[derive(Default)]
pub(super) struct Titles {
    last: usize,
    asking: Option<usize>,
}

impl Titles {
    pub(super) fn take(&mut self, level: usize, words: &str) {
        self.last = level;
        match crate::import_export::words::titles::is_question(words) {
            true => self.asking = Some(level),
            false => self.asking = self.asking.filter(|asking| *asking > level),
        }
    }

    pub(super) fn level_of_questions(&mut self) -> usize {
        let level = self.asking.unwrap_or((self.last + 1).clamp(2, 6));
        *self.asking.insert(level)
    }
}

/// Endings of the classes that pages give to the titles of their accordions.
const TITLE_CLASSES: [&str; 14] = [
    "question",
    "text",
    "title",
    "header",
    "heading",
    "head",
    "button",
    "btn",
    "toggle",
    "trigger",
    "summary",
    "label",
    "term",
    "question-wrap",
];
/// Words that these classes begin with or hold.
const ACCORDIONS: [&str; 7] = [
    "question",
    "faq",
    "accordion",
    "collaps",
    "toggle",
    "expand",
    "disclosure",
];
/// Elements that no title of an accordion holds or is.
const OF_ANSWERS: [&str; 13] = [
    "p", "ul", "ol", "dl", "table", "details", "h1", "h2", "h3", "h4", "h5", "h6", "form",
];
/// Longer texts are no titles.
const LONGEST_TITLE: usize = 200;

/// Whether an element is the title of an item of an accordion: its class says so, and it holds
/// nothing but some words.
pub(super) fn titles_a_question(node: &Handle) -> bool {
    let Some(classes) = attr(node, "class") else {
        return false;
    };
    let classes = classes.to_ascii_lowercase();
    let mut classes = classes.split_whitespace();
    let named = classes.any(|class| {
        TITLE_CLASSES.iter().any(|end| class.ends_with(end))
            && ACCORDIONS.iter().any(|word| class.contains(word))
            && !class.contains("answer")
    });
    let inner = |node: &Handle| {
        let answer = attr(node, "class").is_some_and(|class| class.contains("answer"));
        let element = name(node).unwrap_or_default();
        answer || OF_ANSWERS.contains(&element.as_str())
    };
    // A container of a question and its answer holds a box for each.
    let boxes = all(node, &|node| is(node, "div"));
    let boxed = boxes.len() > 1 + usize::from(is(node, "div"));
    let words = words_of(node);
    named
        && !words.is_empty()
        && words.chars().count() <= LONGEST_TITLE
        && !boxed
        && find(node, &inner, 0).is_none()
}

/// The words of a node in one line.
pub(super) fn words_of(node: &Handle) -> String {
    let text = text_of(node);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Signs and names of icons that open and close it.
    let bare = words.trim_end_matches([
        '+', '−', '–', '▼', '▾', '▿', '⌄', '˅', '›', '»', '▸', '▶', '×', '✕', '⯆', ' ',
    ]);
    let icons = [
        "expand_more",
        "keyboard_arrow_down",
        "arrow_drop_down",
        "add",
    ];
    let icon = icons.iter().find_map(|icon| {
        let rest = bare.strip_suffix(icon)?;
        rest.ends_with(['?', '？', ' ']).then(|| rest.trim_end())
    });
    icon.unwrap_or(bare).to_owned()
}

/// Whether a list only lays out what stands in its items: titles with their answers.
pub(super) fn lays_out(node: &Handle) -> bool {
    let title = |node: &Handle| {
        ["h1", "h2", "h3", "h4", "details", "dl"]
            .iter()
            .any(|name| is(node, name))
            || titles_a_question(node)
    };
    find(node, &title, 0).is_some()
}
