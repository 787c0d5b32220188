//! Within a line: links, HTML, and text on its way into the flow.

use super::emphasis;
use super::tags::{self, Piece, Tag as Html};
use super::writer::Writer;
use crate::render::address;
use crate::render::flow::{Quote, Style};

impl Writer<'_> {
    /// A link begins: to an address that Telegram takes, or to one that is shown as text.
    pub(super) fn link(&mut self, written: &str) {
        let written = emphasis::without_fillers(written);
        let address = address::for_text(&written);
        self.lost = match address {
            Some(_) => None,
            None => address::as_text(&written),
        };
        self.inline(|style| style.link = address);
        self.link_words.clear();
    }

    pub(super) fn link_ends(&mut self) {
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
    pub(super) fn html(&mut self, html: &str) {
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

    pub(super) fn html_tag(&mut self, tag: Html, open: bool) {
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
    pub(super) fn put(&mut self, text: &str, style: &Style) {
        match &mut self.table {
            Some(table) => table.push(text, style),
            None => self.flow.push(text, style),
        }
    }

    /// Puts the waiting text into the flow, with its bare addresses as links.
    pub(super) fn flush(&mut self) {
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
    pub(super) fn words(&mut self, text: &str) {
        let style = self.style.clone();
        self.put(&text.replace("[^", "["), &style);
    }

    pub(super) fn flush_letters(&mut self) {
        let text = std::mem::take(&mut self.text);
        let style = Style {
            quote: self.style.quote,
            pre: self.style.pre.clone(),
            ..Style::default()
        };
        self.flow.push(&text, &style);
    }
}
