//! What subcommands need before they begin: the configuration with the command line on top.

use std::io::IsTerminal;

use secrecy::ExposeSecret;

use super::Common;
use crate::config::{self, Config, LogFormat};
use crate::logging;

/// What is logged by commands that end by themselves, where `RUST_LOG` does not say otherwise:
/// their standard error is read by the one who typed them.
const LEVEL_OF_TOOLS: &str = "warn";

/// The configuration, with `--faq` laid over it; starts the log.
///
/// # Errors
/// Every problem of the configuration, one below the other.
pub fn load(common: &Common) -> anyhow::Result<Config> {
    let mut config = Config::load(
        common.config.as_deref(),
        std::env::vars_os().filter_map(text_only),
    )
    .map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow::anyhow!(lines.join("\n"))
    })?;
    if let Some(path) = &common.faq {
        config.faq.path.clone_from(path);
    }
    logging::hide(&config.telegram.webhook.secret);
    start_log(&config.log, common.service);
    Ok(config)
}

/// Starts the log as configured, with the bot token and the webhook's secret masked in it.
fn start_log(log: &config::Log, service: bool) {
    let form = match log.format {
        LogFormat::Human => logging::Form::Human,
        LogFormat::Json => logging::Form::Json,
        LogFormat::Auto if std::io::stderr().is_terminal() || !service => logging::Form::Human,
        LogFormat::Auto => logging::Form::Json,
    };
    if let Ok(token) = config::bot_token(|name| std::env::var(name).ok()) {
        logging::hide(token.expose_secret());
    }
    let levels = if service { &log.level } else { LEVEL_OF_TOOLS };
    logging::start(levels, form);
    if service {
        logging::watch_panics();
    }
}

/// Variables that are not Unicode are none of ours; `std::env::vars` would panic on them.
fn text_only((name, value): (std::ffi::OsString, std::ffi::OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}
