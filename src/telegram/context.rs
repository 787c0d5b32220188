//! What the steps of [`super::schema`] work with, and what they do.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use super::start;
use crate::assistant::{Assistant, Known, Response};
use crate::conversation::wording;
use crate::inbox::handler::{Handled, Handling};
use crate::inbox::job;
use crate::inbox::rate_limit;
use crate::inbox::rate_limit::RateLimiter;
use crate::model::choice::BusinessMode;
use crate::model::incoming::{Address, BusinessEvent, Command, Incoming, NonText, Place, What};
use crate::model::reply::{Block, Delivery, GuestAnswer, Reply};
use crate::ops::metrics::Metrics;
use crate::render::PageCache;
use crate::store::{Done, PendingMessage};
use crate::telegram::client::api::Api;
use crate::telegram::client::chat_members::ChatMemberCache;
use crate::telegram::client::connections::Connections;
use crate::telegram::requests;
use crate::telegram::update::address;
use crate::telegram::update::dto::{BusinessKind, Kind, Update};
use crate::telegram::update::identity::Identity;
use crate::telegram::update::incoming;
use crate::telegram::update::media_groups::MediaGroups;
use crate::telegram::update::recent::replies::RecentReplies;
use crate::telegram::update::recent::words::RecentWords;
use crate::telegram::update::roles::Roles;

/// A private question is answered within this time.
const PRIVATE_AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// A question in a group is answered within this time; later, the talk has moved on.
const GROUP_AGE: Duration = Duration::from_secs(5 * 60);

/// One of Telegram's updates, to be handled.
pub type Job = job::Job<Update>;

/// A picture waits this long for words: as long as it takes to type a short line, and not so long
/// that one who sends nothing more waits for ours.
const WORDS_WITHIN: Duration = Duration::from_millis(1500);
/// A reply to something that we do not know yet waits so long: longer than it takes to note that a
/// message was sent.
const EARLY_REPLY: Duration = Duration::from_millis(700);
/// Our name is asked for at most so often for names that are called.
const RENEW: Duration = Duration::from_secs(5);

/// What handlers work with.
pub struct Context {
    /// Answers.
    pub assistant: Arc<Assistant>,
    /// Asks who we are.
    pub api: Api,
    /// Who we are.
    pub me: ArcSwap<Identity>,
    /// When we last asked, and the updates that wait for it or came back.
    pub renewals: Mutex<(Option<Instant>, HashSet<u64>)>,
    /// Pictures that wait for words, by update.
    pub waiting: Mutex<HashSet<u64>>,
    /// Replies in the staff's chat that wait until it is known to what, by update.
    pub early_replies: Mutex<HashSet<u64>>,
    /// Words that came a moment ago.
    pub recent_words: RecentWords,
    /// What was replied to a moment ago in groups.
    pub recent_replies: RecentReplies,
    /// Who may do what.
    pub roles: Roles,
    /// Who sends too much.
    pub rate_limiter: Mutex<RateLimiter>,
    /// Answers as they were written before.
    pub page_cache: PageCache,
    /// Pictures sent together.
    pub media_groups: MediaGroups,
    /// Who is an admin of a group.
    pub chat_members: ChatMemberCache,
    /// How business accounts are connected.
    pub connections: Connections,
    /// Counts.
    pub metrics: Arc<Metrics>,
}

/// A picture without words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Words may follow.
    Begins,
    /// There are words, which get the answer.
    HasWords,
}

/// Too fast: whether to say so.
#[derive(Debug, Clone, Copy)]
pub struct TooFast(bool);

