//! The thread on which the admins are served in their private chats.
//!
//! Reloading or fixing a FAQ of ten thousand entries takes seconds. Here it takes them from nobody:
//! the workers go on answering, however many admins do it at once, and stopping does not wait for
//! it; what was not finished is handled at the next start. A press that may take so long is
//! acknowledged before the work begins.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinHandle;

use crate::inbox::handler::{Handler, Handling};
use crate::inbox::worker::Worker;
use crate::model::reply::{AdminStep, Choice, StaffStep};
use crate::store::PendingMessage;
use crate::telegram::client::api::Api;
use crate::telegram::handling::TelegramHandler;
use crate::telegram::handling::context::Job;
use crate::telegram::requests;
use crate::telegram::update::callback;
use crate::telegram::update::dto::{Kind, Update};

/// How long Telegram may take to hear that a press arrived.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Handles what admins send until nobody hands it over any more.
pub fn serve(worker: &Worker<TelegramHandler>, api: &Api, jobs: &Receiver<Job>) {
    let worker = worker.with_handler(Arc::new(AcknowledgingHandler {
        handler: worker.handler.clone(),
        api: api.clone(),
        runtime: worker.runtime.clone(),
    }));
    let mut handled = Vec::new();
    for job in jobs {
        worker.handle(job, &mut handled);
        worker.commit(&mut handled);
    }
}

/// Acknowledges a press early, where handling it may take long.
struct AcknowledgingHandler {
    handler: Arc<TelegramHandler>,
    api: Api,
    runtime: tokio::runtime::Handle,
}

impl Handler for AcknowledgingHandler {
    type Update = Update;

    fn read_back(&self, id: u64, kept: &str) -> Update {
        self.handler.read_back(id, kept)
    }

    fn handle(&self, job: &Arc<Job>) -> Handling<Update> {
        let ack = self.acknowledge(job);
        match (self.handler.handle(job), ack) {
            (Handling::Done(mut handled), Some(ack)) => {
                // Where it did not arrive, it goes with the other messages.
                if self.runtime.block_on(ack).unwrap_or(false) {
                    handled.outbox = requests::without_acknowledgement(handled.outbox);
                }
                Handling::Done(handled)
            }
            (handling, _) => handling,
        }
    }

    fn apology(&self, job: &Job) -> Vec<PendingMessage> {
        self.handler.apology(job)
    }
}

impl AcknowledgingHandler {
    /// Tells Telegram that a press arrived, if what it asks for may take long. Says in the end
    /// whether that arrived.
    fn acknowledge(&self, job: &Job) -> Option<JoinHandle<bool>> {
        let Kind::Press(press) = &job.update.kind else {
            return None;
        };
        let choice = callback::decode(press.data.as_deref()?)?;
        if !takes_long(&choice) {
            return None;
        }
        let body = json!({"callback_query_id": press.id}).to_string();
        let api = self.api.clone();
        let answer = async move { api.send("answerCallbackQuery", body, TIMEOUT).await.is_ok() };
        Some(self.runtime.spawn(answer))
    }
}

/// Whether knowledge is built for it.
fn takes_long(choice: &Choice) -> bool {
    let step = match choice {
        Choice::Admin { step, .. } => step,
        Choice::StaffCard { step, .. } => return *step == StaffStep::OutOfScope,
        _ => return false,
    };
    match step {
        AdminStep::Force
        | AdminStep::Rollback
        | AdminStep::Undo
        | AdminStep::Save
        | AdminStep::RemoveNow
        | AdminStep::MoveTo
        | AdminStep::AddPhrasing
        | AdminStep::OutOfScope => true,
        AdminStep::List
        | AdminStep::Open
        | AdminStep::OtherEntry
        | AdminStep::Entry
        | AdminStep::EditField
        | AdminStep::NewEntry
        | AdminStep::Ignore
        | AdminStep::ReplyAll
        | AdminStep::DraftMore
        | AdminStep::Preview
        | AdminStep::Remove
        | AdminStep::Move
        | AdminStep::Unignore
        | AdminStep::Skip
        | AdminStep::Cancel => false,
    }
}
