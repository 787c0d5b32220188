//! From an update to what came in: whether it is for us, and what it asks of us.
//!
//! Pure: who we are and who our admins are come in as arguments. Laws:
//!
//! - In a group nothing is for us that is not addressed to us: by `/ask`, a mention in text or
//!   caption, or a reply to one of our messages. The rest comes in as [`Address::Overheard`](crate::model::incoming::Address::Overheard), for
//!   groups that let us listen.
//! - Bots, automatic copies of channel posts and commands to other bots are never for us.
//! - Only a person's own number makes an admin: not in copies of messages, not in edits, and not
//!   for somebody who speaks in the name of a chat.

use crate::model::incoming;
use crate::model::incoming::{
    Asker, ChosenArticle, Ephemeral, Incoming, InlineQuestion, Place, What,
};
use crate::telegram::update::callback;
use crate::telegram::update::dto::{ChatKind, Kind, Membership, Press, Update};
use crate::telegram::update::identity::Identity;
use crate::telegram::update::roles::Roles;

mod business;
mod said;
mod who;

use business::in_business;
use said::{mentioned, said};
use who::{asker, place};

/// What the update asks of us; `None` where it is nothing for us.
///
/// `now_seconds` (Unix time) stands in where an update carries no time of its own.
pub fn read(update: &Update, me: &Identity, roles: &Roles, now_seconds: i64) -> Option<Incoming> {
    let mut incoming = match &update.kind {
        Kind::Message(message) => said(message, false, me, roles),
        Kind::Edited(message) => said(message, true, me, roles),
        Kind::Press(press) => pressed(press, roles),
        Kind::Inline(inline) => {
            let what = What::Inline(InlineQuestion {
                id: inline.id.clone(),
                text: inline.query.clone(),
            });
            Some(elsewhere(asker(&inline.from, roles), what))
        }
        Kind::Chosen(chosen) => {
            let what = What::Chosen(ChosenArticle {
                article: chosen.result.clone(),
                text: chosen.query.clone(),
            });
            Some(elsewhere(asker(&chosen.from, roles), what))
        }
        Kind::Business(business) => in_business(business, update.connection.as_deref(), me),
        Kind::Guest(message) => mentioned(message, me, roles),
        Kind::Membership(membership) => moved_in_or_out(membership, me, roles),
        Kind::Other => None,
    }?;
    incoming.turn = update.id;
    if incoming.at_seconds == 0 {
        incoming.at_seconds = now_seconds;
    }
    Some(incoming)
}

/// What was done in a chat of which Telegram does not tell us.
fn elsewhere(asker: Asker, what: What) -> Incoming {
    Incoming {
        turn: 0,
        at_seconds: 0,
        asker,
        place: Place::Elsewhere,
        message: 0,
        what,
        ephemeral: Ephemeral::default(),
        connection: None,
    }
}

/// A pressed button.
fn pressed(press: &Press, roles: &Roles) -> Option<Incoming> {
    let (place, message) = match press.message {
        Some(under) => (place(under.chat, under.topic)?, under.id),
        None => (Place::Elsewhere, 0),
    };
    let ephemeral = Ephemeral {
        // Telegram lets whoever pressed a button be answered alone.
        is_possible: Some(place.is_group()),
        message: press.message.and_then(|under| under.ephemeral),
    };
    let choice = press.data.as_deref().and_then(callback::decode);
    let mut asker = asker(&press.from, roles);
    if !place.chat().is_some_and(|chat| roles.is_staff_chat(chat)) {
        asker.name = None;
    }
    Some(Incoming {
        turn: 0,
        at_seconds: 0,
        asker,
        place,
        message,
        what: What::Press(incoming::Press {
            id: press.id.clone(),
            choice,
        }),
        ephemeral,
        connection: None,
    })
}

/// A change of our membership.
fn moved_in_or_out(change: &Membership, me: &Identity, roles: &Roles) -> Option<Incoming> {
    let what = match (change.was_in, change.is_in, change.chat.kind) {
        (false, true, ChatKind::Group) => What::Joined {
            hears_all: change.is_admin || me.hears_all,
        },
        (true, false, ChatKind::Group | ChatKind::Private) => What::Left,
        _ => return None,
    };
    Some(Incoming {
        turn: 0,
        at_seconds: change.at_seconds,
        asker: asker(&change.from, roles),
        place: place(change.chat, None)?,
        message: 0,
        what,
        ephemeral: Ephemeral::default(),
        connection: None,
    })
}
