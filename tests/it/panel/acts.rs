//! What admins do on their page, over HTTP: the same as in the chat, with the same care.

use super::site::{Answer, EDITOR, OTHER, Site, Visitor};
use crate::bot::ADMIN;

const QUESTION: &str = "does the warehouse have a cat";

/// A site where somebody asked something that nobody answers.
fn site() -> Site {
    let site = Site::open();
    site.api.says(77, QUESTION);
    site.api.wait_for_message(77, 1);
    site.api.wait_until_confirmed();
    site
}

fn file(site: &Site) -> String {
    std::fs::read_to_string(site.home.path("faq/faq.yaml")).expect("the FAQ")
}

/// The address of the first group of unanswered questions.
fn first_group(visitor: &Visitor<'_>) -> String {
    let list = visitor.wait("/unanswered");
    list.has(QUESTION);
    let rest = list
        .body
        .split("href=\"/unanswered/")
        .nth(1)
        .expect("a group");
    format!("/unanswered/{}", rest.split('"').next().expect("its key"))
}

/// The fields of an entry's form as a browser would send them, with one of them changed.
fn form<'f>(page: &'f Answer, name: &'f str, value: &'f str) -> Vec<(&'f str, String)> {
    let mut fields = vec![("seen", page.field("seen"))];
    for field in [
        "questions_en",
        "questions_zh",
        "answer_en",
        "answer_zh",
        "keywords",
        "related",
        "tests",
    ] {
        let area = page
            .body
            .split(&format!("name=\"{field}\""))
            .nth(1)
            .expect("the field");
        let text = area
            .split_once('>')
            .and_then(|(_, rest)| rest.split_once("</textarea>"));
        let text = text.expect("its text").0.trim_start_matches('\n');
        let text = text
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&amp;", "&");
        fields.push((field, text));
    }
    let link = page
        .body
        .split("name=\"link\" value=\"")
        .nth(1)
        .expect("the link");
    fields.push(("link", link.split('"').next().expect("its end").to_owned()));
    for (field, text) in &mut fields {
        if *field == name {
            *text = value.to_owned();
        }
    }
    fields
}

fn save(visitor: &Visitor<'_>, path: &str, fields: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(key, text)| (*key, text.as_str()))
        .collect();
    visitor.post(path, &fields)
}

#[test]
fn an_unanswered_question_becomes_a_phrasing_and_comes_back_by_undo() {
    let site = site();
    let visitor = site.visitor(ADMIN);
    let before = file(&site);
    let group = first_group(&visitor);
    visitor.get(&group).has("Add it to").has("Add to");
    let done = visitor.post(&format!("{group}/add"), &[("entry", "refund")]);
    done.has("Written, and in use").has("changed 1: refund");
    let expected = before.replace(
        "\"I want my money back\"]",
        &format!("\"I want my money back\", \"{QUESTION}\"]"),
    );
    assert_eq!(file(&site), expected);
    site.api.says(78, QUESTION);
    let answer = site.api.wait_for_message(78, 1);
    assert!(
        answer.text().contains("Ask within seven days"),
        "{}",
        answer.text()
    );
    visitor
        .wait("/unanswered")
        .has("Nothing was left unanswered");
    visitor
        .get("/entries/refund")
        .has("you</span>")
        .has(QUESTION);
    visitor.get("/versions").has("a change").has("in use");
    let undone = visitor.post("/undo", &[("turn", &done.field("turn"))]);
    undone.has("Taken back");
    assert_eq!(file(&site), before);
    assert!(
        !site.bot.log().contains(QUESTION),
        "nobody's words in the log"
    );
}

#[test]
fn an_unanswered_question_becomes_a_new_entry() {
    let site = site();
    let visitor = site.visitor(ADMIN);
    let group = first_group(&visitor);
    let key = group.rsplit('/').next().expect("its key");
    let form = visitor.get(&format!("/new?group={key}"));
    form.has(QUESTION).has("does-the-warehouse-have-a");
    let fields = [
        ("group", key),
        ("id", "warehouse-cat"),
        ("questions_en", QUESTION),
        ("answer_en", "Yes: **Mimi**."),
        ("answer_zh", ""),
    ];
    let shown = visitor.post("/new/preview", &fields);
    shown.has("<b>Mimi</b>");
    let nothing = visitor.post(
        "/new",
        &[("group", key), ("id", "a b?"), ("answer_en", "x")],
    );
    nothing.has("a-z, 0-9");
    visitor.post("/new", &fields).has("added 1: warehouse-cat");
    site.api.says(78, QUESTION);
    assert!(site.api.wait_for_message(78, 1).text().contains("Mimi"));
}

