//! Questions that people answer, on the page: as in the staff's chat, and seen there.

use super::site::{EDITOR, Site, Visitor};
use crate::bot::ADMIN;
use crate::fake_bot_api::Call;

/// The staff's chat.
const STAFF: i64 = -100_500;
/// Somebody who asks.
const LIN: i64 = 77;

const QUESTION: &str = "when does your <i>spaceship</i> take off";

fn site() -> Site {
    let site = Site::open_with(&[("WENDA__STAFF__CHAT", "-100500")]);
    site.api.says(LIN, QUESTION);
    site.api.wait_for_message(LIN, 1);
    site.api.wait_for_message(STAFF, 1);
    site
}

/// The address of the first card, once it stands in the staff's chat.
fn first_card(visitor: &Visitor<'_>) -> String {
    let list = visitor.get("/cards");
    let rest = list.body.split("href=\"/cards/").nth(1).expect("a card");
    format!("/cards/{}", rest.split('"').next().expect("its number"))
}

/// Does it once the bot knows that the card stands in the staff's chat.
fn does(visitor: &Visitor<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let until = std::time::Instant::now() + crate::fake_bot_api::PATIENCE;
    loop {
        let page = visitor.post(path, fields);
        if !page.body.contains("Try again in a moment") {
            return page.body;
        }
        assert!(std::time::Instant::now() < until, "{}", page.body);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn is_edit(call: &Call, words: &str) -> bool {
    call.method == "editMessageText" && call.chat() == Some(STAFF) && call.text().contains(words)
}

#[test]
fn a_card_is_answered_closed_and_made_an_entry_of() {
    let site = site();
    let visitor = site.visitor(ADMIN);
    let card = first_card(&visitor);
    let page = visitor.get(&card);
    page.has("&lt;i&gt;spaceship").has("no answer was found");
    assert!(!page.body.contains("<i>spaceship"), "{}", page.body);
    let done = does(
        &visitor,
        &format!("{card}/say"),
        &[("text", "At <nine>, Lin.")],
    );
    assert!(
        done.contains("Done.") && done.contains("At &lt;nine&gt;"),
        "{done}"
    );
    let answer = site.api.wait_for_message(LIN, 2);
    assert_eq!(answer.text(), "At &lt;nine&gt;, Lin.");
    let seen = site.api.wait_for_message(STAFF, 2);
    assert!(
        seen.text().contains("admin 1 answered on the admins"),
        "{}",
        seen.text()
    );
    site.api.wait_for("the card says so", |calls| {
        calls
            .iter()
            .find(|call| is_edit(call, "Answered"))
            .map(|_| ())
    });
    let form = visitor.get(&format!("/new?card={}", card.trim_start_matches("/cards/")));
    form.has("spaceship").has("At &lt;nine&gt;, Lin.");
    does(&visitor, &format!("{card}/close"), &[]);
    let farewell = site.api.wait_for_message(LIN, 3);
    assert!(farewell.parameters.get("reply_markup").is_none());
    visitor.get("/cards").has("Nobody waits for people");
    visitor.get("/cards/12345").has("no longer kept");
    assert_eq!(visitor.get("/cards/..%2F..%2Fetc").status, 404);
    assert_eq!(site.api.complaints(), Vec::<String>::new());
}

#[test]
fn editors_answer_too_and_nobody_without_a_token_of_the_page() {
    let site = site();
    let editor = site.visitor(EDITOR);
    let card = first_card(&editor);
    let refused = editor.post_as(&format!("{card}/say"), &[], "text=hello");
    assert_eq!(refused.status, 403);
    let done = does(&editor, &format!("{card}/entry"), &[("pick", "0")]);
    assert!(done.contains("Done."), "{done}");
    does(&editor, &format!("{card}/take"), &[]);
    editor.get(&card).has("editor 1");
    let off = Site::open();
    off.visitor(ADMIN)
        .get("/cards")
        .has("No group is configured");
}
