//! A page's content as Markdown.

use markup5ever_rcdom::{Handle, NodeData};

use super::accordion::{Titles, lays_out, titles_a_question, words_of};
use super::dom::{DEEPEST, attr, find, is, name, only, parse, text_of};

/// A piece of HTML as Markdown.
pub(crate) fn to_markdown(html: &str) -> String {
    let document = parse(html);
    let mut writer = Writer::default();
    writer.children(&document, 0);
    writer.finish()
}

/// The content of a whole page as Markdown: its main part without menus.
pub(super) fn page(document: &Handle) -> String {
    let main = find(document, &|node| is(node, "main"), 0)
        .or_else(|| {
            find(
                document,
                &|node| attr(node, "role").as_deref() == Some("main"),
                0,
            )
        })
        .or_else(|| only(document, "article"))
        .or_else(|| find(document, &|node| is(node, "body"), 0))
        .unwrap_or_else(|| document.clone());
    let mut writer = Writer {
        whole_page: true,
        ..Writer::default()
    };
    writer.children(&main, 0);
    writer.finish()
}

/// A node's content as Markdown.
pub(super) fn inner_markdown(node: &Handle) -> String {
    let mut writer = Writer::default();
    writer.children(node, 0);
    writer.finish()
}

/// Writes Markdown while it walks through a page.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: String,
    /// What stands before every further line: the indentation of lists, the sign of quotations.
    pub(super) prefix: Vec<String>,
    /// Whether a blank line is due before the next text.
    pub(super) gap: bool,
    /// Whether only the next line is due.
    pub(super) line: bool,
    /// Numbers of the lists that are open; `None` for bullets.
    pub(super) lists: Vec<Option<usize>>,
    pub(super) whole_page: bool,
    pub(super) table: bool,
    pub(super) heading: bool,
    pub(super) term: bool,
    pub(super) titles: Titles,
}

impl Writer {
    pub(super) fn finish(self) -> String {
        let lines: Vec<&str> = self
            .out
            .lines()
            .map(
                |line| match line.ends_with("  ") && !line.trim().is_empty() {
                    true => line,
                    false => line.trim_end(),
                },
            )
            .collect();
        lines.join("\n").trim().to_owned()
    }

    pub(super) fn children(&mut self, node: &Handle, depth: usize) {
        for child in node.children.borrow().iter() {
            self.node(child, depth + 1);
        }
    }

    pub(super) fn block(&mut self) {
        match self.table || self.heading || self.term {
            true => self.space(),
            false => self.gap = true,
        }
    }

    pub(super) fn space(&mut self) {
        if !self.out.ends_with([' ', '\n']) && !self.out.is_empty() {
            self.out.push(' ');
        }
    }

    /// Starts a new line or paragraph where one is due.
    pub(super) fn settle(&mut self) {
        if (self.gap || self.line) && !self.out.is_empty() {
            let trimmed = self.out.trim_end_matches(' ').len();
            self.out.truncate(trimmed);
            let prefix = self.prefix.concat();
            // Right behind a bullet nothing is due.
            if !self.at_bullet() {
                if self.gap {
                    self.out.push('\n');
                    self.out.push_str(prefix.trim_end());
                }
                self.out.push('\n');
                self.out.push_str(&prefix);
            } else {
                self.out.push(' ');
            }
        }
        self.gap = false;
        self.line = false;
    }

