//! A web page as browsers read it, and its content as Markdown.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements nested deeper than this are read as text only, so that no page exhausts the stack.
const DEEPEST: usize = 120;

/// Reads a page or a piece of one.
pub(super) fn parse(text: &str) -> Handle {
    let mut reader = parse_document(RcDom::default(), ParseOpts::default());
    reader.process(text.into());
    reader.finish().document
}

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

/// What `<title>` says.
pub(super) fn title(document: &Handle) -> Option<String> {
    let node = find(document, &|node| is(node, "title"), 0)?;
    let text = text_of(&node);
    // What follows is the name of the site.
    let end = [" | ", " – ", " - ", " — "]
        .iter()
        .filter_map(|sign| text.find(sign))
        .min();
    let text = text[..end.unwrap_or(text.len())].trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The one element of a name, where there is exactly one.
fn only(document: &Handle, name: &str) -> Option<Handle> {
    let all = all(document, &|node| is(node, name));
    match all.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

pub(super) fn is(node: &Handle, wanted: &str) -> bool {
    name(node) == Some(wanted.to_owned())
}

fn name(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        _ => None,
    }
}

pub(super) fn attr(node: &Handle, wanted: &str) -> Option<String> {
    match &node.data {
        NodeData::Element { attrs, .. } => attrs
            .borrow()
            .iter()
            .find(|attr| &*attr.name.local == wanted)
            .map(|attr| attr.value.to_string()),
        _ => None,
    }
}

pub(super) fn find(
    node: &Handle,
    wanted: &dyn Fn(&Handle) -> bool,
    depth: usize,
) -> Option<Handle> {
    if wanted(node) {
        return Some(node.clone());
    }
    if depth > DEEPEST {
        return None;
    }
    node.children
        .borrow()
        .iter()
        .find_map(|child| find(child, wanted, depth + 1))
}

pub(super) fn all(node: &Handle, wanted: &dyn Fn(&Handle) -> bool) -> Vec<Handle> {
    let mut found = Vec::new();
    let mut rest = vec![node.clone()];
    while let Some(node) = rest.pop() {
        if wanted(&node) {
            found.push(node.clone());
        }
        rest.extend(node.children.borrow().iter().rev().cloned());
    }
    found
}

/// The text of a node, spaces as they are.
pub(super) fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    for node in all(node, &|node| matches!(node.data, NodeData::Text { .. })) {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
    }
    text
}

/// A node's content as Markdown.
pub(super) fn inner_markdown(node: &Handle) -> String {
    let mut writer = Writer::default();
    writer.children(node, 0);
    writer.finish()
}

const KNOWN: &str = " a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup data dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta nav noscript object ol optgroup option p param picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr ";

/// The name of an HTML tag, in lower case; `None` where the text is none, such as `<your name>`.
pub(crate) fn tag_name(tag: &str) -> Option<String> {
    let inner = tag.strip_prefix('<')?.trim_start_matches('/');
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let name = inner[..end].to_ascii_lowercase();
    let closed = tag.ends_with('>') && inner[end..].starts_with(['>', ' ', '/', '\n', '\t']);
    (closed && !name.is_empty() && KNOWN.contains(&format!(" {name} "))).then_some(name)
}

/// The value of an attribute in the text of a tag.
pub(crate) fn attribute(tag: &str, key: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    for space in [' ', '\n', '\t'] {
        let Some(at) = lower.find(&format!("{space}{key}=")) else {
            continue;
        };
        let rest = &tag[at + key.len() + 2..];
        let value = match rest.chars().next()? {
            quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
            _ => rest.split([' ', '>', '\n']).next()?,
        };
        return Some(value.replace("&amp;", "&"));
    }
    None
}

/// Whether a text holds HTML that is more than one odd sign.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|open| open + at) {
        let end = text[open..]
            .find('>')
            .map_or(text.len(), |end| open + end + 1);
        if end <= text.len() && tag_name(&text[open..end]).is_some() {
            return true;
        }
        at = open + 1;
    }
    let lower = text.to_ascii_lowercase();
    ["&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;"]
        .iter()
        .any(|sign| lower.contains(sign))
}

/// Writes Markdown while it walks through a page.
#[derive(Default)]
struct Writer {
    out: String,
    /// What stands before every further line: the indentation of lists, the sign of quotations.
    prefix: Vec<String>,
    /// Whether a blank line is due before the next text.
    gap: bool,
    /// Whether only the next line is due.
    line: bool,
    /// Numbers of the lists that are open; `None` for bullets.
    lists: Vec<Option<usize>>,
    whole_page: bool,
    table: bool,
    heading: bool,
    term: bool,
    titles: Titles,
}

/// Levels of the headings seen.
#[derive(Default)]
struct Titles {
    last: usize,
    asking: Option<usize>,
}

