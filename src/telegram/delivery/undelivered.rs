//! Who is told that a message about a card did not arrive: staff, where it is their answer; admins,
//! where the staff's chat is out of reach.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::assistant::Assistant;
use crate::conversation;
use crate::model::card::CardRole;
use crate::model::incoming::Place;
use crate::model::reply::Reply;
use crate::ops::clock;
use crate::outbox::sender::Undelivered;
use crate::render::PageCache;
use crate::store::{Commit, PendingMessage};
use crate::telegram::requests::{self, Recipient};
use crate::telegram::update::roles::Roles;

/// Where the numbers of such turns begin: above those of updates and of what admins are told and do.
const FIRST_TURN: u64 = 3 << 61;
/// Admins are told at most so often that the staff's chat is out of reach.
const REMIND: Duration = Duration::from_secs(60 * 60);

/// Makes what is said where a message about a card did not arrive.
pub(crate) fn reporter(assistant: Arc<Assistant>, roles: Roles) -> Undelivered {
    let told: Mutex<Option<Instant>> = Mutex::default();
    Arc::new(move |message, why| {
        let link = message.link?;
        let staff = assistant.settings().conversation.staff.as_ref()?;
        let memory = assistant.memory();
        match link.role {
            CardRole::ToPerson => {
                let card = memory.staff_card(link.card).ok().flatten()?;
                let said = memory
                    .staff_message(message.turn, staff.chat.number())
                    .ok()
                    .flatten();
                let reply = conversation::not_delivered(&card, staff, said, why);
                Some(commit(staff.place(), &[reply], message.id))
            }
            CardRole::Card => {
                log::error!(why = why; "a card did not reach the staff's chat; it stays in the store");
                let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                if told.is_some_and(|at| at.elapsed() < REMIND) {
                    return None;
                }
                *told = Some(Instant::now());
                let mut all = Commit::default();
                for (at, admin) in (0..).zip(&roles.admins) {
                    let place = Place::Private {
                        chat: *admin,
                        topic: None,
                    };
                    let reply = conversation::staff_out_of_reach(why);
                    let one = commit(place, &[reply], message.id * 64 + at);
                    all.at_seconds = one.at_seconds;
                    all.outbox.extend(one.outbox);
                }
                Some(all)
            }
            CardRole::Below | CardRole::Topic => None,
        }
    })
}

/// These replies as if something had come from `place`, so that messages know where to go.
fn commit(place: Place, replies: &[Reply], number: i64) -> Commit {
    let at_seconds = clock::unix_seconds();
    let recipient = Recipient {
        turn: FIRST_TURN + number.unsigned_abs(),
        place,
        person: place.chat().unwrap_or_default(),
        is_admin: false,
        is_editor: false,
        ephemeral_message: None,
        press: None,
    };
    let outbox: Vec<PendingMessage> =
        requests::messages_to(recipient, replies, &PageCache::default());
    Commit {
        at_seconds,
        outbox,
        ..Commit::default()
    }
}
