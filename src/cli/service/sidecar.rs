//! The delivery sidecar's command: not for people; `wenda run` starts one and talks to it.

use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Command;

use crate::cli::common::Exit;
use crate::outbox::sidecar::server;
use crate::telegram;

/// The subcommand that makes this program a delivery sidecar.
pub const NAME: &str = "delivery-sidecar";
/// What the subcommand was called before; still understood.
pub const OLD_NAME: &str = "postman";

/// This very program, also where a newer one lies in its place by now.
pub fn this_program() -> PathBuf {
    if cfg!(target_os = "linux") {
        "/proc/self/exe".into()
    } else {
        std::env::current_exe().unwrap_or_else(|_| "wenda".into())
    }
}

/// The command that starts one.
pub fn command() -> Command {
    let mut command = Command::new(this_program());
    command.arg(NAME);
    command
}

/// Sends messages for whoever is at the other end of standard output.
///
/// # Errors
/// When that is no socket, or the last outcomes cannot be noted.
pub fn run() -> anyhow::Result<Exit> {
    let channel = std::io::stdout().as_fd().try_clone_to_owned()?;
    server::run(UnixStream::from(channel), telegram::connect)?;
    Ok(Exit::Fine)
}
