//! An answer: how an entry is shown, with its links, its related entries and a way to say whether
//! it helped.

use crate::conversation::context::Context;
use crate::conversation::staff::ask;
use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::faq::{Entry, Link};
use crate::model::incoming::TurnId;
use crate::model::reply::{Block, Button, Choice, Delivery, Reply};
use crate::text::Language;

/// From how many columns on an answer's tail is folded; a Chinese character counts two. About a
/// phone's screen full.
const FOLD_FIRST_COLUMNS: usize = 1200;

/// From how many columns on the second language is folded: it is for others than the asker.
pub(in crate::conversation) const FOLD_SECOND_COLUMNS: usize = 400;

/// How many related entries are offered.
const MAX_RELATED: usize = 3;

/// Where an answer stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::conversation) struct View {
    /// The turn that its buttons belong to.
    pub turn: TurnId,
    /// Whether there is a way back to what the turn said first.
    pub back: bool,
    /// Whether to ask if it helped.
    pub feedback: bool,
}

/// The reply that shows `entry`.
pub(in crate::conversation) fn reply(
    context: &Context<'_>,
    audience: &Audience,
    entry: &Entry,
    view: View,
    delivery: Delivery,
) -> Reply {
    // In a group the second language is for a few; it is at hand, folded.
    let fold_second = if context.incoming.place.is_group() {
        0
    } else {
        FOLD_SECOND_COLUMNS
    };
    let mut reply = Reply::new(delivery, blocks(entry, audience, fold_second));
    reply.choices = choices(context, audience, entry, view);
    reply.image = entry.image.clone();
    reply.is_common = true;
    reply
}

/// What `entry` says, in the audience's languages; the second is folded where it is wider than
/// `fold_second` columns.
pub(in crate::conversation) fn blocks(
    entry: &Entry,
    audience: &Audience,
    fold_second: usize,
) -> Vec<Block> {
    let mut said = audience
        .languages()
        .filter_map(|language| Some((language, entry.answer.get(language)?)))
        .collect::<Vec<_>>();
    if said.is_empty() {
        // Better the other language than nothing.
        let other = audience.first.other();
        said.extend(entry.answer.get(other).map(|text| (other, text)));
    }
    let mut blocks = Vec::new();
    for (place, (language, text)) in said.into_iter().enumerate() {
        let title = Block::Title(entry.title(language).to_owned());
        if place == 0 {
            blocks.push(title);
            blocks.extend(folded_tail(text));
        } else if columns(text) > fold_second {
            blocks.push(Block::Quote(vec![title, Block::Markdown(text.to_owned())]));
        } else {
            blocks.push(title);
            blocks.push(Block::Markdown(text.to_owned()));
        }
    }
    blocks
}

/// A long text with all but its first paragraph folded.
fn folded_tail(text: &str) -> Vec<Block> {
    let whole = || vec![Block::Markdown(text.to_owned())];
    if columns(text) <= FOLD_FIRST_COLUMNS {
        return whole();
    }
    match text.split_once("\n\n") {
        // A fence or a list that goes on must not be torn.
        Some((head, tail)) if !head.contains("```") && !tail.trim().is_empty() => vec![
            Block::Markdown(head.to_owned()),
            Block::Quote(vec![Block::Markdown(tail.to_owned())]),
        ],
        _ => vec![Block::Quote(whole())],
    }
}

fn choices(
    context: &Context<'_>,
    audience: &Audience,
    entry: &Entry,
    view: View,
) -> Vec<Vec<Button>> {
    let turn = view.turn;
    let mut rows: Vec<Vec<Button>> = links(entry, audience.first)
        .into_iter()
        .map(|b| vec![b])
        .collect();
    for id in entry.related.iter().take(MAX_RELATED) {
        if let Some(related) = context.entry(id) {
            let label = format!("→ {}", related.title(audience.first));
            let entry = id.clone();
            rows.push(vec![Button::choose(label, Choice::Show { turn, entry })]);
        }
    }
    if view.feedback {
        rows.push(feedback(audience, turn, entry));
        rows.extend(ask::button(context, audience, turn).map(|button| vec![button]));
    }
    if view.back {
        rows.push(vec![back(audience, turn)]);
    }
    rows
}

/// The help article and further reading.
pub(in crate::conversation) fn links(entry: &Entry, language: Language) -> Vec<Button> {
    let button = |link: &Link, sign: &str, standard: &LocalizedText| {
        let label = match link.label.get_or_other(language).map(str::trim) {
            Some(label) if !label.is_empty() => format!("{sign} {label}"),
            _ => standard.get(language).to_owned(),
        };
        Button::open(label, link.url.clone())
    };
    let article = entry.link.iter();
    let article = article.map(|link| button(link, "📖", &wording::HELP_ARTICLE));
    let more = entry.more.iter();
    let more = more.map(|link| button(link, "🔗", &wording::FURTHER_READING));
    article.chain(more).collect()
}

/// Whether it helped: a button for each.
pub(in crate::conversation) fn feedback(
    audience: &Audience,
    turn: TurnId,
    entry: &Entry,
) -> Vec<Button> {
    [(true, wording::HELPFUL), (false, wording::NOT_HELPFUL)]
        .into_iter()
        .map(|(helpful, words)| {
            let entry = entry.id.clone();
            let choice = Choice::Feedback {
                turn,
                entry,
                helpful,
            };
            Button::choose(words.to(audience), choice)
        })
        .collect()
}

/// The way back to what the turn said first.
pub(in crate::conversation) fn back(audience: &Audience, turn: TurnId) -> Button {
    Button::choose(wording::BACK.to(audience), Choice::Back { turn })
}

/// The beginning of a Markdown text on one line, at most so many characters, without its commonest
/// signs.
pub(in crate::conversation) fn first_words(text: &str, max_chars: usize) -> String {
    let plain = text.replace(['*', '`', '#', '>'], "");
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        return line;
    }
    let kept: String = line.chars().take(max_chars - 1).collect();
    format!("{}…", kept.trim_end())
}

/// How wide a text is when shown, links and markup counted as written.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
