//! A page's blocks, read by pulldown-cmark; texts are slices of the page with small edits.
//!
//! Edits are what a chat cannot do with the page's own text: relative and reference links, inline
//! HTML, footnotes. Everything else stays as its author wrote it.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::import_export::html;

use super::links::Links;

/// What a block is.
#[derive(Debug, Clone)]
pub(in crate::import_export) enum Kind {
    Heading {
        level: usize,
        title: String,
        anchor: Option<String>,
        link: Option<String>,
    },
    Paragraph,
    List(Vec<Item>),
    Table(Vec<Vec<String>>),
    /// Terms with what is said of each.
    Definitions(Vec<(Item, String)>),
    /// `<details>` with its summary.
    Open(String),
    Close,
    Rule,
    Other,
}

/// An item of a list.
#[derive(Debug, Clone)]
pub(in crate::import_export) struct Item {
    pub(super) line: usize,
    pub(in crate::import_export) text: String,
}

/// One block of a page.
#[derive(Debug, Clone)]
pub(in crate::import_export) struct Block {
    pub(super) line: usize,
    pub(super) kind: Kind,
    /// Its Markdown.
    pub(in crate::import_export) text: String,
}

pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
}

/// The words of a piece of Markdown, without marks.
pub(crate) fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                text.push(' ')
            }
            Event::InlineHtml(tag) if tag.to_lowercase().starts_with("<br") => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a page and its edits.
struct Source<'t> {
    text: &'t str,
    starts: Vec<usize>,
    numbers: &'t [usize],
    edits: Vec<(Range<usize>, String)>,
}

impl Source<'_> {
    fn line(&self, at: usize) -> usize {
        let index = self
            .starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1);
        self.numbers.get(index).copied().unwrap_or(index + 1)
    }

    /// A slice with its edits, without blank lines around it.
    fn slice(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        let mut at = range.start;
        let first = self
            .edits
            .partition_point(|(edit, _)| edit.start < range.start);
        for (edit, with) in &self.edits[first..] {
            if edit.start >= range.end {
                break;
            }
            if edit.start < at || edit.end > range.end {
                continue;
            }
            out.push_str(&self.text[at..edit.start]);
            out.push_str(with);
            at = edit.end;
        }
        out.push_str(&self.text[at..range.end.max(at)]);
        out.trim_end().trim_start_matches('\n').to_owned()
    }
}

/// What is known of a block while its inside is read.
enum Found {
    Heading {
        level: usize,
        title: String,
        anchor: Option<String>,
        link: Option<String>,
        setext: bool,
    },
    Paragraph,
    List(Vec<Range<usize>>),
    Table(Vec<Vec<Range<usize>>>),
    Definitions(Vec<(Range<usize>, Vec<Range<usize>>)>),
    Html,
    Rule,
    Footnote,
    /// Code that is told by its indentation alone.
    Indented,
    Other,
}

/// Reads the blocks of a page. `numbers` holds the line of the source for every line of `text`.
pub(in crate::import_export) fn blocks(
    text: &str,
    numbers: &[usize],
    links: &mut Links,
) -> Vec<Block> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let mut source = Source {
        text,
        starts,
        numbers,
        edits: Vec::new(),
    };
    let mut found: Vec<(Range<usize>, Found)> = Vec::new();
    let mut reader = Inline::default();
    let mut depth = 0usize;
    let mut notes: HashMap<String, Range<usize>> = HashMap::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match &event {
            Event::Start(tag) => {
                depth += 1;
                if depth == 1 {
                    let setext = !text[range.clone()].trim_start().starts_with('#');
                    let kind = match tag {
                        Tag::Heading { level, .. } => Found::Heading {
                            level: *level as usize,
                            title: String::new(),
                            anchor: None,
                            link: None,
                            setext,
                        },
                        Tag::Paragraph => Found::Paragraph,
                        Tag::List(_) => Found::List(Vec::new()),
                        Tag::Table(_) => Found::Table(Vec::new()),
                        Tag::DefinitionList => Found::Definitions(Vec::new()),
                        Tag::HtmlBlock => Found::Html,
                        Tag::CodeBlock(CodeBlockKind::Indented) => Found::Indented,
                        Tag::FootnoteDefinition(name) => {
                            notes.insert(name.to_string(), range.clone());
                            Found::Footnote
                        }
                        _ => Found::Other,
                    };
                    found.push((range.clone(), kind));
                }
                if let Some((_, block)) = found.last_mut() {
                    match (block, tag) {
                        (Found::List(items), Tag::Item) if depth == 2 => items.push(range.clone()),
                        (Found::Table(rows), Tag::TableHead | Tag::TableRow) => {
                            rows.push(Vec::new())
                        }
                        (Found::Table(rows), Tag::TableCell) => {
                            if let Some(row) = rows.last_mut() {
                                row.push(range.clone());
                            }
                        }
                        (Found::Definitions(list), Tag::DefinitionListTitle) if depth == 2 => {
                            list.push((range.clone(), Vec::new()))
                        }
                        (Found::Definitions(list), Tag::DefinitionListDefinition) if depth == 2 => {
                            if let Some((_, said)) = list.last_mut() {
                                said.push(range.clone());
                            }
                        }
                        (Found::Heading { link, .. }, Tag::Link { dest_url, .. }) => {
                            *link = Some(dest_url.to_string())
                        }
                        _ => {}
                    }
                }
            }
            Event::Rule if depth == 0 => found.push((range.clone(), Found::Rule)),
            _ => {}
        }
        if let Some((_, Found::Heading { title, anchor, .. })) =
            found.last_mut().filter(|_| depth > 0)
        {
            match &event {
                Event::Text(words) | Event::Code(words) => title.push_str(words),
                Event::SoftBreak | Event::HardBreak => title.push('\n'),
                Event::InlineHtml(tag) => {
                    if let Some(name) =
                        html::attribute(tag, "name").or_else(|| html::attribute(tag, "id"))
                    {
                        *anchor = Some(name);
                    }
                    if tag.to_lowercase().starts_with("<br") {
                        title.push(' ');
                    }
                }
                _ => {}
            }
        }
        let in_table = matches!(found.last(), Some((_, Found::Table(_))));
        reader.take(&event, range, &mut source, links, in_table);
        if matches!(event, Event::End(_)) {
            depth -= 1;
        }
    }
    footnotes(&mut source, &reader.references, &notes);
    source
        .edits
        .sort_by_key(|(range, _)| (range.start, range.end));
    let mut blocks = Vec::new();
    let mut pending: Option<String> = None;
    for (range, found) in found {
        push(&source, range, found, links, &mut pending, &mut blocks);
    }
    blocks
}

