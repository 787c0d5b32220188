//! What an act came to, and how it is taken back.

use maud::{Markup, html};

use super::{layout, shown};
use crate::conversation::wording::LocalizedText;
use crate::panel::acts::Done;
use crate::panel::view::{Made, View};
use crate::panel::wording;

/// What came of an act, with what can follow.
pub fn section(view: &View<'_>, done: &Done, follow: Markup) -> Markup {
    let edge = if done.is_taken() {
        "notice"
    } else {
        "notice bad-edge"
    };
    html! {
        section class=(edge) role="status" {
            (shown::blocks(done.words(view.language())))
            div.row {
                @if done.can_undo() {
                    form method="post" action="/undo" {
                        (view.csrf())
                        input type="hidden" name="turn" value=(done.turn);
                        button { "↩ " (view.t(wording::UNDO)) }
                    }
                }
                (follow)
            }
        }
    }
}

/// A page that says what came of an act.
pub fn page(view: &View<'_>, title: LocalizedText, done: &Done, follow: Markup) -> Made {
    Ok(layout::page(view, title, section(view, done, follow)))
}

/// Takes back what a turn did.
pub fn undo(view: &View<'_>) -> Made {
    let turn = view.request.field("turn").parse().unwrap_or_default();
    let done = view.panel.acts.undo(view.session.admin, turn)?;
    view.panel.reads.forget();
    let follow = html! { a.button href="/unanswered" { (view.t(wording::UNANSWERED)) } };
    page(view, wording::UNDO, &done, follow)
}
