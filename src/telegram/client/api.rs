//! One call to the Bot API, and what became of it.
//!
//! Goes over teloxide's [`Bot`] (its client, its token, its server), but reads the answer itself:
//! teloxide sleeps ten seconds inside a request that was answered with 5xx, and reports a message
//! that was sent as an error where the answer holds something its types do not know. Here a failure
//! says what can be known of the call: whether it may have had its effect, or cannot have had it.
//!
//! Law: nothing that leaves this file holds the address of a call, since the token is part of it.

use std::borrow::Cow;
use std::time::Duration;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::Bot;
use teloxide::requests::Payload;
use url::Url;

pub use crate::outbox::transport::Failure;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long an idle connection is kept for the next call; Telegram closes its end later than this.
const IDLE_TIMEOUT: Duration = Duration::from_secs(45);
/// Idle connections kept: as many as send together, since a new one costs more than the message.
const IDLE_CONNECTIONS: usize = crate::outbox::concurrency::MOST;

/// The method called most.
const SEND_MESSAGE: &str = "sendMessage";
/// The one that polls.
pub const GET_UPDATES: &str = "getUpdates";

/// A bot at its server. Not `Debug`: the token would be printed.
#[derive(Clone)]
pub struct Api {
    bot: Bot,
    /// Address of the methods, with a slash at its end.
    methods: Url,
    /// Addresses of the methods called most.
    send_message: Url,
    get_updates: Url,
}

/// What Telegram answers to everything.
#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    #[serde(default = "none")]
    result: Option<T>,
    #[serde(default)]
    error_code: Option<u16>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    parameters: Option<Parameters>,
}

fn none<T>() -> Option<T> {
    None
}

#[derive(Deserialize, Default)]
struct Parameters {
    #[serde(default)]
    retry_after: Option<u64>,
    #[serde(default)]
    migrate_to_chat_id: Option<i64>,
}

impl Api {
    /// The bot with this token at the server with this address.
    ///
    /// # Errors
    /// When the address is none, or the system offers no TLS; in words without the token.
    pub fn new(token: &str, server: &str) -> Result<Api, String> {
        let mut server = Url::parse(server).map_err(|error| format!("`{server}`: {error}"))?;
        let path = format!("{}/", server.path().trim_end_matches('/'));
        server.set_path(&path);
        let methods = server
            .join(&format!("./bot{token}/"))
            .map_err(|_| "the server's address takes no path".to_owned())?;
        let method = |name| {
            let address = methods.join(name);
            address.map_err(|_| "the server's address takes no path".to_owned())
        };
        let (send_message, get_updates) = (method(SEND_MESSAGE)?, method(GET_UPDATES)?);
        // Reading the system's certificates takes longer than all else at a start.
        let needs_certificates = server.scheme() != "http";
        let client = teloxide::net::default_reqwest_settings()
            .tls_built_in_root_certs(needs_certificates)
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(IDLE_CONNECTIONS)
            .build()
            .map_err(|error| error.without_url().to_string())?;
        let bot = Bot::with_client(token, client).set_api_url(server);
        Ok(Api {
            bot,
            methods,
            send_message,
            get_updates,
        })
    }

    /// teloxide's bot, for calls whose answer matters little.
    pub fn bot(&self) -> &Bot {
        &self.bot
    }

    /// Calls the payload's method and reads its output.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn call<P>(&self, payload: &P, timeout: Duration) -> Result<P::Output, Failure>
    where
        P: Payload + Serialize,
        P::Output: DeserializeOwned,
    {
        let body = serde_json::to_string(payload).map_err(|_| Failure::Unreadable)?;
        let (status, text) = self.post(P::NAME, body, timeout).await?;
        read(status, &text)
    }

    /// Calls `method` with a body of JSON and gives the message number in the answer, if there is
    /// one.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn send(
        &self,
        method: &str,
        body: String,
        timeout: Duration,
    ) -> Result<Option<i64>, Failure> {
        let (status, text) = self.post(method, body, timeout).await?;
        Ok(read::<Sent>(status, &text)?.0)
    }

    /// Posts `body` to `method` and gives the answer as it came: HTTP status and text.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn post(
        &self,
        method: &str,
        body: String,
        timeout: Duration,
    ) -> Result<(u16, String), Failure> {
        let url = match method {
            SEND_MESSAGE => self.send_message.clone(),
            GET_UPDATES => self.get_updates.clone(),
            _ => {
                let address = self.methods.join(method);
                address.map_err(|_| Failure::Unreachable)?
            }
        };
        let request = self
            .bot
            .client()
            .post(url)
            .header("content-type", "application/json")
            .timeout(timeout)
            .body(body);
        // The error's own words hold the address: only its kind is kept.
        let response = request.send().await.map_err(|error| {
            if error.is_connect() {
                Failure::Unreachable
            } else if error.is_timeout() {
                Failure::NoAnswer("timeout".into())
            } else {
                Failure::NoAnswer("connection broken".into())
            }
        })?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(|error| {
            let what = if error.is_timeout() {
                "timeout"
            } else {
                "answer cut off"
            };
            Failure::NoAnswer(what.into())
        })?;
        let text = match String::from_utf8(body.to_vec()) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        Ok((status, text))
    }
}

