//! Who is an admin of a group, asked of Telegram and remembered for a moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use teloxide::requests::Payload;

use crate::telegram::client::api::Api;

/// How long an answer holds. Short: a demoted admin must not change settings for long.
const HOLDS: Duration = Duration::from_secs(60);
/// How long it holds that somebody is no admin: only against a storm of presses, because whoever
/// was just made an admin tries it at once.
const DENIAL_HOLDS: Duration = Duration::from_secs(1);
/// Telegram is not waited for longer than this; without an answer nobody is an admin.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Answers remembered; beyond that, those that hold no more are forgotten.
const ANSWERS: usize = 1000;

/// By chat and person: whether an admin, and when Telegram said so.
type Answers = HashMap<(i64, i64), (bool, Instant)>;

/// Asks who is an admin.
#[derive(Clone)]
pub struct ChatMemberCache {
    api: Api,
    known: Arc<Mutex<Answers>>,
}

#[derive(Serialize)]
struct GetChatMember {
    chat_id: i64,
    user_id: i64,
}

#[derive(Deserialize)]
struct Member {
    status: String,
}

impl Payload for GetChatMember {
    type Output = Member;
    const NAME: &'static str = "getChatMember";
}

impl ChatMemberCache {
    /// Asks over this bot.
    pub fn new(api: Api) -> ChatMemberCache {
        ChatMemberCache {
            api,
            known: Arc::default(),
        }
    }

    /// Whether this person is an admin of this group; `false` where Telegram does not say.
    pub async fn is_group_admin(&self, chat: i64, person: i64) -> bool {
        self.is_admin(chat, person, DENIAL_HOLDS).await
    }

    /// Whether we are an admin of this group. Telegram tells when that changes
    /// ([`ChatMemberCache::note`]), so a "no" holds as long as a "yes".
    pub async fn are_we_admin(&self, chat: i64, me: i64) -> bool {
        self.is_admin(chat, me, HOLDS).await
    }

    /// Telegram told whether somebody is an admin of this group.
    pub fn note(&self, chat: i64, person: i64, is_admin: bool) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((chat, person), (is_admin, Instant::now()));
    }

    async fn is_admin(&self, chat: i64, person: i64, denial_holds: Duration) -> bool {
        let holds = |is_admin: bool| if is_admin { HOLDS } else { denial_holds };
        let now = Instant::now();
        {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((is_admin, at)) = known.get(&(chat, person))
                && now.duration_since(*at) < holds(*is_admin)
            {
                return *is_admin;
            }
            if known.len() >= ANSWERS {
                known.retain(|_, (is_admin, at)| now.duration_since(*at) < holds(*is_admin));
            }
        }
        let asked = GetChatMember {
            chat_id: chat,
            user_id: person,
        };
        match self.api.call(&asked, TIMEOUT).await {
            Ok(member) => {
                let is_admin = matches!(member.status.as_str(), "creator" | "administrator");
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                known.insert((chat, person), (is_admin, now));
                is_admin
            }
            Err(failure) => {
                log::warn!(chat = chat, failure:% = failure; "Telegram does not say who is an admin");
                false
            }
        }
    }
}
