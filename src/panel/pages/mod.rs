//! The pages, and which request gets which.

mod checks;
mod entries;
mod entry;
mod import_export;
mod layout;
mod log_in;
mod outcome;
mod overview;
mod questions;
mod settings;
mod shown;
mod try_it;
mod versions;

use axum::http::StatusCode;
use questions::{cards, unanswered};

use super::auth::bytes::same;
use super::state::Panel;
use super::view::{Made, View};
use super::web::request::{Method, Request};
use super::web::response::Response;
use super::wording;

/// What this request gets.
pub fn answer(panel: &Panel, request: &Request) -> Response {
    let parts = request.parts();
    if request.method == Method::Post && !is_from_here(panel, request) {
        return log_in::refused(request, wording::NOT_FROM_HERE, StatusCode::FORBIDDEN);
    }
    let now = super::acts::now_seconds();
    let session = request.cookie.as_deref();
    let session = session.and_then(|cookie| panel.auth.sessions.find(cookie, now));
    let session = session.filter(|(_, session)| panel.auth.may(session.admin));
    if let Some(response) = log_in::answer(panel, request, session.as_ref().map(|one| &one.0)) {
        return response;
    }
    let Some((key, session)) = session else {
        return match request.method {
            Method::Get => log_in::page(request),
            Method::Post => log_in::refused(request, wording::NOT_FROM_HERE, StatusCode::FORBIDDEN),
        };
    };
    let view = View {
        panel,
        request,
        key,
        session,
    };
    if request.method == Method::Post
        && !same(
            request.field("csrf").as_bytes(),
            view.session.csrf.as_bytes(),
        )
    {
        return layout::refusal(&view, wording::NOT_FROM_HERE, StatusCode::FORBIDDEN);
    }
    if is_for_admins_alone(request.method, &parts) && !view.is_admin() {
        return layout::refusal(&view, wording::ADMINS_ONLY, StatusCode::FORBIDDEN);
    }
    route(&view, request.method, &parts).unwrap_or_else(|error| {
        log::error!(error:% = error; "a page of the panel needs the store");
        layout::refusal(&view, wording::NO_STORE, StatusCode::SERVICE_UNAVAILABLE)
    })
}

/// Whether editors are not to do it, as in the chat: what changes more than single entries.
fn is_for_admins_alone(method: Method, parts: &[&str]) -> bool {
    match parts {
        ["versions", ..] => method == Method::Post,
        ["import-export", ..] => true,
        _ => false,
    }
}

fn route(view: &View<'_>, method: Method, parts: &[&str]) -> Made {
    use Method::{Get, Post};
    match (method, parts) {
        (Get, []) => overview::page(view),
        (Get, ["stats.csv"]) => overview::csv(view),
        (Get, ["entries"]) => entries::page(view),
        (Post, ["entries"]) => entries::search(view),
        (Get, ["entries", id]) => entry::page(view, id),
        (Post, ["entries", id]) => entry::save(view, id),
        (Post, ["entries", id, "preview"]) => entry::preview(view, Some(id)),
        (Post, ["entries", id, "remove"]) => entry::remove(view, id),
        (Post, ["entries", id, "move"]) => entry::move_to(view, id),
        (Get, ["entries", id, "asked"]) => entry::asked(view, id),
        (Get, ["new"]) => entry::new(view),
        (Post, ["new"]) => entry::create(view),
        (Post, ["new", "preview"]) => entry::preview(view, None),
        (Post, ["undo"]) => outcome::undo(view),
        (Get, ["unanswered"]) => unanswered::page(view),
        (Get, ["unanswered", key]) => unanswered::group(view, key, None),
        (Post, ["unanswered", key, act]) => unanswered::act(view, key, act),
        (Get, ["cards"]) => cards::page(view),
        (Get, ["cards", number]) => cards::one(view, number),
        (Post, ["cards", number, act]) => cards::act(view, number, act),
        (Get, ["try"]) => try_it::page(view),
        (Post, ["try"]) => try_it::say(view),
        (Post, ["try", "press"]) => try_it::press(view),
        (Post, ["try", "again"]) => try_it::again(view),
        (Get, ["checks"]) => checks::page(view),
        (Get, ["versions"]) => versions::page(view),
        (Get, ["versions", number]) => versions::one(view, number),
        (Post, ["versions", "reload"]) => versions::reload(view),
        (Post, ["versions", "rollback"]) => versions::rollback(view),
        // Its address before it was called so.
        (Get, ["exchange"]) => Ok(Response::see("/import-export")),
        (Get, ["import-export"]) => import_export::page(view),
        (Post, ["import-export"]) => import_export::preview(view),
        (Post, ["import-export", "write"]) => import_export::write(view),
        (Get, ["import-export", "written"]) => import_export::written_page(view),
        (Post, ["import-export", "yaml"]) => import_export::yaml(view),
        (Get, ["export.csv"]) => import_export::csv(view),
        (Get, ["export.md"]) => import_export::markdown(view),
        (Get, ["settings"]) => settings::page(view),
        (Post, ["language"]) => settings::language(view),
        _ => Ok(layout::refusal(
            view,
            wording::NOT_FOUND,
            StatusCode::NOT_FOUND,
        )),
    }
}

/// Whether a form comes from a page of ours, as far as the browser says.
fn is_from_here(panel: &Panel, request: &Request) -> bool {
    let same_site = request.fetch_site.as_deref();
    let is_ours = |origin: &str| origin.eq_ignore_ascii_case(panel.url.trim_end_matches('/'));
    same_site.is_none_or(|site| site == "same-origin")
        && request.origin.as_deref().is_none_or(is_ours)
}
