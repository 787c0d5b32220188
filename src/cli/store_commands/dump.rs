//! Copies of a store in a database: PostgreSQL's own programs make them and put them back.
//!
//! A copy that somebody else's program can read is worth more than one of our own, and those programs
//! know how to copy a database in use as of one moment.

use std::path::Path;
use std::process::Command;

use crate::cli::common::output::count;
use crate::cli::common::store_error::Told;
use crate::cli::common::{Exit, output};
use crate::store::{DatabaseUrl, PostgresStore, StoreError};

/// Copies the database at `url`, which may be in use, into the new file `to`.
///
/// # Errors
/// When `to` exists, when there is no `pg_dump`, or it fails.
pub fn backup(url: &DatabaseUrl, to: &Path) -> anyhow::Result<Exit> {
    let shown = to.display();
    if to.exists() {
        anyhow::bail!("no copy was made of {url}: {shown} exists already");
    }
    let partial = to.with_added_extension("partial");
    let mut command = program("pg_dump", url);
    command
        .args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
        .arg(&partial);
    let made = run(command, url, "no copy was made");
    let made = made.and_then(|()| Ok(std::fs::rename(&partial, to)?));
    if made.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    made?;
    let kib = std::fs::metadata(to)?.len().div_ceil(1024);
    output::print(&format!("copied {url}\nto     {shown}: {kib} KiB\n"))
}

/// Puts the copy `from` in the place of what the database at `url` holds. Nothing may have it open.
///
/// # Errors
/// When the store is in use, when there is no `pg_restore`, or it fails; then nothing was changed.
pub fn restore(url: &DatabaseUrl, from: &Path) -> anyhow::Result<Exit> {
    let what = || format!("{url} was not replaced");
    if PostgresStore::schema(url)?.is_some() {
        let is_in_use = PostgresStore::look(url).and_then(|store| store.is_in_use());
        if is_in_use.map_err(|error| Told::new(what(), error))? {
            let error = StoreError::InUse("a running Wenda has it".to_owned());
            return Err(Told::new(what(), error).into());
        }
    }
    let mut command = program("pg_restore", url);
    command
        .args(["--clean", "--if-exists", "--no-owner", "--no-privileges"])
        .arg("--single-transaction")
        .arg(from);
    run(command, url, &what())?;
    let found = PostgresStore::look(url)?.inspect()?;
    output::print(&format!(
        "restored {url}\nfrom     {}: {}, {} and {} waiting, schema {}\n",
        from.display(),
        count(found.turns, "turn"),
        count(found.queues.updates, "update"),
        count(found.queues.messages, "message"),
        found.schema
    ))
}

/// One of PostgreSQL's programs, told of the database; the password is not in its arguments, which
/// everybody on the machine can read.
fn program(name: &str, url: &DatabaseUrl) -> Command {
    let mut command = Command::new(name);
    command.arg("--dbname").arg(url.without_password());
    if let Some(password) = url.password() {
        command.env("PGPASSWORD", password);
    }
    command
}

fn run(mut command: Command, url: &DatabaseUrl, what: &str) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => anyhow::bail!("{what}: `{name}` failed on {url}; it said why above"),
        Err(error) => anyhow::bail!(
            "{what}: `{name}` cannot be run: {error}\n  help: install PostgreSQL's client programs, of \
             the server's version or newer (Debian: postgresql-client)"
        ),
    }
}
