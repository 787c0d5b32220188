//! What happens to an update, on one screen.

use std::sync::Arc;

use teloxide::dptree::{self, Handler};

use super::context::{self, Context};
use crate::conversation::Turn;
use crate::inbox::scheduler::Job;
use crate::model::incoming::Incoming;
use crate::store::StoreError;

/// How an update was dealt with.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Wenda says and keeps this.
    Turn(Arc<Incoming>, Arc<Turn>),
    /// Its sender is told to slow down.
    SlowDown(Arc<Incoming>),
    /// Its sender was told already.
    TooMany,
    /// It came too long ago to be answered now.
    Stale,
    /// First Telegram must say whether its sender is an admin of this group.
    AsksGroupAdmin {
        /// The group.
        chat: i64,
        /// The sender.
        person: i64,
    },
    /// The store could not be read.
    NoStore(StoreError),
}

/// The way of an update. One that comes out at no end is nothing for us.
pub fn schema() -> Handler<'static, Verdict> {
    dptree::filter_map(|job: Arc<Job>, context: Arc<Context>| context.read(&job))
        .branch(dptree::filter(context::is_stale).endpoint(context::stale))
        .branch(
            dptree::filter_map(
                |job: Arc<Job>, incoming: Arc<Incoming>, context: Arc<Context>| {
                    context.too_fast(&job, &incoming)
                },
            )
            .endpoint(context::slow_down),
        )
        .endpoint(context::converse)
}
