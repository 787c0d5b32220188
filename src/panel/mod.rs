//! The admins' page: see, search, mend and measure the FAQ in a browser and inside Telegram.
//!
//! ```text
//! web::serve ─Request→ Panel::answer ─→ auth (who) ─→ pages (what is shown) ─Response→ web
//!                                                        ├─ reads: store, matcher, linter
//!                                                        └─ acts: the reloader of the chat
//! ```
//!
//! Pages are written by the server; htmx makes some of them livelier, none needs it. Nothing is
//! loaded from elsewhere. Every act goes through the function that the chat and the command line
//! use, so that tests, byte-exact edits, undo and history are the same. Off unless `[panel] listen`
//! is set; nothing of it is made then.

pub mod acts;
pub mod auth;
mod background;
mod chart;
mod pages;
mod reads;
mod talk;
pub mod web;
mod wording;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::admin::service::AdminService;
use crate::assistant::Assistant;
use crate::ops::health::Health;
use crate::ops::metrics::Waiting;
use crate::store::Store;
use acts::Acts;
use auth::Auth;
use auth::init_data::Keys;
use auth::link::LinkKey;
use auth::session::SessionKey;
use reads::Reads;
use talk::Talk;

pub use web::{Method, Request, Response, serve};

/// The name under which the store keeps the key of the links.
pub const SECRET: &str = "panel links";

/// What the panel is made of.
pub struct Parts {
    /// The public address, without a slash at its end.
    pub url: String,
    /// The numbers of those who may.
    pub admins: Vec<i64>,
    /// The bot's token, which Telegram signs with.
    pub token: String,
    /// The key of the links, from the store.
    pub secret: String,
    /// Answers.
    pub assistant: Arc<Assistant>,
    /// Keeps.
    pub store: Arc<dyn Store>,
    /// Changes.
    pub service: Arc<AdminService>,
    /// What is configured, as keys with their values; nothing secret.
    pub settings: Vec<(String, String)>,
}

/// The admins' page.
pub struct Panel {
    url: String,
    auth: Auth,
    acts: Acts,
    reads: Reads,
    health: Arc<Health>,
    waiting: Arc<dyn Fn() -> Waiting + Send + Sync>,
    settings: Vec<(String, String)>,
    talks: Mutex<HashMap<SessionKey, Talk>>,
}

impl Panel {
    /// A panel that begins now. `health` knows what is alive, `waiting` looks into the store for
    /// what waits.
    pub fn new(
        parts: Parts,
        health: Arc<Health>,
        waiting: Arc<dyn Fn() -> Waiting + Send + Sync>,
    ) -> Panel {
        let path = parts.service.reloader().path().to_owned();
        Panel {
            url: parts.url,
            auth: Auth::new(
                parts.admins,
                Keys::of_token(&parts.token),
                LinkKey::new(parts.secret),
                acts::now_seconds(),
            ),
            acts: Acts::new(parts.assistant.clone(), parts.store.clone(), parts.service),
            reads: Reads::new(parts.assistant, parts.store, path),
            health,
            waiting,
            settings: parts.settings,
            talks: Mutex::default(),
        }
    }

    /// Whether browsers reach it by https, so that its cookie must not go without.
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https://")
    }

    /// What this request gets.
    pub fn answer(&self, request: &Request) -> Response {
        pages::answer(self, request)
    }
}

/// The address that lets an admin in once, for five minutes.
pub fn link(url: &str, secret: String, admin: i64, now_seconds: i64) -> String {
    let token = LinkKey::new(secret).token(admin, now_seconds);
    format!("{}/k/{token}", url.trim_end_matches('/'))
}

/// The address of the Mini App.
pub fn app(url: &str) -> String {
    format!("{}/app", url.trim_end_matches('/'))
}
