//! Browsing: topics, the entries of each, page by page in one message.

use crate::conversation::answer::{self, View};
use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience};
use crate::faq::{Entry, Localized};
use crate::model::incoming::TurnId;
use crate::model::record::{Record, TurnKind};
use crate::model::reply::{Block, Button, Choice, Delivery, Reply};
use crate::text::Language;

/// Lines of one page: what a phone shows without scrolling.
const PAGE: usize = 8;

/// How much of what is asked most stands above the topics.
const ASKED_MOST: usize = 3;

/// `/topics`.
pub(in crate::conversation) fn begin(context: &Context<'_>, audience: &Audience) -> Turn {
    let reply_to = context
        .incoming
        .place
        .is_group()
        .then_some(context.incoming.message);
    let delivery = Delivery::Send { reply_to };
    let mut reply = list(context, audience, context.incoming.turn, 0, delivery);
    reply.lifetime_seconds = context.short_lifetime();
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(context.past_turn(audience))],
    }
}

/// One page of the list of topics; of the entries, where there is only one topic.
pub(in crate::conversation) fn list(
    context: &Context<'_>,
    audience: &Audience,
    turn: TurnId,
    page: u16,
    delivery: Delivery,
) -> Reply {
    let topics = topics(context);
    match topics.as_slice() {
        [] => return Reply::new(delivery, wording::NO_TOPICS.blocks(audience)),
        [only] => {
            let mut rows = entry_rows(audience, turn, only, page);
            rows.extend(way_back(context, audience, turn));
            let title = Block::Title(only.name(audience.first));
            return Reply::new(delivery, vec![title]).with_choices(rows);
        }
        _ => {}
    }
    let (range, page) = page_of(topics.len(), page);
    let mut rows = match page {
        0 => asked_most(context, audience, turn),
        _ => Vec::new(),
    };
    let named = topics[range].iter().map(|topic| {
        let label = format!("{} ({})", topic.name(audience.first), topic.entries.len());
        let choice = Choice::Topic {
            turn,
            topic: topic.number,
            page: 0,
        };
        vec![Button::choose(label, choice)]
    });
    rows.extend(named);
    rows.extend(pager(audience, topics.len(), page, |page| Choice::Topics {
        turn,
        page,
    }));
    rows.extend(way_back(context, audience, turn));
    Reply::new(delivery, wording::TOPICS.blocks(audience)).with_choices(rows)
}

/// What is asked most, a button each.
fn asked_most(context: &Context<'_>, audience: &Audience, turn: TurnId) -> Vec<Vec<Button>> {
    let most = context.state.most_asked.iter();
    let entries = most.filter_map(|id| context.entry(id)).take(ASKED_MOST);
    let row = |entry: &Entry| {
        let choice = Choice::Browse {
            turn,
            entry: entry.id.clone(),
        };
        let label = format!("🔥 {}", entry.title(audience.first));
        vec![Button::choose(label, choice)]
    };
    entries.map(row).collect()
}

/// One page of the entries of a topic; `None` where there is no such topic any more.
pub(in crate::conversation) fn one(
    context: &Context<'_>,
    audience: &Audience,
    turn: TurnId,
    (number, page): (u32, u16),
) -> Option<Reply> {
    let topics = topics(context);
    let topic = topics.iter().find(|topic| topic.number == number)?;
    let mut rows = entry_rows(audience, turn, topic, page);
    if topics.len() > 1 {
        let choice = Choice::Topics { turn, page: 0 };
        rows.push(vec![Button::choose(wording::BACK.to(audience), choice)]);
    }
    let delivery = Delivery::Replace(context.incoming.message);
    let title = Block::Title(topic.name(audience.first));
    Some(Reply::new(delivery, vec![title]).with_choices(rows))
}

