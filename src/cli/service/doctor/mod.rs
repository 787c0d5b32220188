//! `wenda doctor`: looks at everything that a bot needs, and says what is well and what to do about
//! the rest.
//!
//! One line for each thing, with its fix below where something is wrong. Ends with 1 where something will
//! not work, with 0 where there are only notes. Changes nothing, sends nothing, confirms nothing.

mod database;
mod finding;
mod local;
mod promise;
mod remote;
mod waiting;

use std::io::Write;

use finding::{Finding, State};
use secrecy::{ExposeSecret, SecretString};

use crate::cli::common::{Common, Exit, settings};
use crate::config::{Config, Mode};
use crate::ops::clock;
use crate::store::{self, PostgresStore};
use crate::telegram::Api;
use crate::telegram::client::diagnostics;

/// How to look.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Ask nothing of Telegram
    #[arg(long)]
    offline: bool,
    /// Print each finding as one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Looks and reports.
///
/// # Errors
/// When the report cannot be printed.
pub fn run(common: &Common, args: &DoctorArgs) -> anyhow::Result<Exit> {
    let findings = match settings::read(common) {
        Ok(config) => {
            settings::load(common)?;
            examine(common, &config, args.offline)
        }
        Err(errors) => errors
            .iter()
            .map(|error| {
                let words = format!("{}: {}", error.place, error.message);
                Finding::error("config", words, &error.help)
            })
            .chain([Finding::skipped("the rest", "needs a valid configuration")])
            .collect(),
    };
    let has_error = findings.iter().any(|found| found.state == State::Error);
    let mut out = anstream::stdout().lock();
    for found in &findings {
        match args.json {
            true => writeln!(out, "{}", found.to_json())?,
            false => writeln!(out, "{found}")?,
        }
    }
    out.flush()?;
    Ok(if has_error { Exit::Failure } else { Exit::Fine })
}

fn examine(common: &Common, config: &Config, offline: bool) -> Vec<Finding> {
    let variable = |name: &str| std::env::var(name).ok();
    let token = settings::token(common);
    let running = match settings::database(config) {
        Some(url) => PostgresStore::look(&url)
            .and_then(|store| store.is_in_use())
            .unwrap_or(false),
        None => store::is_in_use(&config.storage.path),
    };
    let now = clock::unix_seconds();

    let file = settings::file(common);
    let file = file.map_or("no file, all defaults".to_owned(), |path| {
        path.display().to_string()
    });
    let mut findings = vec![Finding::ok("config", file)];
    findings.extend(local::token(
        variable,
        &settings::token_file(common),
        token.as_ref().map(|_| ()),
    ));
    findings.push(local::faq(config));
    findings.extend(local::store(config, now));
    findings.extend(promise::finding(config, now));
    findings.extend(local::listeners(config, running));
    findings.push(local::admins(config));
    findings.extend(match &token {
        _ if offline => vec![Finding::skipped("telegram", "not asked (--offline)")],
        Err(error) => vec![Finding::skipped(
            "telegram",
            match local::is_for_others(error) {
                true => {
                    "not asked: the token is not for this user; run this as root to have it asked"
                }
                false => "cannot be asked without a token",
            },
        )],
        Ok(token) => ask_telegram(token, config, running),
    });
    findings
}

fn ask_telegram(token: &SecretString, config: &Config, running: bool) -> Vec<Finding> {
    let facts = Api::new(token.expose_secret(), &config.telegram.api_url).and_then(|api| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        // A Wenda that runs here would only be interrupted.
        let polling = config.telegram.mode == Mode::Polling && !running;
        Ok(runtime.block_on(diagnostics::gather(
            &api,
            polling,
            config.staff.chat(),
            clock::unix_seconds,
        )))
    });
    match facts {
        Ok(facts) => remote::findings(&facts, config, running, clock::unix_seconds()),
        Err(why) => vec![Finding::error(
            "telegram",
            why,
            "look at `telegram.api_url`",
        )],
    }
}
