//! What the steps of [`super::schema`] work with, and what they do.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::assistant::Assistant;
use crate::conversation::wording;
use crate::inbox::handler::{Handled, Handling};
use crate::inbox::rate_limit;
use crate::inbox::rate_limit::RateLimiter;
use crate::inbox::scheduler;
use crate::model::incoming::{Address, Incoming, Place, What};
use crate::model::reply::{Block, Reply};
use crate::ops::metrics::Metrics;
use crate::render::PageCache;
use crate::store::{Done, PendingMessage};
use crate::telegram::client::chat_members::ChatMemberCache;
use crate::telegram::requests;
use crate::telegram::update::dto::{Kind, Update};
use crate::telegram::update::identity::Identity;
use crate::telegram::update::incoming;
use crate::telegram::update::media_groups::MediaGroups;

/// A private question is answered within this time.
const PRIVATE_AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// A question in a group is answered within this time; later, the talk has moved on.
const GROUP_AGE: Duration = Duration::from_secs(5 * 60);

/// One of Telegram's updates, to be handled.
pub type Job = scheduler::Job<Update>;

/// What handlers work with.
pub struct Context {
    /// Answers.
    pub assistant: Arc<Assistant>,
    /// Who we are.
    pub me: Identity,
    /// The numbers of the FAQ's admins.
    pub admins: Vec<i64>,
    /// Who sends too much.
    pub rate_limiter: Mutex<RateLimiter>,
    /// Answers as they were written before.
    pub memo: PageCache,
    /// Pictures sent together.
    pub media_groups: MediaGroups,
    /// Who is an admin of a group.
    pub chat_members: ChatMemberCache,
    /// Counts.
    pub metrics: Arc<Metrics>,
}

/// Too fast: whether to say so.
#[derive(Debug, Clone, Copy)]
pub struct TooFast(bool);

impl Context {
    /// What came in, if it is for us.
    pub fn read(&self, job: &Job) -> Option<Arc<Incoming>> {
        let now_seconds = crate::ops::clock::unix_seconds();
        let mut incoming = incoming::read(&job.update, &self.me, &self.admins, now_seconds)?;
        if let Some(is_admin) = job.update.is_group_admin {
            incoming.asker.is_group_admin = is_admin;
        }
        self.counts_alone(job, &incoming)
            .then(|| Arc::new(incoming))
    }

    /// Whether it is more than another picture without words of a media group.
    fn counts_alone(&self, job: &Job, incoming: &Incoming) -> bool {
        let Kind::Message(message) = &job.update.kind else {
            return true;
        };
        let Some(media_group) = &message.media_group else {
            return true;
        };
        let is_first = self
            .media_groups
            .is_first(message.chat.id, media_group, message.id);
        is_first || !matches!(incoming.what, What::NonText(_))
    }

    /// Whether its sender is too fast.
    pub fn too_fast(&self, job: &Job, incoming: &Incoming) -> Option<TooFast> {
        let counts = match &incoming.what {
            What::Question(question) => question.address == Address::Direct,
            What::Command(_) | What::Press(_) | What::NonText(_) => true,
            // Inline questions come with every few messages typed; answering them costs no message.
            What::Inline(_) | What::Joined { .. } | What::Left | What::Moved { .. } => false,
        };
        // One whose membership had to be found out was judged before.
        if !counts || job.update.is_group_admin.is_some() {
            return None;
        }
        let mut rate_limiter = self
            .rate_limiter
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match rate_limiter.judge(incoming.asker.id, Instant::now()) {
            rate_limit::Verdict::Fine => None,
            rate_limit::Verdict::Warn => Some(TooFast(true)),
            rate_limit::Verdict::Silence => Some(TooFast(false)),
        }
    }
}

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
        What::Question(_) | What::Command(_) | What::NonText(_) => match incoming.place {
            Place::Private { .. } => PRIVATE_AGE,
            _ => GROUP_AGE,
        },
        // These change what is so; they are never too late.
        _ => return false,
    };
    let now_seconds = crate::ops::clock::unix_seconds();
    let age = age_seconds(job.at_seconds, incoming.at_seconds, now_seconds);
    Duration::from_secs(age.unsigned_abs()) > limit
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
        handled.outbox = say(&context.memo, &incoming, wording::too_fast());
    }
    Handling::Done(handled)
}

/// Asks Telegram whether the sender is an admin of the group; then the update comes again.
fn ask_group_admin(job: &Job, context: &Context, chat: i64, person: i64) -> Handling<Update> {
    let (update, chat_members) = (job.update.clone(), context.chat_members.clone());
    Handling::Aside(Box::pin(async move {
        Update {
            is_group_admin: Some(chat_members.is_group_admin(chat, person).await),
            ..update
        }
    }))
}

/// Ends with what Wenda says and keeps, or with a question to Telegram where it matters whether the
/// sender is an admin of the group.
pub async fn converse(
    job: Arc<Job>,
    incoming: Arc<Incoming>,
    context: Arc<Context>,
) -> Handling<Update> {
    let start = Instant::now();
    let may_ask = job.update.is_group_admin.is_none() && incoming.asker.is_person;
    let handled = match incoming.place.chat().filter(|_| may_ask) {
        Some(chat) => match context.assistant.handle_or_ask(&incoming) {
            Ok(None) => return ask_group_admin(&job, &context, chat, incoming.asker.id),
            Ok(Some(turn)) => Ok(turn),
            Err(error) => Err(error),
        },
        None => context.assistant.handle(&incoming),
    };
    match handled {
        Ok(turn) => {
            context.metrics.turn(&turn.records, start.elapsed());
            Handling::Done(Handled {
                done: Some(Done::Handled),
                outbox: requests::messages(&incoming, &turn.replies, &context.memo),
                records: turn.records,
                is_long: incoming.asker.is_admin,
            })
        }
        Err(error) => Handling::StoreFailed(error),
    }
}

/// The messages that say this to whoever sent what came in.
pub fn say(memo: &PageCache, incoming: &Incoming, blocks: Vec<Block>) -> Vec<PendingMessage> {
    let reply_to = incoming.place.is_group().then_some(incoming.message);
    match &incoming.what {
        What::Inline(_) | What::Joined { .. } | What::Left | What::Moved { .. } => Vec::new(),
        What::Question(question) if question.address == Address::Overheard => Vec::new(),
        What::Press(press) => {
            let mut reply = Reply::note(&press.id, "");
            reply.blocks = blocks;
            requests::messages(incoming, &[reply], memo)
        }
        _ => requests::messages(incoming, &[Reply::send(reply_to, blocks)], memo),
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
