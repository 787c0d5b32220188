//! `wenda check`: everything that can be wrong with the configuration and the FAQ.
//!
//! Findings go to standard output, in file order; the exit code is 1 when one of them is an error.
//! While there are errors nothing else is said, so that all there is to read is what to fix.

mod dated;
mod links;
mod show;
mod wording;

use std::collections::BTreeMap;
use std::fmt;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clap::Args;

use crate::cli::common::{Common, Exit, language_of_errors, settings, terminal_language};
use crate::config::{Config, ConfigError};
use crate::faq::{self, Diagnostic, Faq, FilePlace};
use crate::lint;
use crate::matcher::Thresholds;
use crate::ops::clock;
use crate::reload::KnowledgeBuilder;
use crate::text::Language;

/// What `wenda check` takes.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Print each finding as one JSON object a line
    #[arg(long)]
    pub json: bool,
    /// Exit with 1 on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Print every warning, also where many are of one kind
    #[arg(long)]
    pub all: bool,
    /// Ask the web addresses of the FAQ, too, whether they lead somewhere (needs the network)
    #[arg(long)]
    pub links: bool,
    /// Check again whenever a file is saved, until interrupted
    #[arg(long)]
    pub watch: bool,
}

/// How often `--watch` looks whether a file was saved.
const LOOK_AGAIN: Duration = Duration::from_millis(300);

/// Runs the command.
///
/// # Errors
/// When the findings cannot be printed.
pub fn run(common: &Common, args: &CheckArgs) -> anyhow::Result<Exit> {
    if !args.watch {
        return once(common, args);
    }
    loop {
        let before = state_of_files(common);
        once(common, args)?;
        eprintln!("{}", wording::waiting(language_of_errors()));
        while state_of_files(common) == before {
            std::thread::sleep(LOOK_AGAIN);
        }
        eprintln!("{}", wording::checking_again(language_of_errors()));
    }
}

/// Name, size and time of change of every file that a check reads.
fn state_of_files(common: &Common) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let config = common
        .config
        .clone()
        .unwrap_or_else(|| "config.toml".into());
    let path = match (&common.faq, settings::read(common)) {
        (Some(path), _) => Some(path.clone()),
        (None, Ok(config)) => Some(config.faq.path),
        (None, Err(_)) => None,
    };
    let files = path.and_then(|path| faq::files(&path).ok());
    std::iter::once(config)
        .chain(files.into_iter().flatten())
        .filter_map(|file| {
            let data = std::fs::metadata(&file).ok()?;
            Some((file, data.len(), data.modified().ok()))
        })
        .collect()
}

fn once(common: &Common, args: &CheckArgs) -> anyhow::Result<Exit> {
    let mut config_errors = Vec::new();
    let config = settings::read(common).unwrap_or_else(|errors| {
        config_errors = errors;
        Config::default()
    });
    // Without a readable configuration the FAQ is known only where the command line names it.
    let path = match (&common.faq, config_errors.is_empty()) {
        (Some(path), _) => Some(path),
        (None, true) => Some(&config.faq.path),
        (None, false) => None,
    };
    let mut report = match path {
        Some(path) => {
            let builder = settings::builder(&config);
            let today = clock_day(&config);
            let names: Vec<String> = config.groups.named.keys().cloned().collect();
            let dated = move |faq: &Faq| {
                today.map_or_else(Vec::new, |today| dated::findings(faq, today, &names))
            };
            check(path, &settings::thresholds(&config), &builder, dated)
        }
        None => Report::default(),
    };
    let errors = config_errors.into_iter().map(of_config);
    report.findings.splice(0..0, errors);
    if let Some(addresses) = report.addresses.take().filter(|_| args.links) {
        report.links = Some(addresses.len());
        eprintln!(
            "{}",
            wording::asking_links(addresses.len(), language_of_errors())
        );
        let found = links::ask(addresses)?;
        report.findings.extend(found);
    }
    let mut out = anstream::stdout().lock();
    let on_terminal = std::io::stdout().is_terminal();
    match args.json {
        true => show::json(&report.findings, &mut out)?,
        false => {
            let reader = show::Reader {
                on_terminal,
                language: language_of(on_terminal),
                wants_all: args.all,
            };
            show::people(&report.findings, reader, &mut out)?;
        }
    }
    let failed = report
        .findings
        .iter()
        .any(|found| args.strict && !found.is_note() || found.is_error());
    if !args.json || report.findings.iter().all(Diagnostic::is_note) {
        eprintln!("{}", wording::totals(report.totals(), language_of_errors()));
    }
    Ok(if failed { Exit::Failure } else { Exit::Fine })
}

