//! A page's blocks, read by pulldown-cmark; texts are slices of the page with small edits.
//!
//! Edits are what a chat cannot do with the page's own text: relative and reference links, inline
//! HTML, footnotes. Everything else stays as its author wrote it.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::import_export::html;

mod inline;
mod source;
mod texts;

use super::links::Links;
use inline::Inline;
use source::Source;
use texts::{definition_text, fenced, item_text, leads_within};

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
