//! Follows what people tell of answers: the share of wrong answers that the running bot aims at.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use crate::admin;
use crate::admin::promise::aimed_at;
use crate::assistant::Assistant;
use crate::config::Config;
use crate::ops::clock;
use crate::store::{Store, StoreError};

/// How often the store is looked at. The aim changes where a week ends, so an hour late is soon.
const EVERY: Duration = Duration::from_secs(3_600);

/// How many questions are looked through at most, the latest.
const QUESTIONS: u32 = 200_000;

/// Looks at the store now and every hour, in a thread of its own.
///
/// # Errors
/// When no thread can be started.
pub fn follow(
    config: &Config,
    store: &Arc<dyn Store>,
    assistant: &Arc<Assistant>,
) -> anyhow::Result<()> {
    if !config.answer.follow_feedback {
        return Ok(());
    }
    let (store, assistant) = (store.clone(), assistant.clone());
    let admins = config.telegram.admins.clone();
    let work = move || {
        loop {
            if let Err(error) = look(&*store, &assistant, &admins, clock::unix_seconds()) {
                log::warn!(error:% = error; "cannot read what people told of answers");
            }
            std::thread::sleep(EVERY);
        }
    };
    let thread = std::thread::Builder::new().name("promise".to_owned());
    thread.spawn(work).context("cannot start a thread")?;
    Ok(())
}

/// Aims at what the store asks for at `now_seconds`.
fn look(
    store: &dyn Store,
    assistant: &Assistant,
    admins: &[i64],
    now_seconds: i64,
) -> Result<(), StoreError> {
    let accepted = assistant.settings().thresholds.wrong_answers;
    let asked = store.asked(admin::needed_since(now_seconds), QUESTIONS)?;
    let asked = admin::without_trials(asked, store.person_key(), admins);
    let aim = aimed_at(&asked, accepted, now_seconds);
    if assistant.aim_at(aim) {
        log::info!(accepted, aim; "what people told of answers moves the share of wrong ones that is aimed at");
    }
    Ok(())
}
