//! The admins' page: see, search, change and measure the FAQ in a browser and inside Telegram.
//!
//! ```text
//! serve ─Request→ pages::answer ─→ auth (who) ─→ pages (what is shown) ─Response→ web
//!                                                        ├─ reads: store, matcher, linter
//!                                                        └─ acts: the reloader of the chat
//! ```
//!
//! Pages are written by the server; htmx makes some of them livelier, none needs it. Nothing is
//! loaded from elsewhere. Every act goes through the function that the chat and the command line
//! use, so that tests, byte-exact edits, undo and history are the same. Off unless `[panel] listen`
//! is set; nothing of it is made then.

mod acts;
mod auth;
mod background;
mod chart;
mod pages;
mod reads;
mod serve;
mod state;
mod talk;
mod view;
mod web;
mod wording;

use auth::link::LinkKey;

pub use serve::serve;
pub use state::{Panel, Parts};

/// The name under which the store keeps the key of the links.
pub const SECRET: &str = "panel links";

/// The address that lets an admin in once, for five minutes.
pub fn link(url: &str, secret: String, admin: i64, now_seconds: i64) -> String {
    let token = LinkKey::new(secret).token(admin, now_seconds);
    format!("{}/k/{token}", url.trim_end_matches('/'))
}

/// The address of the Mini App.
pub fn app(url: &str) -> String {
    format!("{}/app", url.trim_end_matches('/'))
}
