//! The owner's card: shown, pressed, and answered in words.

use crate::conversation::answer;
use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::faq::EntryId;
use crate::model::business::{BusinessRecord, Card, CardState};
use crate::model::choice::{CardStep, Choice};
use crate::model::connection::Connection;
use crate::model::incoming::{Command, Press, What};
use crate::model::record::{PastTurn, Record};
use crate::model::reply::{Block, Button, Delivery, InNameOf, Reply};
use crate::text::Language;

/// A customer who was silent for so many seconds cannot be answered for the owner: Telegram's day.
const REPLY_SECONDS: i64 = 24 * 60 * 60;

pub(super) fn new_card(
    context: &Context<'_>,
    connection: &Connection,
    past: &PastTurn,
    entries: Vec<EntryId>,
) -> Option<Card> {
    Some(Card {
        turn: context.incoming.turn,
        at_seconds: context.incoming.at_seconds,
        connection: connection.id.clone(),
        owner: context.state.account_owner.clone()?,
        customer: past.person.clone()?,
        chat_key: past.chat_key.chat.clone(),
        chat: context.incoming.place.business_chat(),
        message: context.incoming.message,
        text: past.text.clone(),
        language: past.language,
        entries,
        chosen: 0,
        state: CardState::Open,
    })
}

/// The card as its owner sees it.
pub(super) fn show(
    context: &Context<'_>,
    connection: &Connection,
    card: &Card,
    delivery: Delivery,
) -> Reply {
    let language = owners(connection);
    let say = |words: LocalizedText| Block::Plain(words.get(language).to_owned());
    let mut blocks = vec![
        say(wording::CARD_ASKED),
        Block::Quote(vec![Block::Plain(card.text.clone())]),
    ];
    let person = card.chat.and_then(|chat| context.account.person_link(chat));
    blocks.extend(person.map(|url| Block::Link {
        label: wording::CARD_OPEN_CHAT.get(language).to_owned(),
        url,
    }));
    if let Some(entry) = card.entry().and_then(|id| context.entry(id)) {
        blocks.push(say(wording::CARD_ANSWER));
        let audience = context.audience(card.language);
        blocks.extend(answer::blocks(
            entry,
            &audience,
            answer::FOLD_SECOND_COLUMNS,
        ));
    }
    if card.entries.is_empty() {
        blocks.push(say(wording::CARD_NOTHING));
    }
    if !connection.can_reply {
        blocks.push(say(wording::CARD_NO_RIGHT));
    }
    let button = |words: LocalizedText, step: CardStep| {
        let turn = card.turn;
        Button::choose(words.get(language), Choice::Card { turn, step })
    };
    let mut row = vec![button(wording::CARD_DISMISS, CardStep::Dismiss)];
    if connection.can_reply {
        row.insert(0, button(wording::CARD_EDIT, CardStep::Edit));
        if card.entry().is_some() {
            row.insert(0, button(wording::CARD_SEND, CardStep::Send));
        }
    }
    let mut rows = vec![row];
    for (at, id) in card.entries.iter().enumerate() {
        if at == card.chosen {
            continue;
        }
        if let (Some(entry), Ok(at)) = (context.entry(id), u8::try_from(at)) {
            let choice = Choice::Card {
                turn: card.turn,
                step: CardStep::Use(at),
            };
            let label = format!("→ {}", entry.title(language));
            rows.push(vec![Button::choose(label, choice)]);
        }
    }
    Reply::new(delivery, blocks).with_choices(rows)
}

