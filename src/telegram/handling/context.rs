//! What the steps of [`super::schema`] work with.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use arc_swap::ArcSwap;

use crate::assistant::Assistant;
use crate::inbox::job;
use crate::inbox::rate_limit;
use crate::inbox::rate_limit::RateLimiter;
use crate::model::card::StaffChatId;
use crate::model::choice::BusinessMode;
use crate::model::incoming::{Address, BusinessEvent, Command, Incoming, NonText, Place, What};
use crate::ops::metrics::Metrics;
use crate::render::PageCache;
use crate::telegram::client::api::Api;
use crate::telegram::client::chat_members::ChatMemberCache;
use crate::telegram::client::connections::Connections;
use crate::telegram::start;
use crate::telegram::update::dto::{BusinessKind, Kind, Update};
use crate::telegram::update::identity::Identity;
use crate::telegram::update::incoming;
use crate::telegram::update::media_groups::MediaGroups;
use crate::telegram::update::recent::replies::RecentReplies;
use crate::telegram::update::recent::words::RecentWords;
use crate::telegram::update::roles::Roles;

/// One of Telegram's updates, to be handled.
pub type Job = job::Job<Update>;

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
pub struct TooFast(pub bool);

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
    pub(super) fn answers_business(&self) -> bool {
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
    pub(super) fn is_early_reply(&self, job: &Job, incoming: &Incoming) -> bool {
        let staff = self.roles.staff_chat.as_ref().map(StaffChatId::number);
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

/// What `mutex` guards, also after a thread that held it has panicked.
pub(super) fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
