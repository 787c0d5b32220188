//! The titles within a text: bold paragraphs, `Q:` marks, items, rows of tables.

use super::node::{Node, Part};
use crate::import_export::markdown::blocks::{Block, Item, Kind, plain};
use crate::import_export::words::marks::{answer_mark, question_mark};
use crate::import_export::words::titles::{clean, is_question};

/// Marks within a text stand below everything else.
const MARK_LEVEL: usize = 99;

/// How a page marks its questions besides by headings.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::import_export::markdown) struct Habits {
    /// Whether bold paragraphs that do not ask are titles, too.
    pub(super) bold_titles: bool,
    /// Whether plain paragraphs that ask are titles.
    pub(super) plain_questions: bool,
}

pub(super) enum Piece {
    /// A title; what follows belongs to it.
    Title(Node),
    /// A title with all that belongs to it.
    Whole(Node),
    Text(Block),
}

fn titled(line: usize, title: &str, marked: bool) -> Node {
    let (title, anchor) = clean(&plain(title));
    Node {
        line,
        level: MARK_LEVEL,
        title,
        anchor,
        marked,
        ..Node::default()
    }
}

fn whole(line: usize, title: &str, text: &str, marked: bool) -> Piece {
    let mut node = titled(line, title, marked);
    if !text.trim().is_empty() {
        node.parts.push(paragraph(line, text));
    }
    Piece::Whole(node)
}

fn paragraph(line: usize, text: &str) -> Part {
    Part::Block(Block {
        line,
        kind: Kind::Paragraph,
        text: text.trim().to_owned(),
    })
}

pub(super) fn pieces(block: Block, habits: Habits, text_follows: bool) -> Vec<Piece> {
    match &block.kind {
        Kind::Paragraph => paragraph_pieces(block, habits, text_follows),
        Kind::List(items) => {
            let asked: Vec<Option<(String, String, bool)>> = items
                .iter()
                .map(|item| item_question(item, text_follows && items.len() == 1))
                .collect();
            let count = asked.iter().flatten().count();
            // Steps may begin with a question ("Is it on? Try again."): some of them are no FAQ.
            let weak = items
                .iter()
                .any(|item| asks_and_answers(&item.text).is_some());
            if count == 0 || count * 2 < items.len() || weak && count < items.len() {
                return vec![Piece::Text(block)];
            }
            let items = items.iter().zip(asked).map(|(item, asked)| match asked {
                Some((title, text, true)) if text.is_empty() => {
                    Piece::Title(titled(item.line, &title, true))
                }
                Some((title, text, marked)) => whole(item.line, &title, &text, marked),
                None => match bold_start(&item.text) {
                    Some((title, text)) if !text.is_empty() => {
                        whole(item.line, &title, &text, true)
                    }
                    _ => Piece::Text(Block {
                        line: item.line,
                        kind: Kind::Paragraph,
                        text: item.text.clone(),
                    }),
                },
            });
            items.collect()
        }
        Kind::Definitions(list) => list
            .iter()
            .map(|(term, said)| whole(term.line, &term.text, said, true))
            .collect(),
        Kind::Table(rows) => match table_columns(rows) {
            Some((question, answer)) => {
                let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
                let rows = rows.iter().enumerate().skip(1);
                rows.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()))
                    .map(|(number, row)| {
                        whole(
                            block.line + number + 1,
                            &cell(row, question),
                            &cell(row, answer),
                            true,
                        )
                    })
                    .collect()
            }
            None => vec![Piece::Text(block)],
        },
        _ => vec![Piece::Text(block)],
    }
}

