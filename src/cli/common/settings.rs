//! What subcommands need before they begin: the configuration with the command line on top.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};

use crate::admin::{Accepted, Unasked, Weekly};
use crate::assistant;
use crate::cli::common::exit::{BadConfig, NoFaq};
use crate::cli::common::{Common, language_of_errors};
use crate::config;
use crate::config::{
    Cards, Config, ConfigError, Edits, LogFormat, ReplyLanguages, Tests, TokenError,
};
use crate::conversation::{self, GroupSettings, Schedule, Staff};
use crate::faq::{self, Faq, Localized};
use crate::knowledge::Knowledge;
use crate::matcher::Thresholds;
use crate::model::card::StaffChatId;
use crate::model::reply::Languages;
use crate::ops::logging;
use crate::reload::{EditMode, KnowledgeBuilder, Sources};
use crate::store::DatabaseUrl;
use crate::translation;

/// What is logged by commands that end by themselves, where `RUST_LOG` does not say otherwise:
/// their standard error is read by the one who typed them.
const LEVEL_OF_TOOLS: &str = "warn";

/// The configuration, with `--faq` laid over it; starts the log.
///
/// # Errors
/// Every problem of the configuration, one below the other.
pub fn load(common: &Common) -> anyhow::Result<Config> {
    let config = read(common).map_err(BadConfig)?;
    logging::hide(&config.telegram.webhook.secret);
    if let Some(password) = database(&config).and_then(|url| url.password()) {
        logging::hide(&password);
    }
    start_log(&config.log, common);
    Ok(config)
}

/// The configuration file that is read; `None` where there is none, so that defaults hold.
pub fn file(common: &Common) -> Option<&Path> {
    let places = [config::DEFAULT_FILE, config::SYSTEM_FILE];
    config::find(common.config.as_deref(), &places)
}

/// The database that is configured in the place of the store's file.
pub fn database(config: &Config) -> Option<DatabaseUrl> {
    // What cannot be read was an error of the configuration.
    DatabaseUrl::parse(config.storage.url.trim()).ok()
}

/// The bot's token.
///
/// # Errors
/// When there is none that can be used.
pub fn token(common: &Common) -> Result<SecretString, TokenError> {
    config::bot_token(|name| std::env::var(name).ok(), &token_file(common))
}

/// The file beside the configuration that holds the token, where the environment names none.
pub fn token_file(common: &Common) -> PathBuf {
    let folder = file(common).and_then(Path::parent);
    folder.unwrap_or(Path::new("")).join(config::TOKEN_FILE)
}

/// The configuration, with `--faq` laid over it.
///
/// # Errors
/// Every problem found.
pub fn read(common: &Common) -> Result<Config, Vec<ConfigError>> {
    let variables = std::env::vars_os().filter_map(text_only);
    let mut config = Config::load(file(common), variables)?;
    if let Some(path) = &common.faq {
        config.faq.path.clone_from(path);
    }
    Ok(config)
}

/// The configured FAQ; errors in it go to standard error. Warnings are for `wenda check`.
///
/// # Errors
/// When it does not load; its problems have been printed.
pub fn load_faq(config: &Config) -> anyhow::Result<Faq> {
    let loaded = faq::load(&config.faq.path);
    for found in loaded.diagnostics.iter().filter(|found| found.is_error()) {
        eprintln!("{}", translation::told(found, language_of_errors()));
    }
    let path = config.faq.path.display();
    let words = || NoFaq(format!("the FAQ at `{path}` does not load; see above"));
    Ok(loaded.faq.ok_or_else(words)?)
}

/// How knowledge is built. What a bot keeps beside its store is read; nothing is written.
pub fn builder(config: &Config) -> KnowledgeBuilder {
    let builder = match config.answer.meaning {
        true => KnowledgeBuilder::with_meaning(),
        false => KnowledgeBuilder::words_only(),
    };
    builder.reading(&config.storage.path)
}

/// What the configured FAQ says, all of it; errors in it go to standard error.
///
/// # Errors
/// When it does not load; its problems have been printed.
pub fn knowledge(config: &Config) -> anyhow::Result<Knowledge> {
    let builder = builder(config);
    let kept = Sources::read(&config.faq.path).ok();
    match kept.and_then(|sources| builder.kept(&sources)) {
        Some(kept) => Ok(builder.add_meaning(&kept.words).unwrap_or(kept.words)),
        None => Ok(builder.build(load_faq(config)?)),
    }
}

/// What the operator wants of a decision.
pub fn thresholds(config: &Config) -> Thresholds {
    Thresholds {
        wrong_answers: config.answer.wrong_answers,
        suggestions: config.answer.suggestions,
        offered_passes: config.faq.tests == Tests::Offered,
    }
}

