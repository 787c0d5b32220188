//! Ephemeral answers: in a group that wants it, what answers somebody is seen by them alone.
//!
//! Such a message may not arrive, and nobody learns of it. So an answer to what everybody saw asked
//! leaves a short line for everybody, with a way to the same answer in a private chat; an answer to
//! what nobody else saw has that way below itself.

use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience};
use crate::model::incoming::What;
use crate::model::record::{PastTurn, Record, TurnKind};
use crate::model::reply::{Block, Button, Delivery, GroupReply, Reply};

/// What `/start` gets where there is no entry to open.
const START_PARAMETER: &str = "ask";

/// The turn with what only the asker is to see marked so.
pub(in crate::conversation) fn as_seen(context: &Context<'_>, mut turn: Turn) -> Turn {
    if !hides(context) {
        return turn;
    }
    for reply in &mut turn.replies {
        // An answer to somebody else's question is theirs to see.
        let is_theirs = match reply.delivery {
            Delivery::Send { reply_to } => {
                reply_to.is_none_or(|message| message == context.incoming.message)
            }
            Delivery::Correct { .. } => true,
            _ => false,
        };
        reply.is_ephemeral = is_theirs;
        if is_theirs {
            reply.lifetime_seconds = None;
        }
    }
    let question = turn.records.iter().find_map(question);
    if let (Some(past), What::Question(_)) = (question, &context.incoming.what)
        && let Some(last) = turn.replies.iter_mut().rfind(|reply| is_new(reply))
    {
        let audience = context.audience(past.language);
        let button = open_in_private(context, &audience, past);
        if context.incoming.ephemeral.message.is_some() {
            last.choices.extend(button.map(|button| vec![button]));
        } else {
            let line = line(context, &audience, button);
            turn.replies.push(line);
        }
    }
    turn
}

/// Marks what is sent as for the asker's eyes alone.
pub(in crate::conversation) fn alone(mut turn: Turn) -> Turn {
    for reply in &mut turn.replies {
        reply.is_ephemeral = matches!(reply.delivery, Delivery::Send { .. });
    }
    turn
}

/// Whether what answers is for the asker's eyes alone.
fn hides(context: &Context<'_>) -> bool {
    let ephemeral = context.incoming.ephemeral;
    let is_wanted = context.group().reply == GroupReply::Ephemeral
        && !matches!(context.incoming.what, What::Press(_));
    context.incoming.place.is_group()
        && ephemeral.is_possible == Some(true)
        && (ephemeral.message.is_some() || is_wanted)
}

/// Whether it is a new message that only the asker sees: one that is changed has its line already.
fn is_new(reply: &Reply) -> bool {
    reply.is_ephemeral && matches!(reply.delivery, Delivery::Send { .. })
}

fn question(record: &Record) -> Option<&PastTurn> {
    match record {
        Record::Turn(past) => matches!(
            past.kind,
            TurnKind::Answered | TurnKind::Suggested | TurnKind::Unanswered
        )
        .then_some(past),
        _ => None,
    }
}

/// The short line for everybody.
fn line(context: &Context<'_>, audience: &Audience, button: Option<Button>) -> Reply {
    let words = wording::ANSWERED_ALONE.to(audience).to_owned();
    let reply_to = Some(context.incoming.message);
    let mut line = Reply::send(reply_to, vec![Block::Plain(words)]);
    line.choices.extend(button.map(|button| vec![button]));
    line.lifetime_seconds = context.short_lifetime();
    line.is_remark = true;
    line
}

/// The way to the same answer in a private chat.
fn open_in_private(context: &Context<'_>, audience: &Audience, past: &PastTurn) -> Option<Button> {
    let parameter = past.answered().map_or(START_PARAMETER, |id| id.as_str());
    let url = context.account.start_link(parameter)?;
    Some(Button::open(wording::OPEN_IN_PRIVATE.to(audience), url))
}
