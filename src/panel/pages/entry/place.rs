//! Where an entry stands: moved to another file, and so to another topic, or removed.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::gone;
use crate::faq::{Entry, EntryId};
use crate::panel::pages::{layout, outcome};
use crate::panel::view::{Made, View};
use crate::panel::wording;
use crate::reload::FaqEdit;

/// The forms for it; `mark` is what the reader saw of the entry.
pub(super) fn section(view: &View<'_>, entry: &Entry, path: &str, mark: &str) -> Markup {
    let files = view.panel.acts.files().into_iter();
    let others: Vec<String> = files
        .filter(|(_, shown)| **shown != *entry.place.file)
        .map(|(name, _)| name)
        .collect();
    html! {
        section {
            h2 { (view.t(wording::PLACE)) }
            div.row {
                @if !others.is_empty() {
                    form.row method="post" action=(format!("{path}/move")) {
                        (view.csrf())
                        input type="hidden" name="seen" value=(mark);
                        label for="to" { (view.t(wording::TO_FILE)) }
                        select #to name="to" { @for name in &others { option value=(name) { (name) } } }
                        button { (view.t(wording::MOVE)) }
                    }
                }
                form method="post" action=(format!("{path}/remove")) {
                    (view.csrf())
                    input type="hidden" name="seen" value=(mark);
                    button { "🗑 " (view.t(wording::REMOVE)) }
                }
            }
            p.soft { (view.t(wording::PLACE_HINT)) }
        }
    }
}

/// Removes the entry.
pub fn remove(view: &View<'_>, id: &str) -> Made {
    let seen = view.request.field("seen").to_owned();
    act(view, id, |entry| FaqEdit::Remove { entry, seen })
}

/// Moves the entry to the file that was chosen.
pub fn move_to(view: &View<'_>, id: &str) -> Made {
    let seen = view.request.field("seen").to_owned();
    let to = view.request.field("to").to_owned();
    act(view, id, |entry| FaqEdit::Move { entry, seen, to })
}

fn act(view: &View<'_>, id: &str, edit: impl FnOnce(EntryId) -> FaqEdit) -> Made {
    let knowledge = view.panel.reads.knowledge();
    let entry = EntryId::new(id).filter(|id| knowledge.entry(id).is_some());
    let Some(entry) = entry else {
        return Ok(gone(view).status(StatusCode::NOT_FOUND));
    };
    let back = html! { a.button href="/entries" { (view.t(wording::BACK_TO_LIST)) } };
    let done = view.panel.acts.edit(view.session.admin, &edit(entry))?;
    view.panel.reads.forget();
    let title = view.t(wording::ENTRIES);
    let content = outcome::section(view, &done, back);
    Ok(layout::titled(view, title, content))
}