/// An entry found by browsing, with the way back to its page.
pub(in crate::conversation) fn entry(
    context: &Context<'_>,
    audience: &Audience,
    turn: TurnId,
    entry: &Entry,
) -> Turn {
    let view = View {
        turn,
        back: false,
        feedback: true,
    };
    let delivery = Delivery::Replace(context.incoming.message);
    let mut reply = answer::reply(context, audience, entry, view, delivery);
    let topics = topics(context);
    let number = number(entry.topic.as_ref());
    if let Some(topic) = topics.iter().find(|topic| topic.number == number) {
        let at = topic.entries.iter().position(|known| known.id == entry.id);
        let page = (at.unwrap_or(0) / PAGE).try_into().unwrap_or(0);
        let choice = Choice::Topic {
            turn,
            topic: number,
            page,
        };
        let back = Button::choose(wording::BACK.to(audience), choice);
        reply.choices.push(vec![back]);
    }
    Turn {
        replies: vec![reply],
        records: vec![Record::Opened {
            turn,
            entry: entry.id.clone(),
            at_seconds: context.incoming.at_seconds,
        }],
    }
}

struct Topic<'f> {
    topic: Option<&'f Localized>,
    number: u32,
    entries: Vec<&'f Entry>,
}

impl Topic<'_> {
    fn name(&self, language: Language) -> String {
        self.topic
            .and_then(|name| name.get_or_other(language))
            .unwrap_or(wording::OTHER_TOPIC.get(language))
            .to_owned()
    }
}

/// Topics in file order, those without one last.
fn topics<'c>(context: &Context<'c>) -> Vec<Topic<'c>> {
    let mut topics: Vec<Topic<'c>> = Vec::new();
    for entry in context.entries() {
        let number = number(entry.topic.as_ref());
        match topics.iter_mut().find(|topic| topic.number == number) {
            Some(topic) => topic.entries.push(entry),
            None => topics.push(Topic {
                topic: entry.topic.as_ref(),
                number,
                entries: vec![entry],
            }),
        }
    }
    topics.sort_by_key(|topic| topic.topic.is_none());
    topics
}

/// A number made from a topic's names (FNV-1a), so that old buttons find it after a reload.
fn number(topic: Option<&Localized>) -> u32 {
    let Some(topic) = topic else { return 0 };
    let names = [topic.en.as_deref(), topic.zh.as_deref()];
    let bytes = names
        .into_iter()
        .flatten()
        .flat_map(|name| name.bytes().chain([0]));
    bytes.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn entry_rows(audience: &Audience, turn: TurnId, topic: &Topic<'_>, page: u16) -> Vec<Vec<Button>> {
    let (range, page) = page_of(topic.entries.len(), page);
    let mut rows: Vec<Vec<Button>> = topic.entries[range]
        .iter()
        .map(|entry| {
            let choice = Choice::Browse {
                turn,
                entry: entry.id.clone(),
            };
            vec![Button::choose(entry.title(audience.first), choice)]
        })
        .collect();
    let number = topic.number;
    rows.extend(pager(audience, topic.entries.len(), page, |page| {
        Choice::Topic {
            turn,
            topic: number,
            page,
        }
    }));
    rows
}

/// What stands on a page, and the number of the page that there is.
fn page_of(count: usize, page: u16) -> (std::ops::Range<usize>, usize) {
    let last = count.saturating_sub(1) / PAGE;
    let page = usize::from(page).min(last);
    let start = page * PAGE;
    (start..count.min(start + PAGE), page)
}

fn pager(
    audience: &Audience,
    count: usize,
    page: usize,
    choice: impl Fn(u16) -> Choice,
) -> Option<Vec<Button>> {
    let last = count.saturating_sub(1) / PAGE;
    let to = |page: usize| choice(page.try_into().unwrap_or(u16::MAX));
    let mut row = Vec::new();
    if page > 0 {
        row.push(Button::choose(
            wording::PREVIOUS_PAGE.to(audience),
            to(page - 1),
        ));
    }
    if page < last {
        row.push(Button::choose(
            wording::NEXT_PAGE.to(audience),
            to(page + 1),
        ));
    }
    (!row.is_empty()).then_some(row)
}

/// Where browsing began at a question that we could not answer: back to that.
fn way_back(context: &Context<'_>, audience: &Audience, turn: TurnId) -> Option<Vec<Button>> {
    let earlier = context.state.earlier.as_ref()?;
    let began_at_question = !matches!(earlier.kind, TurnKind::Command | TurnKind::Smalltalk);
    (began_at_question && earlier.turn == turn).then(|| vec![answer::back(audience, turn)])
}
