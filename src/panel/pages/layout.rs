//! What all pages have around them.

use axum::http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use crate::conversation::wording::LocalizedText;
use crate::panel::view::View;
use crate::panel::web::assets::ASSETS;
use crate::panel::web::response::Response;
use crate::panel::wording;
use crate::text::Language;

/// htmx as strict as our policy: it writes no style and runs nothing that stands in a page.
const HTMX: &str = r#"{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,"historyCacheSize":0}"#;

/// Pages with their addresses, in the order of the menu.
const MENU: [(&str, LocalizedText); 9] = [
    ("/", wording::OVERVIEW),
    ("/unanswered", wording::UNANSWERED),
    ("/cards", wording::CARDS),
    ("/entries", wording::ENTRIES),
    ("/try", wording::TRY),
    ("/checks", wording::CHECKS),
    ("/versions", wording::VERSIONS),
    ("/import-export", wording::IMPORT_EXPORT),
    ("/settings", wording::SETTINGS),
];

/// The page of the menu that editors do not have.
const ADMINS_PAGE: &str = "/import-export";

/// A whole document.
pub fn document(language: Language, title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="htmx-config" content=(HTMX);
                title { (title) " · " (wording::NAME.get(language)) }
                link rel="icon" href=(ASSETS.icon.path);
                link rel="stylesheet" href=(ASSETS.style.path);
                script src=(ASSETS.htmx.path) defer {}
                script src=(ASSETS.script.path) defer {}
            }
            body { (body) }
        }
    }
}

/// A page of somebody who is logged in.
pub fn page(view: &View<'_>, title: LocalizedText, content: Markup) -> Response {
    let title = view.t(title);
    titled(view, title, content)
}

/// The same with a title of its own.
pub fn titled(view: &View<'_>, title: &str, content: Markup) -> Response {
    let here = format!("/{}", view.request.parts().first().unwrap_or(&""));
    let body = html! {
        a.skip href="#main" { (view.t(wording::SKIP)) }
        header {
            strong { (view.t(wording::NAME)) }
            nav aria-label=(view.t(wording::PAGES)) {
                @for (path, words) in MENU.into_iter().filter(|one| view.is_admin() || one.0 != ADMINS_PAGE) {
                    a href=(path) aria-current=[(path == here).then_some("page")] { (view.t(words)) }
                }
            }
            form method="post" action="/language" {
                (view.csrf())
                button.quiet lang=(view.language().other().code()) { (view.t(wording::OTHER_LANGUAGE)) }
            }
            (view.button("/logout", view.t(wording::LOG_OUT), "quiet"))
        }
        main #main {
            h1 { (title) }
            (content)
        }
    };
    Response::html(document(view.language(), title, body))
}

/// A page that says why there is nothing else on it.
pub fn refusal(view: &View<'_>, words: LocalizedText, status: StatusCode) -> Response {
    let content = html! { section.notice.bad-edge role="alert" { p { (view.t(words)) } } };
    titled(view, view.t(wording::NAME), content).status(status)
}

/// Stands for what is still being made; htmx asks for it again, and a link does without htmx.
pub fn working(view: &View<'_>, path: &str, id: &str) -> Markup {
    working_at(view, path, id, None)
}

/// The same where it is known how far it is, in percent.
pub fn working_at(view: &View<'_>, path: &str, id: &str, percent: Option<usize>) -> Markup {
    html! {
        section id=(id) role="status" hx-get=(path) hx-trigger="load delay:600ms"
            hx-select=(format!("#{id}")) hx-swap="outerHTML" {
            p.working {
                (view.t(wording::WORKING))
                @if let Some(percent) = percent { " " (percent) " %" }
            }
            @match percent {
                Some(percent) => progress aria-label=(view.t(wording::WORKING)) max="100" value=(percent) {},
                None => progress aria-label=(view.t(wording::WORKING)) {},
            }
            p { a href=(path) { (view.t(wording::SHOW_AGAIN)) } }
        }
    }
}

/// A moment as `2026-11-22 09:30`, in universal time.
pub fn moment(seconds: i64) -> String {
    let of_day = seconds.rem_euclid(86_400);
    format!(
        "{} {:02}:{:02}",
        crate::admin::date(seconds),
        of_day / 3600,
        of_day / 60 % 60
    )
}

/// A share as `4 %`.
pub fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}
