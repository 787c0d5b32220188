//! A reply as messages: each within Telegram's limits, with buttons on the last.

use std::sync::Arc;

use super::{address, blocks, html, markdown, split};
use crate::model::reply::{Action, Article, Block, Button, Reply};

/// The text of a press's acknowledgement, in characters.
const NOTE_CHARS: usize = 200;

/// The words of a button, in columns (a Chinese character takes two); phones show about so many.
const LABEL_COLUMNS: usize = 60;

/// One message's worth of a reply.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Telegram's HTML, valid and within its limits.
    pub html: Arc<str>,
    /// Buttons, row by row; only on the last page. Addresses are valid (`http`, `https`, `tg`).
    pub buttons: Vec<Vec<Button>>,
    /// Address of a picture to show above the text through the link preview; only on the first
    /// page. Without one, link previews are to be off.
    pub image: Option<String>,
}

/// The messages that say `reply`: at least one, each within Telegram's limits, nothing left out.
pub fn telegram_html(reply: &Reply) -> Vec<Page> {
    telegram_html_of(&pages_of(&reply.blocks), reply, &mut address::for_button)
}

/// The same, where the HTML of its pages is known and `valid` knows addresses.
pub(super) fn telegram_html_of(
    pages: &[Arc<str>],
    reply: &Reply,
    valid: &mut dyn FnMut(&str) -> Option<String>,
) -> Vec<Page> {
    let page = |html: &Arc<str>| Page {
        html: html.clone(),
        ..Page::default()
    };
    let mut pages: Vec<Page> = pages.iter().map(page).collect();
    if pages.is_empty() {
        pages.push(Page::default());
    }
    if let Some(first) = pages.first_mut() {
        first.image = reply.image.as_deref().and_then(&mut *valid);
    }
    if let Some(last) = pages.last_mut() {
        last.buttons = buttons_with(&reply.choices, valid);
    }
    pages
}

/// The HTML of each message that says `blocks`.
pub(super) fn pages_of(blocks: &[Block]) -> Vec<Arc<str>> {
    let pieces = split::split(blocks::flow(blocks));
    pieces
        .iter()
        .map(|piece| html::write(piece).into())
        .collect()
}

/// The one message that an inline article sends when it is chosen: the first form that fits.
pub fn telegram_article(article: &Article) -> Page {
    let mut pages = Vec::new();
    for form in &article.forms {
        pages = split::split(blocks::flow(form));
        if pages.len() == 1 {
            break;
        }
    }
    Page {
        html: pages.first().map(html::write).unwrap_or_default().into(),
        image: article.image.as_deref().and_then(address::for_button),
        buttons: buttons_with(&article.choices, &mut address::for_button),
    }
}

/// The words of a [`Delivery::Note`](crate::model::reply::Delivery::Note), without markup, at most
/// 200 characters.
pub fn note(reply: &Reply) -> String {
    blocks::flow(&reply.blocks)
        .text()
        .chars()
        .take(NOTE_CHARS)
        .collect()
}

/// The first words of `blocks` on one line, without markup, at most `max_chars` characters.
pub fn first_words(blocks: &[Block], max_chars: usize) -> String {
    let text = blocks::flow(blocks).text();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        return line;
    }
    let kept: String = line.chars().take(max_chars.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Buttons as they may be sent: addresses valid, words that fit, rows that hold something.
fn buttons_with(
    rows: &[Vec<Button>],
    valid: &mut dyn FnMut(&str) -> Option<String>,
) -> Vec<Vec<Button>> {
    let mut shown = |button: &Button| {
        let action = match &button.action {
            Action::Open(url) => Action::Open(valid(url)?),
            Action::App(url) => Action::App(valid(url)?),
            other => other.clone(),
        };
        let label = label(&button.label);
        (!label.is_empty()).then_some(Button { label, action })
    };
    rows.iter()
        .map(|row| row.iter().filter_map(&mut shown).collect::<Vec<_>>())
        .filter(|row| !row.is_empty())
        .collect()
}

/// The words of a button on one line, cut with `…` where they are too long for a phone.
fn label(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut columns = 0;
    let mut kept = String::new();
    for c in line.chars() {
        columns += markdown::columns::columns(c);
        if columns > LABEL_COLUMNS {
            return format!("{}…", kept.trim_end());
        }
        kept.push(c);
    }
    kept
}