impl Context {
    /// What came in, if it is for us.
    pub fn read(&self, job: &Job) -> Option<Arc<Incoming>> {
        let now_seconds = crate::ops::clock::unix_seconds();
        let me = self.me.load();
        self.note_reply(&job.update);
        if let Kind::Membership(membership) = &job.update.kind {
            let (chat, is_admin) = (membership.chat.id, membership.is_admin);
            self.chat_members.note(chat, me.id, is_admin);
        }
        if matches!(job.update.kind, Kind::Guest(_)) && !self.answers_guests() {
            return None;
        }
        if let Kind::Business(business) = &job.update.kind {
            if !self.answers_business() {
                return None;
            }
            if let BusinessKind::Connection(connection) = &business.what {
                self.connections.note(connection);
            }
        }
        let mut incoming = incoming::read(&job.update, &me, &self.roles, now_seconds)?;
        if incoming.connection.is_none() {
            incoming.connection.clone_from(&job.update.connection);
        }
        if let (What::Question(_), Place::Private { chat, .. }) = (&incoming.what, incoming.place) {
            self.recent_words
                .note(chat, incoming.message, incoming.at_seconds);
        }
        if let What::Command(Command::Save(saved)) = &mut incoming.what
            && let (None, Some(message)) = (&saved.question, saved.reply_to)
            && let Some(chat) = incoming.place.chat()
        {
            saved.question = self.recent_replies.words(chat, message);
        }
        if let Some(is_admin) = job.update.is_group_admin {
            incoming.asker.is_group_admin = is_admin;
        }
        if let Some(is_possible) = job.update.are_we_admin {
            // Telegram lets admins write to anybody in the group alone.
            incoming.ephemeral.is_possible.get_or_insert(is_possible);
        }

        self.counts_alone(job, &incoming)
            .then(|| Arc::new(incoming))
    }

    /// Whether business chats are served.
    fn answers_business(&self) -> bool {
        self.assistant.settings().conversation.business.mode != BusinessMode::Off
    }

    /// Whether mentions in chats that we are not in are answered.
    fn answers_guests(&self) -> bool {
        self.assistant.settings().conversation.guest
    }

    /// Remembers what somebody in a group replies to.
    fn note_reply(&self, update: &Update) {
        let Kind::Message(message) = &update.kind else {
            return;
        };
        let words = message.reply_to.as_ref().and_then(|to| to.text.as_ref());
        if let Some(words) = words.filter(|_| message.chat.id < 0 && message.text.is_some()) {
            self.recent_replies.note(message.chat.id, message.id, words);
        }
    }

