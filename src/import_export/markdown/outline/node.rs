//! A title and what stands below it.

use crate::import_export::markdown::blocks::{Block, Kind, plain};
use crate::import_export::words::titles::{is_faq_name, is_question};

/// A title and what stands below it.
#[derive(Debug, Default)]
pub(in crate::import_export::markdown) struct Node {
    pub(in crate::import_export::markdown) line: usize,
    pub(in crate::import_export::markdown) level: usize,
    pub(in crate::import_export::markdown) title: String,
    pub(in crate::import_export::markdown) anchor: Option<String>,
    /// Address that the title itself links to.
    pub(in crate::import_export::markdown) link: Option<String>,
    /// Whether the page says that this is a question (`Q:`, a row of a table, a term).
    pub(in crate::import_export::markdown) marked: bool,
    pub(in crate::import_export::markdown) folding: bool,
    pub(in crate::import_export::markdown) parts: Vec<Part>,
}

#[derive(Debug)]
pub(in crate::import_export::markdown) enum Part {
    Block(Block),
    Node(Node),
}

impl Node {
    pub(in crate::import_export::markdown) fn asks(&self) -> bool {
        self.marked || (is_question(&self.title) && !is_faq_name(&self.title))
    }

    pub(in crate::import_export::markdown) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.parts.iter().filter_map(|part| match part {
            Part::Node(node) => Some(node),
            Part::Block(_) => None,
        })
    }

    /// Whether it or anything below it asks.
    pub(in crate::import_export::markdown) fn any_asks(&self) -> bool {
        self.asks() || self.nodes().any(Node::any_asks)
    }

    /// Whether text stands right below the title.
    pub(in crate::import_export::markdown) fn has_text(&self) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::Block(block) if says_something(block)))
    }

    /// Calls `visit` for every node below this one.
    pub(in crate::import_export::markdown) fn each(&self, visit: &mut impl FnMut(&Node)) {
        for node in self.nodes() {
            visit(node);
            node.each(visit);
        }
    }
}

/// Whether a block is more than a rule, a table of contents or a way back to the top.
pub(in crate::import_export::markdown) fn says_something(block: &Block) -> bool {
    match &block.kind {
        Kind::Rule | Kind::Close => false,
        Kind::List(items) => !items.iter().all(|item| is_inner_link(&item.text)),
        _ => !is_way_back(&block.text),
    }
}

fn is_inner_link(text: &str) -> bool {
    // Links within the page have lost their brackets by now; a list of bare questions is contents.
    !text.is_empty()
        && text
            .lines()
            .all(|line| is_question(line) && !line.contains("**"))
}

pub(in crate::import_export::markdown) fn is_way_back(text: &str) -> bool {
    let words = plain(text).to_lowercase();
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "back to top"
            | "top"
            | "back to the top"
            | "go to top"
            | "return to top"
            | "back to contents"
            | "back to toc"
            | "back to table of contents"
            | "返回顶部"
            | "回到顶部"
            | "返回目录"
            | "回到目录"
            | "返回頂部"
            | "回到頂部"
            | ""
    )
}
