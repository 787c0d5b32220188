//! Markdown pages: FAQs as people write them, and one that people can read.
//!
//! A page is made plain ([`site`]), its blocks are read ([`blocks`]), titles are hung into a tree
//! ([`outline`]), and then every title is judged: an entry with all that stands below it, a topic,
//! or neither. Headings below a question belong to its answer.

pub(super) mod blocks;
mod judge;
pub(super) mod links;
mod outline;
mod own;
mod rst;
mod site;
mod unwrap;
mod write;

pub use write::to_markdown;

use super::reading::Reading;
use super::types::Options;
use judge::Judge;
use links::Links;
use outline::{Habits, mark, tree};

/// Reads a Markdown page. `name` is its path below the folder that `--base-url` stands for.
pub(super) fn read(text: &str, name: &str, options: &Options) -> Reading {
    if own::is_own(text) {
        return own::read(text);
    }
    let page = site::plain_page(text);
    let mut reading = Reading::default();
    for (line, words) in page.notes {
        reading.left_out(line, words);
    }
    let (plain, numbers) = numbered(&page.text);
    read_plain(&plain, &numbers, page.title, name, options, &mut reading);
    reading
}

/// Reads a page of reStructuredText.
pub(super) fn read_rst(text: &str, name: &str, options: &Options) -> Reading {
    let mut reading = Reading::default();
    let (page, notes) = rst::to_markdown(text);
    for (line, words) in notes {
        reading.left_out(line, words);
    }
    let (plain, numbers) = numbered(&page);
    read_plain(&plain, &numbers, None, name, options, &mut reading);
    reading
}

/// A page whose lines all end, and the number that each has in the source.
fn numbered(text: &str) -> (String, Vec<usize>) {
    let mut numbers = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        numbers.extend(line.split(site::LINE_END).map(|_| number + 1));
    }
    (text.replace(site::LINE_END, "\n"), numbers)
}

/// Reads plain Markdown whose lines have `numbers` in the source.
pub(super) fn read_plain(
    plain: &str,
    numbers: &[usize],
    title: Option<String>,
    name: &str,
    options: &Options,
    reading: &mut Reading,
) {
    let mut links = Links::new(options.base_url.as_ref(), options.below(name));
    let blocks = blocks::blocks(plain, numbers, &mut links);
    let mut root = tree(blocks);
    let habits = Habits::of(&root);
    mark(&mut root, habits);
    let title = title
        .map(|title| super::words::titles::clean(&title).0)
        .filter(|title| !title.is_empty());
    Judge::new(&root, title, reading).judge(&root);
    for (line, address) in links.lost {
        reading.changed(line, format!("`{address}` leads nowhere from a chat and stays as words; `--base-url` makes it a link"));
    }
}
