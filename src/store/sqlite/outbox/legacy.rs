//! Messages as versions before schema 7 queued them: all of a message in the column `body`.
//!
//! Three lines: the method, its parameters as JSON, and what else was needed (JSON, or empty). Read
//! here so that what such a version left is still sent.

use serde::Deserialize;

use crate::model::incoming::{MessageId, TurnId};
use crate::store::{PendingMessage, Target};

/// The third line.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Extra {
    corrects: Option<(TurnId, u32)>,
    trims: Option<(TurnId, u32)>,
    leaves: Option<(TurnId, MessageId)>,
    /// In hexadecimal digits.
    picture: Option<String>,
    lifetime_seconds: Option<u32>,
}

/// Puts what stands in `body` into `message`. What cannot be read leaves it without a method, and
/// so it is refused when it is to be sent.
pub(super) fn read_body(body: &str, message: &mut PendingMessage) {
    let Some((method, rest)) = body.split_once('\n') else {
        return;
    };
    let Some((payload, extra)) = rest.split_once('\n') else {
        return;
    };
    let extra = match extra {
        "" => Extra::default(),
        extra => match serde_json::from_str(extra) {
            Ok(extra) => extra,
            Err(_) => return,
        },
    };
    message.method = method.to_owned();
    message.payload = payload.to_owned();
    message.lifetime_seconds = extra.lifetime_seconds;
    let picture = extra.picture.and_then(|digits| hex::decode(digits).ok());
    message.attachment = picture.map(Into::into);
    message.target = None
        .or(extra.corrects.map(|(turn, page)| Target::Page(turn, page)))
        .or(extra
            .trims
            .map(|(turn, page)| Target::PagesFrom(turn, page)))
        .or(extra
            .leaves
            .map(|(turn, kept)| Target::OtherPages(turn, kept)));
}

#[cfg(test)]
mod tests {
    use rusqlite::params;

    use super::*;
    use crate::store::{Outbox, SqliteStore};

    #[test]
    fn what_an_older_version_queued_is_still_sent() {
        let store = SqliteStore::in_memory().unwrap();
        let bodies = [
            "sendMessage\n{\"chat_id\":5,\"text\":\"a\"}\n",
            "sendMessage\n{\"chat_id\":5}\n{\"corrects\":[7,1],\"lifetime_seconds\":3}",
            "deleteMessages\n{\"chat_id\":5}\n{\"trims\":[7,2]}",
            "deleteMessages\n{\"chat_id\":5}\n{\"leaves\":[7,44]}",
            "sendPhoto\n{\"chat_id\":5}\n{\"picture\":\"00abff\"}",
            "nonsense",
        ];
        store
            .write(|db| {
                for (part, body) in bodies.iter().enumerate() {
                    db.execute(
                        "INSERT INTO outbox (turn, part, at_seconds, urgent, carries, chat, body)
                         VALUES (9, ?1, 0, 0, 1, 5, ?2)",
                        params![part as u32, body],
                    )?;
                }
                Ok(())
            })
            .unwrap();
        let found = store.open_entries(None, 10).unwrap();
        let methods: Vec<_> = found.iter().map(|message| &*message.method).collect();
        assert_eq!(
            methods,
            [
                "sendMessage",
                "sendMessage",
                "deleteMessages",
                "deleteMessages",
                "sendPhoto",
                ""
            ]
        );
        assert_eq!(found[0].payload, "{\"chat_id\":5,\"text\":\"a\"}");
        assert_eq!(found[1].target, Some(Target::Page(7, 1)));
        assert_eq!(found[1].lifetime_seconds, Some(3));
        assert_eq!(found[2].target, Some(Target::PagesFrom(7, 2)));
        assert_eq!(found[3].target, Some(Target::OtherPages(7, 44)));
        assert_eq!(found[4].attachment.as_deref(), Some(&[0, 0xab, 0xff][..]));
        assert!(
            found
                .iter()
                .all(|message| message.turn == 9 && message.carries)
        );
    }
}
