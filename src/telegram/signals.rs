//! What the operating system asks of us.

use std::io::IsTerminal;
use std::sync::Arc;

use crate::ops::stop::Asks;
use crate::telegram::client::run_error::RunError;

/// The exit code after a second signal, as a shell reports one.
const INTERRUPTED: i32 = 130;

/// The first SIGTERM or SIGINT asks for the stop, the second one ends the process.
pub(super) fn listen_to_signals(asks: Arc<Asks>) -> Result<(), RunError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        let mut asked = false;
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if asked {
                #[expect(clippy::exit, reason = "the operator asked twice; what waits is kept")]
                std::process::exit(INTERRUPTED);
            }
            log::info!("stopping; a second signal ends at once");
            asked = true;
            asks.stop();
        }
    });
    Ok(())
}

/// SIGHUP reloads; where it means that our terminal has gone, it ends us as SIGTERM does.
pub(super) fn listen_to_hangups(
    asks: Arc<Asks>,
    on_hangup: Arc<dyn Fn() + Send + Sync>,
) -> Result<(), RunError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup())?;
    let on_terminal = || std::io::stderr().is_terminal();
    let began_on_terminal = on_terminal();
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            if began_on_terminal && !on_terminal() {
                asks.stop();
                return;
            }
            let on_hangup = on_hangup.clone();
            // Signals that come meanwhile are one more reload after this one.
            let reloaded = tokio::task::spawn_blocking(move || on_hangup()).await;
            if let Err(error) = reloaded {
                log::error!(error:% = error; "the FAQ cannot be reloaded");
            }
        }
    });
    Ok(())
}
