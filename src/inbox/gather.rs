//! Updates that come at once, kept by one call of the store: for a store on another machine, where each call
//! has a way to go.
//!
//! Whoever brought an update waits without a thread of its own until it is kept.
//!
//! Law: the next call begins when all that the last one kept is on its way to be handled. Telegram may have got its
//! answer for an update from another process, and bring the chat's next one before we have handed the first on.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::ops::batch_window::BatchWindow;
use crate::store::{Kept, Received, Store, StoreError};

/// Calls kept together, at most.
const CALLS: usize = 128;

/// What came of keeping updates.
type AllKept = Result<Vec<Kept>, StoreError>;

/// Held until what was kept is on its way to be handled.
pub type Turn = Arc<OwnedSemaphorePermit>;

/// Updates that are to be kept, and who waits for it.
struct Call {
    received: Vec<Received>,
    chats: Vec<i64>,
    caller: oneshot::Sender<(AllKept, Turn)>,
}

/// Keeps together what comes at once. Clones share it.
#[derive(Clone)]
pub struct Gatherer(UnboundedSender<Call>);

impl Gatherer {
    /// Begins, on the runtime at hand; it ends with the last clone.
    pub fn start(store: Arc<dyn Store>) -> Gatherer {
        let (calls, come) = unbounded_channel();
        tokio::spawn(gather(store, come));
        Gatherer(calls)
    }

    /// Keeps the updates, each with its chat; see
    /// [`append_in_chats`](crate::store::Journal::append_in_chats). Nothing else is kept before the turn is
    /// dropped.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub async fn keep(
        &self,
        received: Vec<Received>,
        chats: Vec<i64>,
    ) -> Result<(Vec<Kept>, Turn), StoreError> {
        let (caller, kept) = oneshot::channel();
        let call = Call {
            received,
            chats,
            caller,
        };
        // Where nobody takes it, nobody answers either.
        let _ = self.0.send(call);
        let nobody = |_| StoreError::Failed("keeping them panicked".to_owned());
        let (kept, turn) = kept.await.map_err(nobody)?;
        Ok((kept?, turn))
    }
}

async fn gather(store: Arc<dyn Store>, mut come: UnboundedReceiver<Call>) {
    let turns = Arc::new(Semaphore::new(1));
    let mut batch_window = BatchWindow::default();
    while let Some(first) = come.recv().await {
        // Nobody closes it.
        let Ok(turn) = turns.clone().acquire_owned().await else {
            return;
        };
        if let Some(until) = batch_window.waits_until(Instant::now()) {
            tokio::time::sleep_until(until.into()).await;
        }
        let mut calls = vec![first];
        while calls.len() < CALLS
            && let Ok(call) = come.try_recv()
        {
            calls.push(call);
        }
        let now = Instant::now();
        batch_window.note(calls.len(), now);
        batch_window.begin(now);
        let store = store.clone();
        tokio::task::spawn_blocking(move || {
            keep_all(&*store, calls, &Arc::new(turn));
        });
    }
}

/// Keeps what these calls brought, and tells each what came of its own.
fn keep_all(store: &dyn Store, calls: Vec<Call>, turn: &Turn) {
    let (mut received, mut chats, mut callers) = (Vec::new(), Vec::new(), Vec::new());
    for mut call in calls {
        callers.push((call.caller, call.received.len()));
        received.append(&mut call.received);
        chats.append(&mut call.chats);
    }
    let kept = store.append_in_chats(&received, &chats);
    // It may be another's that cannot be kept.
    let is_alone = matches!(kept, Err(StoreError::Failed(_))) && callers.len() > 1;
    let mut begin = 0;
    for (caller, count) in callers {
        let its = begin..begin + count;
        begin += count;
        let kept = match &kept {
            Err(_) if is_alone => store.append_in_chats(&received[its.clone()], &chats[its]),
            Err(error) => Err(error.clone()),
            Ok(kept) => Ok(kept[its].to_vec()),
        };
        // A caller that hung up comes again, and the update is known then.
        let _ = caller.send((kept, turn.clone()));
    }
}
