//! Who gets in, how long, and what is refused.

use super::site::{OTHER, Site, TOKEN, Visitor, now, signed};
use crate::bot::ADMIN;

#[test]
fn a_link_lets_in_once_and_looking_at_it_uses_nothing_up() {
    let site = Site::open();
    let path = site.link_path(ADMIN);
    for _ in 0..2 {
        site.get(&path).has("Log in");
    }
    let answer = site.ask("POST", &path, &[], "");
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location").as_deref(), Some("/"));
    let visitor = Visitor::new(&site, &answer);
    visitor.get("/").has("Overview");
    let again = site.ask("POST", &path, &[], "");
    assert_eq!(again.status, 403);
    again.has("used before");
    let bad = site.ask("POST", &format!("/k/{}", "0".repeat(80)), &[], "");
    assert_eq!((bad.status, bad.header("set-cookie")), (403, None));
    // Nothing that names a person or lets one in is in the log.
    let log = site.bot.log();
    for secret in [&ADMIN.to_string(), &path[3..], &visitor.cookie[6..]] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
    // A restart makes no used link usable, and ends all sessions.
    let cookie = visitor.cookie.clone();
    let site = site.restart();
    assert_eq!(site.ask("POST", &path, &[], "").status, 403);
    site.ask("GET", "/", &[("Cookie", &cookie)], "")
        .has("Send /panel");
}

#[test]
fn what_telegram_signed_lets_in_once_where_it_is_fresh_and_for_an_admin() {
    let site = Site::open();
    let data = signed(TOKEN, ADMIN, now());
    let answer = site.by_telegram(&data);
    assert_eq!(answer.status, 303, "{}", answer.body);
    Visitor::new(&site, &answer).get("/entries").has("refund");
    for (what, data) in [
        ("replayed", data.clone()),
        ("expired", signed(TOKEN, ADMIN, now() - 4000)),
        ("another bot's", signed("1000002:x", ADMIN, now())),
        ("a stranger's", signed(TOKEN, 99, now())),
        (
            "forged",
            signed(TOKEN, 99, now()).replace("99", &ADMIN.to_string()),
        ),
        ("empty", String::new()),
    ] {
        let answer = site.by_telegram(&data);
        assert_eq!(
            (answer.status, answer.header("set-cookie")),
            (403, None),
            "{what}"
        );
    }
}

#[test]
fn tries_are_limited() {
    let site = Site::open();
    let statuses: Vec<u16> = (0..12).map(|_| site.by_telegram("x").status).collect();
    // A minute may end in between; then the count begins again.
    assert!(statuses.contains(&403) && (statuses.contains(&429) || statuses.len() == 12));
    let more: Vec<u16> = (0..12).map(|_| site.by_telegram("x").status).collect();
    assert!(more.contains(&429), "{statuses:?} {more:?}");
}

#[test]
fn a_session_ends_and_takes_the_others_along_where_that_is_wanted() {
    let site = Site::open();
    let (one, two) = (site.visitor(ADMIN), site.visitor(ADMIN));
    let other = site.visitor(OTHER);
    let path = site.link_path(ADMIN);
    one.post("/logout", &[]).has("logged out");
    one.get("/").has("Send /panel");
    two.get("/").has("Overview");
    two.post("/logout/everywhere", &[]).has("logged out");
    two.get("/").has("Send /panel");
    other.get("/").has("Overview");
    assert_eq!(
        site.ask("POST", &path, &[], "").status,
        403,
        "older links, too"
    );
}

