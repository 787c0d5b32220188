//! Where several processes share a store: one FAQ for all, and a new beginning for one that lost its place.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use crate::admin::service::AdminService;
use crate::assistant::Assistant;
use crate::store::Store;

/// How often it is looked whether another process replaced the FAQ.
const FOLLOW: Duration = Duration::from_millis(300);

/// What one process takes as the FAQ the others take as well.
///
/// # Errors
/// When the store cannot be read, or the system gives no thread.
pub(super) fn follow_others(
    store: &Arc<dyn Store>,
    service: &Arc<AdminService>,
    assistant: &Arc<Assistant>,
) -> anyhow::Result<()> {
    if !store.is_remote() {
        return Ok(());
    }
    let (reloader, assistant) = (service.reloader().clone(), assistant.clone());
    reloader.follow(&assistant)?;
    let work = move || {
        loop {
            std::thread::sleep(FOLLOW);
            if let Err(error) = reloader.follow(&assistant) {
                log::debug!(error:% = error; "cannot look for another version of the FAQ");
            }
        }
    };
    let thread = std::thread::Builder::new().name("versions".to_owned());
    thread.spawn(work).context("cannot start a thread")?;
    Ok(())
}

/// A process that lost its place knows things that are no longer so: it begins anew, as the same process
/// for whoever watches over it. Comes back only where that cannot be done.
pub(super) fn begin_anew() -> anyhow::Error {
    use std::os::unix::process::CommandExt;
    log::warn!("beginning anew");
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return error.into(),
    };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_default();
    let error = std::process::Command::new(program)
        .arg0(name)
        .args(arguments)
        .exec();
    anyhow::Error::from(error).context("cannot begin anew")
}
