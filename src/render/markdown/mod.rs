//! Markdown, as the FAQ's author wrote it, into a flow.
//!
//! What a chat message cannot show becomes the nearest thing it can: lists are lines with `•`,
//! headings are bold, tables are lines with `|`, pictures are links. HTML in the Markdown is shown
//! as the letters it is made of, save `<br>`.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::render::address;
use crate::render::flow::{Flow, Pre, Quote, Style};

/// From how many columns on a line counts as wrapped by an editor, so that its end is a blank;
/// the end of a shorter line was meant. A Chinese character counts two.
const WRAPPED_COLUMNS: usize = 60;

/// Adds `markdown` to `flow`; everything in it gets at least the style `base`.
pub(super) fn push(flow: &mut Flow, markdown: &str, base: &Style) {
    let markdown = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut writer = Writer {
        flow,
        base: base.clone(),
        style: base.clone(),
        text: String::new(),
        lists: Vec::new(),
        depth: 0,
        item_began: false,
        cell: 0,
        is_first: true,
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
    /// Number of the table cell within its row.
    cell: usize,
    /// Whether no block began yet: the first keeps the distance that stands before it.
    is_first: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push_str(&text);
            }
            Event::Code(text) => {
                self.flush();
                let style = match &self.style.link {
                    Some(_) => self.style.clone(),
                    None => Style {
                        quote: self.style.quote,
                        code: true,
                        ..Style::default()
                    },
                };
                self.flow.push(&text, &style);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let tag = html.trim().to_ascii_lowercase();
                match tag.trim_end_matches([' ', '/', '>']) {
                    "<br" => self.text.push('\n'),
                    _ => self.text.push_str(&html),
                }
            }
            Event::SoftBreak => {
                let separator = self.soft_break();
                self.text.push_str(separator);
            }
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => {
                self.block(1);
                self.text.push_str("———");
            }
            Event::TaskListMarker(done) => self.text.push_str(if done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(name) => {
                self.text.push_str(&format!("[{name}]"));
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.paragraph(),
            Tag::Heading { .. } => {
                self.paragraph();
                self.style.bold = true;
            }
            Tag::BlockQuote(_) => {
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
            Tag::Link { dest_url, .. } => {
                let address = address::for_text(&dest_url);
                self.inline(|style| style.link = address);
            }
            Tag::Image { dest_url, .. } => {
                let address = address::for_text(&dest_url);
                self.inline(|style| style.link = style.link.take().or(address));
            }
            Tag::Table(_) => self.block(1),
            Tag::TableHead | Tag::TableRow => {
                self.block(0);
                self.cell = 0;
            }
            Tag::TableCell => {
                if self.cell > 0 {
                    self.text.push_str(" | ");
                }
                self.cell += 1;
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
            TagEnd::Link | TagEnd::Image => self.inline(|style| style.link = None),
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

    fn soft_break(&self) -> &'static str {
        let before = self.flow.text();
        let line = before.rsplit('\n').next().unwrap_or("").chars();
        let here = self.text.rsplit('\n').next().unwrap_or("");
        let columns: usize = line.chain(here.chars()).map(columns).sum();
        if columns < WRAPPED_COLUMNS {
            return "\n";
        }
        match here.chars().last() {
            Some(last) if columns_of_wide(last) => "",
            _ => " ",
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
            self.flow.push(&text[range.clone()], &style);
            from = range.end;
        }
        self.words(&text[from..]);
    }

    /// Words with the emphasis that CommonMark does not see: it wants a blank or punctuation
    /// around `**`, which Chinese does not have.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, inside, after)) = stars(rest) {
            self.flow.push(before, &self.style);
            let style = Style {
                bold: true,
                ..self.style.clone()
            };
            self.flow.push(inside, &style);
            rest = after;
        }
        self.flow.push(rest, &self.style);
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

/// Splits at the first `**words**` within one line.
fn stars(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("**")?;
    let (inside, after) = rest.split_once("**")?;
    let plain = !inside.is_empty() && !inside.contains('\n') && inside.trim() == inside;
    plain.then_some((before, inside, after))
}

pub(super) fn columns(c: char) -> usize {
    if columns_of_wide(c) { 2 } else { 1 }
}

/// Whether a character is as wide as a Chinese one.
fn columns_of_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}
