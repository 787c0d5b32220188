//! What happens to an update, on one screen.

use std::sync::Arc;

use teloxide::dptree::{self, Handler};

use super::context::{self, Context, Job};
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
            .endpoint(context::waiting),
        )
        .branch(dptree::filter(context::is_stale).endpoint(context::stale))
        .branch(
            dptree::filter_map(
                |job: Arc<Job>, incoming: Arc<Incoming>, context: Arc<Context>| {
                    context.too_fast(&job, &incoming)
                },
            )
            .endpoint(context::slow_down),
        )
        .endpoint(context::converse);
    dptree::entry()
        .branch(dptree::filter(context::may_name_us).endpoint(context::ask_name))
        .branch(dptree::filter(context::has_unknown_connection).endpoint(context::ask_connection))
        .branch(read)
}
