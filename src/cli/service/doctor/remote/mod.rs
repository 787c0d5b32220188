//! What Telegram's answers mean for this Wenda. Pure: facts in, findings out.

mod staff;

use crate::cli::service::doctor::finding::Finding;
use crate::config::{BusinessMode, Config, Mode};
use crate::conversation::wording::MENU;
use crate::telegram::{Facts, Failure, Me, WebhookInfo};

/// Clocks that differ by more than this are worth a word; certificates and one's own statistics
/// suffer from more.
const CLOCK_NOTE_SECONDS: i64 = 5;
/// Clocks that differ by more than this spoil how waiting times and retention are counted.
const CLOCK_ILL_SECONDS: i64 = 120;
/// A failed call of the webhook longer ago than this is history.
const OLD_ERROR_SECONDS: i64 = 3600;

/// What the facts say, given the configuration. `running`: a Wenda on this machine holds the store.
/// `now_seconds` is Unix time.
pub fn findings(facts: &Facts, config: &Config, running: bool, now_seconds: i64) -> Vec<Finding> {
    let me = match &facts.me {
        Ok(me) => me,
        Err(failure) => return vec![unreachable(failure, &config.telegram.api_url)],
    };
    let mut findings = vec![Finding::ok(
        "telegram",
        format!("@{} (number {})", me.username, me.id),
    )];
    findings.push(clock(facts.clocks));
    findings.extend(switches(me, config));
    findings.push(match &facts.webhook {
        Ok(info) => webhook(info, config, now_seconds),
        Err(failure) => failed("webhook", failure),
    });
    if config.telegram.mode == Mode::Polling {
        findings.push(other_poller(facts, running));
    }
    findings.extend(
        facts
            .staff
            .as_ref()
            .map(|chat| staff::finding(chat, config)),
    );
    findings.push(match &facts.menu {
        Ok(menu) if menu.is_empty() => Finding::note(
            "commands",
            "no command menu yet",
            "`wenda run` sets it at its start",
        ),
        Ok(menu) => {
            let ours = menu
                .iter()
                .all(|item| MENU.iter().any(|(name, ..)| *name == item.command));
            if ours {
                Finding::ok("commands", format!("{} in the menu", menu.len()))
            } else {
                Finding::note(
                    "commands",
                    "the menu holds commands that Wenda does not know",
                    "`wenda run` sets its own at its start; another program may share this token",
                )
            }
        }
        Err(failure) => failed("commands", failure),
    });
    findings
}

fn unreachable(failure: &Failure, server: &str) -> Finding {
    let about = "telegram";
    match failure {
        Failure::Refused {
            code: 401 | 404, ..
        } => Finding::error(
            about,
            "the token is not valid",
            "copy it again from @BotFather (/mybots, API Token); one that was revoked stays dead",
        ),
        Failure::Refused { .. } | Failure::Server(_) => failed(about, failure),
        _ => Finding::error(
            about,
            match failure {
                Failure::Unreachable => format!("{server} cannot be reached"),
                other => format!("{server} cannot be reached: {other}"),
            },
            "look at the network, the firewall and HTTPS_PROXY; where Telegram is blocked, set\n\
             `telegram.api_url` to a Bot API server that can be reached. All else was looked at.",
        ),
    }
}

fn failed(about: &'static str, failure: &Failure) -> Finding {
    match failure {
        Failure::Server(code)
        | Failure::Refused {
            code: code @ 500.., ..
        } => Finding::error(
            about,
            format!("the server answered, with an error of its own (HTTP {code})"),
            "wait and try again: the network and the token are not the cause; if it lasts, look at\n\
             `telegram.api_url` and the log of that server or of the proxy in front of it",
        ),
        failure => Finding::error(
            about,
            format!("Telegram did not tell: {failure}"),
            "try again",
        ),
    }
}

fn clock(clocks: Option<(i64, i64)>) -> Finding {
    let about = "clock";
    let Some((theirs, ours)) = clocks else {
        return Finding::skipped(about, "the server did not tell the time");
    };
    let words = match ours - theirs {
        0 => "as the server's".to_owned(),
        ahead @ 1.. => format!("{ahead} s ahead of the server's"),
        behind => format!("{} s behind the server's", -behind),
    };
    let fix = "let the machine keep its time by NTP: timedatectl set-ntp true";
    match (ours - theirs).abs() {
        0..=CLOCK_NOTE_SECONDS => Finding::ok(about, words),
        ..=CLOCK_ILL_SECONDS => Finding::note(about, words, fix),
        _ => Finding::error(about, words, fix),
    }
}

