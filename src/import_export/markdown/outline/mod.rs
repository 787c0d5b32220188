//! A page's blocks as a tree: what stands below which title.
//!
//! Titles are headings and foldings, and within what no question owns also paragraphs in bold,
//! `Q:` marks, items of lists, terms and rows of tables that ask something.

mod habits;
mod node;
mod pieces;

use super::blocks::{Block, Kind, plain};
use crate::import_export::words::marks::question_mark;
use crate::import_export::words::titles::{clean, is_question};

pub(super) use node::{Node, Part, is_way_back, says_something};
pub(super) use pieces::{Habits, without_answer_mark};
use pieces::{Piece, pieces};

/// Builds the tree.
/// Foldings stand below every heading around them.
const FOLDING_LEVEL: usize = 7;

pub(super) fn tree(blocks: Vec<Block>) -> Node {
    let mut stack = vec![Node::default()];
    // Levels of the foldings that are open: what stands within them is deeper.
    let mut bases: Vec<usize> = Vec::new();
    for block in blocks {
        match block.kind {
            Kind::Heading {
                level,
                ref title,
                ref anchor,
                ref link,
            } => {
                let level = level + bases.last().copied().unwrap_or(0);
                let (title, own) = clean(title);
                if title.is_empty() {
                    continue;
                }
                close(&mut stack, level);
                stack.push(Node {
                    line: block.line,
                    level,
                    title,
                    anchor: own.or_else(|| anchor.clone()),
                    link: link.clone(),
                    ..Node::default()
                });
            }
            Kind::Open(ref title) => {
                let level = bases.last().copied().unwrap_or(0) + FOLDING_LEVEL;
                let (title, anchor) = clean(title);
                if bases.is_empty() {
                    close(&mut stack, level);
                }
                bases.push(level);
                stack.push(Node {
                    line: block.line,
                    level,
                    title,
                    anchor,
                    folding: true,
                    ..Node::default()
                });
            }
            Kind::Close => {
                if let Some(level) = bases.pop() {
                    close(&mut stack, level);
                }
            }
            _ => {
                if let Some(top) = stack.last_mut() {
                    top.parts.push(Part::Block(block));
                }
            }
        }
    }
    close(&mut stack, 0);
    let mut root = stack.pop().unwrap_or_default();
    mark_foldings(&mut root);
    root
}

/// Where foldings hold the questions of a page, those that do not ask are questions as well.
fn mark_foldings(root: &mut Node) {
    let (mut foldings, mut headings) = (0, 0);
    root.each(&mut |node| match node.folding {
        true => foldings += usize::from(node.asks()),
        false => headings += usize::from(node.asks()),
    });
    if foldings > headings {
        mark_foldings_below(root);
    }
}

fn mark_foldings_below(node: &mut Node) {
    for part in &mut node.parts {
        let Part::Node(inner) = part else { continue };
        let leaf = inner.nodes().next().is_none();
        if inner.folding && leaf && inner.has_text() && !has_marks(inner) {
            inner.marked = true;
        }
        if !inner.asks() {
            mark_foldings_below(inner);
        }
    }
}

/// Hangs what is at `level` or deeper below its parents.
fn close(stack: &mut Vec<Node>, level: usize) {
    while stack.len() > 1 && stack.last().is_some_and(|top| top.level >= level) {
        if let Some(node) = stack.pop()
            && let Some(parent) = stack.last_mut()
        {
            parent.parts.push(Part::Node(node));
        }
    }
}

/// Makes nodes of the questions that stand within texts, below every title that asks nothing.
pub(super) fn mark(node: &mut Node, habits: Habits) {
    if node.asks() && !has_marks(node) {
        return;
    }
    let parts = std::mem::take(&mut node.parts);
    let mut open: Option<Node> = None;
    let mut done: Vec<Part> = Vec::new();
    for (at, part) in parts_with_next(parts) {
        match part {
            Part::Node(mut inner) => {
                done.extend(open.take().map(Part::Node));
                mark(&mut inner, habits);
                done.push(Part::Node(inner));
            }
            Part::Block(block) => {
                let pieces = pieces(block, habits, at);
                for piece in pieces {
                    match piece {
                        Piece::Title(title) => {
                            done.extend(open.take().map(Part::Node));
                            open = Some(title);
                        }
                        Piece::Whole(title) => {
                            done.extend(open.take().map(Part::Node));
                            done.push(Part::Node(title));
                        }
                        Piece::Text(block) => match &mut open {
                            Some(title) => title.parts.push(Part::Block(block)),
                            None => done.push(Part::Block(block)),
                        },
                    }
                }
            }
        }
    }
    done.extend(open.take().map(Part::Node));
    node.parts = done;
}

/// Whether a text below a question says itself that it holds questions.
fn has_marks(node: &Node) -> bool {
    !node.marked
        && node.parts.iter().any(|part| {
            matches!(part, Part::Block(block) if matches!(block.kind, Kind::Paragraph)
        && block.text.lines().any(|line| question_mark(line).is_some_and(|rest| !rest.is_empty())))
        })
}

/// Parts, each with whether text follows that is no title itself.
fn parts_with_next(parts: Vec<Part>) -> Vec<(bool, Part)> {
    let follows: Vec<bool> = (0..parts.len())
        .map(|at| match parts.get(at + 1) {
            Some(Part::Block(next)) => match next.kind {
                Kind::Rule => false,
                Kind::Paragraph => {
                    let first = next.text.lines().next().unwrap_or("");
                    !(next.text.lines().count() == 1
                        && is_question(&plain(first))
                        && first.trim_end().ends_with(['?', '？']))
                }
                _ => true,
            },
            _ => false,
        })
        .collect();
    follows.into_iter().zip(parts).collect()
}
