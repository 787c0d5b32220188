//! Versions of the FAQ: which answers, what each changed, back and again.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::{layout, outcome};
use crate::admin::Origin;
use crate::conversation::wording::LocalizedText;
use crate::faq::EntryId;
use crate::model::person::Person;
use crate::panel::view::{Made, View};
use crate::panel::wording;

/// Characters of a difference that are shown: what fits a page of a hundred kilobytes.
const SHOWN_CHARS: usize = 20_000;

/// Ids that are named.
const NAMED: usize = 100;

pub fn page(view: &View<'_>) -> Made {
    let versions = view.panel.reads.versions()?;
    let content = html! {
        @if view.is_admin() { div.row {
            (view.button("/versions/reload", view.t(wording::RELOAD), "main"))
            @if versions.len() > 1 {
                (view.button("/versions/rollback", view.t(wording::ROLLBACK), ""))
            }
        } }
        section {
            table.stack {
                thead { tr {
                    @for words in [wording::NUMBER, wording::WHEN, wording::HOW, wording::WHO, wording::DIFFERENCE] {
                        th scope="col" { (view.t(words)) }
                    }
                } }
                tbody { @for (place, version) in versions.iter().enumerate() { tr {
                    td { (version.number) @if place == 0 { " " span.tag { (view.t(wording::IN_USE)) } } }
                    td { (layout::moment(version.at_seconds)) }
                    td { (view.t(origin(version.origin))) }
                    td { (who(view, version.by.as_ref())) }
                    td { @if place + 1 < versions.len() {
                        a href=(format!("/versions/{}", version.number)) { (view.t(wording::DIFFERENCE)) }
                    } }
                } } }
            }
        }
    };
    Ok(layout::page(view, wording::VERSIONS, content))
}

/// What one version changed.
pub fn one(view: &View<'_>, number: &str) -> Made {
    let known = view.panel.reads.versions()?;
    let number = number.parse::<i64>().ok();
    let number = number.filter(|number| known.iter().any(|version| version.number == *number));
    let Some(number) = number else {
        return Ok(layout::refusal(
            view,
            wording::NOT_FOUND,
            StatusCode::NOT_FOUND,
        ));
    };
    let given = view.panel.reads.difference(number);
    let path = format!("/versions/{number}");
    let Some(difference) = given.value.filter(|_| !given.is_working) else {
        let working = layout::working(view, &path, "difference");
        return Ok(layout::page(view, wording::VERSIONS, working));
    };
    let change = &difference.change;
    let ids = |words: LocalizedText, ids: &[EntryId]| {
        html! {
            @if !ids.is_empty() { p {
                strong { (view.t(words)) " " (ids.len()) ": " }
                @for id in ids.iter().take(NAMED) { a href=(format!("/entries/{id}")) { (id) } " " }
                @if ids.len() > NAMED { "…" }
            } }
        }
    };
    let patch = difference.patches.concat();
    let shown: String = patch.chars().take(SHOWN_CHARS).collect();
    let content = html! {
        section #difference {
            (ids(wording::ADDED, &change.added))
            (ids(wording::CHANGED, &change.changed))
            (ids(wording::REMOVED, &change.removed))
            pre { (shown) }
            @if shown.len() < patch.len() { p.soft { (view.t(wording::PATCH_CUT)) } }
            a.button href="/versions" { (view.t(wording::VERSIONS)) }
        }
    };
    Ok(layout::page(view, wording::DIFFERENCE, content))
}

/// Reads the files again; with `force` over failing tests.
pub fn reload(view: &View<'_>) -> Made {
    let force = view.request.field("force") == "yes";
    let done = view.panel.acts.reload(view.session.admin, force)?;
    view.panel.reads.forget();
    let follow = html! {
        @if done.may_force() {
            form method="post" action="/versions/reload" {
                (view.csrf())
                input type="hidden" name="force" value="yes";
                button { (view.t(wording::FORCE)) }
            }
        }
        (back(view))
    };
    outcome::page(view, wording::VERSIONS, &done, follow)
}

/// Goes back to the version before.
pub fn rollback(view: &View<'_>) -> Made {
    let done = view.panel.acts.rollback(view.session.admin)?;
    view.panel.reads.forget();
    outcome::page(view, wording::VERSIONS, &done, back(view))
}

fn back(view: &View<'_>) -> Markup {
    html! { a.button href="/versions" { (view.t(wording::VERSIONS)) } }
}

/// Who did it, as pages say it: people are known by their place in the configuration.
pub fn who(view: &View<'_>, by: Option<&Person>) -> String {
    let Some(by) = by else {
        return "–".to_owned();
    };
    let key = view.panel.reads.assistant.memory().person_key();
    let people = view.panel.auth.people();
    let known = people.iter().find(|&&person| key.person(person) == *by);
    match known {
        Some(&admin) if admin == view.session.admin => view.t(wording::YOU).to_owned(),
        Some(&admin) => {
            let place = view.panel.auth.place(admin).unwrap_or_default();
            let role = match view.panel.auth.is_admin(admin) {
                true => wording::ADMIN,
                false => wording::EDITOR,
            };
            format!("{} {place}", view.t(role))
        }
        None => "?".to_owned(),
    }
}

fn origin(origin: Origin) -> LocalizedText {
    match origin {
        Origin::Start => wording::FROM_START,
        Origin::Reload => wording::FROM_RELOAD,
        Origin::Forced => wording::FROM_FORCED,
        Origin::Watch => wording::FROM_WATCH,
        Origin::Edit => wording::FROM_EDIT,
        Origin::Undo => wording::FROM_UNDO,
    }
}