/// A reference to a footnote becomes its text in brackets.
fn footnotes(
    source: &mut Source,
    references: &[(Range<usize>, String)],
    notes: &HashMap<String, Range<usize>>,
) {
    for (range, name) in references {
        let Some(note) = notes.get(name) else {
            continue;
        };
        let text = &source.text[note.clone()];
        let text = text.split_once("]:").map_or(text, |(_, text)| text);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        source.edits.push((range.clone(), format!(" ({words})")));
    }
}

fn push(
    source: &Source,
    range: Range<usize>,
    found: Found,
    links: &mut Links,
    pending: &mut Option<String>,
    blocks: &mut Vec<Block>,
) {
    let line = source.line(range.start);
    let text = source.slice(range.clone());
    let item = |range: &Range<usize>| Item {
        line: source.line(range.start),
        text: item_text(&source.slice(range.clone())),
    };
    let kind = match found {
        Found::Heading {
            title,
            setext: true,
            ..
        } if title.contains('\n')
            || title
                .trim_end()
                .ends_with(['.', '。', ':', '：', ',', '，']) =>
        {
            // A paragraph with a rule right below it, not a heading.
            let text = match text.rsplit_once('\n') {
                Some((text, _)) => text.to_owned(),
                None => text,
            };
            blocks.push(Block {
                line,
                kind: Kind::Paragraph,
                text,
            });
            blocks.push(Block {
                line,
                kind: Kind::Rule,
                text: "---".to_owned(),
            });
            return;
        }
        Found::Heading {
            level,
            title,
            anchor,
            link,
            ..
        } => {
            let link =
                link.and_then(|link| links.resolve(&link).filter(|url| url.starts_with("http")));
            Kind::Heading {
                level,
                title: title.replace('\n', " "),
                anchor: anchor.or(pending.take()),
                link,
            }
        }
        Found::Paragraph => Kind::Paragraph,
        Found::List(_) if leads_within(&source.text[range.clone()]) => return,
        Found::List(items) => Kind::List(items.iter().map(item).collect()),
        Found::Table(rows) => {
            let cell = |range: &Range<usize>| {
                source
                    .slice(range.clone())
                    .trim()
                    .trim_matches('|')
                    .trim()
                    .to_owned()
            };
            Kind::Table(
                rows.iter()
                    .map(|row| row.iter().map(cell).collect())
                    .collect(),
            )
        }
        Found::Definitions(list) => Kind::Definitions(
            list.iter()
                .map(|(term, said)| {
                    let said: Vec<String> = said
                        .iter()
                        .map(|range| definition_text(&source.slice(range.clone())))
                        .collect();
                    (item(term), said.join("\n\n"))
                })
                .collect(),
        ),
        Found::Html => return html_block(&source.text[range], line, links, pending, blocks),
        Found::Rule => Kind::Rule,
        Found::Footnote => return,
        Found::Indented => {
            let text = fenced(&source.text[range]);
            return blocks.push(Block {
                line,
                kind: Kind::Other,
                text,
            });
        }
        Found::Other => Kind::Other,
    };
    if !text.trim().is_empty() {
        blocks.push(Block { line, kind, text });
    }
}

