//! What a change of the FAQ left to learn is learned once no other change follows, and what answers is
//! kept for the next start.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::admin::ReloadResult;
use crate::admin::wording::AdminAction;
use crate::assistant::Assistant;
use crate::cli::service::reloads::Reloads;
use crate::reload::Reloader;

/// What was built at the start is kept after this: first of all the bot comes up.
const BEGINNING: Duration = Duration::from_secs(1);

/// For how long a change must be the last one.
const QUIET: Duration = Duration::from_secs(10);

/// Learning takes at most this part of one processor, however often the FAQ changes.
const SHARE: u32 = 10;

/// Looks now and then, in a thread of its own, for as long as the process lives.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn follow_changes(
    reloader: Arc<Reloader>,
    assistant: Arc<Assistant>,
    reloads: Arc<Reloads>,
) -> anyhow::Result<()> {
    let work = move || {
        // Weak: what answered before a change is let go at once.
        let mut last = Arc::downgrade(&assistant.knowledge());
        let mut kept = Weak::new();
        let mut keep = || {
            let now = Arc::downgrade(&assistant.knowledge());
            if !now.ptr_eq(&std::mem::replace(&mut kept, now.clone())) {
                reloader.keep_answering(&assistant);
            }
        };
        std::thread::sleep(BEGINNING);
        keep();
        let mut pause = QUIET;
        loop {
            std::thread::sleep(pause);
            pause = QUIET;
            let now = Arc::downgrade(&assistant.knowledge());
            let is_last = last.ptr_eq(&now);
            last = now;
            if !is_last {
                continue;
            }
            let began = Instant::now();
            if let Some(gate) = reloader.learn_anew(&assistant) {
                if !gate.passed() {
                    let failing = ReloadResult::Failing { gate, patch: None };
                    reloads.tell(AdminAction::Tests, &failing);
                }
                let milliseconds = began.elapsed().as_millis() as u64;
                log::info!(milliseconds; "the changed FAQ was learned whole");
                pause = QUIET.max(began.elapsed() * SHARE);
            }
            keep();
        }
    };
    let thread = std::thread::Builder::new().name("learning".to_owned());
    thread.spawn(work).context("cannot start a thread")?;
    Ok(())
}
