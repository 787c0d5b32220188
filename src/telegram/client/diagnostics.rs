//! Questions to the Bot API that only look: what `wenda doctor` wants to know. Nothing is sent,
//! confirmed or changed.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::telegram::client::api;
use crate::telegram::client::api::{Api, Failure};
use crate::telegram::client::staff_chat::{self, StaffChat};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// For so long it is listened whether another poller comes back and pushes us off; others wait one
/// to five seconds before they do.
const OTHER_POLLER_SECONDS: u64 = 6;

/// The bot as the Bot API knows it, newest fields included.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Me {
    /// Its number.
    pub id: i64,
    /// Its name without the `@`.
    pub username: String,
    /// Whether people may add it to groups.
    pub can_join_groups: bool,
    /// Whether privacy mode is off.
    pub can_read_all_group_messages: bool,
    /// Whether inline mode is on.
    pub supports_inline_queries: bool,
    /// Whether guest mode is on.
    pub supports_guest_queries: bool,
    /// Whether it may be connected to business accounts.
    pub can_connect_to_business: bool,
}

/// Where updates go, as Telegram sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct WebhookInfo {
    /// The address that Telegram calls; empty where it calls none.
    pub url: String,
    /// Updates that wait with Telegram.
    pub pending_update_count: u64,
    /// Unix seconds of the last call that failed.
    pub last_error_date: Option<i64>,
    /// Why it failed.
    pub last_error_message: Option<String>,
    /// The kinds of update asked for; empty for Telegram's own choice.
    pub allowed_updates: Vec<String>,
}

/// A command in the menu.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct MenuCommand {
    /// Without the slash.
    pub command: String,
}

/// Everything that was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// `getMe`.
    pub me: Result<Me, Failure>,
    /// `getWebhookInfo`.
    pub webhook: Result<WebhookInfo, Failure>,
    /// `getMyCommands`, for everybody.
    pub menu: Result<Vec<MenuCommand>, Failure>,
    /// `getUpdates` without an offset, which confirms nothing; `None` where it was not asked.
    pub polling: Option<Result<(), Failure>>,
    /// The server's clock, Unix seconds, and ours at that moment.
    pub clocks: Option<(i64, i64)>,
    /// The staff's chat; `None` where there is none.
    pub staff: Option<Result<StaffChat, Failure>>,
}

/// Asks everything; `getUpdates` only where `polling` says so, since it briefly interrupts another
/// poller. `now_seconds` reads our clock in Unix seconds.
///
/// # Errors
/// None: each fact carries its own failure.
pub async fn gather(
    api: &Api,
    polling: bool,
    staff_chat: Option<i64>,
    now_seconds: impl Fn() -> i64,
) -> Facts {
    let me = ask::<Me>(api, "getMe", "{}", PATIENCE).await;
    if me.is_err() {
        let failure = me.as_ref().err().cloned().unwrap_or(Failure::Unreadable);
        return Facts {
            me,
            webhook: Err(failure.clone()),
            menu: Err(failure),
            polling: None,
            clocks: None,
            staff: None,
        };
    }
    let number = me.as_ref().map_or(0, |me| me.id);
    let staff = match staff_chat {
        Some(chat) => Some(staff_chat::ask(api, chat, number).await),
        None => None,
    };
    let webhook = ask::<WebhookInfo>(api, "getWebhookInfo", "{}", PATIENCE).await;
    let has_webhook = webhook.as_ref().is_ok_and(|info| !info.url.is_empty());
    let polling = match polling && !has_webhook {
        true => Some(poll(api).await),
        false => None,
    };
    Facts {
        menu: ask(api, "getMyCommands", "{}", PATIENCE).await,
        clocks: server_clock(api)
            .await
            .map(|theirs| (theirs, now_seconds())),
        me,
        webhook,
        polling,
        staff,
    }
}

/// Polls twice: at once, for a refusal that stands; then for some seconds, in which a poller that
/// the first call interrupted comes back and interrupts us.
async fn poll(api: &Api) -> Result<(), Failure> {
    let waiting: Vec<serde::de::IgnoredAny> =
        ask(api, "getUpdates", r#"{"limit":1,"timeout":0}"#, PATIENCE).await?;
    if waiting.is_empty() {
        let body = format!(r#"{{"limit":1,"timeout":{OTHER_POLLER_SECONDS}}}"#);
        let patience = PATIENCE + Duration::from_secs(OTHER_POLLER_SECONDS);
        ask::<Vec<serde::de::IgnoredAny>>(api, "getUpdates", &body, patience).await?;
    }
    Ok(())
}

/// The server's clock in Unix seconds, by the `Date` of an answer to a call that changes nothing.
async fn server_clock(api: &Api) -> Option<i64> {
    let mut server = api.bot().api_url();
    server.set_path("/");
    let request = api.bot().client().head(server).timeout(PATIENCE);
    let answer = request.send().await.ok()?;
    unix_seconds(answer.headers().get("date")?.to_str().ok()?)
}

/// Unix seconds of a date as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn unix_seconds(date: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = date.split_once(", ")?.1.strip_suffix(" GMT")?.split(' ');
    let day: i64 = words.next()?.parse().ok()?;
    let name = words.next()?;
    let month = 1 + MONTHS.iter().position(|month| *month == name)? as i64;
    let year: i64 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(str::parse::<i64>);
    let mut next = || clock.next()?.ok();
    let seconds = next()? * 3600 + next()? * 60 + next()?;
    // Days since 1970 in years that begin with March, so that a leap day comes last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days =
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469;
    Some(days * 86_400 + seconds)
}

async fn ask<T: DeserializeOwned>(
    api: &Api,
    method: &str,
    body: &str,
    patience: Duration,
) -> Result<T, Failure> {
    let (status, text) = api.post(method, body.to_owned(), patience).await?;
    api::read(status, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        let cases = [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Thu, 29 Feb 2024 23:59:59 GMT", Some(1_709_251_199)),
            ("Fri, 01 Mar 2024 00:00:00 GMT", Some(1_709_251_200)),
            ("Sun, 22 Nov 2026 18:00:00 GMT", Some(1_795_370_400)),
            ("yesterday", None),
            ("Sun, 06 Xyz 1994 08:49:37 GMT", None),
        ];
        for (date, expected) in cases {
            assert_eq!(unix_seconds(date), expected, "{date}");
        }
    }
}
