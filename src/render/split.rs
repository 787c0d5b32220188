//! Splitting: a flow into pieces that fit into messages.
//!
//! Nothing is left out but blanks and line ends where a piece ends; a piece is never empty. A piece
//! ends after a paragraph where it can, else after a line, a sentence, a word, a character.

use super::flow::{Flow, Run};
use super::html;

/// The text of one message, in UTF-16 units after markup is read. Telegram takes 4096; it may
/// count characters instead, which are never more.
pub(super) const MAX_UNITS: usize = 4000;

/// The entities of one message. Telegram honours 100.
pub(super) const MAX_ENTITIES: usize = 90;

/// The pieces of `flow`, each within Telegram's limits.
pub(super) fn split(flow: Flow) -> Vec<Flow> {
    let mut pieces = Vec::new();
    let mut rest = flow.trimmed();
    while !rest.is_empty() {
        let (piece, after) = take(rest);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The length of a text in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn take(flow: Flow) -> (Flow, Flow) {
    let text = flow.text();
    let mut limit = MAX_UNITS;
    if units(&text) <= limit && html::entities(&flow) <= MAX_ENTITIES {
        return (flow, Flow::default());
    }
    loop {
        let end = boundary(&text, limit);
        let (piece, rest) = cut(&flow, end);
        let piece = piece.trimmed();
        if html::entities(&piece) <= MAX_ENTITIES || limit < 2 {
            return (piece, rest.trimmed());
        }
        // A run makes at most five entities, so a few rounds find a length that holds.
        limit = limit.min(units(&text)) * 3 / 4;
    }
}

/// The best byte offset to end a piece of at most `limit` UTF-16 units; beyond 0.
fn boundary(text: &str, limit: usize) -> usize {
    let mut length = 0;
    let mut end = text.len();
    for (offset, c) in text.char_indices() {
        length += c.len_utf16();
        if length > limit {
            end = offset;
            break;
        }
    }
    if end == text.len() {
        return end;
    }
    let window = &text[..end];
    // A piece that ends early by more than half would make more messages than a reader wants.
    let good = |at: &usize| *at >= end / 2;
    let after = |ends: &dyn Fn(char) -> bool| {
        let mut chars = window.char_indices().rev();
        chars
            .find(|(_, c)| ends(*c))
            .map(|(at, c)| at + c.len_utf8())
    };
    let paragraph = window.rfind("\n\n").map(|at| at + 2).filter(good);
    paragraph
        .or_else(|| after(&|c| c == '\n').filter(good))
        .or_else(|| after(&|c| "。！？；".contains(c)).filter(good))
        .or_else(|| window.rfind(". ").map(|at| at + 2).filter(good))
        .or_else(|| after(&char::is_whitespace).filter(good))
        .or_else(|| after(&|c| "，、".contains(c)).filter(good))
        .unwrap_or_else(|| before_cluster(text, end))
}

/// The last offset up to `end` that does not tear marks off the character they sit on.
fn before_cluster(text: &str, end: usize) -> usize {
    let joins = |c: char| {
        matches!(u32::from(c), 0x0300..=0x036F | 0x200D | 0x20D0..=0x20FF | 0xFE00..=0xFE0F
            | 0x1F3FB..=0x1F3FF | 0xE0020..=0xE007F)
    };
    let mut at = end;
    for _ in 0..32 {
        let next = text[at..].chars().next();
        let previous = text[..at].chars().next_back();
        let torn = next.is_some_and(joins) || previous == Some('\u{200D}');
        match previous {
            Some(c) if torn && at > c.len_utf8() => at -= c.len_utf8(),
            _ => break,
        }
    }
    if at == 0 { end } else { at }
}

/// Both sides of byte offset `at`.
fn cut(flow: &Flow, at: usize) -> (Flow, Flow) {
    let mut before: Vec<Run> = Vec::new();
    let mut after: Vec<Run> = Vec::new();
    let mut offset = 0;
    for run in flow.runs() {
        let end = offset + run.text.len();
        if end <= at {
            before.push(run.clone());
        } else if offset >= at {
            after.push(run.clone());
        } else {
            let (left, right) = run.text.split_at(at - offset);
            for (side, text) in [(&mut before, left), (&mut after, right)] {
                side.push(Run {
                    text: text.to_owned(),
                    style: run.style.clone(),
                });
            }
        }
        offset = end;
    }
    (Flow::from_runs(before), Flow::from_runs(after))
}
