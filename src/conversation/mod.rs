//! Conversation: what Wenda says and keeps in answer to one thing that came in.
//!
//! A pure function: what came in, what is remembered and what matching found go in; replies and
//! records come out. Knows nothing of Telegram's types, of the store's tables or of the clock. The
//! same context gives the same turn.

mod answer;
mod commands;
mod context;
mod elsewhere;
mod group;
mod masking;
mod offer;
mod press;
mod question;
mod staff;
mod typed;
pub mod wording;

pub use crate::model::person::{ChatKey, Person, PersonKey, group_chat};
pub use crate::model::record::{GroupSettings, PastTurn, RecentAnswer, Record, TurnKind};
pub use context::{Account, Business, Context, NamedPlace, Screen, Settings, State, Turn};
pub use masking::{mask, mask_in_place};
pub use question::way_back::{Later, answer_later, as_people_see};
pub use staff::{
    Opening, Schedule, Staff, announce, day_of_week, minutes, not_delivered, opened, said_on_page,
    shown_card, shown_card_there, staff_moved, staff_out_of_reach, topic_name,
};
pub(crate) use typed::joining::JOIN_SECONDS;
pub(crate) use typed::meant::{Meant, meant};
pub use typed::smalltalk::{Smalltalk, smalltalk};
pub use typed::{TypedChoice, is_pointing, is_question, says_still, typed_choice};

use crate::matcher::Outcome;
use crate::model::choice::Choice;
use crate::model::incoming::What;

/// What to say and keep. `outcome` is what matching found, for questions in words; without it such
/// a question finds nothing.
pub fn respond(context: &Context<'_>, outcome: Option<&Outcome>) -> Turn {
    // What staff answer is for others to see, whatever holds for answers to questions.
    if let Some(turn) = staff::staff_chat::respond(context) {
        return turn;
    }
    group::ephemeral::as_seen(context, to_everybody(context, outcome))
}

/// The same as if everybody saw it.
fn to_everybody(context: &Context<'_>, outcome: Option<&Outcome>) -> Turn {
    if let Some(turn) = elsewhere::business::typed(context) {
        return turn;
    }
    let mut turn = without_people(context, outcome);
    question::way_back::keep(context, &mut turn);
    staff::person::pass_on(context, &mut turn);
    turn
}

/// What to say and keep as far as nobody else is asked.
fn without_people(context: &Context<'_>, outcome: Option<&Outcome>) -> Turn {
    match &context.incoming.what {
        What::Question(asked) => question::respond(context, asked, outcome),
        What::Command(command) => commands::respond(context, command),
        What::Press(pressed) => match pressed.choice {
            Some(Choice::Card { step, .. }) => elsewhere::business::pressed(context, pressed, step),
            _ => press::respond(context, pressed),
        },
        What::Inline(asked) => elsewhere::inline::respond(context, asked, outcome),
        What::Business(event) => elsewhere::business::respond(context, event, outcome),
        What::Chosen(chosen) => elsewhere::inline::chosen(context, chosen),
        What::Guest(asked) => elsewhere::guest::respond(context, asked, outcome),
        What::NonText(what) => question::non_text(context, *what),
        What::Joined { hears_all } => group::joined(context, *hears_all),
        What::Moved { to_chat } => group::moved(context, *to_chat),
        What::Left => Turn::default(),
    }
}

#[cfg(test)]
mod tests;
