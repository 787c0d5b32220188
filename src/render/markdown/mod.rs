//! Markdown, as the FAQ's author wrote it, into a flow.
//!
//! What a chat message cannot show becomes the nearest thing it can: lists are lines with `•`,
//! headings are bold, narrow tables are aligned letters and wide ones lists, boxes are quotations,
//! pictures are links. HTML means what it means in a browser, where a chat has something like it.
//! A link that Telegram does not take keeps its address as text. Line ends stay as they are.

pub(in crate::render) mod columns;
mod containers;
mod emphasis;
mod table;
mod tags;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::render::address;
use crate::render::flow::{Flow, Pre, Quote, Style};

use table::Table;
use tags::{Piece, Tag as Html};

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
    let mut writer = Writer {
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
        is_chinese: markdown.chars().any(emphasis::is_cjk),
    };
    for event in Parser::new_ext(&markdown, options) {
        writer.event(event);
    }
    writer.flush();
}

struct Writer<'f> {
    flow: &'f mut Flow,
    base: Style,
    style: Style,
    /// Text of one style that is not yet in the flow, so that addresses are seen whole.
    text: String,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// How many quotations are open.
    depth: usize,
    /// Whether an item's bullet was just written.
    item_began: bool,
    /// Whether no block began yet: the first keeps the distance that stands before it.
    is_first: bool,
    /// The open table.
    table: Option<Table>,
    /// The open block of HTML, as far as read.
    html: Option<String>,
    /// The address of the open link, where it cannot be one in Telegram.
    lost: Option<String>,
    /// The words of the open link.
    link_words: String,
    /// Whether what is folded in `<details>` is open.
    in_details: bool,
    /// Whether the text holds Chinese: its boxes have Chinese titles.
    is_chinese: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
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
    fn paragraph(&mut self) {
        if self.item_began {
            self.item_began = false;
        } else {
            self.block(usize::from(self.lists.is_empty()));
        }
    }

    /// What follows begins on a new line, after `blank` empty ones.
    fn block(&mut self, blank: usize) {
        self.flush();
        let style = Style {
            quote: self.style.quote,
            ..Style::default()
        };
        let blank = if self.is_first { 0 } else { blank };
        self.is_first = false;
        self.flow.break_lines(blank, &style);
    }

    fn item(&mut self) {
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

    fn inline(&mut self, change: impl FnOnce(&mut Style)) {
        self.flush();
        change(&mut self.style);
    }

    /// A link begins: to an address that Telegram takes, or to one that is shown as text.
    fn link(&mut self, written: &str) {
        let written = emphasis::without_fillers(written);
        let address = address::for_text(&written);
        self.lost = match address {
            Some(_) => None,
            None => address::as_text(&written),
        };
        self.inline(|style| style.link = address);
        self.link_words.clear();
    }

    fn link_ends(&mut self) {
        self.inline(|style| style.link = None);
        let Some(lost) = self.lost.take() else { return };
        let same = |a: &str| -> String { a.chars().filter(|c| c.is_alphanumeric()).collect() };
        if !same(&self.link_words).contains(&same(&lost)) {
            let text = match self.is_chinese {
                true => format!("（{lost}）"),
                false => format!(" ({lost})"),
            };
            self.text.push_str(&text);
        }
    }

    /// HTML within a line, or a block of it.
    fn html(&mut self, html: &str) {
        for piece in tags::pieces(html) {
            match piece {
                Piece::Text(text) => {
                    let text = text
                        .replace("&nbsp;", " ")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&");
                    self.link_words.push_str(&text);
                    self.text.push_str(&text);
                }
                Piece::Open(tag) => self.html_tag(tag, true),
                Piece::Close(tag) => self.html_tag(tag, false),
            }
        }
    }

    fn html_tag(&mut self, tag: Html, open: bool) {
        match tag {
            Html::Bold => self.inline(|style| style.bold = open),
            Html::Italic => self.inline(|style| style.italic = open),
            Html::Strike => self.inline(|style| style.strike = open),
            Html::Code => self.inline(|style| style.code = open),
            Html::Link(address) if open => self.link(&address),
            Html::Link(_) => self.link_ends(),
            Html::Image(words, address) => {
                self.link(&address);
                let words = if words.is_empty() { "🖼" } else { &words };
                self.link_words.push_str(words);
                self.text.push_str(words);
                self.link_ends();
            }
            Html::LineEnd => self.text.push('\n'),
            Html::Block => self.block(0),
            Html::Heading => {
                self.block(usize::from(open));
                self.style.bold = open;
            }
            Html::Item if open => {
                self.block(0);
                self.text.push_str("• ");
            }
            Html::Cell if !open => self.text.push_str("  "),
            Html::Details if !open && self.in_details => {
                self.flush();
                self.in_details = false;
                self.style.quote = self.base.quote;
                let after = self.style.clone();
                self.flow.break_lines(0, &after);
            }
            Html::Summary => {
                if open {
                    self.block(1);
                }
                self.inline(|style| style.bold = open);
                if !open && self.style.quote.is_none() {
                    self.flow.break_lines(0, &self.style.clone());
                    self.in_details = true;
                    self.is_first = true;
                    let number = self.flow.next_number();
                    self.style.quote = Some(Quote {
                        number,
                        expandable: true,
                    });
                }
            }
            _ => {}
        }
    }

    /// Adds text to the open cell of a table, else to the flow.
    fn put(&mut self, text: &str, style: &Style) {
        match &mut self.table {
            Some(table) => table.push(text, style),
            None => self.flow.push(text, style),
        }
    }

    /// Puts the waiting text into the flow, with its bare addresses as links.
    fn flush(&mut self) {
        if self.style.pre.is_some() {
            return self.flush_letters();
        }
        let text = std::mem::take(&mut self.text);
        if text.is_empty() {
            return;
        }
        self.item_began = false;
        let mut from = 0;
        let ranges = match self.style.link {
            Some(_) => Vec::new(),
            None => address::find_in(&text),
        };
        for range in ranges {
            let Some(address) = address::for_text(&text[range.clone()]) else {
                continue;
            };
            self.words(&text[from..range.start]);
            let style = Style {
                link: Some(address),
                ..self.style.clone()
            };
            self.put(&text[range.clone()], &style);
            from = range.end;
        }
        self.words(&text[from..]);
    }

    /// Words; the mark of a footnote that is nowhere is shown as those of the others are.
    fn words(&mut self, text: &str) {
        let style = self.style.clone();
        self.put(&text.replace("[^", "["), &style);
    }

    fn flush_letters(&mut self) {
        let text = std::mem::take(&mut self.text);
        let style = Style {
            quote: self.style.quote,
            pre: self.style.pre.clone(),
            ..Style::default()
        };
        self.flow.push(&text, &style);
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