    /// Whether this replies to something of ours in the staff's chat of which we do not know yet that
    /// it is there: Telegram's word on it may still be on its way. It comes again, once.
    fn is_early_reply(&self, job: &Job, incoming: &Incoming) -> bool {
        let staff = self.roles.staff_chat;
        let (Some(chat), What::Question(question)) = (staff, &incoming.what) else {
            return false;
        };
        let Some(message) = question.replies_to else {
            return false;
        };
        if incoming.place.chat() != staff || unpoisoned(&self.early_replies).remove(&job.update.id)
        {
            return false;
        }
        let known = self.assistant.memory().card_of_message(chat, message);
        let is_unknown = matches!(known, Ok(None));
        if is_unknown {
            unpoisoned(&self.early_replies).insert(job.update.id);
        }
        is_unknown
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

    /// What becomes of a picture without words: people often send the words right after it, or
    /// have just sent them. `None` where it is no picture, or stays alone.
    pub fn waits_for_words(&self, job: &Job, incoming: &Incoming) -> Option<Waiting> {
        let Place::Private { chat, .. } = incoming.place else {
            return None;
        };
        if !matches!(incoming.what, What::NonText(NonText::Picture)) {
            return None;
        }
        let (message, at_seconds) = (incoming.message, incoming.at_seconds);
        if self.recent_words.are_near(chat, message, at_seconds) {
            unpoisoned(&self.waiting).remove(&job.update.id);
            return Some(Waiting::HasWords);
        }
        let mut waiting = unpoisoned(&self.waiting);
        if waiting.remove(&job.update.id) {
            return None;
        }
        waiting.insert(job.update.id);
        Some(Waiting::Begins)
    }

    /// Asks Telegram for our name, which its owner may have changed.
    pub async fn renew_name(&self) {
        let Some((me, has_inline)) = start::ask(&self.api).await else {
            return;
        };
        if me != **self.me.load() {
            log::info!("our name or rights changed at Telegram");
            self.assistant.set_account(start::account(&me, has_inline));
            self.me.store(Arc::new(me));
        }
    }

    /// Whether its sender is too fast.
    pub fn too_fast(&self, job: &Job, incoming: &Incoming) -> Option<TooFast> {
        let counts = match &incoming.what {
            What::Question(question) => question.address == Address::Direct,
            What::Command(_) | What::Press(_) | What::NonText(_) | What::Guest(_) => true,
            What::Business(event) => matches!(event, BusinessEvent::Asked(_)),
            // Inline questions come with every few messages typed; answering them costs no message.
            What::Inline(_)
            | What::Chosen(_)
            | What::Joined { .. }
            | What::Left
            | What::Moved { .. } => false,
        };
        // One for which something had to be found out was judged before.
        let update = &job.update;
        let is_business = matches!(update.kind, Kind::Business(_));
        let came_back = update.is_group_admin.is_some()
            || update.are_we_admin.is_some()
            || (update.connection.is_some() && !is_business);
        if !counts || came_back {
            return None;
        }
        let mut rate_limiter = self
            .rate_limiter
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match rate_limiter.judge(incoming.asker.id, Instant::now()) {
            rate_limit::RateDecision::Fine => None,
            rate_limit::RateDecision::Warn => Some(TooFast(true)),
            rate_limit::RateDecision::Silence => Some(TooFast(false)),
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

/// Whether the update calls a bot by a name that may be ours by now; once an update, and not
/// oftener than [`RENEW`].
pub fn may_name_us(job: Arc<Job>, context: Arc<Context>) -> bool {
    if !address::names_unknown_bot(&job.update, &context.me.load()) {
        return false;
    }
    let mut guard = unpoisoned(&context.renewals);
    let (last, updates) = &mut *guard;
    let is_back = updates.remove(&job.update.id);
    if is_back || last.is_some_and(|last| last.elapsed() < RENEW) {
        return false;
    }
    *last = Some(Instant::now());
    updates.insert(job.update.id)
}

/// Whether the update is of a business chat whose connection is not known.
pub fn has_unknown_connection(job: Arc<Job>, context: Arc<Context>) -> bool {
    match &job.update.kind {
        Kind::Business(business) => {
            let is_told = matches!(business.what, BusinessKind::Connection(_));
            !is_told && job.update.connection.is_none() && context.answers_business()
        }
        _ => false,
    }
}

/// Finds out how the business account is connected; then the update comes again.
pub async fn ask_connection(job: Arc<Job>, context: Arc<Context>) -> Handling<Update> {
    match &job.update.kind {
        Kind::Business(business) => find_connection(&job, &context, business.connection.clone()),
        _ => Handling::Done(Handled::default()),
    }
}

fn find_connection(job: &Job, context: &Context, id: String) -> Handling<Update> {
    let (update, connections) = (job.update.clone(), context.connections.clone());
    Handling::Aside(Box::pin(async move {
        Update {
            connection: Some(Box::new(connections.find(&id).await)),
            ..update
        }
    }))
}

/// Asks Telegram for our name; then the update comes again.
pub async fn ask_name(job: Arc<Job>, context: Arc<Context>) -> Handling<Update> {
    let update = job.update.clone();
    Handling::Aside(Box::pin(async move {
        context.renew_name().await;
        update
    }))
}

/// A picture that waits, or that needs no line of ours.
pub async fn waiting(waiting: Waiting) -> Handling<Update> {
    match waiting {
        Waiting::Begins => Handling::Later(WORDS_WITHIN),
        Waiting::HasWords => Handling::Done(Handled::silently(Done::Handled)),
    }
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

/// Asks Telegram whether we are an admin of the group; then the update comes again.
fn ask_own_rights(job: &Job, context: &Context, chat: i64) -> Handling<Update> {
    let (update, chat_members) = (job.update.clone(), context.chat_members.clone());
    let me = context.me.load().id;
    Handling::Aside(Box::pin(async move {
        Update {
            are_we_admin: Some(chat_members.are_we_admin(chat, me).await),
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
        Ok(turn) => {
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
