//! What a bot begins with: its store, and the FAQ that answers first.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::cli::common::exit::NoFaq;
use crate::cli::common::store_error::Told;
use crate::cli::common::{language_of_errors, settings};
use crate::config::Config;
use crate::faq::{Diagnostic, Faq};
use crate::reload::Found;
use crate::store::{self, PostgresStore, SqliteStore, Store, StoreError};
use crate::translation;

/// How long a process that is just ending may keep the store, before we say that it is in use: a
/// delivery sidecar that waits for Telegram's last answers does for three seconds.
const PREDECESSOR: Duration = Duration::from_secs(5);
/// How often we look whether it has ended.
const LOOK: Duration = Duration::from_millis(10);

/// What to do where there is no FAQ: the first thing that somebody new sees.
pub(super) fn nothing_here(config: &Config) -> String {
    format!(
        "there is nothing to answer from: no FAQ at `{}` (`faq.path`)\n  help: `wenda init` writes \
         a configuration and an example FAQ here; `wenda chat` tries it without Telegram\n  help: \
         then get a token from @BotFather, set TELOXIDE_TOKEN to it, and `wenda run` again",
        config.faq.path.display()
    )
}

/// The FAQ to begin with, and what is wrong with its files where it is the version accepted last
/// because they do not load.
pub(super) fn find_faq(
    config: &Config,
    found: Found,
    errors: Vec<Diagnostic>,
) -> anyhow::Result<(Faq, Option<Vec<Diagnostic>>)> {
    let path = &config.faq.path;
    for error in &errors {
        eprintln!("{}", translation::told(error, language_of_errors()));
    }
    match found {
        Found::Files(faq) => Ok((faq, None)),
        Found::RolledBack(faq) => Ok((faq, None)),
        Found::Kept { faq, version } => {
            log::error!(
                errors = errors.len(), version = version.number,
                accepted_at = version.at_seconds;
                "the FAQ's files do not load: answering from the version accepted last"
            );
            Ok((faq, Some(errors)))
        }
        Found::Nothing if !path.exists() => Err(NoFaq(nothing_here(config)).into()),
        Found::Nothing => Err(NoFaq(format!(
            "the FAQ at `{}` does not load (see above), and no version of it was ever accepted",
            path.display()
        ))
        .into()),
    }
}

/// Opens the store; one that a process is just leaving is waited for, and one that lost its process,
/// until that counts as dead.
pub(super) fn open_store(config: &Config) -> anyhow::Result<Arc<dyn Store>> {
    let path = &config.storage.path;
    let database = settings::database(config);
    if let (Some(_), Some(folder)) = (&database, path.parent()) {
        // The socket of `wenda reload`, the index and the vectors of the FAQ lie there; nothing depends on them.
        let _ = std::fs::create_dir_all(folder);
    }
    let open = |how| -> Result<Arc<dyn Store>, StoreError> {
        Ok(match &database {
            Some(url) => Arc::new(PostgresStore::open(url, how)?),
            None => Arc::new(SqliteStore::open(path, how)?),
        })
    };
    let shown = match &database {
        Some(url) => url.to_string(),
        None => path.display().to_string(),
    };
    let how = store::Settings {
        memory_days: config.privacy.retention_days,
        ..store::Settings::default()
    };
    let until = Instant::now() + PREDECESSOR;
    loop {
        match open(how) {
            Err(StoreError::InUse(_)) if Instant::now() < until => {
                std::thread::sleep(LOOK);
            }
            opened => {
                let what = || format!("cannot open the store `{shown}`");
                return Ok(opened.map_err(|error| Told::new(what(), error))?);
            }
        }
    }
}
