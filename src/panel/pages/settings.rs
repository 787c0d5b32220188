//! What is configured, and one's own log-ins.

use maud::html;

use super::layout;
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;

pub fn page(view: &View<'_>) -> Made {
    let content = html! {
        section {
            p.soft { (view.t(wording::SETTINGS_HINT)) }
            table {
                thead { tr {
                    th scope="col" { (view.t(wording::KEY)) }
                    th scope="col" { (view.t(wording::VALUE)) }
                } }
                tbody { @for (key, value) in &view.panel.settings { tr {
                    th scope="row" { code { (key) } }
                    td { (value) }
                } } }
            }
        }
        section {
            p { (view.t(wording::SESSIONS_HINT)) }
            (view.button("/logout/everywhere", view.t(wording::LOG_OUT_EVERYWHERE), ""))
        }
    };
    Ok(layout::page(view, wording::SETTINGS, content))
}

/// From now on the pages are in the other language.
pub fn language(view: &View<'_>) -> Made {
    let sessions = &view.panel.auth.sessions;
    sessions.speak(&view.key, view.language().other());
    Ok(Response::see("/"))
}
