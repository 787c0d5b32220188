//! Short-lived messages: deleted again when their time is over, over a restart, too. One whose
//! answer came only after we had died stays: the sidecar notes no more than that it was sent.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::ops::clock;
use crate::outbox::message::Letter;
use crate::store::{ScheduledDeletion, Store};
use crate::telegram::client::api::{Api, Failure};

/// How long Telegram may take to delete a message.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Has the message's message deleted in time, where it is short-lived.
pub fn begin(api: &Api, store: &Arc<dyn Store>, letter: &Letter, message: Option<i64>) {
    let (Some(seconds), Some(message)) = (letter.extra.lifetime_seconds, message) else {
        return;
    };
    let Some(chat) = letter.parameter("chat_id").and_then(|chat| chat.as_i64()) else {
        return;
    };
    let fading = ScheduledDeletion {
        chat,
        message,
        at_seconds: clock::unix_seconds() + i64::from(seconds),
    };
    if let Err(error) = store.schedule_deletion(&fading) {
        log::debug!(error:% = error; "a short-lived message stays if this process ends early");
    }
    tokio::spawn(delete(api.clone(), store.clone(), fading));
}

/// Goes on with what an earlier run left.
pub fn resume(api: &Api, store: &Arc<dyn Store>) {
    match store.scheduled_deletions() {
        Ok(left) => {
            for fading in left {
                tokio::spawn(delete(api.clone(), store.clone(), fading));
            }
        }
        Err(error) => log::warn!(error:% = error; "short-lived messages of before stay"),
    }
}

/// Deletes the message when its time is over. One that cannot be deleted now, because Telegram is
/// out of reach, is left to the next start.
async fn delete(api: Api, store: Arc<dyn Store>, fading: ScheduledDeletion) {
    let left = fading.at_seconds.saturating_sub(clock::unix_seconds());
    tokio::time::sleep(Duration::from_secs(left.max(0).unsigned_abs())).await;
    let body = json!({"chat_id": fading.chat, "message_id": fading.message}).to_string();
    let deleted = api.send("deleteMessage", body, TIMEOUT).await;
    if let Err(failure) = &deleted {
        log::debug!(failure:% = failure; "a short-lived message stays");
    }
    let is_settled = matches!(
        deleted,
        Ok(_)
            | Err(Failure::Refused {
                retry_after: None,
                ..
            })
    );
    if is_settled && let Err(error) = store.deletion_done(&fading) {
        log::debug!(error:% = error; "a short-lived message is deleted once more at the next start");
    }
}
