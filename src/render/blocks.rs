//! Blocks of a reply into one flow.

use super::address;
use super::flow::{Flow, Pre, Quote, Style};
use super::markdown;
use crate::model::reply::Block;

/// Everything that `blocks` say, in order.
pub(super) fn flow(blocks: &[Block]) -> Flow {
    let mut flow = Flow::default();
    push_all(&mut flow, blocks, &Style::default());
    flow.trimmed()
}

fn push_all(flow: &mut Flow, blocks: &[Block], base: &Style) {
    let mut gap = 0;
    for block in blocks {
        // A quotation stands apart by itself; a title stays with what it is the title of.
        let is_quote = matches!(block, Block::Quote(_));
        flow.break_lines(if is_quote { 0 } else { gap }, base);
        push_one(flow, block, base);
        gap = match block {
            Block::Title(_) | Block::Quote(_) => 0,
            _ => 1,
        };
    }
}

fn push_one(flow: &mut Flow, block: &Block, base: &Style) {
    match block {
        Block::Title(text) => {
            let style = Style {
                bold: true,
                ..base.clone()
            };
            flow.push(text.trim(), &style);
        }
        Block::Markdown(text) => markdown::push(flow, text, base),
        Block::Plain(text) => flow.push(text, base),
        Block::Quote(blocks) if base.quote.is_some() => push_all(flow, blocks, base),
        Block::Quote(blocks) => {
            let quote = Quote {
                number: flow.next_number(),
                expandable: true,
            };
            let style = Style {
                quote: Some(quote),
                ..base.clone()
            };
            push_all(flow, blocks, &style);
        }
        Block::Code(text) => {
            let pre = Pre {
                number: flow.next_number(),
                language: None,
            };
            let style = Style {
                quote: base.quote,
                pre: Some(pre),
                ..Style::default()
            };
            flow.push(text.trim_end(), &style);
        }
        Block::Link { label, url } => {
            let style = Style {
                link: address::for_text(url),
                ..base.clone()
            };
            flow.push(label, &style);
        }
    }
}