/// A pressed button of a card.
pub(in crate::conversation) fn pressed(
    context: &Context<'_>,
    press: &Press,
    step: CardStep,
) -> Turn {
    let audience = context.silent_audience();
    let refuse = |words: LocalizedText| {
        let mut note = Reply::note(&press.id, words.to(&audience));
        if let Delivery::Note { alert, .. } = &mut note.delivery {
            *alert = true;
        }
        Turn::says(note)
    };
    let Some(card) = &context.state.card else {
        return refuse(wording::CARD_CLOSED);
    };
    if context.state.person.as_ref() != Some(&card.owner) {
        return refuse(wording::CARD_NOT_YOURS);
    }
    if card.state == CardState::Closed {
        return refuse(wording::CARD_CLOSED);
    }
    let here = Delivery::Replace(context.incoming.message);
    if step == CardStep::Dismiss {
        let words = wording::CARD_DISMISSED.to(&audience).to_owned();
        return Turn {
            replies: vec![Reply::new(here, vec![Block::Plain(words)])],
            records: vec![closed(card)],
        };
    }
    let connection = match may_reply(context, card) {
        Ok(connection) => connection,
        Err(words) => return refuse(words),
    };
    match step {
        CardStep::Send => {
            let to = card.chat.map(|chat| InNameOf {
                connection: card.connection.clone(),
                chat,
                reply_to: Some(card.message),
            });
            let sent = card.entry().zip(to).and_then(|(id, to)| {
                entry_reply(context, &context.audience(card.language), id, to)
            });
            let (Some(sent), Some(id)) = (sent, card.entry()) else {
                return refuse(wording::ENTRY_GONE);
            };
            let done = Reply::new(here, told(&audience, &sent.blocks));
            let opened = Record::Opened {
                turn: card.turn,
                entry: id.clone(),
                at_seconds: context.incoming.at_seconds,
            };
            Turn {
                replies: vec![sent, done],
                records: vec![closed(card), opened],
            }
        }
        CardStep::Edit => {
            let words = wording::CARD_WRITE.to(&audience).to_owned();
            Turn {
                replies: vec![Reply::send(None, vec![Block::Plain(words)])],
                records: vec![stands(
                    card,
                    CardState::Editing(context.incoming.at_seconds),
                )],
            }
        }
        CardStep::Use(at) => {
            let mut card = card.clone();
            card.chosen = usize::from(at).min(card.entries.len().saturating_sub(1));
            card.state = CardState::Open;
            Turn {
                replies: vec![show(context, connection, &card, here)],
                records: vec![Record::Business(BusinessRecord::Card(card))],
            }
        }
        CardStep::Dismiss => Turn::default(),
    }
}

/// What the owner types while a card waits for their own words; `None` where none does.
pub(in crate::conversation) fn typed(context: &Context<'_>) -> Option<Turn> {
    let card = context.state.card.as_ref()?;
    let audience = context.silent_audience();
    let say = |words: LocalizedText| {
        Reply::send(None, vec![Block::Plain(words.to(&audience).to_owned())])
    };
    let question = match &context.incoming.what {
        What::Command(Command::Cancel) => {
            return Some(Turn {
                replies: vec![say(wording::CARD_CANCELLED)],
                records: vec![stands(card, CardState::Open)],
            });
        }
        What::Question(question) if !question.edited => question,
        _ => return None,
    };
    if let Err(words) = may_reply(context, card) {
        return Some(Turn {
            replies: vec![say(words)],
            records: vec![stands(card, CardState::Open)],
        });
    }
    let to = InNameOf {
        connection: card.connection.clone(),
        chat: card.chat?,
        reply_to: Some(card.message),
    };
    let words = vec![Block::Plain(question.text.trim().to_owned())];
    let card_now = Delivery::Correct {
        turn: card.turn,
        reply_to: None,
    };
    let on_card = Reply::new(card_now, told(&audience, &words));
    Some(Turn {
        replies: vec![
            Reply::new(Delivery::InNameOf(to), words),
            on_card,
            say(wording::CARD_DONE),
        ],
        records: vec![closed(card)],
    })
}

/// What was sent, as its owner is told.
fn told(audience: &Audience, sent: &[Block]) -> Vec<Block> {
    let words = wording::CARD_SENT.to(audience).to_owned();
    vec![Block::Plain(words), Block::Quote(sent.to_vec())]
}

/// The connection, where an answer may go to the card's customer now.
fn may_reply<'c>(context: &Context<'c>, card: &Card) -> Result<&'c Connection, LocalizedText> {
    let incoming = context.incoming;
    let connection = incoming.connection.as_deref();
    let connection = connection
        .filter(|connection| connection.is_enabled && connection.can_reply)
        .ok_or(wording::CARD_NO_RIGHT)?;
    let wrote = context.state.business.customer_wrote;
    let silent = incoming.at_seconds - wrote.unwrap_or(card.at_seconds).max(card.at_seconds);
    if silent >= REPLY_SECONDS {
        return Err(wording::CARD_TOO_OLD);
    }
    Ok(connection)
}

fn stands(card: &Card, state: CardState) -> Record {
    Record::Business(BusinessRecord::Card(Card {
        state,
        ..card.clone()
    }))
}

fn closed(card: &Card) -> Record {
    stands(card, CardState::Closed)
}

/// What a customer gets of an entry: its words and its links.
pub(super) fn entry_reply(
    context: &Context<'_>,
    audience: &Audience,
    id: &EntryId,
    to: InNameOf,
) -> Option<Reply> {
    let entry = context.entry(id)?;
    let blocks = answer::blocks(entry, audience, answer::FOLD_SECOND_COLUMNS);
    let links = answer::links(entry, audience.first).into_iter();
    let mut reply = Reply::new(Delivery::InNameOf(to), blocks)
        .with_choices(links.map(|button| vec![button]).collect());
    reply.image.clone_from(&entry.image);
    reply.is_common = true;
    Some(reply)
}

/// The language in which an owner is spoken to.
pub(super) fn owners(connection: &Connection) -> Language {
    connection.language.unwrap_or(Language::En)
}
