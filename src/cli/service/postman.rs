//! The postman: not for people; `wenda run` begins one and talks to it.

use crate::outbox::sidecar::server;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::Command;

use crate::cli::common::Exit;

/// The word that makes this program a postman.
pub const NAME: &str = "postman";

/// The command that begins one.
pub fn command() -> Command {
    // This very program, also where a newer one lies in its place by now.
    let program = if cfg!(target_os = "linux") {
        "/proc/self/exe".into()
    } else {
        std::env::current_exe().unwrap_or_else(|_| "wenda".into())
    };
    let mut command = Command::new(program);
    command.arg(NAME);
    command
}

/// Carries letters for whoever is at the other end of standard output.
///
/// # Errors
/// When that is no socket, or what became of the last letters cannot be noted.
pub fn run() -> anyhow::Result<Exit> {
    let line = std::io::stdout().as_fd().try_clone_to_owned()?;
    server::work(UnixStream::from(line))?;
    Ok(Exit::Fine)
}
