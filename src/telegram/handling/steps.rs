//! The ends of an update's way: what is said and kept, or why nothing is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::context::{Context, Job, TooFast, Waiting};
use super::lookups::{ask_group_admin, ask_own_rights, find_connection};
use crate::assistant::{Known, Response};
use crate::conversation::{self, Turn, wording};
use crate::inbox::handler::{Handled, Handling};
use crate::model::incoming::{Address, BusinessEvent, Incoming, Place, What};
use crate::model::reply::{Block, Delivery, GuestAnswer, Reply, Way};
use crate::render::PageCache;
use crate::store::{Done, PendingMessage};
use crate::telegram::requests;
use crate::telegram::update::dto::Update;

/// A private question is answered within this time.
const PRIVATE_AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// A question in a group is answered within this time; later, the talk has moved on.
const GROUP_AGE: Duration = Duration::from_secs(5 * 60);
/// A picture waits this long for words: as long as it takes to type a short line, and not so long
/// that one who sends nothing more waits for ours.
const WORDS_WITHIN: Duration = Duration::from_millis(1500);
/// A reply to something that we do not know yet waits so long: longer than it takes to note that a
/// message was sent.
const EARLY_REPLY: Duration = Duration::from_millis(700);

/// Seconds since it was said. Telegram keeps what we do not fetch for a day, so a message that
/// claims to be older, or from the future, counts from when it reached us.
fn age_seconds(reached_seconds: i64, said_seconds: i64, now_seconds: i64) -> i64 {
    let waited = now_seconds.saturating_sub(reached_seconds).max(0);
    let claimed = now_seconds.saturating_sub(said_seconds);
    let day = i64::try_from(PRIVATE_AGE.as_secs()).unwrap_or(i64::MAX);
    if (0..=day).contains(&claimed) {
        claimed.max(waited)
    } else {
        waited
    }
}

/// Whether it came in too long ago to be answered.
pub fn is_stale(job: Arc<Job>, incoming: Arc<Incoming>) -> bool {
    let limit = match incoming.what {
        What::Question(_)
        | What::Command(_)
        | What::NonText(_)
        | What::Guest(_)
        | What::Business(BusinessEvent::Asked(_)) => match incoming.place {
            Place::Private { .. } | Place::Business { .. } => PRIVATE_AGE,
            _ => GROUP_AGE,
        },
        // These change what is so; they are never too late.
        _ => return false,
    };
    let now_seconds = crate::ops::clock::unix_seconds();
    let age = age_seconds(job.at_seconds, incoming.at_seconds, now_seconds);
    Duration::from_secs(age.unsigned_abs()) > limit
}

/// A picture that waits, or that needs no line of ours.
pub async fn waiting(waiting: Waiting) -> Handling<Update> {
    match waiting {
        Waiting::Begins => Handling::Later(WORDS_WITHIN),
        Waiting::HasWords => Handling::Done(Handled::silently(Done::Handled)),
    }
}

/// Too old to be answered.
pub async fn stale(job: Arc<Job>) -> Handling<Update> {
    log::info!(update = job.update.id; "too old to be answered");
    Handling::Done(Handled::silently(Done::Stale))
}

/// Ends with a word to the sender, or without one.
pub async fn slow_down(
    job: Arc<Job>,
    incoming: Arc<Incoming>,
    context: Arc<Context>,
    too_fast: TooFast,
) -> Handling<Update> {
    let mut handled = Handled::silently(Done::RateLimited);
    if too_fast.0 {
        log::info!(update = job.update.id; "its sender sends too much and is not heard for a while");
        handled.outbox = say(&context.page_cache, &incoming, wording::too_fast());
    }
    Handling::Done(handled)
}

