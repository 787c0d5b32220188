//! Markdown, as the FAQ's author wrote it, into a flow.
//!
//! What a chat message cannot show becomes the nearest thing it can: lists are lines with `•`,
//! headings are bold, narrow tables are aligned letters and wide ones lists, boxes are quotations,
//! pictures are links. HTML means what it means in a browser, where a chat has something like it.
//! A link that Telegram does not take keeps its address as text. Line ends stay as they are.

pub(in crate::render) mod columns;
mod containers;
mod emphasis;
mod inline;
mod table;
mod tags;
mod writer;

use pulldown_cmark::{Options, Parser};

use crate::render::flow::{Flow, Style};
use writer::Writer;

/// Adds `markdown` to `flow`; everything in it gets at least the style `base`.
pub(super) fn push(flow: &mut Flow, markdown: &str, base: &Style) {
    let markdown = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let markdown = emphasis::with_fillers(&containers::as_quotations(&markdown));
    let options = Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let is_chinese = markdown.chars().any(emphasis::is_cjk);
    let mut writer = Writer::new(flow, base, is_chinese);
    for event in Parser::new_ext(&markdown, options) {
        writer.event(event);
    }
    writer.flush();
}
