//! Links, pictures and inline HTML while the events go by.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::source::Source;
use crate::import_export::html;
use crate::import_export::markdown::links::Links;

/// Links, pictures, inline HTML and footnotes while the events go by.
#[derive(Default)]
pub(super) struct Inline {
    pub(super) links: Vec<Open>,
    pub(super) references: Vec<(Range<usize>, String)>,
    /// Addresses of `<a href>` that wait for their `</a>`.
    pub(super) anchors: Vec<Option<String>>,
}

pub(super) struct Open {
    range: Range<usize>,
    inner: Option<Range<usize>>,
    url: String,
    kind: LinkType,
    image: bool,
}

impl Inline {
    pub(super) fn take(
        &mut self,
        event: &Event,
        range: Range<usize>,
        source: &mut Source,
        links: &mut Links,
        in_table: bool,
    ) {
        let ends = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        if !ends && let Some(open) = self.links.last_mut() {
            let start = open
                .inner
                .as_ref()
                .map_or(range.start, |inner| inner.start.min(range.start));
            let end = open
                .inner
                .as_ref()
                .map_or(range.end, |inner| inner.end.max(range.end));
            open.inner = Some(start..end);
        }
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => self.open(range, dest_url, *link_type, false),
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                ..
            }) => self.open(range, dest_url, *link_type, true),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(open) = self.links.pop() {
                    let within = !self.links.is_empty();
                    close(open, within, source, links);
                }
            }
            Event::InlineHtml(tag) => {
                let rest = &source.text[range.end..];
                if let Some(with) =
                    self.inline_html(tag, links, source.line(range.start), in_table, rest)
                {
                    source.edits.push((range, with));
                }
            }
            Event::FootnoteReference(name) => self.references.push((range, name.to_string())),
            _ => {}
        }
    }

    pub(super) fn open(&mut self, range: Range<usize>, url: &str, kind: LinkType, image: bool) {
        self.links.push(Open {
            range,
            inner: None,
            url: url.to_owned(),
            kind,
            image,
        });
    }

    /// What stands for an inline tag; `None` where it is no tag of HTML.
    fn inline_html(
        &mut self,
        tag: &str,
        links: &mut Links,
        line: usize,
        in_table: bool,
        rest: &str,
    ) -> Option<String> {
        let name = html::tag_name(tag)?;
        let closing = tag.starts_with("</");
        Some(match name.as_str() {
            "br" if in_table => " ".to_owned(),
            "br" if rest.trim_start_matches(' ').starts_with('\n') || rest.is_empty() => {
                "  ".to_owned()
            }
            "br" => "  \n".to_owned(),
            "b" | "strong" => "**".to_owned(),
            "i" | "em" => "*".to_owned(),
            "code" | "kbd" | "tt" | "samp" => "`".to_owned(),
            "s" | "del" | "strike" => "~~".to_owned(),
            "a" if closing => match self.anchors.pop().flatten() {
                Some(url) => format!("]({url})"),
                None => String::new(),
            },
            "a" => {
                let url =
                    html::attribute(tag, "href").and_then(|href| links.resolve_at(&href, line));
                let url = url.filter(|url| url.contains("://"));
                let open = if url.is_some() { "[" } else { "" };
                self.anchors.push(url);
                open.to_owned()
            }
            "img" => {
                let url = html::attribute(tag, "src").and_then(|src| links.resolve_at(&src, line));
                let alt = html::attribute(tag, "alt").unwrap_or_default();
                match url {
                    Some(url) => format!("![{}]({url})", named_picture(&alt, &url)),
                    None => alt,
                }
            }
            _ => String::new(),
        })
    }
}

/// The words for a picture: its own, else the name of its file.
pub(in crate::import_export::markdown) fn named_picture(alt: &str, url: &str) -> String {
    if !alt.trim().is_empty() {
        return alt.trim().to_owned();
    }
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let file = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match stem.is_empty() {
        true => "picture".to_owned(),
        false => stem.replace(['[', ']'], ""),
    }
}

fn close(open: Open, within: bool, source: &mut Source, links: &mut Links) {
    let line = source.line(open.range.start);
    let start = open.range.start;
    match open.kind {
        LinkType::Autolink => return,
        LinkType::Email => {
            let address = open.url.trim_start_matches("mailto:").to_owned();
            return source.edits.push((open.range, address));
        }
        _ => {}
    }
    let opening = start + 1 + usize::from(open.image);
    let inner = open.inner.unwrap_or(opening..opening);
    let before = start..inner.start.max(start);
    let after = inner.end.min(open.range.end)..open.range.end;
    let words = source.text[inner.clone()].trim().to_owned();
    if open.image && within {
        // A picture within a link: its words are what is pressed.
        let words = if words.is_empty() {
            named_picture("", &open.url)
        } else {
            words
        };
        return source.edits.push((open.range, words));
    }
    let url = links.resolve_at(&open.url, line);
    match url {
        Some(url) if url.contains("://") => {
            if open.image && words.is_empty() {
                let name = named_picture("", &url);
                return source.edits.push((open.range, format!("![{name}]({url})")));
            }
            if words.is_empty() && inner.is_empty() {
                return source.edits.push((open.range, url));
            }
            let same = matches!(open.kind, LinkType::Inline) && url == open.url;
            if !same {
                let mark = if open.image { "![" } else { "[" };
                source.edits.push((before, mark.to_owned()));
                source.edits.push((
                    after,
                    format!(
                        "]({})",
                        url.replace(' ', "%20")
                            .replace(')', "%29")
                            .replace('(', "%28")
                    ),
                ));
            }
        }
        // An address that no chat can open stands behind its words.
        Some(other) => {
            source.edits.push((before, String::new()));
            let with = if words.contains(&other) || other.is_empty() {
                String::new()
            } else {
                format!(" ({other})")
            };
            source.edits.push((after, with));
        }
        None => {
            source.edits.push((before, String::new()));
            source.edits.push((after, String::new()));
        }
    }
}