#[test]
fn it_can_be_ignored_left_out_or_given_to_an_entry_by_its_words() {
    let site = site();
    let visitor = site.visitor(ADMIN);
    let group = first_group(&visitor);
    visitor
        .post(&format!("{group}/find"), &[("q", "5 dollar charge")])
        .has("value=\"temporary-charge\"");
    visitor
        .post(&format!("{group}/ignore"), &[])
        .has("not be shown again");
    visitor.wait("/unanswered").has("Nothing was left");
    assert_eq!(visitor.post(&format!("{group}/scope"), &[]).status, 404);
    site.api.says(77, "sing me a song about the sea");
    site.api.wait_for_message(77, 2);
    site.api.wait_until_confirmed();
    visitor.post("/versions/reload", &[]);
    let list = visitor.wait("/unanswered");
    let rest = list
        .body
        .split("href=\"/unanswered/")
        .nth(1)
        .expect("a group");
    let key = rest.split('"').next().expect("its key");
    visitor
        .post(&format!("/unanswered/{key}/scope"), &[])
        .has("Written, and in use");
    assert!(file(&site).contains("sing me a song about the sea"));
}

#[test]
fn a_change_of_an_entry_leaves_every_other_byte() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    let before = file(&site);
    let page = visitor.get("/entries/refund");
    let fields = form(&page, "answer_en", "Ask within ten days.");
    let done = save(&visitor, "/entries/refund", &fields);
    done.has("Written, and in use");
    assert_eq!(
        file(&site),
        before.replace("Ask within seven days.", "Ask within ten days.")
    );
    save(
        &visitor,
        "/entries/refund",
        &form(&visitor.get("/entries/refund"), "", ""),
    )
    .has("Already written");
    visitor
        .post("/undo", &[("turn", &done.field("turn"))])
        .has("Taken back");
    assert_eq!(file(&site), before);
}

#[test]
fn an_entry_is_moved_and_removed_and_comes_back() {
    let site = Site::open();
    let other = "topic: {en: Shop}\nentries:\n  - id: cat\n    questions: {en: [Is there a cat]}\n    answer: {en: Yes.}\n";
    let path = site.home.path("faq/shop.yaml");
    std::fs::write(&path, other).expect("a second file");
    let visitor = site.visitor(ADMIN);
    visitor.post("/versions/reload", &[]).has("added 1:");
    let before = file(&site);
    let page = visitor.get("/entries/refund");
    let seen = page.field("seen");
    page.has("option value=\"shop.yaml\"");
    let moved = visitor.post(
        "/entries/refund/move",
        &[("seen", &seen), ("to", "shop.yaml")],
    );
    moved.has("Written, and in use");
    assert!(!file(&site).contains("id: refund"));
    let refused = visitor.post(
        "/entries/refund/move",
        &[("seen", &seen), ("to", "../config.toml")],
    );
    assert!(
        !refused.body.contains("Written, and in use"),
        "{}",
        refused.body
    );
    let removed = visitor.post("/entries/refund/remove", &[("seen", &seen)]);
    removed.has("removed 1:");
    let left = std::fs::read_to_string(&path).expect("the file");
    assert!(!left.contains("refund"), "{left}");
    visitor
        .post("/undo", &[("turn", &removed.field("turn"))])
        .has("Taken back");
    visitor
        .post("/undo", &[("turn", &moved.field("turn"))])
        .has("Taken back");
    assert_eq!(file(&site), before);
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), other);
}

#[test]
fn a_change_against_a_test_is_refused_with_the_reason() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    let before = file(&site);
    let page = visitor.get("/entries/refund");
    let fields = form(&page, "tests", "five dollars taken after adding a card");
    let refused = save(&visitor, "/entries/refund", &fields);
    refused
        .has("should reach refund")
        .has("temporary-charge")
        .has("five dollars taken after adding a card</textarea>");
    assert_eq!(file(&site), before);
    visitor.get("/versions").has("the files at the start");
}

#[test]
fn the_second_of_two_admins_is_told_what_the_first_changed() {
    let site = Site::open();
    let (one, two) = (site.visitor(ADMIN), site.visitor(OTHER));
    let page = two.get("/entries/refund");
    let opened = one.get("/entries/refund");
    let first = form(&opened, "answer_en", "Within ten days.");
    save(&one, "/entries/refund", &first).has("Written");
    let late = save(
        &two,
        "/entries/refund",
        &form(&page, "answer_en", "Within twelve days."),
    );
    assert_eq!(late.status, 409);
    late.has("somebody changed this entry")
        .has("Within ten days.")
        .has("Within twelve days.");
    assert!(file(&site).contains("Within ten days."));
    // Knowing it, they may have it their way.
    let mine = form(&late, "", "");
    save(&two, "/entries/refund", &mine).has("Written");
    assert!(file(&site).contains("Within twelve days."));
    one.get("/entries/refund")
        .has("admin 2</span>")
        .has("you</span>");
}

