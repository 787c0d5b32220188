//! What happens to an update, on one screen.

use std::sync::Arc;

use teloxide::dptree::{self, Handler};

use super::context::{Context, Job};
use super::{lookups, steps};
use crate::inbox::handler::Handling;
use crate::model::incoming::Incoming;
use crate::telegram::update::dto::Update;

/// The way of an update. One that comes out at no end is nothing for us.
pub fn schema() -> Handler<'static, Handling<Update>> {
    let read = dptree::filter_map(|job: Arc<Job>, context: Arc<Context>| context.read(&job))
        .branch(
            dptree::filter_map(
                |job: Arc<Job>, incoming: Arc<Incoming>, context: Arc<Context>| {
                    context.waits_for_words(&job, &incoming)
                },
            )
            .endpoint(steps::waiting),
        )
        .branch(dptree::filter(steps::is_stale).endpoint(steps::stale))
        .branch(
            dptree::filter_map(
                |job: Arc<Job>, incoming: Arc<Incoming>, context: Arc<Context>| {
                    context.too_fast(&job, &incoming)
                },
            )
            .endpoint(steps::slow_down),
        )
        .endpoint(steps::converse);
    dptree::entry()
        .branch(dptree::filter(lookups::may_name_us).endpoint(lookups::ask_name))
        .branch(dptree::filter(lookups::has_unknown_connection).endpoint(lookups::ask_connection))
        .branch(read)
}
