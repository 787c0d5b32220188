//! What every command takes, and how it ends.

pub mod exit;
pub mod output;
pub mod settings;
pub mod store_error;

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;

pub use exit::Exit;

use crate::text::Language;
use crate::translation;

/// The language of whoever sits at the terminal, as the environment tells it.
pub fn terminal_language() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match set {
        Some(value) if value.starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

/// The language of what goes to standard error: that of the terminal; English for programs.
pub fn language_of_errors() -> Language {
    match std::io::stderr().is_terminal() {
        true => terminal_language(),
        false => Language::En,
    }
}

/// Says what stopped a command.
pub fn complain(error: &anyhow::Error) {
    eprintln!(
        "{}",
        translation::lines(&format!("{error:#}"), language_of_errors())
    );
}

/// What every subcommand takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Configuration file [default: ./config.toml, else /etc/wenda/config.toml, where there is one]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "WENDA_CONFIG",
        hide_env_values = true
    )]
    pub config: Option<PathBuf>,
    /// FAQ folder or file, instead of the configured one
    #[arg(long, global = true, value_name = "PATH")]
    pub faq: Option<PathBuf>,
    /// Whether this runs for long and unwatched: its log is written for that.
    #[arg(skip)]
    pub service: bool,
}
