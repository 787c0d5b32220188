//! The connections of business accounts, as Telegram tells them: with each change, and when asked.
//!
//! Kept in memory alone: who an account belongs to is written down nowhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use teloxide::requests::Payload;

use crate::model::connection::Connection;
use crate::outbox::backoff;
use crate::telegram::client::api::{Api, Failure};
use crate::telegram::update::dto;

/// How long Telegram may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The wait after a first failure, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(10));
/// Connections remembered; beyond that all are forgotten and asked for again.
const CONNECTIONS: usize = 10_000;

/// What is known of connections.
#[derive(Clone)]
pub struct Connections {
    api: Api,
    known: Arc<Mutex<HashMap<String, Connection>>>,
}

/// Asks for one connection.
#[derive(Serialize)]
struct GetBusinessConnection<'a> {
    business_connection_id: &'a str,
}

impl Payload for GetBusinessConnection<'_> {
    type Output = Value;
    const NAME: &'static str = "getBusinessConnection";
}

impl Connections {
    /// Asks over this bot.
    pub fn new(api: Api) -> Connections {
        Connections {
            api,
            known: Arc::default(),
        }
    }

    /// The connection, where it is known.
    pub fn known(&self, id: &str) -> Option<Connection> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(id).cloned()
    }

    /// Telegram told how a connection stands now.
    pub fn note(&self, connection: &Connection) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CONNECTIONS {
            known.clear();
        }
        known.insert(connection.id.clone(), connection.clone());
    }

    /// How the connection stands, asked for until Telegram answers; one that Telegram does not know
    /// is no longer enabled.
    pub async fn find(&self, id: &str) -> Connection {
        if let Some(connection) = self.known(id) {
            return connection;
        }
        let asked = GetBusinessConnection {
            business_connection_id: id,
        };
        let mut failures = 0;
        loop {
            let pause = match self.api.call(&asked, TIMEOUT).await {
                Ok(answer) => {
                    let connection = dto::connection(&answer).unwrap_or_else(|| gone(id));
                    self.note(&connection);
                    return connection;
                }
                Err(Failure::Refused {
                    retry_after: Some(seconds),
                    ..
                }) => Duration::from_secs(seconds),
                Err(Failure::Refused { code, .. }) if code != 429 => {
                    let connection = gone(id);
                    self.note(&connection);
                    return connection;
                }
                Err(failure) => {
                    log::debug!(failure:% = failure; "a business connection cannot be asked for yet");
                    failures += 1;
                    backoff::wait(failures, PAUSES.0, PAUSES.1)
                }
            };
            tokio::time::sleep(pause).await;
        }
    }
}

/// A connection that is there no longer.
fn gone(id: &str) -> Connection {
    Connection {
        id: id.to_owned(),
        owner: 0,
        owner_chat: 0,
        language: None,
        is_enabled: false,
        can_reply: false,
    }
}