/// Indented code between fences: in a chat, and as the start of an answer, indentation is lost.
fn fenced(code: &str) -> String {
    let lines: Vec<&str> = code.trim_end().lines().collect();
    let bare = |line: &str| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        line.strip_prefix('\t')
            .map_or_else(|| line[spaces.min(4)..].to_owned(), str::to_owned)
    };
    // The first line begins behind its indentation already.
    let mut text = vec!["```".to_owned()];
    text.extend(
        lines
            .first()
            .map(|line| line.trim_start_matches("    ").to_owned()),
    );
    text.extend(lines.iter().skip(1).map(|line| bare(line)));
    text.push("```".to_owned());
    text.join("\n")
}

/// Whether every item of a list is a link within the page: a table of contents.
fn leads_within(list: &str) -> bool {
    let inner = |line: &str| {
        let bare = line
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['-', '*', '+', '.', ')', ' ']);
        bare.starts_with('[') && bare.contains("](#") && bare.trim_end().ends_with(')')
    };
    let mut lines = list.lines().filter(|line| !line.trim().is_empty());
    matches!(list.trim(), "* TOC" | "- TOC" | "1. TOC") || lines.all(inner)
}

fn definition_text(text: &str) -> String {
    dedented(text.trim_start().trim_start_matches(':'))
}

/// An item's text without its bullet or number.
fn item_text(text: &str) -> String {
    let bare = text.trim_start();
    let rest = match bare.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => {
            let digits = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            bare[digits..].strip_prefix(['.', ')']).unwrap_or(bare)
        }
    };
    dedented(rest)
}

/// A first line and those below it moved left together.
fn dedented(text: &str) -> String {
    let (first, below) = text.split_once('\n').unwrap_or((text, ""));
    let columns = below
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let mut lines = vec![first.trim()];
    lines.extend(
        below
            .lines()
            .map(|line| line.get(columns..).unwrap_or("").trim_end()),
    );
    lines.join("\n").trim().to_owned()
}

/// The parts of a block of HTML: foldings, and what else stands there as Markdown.
fn html_block(
    text: &str,
    line: usize,
    links: &mut Links,
    pending: &mut Option<String>,
    blocks: &mut Vec<Block>,
) {
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    let mut chunk = 0;
    let tag_end = |from: usize| lower[from..].find('>').map(|end| from + end + 1);
    let line_of = |at: usize| line + text[..at].matches('\n').count();
    while let Some(open) = lower[at..].find('<').map(|open| open + at) {
        let rest = &lower[open..];
        let (kind, end) = if rest.starts_with("<summary") {
            let Some(start) = tag_end(open) else { break };
            let end = lower[start..]
                .find("</summary>")
                .map_or(text.len(), |end| start + end);
            let title = plain(
                html::to_markdown(&text[start..end])
                    .trim_start_matches('#')
                    .trim(),
            );
            (
                Some(Kind::Open(title)),
                (end + "</summary>".len()).min(text.len()),
            )
        } else if rest.starts_with("</details") {
            (Some(Kind::Close), tag_end(open).unwrap_or(text.len()))
        } else if rest.starts_with("<details") {
            (None, tag_end(open).unwrap_or(text.len()))
        } else {
            at = open + 1;
            continue;
        };
        html_chunk(&text[chunk..open], line_of(chunk), links, pending, blocks);
        if let Some(kind) = kind {
            blocks.push(Block {
                line: line_of(open),
                kind,
                text: String::new(),
            });
        }
        at = end;
        chunk = end;
    }
    html_chunk(&text[chunk..], line_of(chunk), links, pending, blocks);
}

fn html_chunk(
    text: &str,
    line: usize,
    links: &mut Links,
    pending: &mut Option<String>,
    blocks: &mut Vec<Block>,
) {
    if text.trim().is_empty() {
        return;
    }
    let markdown = match html::looks_like_html(text) {
        true => html::to_markdown(text),
        false => text.trim().to_owned(),
    };
    if markdown.trim().is_empty() {
        *pending = html::attribute(text, "name")
            .or_else(|| html::attribute(text, "id"))
            .or(pending.take());
        return;
    }
    // HTML that becomes HTML again would go round in circles.
    if markdown.trim() == text.trim() && text.trim().starts_with('<') {
        let kind = Kind::Paragraph;
        let text = text.trim().replace('<', "\\<");
        return blocks.push(Block { line, kind, text });
    }
    let numbers: Vec<usize> = markdown.lines().map(|_| line).collect();
    blocks.extend(self::blocks(&markdown, &numbers, links));
}

/// Links, pictures, inline HTML and footnotes while the events go by.
#[derive(Default)]
struct Inline {
    links: Vec<Open>,
    references: Vec<(Range<usize>, String)>,
    /// Addresses of `<a href>` that wait for their `</a>`.
    anchors: Vec<Option<String>>,
}

struct Open {
    range: Range<usize>,
    inner: Option<Range<usize>>,
    url: String,
    kind: LinkType,
    image: bool,
}

impl Inline {
    fn take(
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

    fn open(&mut self, range: Range<usize>, url: &str, kind: LinkType, image: bool) {
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
pub(super) fn named_picture(alt: &str, url: &str) -> String {
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
