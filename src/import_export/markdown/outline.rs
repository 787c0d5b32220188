//! A page's blocks as a tree: what stands below which title.
//!
//! Titles are headings and foldings, and within what no question owns also paragraphs in bold,
//! `Q:` marks, items of lists, terms and rows of tables that ask something.

use crate::import_export::words::titles::{
    answer_mark, clean, is_faq_name, is_question, question_mark,
};

use super::blocks::{Block, Item, Kind, plain};

/// Foldings stand below every heading around them.
const FOLDING_LEVEL: usize = 7;
/// Marks within a text stand below everything else.
const MARK_LEVEL: usize = 99;

/// A title and what stands below it.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) level: usize,
    pub(super) title: String,
    pub(super) anchor: Option<String>,
    /// Address that the title itself links to.
    pub(super) link: Option<String>,
    /// Whether the page says that this is a question (`Q:`, a row of a table, a term).
    pub(super) marked: bool,
    pub(super) folding: bool,
    pub(super) parts: Vec<Part>,
}

#[derive(Debug)]
pub(super) enum Part {
    Block(Block),
    Node(Node),
}

impl Node {
    pub(super) fn asks(&self) -> bool {
        self.marked || (is_question(&self.title) && !is_faq_name(&self.title))
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.parts.iter().filter_map(|part| match part {
            Part::Node(node) => Some(node),
            Part::Block(_) => None,
        })
    }

    /// Whether it or anything below it asks.
    pub(super) fn any_asks(&self) -> bool {
        self.asks() || self.nodes().any(Node::any_asks)
    }

    /// Whether text stands right below the title.
    pub(super) fn has_text(&self) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::Block(block) if says_something(block)))
    }

    /// Calls `visit` for every node below this one.
    pub(super) fn each(&self, visit: &mut impl FnMut(&Node)) {
        for node in self.nodes() {
            visit(node);
            node.each(visit);
        }
    }
}

/// Whether a block is more than a rule, a table of contents or a way back to the top.
pub(super) fn says_something(block: &Block) -> bool {
    match &block.kind {
        Kind::Rule | Kind::Close => false,
        Kind::List(items) => !items.iter().all(|item| is_inner_link(&item.text)),
        _ => !is_way_back(&block.text),
    }
}

fn is_inner_link(text: &str) -> bool {
    // Links within the page have lost their brackets by now; a list of bare questions is contents.
    !text.is_empty()
        && text
            .lines()
            .all(|line| is_question(line) && !line.contains("**"))
}

pub(super) fn is_way_back(text: &str) -> bool {
    let words = plain(text).to_lowercase();
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "back to top"
            | "top"
            | "back to the top"
            | "go to top"
            | "return to top"
            | "back to contents"
            | "back to toc"
            | "back to table of contents"
            | "返回顶部"
            | "回到顶部"
            | "返回目录"
            | "回到目录"
            | "返回頂部"
            | "回到頂部"
            | ""
    )
}

/// Builds the tree.
pub(super) fn tree(blocks: Vec<Block>) -> Node {
    let mut stack = vec![Node::default()];
    // Levels of the foldings that are open: what stands within them is deeper.
    let mut bases: Vec<usize> = Vec::new();
    for block in blocks {
        match block.kind {
            Kind::Heading {
                level,
                ref title,
                ref anchor,
                ref link,
            } => {
                let level = level + bases.last().copied().unwrap_or(0);
                let (title, own) = clean(title);
                if title.is_empty() {
                    continue;
                }
                close(&mut stack, level);
                stack.push(Node {
                    line: block.line,
                    level,
                    title,
                    anchor: own.or_else(|| anchor.clone()),
                    link: link.clone(),
                    ..Node::default()
                });
            }
            Kind::Open(ref title) => {
                let level = bases.last().copied().unwrap_or(0) + FOLDING_LEVEL;
                let (title, anchor) = clean(title);
                if bases.is_empty() {
                    close(&mut stack, level);
                }
                bases.push(level);
                stack.push(Node {
                    line: block.line,
                    level,
                    title,
                    anchor,
                    folding: true,
                    ..Node::default()
                });
            }
            Kind::Close => {
                if let Some(level) = bases.pop() {
                    close(&mut stack, level);
                }
            }
            _ => {
                if let Some(top) = stack.last_mut() {
                    top.parts.push(Part::Block(block));
                }
            }
        }
    }
    close(&mut stack, 0);
    let mut root = stack.pop().unwrap_or_default();
    mark_foldings(&mut root);
    root
}

/// Where foldings hold the questions of a page, those that do not ask are questions as well.
fn mark_foldings(root: &mut Node) {
    let (mut foldings, mut headings) = (0, 0);
    root.each(&mut |node| match node.folding {
        true => foldings += usize::from(node.asks()),
        false => headings += usize::from(node.asks()),
    });
    if foldings > headings {
        mark_foldings_below(root);
    }
}

