//! Short-lived messages: deleted again when their time is over, over a restart, too. One whose
//! answer came only after we had died stays: the delivery sidecar notes no more than that it was
//! sent.

use std::sync::Arc;
use std::time::Duration;

use crate::ops::clock;
use crate::outbox::transport::{Failure, Transport};
use crate::store::{PendingMessage, ScheduledDeletion, Store};

/// How long the other side may take to delete a message.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Has what was sent deleted in time, where `message` is short-lived.
pub fn begin(
    transport: &Arc<dyn Transport>,
    store: &Arc<dyn Store>,
    message: &PendingMessage,
    sent: Option<i64>,
) {
    let (Some(seconds), Some(sent), Some(chat)) = (message.lifetime_seconds, sent, message.chat)
    else {
        return;
    };
    let deletion = ScheduledDeletion {
        chat,
        message: sent,
        at_seconds: clock::unix_seconds() + i64::from(seconds),
    };
    if let Err(error) = store.schedule_deletion(&deletion) {
        log::debug!(error:% = error; "a short-lived message stays if this process ends early");
    }
    tokio::spawn(delete(transport.clone(), store.clone(), deletion));
}

/// Goes on with what an earlier run left.
pub fn resume(transport: &Arc<dyn Transport>, store: &Arc<dyn Store>) {
    match store.scheduled_deletions() {
        Ok(left) => {
            for deletion in left {
                tokio::spawn(delete(transport.clone(), store.clone(), deletion));
            }
        }
        Err(error) => log::warn!(error:% = error; "short-lived messages of before stay"),
    }
}

/// Deletes the message when its time is over. One that cannot be deleted now, because the other
/// side is out of reach, is left to the next start.
async fn delete(transport: Arc<dyn Transport>, store: Arc<dyn Store>, deletion: ScheduledDeletion) {
    let left = deletion.at_seconds.saturating_sub(clock::unix_seconds());
    tokio::time::sleep(Duration::from_secs(left.max(0).unsigned_abs())).await;
    let request = transport.deletion(deletion.chat, deletion.message);
    let deleted = transport.send(&request, TIMEOUT).await;
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
    if is_settled && let Err(error) = store.deletion_done(&deletion) {
        log::debug!(error:% = error; "a short-lived message is deleted once more at the next start");
    }
}
