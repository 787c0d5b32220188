use crate::cli::service::doctor::finding::State;
use crate::cli::service::doctor::remote::*;
use crate::telegram::MenuCommand;

const NOW: i64 = 1_000_000;

fn refused(code: u16) -> Failure {
    Failure::Refused {
        code,
        description: "no".into(),
        retry_after: None,
        migrate_to: None,
    }
}

fn healthy() -> Facts {
    Facts {
        me: Ok(Me {
            id: 7,
            username: "wenda_bot".into(),
            can_join_groups: true,
            can_read_all_group_messages: true,
            supports_inline_queries: true,
            supports_guest_queries: false,
            can_connect_to_business: false,
        }),
        webhook: Ok(WebhookInfo::default()),
        menu: Ok(vec![MenuCommand {
            command: "help".into(),
        }]),
        polling: Some(Ok(())),
        clocks: Some((NOW, NOW)),
        staff: None,
    }
}

#[test]
fn the_staffs_chat_takes_cards_or_the_cure_is_named() {
    let chat = |status: &str, can_send: bool| crate::telegram::StaffChat {
        kind: "supergroup".into(),
        is_forum: false,
        status: status.into(),
        can_send,
        can_manage_topics: false,
    };
    let mut config = Config::default();
    config.staff.chat = -1001;
    let check = |config: &Config, staff, state: State, part: &str| {
        let facts = Facts {
            staff: Some(staff),
            ..healthy()
        };
        let findings = findings(&facts, config, false, NOW);
        let found = findings.iter().find(|found| found.about == "staff");
        let found = found.expect("a finding on the staff's chat");
        assert_eq!(found.state, state, "{}", found.words);
        assert!(found.words.contains(part), "{}", found.words);
    };
    check(&config, Ok(chat("member", true)), State::Ok, "may write");
    let moved = Failure::Refused {
        code: 400,
        description: "upgraded".into(),
        retry_after: None,
        migrate_to: Some(-1002),
    };
    for (staff, part) in [
        (Err(refused(400)), "does not show us"),
        (Err(moved), "goes on as -1002"),
        (Ok(chat("left", false)), "not in"),
        (Ok(chat("restricted", false)), "may not write"),
    ] {
        check(&config, staff, State::Error, part);
    }
    config.staff.topics = true;
    check(
        &config,
        Ok(chat("administrator", true)),
        State::Error,
        "no topics",
    );
}

fn by_webhook(config: &mut Config) {
    config.telegram.mode = Mode::Webhook;
    config.telegram.webhook.url = "https://bot.example/hook".into();
}

fn called(facts: &mut Facts, ago: i64, why: &str) {
    facts.webhook = Ok(WebhookInfo {
        url: "https://bot.example/hook".into(),
        last_error_date: Some(NOW - ago),
        last_error_message: Some(why.into()),
        ..WebhookInfo::default()
    });
}

#[test]
fn nothing_to_complain_about() {
    let findings = findings(&healthy(), &Config::default(), false, NOW);
    assert!(findings.len() >= 9);
    for found in findings {
        assert_eq!(found.state, State::Ok, "{}: {}", found.about, found.words);
    }
}

