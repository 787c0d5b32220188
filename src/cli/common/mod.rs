//! What every command takes, and how it ends.

pub mod output;
pub mod settings;

use std::path::PathBuf;

use clap::Args;

/// How the program ended, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain about.
    Fine = 0,
    /// A finding or a failure.
    Failure = 1,
    /// The command line itself was wrong.
    Usage = 2,
}

/// What every subcommand takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Configuration file [default: config.toml where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// FAQ folder or file, instead of the configured one
    #[arg(long, global = true, value_name = "PATH")]
    pub faq: Option<PathBuf>,
    /// Whether this runs for long and unwatched: its log is written for that.
    #[arg(skip)]
    pub service: bool,
}
