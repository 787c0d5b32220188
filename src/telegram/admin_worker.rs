//! The thread on which the admins are served in their private chats.
//!
//! Reloading or fixing a FAQ of ten thousand entries takes seconds. Here it takes them from nobody:
//! the workers go on answering, however many admins do it at once, and stopping does not wait for
//! it; what was not finished is handled at the next start. A press that may take so long is
//! acknowledged before the work begins.

use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinHandle;

use crate::inbox::scheduler::Job;
use crate::inbox::worker::Worker;
use crate::model::reply::{AdminStep, Choice};
use crate::store::PendingMessage;
use crate::telegram::client::api::Api;
use crate::telegram::requests;
use crate::telegram::update::callback;
use crate::telegram::update::dto::Kind;

/// How long Telegram may take to hear that a press arrived.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Serves admins until nobody sends updates of theirs any more.
pub fn serve(worker: &Worker, api: &Api, jobs: &Receiver<Job>) {
    let mut handled = Vec::new();
    for job in jobs {
        let early = acknowledge(worker, api, &job);
        worker.handle(job, &mut handled, early);
        worker.commit(&mut handled);
    }
}

/// Hands the job over where an admin is to be served; gives it back where not.
pub fn hand_over(desk: &Sender<Job>, admins: &[i64], job: Job) -> Option<Job> {
    // A private chat has the number of its person.
    if !admins.contains(&job.update.chat()) {
        return Some(job);
    }
    desk.send(job).err().map(|refused| refused.0)
}

/// An acknowledgement under way.
pub struct EarlyAck {
    answer: JoinHandle<bool>,
    runtime: tokio::runtime::Handle,
}

impl EarlyAck {
    /// The messages without the acknowledgement, if that has arrived.
    pub fn spare(self, messages: Vec<PendingMessage>) -> Vec<PendingMessage> {
        if self.runtime.block_on(self.answer).unwrap_or(false) {
            requests::without_acknowledgement(messages)
        } else {
            messages
        }
    }
}

/// Tells Telegram that a press arrived, if what it asks for may take long.
fn acknowledge(worker: &Worker, api: &Api, job: &Job) -> Option<EarlyAck> {
    let Kind::Press(press) = &job.update.kind else {
        return None;
    };
    let choice = callback::decode(press.data.as_deref()?)?;
    if !takes_long(&choice) {
        return None;
    }
    let body = json!({"callback_query_id": press.id}).to_string();
    let api = api.clone();
    let answer = async move { api.send("answerCallbackQuery", body, TIMEOUT).await.is_ok() };
    Some(EarlyAck {
        answer: worker.runtime.spawn(answer),
        runtime: worker.runtime.clone(),
    })
}

/// Whether knowledge is built for it.
fn takes_long(choice: &Choice) -> bool {
    let Choice::Admin { step, .. } = choice else {
        return false;
    };
    match step {
        AdminStep::Force
        | AdminStep::Rollback
        | AdminStep::Undo
        | AdminStep::Save
        | AdminStep::AddPhrasing
        | AdminStep::OutOfScope => true,
        AdminStep::List
        | AdminStep::Open
        | AdminStep::OtherEntry
        | AdminStep::NewEntry
        | AdminStep::Ignore
        | AdminStep::Skip
        | AdminStep::Cancel => false,
    }
}