/// The number of the message in an answer, where that is a message.
struct Sent(Option<i64>);

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Sent, D::Error> {
        /// Reads no more of a message than its number: it comes back whole with every answer.
        struct Number;
        impl<'de> Visitor<'de> for Number {
            type Value = Sent;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a message or true")
            }

            fn visit_bool<E>(self, _: bool) -> Result<Sent, E> {
                Ok(Sent(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Sent, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Sent(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Sent, A::Error> {
                let mut number = None;
                while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
                    // A topic is named by the message that begins it.
                    if name == "message_id" || name == "message_thread_id" && number.is_none() {
                        number = fields.next_value::<Value>()?.as_i64().or(number);
                    } else {
                        fields.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Sent(number))
            }
        }
        deserializer.deserialize_any(Number)
    }
}

/// Reads an answer.
///
/// # Errors
/// See [`Failure`].
pub fn read<T: DeserializeOwned>(status: u16, text: &str) -> Result<T, Failure> {
    if let Some(failure) = refusal(status, text) {
        return Err(failure);
    }
    match serde_json::from_str::<Answer<T>>(text) {
        Ok(Answer {
            result: Some(result),
            ..
        }) => Ok(result),
        _ => Err(Failure::Unreadable),
    }
}

/// The failure that an answer stands for; `None` where it stands for success.
pub fn refusal(status: u16, text: &str) -> Option<Failure> {
    if (200..300).contains(&status) && !starts_with_no(text) {
        return None;
    }
    match serde_json::from_str::<Answer<IgnoredAny>>(text) {
        Ok(answer) if answer.ok => None,
        Ok(answer) => {
            let code = answer.error_code.unwrap_or(status);
            // A "no" without a reason that anybody knows is no refusal of what was asked.
            if !(400..500).contains(&code) {
                return Some(Failure::Server(code));
            }
            let parameters = answer.parameters.unwrap_or_default();
            Some(Failure::Refused {
                code,
                description: answer.description.unwrap_or_default(),
                retry_after: parameters.retry_after,
                migrate_to: parameters.migrate_to_chat_id,
            })
        }
        Err(_) if status == 429 => Some(Failure::Refused {
            code: 429,
            description: "Too Many Requests".to_owned(),
            retry_after: None,
            migrate_to: None,
        }),
        // A page of a proxy, whatever its status says.
        Err(_) => Some(Failure::Server(status)),
    }
}

/// Whether an answer that came with status 200 says no all the same.
fn starts_with_no(text: &str) -> bool {
    !text.trim_start().starts_with('{') || text.get(..64).unwrap_or(text).contains("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> Failure {
        Failure::Refused {
            code,
            description: description.to_owned(),
            retry_after: None,
            migrate_to: None,
        }
    }

    #[test]
    fn answers_are_told_apart() {
        let cases = [
            (200, r#"{"ok":true,"result":{"message_id":5}}"#, None),
            (200, r#"{"ok":true,"result":true}"#, None),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: x"}"#,
                Some(refused(400, "Bad Request: x")),
            ),
            (
                200,
                r#"{"ok":false,"error_code":403,"description":"F"}"#,
                Some(refused(403, "F")),
            ),
            (
                429,
                r#"{"ok":false,"error_code":429,"description":"T","parameters":{"retry_after":7}}"#,
                Some(Failure::Refused {
                    code: 429,
                    description: "T".into(),
                    retry_after: Some(7),
                    migrate_to: None,
                }),
            ),
            (502, "<html>Bad Gateway</html>", Some(Failure::Server(502))),
            (200, r#"{"ok":false}"#, Some(Failure::Server(200))),
            (
                200,
                "<html>log in to this network</html>",
                Some(Failure::Server(200)),
            ),
            (
                500,
                r#"{"ok":false,"error_code":500,"description":"I"}"#,
                Some(Failure::Server(500)),
            ),
        ];
        for (status, text, expected) in cases {
            assert_eq!(refusal(status, text), expected, "{status} {text}");
        }
    }

    #[test]
    fn a_messages_number_is_found_in_whatever_comes_back() {
        let cases = [
            (
                r#"{"ok":true,"result":{"x":[{"message_id":1}],"message_id":5,"y":{}}}"#,
                Ok(Some(5)),
            ),
            (r#"{"ok":true,"result":{"message_id":"5"}}"#, Ok(None)),
            (
                r#"{"ok":true,"result":{"message_thread_id":7,"name":"x"}}"#,
                Ok(Some(7)),
            ),
            (
                r#"{"ok":true,"result":{"message_thread_id":7,"message_id":9}}"#,
                Ok(Some(9)),
            ),
            (r#"{"ok":true,"result":true}"#, Ok(None)),
            (r#"{"ok":true,"result":[1,{}]}"#, Ok(None)),
            (
                r#"{"ok":true,"result":{"message_id":5"#,
                Err(Failure::Unreadable),
            ),
        ];
        for (text, expected) in cases {
            let found = read::<Sent>(200, text).map(|sent| sent.0);
            // A cut answer that begins with yes is a yes.
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_server_below_a_path_is_called_there() {
        for server in ["http://h:1/a/b", "http://h:1/a/b/"] {
            let api = Api::new("1:x", server).unwrap();
            assert_eq!(
                api.methods.join("getMe").unwrap().as_str(),
                "http://h:1/a/b/bot1:x/getMe"
            );
        }
        assert!(Api::new("1:x", "no address").is_err());
    }
}
