//! What must be found out at Telegram before an update can be judged; then it comes again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::context::{Context, Job, unpoisoned};
use crate::inbox::handler::{Handled, Handling};
use crate::telegram::update::address;
use crate::telegram::update::dto::{BusinessKind, Kind, Update};

/// Our name is asked for at most so often for names that are called.
const RENEW: Duration = Duration::from_secs(5);

/// Whether the update calls a bot by a name that may be ours by now; once an update, and not
/// oftener than [`RENEW`].
pub fn may_name_us(job: Arc<Job>, context: Arc<Context>) -> bool {
    if !address::names_unknown_bot(&job.update, &context.me.load()) {
        return false;
    }
    let mut guard = unpoisoned(&context.renewals);
    let (last, updates) = &mut *guard;
    let is_back = updates.remove(&job.update.id);
    if is_back || last.is_some_and(|last| last.elapsed() < RENEW) {
        return false;
    }
    *last = Some(Instant::now());
    updates.insert(job.update.id)
}

/// Whether the update is of a business chat whose connection is not known.
pub fn has_unknown_connection(job: Arc<Job>, context: Arc<Context>) -> bool {
    match &job.update.kind {
        Kind::Business(business) => {
            let is_told = matches!(business.what, BusinessKind::Connection(_));
            !is_told && job.update.connection.is_none() && context.answers_business()
        }
        _ => false,
    }
}

/// Finds out how the business account is connected; then the update comes again.
pub async fn ask_connection(job: Arc<Job>, context: Arc<Context>) -> Handling<Update> {
    match &job.update.kind {
        Kind::Business(business) => find_connection(&job, &context, business.connection.clone()),
        _ => Handling::Done(Handled::default()),
    }
}

pub(super) fn find_connection(job: &Job, context: &Context, id: String) -> Handling<Update> {
    let (update, connections) = (job.update.clone(), context.connections.clone());
    Handling::Aside(Box::pin(async move {
        Update {
            connection: Some(Box::new(connections.find(&id).await)),
            ..update
        }
    }))
}

/// Asks Telegram for our name; then the update comes again.
pub async fn ask_name(job: Arc<Job>, context: Arc<Context>) -> Handling<Update> {
    let update = job.update.clone();
    Handling::Aside(Box::pin(async move {
        context.renew_name().await;
        update
    }))
}

/// Asks Telegram whether the sender is an admin of the group; then the update comes again.
pub(super) fn ask_group_admin(
    job: &Job,
    context: &Context,
    chat: i64,
    person: i64,
) -> Handling<Update> {
    let (update, chat_members) = (job.update.clone(), context.chat_members.clone());
    Handling::Aside(Box::pin(async move {
        Update {
            is_group_admin: Some(chat_members.is_group_admin(chat, person).await),
            ..update
        }
    }))
}

/// Asks Telegram whether we are an admin of the group; then the update comes again.
pub(super) fn ask_own_rights(job: &Job, context: &Context, chat: i64) -> Handling<Update> {
    let (update, chat_members) = (job.update.clone(), context.chat_members.clone());
    let me = context.me.load().id;
    Handling::Aside(Box::pin(async move {
        Update {
            are_we_admin: Some(chat_members.are_we_admin(chat, me).await),
            ..update
        }
    }))
}
