//! The form of an entry, empty or filled in, and beside what somebody else wrote meanwhile.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::fields::find;
use super::preview::previews;
use crate::conversation::wording::LocalizedText;
use crate::faq::Entry;
use crate::faq::edit::EntryFields;
use crate::panel::pages::layout;
use crate::panel::view::View;
use crate::panel::web::response::Response;
use crate::panel::wording;

/// Somebody else changed the entry: what it says now beside what was written here.
pub(super) fn conflict(view: &View<'_>, now: &Entry, mine: &EntryFields) -> Response {
    let theirs = EntryFields::of(now);
    let lines = |list: &Vec<String>| list.join("\n");
    let rows = [
        (
            wording::QUESTIONS_EN,
            lines(&theirs.questions[0]),
            lines(&mine.questions[0]),
        ),
        (
            wording::QUESTIONS_ZH,
            lines(&theirs.questions[1]),
            lines(&mine.questions[1]),
        ),
        (
            wording::ANSWER_EN,
            theirs.answer[0].clone(),
            mine.answer[0].clone(),
        ),
        (
            wording::ANSWER_ZH,
            theirs.answer[1].clone(),
            mine.answer[1].clone(),
        ),
        (wording::LINK, theirs.link.clone(), mine.link.clone()),
        (
            wording::KEYWORDS,
            lines(&theirs.keywords),
            lines(&mine.keywords),
        ),
        (
            wording::RELATED,
            lines(&theirs.related),
            lines(&mine.related),
        ),
        (wording::TESTS, lines(&theirs.tests), lines(&mine.tests)),
    ];
    let differing: Vec<_> = rows
        .into_iter()
        .filter(|(_, theirs, mine)| theirs.trim() != mine.trim())
        .collect();
    let path = format!("/entries/{}", now.id);
    let content = html! {
        section.notice.bad-edge role="alert" {
            p { strong { (view.t(wording::CHANGED_SINCE)) } }
            @if differing.is_empty() { p { (view.t(wording::SAME_AS_NOW)) } }
            @for (words, theirs, mine) in &differing {
                h2 { (view.t(*words)) }
                div.columns {
                    div { p.hint { (view.t(wording::THEIRS)) } pre { (theirs) } }
                    div { p.hint { (view.t(wording::YOURS)) } pre { (mine) } }
                }
            }
            p { a.button href=(path) { (view.t(wording::OPEN_ENTRY)) } }
        }
        h2 { (view.t(wording::SAVE_OVER)) }
        (form(view, &path, mine, &theirs.mark()))
    };
    layout::page(view, wording::ENTRIES, content).status(StatusCode::CONFLICT)
}

/// The form of an entry that is there, with its preview.
pub(super) fn form(view: &View<'_>, path: &str, fields: &EntryFields, seen: &str) -> Markup {
    let preview = format!("{path}/preview");
    let shown = find(view, path.rsplit('/').next().unwrap_or_default());
    let shown = previews(view, shown.as_ref(), &fields.tidied()).unwrap_or_default();
    html! {
        form method="post" action=(path) hx-post=(preview) hx-target="#preview"
            hx-trigger="input delay:400ms" hx-sync="this:replace" {
            (view.csrf())
            input type="hidden" name="seen" value=(seen);
            (both_languages(view, fields))
            section {
                (line(view, "link", wording::LINK, &fields.link, "url"))
                div.columns {
                    (area(view, "keywords", wording::KEYWORDS, wording::ONE_A_LINE, &fields.keywords.join("\n"), ""))
                    (area(view, "related", wording::RELATED, wording::ONE_A_LINE, &fields.related.join("\n"), ""))
                    (area(view, "tests", wording::TESTS, wording::TESTS_HINT, &fields.tests.join("\n"), ""))
                }
                (buttons(view, &preview))
            }
        }
        (preview_section(view, shown))
    }
}

/// The form of a new entry.
pub(super) fn new_form(view: &View<'_>, id: &str, group: &str, fields: &EntryFields) -> Markup {
    html! {
        form method="post" action="/new" hx-post="/new/preview" hx-target="#preview"
            hx-trigger="input delay:400ms" hx-sync="this:replace" {
            (view.csrf())
            input type="hidden" name="group" value=(group);
            section {
                label for="id" { (view.t(wording::ID)) " " span.hint { (view.t(wording::ID_HINT)) } }
                input #id type="text" name="id" value=(id) maxlength="48" required autocomplete="off";
            }
            (both_languages(view, fields))
            section {
                (line(view, "link", wording::LINK, &fields.link, "url"))
                (buttons(view, "/new/preview"))
            }
        }
        (preview_section(view, html! {}))
    }
}

fn both_languages(view: &View<'_>, fields: &EntryFields) -> Markup {
    html! {
        div.columns {
            section {
                (area(view, "questions_en", wording::QUESTIONS_EN, wording::FIRST_IS_TITLE, &fields.questions[0].join("\n"), "en"))
                (area(view, "answer_en", wording::ANSWER_EN, wording::MARKDOWN, &fields.answer[0], "en"))
            }
            section {
                (area(view, "questions_zh", wording::QUESTIONS_ZH, wording::FIRST_IS_TITLE, &fields.questions[1].join("\n"), "zh"))
                (area(view, "answer_zh", wording::ANSWER_ZH, wording::MARKDOWN, &fields.answer[1], "zh"))
            }
        }
    }
}

fn buttons(view: &View<'_>, preview: &str) -> Markup {
    html! {
        div.row {
            button.main { (view.t(wording::SAVE)) }
            button formaction=(preview) { (view.t(wording::PREVIEW)) }
        }
    }
}

fn preview_section(view: &View<'_>, shown: Markup) -> Markup {
    html! {
        section {
            h2 { (view.t(wording::PREVIEW)) }
            div #preview aria-live="polite" { (shown) }
        }
    }
}

fn line(view: &View<'_>, name: &str, words: LocalizedText, value: &str, kind: &str) -> Markup {
    html! {
        label for=(name) { (view.t(words)) }
        input id=(name) type=(kind) name=(name) value=(value);
    }
}

fn area(
    view: &View<'_>,
    name: &str,
    words: LocalizedText,
    hint: LocalizedText,
    value: &str,
    lang: &str,
) -> Markup {
    let class = if name.starts_with("answer") {
        "tall"
    } else {
        ""
    };
    html! {
        div {
            label for=(name) { (view.t(words)) " " span.hint { (view.t(hint)) } }
            textarea id=(name) name=(name) class=(class) lang=[(!lang.is_empty()).then_some(lang)] {
                // A browser drops the first line end of a field.
                "\n" (value)
            }
        }
    }
}
