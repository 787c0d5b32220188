//! Who did something, and where.

use crate::model::incoming::{Asker, Place};
use crate::telegram::update::dto::{Chat, ChatKind, User};
use crate::telegram::update::roles::Roles;

pub(super) fn place(chat: Chat, topic: Option<i64>) -> Option<Place> {
    match chat.kind {
        // A chat without a number cannot be answered.
        _ if chat.id == 0 => None,
        ChatKind::Private => Some(Place::Private {
            chat: chat.id,
            topic,
        }),
        ChatKind::Group => Some(Place::Group {
            chat: chat.id,
            topic,
        }),
        ChatKind::Channel => None,
    }
}

pub(super) fn asker(user: &User, roles: &Roles) -> Asker {
    Asker {
        id: user.id,
        language: user.spoken(),
        is_admin: roles.admins.contains(&user.id),
        is_editor: !roles.admins.contains(&user.id) && roles.editors.contains(&user.id),
        name: user.name.clone(),
        is_person: true,
        is_group_admin: false,
    }
}
