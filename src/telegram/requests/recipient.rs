//! Who is written to.

use crate::model::incoming::{Incoming, MessageId, Place, Press, TurnId, What};

/// Who is written to, and in which turn.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The turn that the messages belong to.
    pub turn: TurnId,
    /// Where they go.
    pub place: Place,
    /// Whose person's doing it was.
    pub person: i64,
    /// Whether that is an admin.
    pub is_admin: bool,
    /// Whether that is an editor.
    pub is_editor: bool,
    /// The message that only they see, and that is answered.
    pub ephemeral_message: Option<MessageId>,
    /// The press that they answer.
    pub press: Option<&'a Press>,
}

impl<'a> Recipient<'a> {
    /// Whoever sent `incoming`.
    pub fn of(incoming: &'a Incoming) -> Recipient<'a> {
        Recipient {
            turn: incoming.turn,
            place: incoming.place,
            person: incoming.asker.id,
            is_admin: incoming.asker.is_admin,
            is_editor: incoming.asker.is_editor,
            ephemeral_message: incoming.ephemeral.message,
            press: match &incoming.what {
                What::Press(press) => Some(press),
                _ => None,
            },
        }
    }
}
