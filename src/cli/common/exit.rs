//! How the program ends: one table of exit codes, for `--help`, the manual page and the documents.
//!
//! A service manager starts a program again that failed. That helps where a server was out of reach.
//! It does not fix a wrong configuration, so each cause that only a person can fix has a code of
//! its own, and the systemd unit stops on those.

use crate::cli::common::store_error::Told;
use crate::config::{ConfigError, TokenError};
use crate::store::{BackupError, StoreError};
use crate::telegram::RunError;

/// The configuration cannot be used; prints every problem of it.
#[derive(Debug, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct BadConfig(pub Vec<ConfigError>);

/// There is nothing to answer from; says why and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoFaq(pub String);

/// How the program ended, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain about.
    Fine = 0,
    /// A finding, or a failure that another try may fix.
    Failure = 1,
    /// The command line itself was wrong.
    Usage = 2,
    /// The configuration is wrong or cannot be read.
    Configuration = 3,
    /// There is no token, or Telegram does not accept it.
    Token = 4,
    /// The store is damaged, or a newer version wrote it.
    Store = 5,
    /// There is no FAQ that loads.
    NoFaq = 6,
}

impl Exit {
    /// Every code with what it means.
    pub const TABLE: [(Exit, &'static str); 7] = [
        (Exit::Fine, "all is well"),
        (
            Exit::Failure,
            "something was found, or failed in a way that another try may fix",
        ),
        (Exit::Usage, "the command line is wrong"),
        (
            Exit::Configuration,
            "the configuration is wrong or cannot be read",
        ),
        (
            Exit::Token,
            "there is no bot token, or Telegram does not accept it",
        ),
        (
            Exit::Store,
            "the store (or the copy of one) is damaged, or a newer version wrote it",
        ),
        (Exit::NoFaq, "there is no FAQ, or it does not load"),
    ];

    /// The codes of what no restart helps.
    pub const INCURABLE: [Exit; 5] = [
        Exit::Usage,
        Exit::Configuration,
        Exit::Token,
        Exit::Store,
        Exit::NoFaq,
    ];

    /// The code for this error, by what caused it.
    pub fn of(error: &anyhow::Error) -> Exit {
        error.chain().find_map(code).unwrap_or(Exit::Failure)
    }

    /// Whether the reader of our output went away.
    pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
        let mut causes = error.chain().filter_map(|cause| cause.downcast_ref());
        causes.any(|cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe)
    }

    /// The table as `--help` shows it.
    pub fn help() -> String {
        let rows = Exit::TABLE
            .iter()
            .map(|(exit, words)| format!("  {}  {words}\n", *exit as u8));
        let rows: String = rows.collect();
        format!("Exit codes:\n{rows}Restarting does not fix 2 to 6.")
    }
}

fn lines(errors: &[ConfigError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn code(cause: &(dyn std::error::Error + 'static)) -> Option<Exit> {
    if cause.is::<BadConfig>() {
        return Some(Exit::Configuration);
    }
    if cause.is::<TokenError>() {
        return Some(Exit::Token);
    }
    if cause.is::<NoFaq>() {
        return Some(Exit::NoFaq);
    }
    if let Some(error) = cause.downcast_ref::<RunError>() {
        return match error {
            RunError::Unauthorized => Some(Exit::Token),
            RunError::Server(_) | RunError::Webhook(_) => Some(Exit::Configuration),
            RunError::Listen { .. } | RunError::System(_) => None,
        };
    }
    let store = if let Some(told) = cause.downcast_ref::<Told>() {
        Some(told.cause())
    } else if let Some(BackupError::Store(error)) = cause.downcast_ref::<BackupError>() {
        Some(error)
    } else {
        cause.downcast_ref::<StoreError>()
    };
    match store? {
        StoreError::Damaged(_) | StoreError::Newer { .. } => Some(Exit::Store),
        StoreError::Full
        | StoreError::InUse(_)
        | StoreError::Away(_)
        | StoreError::Fenced
        | StoreError::Failed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn a_cause_has_its_code_however_it_is_wrapped() {
        let newer = StoreError::Newer { found: 9, known: 6 };
        let wrapped = Err::<(), _>(newer.clone()).context("cannot open");
        let cases = [
            (anyhow::Error::from(newer.clone()), Exit::Store),
            (wrapped.unwrap_err(), Exit::Store),
            (BackupError::from(newer).into(), Exit::Store),
            (
                Told::new("no copy", StoreError::Damaged("x".into())).into(),
                Exit::Store,
            ),
            (StoreError::Full.into(), Exit::Failure),
            (StoreError::InUse("locked".into()).into(), Exit::Failure),
            (TokenError::Missing.into(), Exit::Token),
            (RunError::Unauthorized.into(), Exit::Token),
            (RunError::Server("x".into()).into(), Exit::Configuration),
            (anyhow::anyhow!("anything else"), Exit::Failure),
        ];
        for (error, expected) in cases {
            assert_eq!(Exit::of(&error), expected, "{error:#}");
        }
    }

    #[test]
    fn the_table_has_every_code_once_and_in_order() {
        let codes: Vec<u8> = Exit::TABLE.iter().map(|(exit, _)| *exit as u8).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6]);
    }
}