/// Where a table's questions and answers stand, if its head names both.
pub(super) fn table_columns(rows: &[Vec<String>]) -> Option<(usize, usize)> {
    use crate::import_export::spreadsheet::columns::{Column, column};
    let names: Vec<Option<Column>> = rows
        .first()?
        .iter()
        .map(|name| column(&plain(name)).map(|(column, _)| column))
        .collect();
    let find = |is: fn(&Column) -> bool| {
        names
            .iter()
            .position(|column| column.as_ref().is_some_and(is))
    };
    let question = find(|column| matches!(column, Column::Question(_)))?;
    let answer = find(|column| matches!(column, Column::Answer(_)))
        .or_else(|| find(|column| matches!(column, Column::Content(_))))?;
    Some((question, answer))
}

fn paragraph_pieces(block: Block, habits: Habits, text_follows: bool) -> Vec<Piece> {
    let lines: Vec<&str> = block.text.lines().collect();
    if lines
        .iter()
        .any(|line| question_mark(line).is_some_and(|rest| !rest.is_empty()))
    {
        return marked_lines(&block, &lines);
    }
    if let Some((title, rest)) = bold_start(&block.text) {
        let asks = is_question(&plain(&title));
        let title_only = rest.is_empty() && habits.bold_titles && text_follows;
        if asks || title_only {
            let node = titled(block.line, &title, false);
            let node = Node {
                marked: true,
                ..node
            };
            return with_rest(node, block.line, &rest);
        }
    }
    let first = lines.first().copied().unwrap_or("");
    let asks = plain(first).trim_end().ends_with(['?', '？']) && is_question(&plain(first));
    if habits.plain_questions
        && asks
        && first.chars().count() <= 200
        && (lines.len() > 1 || text_follows)
    {
        let node = titled(block.line, first, true);
        return with_rest(node, block.line + 1, &lines[1..].join("\n"));
    }
    vec![Piece::Text(block)]
}

fn with_rest(node: Node, line: usize, rest: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::Title(node)];
    if !rest.trim().is_empty() {
        let text = without_answer_mark(rest.trim()).to_owned();
        pieces.push(Piece::Text(Block {
            line,
            kind: Kind::Paragraph,
            text,
        }));
    }
    pieces
}

