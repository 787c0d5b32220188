//! Elements with a shape of their own: foldings, definitions, links, lists, tables.

use markup5ever_rcdom::{Handle, NodeData};

use super::dom::{all, attr, find, is, text_of};
use super::to_markdown::{Writer, address, escape_tags};

impl Writer {
    /// A title of an accordion, as a heading beside those that ask.
    pub(super) fn question(&mut self, words: &str) {
        self.block();
        self.settle();
        let level = self.titles.level_of_questions();
        let words = escape_tags(words);
        self.out.push_str(&format!("{} {words}", "#".repeat(level)));
        self.block();
    }

    pub(super) fn folding(&mut self, title: &str, node: &Handle, depth: usize) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        self.block();
        self.settle();
        let title = title.replace('&', "&amp;").replace('<', "&lt;");
        self.out
            .push_str(&format!("<details><summary>{title}</summary>"));
        self.block();
        self.children(node, depth);
        self.block();
        self.settle();
        self.out.push_str("</details>");
        self.block();
    }

    /// Terms and what is said of them: foldings, which the page's judge takes for titles.
    pub(super) fn definitions(&mut self, node: &Handle, depth: usize) {
        let mut parts: Vec<Handle> = Vec::new();
        for child in node.children.borrow().iter() {
            match is(child, "div") {
                true => parts.extend(child.children.borrow().iter().cloned()),
                false => parts.push(child.clone()),
            }
        }
        let mut open = false;
        for part in parts {
            if is(&part, "dt") {
                if open {
                    self.block();
                    self.settle();
                    self.out.push_str("</details>");
                }
                let title = text_of(&part)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                self.block();
                self.settle();
                self.out.push_str(&format!(
                    "<details><summary>{}</summary>",
                    title.replace('&', "&amp;").replace('<', "&lt;")
                ));
                open = true;
                self.block();
            } else if is(&part, "dd") {
                self.block();
                self.children(&part, depth + 2);
                self.block();
            }
        }
        if open {
            self.block();
            self.settle();
            self.out.push_str("</details>");
        }
        self.block();
    }

    pub(super) fn link(&mut self, node: &Handle, depth: usize) {
        let href = attr(node, "href").unwrap_or_default();
        let text = text_of(node);
        let picture = find(node, &|inner| is(inner, "img"), 0).is_some();
        if href.is_empty() || self.heading || self.term || (text.trim().is_empty() && !picture) {
            return self.children(node, depth);
        }
        let blocks = find(
            node,
            &|inner| {
                ["p", "div", "h2", "h3", "ul"]
                    .iter()
                    .any(|name| is(inner, name))
            },
            0,
        )
        .is_some();
        if blocks {
            return self.children(node, depth);
        }
        self.settle();
        let before = self.out.len();
        self.children(node, depth);
        let inner = self.out.split_off(before);
        let end = inner.ends_with(' ');
        if inner.starts_with(' ') {
            self.space();
        }
        self.out
            .push_str(&format!("[{}]({})", inner.trim(), address(&href)));
        if end {
            self.space();
        }
    }

    pub(super) fn list(&mut self, node: &Handle, depth: usize, numbered: bool) {
        match self.lists.is_empty() {
            true => self.block(),
            false => self.line = true,
        }
        let start = attr(node, "start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(1);
        // An item that is only a list has no text to stand before it: the inner items take its
        // place.
        let outer = match self.at_bullet() {
            true => {
                let line = self.out.rfind('\n').map_or(0, |at| at + 1);
                let bullet = self.out[line..].trim_start().len();
                self.out.truncate(self.out.len() - bullet);
                (self.gap, self.line) = (false, false);
                self.prefix.pop()
            }
            false => None,
        };
        self.lists.push(numbered.then_some(start));
        for child in node.children.borrow().iter() {
            if !is(child, "li") {
                if !matches!(child.data, NodeData::Text { .. }) {
                    self.node(child, depth + 1);
                }
                continue;
            }
            self.settle();
            let bullet = match self.lists.last_mut() {
                Some(Some(number)) => {
                    *number += 1;
                    format!("{}. ", *number - 1)
                }
                _ => "- ".to_owned(),
            };
            self.prefix.push(" ".repeat(bullet.len()));
            self.out.push_str(&bullet);
            self.children(child, depth + 1);
            self.prefix.pop();
            self.gap = false;
            self.line = true;
        }
        self.lists.pop();
        self.prefix.extend(outer);
        match self.lists.is_empty() {
            true => self.block(),
            false => self.line = true,
        }
    }

    pub(super) fn table(&mut self, node: &Handle) {
        let rows = all(node, &|inner| is(inner, "tr"));
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let cells = row.children.borrow();
                let cells = cells.iter().filter(|cell| is(cell, "td") || is(cell, "th"));
                cells
                    .map(|cell| {
                        let mut writer = Writer {
                            table: true,
                            ..Writer::default()
                        };
                        writer.children(cell, 0);
                        writer.finish().replace('\n', " ")
                    })
                    .collect()
            })
            .filter(|row: &Vec<String>| !row.is_empty())
            .collect();
        let Some(width) = cells.iter().map(Vec::len).max() else {
            return;
        };
        self.block();
        self.settle();
        let prefix = self.prefix.concat();
        if width == 1 {
            let lines: Vec<String> = cells.into_iter().flatten().collect();
            self.out
                .push_str(&lines.join(&format!("\n{prefix}\n{prefix}")));
            return self.block();
        }
        for (number, row) in cells.iter().enumerate() {
            let mut row = row.clone();
            row.resize(width, String::new());
            if number > 0 {
                self.out.push_str(&prefix);
            }
            self.out.push_str(&format!("| {} |\n", row.join(" | ")));
            if number == 0 {
                self.out
                    .push_str(&format!("{prefix}|{}\n", " --- |".repeat(width)));
            }
        }
        self.block();
    }
}