#[test]
fn a_change_needs_its_own_page() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    let csrf = visitor.get("/").field("csrf");
    let body = format!("csrf={csrf}");
    let path = "/versions/reload";
    for (what, headers, body) in [
        ("no token", vec![], ""),
        (
            "another token",
            vec![],
            "csrf=00112233445566778899aabbccddeeff",
        ),
        (
            "another origin",
            vec![("Origin", "https://evil.example")],
            &body,
        ),
        ("a hidden origin", vec![("Origin", "null")], &body),
        (
            "another site",
            vec![("Sec-Fetch-Site", "cross-site")],
            &body,
        ),
    ] {
        let answer = visitor.post_as(path, &headers, body);
        assert_eq!(answer.status, 403, "{what}");
    }
    let own = site.url();
    let answer = visitor.post_as(
        path,
        &[("Origin", &own), ("Sec-Fetch-Site", "same-origin")],
        &body,
    );
    assert_eq!(answer.status, 200);
    let other = site.visitor(OTHER);
    assert_eq!(
        other.post_as(path, &[], &body).status,
        403,
        "somebody else's token"
    );
}

#[test]
fn logging_in_begins_another_session_than_the_one_that_was_there() {
    let site = Site::open();
    let before = site.visitor(OTHER);
    let answer = before.post_as(&site.link_path(ADMIN), &[], "");
    let after = Visitor::new(&site, &answer);
    assert_ne!(before.cookie, after.cookie);
    before.get("/").has("Send /panel");
    // A cookie that somebody made up is none.
    let made_up = [("Cookie", "wenda=0000")];
    let answer = site.ask("POST", &site.link_path(ADMIN), &made_up, "");
    assert!(
        !answer
            .header("set-cookie")
            .expect("a cookie")
            .contains("=0000")
    );
}

#[test]
fn every_answer_has_its_headers_and_nothing_leads_elsewhere() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    for path in ["/", "/entries", "/nowhere", "/k/00", "/app"] {
        for answer in [site.get(path), visitor.get(path)] {
            let policy = answer.header("content-security-policy").expect("a policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
            assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
            assert_eq!(
                answer.header("x-content-type-options").as_deref(),
                Some("nosniff")
            );
            assert_eq!(answer.header("x-frame-options").as_deref(), Some("DENY"));
            assert_eq!(
                answer.header("referrer-policy").as_deref(),
                Some("same-origin")
            );
            assert_eq!(answer.header("cache-control").as_deref(), Some("no-store"));
            for elsewhere in ["src=\"http", "style=\"", "onclick", "<script>"] {
                assert!(!answer.body.contains(elsewhere), "{elsewhere} in {path}");
            }
        }
    }
    for path in [
        "/assets/../../config.toml",
        "/assets/%2e%2e/config.toml",
        "//evil.example/",
        "/entries/..%2f..%2fconfig.toml",
        "/versions/-1",
    ] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("location"), None, "{path}");
    }
    assert_eq!(site.ask("PUT", "/", &[], "").status, 405);
    assert_eq!(site.get("/entries").status, 401);
}

#[test]
fn there_is_nothing_where_it_is_off() {
    let api = crate::fake_bot_api::FakeBotApi::start();
    let home = crate::bot::Home::new(&api);
    let bot = home.start();
    bot.wait_for_log("Telegram knows us");
    assert!(!bot.log().contains("panel"), "{}", bot.log());
    let link = home.wenda(&["panel", "link"]);
    let said = String::from_utf8_lossy(&link.stderr).into_owned();
    assert!(
        !link.status.success() && said.contains("`panel.listen` is empty"),
        "{said}"
    );
    api.says(ADMIN, "/panel");
    let answer = api.wait_for_message(ADMIN, 1);
    assert!(answer.text().contains("page is off"), "{}", answer.text());
}

#[test]
fn the_chat_gives_admins_a_link_and_nobody_else() {
    let site = Site::open();
    site.api.says(ADMIN, "/panel");
    let answer = site.api.wait_for_message(ADMIN, 1);
    let text = answer.text();
    let link = text
        .split("<pre>")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    let path = link.expect("a link").replace(&site.url(), "");
    assert_eq!(site.ask("POST", path.trim(), &[], "").status, 303);
    site.api.says(77, "/panel");
    let answer = site.api.wait_for_message(77, 1);
    assert!(!answer.text().contains("/k/"), "{}", answer.text());
}
