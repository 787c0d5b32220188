//! What happened in a business chat.

use super::who::asker;
use crate::model::connection::Connection;
use crate::model::incoming;
use crate::model::incoming::{BusinessEvent, Ephemeral, Incoming, Place, Question, What};
use crate::telegram::update::dto::{Business, BusinessKind, ChatKind};
use crate::telegram::update::identity::Identity;
use crate::telegram::update::roles::Roles;

/// Something in a business chat, or about a connection; `known` is the connection, where it was asked
/// for. What we or another bot said there in the owner's name is nothing for us, nor what nobody
/// typed.
pub(super) fn in_business(
    business: &Business,
    known: Option<&Connection>,
    me: &Identity,
) -> Option<Incoming> {
    let connection = match &business.what {
        BusinessKind::Connection(connection) => connection,
        _ => known?,
    };
    let incoming = |asker, place, message, at_seconds, event| Incoming {
        turn: 0,
        at_seconds,
        asker,
        place,
        message,
        what: What::Business(event),
        ephemeral: Ephemeral::default(),
        connection: Some(Box::new(connection.clone())),
    };
    let owner = incoming::Asker {
        id: connection.owner,
        language: connection.language,
        is_admin: false,
        is_editor: false,
        name: None,
        is_person: true,
        is_group_admin: false,
    };
    let place = |chat| Place::Business {
        chat,
        owner: connection.owner,
    };
    match &business.what {
        BusinessKind::Connection(_) => {
            let place = Place::Private {
                chat: connection.owner_chat,
                topic: None,
            };
            Some(incoming(owner, place, 0, 0, BusinessEvent::Connected))
        }
        _ if !connection.is_enabled => None,
        BusinessKind::Deleted { chat, messages } => {
            let event = BusinessEvent::Deleted(messages.clone());
            Some(incoming(owner, place(*chat), 0, 0, event))
        }
        BusinessKind::Message(message) | BusinessKind::Edited(message) => {
            let from = message.from.as_ref()?;
            let is_ours = message.is_by_business_bot || from.is_bot || from.id == me.id;
            if is_ours || message.is_from_offline || message.chat.kind != ChatKind::Private {
                return None;
            }
            let edited = matches!(business.what, BusinessKind::Edited(_));
            let at = (place(message.chat.id), message.id, message.at_seconds);
            // A private chat has the number of its other side.
            let is_owners = from.id == connection.owner || from.id != message.chat.id;
            let (asker, event) = if is_owners {
                (owner, (!edited).then_some(BusinessEvent::OwnerWrote)?)
            } else {
                let question = Question {
                    text: message
                        .text
                        .as_deref()
                        .unwrap_or_default()
                        .trim()
                        .to_owned(),
                    edited,
                    answer_to: message.id,
                    ..Question::default()
                };
                (
                    asker(from, &Roles::default()),
                    BusinessEvent::Asked(question),
                )
            };
            Some(incoming(asker, at.0, at.1, at.2, event))
        }
    }
}
