//! Rendering: what Wenda says, as a front end shows it.
//!
//! Knows markup and limits; does not fail: whatever the author wrote comes out as something that
//! Telegram takes.

use crate::reply::{Article, Button, Reply};

/// One message's worth of a reply.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Telegram's HTML, valid and within its limits.
    pub html: String,
    /// The same without markup, for when the HTML is refused.
    pub plain: String,
    /// Buttons, row by row; only on the last page. Addresses are valid (`http`, `https`, `tg`).
    pub buttons: Vec<Vec<Button>>,
    /// Address of a picture to show above the text through the link preview; only on the first
    /// page. Without one, link previews are to be off.
    pub image: Option<String>,
}

/// The messages that say `reply`: at least one, each within Telegram's limits, nothing left out.
pub fn telegram_html(reply: &Reply) -> Vec<Page> {
    let _ = reply;
    vec![Page::default()]
}

/// The one message that an inline article sends when it is chosen.
pub fn telegram_article(article: &Article) -> Page {
    let _ = article;
    Page::default()
}
