//! In and out.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::layout;
use crate::conversation::wording::LocalizedText;
use crate::panel::acts::now_seconds;
use crate::panel::auth::door::Denied;
use crate::panel::auth::session::SessionKey;
use crate::panel::state::Panel;
use crate::panel::web::request::{Method, Request};
use crate::panel::web::response::Response;
use crate::panel::wording;

/// What a request to log in or out gets; `None` where it is another one.
pub fn answer(panel: &Panel, request: &Request, session: Option<&SessionKey>) -> Option<Response> {
    let parts = request.parts();
    Some(match (request.method, &parts[..]) {
        (Method::Get, ["k", token]) => {
            if panel.auth.knows_link(token, now_seconds()) {
                link(request)
            } else {
                refused(request, wording::DENIED_EXPIRED, StatusCode::FORBIDDEN)
            }
        }
        (Method::Post, ["k", token]) => {
            let (language, from) = (request.language, request.from);
            let let_in = panel.auth.by_link(token, language, from, now_seconds());
            finish(panel, request, session, let_in)
        }
        (Method::Post, ["login", "telegram"]) => {
            let data = request.field("data");
            let (language, from) = (request.language, request.from);
            let let_in = panel.auth.by_telegram(data, language, from, now_seconds());
            finish(panel, request, session, let_in)
        }
        (Method::Get, ["app"]) if session.is_some() => Response::see("/"),
        (Method::Get, ["app"]) => page(request),
        // Whoever is logged out already may be so again.
        (Method::Post, ["logout"]) if session.is_none() => out(request),
        (Method::Post, ["logout"]) | (Method::Post, ["logout", "everywhere"]) => {
            let cookie = request.cookie.as_deref().unwrap_or_default();
            let (key, session) = panel.auth.sessions.find(cookie, now_seconds())?;
            if !crate::panel::auth::bytes::same(
                request.field("csrf").as_bytes(),
                session.csrf.as_bytes(),
            ) {
                return None;
            }
            panel.auth.sessions.end(&key);
            panel.end_talk(&key);
            if parts.len() == 2 {
                panel.auth.log_out_everywhere(session.admin, now_seconds());
                log::info!("an admin logged out everywhere");
            }
            out(request)
        }
        _ => return None,
    })
}

/// What somebody sees who is not logged in.
pub fn page(request: &Request) -> Response {
    let content = html! {
        section {
            p { (wording::LOG_IN_HOW.get(request.language)) }
        }
        (telegram(request))
    };
    alone(request, content).status(match request.parts()[..] {
        [] | ["app"] => StatusCode::OK,
        _ => StatusCode::UNAUTHORIZED,
    })
}

/// A page that says why somebody is not logged in.
pub fn refused(request: &Request, words: LocalizedText, status: StatusCode) -> Response {
    let content = html! {
        section.notice.bad-edge role="alert" { p { (words.get(request.language)) } }
        section { p { (wording::LOG_IN_HOW.get(request.language)) } }
    };
    alone(request, content).status(status)
}

/// The page behind a link. Looking at it uses nothing up: programs look at links by themselves, to
/// show what they lead to.
fn link(request: &Request) -> Response {
    let language = request.language;
    let content = html! {
        section {
            p { (wording::LOG_IN_LINK.get(language)) }
            form method="post" {
                button.main { (wording::LOG_IN.get(language)) }
            }
        }
    };
    alone(request, content)
}

/// The form that our script fills inside Telegram.
fn telegram(request: &Request) -> Markup {
    if request.parts()[..] != ["app"] {
        return html! {};
    }
    html! {
        section {
            p role="status" { (wording::LOG_IN_TELEGRAM.get(request.language)) }
            form #telegram-login method="post" action="/login/telegram" hidden {
                input type="hidden" name="data" value="";
            }
        }
    }
}

fn finish(
    panel: &Panel,
    request: &Request,
    before: Option<&SessionKey>,
    let_in: Result<String, Denied>,
) -> Response {
    match let_in {
        Ok(cookie) => {
            // What was logged in here before ends: nobody can prepare a session for somebody else.
            if let Some(key) = before {
                panel.auth.sessions.end(key);
                panel.end_talk(key);
            }
            log::info!("an admin logged in to the panel");
            Response::see("/").cookie(cookie)
        }
        Err(denied) => {
            log::warn!(why:? = denied; "a log-in to the panel was refused");
            let (words, status) = match denied {
                Denied::Unknown => (wording::DENIED_UNKNOWN, StatusCode::FORBIDDEN),
                Denied::Expired => (wording::DENIED_EXPIRED, StatusCode::FORBIDDEN),
                Denied::Used => (wording::DENIED_USED, StatusCode::FORBIDDEN),
                Denied::TooMany => (wording::DENIED_TOO_MANY, StatusCode::TOO_MANY_REQUESTS),
            };
            refused(request, words, status)
        }
    }
}

fn out(request: &Request) -> Response {
    let content = html! {
        section.notice role="status" { p { (wording::LOGGED_OUT.get(request.language)) } }
        section { p { (wording::LOG_IN_HOW.get(request.language)) } }
    };
    alone(request, content).cookie(String::new())
}

fn alone(request: &Request, content: Markup) -> Response {
    let title = wording::LOG_IN.get(request.language);
    let body = html! {
        header { strong { (wording::NAME.get(request.language)) } }
        main #main { h1 { (title) } (content) }
    };
    Response::html(layout::document(request.language, title, body))
}
