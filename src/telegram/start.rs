//! Getting to know ourselves, and presenting ourselves.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::requests::Payload;
use tokio::task::JoinHandle;

use crate::conversation::Account;
use crate::ops::health::Health;
use crate::ops::stop::Stop;
use crate::outbox::backoff;
use crate::telegram::client::api;
use crate::telegram::client::api::{Api, Failure};
use crate::telegram::client::menu;
use crate::telegram::client::menu::Presentation;
use crate::telegram::client::run_error::RunError;
use crate::telegram::receive::poll_request;
use crate::telegram::update::identity::Identity;
use crate::telegram::update::roles::Roles;

/// How long Telegram may take to say who we are.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The wait after a first failure, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(150), Duration::from_millis(1200));
/// An outage is mentioned again after this.
const REMIND: Duration = Duration::from_secs(60);
/// Tries of each call that presents us; they are made again at every start.
const PRESENT_TRIES: u32 = 5;

/// Telegram's `getMe`, as far as we need it.
#[derive(Serialize)]
struct GetMe {}

/// What it answers.
#[derive(Deserialize)]
pub struct Me {
    id: i64,
    #[serde(default)]
    username: String,
    #[serde(default)]
    can_read_all_group_messages: bool,
    #[serde(default)]
    supports_inline_queries: bool,
}

impl Payload for GetMe {
    type Output = Me;
    const NAME: &'static str = "getMe";
}

impl Me {
    /// Who we are, and whether we can be asked inline.
    fn identity(self) -> (Identity, bool) {
        let identity = Identity {
            id: self.id,
            username: self.username,
            hears_all: self.can_read_all_group_messages,
        };
        (identity, self.supports_inline_queries)
    }
}

/// Who we are now, and whether we can be asked inline; `None` where Telegram does not say.
pub async fn ask(api: &Api) -> Option<(Identity, bool)> {
    api.call(&GetMe {}, TIMEOUT).await.ok().map(Me::identity)
}

/// What people are told of us.
pub fn account(me: &Identity, has_inline: bool) -> Account {
    Account {
        username: me.username.clone(),
        hears_mentions: me.hears_all,
        has_inline,
        start_link: match me.username.as_str() {
            "" => String::new(),
            name => format!("https://t.me/{name}?start="),
        },
        person_link: "tg://user?id=".to_owned(),
    }
}

/// What Telegram is asked first of all, while everything else is made ready.
pub struct First {
    /// Who we are.
    pub me: JoinHandle<Result<Me, Failure>>,
    /// The first poll. It has no offset, so it confirms nothing.
    pub poll: Option<JoinHandle<poll_request::Answer>>,
}

impl First {
    /// Asks at once; with `polls` for what is new, too.
    pub fn ask(api: &Api, polls: bool) -> First {
        let poll = polls.then(|| tokio::spawn(poll_request::first(api.clone())));
        let api = api.clone();
        First {
            me: tokio::spawn(async move { api.call(&GetMe {}, TIMEOUT).await }),
            poll,
        }
    }
}

/// Who we are, and whether we can be asked inline; `None` when stopped before Telegram said. `first` is
/// the answer to the first time of asking.
///
/// # Errors
/// [`RunError::Unauthorized`] when Telegram does not know the token.
pub async fn identity(
    api: &Api,
    first: JoinHandle<Result<Me, Failure>>,
    stop: &Stop,
    health: &Arc<Health>,
) -> Result<Option<(Identity, bool)>, RunError> {
    let mut failures = 0;
    let mut mentioned: Option<Instant> = None;
    let mut first = Some(first);
    loop {
        health.beat(Instant::now());
        let asked = first.take();
        let ask = async {
            match asked {
                Some(first) => first.await.unwrap_or(Err(Failure::Unreachable)),
                None => api.call(&GetMe {}, TIMEOUT).await,
            }
        };
        let answer = tokio::select! {
            () = stop.requested() => return Ok(None),
            answer = ask => answer,
        };
        match answer {
            Ok(me) => return Ok(Some(me.identity())),
            Err(Failure::Refused {
                code: 401 | 404, ..
            }) => return Err(RunError::Unauthorized),
            Err(failure) => {
                failures += 1;
                let now = Instant::now();
                if mentioned.is_none_or(|at| now.duration_since(at) >= REMIND) {
                    mentioned = Some(now);
                    log::warn!(failure:% = failure; "cannot reach Telegram; trying again until it answers");
                }
                let mut pause = backoff::wait(failures, PAUSES.0, PAUSES.1);
                if let Failure::Refused {
                    retry_after: Some(seconds),
                    ..
                } = failure
                {
                    pause = pause.max(Duration::from_secs(seconds));
                }
                tokio::select! {
                    () = stop.requested() => return Ok(None),
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
    }
}

/// Sets the menus of commands, and the descriptions where there are none. Nothing else waits for
/// it.
pub async fn present(api: Api, roles: Roles, is_ephemeral: bool, has_contact: bool) {
    let calls = menu::of_everybody(&roles.admins, &roles.editors, is_ephemeral);
    for (method, parameters) in calls {
        patiently(&api, method, &parameters).await;
    }
    let presentations = menu::presentations(has_contact);
    for Presentation {
        get,
        field,
        set,
        stale,
    } in presentations
    {
        // Where Telegram does not say what is there, an owner's own words may be: leave them.
        let there = patiently(&api, get.0, &get.1).await;
        if there.is_some_and(|there| {
            let there = there[field].as_str().unwrap_or_default();
            there.is_empty() || there == stale && set.1[field] != stale
        }) {
            patiently(&api, set.0, &set.1).await;
        }
    }
}

/// The answer to a call that may take its time; `None` where it was refused or nobody answers.
async fn patiently(api: &Api, method: &str, parameters: &Value) -> Option<Value> {
    for attempt in 1..=PRESENT_TRIES {
        let answer = api.post(method, parameters.to_string(), TIMEOUT).await;
        let pause = match answer.and_then(|(status, text)| api::read(status, &text)) {
            Ok(answer) => return Some(answer),
            Err(Failure::Refused {
                retry_after: Some(seconds),
                ..
            }) => Duration::from_secs(seconds),
            // An admin who never talked to us has no chat yet.
            Err(failure @ Failure::Refused { .. }) => {
                log::debug!(method = method, failure:% = failure; "a menu was refused");
                return None;
            }
            Err(_) => backoff::wait(attempt, PAUSES.1, 8 * PAUSES.1),
        };
        tokio::time::sleep(pause).await;
    }
    None
}

/// Takes a webhook away, so that polling works; Telegram keeps what waits.
pub async fn delete_webhook(api: &Api, stop: &Stop) {
    let mut failures = 0;
    loop {
        let body = r#"{"drop_pending_updates":false}"#.to_owned();
        let answer = tokio::select! {
            () = stop.requested() => return,
            answer = api.send("deleteWebhook", body, TIMEOUT) => answer,
        };
        match answer {
            Ok(_) => {
                log::info!("the webhook is deleted");
                return;
            }
            Err(
                failure @ Failure::Refused {
                    retry_after: None, ..
                },
            ) => {
                log::error!(failure:% = failure; "the webhook cannot be deleted");
                return;
            }
            Err(_) => {
                failures += 1;
                tokio::time::sleep(backoff::wait(failures, PAUSES.0, PAUSES.1)).await;
            }
        }
    }
}
