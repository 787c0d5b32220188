//! `wenda backup` and `wenda restore`: the store into one file and back.

use std::path::{Path, PathBuf};

use crate::cli::common::output::count;
use crate::cli::common::store_error::Told;
use crate::cli::common::{Common, Exit, output, settings};
use crate::cli::store_commands::dump;
use crate::config;
use crate::config::Config;
use crate::store::{self, BackupError, Inspection, StoreError};

/// The variable that names the store, whatever the configuration file says.
const STORE_VARIABLE: &str = "WENDA__STORAGE__PATH";

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
    let from = store_meant(common, &config)?;
    if let Some(url) = settings::database(&config) {
        return dump::backup(&url, &args.file);
    }
    let shown = from.display();
    if !from.exists() {
        anyhow::bail!(
            "there is no store at {shown}, so no copy was made\n  help: is this the configuration of \
             the bot that runs? (`--config`, WENDA_CONFIG)"
        );
    }
    let found = store::backup(from, &args.file)
        .map_err(|error| told(&format!("no copy was made of {shown}"), error))?;
    output::print(&format!(
        "copied {shown}\nto     {}: {}; checked\n",
        args.file.display(),
        describe(&found)
    ))
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
    let to = store_meant(common, &config)?;
    if let Some(url) = settings::database(&config) {
        return dump::restore(&url, &args.file);
    }
    let shown = to.display();
    if is_same(&args.file, to) {
        anyhow::bail!("{shown} is the store itself, not a copy of it");
    }
    let copy = args.file.display();
    let (found, kept) = store::restore(&args.file, to).map_err(|error| match error {
        // It is the copy that is read: the store is as it was.
        BackupError::Store(error @ (StoreError::Damaged(_) | StoreError::Newer { .. })) => {
            Told::about_a_copy(
                format!("{copy} cannot be restored, and {shown} is as it was"),
                error,
            )
        }
        .into(),
        error => told(&format!("{shown} was not replaced"), error),
    })?;
    let mut report = format!(
        "restored {shown}\nfrom     {}: {}\n",
        args.file.display(),
        describe(&found)
    );
    if let Some(kept) = kept {
        report.push_str(&format!("before   kept as {}\n", kept.display()));
    }
    output::print(&report)
}

/// The store that is meant. A copy of another bot's store would be of no use, and another bot's store
/// overwritten worse: so where it is not clear, nothing is done.
///
/// # Errors
/// When no configuration says which, or two do and none was named.
fn store_meant<'c>(common: &Common, config: &'c Config) -> anyhow::Result<&'c Path> {
    let (here, system) = (config::DEFAULT_FILE, config::SYSTEM_FILE);
    let is_set = std::env::var_os(STORE_VARIABLE).is_some();
    let is_there = |place: &str| Path::new(place).exists();
    if common.config.is_none() && !is_set {
        if settings::file(common).is_none() {
            anyhow::bail!(
                "no configuration says which store is meant: there is neither ./{here} nor {system}\n  \
                 help: name the bot's configuration with `--config FILE` or in WENDA_CONFIG"
            );
        }
        if is_there(here) && is_there(system) {
            anyhow::bail!(
                "two configurations name a store: ./{here} and {system}\n  help: say which one is \
                 meant: `--config {here}` or `--config {system}`"
            );
        }
    }
    Ok(&config.storage.path)
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = std::fs::canonicalize;
    matches!((real(one), real(other)), (Ok(one), Ok(other)) if one == other)
}

/// The error with what was not done because of it.
fn told(what: &str, error: BackupError) -> anyhow::Error {
    match error {
        BackupError::Store(error) => Told::new(what, error).into(),
        error => anyhow::anyhow!("{what}: {error}"),
    }
}

fn describe(found: &Inspection) -> String {
    format!(
        "{}, {}, {} and {} waiting, {} KiB, schema {}",
        count(found.rows, "row"),
        count(found.turns, "turn"),
        count(found.queues.updates, "update"),
        count(found.queues.messages, "message"),
        found.bytes.div_ceil(1024),
        found.schema
    )
}
