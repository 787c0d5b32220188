//! Which entry it is, and what the form says of it.

use axum::http::StatusCode;

use crate::faq::edit::EntryFields;
use crate::faq::{Entry, EntryId};
use crate::panel::pages::layout;
use crate::panel::view::View;
use crate::panel::web::response::Response;
use crate::panel::wording;

/// What the form says.
pub(super) fn read(view: &View<'_>) -> EntryFields {
    let field = |name| view.request.field(name).replace("\r\n", "\n");
    let list = |name| field(name).lines().map(str::to_owned).collect();
    EntryFields {
        questions: [list("questions_en"), list("questions_zh")],
        keywords: list("keywords"),
        answer: [field("answer_en"), field("answer_zh")],
        link: field("link"),
        related: list("related"),
        tests: list("tests"),
    }
}

/// The entry with this id.
pub(super) fn find(view: &View<'_>, id: &str) -> Option<Entry> {
    let id = EntryId::new(id)?;
    view.panel.reads.knowledge().entry(&id).cloned()
}

/// Says that there is no such entry any more.
pub(super) fn gone(view: &View<'_>) -> Response {
    layout::refusal(view, wording::ENTRY_GONE, StatusCode::NOT_FOUND)
}
