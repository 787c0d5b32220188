//! Pages that were written before: the same answer is given again and again, and reading its
//! Markdown costs more than finding it.
//!
//! Law: what comes out is what [`telegram_html`](super::telegram_html) gives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::address;
use super::page::{Page, pages_of, telegram_html_of};
use crate::model::reply::{Block, Reply};

/// Bytes remembered at most, keys and values; then all is forgotten. A few hundred answers.
const MOST_BYTES: usize = 512 * 1024;
/// What one page costs beside its texts, in bytes, about.
const OVERHEAD: usize = 200;

/// Remembers pages and addresses.
#[derive(Debug, Default)]
pub struct PageCache {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// The HTML of each page of these blocks.
    pages: HashMap<Vec<Block>, Arc<[Arc<str>]>>,
    /// Addresses of buttons and pictures, as written, and as they may be sent.
    addresses: HashMap<String, Option<String>>,
    bytes: usize,
}

impl PageCache {
    /// The messages that say `reply`, as by [`telegram_html`](super::telegram_html).
    pub fn telegram_html(&self, reply: &Reply) -> Vec<Page> {
        // Whoever panicked holding it left it whole: each step adds one page.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = known.pages(&reply.blocks);
        telegram_html_of(&pages, reply, &mut |url| known.address(url))
    }
}

impl Known {
    fn pages(&mut self, blocks: &[Block]) -> Arc<[Arc<str>]> {
        if let Some(pages) = self.pages.get(blocks) {
            return pages.clone();
        }
        let pages: Arc<[Arc<str>]> = pages_of(blocks).into();
        let written: usize = pages.iter().map(|page| page.len()).sum();
        self.make_room(written + blocks.iter().map(size).sum::<usize>());
        self.pages.insert(blocks.to_vec(), pages.clone());
        pages
    }

    fn address(&mut self, written: &str) -> Option<String> {
        if let Some(address) = self.addresses.get(written) {
            return address.clone();
        }
        let address = address::for_button(written);
        self.make_room(2 * written.len());
        self.addresses.insert(written.to_owned(), address.clone());
        address
    }

    fn make_room(&mut self, bytes: usize) {
        self.bytes += bytes + OVERHEAD;
        if self.bytes > MOST_BYTES {
            *self = Known {
                bytes: bytes + OVERHEAD,
                ..Known::default()
            };
        }
    }
}

/// Bytes of text in a block.
fn size(block: &Block) -> usize {
    match block {
        Block::Title(text) | Block::Markdown(text) | Block::Plain(text) | Block::Code(text) => {
            text.len()
        }
        Block::Quote(blocks) => blocks.iter().map(size).sum(),
        Block::Link { label, url } => label.len() + url.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reply::Button;
    use crate::render::telegram_html;

    #[test]
    fn what_is_remembered_is_what_would_be_written() {
        let cache = PageCache::default();
        let reply = |number: usize| {
            let text = format!("**{number}** see https://a.cn/路 {}", "很长。".repeat(700));
            let open = vec![vec![Button::open("路", format!("a.cn/{number}"))]];
            let mut reply = Reply::send(None, vec![Block::Markdown(text)]).with_choices(open);
            reply.image = Some("https://a.cn/图.png".to_owned());
            reply
        };
        // More than is remembered, and each of them twice.
        for number in 0..60 {
            for _ in 0..2 {
                let reply = reply(number);
                assert_eq!(cache.telegram_html(&reply), telegram_html(&reply));
            }
        }
        assert!(cache.known.lock().unwrap().bytes <= MOST_BYTES);
    }
}