/// The language of a stream: that of the terminal it goes to; English for programs.
fn language_of(is_terminal: bool) -> Language {
    match is_terminal {
        true => terminal_language(),
        false => Language::En,
    }
}

/// An error of the configuration as a finding, with the place that it names.
fn of_config(error: ConfigError) -> Diagnostic {
    let mut parts = error.place.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
    let place = match (number(), number(), parts.next()) {
        (Some(column), Some(line), Some(file)) => FilePlace {
            file: file.into(),
            line,
            column,
        },
        // A file, or a variable of the environment.
        _ => FilePlace {
            file: error.place.as_str().into(),
            ..FilePlace::default()
        },
    };
    Diagnostic::error("config", place, error.message).help(error.help)
}

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Findings: the configuration's, then the FAQ's in file order, then notes; warnings and notes
    /// only where there is no error in reading the files.
    pub findings: Vec<Diagnostic>,
    /// Number of entries, where the FAQ loads.
    pub entries: usize,
    /// Number of phrasings.
    pub phrasings: usize,
    /// Number of tests and out-of-scope questions asked.
    pub asked: usize,
    /// Number of web addresses asked, with `--links`.
    pub links: Option<usize>,
    /// The web addresses of the FAQ and their places, where it loads without an error.
    addresses: Option<BTreeMap<String, Vec<FilePlace>>>,
}

impl fmt::Display for Report {
    /// One line for somebody who waits for the result.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&wording::totals(self.totals(), Language::En))
    }
}

impl Report {
    fn totals(&self) -> wording::Totals {
        let errors = self
            .findings
            .iter()
            .filter(|found| found.is_error())
            .count();
        let notes = self.findings.iter().filter(|found| found.is_note()).count();
        wording::Totals {
            entries: self.entries,
            phrasings: self.phrasings,
            tests: self.asked,
            links: self.links,
            errors,
            warnings: self.findings.len() - errors - notes,
        }
    }
}

/// The day by the clock that the FAQ's days count by.
fn clock_day(config: &Config) -> Option<jiff::civil::Date> {
    let conversation = settings::assistant(config).conversation;
    conversation.day(clock::unix_seconds())
}

/// Checks the FAQ at `path`: reads it and, when it reads without error, asks its tests and looks
/// for what may go wrong; `dated` adds what depends on the day and the configuration.
pub fn check(
    path: &Path,
    thresholds: &Thresholds,
    builder: &KnowledgeBuilder,
    dated: impl Fn(&Faq) -> Vec<Diagnostic>,
) -> Report {
    let loaded = faq::load(path);
    let mut found = loaded.diagnostics;
    let mut report = Report::default();
    let broken = found.iter().any(Diagnostic::is_error);
    if let Some(faq) = loaded.faq.filter(|_| !broken) {
        report.entries = faq.entries.len();
        report.phrasings = faq.entries.iter().map(|entry| entry.phrasings.len()).sum();
        report.addresses = Some(links::addresses(&faq));
        let mut dated = dated(&faq);
        let knowledge = builder.build(faq);
        let gate = lint::gate(&knowledge, thresholds);
        report.asked = gate.asked;
        let failures = gate.failures.iter();
        found.extend(failures.map(|failure| failure.diagnostic(&loaded.places)));
        found.extend(lint::lint(&knowledge, &loaded.places, thresholds));
        let notes = dated
            .extract_if(.., |one| one.is_note())
            .collect::<Vec<_>>();
        found.extend(dated);
        faq::sort(&mut found);
        found.extend(notes);
        found.extend(lint::notes(&knowledge));
    }
    report.findings = found;
    report
}
