//! The rules that values must meet beyond their kind, one line each.

use crate::admin::Weekly;
use crate::config::keys::{Config, ConfigError, Mode};
use crate::conversation::Schedule;
use crate::store::DatabaseUrl;

/// Every broken rule; `place` turns the path of a key into the place that messages name.
pub fn all(config: &Config, place: impl Fn(&str) -> String) -> Vec<ConfigError> {
    let mut errors = Vec::new();
    let mut rule = |holds: bool, key: &str, value: String, help: &str| {
        if !holds {
            errors.push(ConfigError {
                place: place(key),
                message: format!("`{key}` is {value}"),
                help: help.to_owned(),
            });
        }
    };
    let zone = &config.faq.time_zone;
    rule(
        jiff::tz::TimeZone::get(zone).is_ok(),
        "faq.time_zone",
        format!("`{zone}`"),
        "give the name of a time zone, such as Asia/Shanghai or UTC",
    );
    let answer = &config.answer;
    rule(
        (0.01..=0.5).contains(&answer.wrong_answers),
        "answer.wrong_answers",
        answer.wrong_answers.to_string(),
        "give a share from 0.01 to 0.5",
    );
    rule(
        (1..=8).contains(&answer.suggestions),
        "answer.suggestions",
        answer.suggestions.to_string(),
        "give a number from 1 to 8",
    );
    let telegram = &config.telegram;
    rule(
        is_web_address(&telegram.api_url),
        "telegram.api_url",
        format!("`{}`", telegram.api_url),
        "give an address that begins with http:// or https://",
    );
    rule(
        telegram.admins.iter().all(|&id| id > 0),
        "telegram.admins",
        format!("{:?}", telegram.admins),
        "give people's numeric ids, which are greater than 0; group ids are not people",
    );
    rule(
        telegram.listen.is_empty() || is_socket(&telegram.listen),
        "telegram.listen",
        format!("`{}`", telegram.listen),
        "give an address and a port, such as 127.0.0.1:9090",
    );
    let webhook = &telegram.webhook;
    let on = telegram.mode == Mode::Webhook;
    rule(
        !on || is_web_address(&webhook.url),
        "telegram.webhook.url",
        format!("`{}`", webhook.url),
        "give the public https address that Telegram shall call",
    );
    rule(
        !on || is_socket(&webhook.listen),
        "telegram.webhook.listen",
        format!("`{}`", webhook.listen),
        "give an address and a port, such as 127.0.0.1:8443",
    );
    let in_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    rule(
        webhook.secret.len() <= 256 && webhook.secret.bytes().all(in_alphabet),
        "telegram.webhook.secret",
        "not one that Telegram takes".into(),
        "use up to 256 of A-Z, a-z, 0-9, _ and -, or leave it empty to have one made",
    );
    rule(
        (1..=100).contains(&webhook.max_connections),
        "telegram.webhook.max_connections",
        webhook.max_connections.to_string(),
        "give a number from 1 to 100",
    );
    let groups = &config.groups;
    rule(
        (0.5..=1.0).contains(&groups.listen_confidence),
        "groups.listen_confidence",
        groups.listen_confidence.to_string(),
        "give a share from 0.5 to 1",
    );
    rule(
        groups.cooldown_seconds <= 86_400,
        "groups.cooldown_seconds",
        groups.cooldown_seconds.to_string(),
        "give at most a day, 86400",
    );
    for (name, group) in &groups.named {
        rule(
            group.chat < 0,
            &format!("groups.{name}.chat"),
            group.chat.to_string(),
            "give the number of a group, which is below 0, such as -1001234567890",
        );
    }
    rule(
        groups.cleanup_seconds <= 172_000,
        "groups.cleanup_seconds",
        groups.cleanup_seconds.to_string(),
        "give less than two days, 172000: Telegram lets bots delete nothing older",
    );
    rule(
        telegram.editors.iter().all(|&id| id > 0),
        "telegram.editors",
        format!("{:?}", telegram.editors),
        "give people's numeric ids, which are greater than 0; group ids are not people",
    );
    let staff = &config.staff;
    rule(
        staff.chat <= 0,
        "staff.chat",
        staff.chat.to_string(),
        "give the number of a group, which is below 0; @username and people's ids are none",
    );
    rule(
        staff.topic >= 0 && (staff.topic == 0 || !staff.topics),
        "staff.topic",
        staff.topic.to_string(),
        "give the number of one topic, or `topics = true` for one a person, or neither",
    );
    let hours = staff.hours.trim();
    let unread = (!hours.is_empty()).then(|| Schedule::parse(hours).err());
    rule(
        matches!(unread, None | Some(None)),
        "staff.hours",
        format!("`{hours}`: {}", unread.flatten().unwrap_or_default()),
        "write days, times and a time zone, such as Mon-Fri 9:00-18:00, Sat 10:00-14:00 Asia/Shanghai",
    );
    let admin = &config.admin;
    let unread = admin.digest().and_then(|text| Weekly::parse(text).err());
    rule(
        unread.is_none(),
        "admin.digest",
        format!("`{}`: {}", admin.digest, unread.unwrap_or_default()),
        "write a day, a time and a time zone, such as Mon 9:00 Asia/Shanghai, or off",
    );
    rule(
        admin.alert != 1 && admin.alert <= 10_000,
        "admin.alert",
        admin.alert.to_string(),
        "give how many people must ask the same within an hour, 2 to 10000, or 0 for no alert",
    );
    let panel = &config.panel;
    rule(
        panel.listen.is_empty() || is_socket(&panel.listen),
        "panel.listen",
        format!("`{}`", panel.listen),
        "give an address and a port, such as 127.0.0.1:8090, or nothing for no panel",
    );
    rule(
        panel.listen.is_empty() || is_origin(&panel.url),
        "panel.url",
        format!("`{}`", panel.url),
        "give the public address of the panel without a path, such as https://faq.example.com",
    );
    let url = config.storage.url.trim();
    let unread = (!url.is_empty()).then(|| DatabaseUrl::parse(url).err());
    rule(
        matches!(unread, None | Some(None)),
        "storage.url",
        // Never the URL itself, which may hold a password.
        format!("no database: {}", unread.flatten().unwrap_or_default()),
        "write postgres://user:password@host:5432/database, or nothing for the SQLite file",
    );
    rule(
        (1..=3650).contains(&config.privacy.retention_days),
        "privacy.retention_days",
        config.privacy.retention_days.to_string(),
        "give a number of days from 1 to 3650",
    );
    rule(
        crate::ops::logging::is_levels(&config.log.level),
        "log.level",
        format!("`{}`", config.log.level),
        "give off, error, warn, info, debug or trace, or a list such as warn,wenda::telegram=debug",
    );
    errors
}

fn is_web_address(text: &str) -> bool {
    url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// A web address of a host alone. Without https only this machine: what is sent would be readable
/// on its way.
fn is_origin(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        (url.scheme() == "https" || (url.scheme() == "http" && is_here))
            && url.origin().ascii_serialization() == text.trim_end_matches('/')
    })
}

fn is_socket(text: &str) -> bool {
    text.rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}
