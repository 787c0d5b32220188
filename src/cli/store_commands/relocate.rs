//! `wenda store move`: a store in a file taken over into a database.

use std::path::PathBuf;

use crate::cli::common::output::count;
use crate::cli::common::store_error::Told;
use crate::cli::common::{Common, Exit, output, settings};
use crate::store::{self, DatabaseUrl, TakenOver};
use crate::telegram;

/// What to do with the store.
#[derive(Debug, clap::Subcommand)]
pub enum StoreCommand {
    /// Take the store in a file over into an empty PostgreSQL database; the bot must not run
    ///
    /// Everything is taken over: questions and answers, settings of people and groups, versions of the FAQ, what
    /// waits to be handled and to be sent. Each table is counted on both sides, and all of it is one transaction:
    /// where anything is wrong the database is as it was. The file stays as it is in any case.
    Move(MoveArgs),
}

/// From where and where to.
#[derive(Debug, clap::Args)]
pub struct MoveArgs {
    /// The database, as `storage.url` names it: postgres://USER:PASSWORD@HOST/NAME
    #[arg(
        long,
        value_name = "URL",
        env = "WENDA_MOVE_TO",
        hide_env_values = true
    )]
    to: String,
    /// The store's file; without it that of the configuration (`storage.path`)
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

/// Does what is said.
///
/// # Errors
/// When the store cannot be taken over; then nothing was.
pub fn run(common: &Common, command: &StoreCommand) -> anyhow::Result<Exit> {
    let StoreCommand::Move(args) = command;
    let config = settings::load(common)?;
    let from = args.from.as_ref().unwrap_or(&config.storage.path);
    let shown = from.display();
    let url = DatabaseUrl::parse(args.to.trim()).map_err(|error| {
        anyhow::anyhow!("--to: {error}\n  help: postgres://USER:PASSWORD@HOST/NAME")
    })?;
    if let Some(password) = url.password() {
        crate::ops::logging::hide(&password);
    }
    if !from.exists() {
        anyhow::bail!(
            "there is no store at {shown}, so nothing was moved\n  help: name the bot's configuration with \
             `--config FILE`, or the store's file with `--from FILE`"
        );
    }
    let taken = store::take_over(from, &url, &telegram::chat_of).map_err(|error| {
        Told::new(
            format!("{shown} was not moved, and {url} is as it was"),
            error,
        )
    })?;
    output::print(&report(&taken, &format!("moved {shown}\nto    {url}\n")))
}

/// What was taken over, table by table.
fn report(taken: &TakenOver, what: &str) -> String {
    let mut report = what.to_owned();
    let width = taken
        .tables
        .iter()
        .map(|(table, _)| table.len())
        .max()
        .unwrap_or_default();
    for (table, rows) in &taken.tables {
        report.push_str(&format!("  {table:width$}  {}\n", count(*rows, "row")));
    }
    if taken.messages > 0 {
        let messages = count(taken.messages, "message");
        report.push_str(&format!("  still to be sent: {messages}\n"));
    }
    report.push_str(
        "checked: each table has as many rows there as in the file, which stays as it is\n\
         next: set `storage.url` (or WENDA__STORAGE__URL) to the database, then `wenda run`\n",
    );
    report
}
