//! What a message asks of us.

use super::who::{asker, place};
use crate::model::incoming;
use crate::model::incoming::{
    About, Address, Asker, Command, Ephemeral, GuestQuestion, Incoming, Place, Question, What,
};
use crate::telegram::update::address;
use crate::telegram::update::address::Addressed;
use crate::telegram::update::commands;
use crate::telegram::update::dto::{ChatKind, Message};
use crate::telegram::update::identity::Identity;
use crate::telegram::update::roles::Roles;

/// The sender that stands in for admins who hide behind their group.
const ANONYMOUS_ADMIN: i64 = 1_087_968_824;

/// The sender that stands in for whoever speaks as a channel.
const CHANNEL_SPEAKER: i64 = 136_817_688;

/// A message or its edit.
pub(super) fn said(
    message: &Message,
    edited: bool,
    me: &Identity,
    roles: &Roles,
) -> Option<Incoming> {
    if message.is_automatic_forward || message.is_via_bot {
        return None;
    }
    let place = place(message.chat, message.topic)?;
    let incoming = |asker: Asker, what| {
        // Somebody who hides behind a chat cannot be told anything alone.
        let is_possible = match (message.ephemeral, asker.is_person && place.is_group()) {
            (Some(_), true) => Some(true),
            (None, true) => None,
            (_, false) => Some(false),
        };
        Some(Incoming {
            turn: 0,
            at_seconds: message.at_seconds,
            asker,
            place,
            message: message.id,
            what,
            ephemeral: Ephemeral {
                is_possible,
                message: message.ephemeral.filter(|_| place.is_group()),
            },
            connection: None,
        })
    };
    if let (Some(to_chat), false) = (message.migrate_to, edited) {
        let nobody = incoming::Asker {
            id: message.chat.id,
            language: None,
            is_admin: false,
            is_editor: false,
            name: None,
            is_person: false,
            is_group_admin: false,
        };
        return incoming(nobody, What::Moved { to_chat });
    }
    let mut asker = speaker(message, roles)?;
    if edited || message.is_forward {
        asker.is_admin = false;
        asker.is_editor = false;
    }
    let is_staff = roles.is_staff_chat(message.chat.id);
    if !is_staff {
        asker.name = None;
    }
    let what = what_was_said(message, edited, &asker, me, is_staff)?;
    incoming(asker, what)
}

/// Who speaks; `None` where it is a bot or nobody.
fn speaker(message: &Message, roles: &Roles) -> Option<Asker> {
    let from = message.from.as_ref()?;
    let anonymous =
        message.sender_chat.is_some() || matches!(from.id, ANONYMOUS_ADMIN | CHANNEL_SPEAKER);
    if !anonymous {
        return (!from.is_bot).then(|| asker(from, roles));
    }
    let as_chat = message.sender_chat.unwrap_or(from.id);
    Some(Asker {
        id: as_chat,
        language: None,
        is_admin: false,
        is_editor: false,
        name: None,
        is_person: false,
        is_group_admin: as_chat == message.chat.id,
    })
}