#[test]
fn an_editor_changes_entries_and_nothing_else() {
    let site = Site::open();
    let before = file(&site);
    // The link comes from the chat, as an admin's does.
    site.api.says(EDITOR, "/panel");
    let told = site.api.wait_for_message(EDITOR, 1);
    assert!(told.text().contains("/k/"), "{}", told.text());
    let editor = site.visitor(EDITOR);
    let page = editor.get("/entries/refund");
    let fields = form(&page, "answer_en", "Within ten days.");
    let done = save(&editor, "/entries/refund", &fields);
    done.has("Written, and in use");
    site.visitor(ADMIN)
        .get("/entries/refund")
        .has("editor 1</span>");
    editor
        .post("/undo", &[("turn", &done.field("turn"))])
        .has("Taken back");
    assert_eq!(file(&site), before);

    let versions = editor.get("/versions");
    assert_eq!(versions.status, 200);
    assert!(!versions.body.contains("/versions/rollback"));
    assert!(!versions.body.contains("/import-export"), "not in the menu");
    for path in [
        "/versions/reload",
        "/versions/rollback",
        "/import-export",
        "/import-export/write",
    ] {
        let answer = editor.post(path, &[("force", "yes")]);
        assert_eq!(answer.status, 403, "{path}");
        answer.has("Only admins may do this");
    }
    assert_eq!(editor.get("/import-export").status, 403);
    assert_eq!(file(&site), before);
}

#[test]
fn nothing_that_people_or_admins_write_becomes_markup() {
    let site = Site::open();
    let evil = "<img src=x onerror=alert(1)> \"><script>alert(2)</script>";
    site.api.says(77, evil);
    site.api.wait_for_message(77, 1);
    site.api.wait_until_confirmed();
    let visitor = site.visitor(ADMIN);
    let page = visitor.get("/entries/refund");
    let answer = format!("{evil} [a](javascript:alert(3)) [b](https://ok.example/\"onx=1)");
    let saved = save(
        &visitor,
        "/entries/refund",
        &form(&page, "answer_en", &answer),
    );
    saved.has("Written");
    visitor.post("/try", &[("q", evil)]);
    let mut pages: Vec<Answer> = [
        "/entries/refund",
        "/entries",
        "/try",
        "/versions",
        "/checks",
        "/",
    ]
    .map(|path| visitor.wait(path))
    .into();
    pages.push(visitor.wait("/unanswered"));
    pages.push(visitor.post("/entries", &[("q", evil)]));
    pages.push(visitor.post(
        "/import-export",
        &[
            ("text", &format!("question,answer\n{evil},x")),
            ("format", "csv"),
        ],
    ));
    for page in pages {
        for bad in ["<img", "<script>", "href=\"javascript", "\"onx"] {
            assert!(!page.body.contains(bad), "{bad} in {}", page.body);
        }
    }
}

#[test]
fn searching_asks_the_matcher_and_says_why() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    visitor
        .post("/entries", &[("q", "how do i get my money back")])
        .has("It would answer")
        .has("/entries/refund")
        .has("cosine");
    visitor
        .get("/entries?languages=en")
        .has("No entry is like that");
    visitor
        .get("/entries?languages=both&page=99")
        .has("/entries/refund");
}

#[test]
fn the_chat_on_the_page_talks_and_its_buttons_work() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    visitor.post("/try", &[("q", "why was i charged $5")]);
    visitor
        .get("/try")
        .has("temporary hold")
        .has("How do I get a refund?");
    visitor.post("/try/press", &[("button", "0")]);
    visitor.get("/try").has("Ask within seven days");
    visitor.post("/try/again", &[]);
    let page = visitor.get("/try");
    assert!(!page.body.contains("temporary hold"));
    assert!(
        visitor.wait("/").body.contains("Nobody asked anything"),
        "it is not counted"
    );
}