impl Titles {
    fn take(&mut self, level: usize, words: &str) {
        self.last = level;
        match crate::import_export::words::titles::is_question(words) {
            true => self.asking = Some(level),
            false => self.asking = self.asking.filter(|asking| *asking > level),
        }
    }

    fn level_of_questions(&mut self) -> usize {
        let level = self.asking.unwrap_or((self.last + 1).clamp(2, 6));
        *self.asking.insert(level)
    }
}

/// Endings of the classes that pages give to the titles of their accordions.
const TITLE_CLASSES: [&str; 14] = [
    "question",
    "text",
    "title",
    "header",
    "heading",
    "head",
    "button",
    "btn",
    "toggle",
    "trigger",
    "summary",
    "label",
    "term",
    "question-wrap",
];
/// Words that these classes begin with or hold.
const ACCORDIONS: [&str; 7] = [
    "question",
    "faq",
    "accordion",
    "collaps",
    "toggle",
    "expand",
    "disclosure",
];
/// Elements that no title of an accordion holds or is.
const OF_ANSWERS: [&str; 13] = [
    "p", "ul", "ol", "dl", "table", "details", "h1", "h2", "h3", "h4", "h5", "h6", "form",
];
/// Longer texts are no titles.
const LONGEST_TITLE: usize = 200;

/// Whether an element is the title of an item of an accordion: its class says so, and it holds
/// nothing but some words.
fn titles_a_question(node: &Handle) -> bool {
    let Some(classes) = attr(node, "class") else {
        return false;
    };
    let classes = classes.to_ascii_lowercase();
    let mut classes = classes.split_whitespace();
    let named = classes.any(|class| {
        TITLE_CLASSES.iter().any(|end| class.ends_with(end))
            && ACCORDIONS.iter().any(|word| class.contains(word))
            && !class.contains("answer")
    });
    let inner = |node: &Handle| {
        let answer = attr(node, "class").is_some_and(|class| class.contains("answer"));
        let element = name(node).unwrap_or_default();
        answer || OF_ANSWERS.contains(&element.as_str())
    };
    // A container of a question and its answer holds a box for each.
    let boxes = all(node, &|node| is(node, "div"));
    let boxed = boxes.len() > 1 + usize::from(is(node, "div"));
    let words = words_of(node);
    named
        && !words.is_empty()
        && words.chars().count() <= LONGEST_TITLE
        && !boxed
        && find(node, &inner, 0).is_none()
}

/// The words of a node in one line.
fn words_of(node: &Handle) -> String {
    let text = text_of(node);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Signs and names of icons that open and close it.
    let bare = words.trim_end_matches([
        '+', '−', '–', '▼', '▾', '▿', '⌄', '˅', '›', '»', '▸', '▶', '×', '✕', '⯆', ' ',
    ]);
    let icons = [
        "expand_more",
        "keyboard_arrow_down",
        "arrow_drop_down",
        "add",
    ];
    let icon = icons.iter().find_map(|icon| {
        let rest = bare.strip_suffix(icon)?;
        rest.ends_with(['?', '？', ' ']).then(|| rest.trim_end())
    });
    icon.unwrap_or(bare).to_owned()
}

/// Whether a list only lays out what stands in its items: titles with their answers.
fn lays_out(node: &Handle) -> bool {
    let title = |node: &Handle| {
        ["h1", "h2", "h3", "h4", "details", "dl"]
            .iter()
            .any(|name| is(node, name))
            || titles_a_question(node)
    };
    find(node, &title, 0).is_some()
}

impl Writer {
    fn finish(self) -> String {
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

    fn children(&mut self, node: &Handle, depth: usize) {
        for child in node.children.borrow().iter() {
            self.node(child, depth + 1);
        }
    }

    fn block(&mut self) {
        match self.table || self.heading || self.term {
            true => self.space(),
            false => self.gap = true,
        }
    }

    fn space(&mut self) {
        if !self.out.ends_with([' ', '\n']) && !self.out.is_empty() {
            self.out.push(' ');
        }
    }

    /// Starts a new line or paragraph where one is due.
    fn settle(&mut self) {
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

    fn at_bullet(&self) -> bool {
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

    fn node(&mut self, node: &Handle, depth: usize) {
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

    /// A title of an accordion, as a heading beside those that ask.
    fn question(&mut self, words: &str) {
        self.block();
        self.settle();
        let level = self.titles.level_of_questions();
        let words = escape_tags(words);
        self.out.push_str(&format!("{} {words}", "#".repeat(level)));
        self.block();
    }

    fn folding(&mut self, title: &str, node: &Handle, depth: usize) {
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
    fn definitions(&mut self, node: &Handle, depth: usize) {
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

    fn link(&mut self, node: &Handle, depth: usize) {
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

    fn list(&mut self, node: &Handle, depth: usize, numbered: bool) {
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

    fn table(&mut self, node: &Handle) {
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

fn address(url: &str) -> String {
    url.trim()
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
}

/// `<` before a letter would be a tag again.
fn escape_tags(text: &str) -> String {
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
