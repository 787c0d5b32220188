//! What the panel is made of, and what it holds while the process lives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::acts::{Acts, Written};
use super::auth::door::Auth;
use super::auth::init_data::Keys;
use super::auth::link::LinkKey;
use super::auth::session::SessionKey;
use super::background::Background;
use super::reads::Reads;
use super::talk::Talk;
use crate::admin::service::AdminService;
use crate::assistant::Assistant;
use crate::ops::health::Health;
use crate::ops::metrics::Waiting;
use crate::store::Store;

/// What the panel is made of.
pub struct Parts {
    /// The public address, without a slash at its end.
    pub url: String,
    /// The numbers of those who may do all.
    pub admins: Vec<i64>,
    /// The numbers of those who may change entries and nothing else.
    pub editors: Vec<i64>,
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
    pub(super) url: String,
    pub(super) auth: Auth,
    pub(super) acts: Arc<Acts>,
    /// The import that runs, or ran last.
    pub(super) imports: Arc<Background<Written>>,
    pub(super) reads: Reads,
    pub(super) health: Arc<Health>,
    pub(super) waiting: Arc<dyn Fn() -> Waiting + Send + Sync>,
    pub(super) settings: Vec<(String, String)>,
    pub(super) talks: Mutex<HashMap<SessionKey, Talk>>,
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
                parts.admins.clone(),
                &parts.editors,
                Keys::of_token(&parts.token),
                LinkKey::new(parts.secret),
                crate::ops::clock::unix_seconds(),
            ),
            acts: Arc::new(Acts::new(
                parts.assistant.clone(),
                parts.store.clone(),
                parts.service,
            )),
            imports: Arc::default(),
            reads: Reads::new(parts.assistant, parts.store, path, parts.admins),
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
}