/// What was switched at @BotFather, and what it means.
fn switches(me: &Me, config: &Config) -> Vec<Finding> {
    let name = &me.username;
    let mut findings = Vec::new();
    findings.push(if me.can_join_groups {
        Finding::ok("groups", "it may be added to groups")
    } else {
        Finding::note(
            "groups",
            "it cannot be added to groups",
            "@BotFather, /setjoingroups, Enable",
        )
    });
    let turn_off = "`wenda setup` switches it off (@BotFather: /setprivacy, Disable); then remove the bot\n\
                    from each group and add it again. Or make it an admin of the group.";
    findings.push(match me.can_read_all_group_messages {
        true => Finding::ok(
            "privacy mode",
            format!("off: it hears @{name} in groups, and all else that is said there"),
        ),
        false if config.groups.listen => Finding::error(
            "privacy mode",
            "on, but `groups.listen` wants to hear what is said in groups",
            turn_off,
        ),
        false if config.groups.mentions => Finding::note(
            "privacy mode",
            format!(
                "on: in groups it hears /ask and replies to its own messages, not \"@{name} question\""
            ),
            turn_off,
        ),
        false => Finding::ok(
            "privacy mode",
            "on, as `groups.mentions = false` wants it: groups ask by /ask and by replies",
        ),
    });
    let wants_business = config.business.mode != BusinessMode::Off;
    let switches = [
        (
            "inline",
            me.supports_inline_queries,
            config.telegram.inline,
            "telegram.inline",
        ),
        (
            "guest mode",
            me.supports_guest_queries,
            config.telegram.guest,
            "telegram.guest",
        ),
        (
            "business",
            me.can_connect_to_business,
            wants_business,
            "business.mode",
        ),
    ];
    for (about, is_on, wanted, key) in switches {
        let state = if is_on { "on" } else { "off" };
        findings.push(if is_on == wanted {
            Finding::ok(about, state)
        } else {
            Finding::note(
                about,
                format!("{state}, but `{key}` wants it otherwise"),
                "`wenda setup` tells Telegram what the configuration wants",
            )
        });
    }
    findings
}

fn webhook(info: &WebhookInfo, config: &Config, now_seconds: i64) -> Finding {
    let about = "webhook";
    let waiting = match info.pending_update_count {
        0 => String::new(),
        1 => "; 1 update waits with Telegram".to_owned(),
        number => format!("; {number} updates wait with Telegram"),
    };
    if config.telegram.mode == Mode::Polling {
        return if info.url.is_empty() {
            Finding::ok(about, format!("none, as polling wants it{waiting}"))
        } else {
            Finding::error(
                about,
                format!(
                    "one is set, to {}, so polling gets nothing{waiting}",
                    info.url
                ),
                "`wenda run --delete-webhook`, unless another program wants it",
            )
        };
    }
    let ours = &config.telegram.webhook.url;
    if info.url.is_empty() {
        return Finding::note(
            about,
            format!("not set yet{waiting}"),
            "`wenda run` sets it at its start",
        );
    }
    if info.url != *ours {
        return Finding::error(
            about,
            format!("set to {}, not to {ours}{waiting}", info.url),
            "`wenda run` sets it anew at its start; another program may share this token",
        );
    }
    match (info.last_error_date, &info.last_error_message) {
        (Some(at), Some(why)) if now_seconds - at < OLD_ERROR_SECONDS => Finding::error(
            about,
            format!(
                "Telegram's call {} s ago failed: {why}{waiting}",
                now_seconds - at
            ),
            cure_for(why),
        ),
        _ => Finding::ok(about, format!("set to {ours}{waiting}")),
    }
}

/// What to do about an error of a webhook call, by Telegram's words.
fn cure_for(why: &str) -> &'static str {
    let why = why.to_lowercase();
    let fixes: [(&[&str], &str); 6] = [
        (
            &["certificate", "ssl"],
            "the certificate is not one that Telegram trusts, or lacks its chain: serve the full chain",
        ),
        (
            &["resolve", "host"],
            "the host name of `telegram.webhook.url` cannot be found in the public DNS",
        ),
        (
            &["401", "403"],
            "the proxy in front of Wenda, or a wrong secret, turns Telegram away",
        ),
        (
            &["404"],
            "the path of `telegram.webhook.url` is not the one that the proxy passes on",
        ),
        (
            &["502", "503", "504"],
            "the proxy does not reach Wenda at `telegram.webhook.listen`, or Wenda does not run",
        ),
        (
            &["timed out", "timeout", "refused", "connection"],
            "nothing answers at the address: look at the proxy, the firewall and the port (443, 80, 88 or 8443)",
        ),
    ];
    fixes
        .iter()
        .find(|(words, _)| words.iter().any(|word| why.contains(word)))
        .map_or("look at the proxy's log at that time", |(_, fix)| fix)
}

/// Whether another program polls with the same token.
fn other_poller(facts: &Facts, running: bool) -> Finding {
    let about = "only one";
    match &facts.polling {
        None if running => Finding::skipped(
            about,
            "the Wenda that runs here polls; not asked, so as not to interrupt it",
        ),
        None => Finding::skipped(about, "not asked while a webhook is set"),
        Some(Ok(())) => Finding::ok(about, "nobody else polls with this token"),
        Some(Err(Failure::Refused { code: 409, .. })) => Finding::error(
            about,
            "another program polls with this token (409)",
            "stop the other one: both would get a part of the questions. If it cannot be found,\n\
             /revoke the token at @BotFather",
        ),
        Some(Err(failure)) => failed(about, failure),
    }
}

#[cfg(test)]
mod tests;
