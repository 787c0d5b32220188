//! How a page marks its questions.

use super::node::{Node, Part};
use super::pieces::{Habits, bold_start, item_question, table_columns};
use crate::import_export::markdown::blocks::{Block, Kind, plain};
use crate::import_export::words::marks::question_mark;
use crate::import_export::words::titles::is_question;

impl Habits {
    pub(in crate::import_export::markdown) fn of(root: &Node) -> Habits {
        let (mut headings, mut marks, mut bold, mut bold_asks) = (0, 0, 0, 0);
        let mut block = |block: &Block| match &block.kind {
            Kind::Paragraph => {
                if let Some((title, rest)) = bold_start(&block.text) {
                    let asks = is_question(&plain(&title));
                    bold_asks += usize::from(asks);
                    bold += usize::from(rest.is_empty() && !asks);
                }
                marks += usize::from(block.text.lines().any(|line| question_mark(line).is_some()));
            }
            Kind::List(items) => {
                marks += items
                    .iter()
                    .filter(|item| item_question(item, false).is_some())
                    .count()
            }
            Kind::Definitions(_) => marks += 1,
            Kind::Table(rows) => marks += usize::from(table_columns(rows).is_some()),
            _ => {}
        };
        let mut node = |node: &Node| {
            headings += usize::from(node.asks() || node.folding);
            for part in &node.parts {
                if let Part::Block(inner) = part {
                    block(inner);
                }
            }
        };
        node(root);
        root.each(&mut node);
        Habits {
            bold_titles: headings + marks == 0
                && ((bold_asks == 0 && bold >= 2) || bold_asks > bold),
            plain_questions: headings + marks + bold_asks == 0,
        }
    }
}
