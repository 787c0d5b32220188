//! `wenda reload`: lets the Wenda that runs on this machine read its FAQ again, as `/reload` does.

use std::io::ErrorKind;

use crate::cli::common::{Common, Exit, output, settings, terminal_language};
use crate::ops::control;
use crate::text::Language;

/// How to reload.
#[derive(Debug, clap::Args)]
pub struct ReloadArgs {
    /// Take the files although their own tests fail (never where they are broken)
    #[arg(long)]
    force: bool,
}

/// Asks, waits and prints what came of it; ends with 1 where the files were refused.
///
/// # Errors
/// When no bot with this configuration runs here, or this user may not talk to it.
pub fn run(common: &Common, args: &ReloadArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let socket = control::socket(&config.storage.path);
    let request = control::Reload {
        force: args.force,
        in_chinese: terminal_language() == Language::Zh,
    };
    let reloaded = control::ask(&socket, &request).map_err(|error| {
        let (words, help) = match error.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => (
                "no bot runs with this configuration".to_owned(),
                "start it with `wenda run`; or name its configuration with `--config` or WENDA_CONFIG",
            ),
            ErrorKind::PermissionDenied => (
                "this user may not talk to the bot".to_owned(),
                "run this as root, or as the user that runs the bot",
            ),
            _ => (
                format!("the bot did not answer: {error}"),
                "look at its log",
            ),
        };
        anyhow::anyhow!("{words} ({})\n  help: {help}", socket.display())
    })?;
    output::print(&reloaded.words)?;
    Ok(match reloaded.is_taken {
        true => Exit::Fine,
        false => Exit::Failure,
    })
}
