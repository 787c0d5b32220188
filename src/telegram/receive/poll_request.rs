//! One poll: what Telegram is asked for.

use std::time::Duration;

use serde::Serialize;

use crate::telegram::client::api::{self, Api, Failure};
use crate::telegram::receive::allowed_updates::ALLOWED_UPDATES;

/// Seconds for which Telegram may hold a poll open. Short, so that silence is seen soon: a poll that is
/// open when Telegram falls silent may still be answered, and only the next one shows it.
pub const LONG_POLL_SECONDS: u64 = 5;
/// How much longer than that an answer may take before the connection counts as dead.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(4);
/// Updates asked for at once; Telegram gives at most 100.
const LIMIT: usize = 100;

/// Telegram's `getUpdates`.
#[derive(Serialize)]
struct Parameters {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: usize,
    timeout: u64,
    allowed_updates: &'static [&'static str],
}

/// What Telegram answers to a poll: HTTP status and text.
pub type Answer = Result<(u16, String), Failure>;

/// The first poll of all.
pub async fn first(api: Api) -> Answer {
    poll(&api, None, LONG_POLL_SECONDS, ANSWER_WITHIN).await
}

/// Asks for updates from `offset` on, which confirms those before it. Telegram may wait for so many
/// `seconds`, and its answer take so much longer.
pub async fn poll(api: &Api, offset: Option<i64>, seconds: u64, within: Duration) -> Answer {
    let parameters = Parameters {
        offset,
        limit: LIMIT,
        timeout: seconds,
        allowed_updates: &ALLOWED_UPDATES,
    };
    // Plain data: writing it as JSON cannot fail.
    let parameters = serde_json::to_string(&parameters).unwrap_or_default();
    let timeout = Duration::from_secs(seconds) + within;
    api.post(api::GET_UPDATES, parameters, timeout).await
}