    pub(super) fn at_bullet(&self) -> bool {
        let last = self.out.rsplit('\n').next().unwrap_or("");
        let bare = last.trim();
        let number = bare
            .strip_suffix('.')
            .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()));
        !self.lists.is_empty() && (bare == "-" || number)
    }

    fn text(&mut self, text: &str) {
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() {
            if !self.gap && !self.line && !text.is_empty() {
                self.space();
            }
            return;
        }
        self.settle();
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let at_start = self.out.is_empty() || self.out.ends_with('\n');
        let escaped = joined
            .replace('\\', "\\\\")
            .replace('*', "\\*")
            .replace('`', "\\`");
        let escaped = escape_tags(&escaped);
        let escaped = match at_start && escaped.starts_with(['#', '>', '+']) {
            true => format!("\\{escaped}"),
            false => escaped,
        };
        let escaped = if self.table {
            escaped.replace('|', "\\|")
        } else {
            escaped
        };
        self.out.push_str(&escaped);
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn marked(&mut self, node: &Handle, depth: usize, mark: &str) {
        if self.heading || self.term || text_of(node).trim().is_empty() {
            return self.children(node, depth);
        }
        self.settle();
        let before = self.out.len();
        self.children(node, depth);
        // Marks stand right beside their words.
        let inner = self.out.split_off(before);
        let (start, end) = (inner.starts_with(' '), inner.ends_with(' '));
        let words = inner.trim();
        if words.is_empty() {
            return;
        }
        if start {
            self.space();
        }
        let within = words.contains("\n\n") || words.starts_with(mark);
        match within {
            true => self.out.push_str(words),
            false => self.out.push_str(&format!("{mark}{words}{mark}")),
        }
        if end {
            self.space();
        }
    }

    pub(super) fn node(&mut self, node: &Handle, depth: usize) {
        if depth > DEEPEST {
            return self.text(&text_of(node));
        }
        match &node.data {
            NodeData::Text { contents } => return self.text(&contents.borrow()),
            NodeData::Element { .. } => {}
            _ => return self.children(node, depth),
        }
        let name = name(node).unwrap_or_default();
        if attr(node, "hidden").is_some()
            && !matches!(name.as_str(), "div" | "section" | "dd" | "p")
        {
            return;
        }
        match name.as_str() {
            "script" | "style" | "template" | "head" | "svg" | "iframe" | "select" | "textarea"
            | "input" | "canvas" | "audio" | "video" | "object" => {}
            "nav" | "footer" | "aside" | "form" if self.whole_page => {}
            "header" if self.whole_page && find(node, &|inner| is(inner, "nav"), 0).is_some() => {}
            "noscript" => {}
            "button" if self.whole_page && !self.heading && !self.term => {
                let words = words_of(node);
                if crate::import_export::words::titles::is_question(&words)
                    || titles_a_question(node)
                {
                    self.question(&words);
                }
            }
            _ if self.whole_page && !self.heading && !self.term && titles_a_question(node) => {
                self.question(&words_of(node));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
                if !self.heading && !self.term && !self.table =>
            {
                let level = name[1..].parse().unwrap_or(1);
                let words = words_of(node);
                if words.is_empty() {
                    return;
                }
                self.titles.take(level, &words);
                self.block();
                self.settle();
                self.out.push_str(&"#".repeat(level));
                self.out.push(' ');
                self.heading = true;
                self.children(node, depth);
                self.heading = false;
                if let Some(id) = attr(node, "id").filter(|id| !id.contains([' ', '}'])) {
                    self.out.push_str(&format!(" {{#{id}}}"));
                }
                self.block();
            }
            "br" if self.table || self.heading || self.term => self.space(),
            "br" => {
                self.settle();
                let prefix = self.prefix.concat();
                let trimmed = self.out.trim_end_matches(' ').len();
                self.out.truncate(trimmed);
                self.out.push_str("  \n");
                self.out.push_str(&prefix);
            }
            "hr" => {
                self.block();
                self.settle();
                self.out.push_str("---");
                self.block();
            }
            "b" | "strong" => self.marked(node, depth, "**"),
            "i" | "em" | "cite" => self.marked(node, depth, "*"),
            "s" | "del" | "strike" => self.marked(node, depth, "~~"),
            "code" | "kbd" | "samp" | "tt" if !self.heading && !self.term => {
                let text = text_of(node)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                if !text.is_empty() {
                    self.settle();
                    let ticks = if text.contains('`') { "``" } else { "`" };
                    self.out.push_str(&format!("{ticks}{text}{ticks}"));
                }
            }
            "pre" => {
                self.block();
                self.settle();
                let prefix = self.prefix.concat();
                let text = text_of(node);
                let fence = if text.contains("```") { "````" } else { "```" };
                let lines: Vec<String> = text
                    .trim_matches('\n')
                    .lines()
                    .map(|line| format!("{prefix}{line}\n"))
                    .collect();
                self.out
                    .push_str(&format!("{fence}\n{}{prefix}{fence}", lines.concat()));
                self.block();
            }
            "a" => self.link(node, depth),
            "img" => {
                let alt = attr(node, "alt").unwrap_or_default();
                let src = attr(node, "src")
                    .filter(|src| !src.starts_with("data:"))
                    .or_else(|| attr(node, "data-src"));
                if let Some(src) = src.filter(|src| !src.is_empty() && !self.heading && !self.term)
                {
                    self.settle();
                    self.out.push_str(&format!(
                        "![{}]({})",
                        alt.trim().replace(['[', ']'], ""),
                        address(&src)
                    ));
                }
            }
            "ul" | "ol" | "menu" if self.whole_page && self.lists.is_empty() && lays_out(node) => {
                for child in node.children.borrow().iter() {
                    self.block();
                    self.children(child, depth + 1);
                }
                self.block();
            }
            "ul" | "ol" | "menu" => self.list(node, depth, name == "ol"),
            "li" => {
                self.line = true;
                self.children(node, depth);
                self.line = true;
            }
            "blockquote" => {
                self.block();
                self.settle();
                self.out.push_str("> ");
                self.prefix.push("> ".to_owned());
                self.children(node, depth);
                self.prefix.pop();
                self.block();
            }
            "table" if !self.table => self.table(node),
            "details" => {
                let summary = node
                    .children
                    .borrow()
                    .iter()
                    .find(|child| is(child, "summary"))
                    .cloned();
                let title = summary.map(|summary| text_of(&summary)).unwrap_or_default();
                self.folding(&title, node, depth);
            }
            "summary" => {}
            "dl" => self.definitions(node, depth),
            "p" | "div" | "section" | "article" | "figure" | "figcaption" | "main" | "header"
            | "footer" | "aside" | "nav" | "form" | "fieldset" | "address" | "center" | "dt"
            | "dd" | "tr" | "caption" | "hgroup" | "legend" => {
                self.block();
                self.children(node, depth);
                self.block();
            }
            _ => self.children(node, depth),
        }
    }
}

/// `<` before a letter would be a tag again.
pub(super) fn escape_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '<'
            && chars
                .peek()
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!'))
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
pub(super) fn address(url: &str) -> String {
    url.trim()
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
}
