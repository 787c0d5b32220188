//! `wenda backup` and `wenda restore`: the store into one file and back.

use std::path::PathBuf;

use anyhow::Context;

use crate::cli::common::{Common, Exit, output, settings};
use crate::store::{self, BackupError, Inspection, StoreError};

/// Where to.
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// New file for the copy; an existing one is not overwritten
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Copies the store, which may be in use, and checks the copy.
///
/// # Errors
/// When there is no store, or no sound copy of it.
pub fn backup(common: &Common, args: &BackupArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let from = &config.storage.path;
    let found = store::backup(from, &args.file)
        .with_context(|| format!("no copy was made of {}", from.display()))?;
    let words = describe(&found);
    output::print(&format!("{}: {words}; checked\n", args.file.display()))
}

/// From where.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// Copy made by `wenda backup`
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Puts a copy in the store's place and keeps the store that was there.
///
/// # Errors
/// When Wenda is running, or the copy is not sound.
pub fn restore(common: &Common, args: &RestoreArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let to = &config.storage.path;
    let (found, kept) = store::restore(&args.file, to).map_err(|error| {
        let help = match error {
            BackupError::Store(StoreError::InUse(_)) => "\n  help: stop `wenda run` first",
            _ => "",
        };
        anyhow::anyhow!("{} was not replaced: {error}{help}", to.display())
    })?;
    let mut report = format!("{}: {}\n", to.display(), describe(&found));
    if let Some(kept) = kept {
        report.push_str(&format!("the store before: {}\n", kept.display()));
    }
    output::print(&report)
}

fn describe(found: &Inspection) -> String {
    format!(
        "{} turns, {} updates and {} messages waiting, {} KiB, schema {}",
        found.turns,
        found.queues.updates,
        found.queues.messages,
        found.bytes.div_ceil(1024),
        found.schema
    )
}
