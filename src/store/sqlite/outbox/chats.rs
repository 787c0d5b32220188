//! The table of what is known of chats: that one is gone, or that it moved.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::ChatState;
use crate::store::sqlite::connection::Transaction;

/// Notes how the chat stored under `name` is; one that is here needs no row.
pub(crate) fn set(
    db: &Transaction<'_>,
    name: &str,
    state: &ChatState,
    now_seconds: i64,
) -> rusqlite::Result<()> {
    let (gone, moved) = match state {
        ChatState::Here => {
            db.prepare_cached("DELETE FROM chat_state WHERE chat = ?1")?
                .execute([name])?;
            return Ok(());
        }
        ChatState::Gone(why) => (Some(why), None),
        ChatState::Moved(to) => (None, Some(*to)),
    };
    db.prepare_cached(
        "INSERT OR REPLACE INTO chat_state (chat, at_seconds, gone, moved_to)
         VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![name, now_seconds, gone, moved])?;
    Ok(())
}

/// How the chat stored under `name` is.
pub(crate) fn state(db: &Connection, name: &str) -> rusqlite::Result<ChatState> {
    let found = db
        .prepare_cached("SELECT gone, moved_to FROM chat_state WHERE chat = ?1")?
        .query_row([name], |row| {
            Ok(match (row.get::<_, Option<String>>(0)?, row.get(1)?) {
                (_, Some(to)) => ChatState::Moved(to),
                (Some(why), None) => ChatState::Gone(why),
                (None, None) => ChatState::Here,
            })
        })
        .optional()?;
    Ok(found.unwrap_or(ChatState::Here))
}