#[test]
fn versions_are_compared_taken_and_taken_back() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    let before = file(&site);
    std::fs::write(
        site.home.path("faq/faq.yaml"),
        before.replace("seven", "nine"),
    )
    .expect("written");
    visitor.post("/versions/reload", &[]).has("FAQ reloaded");
    let list = visitor.get("/versions");
    let number = list
        .body
        .split("href=\"/versions/")
        .nth(1)
        .expect("a version");
    let number = number.split('"').next().expect("its number");
    visitor
        .wait(&format!("/versions/{number}"))
        .has("Changed")
        .has("+      en: Ask within nine days.");
    visitor
        .post("/versions/rollback", &[])
        .has("Back to the version before");
    let page = visitor.get("/entries/refund");
    page.has("Ask within seven days.");
    // Writing now would bring back what was taken back.
    save(&visitor, "/entries/refund", &form(&page, "answer_en", "x")).has("rolled back");
    std::fs::write(site.home.path("faq/faq.yaml"), "entries: [").expect("written");
    visitor.post("/versions/reload", &[]).has("faq.yaml:1");
    visitor.wait("/checks").has("error");
}

#[test]
fn an_import_is_shown_before_anything_is_written() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    let before = file(&site);
    let table =
        "id,question,answer\nrefund,How?,So.\ncat,Is there a cat?,Yes.\ndog,Is there a dog?,";
    let fields = [("text", table), ("format", "csv")];
    visitor
        .post("/import-export", &fields)
        .has("id: &quot;cat&quot;")
        .has("id: refund-2")
        .has("Rows that are left out");
    let yaml = visitor.post("/import-export/yaml", &fields);
    assert!(
        yaml.header("content-disposition")
            .is_some_and(|value| value.contains("import.yaml"))
    );
    yaml.has("Is there a cat?");
    visitor.get("/export.csv").has("temporary-charge");
    visitor.get("/stats.csv");
    assert_eq!(file(&site), before);
}

/// What came of an import, once it has run.
fn import(visitor: &Visitor<'_>, table: &str) -> Answer {
    let fields = [("text", table), ("format", "csv")];
    let answer = visitor.post("/import-export/write", &fields);
    match answer.header("location") {
        Some(path) => visitor.wait(&path),
        None => answer,
    }
}

#[test]
fn an_import_is_written_behind_the_tests_and_can_be_undone() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    let before = file(&site);
    let table =
        "question,answer\nIs there a cat?,It sleeps in the warehouse.\nIs there a dog?,No.\n";
    let done = import(&visitor, table);
    done.has("Written, and in use").has("added 2:");
    let after = file(&site);
    assert!(after.contains("Is there a cat?") && after.contains("# ") == before.contains("# "));
    site.api.says(78, "is there a cat");
    let answer = site.api.wait_for_message(78, 1);
    assert!(answer.text().contains("It sleeps"), "{}", answer.text());
    import(&visitor, table).has("nothing was written");
    visitor
        .post("/undo", &[("turn", &done.field("turn"))])
        .has("Taken back");
    assert_eq!(file(&site), before);
    // What no entry may answer is a test.
    let refused = import(
        &visitor,
        "question,answer\nwhat is the weather today,Sunny.\n",
    );
    refused
        .has("Not written")
        .has("is a question of entry `what-is-the-weather-today`");
    assert_eq!(file(&site), before);
    visitor
        .get("/import-export/written?import=1")
        .has("Not written");
    let page = visitor.get("/import-export/written?import=%22%3E%3Cscript%3E");
    assert!(!page.body.contains("<script>"), "{}", page.body);
}

#[test]
fn entries_are_filtered_by_when_they_were_changed() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    let page = visitor.get("/entries/refund");
    save(
        &visitor,
        "/entries/refund",
        &form(&page, "answer_en", "Within ten days."),
    )
    .has("Written");
    let titles = |path: &str| {
        let page = visitor.wait(path);
        ["refund", "temporary-charge"]
            .map(|id| page.body.contains(&format!("href=\"/entries/{id}\"")))
    };
    assert_eq!(titles("/entries?age=week"), [true, false]);
    assert_eq!(titles("/entries?age=over-month"), [false, true]);
    assert_eq!(titles("/entries?age=never"), [true, true]);
}

#[test]
fn pages_are_in_the_language_that_the_reader_chooses_and_show_no_secret() {
    let site = Site::open();
    let visitor = site.visitor(ADMIN);
    visitor
        .get("/settings")
        .has("panel.listen")
        .has("answer.wrong_answers");
    visitor.post("/language", &[]);
    visitor.get("/settings").has("设置").has("lang=\"zh\"");
    let page = visitor.get("/settings").body;
    for secret in ["test-token", &ADMIN.to_string()] {
        assert!(!page.contains(secret), "{secret}");
    }
}
