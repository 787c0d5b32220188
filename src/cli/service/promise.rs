//! Follows what people tell of answers: the share of wrong answers that the running bot aims at.
//!
//! Where several processes share a store, one of them reads the questions and the others take what came of it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::admin;
use crate::admin::promise::aimed_at;
use crate::assistant::Assistant;
use crate::config::Config;
use crate::ops::clock;
use crate::store::{Store, StoreError};

/// How often the store is looked at. The aim changes where a week ends, so an hour late is soon.
const EVERY: Duration = Duration::from_secs(3_600);

/// What was worked out counts for so many seconds: until it is soon looked at again.
const HOLDS: i64 = 3_500;

/// How often it is looked whether another process has worked it out.
const LOOK: Duration = Duration::from_secs(60);

/// How many questions are looked through at most, the latest.
const QUESTIONS: u32 = 200_000;

/// The name under which what was worked out is kept, and of the role of whoever does that.
const NAME: &str = "aim";

/// What one process worked out.
#[derive(Serialize, Deserialize)]
struct WorkedOut {
    /// Unix time in seconds.
    at_seconds: i64,
    /// The share that was accepted.
    accepted: f64,
    /// The share that is aimed at.
    aim: f64,
}

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
            let pause = match look(&*store, &assistant, &admins, clock::unix_seconds()) {
                Ok(true) => EVERY,
                Ok(false) => LOOK,
                Err(error) => {
                    log::warn!(error:% = error; "cannot read what people told of answers");
                    EVERY
                }
            };
            std::thread::sleep(pause);
        }
    };
    let thread = std::thread::Builder::new().name("promise".to_owned());
    thread.spawn(work).context("cannot start a thread")?;
    Ok(())
}

/// Aims at what the store asks for at `now_seconds`; `false` where another process is to work that out first.
fn look(
    store: &dyn Store,
    assistant: &Assistant,
    admins: &[i64],
    now_seconds: i64,
) -> Result<bool, StoreError> {
    let accepted = assistant.settings().thresholds.wrong_answers;
    let aim = match worked_out(store, accepted, now_seconds)? {
        Some(aim) => aim,
        None if !store.has_role(NAME)? => return Ok(false),
        None => {
            let asked = store.asked_slowly(admin::needed_since(now_seconds), QUESTIONS)?;
            let asked = admin::without_trials(asked, store.person_key(), admins);
            let aim = aimed_at(&asked, accepted, now_seconds);
            let worked_out = WorkedOut {
                at_seconds: now_seconds,
                accepted,
                aim,
            };
            // Plain numbers: writing them as JSON cannot fail.
            store.keep_worked_out(NAME, serde_json::to_string(&worked_out).unwrap_or_default())?;
            aim
        }
    };
    if assistant.aim_at(aim) {
        log::info!(accepted, aim; "what people told of answers moves the share of wrong ones that is aimed at");
    }
    Ok(true)
}

/// What another process worked out of late, or this one before it was started anew.
fn worked_out(
    store: &dyn Store,
    accepted: f64,
    now_seconds: i64,
) -> Result<Option<f64>, StoreError> {
    let kept = store.worked_out(NAME)?;
    let kept = kept.and_then(|kept| serde_json::from_str::<WorkedOut>(&kept).ok());
    let counts = |kept: &WorkedOut| {
        (kept.accepted - accepted).abs() < f64::EPSILON
            && (0..HOLDS).contains(&(now_seconds - kept.at_seconds))
    };
    Ok(kept.filter(counts).map(|kept| kept.aim))
}