/// Ends with what Wenda says and keeps, or with a question to Telegram where it matters whether the
/// sender is an admin of the group.
pub async fn converse(
    job: Arc<Job>,
    incoming: Arc<Incoming>,
    context: Arc<Context>,
) -> Handling<Update> {
    if context.is_early_reply(&job, &incoming) {
        return Handling::Later(EARLY_REPLY);
    }
    let start = Instant::now();
    let known = Known {
        group_admin: job.update.is_group_admin.is_some() || !incoming.asker.is_person,
    };
    let handled = match incoming.place.chat() {
        Some(chat) => match context.assistant.handle_or_ask(&incoming, known) {
            Ok(Response::AsksGroupAdmin) => {
                return ask_group_admin(&job, &context, chat, incoming.asker.id);
            }
            Ok(Response::AsksConnection(id)) => return find_connection(&job, &context, id),
            Ok(Response::AsksEphemeral) => return ask_own_rights(&job, &context, chat),
            Ok(Response::Turn(turn)) => Ok(turn),
            Err(error) => Err(error),
        },
        None => context.assistant.handle(&incoming),
    };
    match handled {
        Ok(mut turn) => {
            staff_moved(&incoming, &context, &mut turn);
            context.metrics.turn(&turn.records, start.elapsed());
            Handling::Done(Handled {
                done: Some(Done::Handled),
                outbox: requests::messages(&incoming, &turn.replies, &context.page_cache),
                records: turn.records,
                is_long: incoming.asker.may_edit(),
            })
        }
        Err(error) => Handling::StoreFailed(error),
    }
}

/// The staff's chat goes on under another number: from now on that is the one, and admins are told
/// what to configure.
fn staff_moved(incoming: &Incoming, context: &Context, turn: &mut Turn) {
    let What::Moved { to_chat } = incoming.what else {
        return;
    };
    let staff = context.roles.staff_chat.as_ref();
    let from = incoming.place.chat().unwrap_or_default();
    let Some(staff) = staff.filter(|staff| staff.is_or_was(from)) else {
        return;
    };
    log::warn!(from = from, to = to_chat; "the staff's chat goes on under another number; write it into the configuration");
    staff.goes_on_as(to_chat);
    let told = context.roles.admins.iter().map(|admin| {
        let place = Place::Private {
            chat: *admin,
            topic: None,
        };
        let way = Way::Send { reply_to: None };
        Reply::elsewhere(place, way, None, conversation::staff_moved(from, to_chat))
    });
    turn.replies.extend(told);
}

/// The messages that say this to whoever sent what came in.
pub fn say(page_cache: &PageCache, incoming: &Incoming, blocks: Vec<Block>) -> Vec<PendingMessage> {
    let reply_to = incoming.place.is_group().then_some(incoming.message);
    match &incoming.what {
        What::Inline(_)
        | What::Chosen(_)
        | What::Business(_)
        | What::Joined { .. }
        | What::Left
        | What::Moved { .. } => Vec::new(),
        What::Guest(guest) => {
            let delivery = Delivery::Guest(GuestAnswer {
                query: guest.id.clone(),
                shorter: Vec::new(),
            });
            requests::messages(incoming, &[Reply::new(delivery, blocks)], page_cache)
        }
        What::Question(question) if question.address == Address::Overheard => Vec::new(),
        What::Press(press) => {
            let mut reply = Reply::note(&press.id, "");
            reply.blocks = blocks;
            requests::messages(incoming, &[reply], page_cache)
        }
        _ => requests::messages(incoming, &[Reply::send(reply_to, blocks)], page_cache),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_counts_from_what_can_be_believed() {
        let day = 86_400;
        // (reached, said, now) -> age
        for (reached, said, now, age) in [
            (1000, 990, 1000, 10),
            (1000, 990, 1300, 310),
            (9_000_000, 5, 9_000_000, 0),
            (9_000_000, 5, 9_000_600, 600),
            (9_000_000, 9_999_999, 9_000_000, 0),
            (9_000_000, 9_000_000 - day, 9_000_000, day),
        ] {
            assert_eq!(
                age_seconds(reached, said, now),
                age,
                "{reached} {said} {now}"
            );
        }
    }
}