fn what_was_said(
    message: &Message,
    edited: bool,
    asker: &Asker,
    me: &Identity,
    is_staff: bool,
) -> Option<What> {
    let private = message.chat.kind == ChatKind::Private;
    let Some(text) = &message.text else {
        // What people of the staff send without words may be an answer, too.
        if let Some(to) = replied_to_us(message, me).filter(|_| is_staff && message.has_file) {
            return Some(What::Question(Question {
                edited,
                answer_to: message.id,
                replies_to: Some(to),
                has_file: true,
                ..Question::default()
            }));
        }
        return message
            .non_text
            .filter(|_| private && !edited)
            .map(What::NonText);
    };
    let about = replied_words(message);
    let replies_to = replied_to_us(message, me);
    let question = |text: &str, address| {
        let text = text.trim().to_owned();
        What::Question(Question {
            text,
            edited,
            address,
            answer_to: message.id,
            about: about.clone().filter(|_| address == Address::Direct),
            replies_to,
            is_in_media_group: message.media_group.is_some(),
            has_file: message.has_file,
        })
    };
    let addressed = if message.is_forward && private {
        // Somebody else's words, shown to us: a question, but never a command.
        Addressed::Words(text.clone())
    } else {
        address::read(message, text, me)
    };
    let (words, direct) = match addressed {
        Addressed::Command {
            name,
            rest,
            by_name,
        } => {
            let reply = message
                .reply_to
                .as_ref()
                .filter(|reply| !reply.is_topic_start);
            let asks = commands::asks(&name);
            if asks && !rest.is_empty() {
                (rest, true)
            } else if asks && about.is_some() {
                return Some(question("", Address::Direct));
            } else if edited {
                // A command was carried out when it came; changing it is no second one.
                return None;
            } else {
                let mut command = Command::named(&name, &rest, reply.map(|reply| reply.id));
                if let (Command::Save(saved), Some(reply)) = (&mut command, reply) {
                    saved.answer = reply.text.clone().unwrap_or_default();
                    saved.question.clone_from(&reply.replied_text);
                }
                // In a group a command without our name is ours only if we know it and others
                // are not likely to.
                let ours = private
                    || by_name
                    || asks
                    || (commands::is_for_groups(&command) && asker.is_person)
                    || (commands::is_for_editors(&command) && asker.may_edit())
                    || (is_staff && matches!(command, Command::Staff));
                return ours.then_some(What::Command(command));
            }
        }
        Addressed::Other => return None,
        Addressed::Words(words) => (words, true),
        Addressed::Mention(words) if words.is_empty() => {
            return match about {
                Some(_) => Some(question("", Address::Direct)),
                None => (!edited).then_some(What::Command(Command::AskWithoutWords)),
            };
        }
        Addressed::Mention(words) => (words, true),
        Addressed::Nobody(words) => (words, private),
    };
    let address = if direct {
        Address::Direct
    } else {
        Address::Overheard
    };
    Some(question(&words, address))
}

/// Our message that this one replies to.
fn replied_to_us(message: &Message, me: &Identity) -> Option<i64> {
    let reply = message.reply_to.as_ref()?;
    let is_ours = reply.from.as_ref().is_some_and(|from| from.id == me.id);
    (is_ours && !reply.is_topic_start).then_some(reply.id)
}

/// The words that this message replies to: those it quotes, else those of a person; all that a bot
/// says is no question.
fn replied_words(message: &Message) -> Option<About> {
    let reply = message.reply_to.as_ref();
    let from = reply.and_then(|reply| reply.from.as_ref());
    let is_persons =
        reply.is_some_and(|reply| !reply.is_topic_start) && !from.is_some_and(|from| from.is_bot);
    if let Some(quote) = &message.quote
        && !is_persons
    {
        return Some(About {
            text: quote.clone(),
            message: message.id,
            person: None,
        });
    }
    let reply = reply.filter(|_| is_persons)?;
    let hidden = |id: &i64| matches!(*id, ANONYMOUS_ADMIN | CHANNEL_SPEAKER);
    Some(About {
        text: message.quote.clone().or_else(|| reply.text.clone())?,
        message: reply.id,
        person: from.map(|from| from.id).filter(|id| !hidden(id)),
    })
}

/// A mention in a chat that we are not in. Whatever it says is a question: there are no commands
/// there.
pub(super) fn mentioned(message: &Message, me: &Identity, roles: &Roles) -> Option<Incoming> {
    let asker = speaker(message, roles)?;
    let text = message.text.as_deref().unwrap_or_default();
    let text = match address::read(message, text, me) {
        Addressed::Command { name, rest, .. } if commands::asks(&name) => rest,
        Addressed::Command { .. } => String::new(),
        Addressed::Other => return None,
        Addressed::Mention(words) => words,
        // Telegram knows that it is a mention, marked or not.
        Addressed::Words(words) | Addressed::Nobody(words) => address::without_name(&words, me),
    };
    Some(Incoming {
        turn: 0,
        at_seconds: message.at_seconds,
        asker,
        place: Place::Guest,
        message: message.id,
        what: What::Guest(GuestQuestion {
            id: message.guest_query.clone()?,
            question: Question {
                text: text.trim().to_owned(),
                about: replied_words(message),
                answer_to: message.id,
                ..Question::default()
            },
        }),
        ephemeral: Ephemeral::default(),
        connection: None,
    })
}