/// A paragraph whose lines carry `Q:` and `A:`.
fn marked_lines(block: &Block, lines: &[&str]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut title: Option<(usize, String)> = None;
    let mut text = String::new();
    let flush =
        |title: &mut Option<(usize, String)>, text: &mut String, pieces: &mut Vec<Piece>| {
            if let Some((line, words)) = title.take() {
                pieces.push(Piece::Title(titled(line, &words, true)));
            }
            if !text.trim().is_empty() {
                let text = std::mem::take(text).trim().to_owned();
                pieces.push(Piece::Text(Block {
                    line: block.line,
                    kind: Kind::Paragraph,
                    text,
                }));
            }
        };
    let mut answering = false;
    for (number, line) in lines.iter().enumerate() {
        if let Some(rest) = question_mark(line).filter(|rest| !rest.is_empty()) {
            flush(&mut title, &mut text, &mut pieces);
            // `Q: How? A: So.` in one line.
            let inner = [" A: ", " A：", " 答：", " 答:", " **A:** "]
                .iter()
                .find_map(|mark| rest.split_once(mark));
            let (question, answer) = inner.unwrap_or((rest, ""));
            title = Some((block.line + number, question.to_owned()));
            answering = !answer.is_empty();
            text = answer.to_owned();
        } else if let Some(rest) = answer_mark(line) {
            answering = true;
            text.push_str(rest);
            text.push('\n');
        } else if title.is_some()
            && !answering
            && !title.as_ref().is_some_and(|(_, words)| is_question(words))
        {
            // A question that goes on in the next line.
            if let Some((_, words)) = &mut title {
                words.push(' ');
                words.push_str(line);
            }
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    flush(&mut title, &mut text, &mut pieces);
    pieces
}

/// A text without `A:` in front.
pub(in crate::import_export::markdown) fn without_answer_mark(text: &str) -> &str {
    answer_mark(text).unwrap_or(text)
}

/// The bold beginning of a text and what follows it; a number or `Q:` may stand before.
pub(super) fn bold_start(text: &str) -> Option<(String, String)> {
    let bare = text.trim();
    let bare = crate::import_export::words::titles::without_number(bare);
    let bare = bare.trim_start_matches(['❓', '❔', '👉', '▶', '•', '·', '\u{fe0f}', ' ']);
    let mark = ["**", "__"]
        .into_iter()
        .find(|mark| bare.starts_with(mark))?;
    let inner = &bare[2..];
    let end = inner.find(mark)?;
    let (title, rest) = (&inner[..end], &inner[end + 2..]);
    if title.trim().is_empty() || title.contains("\n\n") {
        return None;
    }
    let rest = rest.trim_start_matches(['\\', ' ']);
    // Words right behind the bold ones belong to the sentence, unless the bold ones end one.
    let ended = title
        .trim_end()
        .ends_with(['?', '？', ':', '：', '.', '。', '!', '！']);
    let parted =
        rest.is_empty() || rest.starts_with(['\n', ':', '：', '-', '–', '—', '?', '？']) || ended;
    parted.then(|| {
        let rest = rest.trim_start_matches(|c: char| {
            matches!(c, ':' | '：' | '–' | '—' | '\n' | ' ' | '?' | '？')
        });
        let rest = rest.strip_prefix("- ").filter(|_| !ended).unwrap_or(rest);
        (
            title.trim().trim_end_matches([':', '：']).to_owned(),
            rest.trim().to_owned(),
        )
    })
}

/// The question of an item, its answer, and whether the page marks it as one.
pub(super) fn item_question(item: &Item, text_follows: bool) -> Option<(String, String, bool)> {
    let text = item.text.trim();
    let (first, below) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(rest) = question_mark(first).filter(|rest| !rest.is_empty()) {
        let inner = [" A: ", " A：", " 答：", " 答:"]
            .iter()
            .find_map(|mark| rest.split_once(mark));
        let (question, answer) = inner.unwrap_or((rest, below));
        let answer = unlisted(answer);
        return Some((
            question.to_owned(),
            without_answer_mark(answer.trim()).to_owned(),
            true,
        ));
    }
    if let Some((title, rest)) = bold_start(text) {
        if is_question(&plain(&title)) && (!rest.is_empty() || text_follows) {
            let rest = unlisted(&rest);
            return Some((title, without_answer_mark(rest.trim()).to_owned(), true));
        }
        return None;
    }
    let words = plain(first);
    if words.trim_end().ends_with(['?', '？']) && !below.trim().is_empty() {
        let below = unlisted(below);
        return Some((
            first.to_owned(),
            without_answer_mark(below.trim()).to_owned(),
            true,
        ));
    }
    let (question, answer) = asks_and_answers(text)?;
    Some((question, answer, true))
}

/// `How? So.` in one line.
fn asks_and_answers(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let (first, below) = text.split_once('\n').unwrap_or((text, ""));
    if question_mark(first).is_some() || bold_start(text).is_some() {
        return None;
    }
    let end = first.find(['?', '？'])?;
    let mark = first[end..].chars().next()?.len_utf8();
    let (question, answer) = first.split_at(end + mark);
    let answer = answer.trim_start_matches([' ', '-', '–', '—', ':', '：']);
    (is_question(question)
        && answer.chars().count() > 1
        && below.is_empty()
        && !question.contains(['[', '`']))
    .then(|| (question.to_owned(), answer.to_owned()))
}

/// A text whose only item is the answer, without the bullet.
fn unlisted(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let bullets = lines
        .iter()
        .filter(|line| line.trim_start().starts_with("- "))
        .count();
    let trimmed = text.trim_start();
    match (bullets, trimmed.strip_prefix("- ")) {
        (1, Some(rest)) => {
            let rest: Vec<&str> = rest
                .lines()
                .map(|line| line.strip_prefix("  ").unwrap_or(line))
                .collect();
            rest.join("\n")
        }
        _ => text.to_owned(),
    }
}
