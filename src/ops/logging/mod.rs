//! The log: for people on a terminal, one JSON object a line otherwise; always on standard error.
//!
//! Laws, whatever level is set and whichever crate speaks:
//! - A bot token never leaves: anything of its form, and every secret given to [`hide`], is
//!   replaced in the finished line (`redact.rs`).
//! - A person's words never leave: crates that see messages may say only what is written in their
//!   own source (`policy.rs`), and a panic says where, not over which text ([`watch_panics`]).
//! - One record is one line: control characters are escaped (`line.rs`).
//!
//! Wenda's own records are trusted to name ids and timings only. Rotation and time zones are left
//! to whatever keeps the lines.

mod line;
mod policy;
mod redact;

use std::io::Write;
use std::panic::PanicHookInfo;

pub use redact::hide;

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people, with colours where the terminal has them.
    Human,
    /// One JSON object a line.
    Json,
}

/// Starts the log. `levels` is `info` or `warn,wenda::telegram=debug`; the variable `RUST_LOG`
/// goes before it. Later calls change nothing.
pub fn start(levels: &str, form: Form) {
    let from_environment = std::env::var("RUST_LOG").ok();
    let levels = from_environment
        .as_deref()
        .filter(|levels| is_levels(levels))
        .unwrap_or(levels);
    let outcome = env_logger::Builder::new()
        .parse_filters(levels)
        .format(move |out, record| {
            let Some(message) = policy::message(record) else {
                return Ok(());
            };
            let text = match form {
                Form::Human => {
                    let style = out.default_level_style(record.level());
                    let time = out.timestamp_millis().to_string();
                    line::human(record, &message, &time, style)
                }
                Form::Json => line::json(record, &message, &out.timestamp_millis().to_string()),
            };
            writeln!(out, "{}", redact::line(&text))
        })
        .try_init();
    if outcome.is_ok() && from_environment.is_some_and(|levels| !is_levels(&levels)) {
        log::warn!("RUST_LOG is not a list of levels, the configured ones are used");
    }
}

/// Whether `text` is what [`start`] takes: levels, each alone or as `module=level`, with commas
/// between them.
pub fn is_levels(text: &str) -> bool {
    let is_level = |word: &str| word.parse::<log::LevelFilter>().is_ok();
    let is_module = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_:-".contains(&byte))
    };
    text.split(',').all(|part| {
        let part = part.trim();
        match part.split_once('=') {
            Some((module, level)) => is_module(module.trim()) && is_level(level.trim()),
            None => is_level(part) || (is_module(part) && part.contains("::")),
        }
    })
}

/// From here on a panic anywhere is one log line that says where it happened; the text a panic
/// carries is left out, since slicing panics quote the sliced text. With `RUST_BACKTRACE=1` the
/// names of the calling functions follow.
pub fn watch_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let backtrace = std::backtrace::Backtrace::capture();
        let place = panic.location().map_or_else(String::new, |place| {
            format!("{}:{}", place.file(), place.line())
        });
        let message = constant_message(panic).unwrap_or("(its text is withheld)");
        match backtrace.status() {
            std::backtrace::BacktraceStatus::Captured => {
                log::error!(place = place.as_str(), backtrace:% = backtrace; "panic: {message}");
            }
            _ => log::error!(place = place.as_str(); "panic: {message}"),
        }
    }));
}

/// What a panic says where that is a constant of the program.
fn constant_message<'a>(panic: &'a PanicHookInfo<'_>) -> Option<&'a str> {
    panic.payload().downcast_ref::<&'static str>().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_told_from_other_words() {
        let cases = [
            ("info", true),
            ("warn,wenda::telegram=debug", true),
            ("off, wenda=trace", true),
            ("wenda::telegram", true),
            ("INFO", true),
            ("", false),
            ("loud", false),
            ("info,", false),
            ("wenda=loud", false),
            ("=info", false),
            ("info;warn", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_levels(text), expected, "{text:?}");
        }
    }
}