fn mark_foldings_below(node: &mut Node) {
    for part in &mut node.parts {
        let Part::Node(inner) = part else { continue };
        let leaf = inner.nodes().next().is_none();
        if inner.folding && leaf && inner.has_text() && !has_marks(inner) {
            inner.marked = true;
        }
        if !inner.asks() {
            mark_foldings_below(inner);
        }
    }
}

/// Hangs what is at `level` or deeper below its parents.
fn close(stack: &mut Vec<Node>, level: usize) {
    while stack.len() > 1 && stack.last().is_some_and(|top| top.level >= level) {
        if let Some(node) = stack.pop()
            && let Some(parent) = stack.last_mut()
        {
            parent.parts.push(Part::Node(node));
        }
    }
}

/// How a page marks its questions besides by headings.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Habits {
    /// Whether bold paragraphs that do not ask are titles, too.
    bold_titles: bool,
    /// Whether plain paragraphs that ask are titles.
    plain_questions: bool,
}

impl Habits {
    pub(super) fn of(root: &Node) -> Habits {
        let (mut headings, mut marks, mut bold, mut bold_asks) = (0, 0, 0, 0);
        let mut block = |block: &Block| match &block.kind {
            Kind::Paragraph => {
                if let Some((title, rest)) = bold_start(&block.text) {
                    let asks = is_question(&plain(&title));
                    bold_asks += usize::from(asks);
                    bold += usize::from(rest.is_empty() && !asks);
                }
                marks += usize::from(block.text.lines().any(|line| question_mark(line).is_some()));
            }
            Kind::List(items) => {
                marks += items
                    .iter()
                    .filter(|item| item_question(item, false).is_some())
                    .count()
            }
            Kind::Definitions(_) => marks += 1,
            Kind::Table(rows) => marks += usize::from(table_columns(rows).is_some()),
            _ => {}
        };
        let mut node = |node: &Node| {
            headings += usize::from(node.asks() || node.folding);
            for part in &node.parts {
                if let Part::Block(inner) = part {
                    block(inner);
                }
            }
        };
        node(root);
        root.each(&mut node);
        Habits {
            bold_titles: headings + marks == 0
                && ((bold_asks == 0 && bold >= 2) || bold_asks > bold),
            plain_questions: headings + marks + bold_asks == 0,
        }
    }
}

/// Makes nodes of the questions that stand within texts, below every title that asks nothing.
pub(super) fn mark(node: &mut Node, habits: Habits) {
    if node.asks() && !has_marks(node) {
        return;
    }
    let parts = std::mem::take(&mut node.parts);
    let mut open: Option<Node> = None;
    let mut done: Vec<Part> = Vec::new();
    for (at, part) in parts_with_next(parts) {
        match part {
            Part::Node(mut inner) => {
                done.extend(open.take().map(Part::Node));
                mark(&mut inner, habits);
                done.push(Part::Node(inner));
            }
            Part::Block(block) => {
                let pieces = pieces(block, habits, at);
                for piece in pieces {
                    match piece {
                        Piece::Title(title) => {
                            done.extend(open.take().map(Part::Node));
                            open = Some(title);
                        }
                        Piece::Whole(title) => {
                            done.extend(open.take().map(Part::Node));
                            done.push(Part::Node(title));
                        }
                        Piece::Text(block) => match &mut open {
                            Some(title) => title.parts.push(Part::Block(block)),
                            None => done.push(Part::Block(block)),
                        },
                    }
                }
            }
        }
    }
    done.extend(open.take().map(Part::Node));
    node.parts = done;
}

/// Whether a text below a question says itself that it holds questions.
fn has_marks(node: &Node) -> bool {
    !node.marked
        && node.parts.iter().any(|part| {
            matches!(part, Part::Block(block) if matches!(block.kind, Kind::Paragraph)
        && block.text.lines().any(|line| question_mark(line).is_some_and(|rest| !rest.is_empty())))
        })
}

/// Parts, each with whether text follows that is no title itself.
fn parts_with_next(parts: Vec<Part>) -> Vec<(bool, Part)> {
    let follows: Vec<bool> = (0..parts.len())
        .map(|at| match parts.get(at + 1) {
            Some(Part::Block(next)) => match next.kind {
                Kind::Rule => false,
                Kind::Paragraph => {
                    let first = next.text.lines().next().unwrap_or("");
                    !(next.text.lines().count() == 1
                        && is_question(&plain(first))
                        && first.trim_end().ends_with(['?', '？']))
                }
                _ => true,
            },
            _ => false,
        })
        .collect();
    follows.into_iter().zip(parts).collect()
}

enum Piece {
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

fn pieces(block: Block, habits: Habits, text_follows: bool) -> Vec<Piece> {
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
fn table_columns(rows: &[Vec<String>]) -> Option<(usize, usize)> {
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
pub(super) fn without_answer_mark(text: &str) -> &str {
    answer_mark(text).unwrap_or(text)
}

/// The bold beginning of a text and what follows it; a number or `Q:` may stand before.
fn bold_start(text: &str) -> Option<(String, String)> {
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
fn item_question(item: &Item, text_follows: bool) -> Option<(String, String, bool)> {
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
