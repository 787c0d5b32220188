//! What subcommands need before they begin: the configuration with the command line on top.

use super::Common;
use crate::config::Config;

/// The configuration, with `--faq` laid over it.
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
    Ok(config)
}

/// Variables that are not Unicode are none of ours; `std::env::vars` would panic on them.
fn text_only((name, value): (std::ffi::OsString, std::ffi::OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}
