//! What can be looked at without the network: configuration, token, FAQ, store, disk, listeners.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::cli::common::output::count;
use crate::cli::common::settings;
use crate::cli::faq::check;
use crate::cli::service::doctor::database;
use crate::cli::service::doctor::finding::Finding;
use crate::cli::service::doctor::waiting;
use crate::config::{Config, Mode, TokenError};
use crate::store::{self, StoreError};

/// Less free room than this on the store's disk is too little: a day of a busy bot takes a few MiB.
const LEAST_FREE_BYTES: u64 = 100 * 1024 * 1024;

/// Where the token comes from and whether others can read it there. `variable` reads the
/// environment, `beside` is the file that is read where that names none; `token` is what came of it.
pub fn token(
    variable: impl Fn(&str) -> Option<String>,
    beside: &Path,
    token: Result<(), &TokenError>,
) -> Vec<Finding> {
    let about = "token";
    if let Err(error) = token {
        if let (TokenError::Unreadable { path, .. }, true) = (error, is_for_others(error)) {
            let words = format!(
                "{} is for others than this user, as it should be",
                path.display()
            );
            return vec![Finding::skipped(about, words)];
        }
        let text = error.to_string();
        let (words, fix) = text
            .split_once("\n  help: ")
            .unwrap_or((&text, "make the file readable for the user that runs Wenda"));
        return vec![Finding::error(about, words, fix)];
    }
    let set = |name| variable(name).filter(|value| !value.trim().is_empty());
    match (set("TELOXIDE_TOKEN"), set("TELOXIDE_TOKEN_FILE")) {
        (Some(_), Some(_)) => vec![Finding::note(
            about,
            "both TELOXIDE_TOKEN and TELOXIDE_TOKEN_FILE are set; the first one is used",
            "unset one of them",
        )],
        (None, Some(path)) => vec![token_file(
            Path::new(&path),
            set("CREDENTIALS_DIRECTORY").as_deref().map(Path::new),
        )],
        (Some(_), None) => vec![Finding::ok(about, "from TELOXIDE_TOKEN")],
        (None, None) => vec![token_file(beside, None)],
    }
}

/// Whether the token lies in a file that is closed to this user: systemd reads such a file as root
/// and hands it to the service.
pub fn is_for_others(error: &TokenError) -> bool {
    matches!(error, TokenError::Unreadable { source, .. } if source.kind() == ErrorKind::PermissionDenied)
}

/// Whether the token's file is closed to others. Files below `credentials` are guarded by systemd.
fn token_file(path: &Path, credentials: Option<&Path>) -> Finding {
    let about = "token";
    let shown = path.display();
    if credentials.is_some_and(|folder| path.starts_with(folder)) {
        return Finding::ok(about, format!("from {shown}, guarded by systemd"));
    }
    match open_to(path) {
        None => Finding::ok(about, format!("from {shown}")),
        Some("") => Finding::ok(about, format!("from {shown}, readable by its owner alone")),
        Some(who) => Finding::error(
            about,
            format!("{shown} can be read by {who}"),
            format!("chmod 600 {shown}; if anybody may have read it, /revoke it at @BotFather"),
        ),
    }
}

/// Who besides the owner may read a file; `None` where that cannot be told.
fn open_to(path: &Path) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).ok()?.permissions().mode();
        Some(match (mode & 0o007 != 0, mode & 0o070 != 0) {
            (true, _) => "everybody",
            (false, true) => "its group",
            (false, false) => "",
        })
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Whether the FAQ loads and its tests pass.
pub fn faq(config: &Config) -> Finding {
    let about = "faq";
    let path = &config.faq.path;
    let shown = path.display();
    if !path.exists() {
        return Finding::error(
            about,
            format!("there is nothing at {shown}"),
            "`wenda init` writes an example there; or set `faq.path`, or give --faq",
        );
    }
    let report = check::check(
        path,
        &settings::thresholds(config),
        &settings::builder(config),
        |_| Vec::new(),
    );
    // Notes are for the author, not for the operator.
    let mut findings = report.findings.iter().filter(|found| !found.is_note());
    let all_findings = findings.clone().count();
    let mut errors = report.findings.iter().filter(|found| found.is_error());
    let first_error = errors.next();
    let (errors, all) = (
        usize::from(first_error.is_some()) + errors.count(),
        all_findings,
    );
    let see = "`wenda check` shows all of them";
    match (first_error, findings.next()) {
        (None, None) => Finding::ok(about, format!("{shown}: {report}")),
        (None, Some(first)) => Finding::note(
            about,
            format!(
                "{shown}: {}, {}, the first:\n{first}",
                count(report.entries, "entry"),
                count(all, "warning")
            ),
            see,
        ),
        (Some(first), _) if report.entries > 0 => Finding::note(
            about,
            format!(
                "{shown}: it loads, but /reload would refuse it: {}, the first:\n{first}",
                count(errors, "error")
            ),
            see,
        ),
        (Some(first), _) => Finding::error(
            about,
            format!("{shown}: {}, the first:\n{first}", count(errors, "error")),
            see,
        ),
    }
}

