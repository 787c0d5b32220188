//! Tells admins what they did not ask for: the week's digest, and questions that many ask.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::admin::service::{AdminService, Recipient};
use crate::assistant::Assistant;
use crate::ops::clock;
use crate::store::StoreError;
use crate::telegram::AdminNotifier;

/// How often it is looked at: what many ask is told within seconds.
const EVERY: Duration = Duration::from_secs(5);

/// Looking takes at most this part of one processor: where many ask what nobody answers, it comes
/// less often.
const SHARE: u32 = 20;

/// Looks now and then, in a thread of its own, for as long as the process lives.
pub fn tell(service: Arc<AdminService>, assistant: Arc<Assistant>, notifier: Arc<AdminNotifier>) {
    let work = move || {
        loop {
            let began = Instant::now();
            if let Err(error) = look(&service, &assistant, &notifier) {
                log::error!(error:% = error; "cannot tell admins what comes by itself");
            }
            std::thread::sleep(EVERY.max(began.elapsed() * SHARE));
        }
    };
    let thread = std::thread::Builder::new().name("unasked".to_owned());
    if let Err(error) = thread.spawn(work) {
        log::error!(error:% = error; "no digest and no alerts: cannot start a thread");
    }
}

/// Tells what is to be told now.
fn look(
    service: &AdminService,
    assistant: &Assistant,
    notifier: &AdminNotifier,
) -> Result<(), StoreError> {
    let (news, records) = service.unasked(assistant, clock::unix_seconds())?;
    if !records.is_empty() {
        notifier.keep(records)?;
    }
    for one in news {
        let say = |admin, turn, at_seconds| {
            let to = Recipient {
                admin,
                turn,
                at_seconds,
            };
            service.tell_of(assistant, &one, to)
        };
        notifier.tell_keeping(one.records.clone(), say)?;
    }
    Ok(())
}
