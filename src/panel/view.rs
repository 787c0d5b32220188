//! What every page is given: who looks, at what, in which language.

use maud::{Markup, html};

use crate::conversation::wording::LocalizedText;
use crate::panel::auth::session::{Session, SessionKey};
use crate::panel::state::Panel;
use crate::panel::web::request::Request;
use crate::panel::web::response::Response;
use crate::store::StoreError;
use crate::text::Language;

/// One request of somebody who is logged in.
pub struct View<'v> {
    pub(in crate::panel) panel: &'v Panel,
    pub(in crate::panel) request: &'v Request,
    pub(in crate::panel) key: SessionKey,
    pub(in crate::panel) session: Session,
}

/// What a page comes to.
pub type Made = Result<Response, StoreError>;

impl View<'_> {
    /// The sentence in the reader's language.
    pub(in crate::panel) fn t(&self, words: LocalizedText) -> &'static str {
        words.get(self.session.language)
    }

    /// Whether they may do all that there is; editors may change entries and nothing else.
    pub(in crate::panel) fn is_admin(&self) -> bool {
        self.panel.auth.is_admin(self.session.admin)
    }

    pub(in crate::panel) fn language(&self) -> Language {
        self.session.language
    }

    /// The hidden field that every form carries.
    pub(in crate::panel) fn csrf(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.session.csrf); }
    }

    /// A form that is one button.
    pub(in crate::panel) fn button(&self, path: &str, words: &str, class: &str) -> Markup {
        html! {
            form method="post" action=(path) {
                (self.csrf())
                button class=(class) { (words) }
            }
        }
    }
}