/// What the operator accepts of wrong answers.
pub fn accepted(config: &Config) -> Accepted {
    Accepted {
        share: config.answer.wrong_answers,
        follows_feedback: config.answer.follow_feedback,
    }
}

/// What the assistant is told of the configuration.
pub fn assistant(config: &Config) -> assistant::Settings {
    let languages = match config.answer.languages {
        ReplyLanguages::Both => Languages::Both,
        ReplyLanguages::En => Languages::En,
        ReplyLanguages::Zh => Languages::Zh,
    };
    let given = |text: &String| (!text.trim().is_empty()).then(|| text.clone());
    let contact = &config.answer.contact;
    assistant::Settings {
        thresholds: thresholds(config),
        follows_feedback: config.answer.follow_feedback,
        conversation: conversation::Settings {
            contact: Localized {
                en: given(&contact.en),
                zh: given(&contact.zh),
            },
            suggestions: config.answer.suggestions,
            languages,
            group: GroupSettings {
                languages,
                cooldown_seconds: config.groups.cooldown_seconds,
                listening: config.groups.listen,
                reply: config.groups.reply,
            },
            listening_confidence: config.groups.listen_confidence,
            cleanup_seconds: config.groups.cleanup_seconds,
            retention_days: config.privacy.retention_days,
            guest: config.telegram.guest,
            business: conversation::Business {
                mode: config.business.mode,
                pause_seconds: config.business.pause_minutes.saturating_mul(60),
            },
            staff: staff(config),
            keeps_ways_back: config.admin.alert > 0,
            places: config.groups.places(),
            // What cannot be read was an error of the configuration.
            zone: TimeZone::get(&config.faq.time_zone).unwrap_or(TimeZone::UTC),
        },
    }
}

/// What admins are told without asking.
pub fn unasked(config: &Config) -> Unasked {
    let admin = &config.admin;
    Unasked {
        // What cannot be read was an error of the configuration.
        digest: admin.digest().and_then(|text| Weekly::parse(text).ok()),
        alert: usize::try_from(admin.alert).ok().filter(|least| *least > 0),
    }
}

/// People who answer what Wenda cannot.
fn staff(config: &Config) -> Option<Staff> {
    let staff = &config.staff;
    Some(Staff {
        chat: StaffChatId::new(staff.chat()?),
        topic: (staff.topic > 0).then_some(staff.topic),
        topics: staff.topics,
        // What cannot be read was an error of the configuration.
        hours: Schedule::parse(&staff.hours).ok(),
        by_itself: staff.cards == Cards::All,
    })
}

/// What the admins' page shows of the configuration: nothing secret, and nobody's number.
pub fn shown(config: &Config) -> Vec<(String, String)> {
    let sections = serde_json::to_value(config).unwrap_or_default();
    let mut shown = Vec::new();
    for (section, values) in sections.as_object().into_iter().flatten() {
        for (key, value) in values.as_object().into_iter().flatten() {
            let value = match (section.as_str(), key.as_str(), value) {
                ("telegram", "admins" | "editors", value) => {
                    value.as_array().map_or(0, Vec::len).to_string()
                }
                ("telegram", "webhook" | "api_url", _) | ("storage", "url", _) => continue,
                ("staff", "chat" | "topic", _) => continue,
                (_, _, serde_json::Value::String(text)) => text.clone(),
                (_, _, value) => value.to_string(),
            };
            shown.push((format!("{section}.{key}"), value));
        }
    }
    shown
}

/// What becomes of changes that admins make in the chat.
pub fn edit_mode(config: &Config) -> EditMode {
    match config.faq.edits {
        Edits::Auto => EditMode::Auto,
        Edits::Write => EditMode::Write,
        Edits::Patch => EditMode::Patch,
    }
}

/// Starts the log as configured, with the bot token and the webhook's secret masked in it.
fn start_log(log: &config::Log, common: &Common) {
    let service = common.service;
    let form = match log.format {
        LogFormat::Human => logging::Form::Human,
        LogFormat::Json => logging::Form::Json,
        LogFormat::Auto if std::io::stderr().is_terminal() || !service => logging::Form::Human,
        LogFormat::Auto => logging::Form::Json,
    };
    if let Ok(token) = token(common) {
        logging::hide(token.expose_secret());
    }
    let levels = if service { &log.level } else { LEVEL_OF_TOOLS };
    logging::start(levels, form);
    if service {
        logging::watch_panics();
    }
}

/// Variables that are not Unicode are none of ours; `std::env::vars` would panic on them.
fn text_only((name, value): (std::ffi::OsString, std::ffi::OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}