/// What the store's file tells, and whether there is room for it to grow.
pub fn store(config: &Config, now_seconds: i64) -> Vec<Finding> {
    if let Some(url) = settings::database(config) {
        return vec![database::finding(&url, now_seconds)];
    }
    let path = &config.storage.path;
    let mut findings = vec![if path.exists() {
        existing_store(path, now_seconds)
    } else {
        new_store(path)
    }];
    findings.extend(free_room(path));
    findings
}

fn existing_store(path: &Path, now_seconds: i64) -> Finding {
    let about = "store";
    let shown = path.display();
    if let Some(who) = open_to(path).filter(|who| !who.is_empty()) {
        return Finding::error(
            about,
            format!("{shown} can be read by {who}; it holds what people asked"),
            format!("chmod 600 {shown}"),
        );
    }
    let in_use = store::is_in_use(path);
    match store::inspect(path) {
        Ok(found) => {
            let what = format!("{shown}: sound");
            let words = waiting::words(&what, found.turns, &found.queues, in_use);
            waiting::finding(about, words, &found.queues, in_use, now_seconds)
        }
        Err(error @ StoreError::Damaged(_)) => Finding::error(
            about,
            format!("{shown}: {error}"),
            "stop the bot and put a backup back: `wenda restore FILE`",
        ),
        Err(error @ StoreError::Newer { .. }) => Finding::error(
            about,
            format!("{shown}: {error}"),
            "run the version of Wenda that wrote it, or a newer one",
        ),
        Err(error) => Finding::error(
            about,
            error.to_string(),
            "run this as the user that runs the bot, and look at the folder's owner",
        ),
    }
}

/// Whether a store can be made: its folder, or the nearest one above that exists, takes files.
fn new_store(path: &Path) -> Finding {
    let about = "store";
    let folder = nearest_folder(path);
    let trial = folder.join(format!(".wenda-doctor-{}", std::process::id()));
    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&trial);
    let _ = std::fs::remove_file(&trial);
    match made {
        Ok(_) => Finding::ok(
            about,
            format!("{} will be made at the start", path.display()),
        ),
        Err(error) => Finding::error(
            about,
            format!(
                "{} cannot be made in {}: {error}",
                path.display(),
                folder.display()
            ),
            "give the folder to the user that runs the bot, or set `storage.path`",
        ),
    }
}

fn nearest_folder(path: &Path) -> PathBuf {
    path.ancestors()
        .skip(1)
        .map(|folder| {
            if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            }
        })
        .find(|folder| folder.is_dir())
        .unwrap_or(Path::new("."))
        .to_owned()
}

#[cfg(unix)]
fn free_room(path: &Path) -> Option<Finding> {
    let about = "disk";
    let folder = nearest_folder(path);
    let disk = rustix::fs::statvfs(&folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let words = format!("{} MiB free at {}", free / 1024 / 1024, folder.display());
    Some(if free < LEAST_FREE_BYTES {
        Finding::error(
            about,
            words,
            "make room: on a full disk Wenda takes no more questions (Telegram keeps them for a day)",
        )
    } else {
        Finding::ok(about, words)
    })
}

#[cfg(not(unix))]
fn free_room(_: &Path) -> Option<Finding> {
    None
}

/// Whether the addresses to listen on are free, and not open to the world. `running`: a Wenda on
/// this machine has them already.
pub fn listeners(config: &Config, running: bool) -> Vec<Finding> {
    let telegram = &config.telegram;
    let mut findings = Vec::new();
    if telegram.listen.is_empty() {
        findings.push(Finding::note(
            "watching",
            "`telegram.listen` is empty: no /healthz, /readyz and /metrics",
            "set it to an address such as 127.0.0.1:9090 to have Wenda watched",
        ));
    } else {
        findings.push(listener("watching", &telegram.listen, running));
    }
    if telegram.mode == Mode::Webhook {
        findings.push(listener("webhook in", &telegram.webhook.listen, running));
    }
    findings
}

fn listener(about: &'static str, address: &str, running: bool) -> Finding {
    if running {
        return Finding::ok(about, format!("{address}, held by the running Wenda"));
    }
    match std::net::TcpListener::bind(address) {
        Ok(_) => Finding::ok(about, format!("{address} is free")),
        Err(error) => Finding::error(
            about,
            format!("{address} cannot be listened on: {error}"),
            "stop what holds it, or choose another address",
        ),
    }
}

/// Whether somebody is named who may reload the FAQ and see what was asked.
pub fn admins(config: &Config) -> Finding {
    match config.telegram.admins.len() {
        0 => Finding::note(
            "admins",
            "nobody is named in `telegram.admins`",
            "add your numeric user id, for /reload, /stats and /unanswered (Telegram Desktop shows it under\nSettings, Advanced, Experimental: Show Peer IDs)",
        ),
        1 => Finding::ok("admins", "1 person"),
        number => Finding::ok("admins", format!("{number} people")),
    }
}
