//! What every page is given: who looks, at what, in which language.

use maud::{Markup, html};

use crate::panel::auth::session::{Session, SessionKey};
use crate::panel::state::Panel;
use crate::panel::web::request::Request;
use crate::panel::web::response::Response;
use crate::panel::wording::Words;
use crate::store::StoreError;
use crate::text::Language;

/// One request of somebody who is logged in.
pub struct View<'v> {
    pub(super) panel: &'v Panel,
    pub(super) request: &'v Request,
    pub(super) key: SessionKey,
    pub(super) session: Session,
}

/// What a page comes to.
pub type Made = Result<Response, StoreError>;

impl View<'_> {
    /// The sentence in the reader's language.
    pub(super) fn t(&self, words: Words) -> &'static str {
        words.to(self.session.language)
    }

    pub(super) fn language(&self) -> Language {
        self.session.language
    }

    /// The hidden field that every form carries.
    pub(super) fn csrf(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.session.csrf); }
    }

    /// A form that is one button.
    pub(super) fn button(&self, path: &str, words: &str, class: &str) -> Markup {
        html! {
            form method="post" action=(path) {
                (self.csrf())
                button class=(class) { (words) }
            }
        }
    }
}
