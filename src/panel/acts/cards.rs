//! Cards of the staff's chat, looked at and answered on the page: as if it had been done there.

use crate::admin::service::AdminService;
use crate::assistant::Assistant;
use crate::conversation::{Staff, said_on_page};
use crate::model::card::StaffCard;
use crate::model::choice::{Choice, StaffStep};
use crate::model::incoming::{Asker, Ephemeral, Incoming, Press, Question, TurnId, What};
use crate::ops::clock;
use crate::store::StoreError;

/// How many open cards are listed.
const LISTED: u32 = 200;

/// What somebody does with a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardAct {
    /// Tells its asker this.
    Say(String),
    /// Answers with the nearest entry of this number.
    Entry(u8),
    /// Presses another of its buttons.
    Press(StaffStep),
}

/// Somebody of the staff who does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Their number.
    pub id: i64,
    /// How the staff's chat calls them.
    pub name: String,
    /// Whether they may do all that there is.
    pub is_admin: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardDone {
    /// It is done, and on its way.
    Done,
    /// There is no such card.
    Gone,
    /// The card does not stand in the staff's chat yet.
    NotThere,
}

/// The open cards, the oldest first; `None` where nobody answers.
///
/// # Errors
/// When the store cannot be read.
pub fn open(assistant: &Assistant) -> Result<Option<Vec<StaffCard>>, StoreError> {
    match staff(assistant) {
        Some(_) => assistant.memory().open_cards(LISTED).map(Some),
        None => Ok(None),
    }
}

/// The card of this number.
///
/// # Errors
/// When the store cannot be read.
pub fn find(assistant: &Assistant, number: TurnId) -> Result<Option<StaffCard>, StoreError> {
    match staff(assistant) {
        Some(_) => assistant.memory().staff_card(number),
        None => Ok(None),
    }
}

/// Does this with the card, in the name of `who`; `turn` is the act's own number.
///
/// # Errors
/// When the store cannot be read or written.
pub fn act(
    (service, assistant): (&AdminService, &Assistant),
    who: &Colleague,
    turn: TurnId,
    number: TurnId,
    act: CardAct,
) -> Result<CardDone, StoreError> {
    let (Some(staff), Some(card)) = (staff(assistant), find(assistant, number)?) else {
        return Ok(CardDone::Gone);
    };
    let memory = assistant.memory();
    let place = memory.card_place(number, staff.chat.number())?;
    let Some(message) = place.message else {
        return Ok(CardDone::NotThere);
    };
    let press = |step, pick| {
        let choice = Choice::StaffCard {
            turn: number,
            step,
            pick,
        };
        What::Press(Press {
            id: String::new(),
            choice: Some(choice),
        })
    };
    let mut more = None;
    let (what, own) = match act {
        CardAct::Say(text) => {
            more = Some(said_on_page(&card, staff, &who.name, &text));
            let question = Question {
                text,
                // No message of Telegram's has such a number.
                answer_to: -turn.cast_signed().abs(),
                replies_to: Some(message),
                ..Question::default()
            };
            (What::Question(question), -turn.cast_signed().abs())
        }
        CardAct::Entry(pick) => (press(StaffStep::Answer, pick), message),
        CardAct::Press(step) => (press(step, 0), message),
    };
    let incoming = Incoming {
        turn,
        at_seconds: clock::unix_seconds(),
        asker: Asker {
            id: who.id,
            language: None,
            is_admin: who.is_admin,
            is_editor: !who.is_admin,
            name: Some(who.name.clone()),
            is_person: true,
            is_group_admin: false,
        },
        place: staff.place(),
        message: own,
        what,
        ephemeral: Ephemeral::default(),
        connection: None,
    };
    Ok(match service.as_staff(assistant, &incoming, more)? {
        true => CardDone::Done,
        false => CardDone::NotThere,
    })
}

fn staff(assistant: &Assistant) -> Option<&Staff> {
    assistant.settings().conversation.staff.as_ref()
}
