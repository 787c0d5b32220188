//! Hand-off: questions that people answer.
//!
//! What finds no answer, or one that does not help, and what somebody wants to ask a person becomes
//! a card in the staff's chat ([`card`]). A reply to it goes to the person in the staff's words alone
//! ([`staff_chat`]); what the person adds comes below the card until it is closed ([`person`]).
//!
//! Pure, as all of the conversation: what is known of cards comes with the state, what becomes of
//! them goes out as records.

pub(in crate::conversation) mod ask;
pub(in crate::conversation) mod card;
pub(in crate::conversation) mod hours;
pub(in crate::conversation) mod person;
pub(in crate::conversation) mod settings;
pub(in crate::conversation) mod staff_chat;

pub use card::{
    announce, not_delivered, opened, said_on_page, shown_card, shown_card_there, staff_moved,
    staff_out_of_reach, topic_name,
};
pub use hours::{Opening, Schedule, day_of_week, minutes};
pub use settings::Staff;
