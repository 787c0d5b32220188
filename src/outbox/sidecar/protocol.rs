//! What is said between the program and its sidecar: frames, each a length (four bytes, most
//! significant first), a line of JSON, and behind a message's line its body as it goes to Telegram.

use std::borrow::Cow;
use std::time::Duration;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::model::incoming::TurnId;
use crate::outbox::transport::SendResult;
use crate::store::{OutboxId, SentLogAddress};

/// Longer frames are none: a message with everything that Telegram takes is far shorter.
const LONGEST: usize = 16 << 20;

/// The first frame: for whom the sidecar works.
#[derive(Serialize, Deserialize)]
pub struct Hello<'a> {
    /// The bot's token.
    pub token: Cow<'a, str>,
    /// The Bot API server.
    pub server: Cow<'a, str>,
    /// Where to note what became of messages, once the program has died.
    pub sent_log: Cow<'a, SentLogAddress>,
}

/// What the sidecar is told to do.
#[derive(Serialize, Deserialize)]
pub enum Command {
    /// Send a message; its body follows.
    Send(SendRequest),
    /// Nobody waits any more for the answer with this number: let go of it.
    Cancel(u64),
    /// The program lives, and has nothing else to say.
    Alive,
}

/// A message to send.
#[derive(Serialize, Deserialize)]
pub struct SendRequest {
    /// Which answer belongs to it.
    pub number: u64,
    /// Its number in the outbox, as the sent log knows it.
    pub id: OutboxId,
    /// The turn it belongs to.
    pub turn: TurnId,
    /// The method to call.
    pub method: String,
    /// Milliseconds that Telegram may take.
    pub timeout_ms: u64,
    /// When it was handed over, see [`now_ms`].
    pub at_ms: u64,
}

/// Milliseconds of the clock that all processes of this machine have in common and nobody sets.
pub fn now_ms() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let now = Duration::new(
        now.tv_sec.unsigned_abs(),
        u32::try_from(now.tv_nsec).unwrap_or(0),
    );
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}

/// What became of a request.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    /// The request's number.
    pub number: u64,
    /// The message's result.
    pub result: SendResult,
}

/// Puts a frame behind what is to be written.
pub fn put(out: &mut Vec<u8>, line: &impl Serialize, body: &str) {
    let begin = out.len();
    out.extend_from_slice(&[0; 4]);
    // Plain data: writing it as JSON cannot fail, nor can writing to memory.
    let _ = serde_json::to_writer(&mut *out, line);
    out.push(b'\n');
    out.extend_from_slice(body.as_bytes());
    let length = u32::try_from(out.len() - begin - 4).unwrap_or(u32::MAX);
    out[begin..begin + 4].copy_from_slice(&length.to_be_bytes());
}

/// The next frame's line and body; `None` where the other side has gone, or makes no sense.
pub async fn next<T: DeserializeOwned>(from: &mut (impl AsyncRead + Unpin)) -> Option<(T, String)> {
    let length = from.read_u32().await.ok()? as usize;
    if length > LONGEST {
        return None;
    }
    let mut frame = vec![0; length];
    from.read_exact(&mut frame).await.ok()?;
    let mut frame = String::from_utf8(frame).ok()?;
    let body = frame.split_off(frame.find('\n')? + 1);
    Some((serde_json::from_str(&frame).ok()?, body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::transport::Failure;

    #[tokio::test]
    async fn frames_come_back_one_by_one() {
        let request = |number, method: &'static str| SendRequest {
            number,
            id: -1,
            turn: u64::MAX,
            method: method.into(),
            timeout_ms: 3,
            at_ms: 4,
        };
        let mut out = Vec::new();
        put(
            &mut out,
            &request(1, "sendMessage"),
            "{\"text\":\"a\\n中\"}\n",
        );
        put(&mut out, &request(2, "x"), "");
        put(
            &mut out,
            &Answer {
                number: 1,
                result: Ok(Some(7)),
            },
            "",
        );
        let refused = Failure::Refused {
            code: 400,
            description: "Bad \"Request\"".to_owned(),
            retry_after: Some(3),
            migrate_to: None,
        };
        let failures = [
            refused,
            Failure::NoAnswer("timeout".into()),
            Failure::Server(502),
        ];
        for (number, failure) in (2..).zip(&failures) {
            put(
                &mut out,
                &Answer {
                    number,
                    result: Err(failure.clone()),
                },
                "",
            );
        }
        let mut from = &out[..];
        let (first, body) = next::<SendRequest>(&mut from).await.unwrap();
        assert_eq!((first.number, first.id, first.turn), (1, -1, u64::MAX));
        assert_eq!(body, "{\"text\":\"a\\n中\"}\n");
        let (second, body) = next::<SendRequest>(&mut from).await.unwrap();
        assert_eq!((second.number, &*second.method, &*body), (2, "x", ""));
        let (answer, _) = next::<Answer>(&mut from).await.unwrap();
        assert_eq!((answer.number, answer.result), (1, Ok(Some(7))));
        for failure in failures {
            let (answer, _) = next::<Answer>(&mut from).await.unwrap();
            assert_eq!(answer.result, Err(failure));
        }
        assert!(next::<Answer>(&mut from).await.is_none());
        // Cut off in the middle, or nonsense.
        assert!(next::<SendRequest>(&mut &out[..20]).await.is_none());
        assert!(next::<SendRequest>(&mut &[255; 99][..]).await.is_none());
    }
}
