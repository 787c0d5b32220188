//! Building the index of a FAQ in a process of its own: not for people; `wenda run` starts one where nothing is
//! kept of its FAQ, and reads what that kept. What building took goes back to the system with the process; the
//! heap of one that goes on keeps most of it.

use std::process::{Command, Stdio};

use crate::cli::common::{Common, Exit, settings};
use crate::cli::service::sidecar;
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::reload::Sources;

/// The subcommand that makes this program build an index and end.
pub const NAME: &str = "build-index";

/// Has another process build the index, where this program kept none beside the store. Where that cannot be
/// done, whoever looks for the index builds it.
pub fn build_aside(common: &Common, config: &Config) {
    if settings::builder(config).has_kept() || !config.faq.path.exists() {
        return;
    }
    let mut command = Command::new(sidecar::this_program());
    command.arg(NAME);
    for (option, path) in [("--config", &common.config), ("--faq", &common.faq)] {
        if let Some(path) = path {
            command.arg(option).arg(path);
        }
    }
    let ended = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    match ended {
        Ok(status) if status.success() => {}
        Ok(status) => log::debug!(status:% = status; "the index was not built aside"),
        Err(error) => log::debug!(error:% = error; "the index cannot be built aside"),
    }
}

/// Builds the index of the configured FAQ by words and keeps it beside the store.
///
/// # Errors
/// When the configuration cannot be read.
pub fn run(common: &Common) -> anyhow::Result<Exit> {
    let common = Common {
        service: true,
        ..common.clone()
    };
    let config = settings::load(&common)?;
    let builder = settings::builder(&config).keeping();
    // What is wrong with the FAQ is said by the one who waits for this.
    let known = Sources::read(&config.faq.path).ok();
    let known = known.and_then(|sources| sources.load_known(None).ok());
    let Some(known) = known else {
        return Ok(Exit::NoFaq);
    };
    let words = Knowledge::build(known.faq().clone());
    builder.keep(&known, &words);
    Ok(Exit::Fine)
}
