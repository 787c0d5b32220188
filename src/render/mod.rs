//! Rendering: what Wenda says, as a front end shows it.
//!
//! Knows markup and limits; does not fail: whatever the author wrote comes out as something that
//! Telegram takes. Blocks become one *flow* of styled runs, the flow is split into pieces that fit,
//! and each piece is written as markup, so that no piece is ever unbalanced.
//!
//! ```
//! use wenda::render::telegram_html;
//! use wenda::model::reply::{Block, Reply};
//!
//! let reply = Reply::send(None, vec![Block::Markdown("**1 < 2**, see `x`".into())]);
//! assert_eq!(&*telegram_html(&reply)[0].html, "<b>1 &lt; 2</b>, see <code>x</code>");
//! ```

mod address;
mod blocks;
mod cache;
mod flow;
mod html;
mod markdown;
mod page;
mod plain;
mod split;
pub mod terminal;
mod wrap;

pub use cache::PageCache;
pub use html::escape;
pub use page::{Page, first_words, note, telegram_article, telegram_html};
pub use plain::without_markup;

/// How many columns of a terminal a text takes; a Chinese character takes two.
pub fn columns(text: &str) -> usize {
    text.chars().map(markdown::columns::columns).sum()
}

#[cfg(test)]
mod tests;
