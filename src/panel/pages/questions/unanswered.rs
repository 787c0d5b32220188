//! What was asked in unanswered, and the same acts on it as in the chat.

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::admin::ListItem;
use crate::faq::EntryId;
use crate::matcher;
use crate::panel::pages::{entries, layout, outcome};
use crate::panel::view::{Made, View};
use crate::panel::{acts, wording};
use crate::reload::FaqEdit;

/// How many entries a search names.
const FOUND: usize = 5;

pub fn page(view: &View<'_>) -> Made {
    let given = view.panel.reads.groups();
    let content = match (&given.value, given.is_working) {
        (Some(groups), false) => list(view, groups),
        _ => layout::working(view, "/unanswered", "groups"),
    };
    Ok(layout::page(view, wording::UNANSWERED, content))
}

fn list(view: &View<'_>, groups: &[ListItem]) -> Markup {
    html! {
        section #groups {
            @if groups.is_empty() { p.good { "✓ " (view.t(wording::GROUPS_NONE)) } }
            ul.list {
                @for item in groups {
                    @if let Some(key) = item.keys.first() {
                        li {
                            a href=(format!("/unanswered/{key}")) { (item.text) }
                            " " span.tag { (item.count) "×" }
                            @if let Some((entry, confidence)) = item.nearest.first() {
                                br; span.soft { "≈ " (entry) " " (layout::percent(*confidence)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The group with this key, if it is still in the list.
pub fn find(view: &View<'_>, key: &str) -> Option<ListItem> {
    let groups = view.panel.reads.groups().value?;
    let found = groups
        .iter()
        .find(|item| item.keys.iter().any(|own| own == key));
    found.cloned()
}

/// One group; with `words`, the entries that they name instead of the nearest.
pub fn group(view: &View<'_>, key: &str, words: Option<&str>) -> Made {
    let Some(item) = find(view, key) else {
        let given = view.panel.reads.groups();
        if given.is_working {
            let path = format!("/unanswered/{key}");
            let working = layout::working(view, &path, "groups");
            return Ok(layout::page(view, wording::UNANSWERED, working));
        }
        return Ok(layout::refusal(
            view,
            wording::GROUP_GONE,
            StatusCode::NOT_FOUND,
        ));
    };
    let knowledge = view.panel.reads.knowledge();
    let near = match words {
        None => item.nearest.clone(),
        Some(words) => named(view, words),
    };
    let path = format!("/unanswered/{key}");
    let content = html! {
        section #groups {
            h2 { (item.text) }
            p.soft {
                (item.count) "×"
                @if item.not_helpful > 0 { ", " (item.not_helpful) " " (view.t(wording::SAID_NO_HELP)) }
            }
            @if !item.others.is_empty() {
                details { summary { (view.t(wording::OTHER_WORDINGS)) }
                    ul { @for other in &item.others { li { (other) } } } }
            }
        }
        section {
            h2 { (view.t(wording::NEAREST)) }
            @if near.is_empty() { p.soft { (view.t(wording::NONE_FOUND)) } }
            ul.list { @for (id, confidence) in &near { li.row {
                form method="post" action=(format!("{path}/add")) {
                    (view.csrf())
                    input type="hidden" name="entry" value=(id);
                    button.main { "➕ " (view.t(wording::ADD_TO)) " " (id) }
                }
                a href=(format!("/entries/{id}")) {
                    (knowledge.entry(id).map_or("", |entry| entry.title(view.language())))
                }
                span.soft { (layout::percent(*confidence)) }
            } } }
            form.row method="post" action=(format!("{path}/find")) {
                (view.csrf())
                div.grow {
                    label for="other" { (view.t(wording::TO_OTHER)) }
                    input #other type="text" name="q" maxlength="500" value=(words.unwrap_or_default());
                }
                button { (view.t(wording::FIND)) }
            }
            div.row {
                a.button href=(format!("/new?group={key}")) { "✏️ " (view.t(wording::MAKE_ENTRY)) }
                (view.button(&format!("{path}/scope"), &format!("🚫 {}", view.t(wording::OUT_OF_SCOPE)), ""))
                (view.button(&format!("{path}/ignore"), &format!("🙈 {}", view.t(wording::IGNORE)), ""))
            }
        }
        (entries::why(view, &item.text))
    };
    Ok(layout::page(view, wording::UNANSWERED, content))
}

/// The entries that these words name: an id, or what people would ask.
fn named(view: &View<'_>, words: &str) -> Vec<(EntryId, f64)> {
    let knowledge = view.panel.reads.knowledge();
    let id = EntryId::new(&words.trim().to_lowercase());
    if let Some(id) = id.filter(|id| knowledge.entry(id).is_some()) {
        return vec![(id, 1.0)];
    }
    let thresholds = &view.panel.reads.assistant.settings().thresholds;
    let found = matcher::ask(&knowledge, words, thresholds, FOUND).candidates;
    let found = found.into_iter().take(FOUND);
    found.map(|one| (one.entry, one.confidence)).collect()
}

/// Does with a group what was chosen.
pub fn act(view: &View<'_>, key: &str, act: &str) -> Made {
    if act == "find" {
        return group(view, key, Some(view.request.field("q")));
    }
    let Some(item) = find(view, key) else {
        return Ok(layout::refusal(
            view,
            wording::GROUP_GONE,
            StatusCode::NOT_FOUND,
        ));
    };
    let back = html! { a.button href="/unanswered" { (view.t(wording::BACK_TO_LIST)) } };
    let edit = match act {
        "ignore" => {
            view.panel.acts.ignore(item.keys)?;
            view.panel.reads.forget();
            let said =
                html! { section.notice role="status" { p { (view.t(wording::IGNORED)) } (back) } };
            return Ok(layout::page(view, wording::UNANSWERED, said));
        }
        "scope" => FaqEdit::OutOfScope {
            text: acts::unmasked(&item.text),
            near: item.nearest.first().map(|(entry, _)| entry.clone()),
        },
        "add" => match EntryId::new(view.request.field("entry")) {
            Some(entry) => FaqEdit::Phrasing {
                entry,
                text: acts::unmasked(&item.text),
            },
            None => {
                return Ok(layout::refusal(
                    view,
                    wording::ENTRY_GONE,
                    StatusCode::NOT_FOUND,
                ));
            }
        },
        _ => {
            return Ok(layout::refusal(
                view,
                wording::NOT_FOUND,
                StatusCode::NOT_FOUND,
            ));
        }
    };
    let done = view.panel.acts.edit(view.session.admin, &edit)?;
    view.panel.reads.forget();
    outcome::page(view, wording::UNANSWERED, &done, back)
}
