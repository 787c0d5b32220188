//! Blocks: paragraphs, lists, quotations, code and tables.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::emphasis;
use super::table::Table;
use crate::render::flow::{Flow, Pre, Quote, Style};

/// Writes the events of a parser into a flow.
pub(super) struct Writer<'f> {
    pub(super) flow: &'f mut Flow,
    pub(super) base: Style,
    pub(super) style: Style,
    /// Text of one style that is not yet in the flow, so that addresses are seen whole.
    pub(super) text: String,
    /// The number of the next item of each open list; `None` for bullets.
    pub(super) lists: Vec<Option<u64>>,
    /// How many quotations are open.
    pub(super) depth: usize,
    /// Whether an item's bullet was just written.
    pub(super) item_began: bool,
    /// Whether no block began yet: the first keeps the distance that stands before it.
    pub(super) is_first: bool,
    /// The open table.
    pub(super) table: Option<Table>,
    /// The open block of HTML, as far as read.
    pub(super) html: Option<String>,
    /// The address of the open link, where it cannot be one in Telegram.
    pub(super) lost: Option<String>,
    /// The words of the open link.
    pub(super) link_words: String,
    /// Whether what is folded in `<details>` is open.
    pub(super) in_details: bool,
    /// Whether the text holds Chinese: its boxes have Chinese titles.
    pub(super) is_chinese: bool,
}

