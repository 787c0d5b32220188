//! What is done now and then for as long as the process lives.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ops::clock;
use crate::ops::health::Health;
use crate::ops::stop::{Asks, Why};
use crate::store::{Store, StoreError};
use crate::telegram::handling::context::Context;

/// How often the store does what can wait.
const MAINTAIN: Duration = Duration::from_secs(2);

/// How often what is too old is forgotten.
const RETAIN: Duration = Duration::from_secs(60 * 60);

/// How often Telegram is asked for our name, which its owner may change.
const NAME: Duration = Duration::from_secs(60);

/// Asks now and then what our name is.
pub(super) async fn keep_name(context: Arc<Context>) {
    loop {
        tokio::time::sleep(NAME).await;
        context.renew_name().await;
    }
}

/// Lets the store do what can wait, for as long as the process lives.
/// One that lost its place to another process can do nothing more: then the bot stops.
pub(super) async fn keep_maintained(store: Arc<dyn Store>, asks: Arc<Asks>, health: Arc<Health>) {
    let mut retained: Option<Instant> = None;
    loop {
        tokio::time::sleep(MAINTAIN).await;
        let is_due = retained.is_none_or(|at| at.elapsed() >= RETAIN);
        let is_remote = store.is_remote();
        let store = store.clone();
        let maintained = tokio::task::spawn_blocking(move || {
            if is_due {
                store.retain(clock::unix_seconds())?;
            }
            store.maintain()
        });
        if is_due {
            retained = Some(Instant::now());
        }
        let maintained = maintained.await;
        if is_remote && let Ok(maintained) = &maintained {
            // Where nobody asks us because we are not ready, no write would tell that it is back.
            health.store_wrote(maintained.is_ok());
        }
        match maintained {
            Ok(Err(StoreError::Fenced)) => {
                log::error!("another process took this one's work over: stopping");
                asks.stop_since(Why::PlaceLost);
                return;
            }
            Ok(Err(error)) => log::warn!(error:% = error; "the store cannot be maintained"),
            _ => {}
        }
    }
}