#[test]
fn each_trouble_has_its_line_and_its_cure() {
    type Spoil = fn(&mut Facts, &mut Config);
    let cases: &[(&str, Spoil, &str, State, &str, &str)] = &[
        (
            "a wrong token",
            |f, _| f.me = Err(refused(401)),
            "telegram",
            State::Error,
            "not valid",
            "@BotFather",
        ),
        (
            "no network",
            |f, _| f.me = Err(Failure::Unreachable),
            "telegram",
            State::Error,
            "cannot be reached",
            "api_url",
        ),
        (
            "a clock a bit ahead",
            |f, _| f.clocks = Some((NOW, NOW + 30)),
            "clock",
            State::Note,
            "30 s ahead",
            "NTP",
        ),
        (
            "a clock far behind",
            |f, _| f.clocks = Some((NOW, NOW - 4000)),
            "clock",
            State::Error,
            "4000 s behind",
            "NTP",
        ),
        (
            "no time told",
            |f, _| f.clocks = None,
            "clock",
            State::Skipped,
            "did not tell",
            "",
        ),
        (
            "privacy mode on",
            |f, _| f.me.as_mut().unwrap().can_read_all_group_messages = false,
            "privacy mode",
            State::Note,
            "not \"@wenda_bot question\"",
            "/setprivacy",
        ),
        (
            "privacy mode on though we want to listen",
            |f, c| {
                f.me.as_mut().unwrap().can_read_all_group_messages = false;
                c.groups.listen = true;
            },
            "privacy mode",
            State::Error,
            "groups.listen",
            "/setprivacy",
        ),
        (
            "no groups",
            |f, _| f.me.as_mut().unwrap().can_join_groups = false,
            "groups",
            State::Note,
            "cannot be added",
            "/setjoingroups",
        ),
        (
            "no inline mode",
            |f, _| f.me.as_mut().unwrap().supports_inline_queries = false,
            "inline",
            State::Note,
            "off",
            "wenda setup",
        ),
        (
            "guest mode on",
            |f, _| f.me.as_mut().unwrap().supports_guest_queries = true,
            "guest mode",
            State::Note,
            "on, but `telegram.guest` wants it otherwise",
            "wenda setup",
        ),
        (
            "a webhook while polling",
            |f, _| f.webhook.as_mut().unwrap().url = "https://other.example/x".into(),
            "webhook",
            State::Error,
            "other.example",
            "--delete-webhook",
        ),
        (
            "no webhook yet",
            |_, c| by_webhook(c),
            "webhook",
            State::Note,
            "not set yet",
            "wenda run",
        ),
        (
            "somebody else's webhook",
            |f, c| {
                by_webhook(c);
                f.webhook.as_mut().unwrap().url = "https://other.example/x".into();
            },
            "webhook",
            State::Error,
            "not to https://bot.example",
            "share this token",
        ),
        (
            "a webhook that fails",
            |f, c| {
                by_webhook(c);
                called(
                    f,
                    60,
                    "SSL error {error:0A000086:certificate verify failed}",
                );
            },
            "webhook",
            State::Error,
            "60 s ago",
            "full chain",
        ),
        (
            "a webhook that failed long ago",
            |f, c| {
                by_webhook(c);
                called(f, 7200, "Connection timed out");
            },
            "webhook",
            State::Ok,
            "set to",
            "",
        ),
        (
            "a proxy without Wenda",
            |f, c| {
                by_webhook(c);
                called(f, 5, "Wrong response from the webhook: 502 Bad Gateway");
            },
            "webhook",
            State::Error,
            "502",
            "does not reach Wenda",
        ),
        (
            "a proxy whose certificate Telegram does not trust",
            |f, c| {
                by_webhook(c);
                called(
                    f,
                    5,
                    "SSL error {error:0A000086:SSL routines::certificate verify failed}",
                );
            },
            "webhook",
            State::Error,
            "5 s ago failed",
            "full chain",
        ),
        (
            "a name that nobody knows",
            |f, c| {
                by_webhook(c);
                called(f, 5, "Failed to resolve host: Name or service not known");
            },
            "webhook",
            State::Error,
            "Failed to resolve host",
            "public DNS",
        ),
        (
            "a proxy that turns Telegram away",
            |f, c| {
                by_webhook(c);
                called(f, 5, "Wrong response from the webhook: 403 Forbidden");
            },
            "webhook",
            State::Error,
            "403",
            "turns Telegram away",
        ),
        (
            "another path",
            |f, c| {
                by_webhook(c);
                called(f, 5, "Wrong response from the webhook: 404 Not Found");
            },
            "webhook",
            State::Error,
            "404",
            "the path of",
        ),
        (
            "nobody at the address",
            |f, c| {
                by_webhook(c);
                called(f, 5, "Connection timed out");
            },
            "webhook",
            State::Error,
            "timed out",
            "firewall",
        ),
        (
            "a server that answers with an error of its own",
            |f, _| f.me = Err(Failure::Server(502)),
            "telegram",
            State::Error,
            "an error of its own (HTTP 502)",
            "the network and the token are not the cause",
        ),
        (
            "the same in Telegram's own form",
            |f, _| f.me = Err(refused(500)),
            "telegram",
            State::Error,
            "an error of its own (HTTP 500)",
            "the network and the token are not the cause",
        ),
        (
            "a server that fails when it is asked about the webhook",
            |f, _| f.webhook = Err(Failure::Server(503)),
            "webhook",
            State::Error,
            "an error of its own (HTTP 503)",
            "wait and try again",
        ),
        (
            "another poller",
            |f, _| f.polling = Some(Err(refused(409))),
            "only one",
            State::Error,
            "409",
            "/revoke",
        ),
        (
            "no menu",
            |f, _| f.menu = Ok(vec![]),
            "commands",
            State::Note,
            "no command menu",
            "wenda run",
        ),
        (
            "another program's menu",
            |f, _| {
                f.menu = Ok(vec![MenuCommand {
                    command: "buy".into(),
                }])
            },
            "commands",
            State::Note,
            "does not know",
            "share this token",
        ),
        (
            "an answer that fails",
            |f, _| f.menu = Err(Failure::Server(502)),
            "commands",
            State::Error,
            "502",
            "again",
        ),
    ];
    for (name, spoil, about, state, words, fix) in cases {
        let (mut facts, mut config) = (healthy(), Config::default());
        spoil(&mut facts, &mut config);
        let findings = findings(&facts, &config, false, NOW);
        let found = findings.iter().find(|found| found.about == *about);
        let found = found.unwrap_or_else(|| panic!("{name}: no line about {about}"));
        assert_eq!(found.state, *state, "{name}: {found:?}");
        assert!(found.words.contains(words), "{name}: {found:?}");
        assert!(found.fix.contains(fix), "{name}: {found:?}");
        // An error or a note has a fix; what is ok has none.
        let wants_fix = matches!(found.state, State::Note | State::Error);
        assert_eq!(wants_fix, !found.fix.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn a_wenda_that_runs_here_is_not_interrupted() {
    let facts = Facts {
        polling: None,
        ..healthy()
    };
    let findings = findings(&facts, &Config::default(), true, NOW);
    let found = findings.iter().find(|found| found.about == "only one");
    assert_eq!(found.expect("a line").state, State::Skipped);
}
