//! Business chats: a customer's question is answered in the owner's name where that is sure and
//! wanted, or comes to the owner as a card.
//!
//! Laws: what the owner or we ourselves write there is never answered; where the owner wrote a while
//! ago, nothing is said at all; nothing is sent without the right to, nor after Telegram's day.

mod cards;

use crate::conversation::context::{Context, Turn};
use crate::conversation::masking::mask;
use crate::conversation::question::{KEPT_CHARS, REMEMBERED, several, to_front};
use crate::conversation::typed::is_question;
use crate::conversation::typed::smalltalk::smalltalk;
use crate::conversation::wording::{self, Audience};
use crate::faq::EntryId;
use crate::matcher::{Decision, Outcome};
use crate::model::business::BusinessRecord;
use crate::model::choice::BusinessMode;
use crate::model::connection::Connection;
use crate::model::incoming::{BusinessEvent, Command, Question, What};
use crate::model::record::{Record, TurnKind};
use crate::model::reply::{Block, Delivery, InNameOf, Reply};
use cards::{entry_reply, new_card, owners, show};
pub(in crate::conversation) use cards::{pressed, typed};

/// How many entries a card offers at most.
const OFFERED: usize = 4;

pub(in crate::conversation) fn respond(
    context: &Context<'_>,
    event: &BusinessEvent,
    outcome: Option<&Outcome>,
) -> Turn {
    let Some(connection) = &context.incoming.connection else {
        return Turn::default();
    };
    let chat = context.state.chat_key.chat.clone();
    let at_seconds = context.incoming.at_seconds;
    match event {
        BusinessEvent::Connected => connected(context, connection),
        BusinessEvent::OwnerWrote => keeps(BusinessRecord::OwnerWrote { chat, at_seconds }),
        BusinessEvent::Deleted(messages) => keeps(BusinessRecord::Deleted {
            chat,
            messages: messages.clone(),
        }),
        BusinessEvent::Asked(question) => {
            let mut turn = asked(context, connection, question, outcome);
            turn.records
                .push(Record::Business(BusinessRecord::CustomerWrote {
                    chat,
                    at_seconds,
                }));
            turn
        }
    }
}

fn keeps(record: BusinessRecord) -> Turn {
    Turn {
        replies: Vec::new(),
        records: vec![Record::Business(record)],
    }
}

/// Tells the owner what will happen in their chats.
fn connected(context: &Context<'_>, connection: &Connection) -> Turn {
    if !connection.is_enabled {
        return keeps(BusinessRecord::Disconnected {
            connection: connection.id.clone(),
        });
    }
    let language = owners(connection);
    let business = &context.settings.business;
    let words = match business.mode {
        BusinessMode::Off => return Turn::default(),
        BusinessMode::Draft => wording::BUSINESS_CONNECTED_DRAFT,
        BusinessMode::Auto => wording::BUSINESS_CONNECTED_AUTO,
    };
    let minutes = (business.pause_seconds / 60).to_string();
    let mut blocks = vec![Block::Plain(words.fill(language, &[("minutes", &minutes)]))];
    if !connection.can_reply {
        let no_right = wording::CARD_NO_RIGHT.get(language).to_owned();
        blocks.push(Block::Plain(no_right));
    }
    Turn::says(Reply::send(None, blocks))
}

fn asked(
    context: &Context<'_>,
    connection: &Connection,
    question: &Question,
    outcome: Option<&Outcome>,
) -> Turn {
    if let What::Command(command) = What::typed(&question.text, context.incoming.message) {
        return match command {
            Command::ForgetMe => forget(context, connection),
            _ => Turn::default(),
        };
    }
    let business = &context.settings.business;
    let since_owner = |wrote: i64| context.incoming.at_seconds - wrote;
    let is_paused = context
        .state
        .business
        .owner_wrote
        .is_some_and(|wrote| since_owner(wrote) < i64::from(business.pause_seconds));
    // What was asked before is dealt with; a changed word changes nothing of what was sent.
    let is_known = question.edited && context.state.earlier.is_some();
    let text = question.text.trim();
    let Some(outcome) = outcome.filter(|_| text.chars().any(char::is_alphanumeric)) else {
        return Turn::default();
    };
    if is_paused || is_known || smalltalk(text).is_some() {
        return Turn::default();
    }
    let audience = context.audience(outcome.language);
    let mut past = context.past_turn(&audience);
    past.language = outcome.language;
    past.text = mask(text).chars().take(KEPT_CHARS).collect();
    past.candidates = outcome
        .candidates
        .iter()
        .take(REMEMBERED)
        .map(|candidate| (candidate.entry.clone(), candidate.confidence))
        .collect();
    let several = several::read(context, text, outcome);
    let (sure, entries) = match (&several, &outcome.decision) {
        (Some(several), _) => (None, several.shown()),
        (None, Decision::Answer(id)) => (Some(id), vec![id.clone()]),
        (None, Decision::Suggest(ids)) => (None, ids.clone()),
        (None, Decision::None) => (None, Vec::new()),
    };
    let known = |id: &EntryId| context.entry(id).is_some();
    let entries: Vec<EntryId> = entries.into_iter().filter(known).take(OFFERED).collect();
    for id in entries.iter().rev() {
        to_front(&mut past.candidates, id);
    }
    let sends = business.mode == BusinessMode::Auto && connection.can_reply;
    let (replies, card) = match (sure.filter(|_| sends), entries.is_empty()) {
        (Some(id), false) => {
            past.kind = TurnKind::Answered;
            (in_name(context, connection, &audience, id), None)
        }
        (_, true) if !is_question(text) => {
            // The owner sees where it was said what may ask nothing at all.
            past.kind = TurnKind::Unanswered;
            (Vec::new(), None)
        }
        (_, is_unknown) => {
            past.kind = match is_unknown {
                true => TurnKind::Unanswered,
                false => TurnKind::Suggested,
            };
            let card = new_card(context, connection, &past, entries);
            let shown = card.as_ref().map(|card| {
                let delivery = Delivery::To(connection.owner_chat);
                show(context, connection, card, delivery)
            });
            (shown.into_iter().collect(), card)
        }
    };
    let mut records = vec![Record::Turn(past)];
    records.extend(card.map(|card| Record::Business(BusinessRecord::Card(card))));
    Turn { replies, records }
}

/// A sure answer, in the owner's name.
fn in_name(
    context: &Context<'_>,
    connection: &Connection,
    audience: &Audience,
    id: &EntryId,
) -> Vec<Reply> {
    let Some(chat) = context.incoming.place.business_chat() else {
        return Vec::new();
    };
    let to = InNameOf {
        connection: connection.id.clone(),
        chat,
        reply_to: Some(context.incoming.message),
    };
    entry_reply(context, audience, id, to).into_iter().collect()
}

/// A customer wants to be forgotten, and is told so.
fn forget(context: &Context<'_>, connection: &Connection) -> Turn {
    let audience = context.silent_audience();
    let words = wording::FORGOTTEN.to(&audience).to_owned();
    let chat = context.incoming.place.business_chat();
    let said = chat.filter(|_| connection.can_reply).map(|chat| {
        let to = InNameOf {
            connection: connection.id.clone(),
            chat,
            reply_to: Some(context.incoming.message),
        };
        Reply::new(Delivery::InNameOf(to), vec![Block::Plain(words)])
    });
    Turn {
        replies: said.into_iter().collect(),
        records: context
            .state
            .person
            .iter()
            .map(|person| Record::Forget {
                person: person.clone(),
                chat: Some(context.state.chat_key.chat.clone()),
            })
            .collect(),
    }
}
