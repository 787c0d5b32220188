//! The main ways through the admins' page in a real browser, on a phone and on a desktop.
//!
//! Without Chromium these tests say so and pass; `.ci/run` installs it. `WENDA_PICTURES=FOLDER` keeps
//! pictures of the pages.

use super::chromium::{Chromium, find};
use super::site::{Site, TOKEN, now, signed};
use crate::bot::ADMIN;

const QUESTION: &str = "does the warehouse have a cat";

/// Width and height of a phone and of a desktop.
const SIZES: [(&str, u32, u32); 2] = [("phone", 390, 844), ("desktop", 1280, 900)];

fn browser() -> Option<Chromium> {
    let file = find();
    if file.is_none() {
        eprintln!("skipped: there is no Chromium here (Debian: apt-get install chromium)");
    }
    file.map(|file| Chromium::start(&file))
}

/// Nothing was loaded from elsewhere, and the browser had nothing to complain of.
fn is_clean(browser: &Chromium, site: &Site) {
    let own = format!("{}/", site.url());
    for address in browser.requests() {
        let is_own = address.starts_with(&own) || address.starts_with("about:");
        assert!(is_own, "{address} is elsewhere");
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn from_an_unanswered_question_to_a_live_answer_in_six_presses() {
    let Some(mut browser) = browser() else { return };
    let site = Site::open();
    for (person, question) in [(77, QUESTION), (77, "can i bring my dog")] {
        site.api.says(person, question);
    }
    site.api.wait_for_message(77, 2);
    site.api.wait_until_confirmed();
    browser.resize(390, 844, true);
    browser.open(&site.link(ADMIN));
    browser.picture("link-phone");
    // One: log in. Two: the list. Three: the question. Four: the entry that it belongs to.
    browser.press("button", "Log in", "Overview");
    browser.press("nav a", "Unanswered", QUESTION);
    browser.picture("unanswered-phone");
    browser.press("main a", QUESTION, "Add it to");
    browser.picture("group-phone");
    browser.press("button", "refund", "Written, and in use");
    browser.picture("written-phone");
    site.api.says(78, QUESTION);
    let answer = site.api.wait_for_message(78, 1);
    assert!(answer.text().contains("seven days"), "{}", answer.text());
    // The other way: a new entry, in five presses from the first page.
    browser.resize(1280, 900, false);
    browser.press("nav a", "Unanswered", "can i bring my dog");
    // The page before names that question, too.
    browser.wait("location.pathname === '/unanswered' && !document.querySelector('.working')");
    browser.press("main a", "can i bring my dog", "Add it to");
    browser.press("main a", "Write a new entry", "Save and use");
    browser.write("#answer_en", "Yes, **on a leash**.");
    browser.wait(
        "[...document.querySelectorAll('#preview b')].some((b) => b.textContent === 'on a leash')",
    );
    browser.picture("new-desktop");
    browser.press("button", "Save and use", "added 1:");
    site.api.says(78, "can i bring my dog");
    assert!(site.api.wait_for_message(78, 2).text().contains("leash"));
    is_clean(&browser, &site);
}

#[test]
fn the_mini_app_logs_in_by_what_stands_behind_its_address() {
    let Some(mut browser) = browser() else { return };
    let site = Site::open();
    let behind = |data: &str| {
        let data: String = url::form_urlencoded::byte_serialize(data.as_bytes()).collect();
        format!("{}/app#tgWebAppData={data}&tgWebAppVersion=9.0", site.url())
    };
    browser.resize(390, 844, true);
    browser.open(&behind(&signed(TOKEN, 99, now())));
    browser.wait_for("this is not for you");
    let fresh = signed(TOKEN, ADMIN, now());
    browser.open("about:blank");
    browser.open(&behind(&fresh));
    browser.wait_for("Overview");
    assert_eq!(browser.eval("location.pathname + location.hash"), "/");
    assert_eq!(
        browser.eval("document.cookie"),
        "",
        "out of reach of scripts"
    );
    browser.press("button", "Log out", "You are logged out");
    browser.open("about:blank");
    browser.open(&behind(&fresh));
    browser.wait_for("used before");
    let all = browser.requests();
    assert!(
        !all.iter()
            .any(|url| url.contains("tgWebAppData") && !url.contains('#'))
    );
    // What was refused is a refusal to the browser's log, too.
    let bad = |line: &&String| !line.contains("403");
    let complaints = browser.complaints();
    assert_eq!(complaints.iter().filter(bad).count(), 0, "{complaints:?}");
}

#[test]
fn every_page_fits_a_phone_and_a_desk_and_can_be_used_by_keyboard() {
    let Some(mut browser) = browser() else { return };
    let site = Site::open_with(&[("WENDA__STAFF__CHAT", "-100500")]);
    site.api.says(77, "why was i charged $5");
    site.api.says(77, QUESTION);
    site.api.wait_for_message(77, 2);
    site.api.wait_for_message(-100_500, 1);
    site.api.wait_until_confirmed();
    browser.open(&site.link(ADMIN));
    browser.press("button", "Log in", "Overview");
    let paths = [
        "/",
        "/unanswered",
        "/cards",
        "/entries",
        "/entries/refund",
        "/try",
        "/checks",
        "/versions",
        "/import-export",
        "/settings",
        "/new",
    ];
    for (size, width, height) in SIZES {
        browser.resize(width, height, size == "phone");
        for path in paths {
            browser.open(&format!("{}{path}", site.url()));
            browser.wait("!document.querySelector('.working')");
            let over = browser.eval("document.documentElement.scrollWidth - window.innerWidth");
            assert!(
                over.as_i64() <= Some(0),
                "{path} is {over} too wide for a {size}"
            );
            let nameless = browser.eval(
                "[...document.querySelectorAll('input:not([type=hidden]), textarea:not([hidden]), select')]\
                 .filter((one) => !one.labels.length && !one.ariaLabel).map((one) => one.name).join()",
            );
            assert_eq!(nameless, "", "fields without a label on {path}");
            let name = path.trim_matches('/').replace('/', "-");
            let name = if name.is_empty() { "overview" } else { &name };
            browser.picture(&format!("{name}-{size}"));
        }
    }
    browser.open(&format!("{}/cards", site.url()));
    browser.press("main a", QUESTION, "Answer the asker");
    browser.picture("card-desktop");
    browser.resize(390, 844, true);
    browser.picture("card-phone");
    browser.resize(1280, 900, false);
    // The slash goes to the search, which answers while one writes.
    browser.open(&format!("{}/entries", site.url()));
    let slash = serde_json::json!({"type": "keyDown", "key": "/", "text": "/"});
    browser.call("Input.dispatchKeyEvent", slash);
    assert_eq!(browser.eval("document.activeElement.id"), "search");
    browser.write("#search", "money back please");
    browser.wait_for("It would");
    browser.picture("search-desktop");
    let dark = serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
    browser.call("Emulation.setEmulatedMedia", dark);
    browser.open(&format!("{}/entries/temporary-charge", site.url()));
    browser.picture("entry-dark");
    browser.press("button", "中文", "概览");
    browser.picture("overview-chinese");
    is_clean(&browser, &site);
}