impl<'f> Writer<'f> {
    /// A writer into `flow`; everything gets at least the style `base`.
    pub(super) fn new(flow: &'f mut Flow, base: &Style, is_chinese: bool) -> Writer<'f> {
        Writer {
            flow,
            base: base.clone(),
            style: base.clone(),
            text: String::new(),
            lists: Vec::new(),
            depth: 0,
            item_began: false,
            is_first: true,
            table: None,
            html: None,
            lost: None,
            link_words: String::new(),
            in_details: false,
            is_chinese,
        }
    }
}

impl Writer<'_> {
    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let text = emphasis::without_fillers(&text);
                self.link_words.push_str(&text);
                self.text.push_str(&text);
            }
            Event::Code(text) => {
                self.flush();
                let text = emphasis::without_fillers(&text);
                self.link_words.push_str(&text);
                let style = match &self.style.link {
                    Some(_) => self.style.clone(),
                    None => Style {
                        quote: self.style.quote,
                        code: true,
                        ..Style::default()
                    },
                };
                self.put(&text, &style);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = emphasis::without_fillers(&html);
                match &mut self.html {
                    Some(block) => block.push_str(&html),
                    None => self.html(&html),
                }
            }
            Event::SoftBreak => self.text.push('\n'),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => {
                self.block(1);
                self.text.push_str("———");
            }
            Event::TaskListMarker(done) => {
                // The box stands for the bullet.
                self.flow.drop_end("• ");
                self.text.push_str(if done { "☑ " } else { "☐ " });
            }
            Event::FootnoteReference(name) => {
                let name = emphasis::without_fillers(&name);
                self.text.push_str(&format!("[{name}]"));
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::FootnoteDefinition(name) => {
                self.block(1);
                let name = emphasis::without_fillers(&name);
                self.text.push_str(&format!("[{name}] "));
                self.flush();
                self.item_began = true;
            }
            Tag::Heading { .. } => {
                self.paragraph();
                self.style.bold = true;
            }
            Tag::BlockQuote(kind) => {
                self.flush();
                self.depth += 1;
                // Telegram does not nest quotations: an inner one belongs to the outer.
                if self.style.quote.is_none() {
                    let between = self.style.clone();
                    self.flow.break_lines(0, &between);
                    self.is_first = true;
                    self.style.quote = Some(Quote {
                        number: self.flow.next_number(),
                        expandable: false,
                    });
                }
                if let Some(kind) = kind {
                    self.block(0);
                    let title = callout(kind, self.is_chinese);
                    let style = Style {
                        bold: true,
                        ..self.style.clone()
                    };
                    self.put(title, &style);
                    self.flow.break_lines(0, &self.style);
                    self.is_first = true;
                }
            }
            Tag::CodeBlock(kind) => {
                self.paragraph();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info
                        .split_whitespace()
                        .next()
                        .filter(|word| {
                            word.chars()
                                .all(|c| c.is_ascii_alphanumeric() || "+-#_".contains(c))
                        })
                        .map(str::to_owned),
                    CodeBlockKind::Indented => None,
                };
                self.style.pre = Some(Pre {
                    number: self.flow.next_number(),
                    language,
                });
            }
            Tag::List(start) => {
                if self.lists.is_empty() {
                    self.block(1);
                }
                self.flush();
                self.lists.push(start);
            }
            Tag::Item => self.item(),
            Tag::Emphasis => self.inline(|style| style.italic = true),
            Tag::Strong => self.inline(|style| style.bold = true),
            Tag::Strikethrough => self.inline(|style| style.strike = true),
            Tag::Link { dest_url, .. } => self.link(&dest_url),
            Tag::Image { dest_url, .. } if self.style.link.is_none() => self.link(&dest_url),
            Tag::Table(_) => {
                self.block(1);
                self.table = Some(Table::default());
            }
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.table.iter_mut().for_each(Table::row);
            }
            Tag::TableCell => {
                self.flush();
                self.table.iter_mut().for_each(Table::cell);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.inline(|style| style.bold = false),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.style.quote = self.base.quote;
                    let after = self.style.clone();
                    self.flow.break_lines(0, &after);
                }
            }
            TagEnd::CodeBlock => {
                let kept = self.text.trim_end_matches('\n').len();
                self.text.truncate(kept);
                self.flush_letters();
                self.style.pre = None;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Emphasis => self.inline(|style| style.italic = false),
            TagEnd::Strong => self.inline(|style| style.bold = false),
            TagEnd::Strikethrough => self.inline(|style| style.strike = false),
            TagEnd::Link | TagEnd::Image => self.link_ends(),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                if !html.trim().is_empty() {
                    self.html(html.trim_end());
                }
            }
            TagEnd::Table => {
                self.flush();
                if let Some(table) = self.table.take() {
                    let base = Style {
                        quote: self.style.quote,
                        ..self.base.clone()
                    };
                    table.write(self.flow, &base);
                }
            }
            _ => {}
        }
    }

    /// A paragraph begins; right after a bullet it stays on the bullet's line.
    pub(super) fn paragraph(&mut self) {
        if self.item_began {
            self.item_began = false;
        } else {
            self.block(usize::from(self.lists.is_empty()));
        }
    }

    /// What follows begins on a new line, after `blank` empty ones.
    pub(super) fn block(&mut self, blank: usize) {
        self.flush();
        let style = Style {
            quote: self.style.quote,
            ..Style::default()
        };
        let blank = if self.is_first { 0 } else { blank };
        self.is_first = false;
        self.flow.break_lines(blank, &style);
    }

    pub(super) fn item(&mut self) {
        self.block(0);
        let indent = "    ".repeat(self.lists.len().saturating_sub(1));
        let bullet = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "• ".to_owned(),
        };
        self.text.push_str(&indent);
        self.text.push_str(&bullet);
        // In a loose list the item's paragraph comes next and must not leave the line.
        self.flush();
        self.item_began = true;
    }

    pub(super) fn inline(&mut self, change: impl FnOnce(&mut Style)) {
        self.flush();
        change(&mut self.style);
    }
}

/// The title of a box.
fn callout(kind: BlockQuoteKind, is_chinese: bool) -> &'static str {
    match (kind, is_chinese) {
        (BlockQuoteKind::Note, true) => "ℹ️ 说明",
        (BlockQuoteKind::Note, false) => "ℹ️ Note",
        (BlockQuoteKind::Tip, true) => "💡 提示",
        (BlockQuoteKind::Tip, false) => "💡 Tip",
        (BlockQuoteKind::Important, true) => "❗ 重要",
        (BlockQuoteKind::Important, false) => "❗ Important",
        (BlockQuoteKind::Warning, true) => "⚠️ 注意",
        (BlockQuoteKind::Warning, false) => "⚠️ Warning",
        (BlockQuoteKind::Caution, true) => "🛑 警告",
        (BlockQuoteKind::Caution, false) => "🛑 Caution",
    }
}
