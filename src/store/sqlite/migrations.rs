//! The schema, as the list of steps that made it. Append only: a step that was ever released is
//! never changed, since stores in the field have already taken it.
//!
//! The number of steps taken stands in the file's `user_version`. Each step runs in its own
//! transaction together with that number, so a crash in the middle leaves the step before.

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::sqlite::history::cards;
use crate::store::sqlite::outbox::{interned_texts, messages, scheduled_deletion};
use crate::store::sqlite::{admin, business, history};

/// The steps, oldest first.
const STEPS: &[&str] = &[
    // 1: journal and outbox.
    //
    // `raw`, `body` and `chat` are emptied once the row is settled: what people wrote is kept no
    // longer than it takes to answer. There is no index on open rows: they are read in order from
    // where the reader stands, and one scan at the start is cheaper than two more writes a message.
    "CREATE TABLE meta (
         name TEXT PRIMARY KEY,
         value BLOB NOT NULL
     ) WITHOUT ROWID;
     INSERT INTO meta (name, value) VALUES ('person key', randomblob(32));
     CREATE TABLE journal (
         update_id INTEGER PRIMARY KEY,
         at_seconds INTEGER NOT NULL,
         attempts INTEGER NOT NULL DEFAULT 0,
         outcome TEXT,
         raw TEXT
     );
     CREATE TABLE outbox (
         id INTEGER PRIMARY KEY,
         turn INTEGER NOT NULL,
         part INTEGER NOT NULL,
         at_seconds INTEGER NOT NULL,
         urgent INTEGER NOT NULL,
         carries INTEGER NOT NULL,
         chat INTEGER,
         outcome TEXT,
         why TEXT,
         message INTEGER,
         body TEXT
     );
     CREATE UNIQUE INDEX outbox_turn ON outbox (turn, part);
     CREATE TABLE chat_state (
         chat TEXT PRIMARY KEY,
         at_seconds INTEGER NOT NULL,
         gone TEXT,
         moved_to INTEGER
     ) WITHOUT ROWID;",
    // 2: what conversations remember.
    history::SCHEMA,
    // 3: what the admin service keeps.
    admin::SCHEMA,
    // 4: messages that are to be deleted again.
    scheduled_deletion::SCHEMA,
    // 5: fewer indexes to write for each question. An update that is done is not done again, so
    // turns need not be unique in the outbox; to forget a person and `/why` are rare enough to look
    // at every row; and numbers of messages grow, so that an index that begins with them is written
    // at its end.
    "DROP INDEX IF EXISTS outbox_turn;
     DROP INDEX IF EXISTS turns_by_person;
     DROP INDEX IF EXISTS sent_by_message;
     DROP INDEX IF EXISTS turns_by_message;
     CREATE INDEX turns_by_message ON turns (message, chat);",
    // 6: texts that many messages have in common.
    interned_texts::SCHEMA,
    // 7: a column for each part of a message; what older versions queued is read as they wrote it.
    messages::SCHEMA,
    // 8: which admin brought a version or made a change, hashed as all people are, and which entry
    // the change is of.
    "ALTER TABLE versions ADD COLUMN person TEXT;
     ALTER TABLE edits ADD COLUMN person TEXT;
     ALTER TABLE edits ADD COLUMN entry TEXT;",
    // 9: why an answer did not help.
    "ALTER TABLE feedback ADD COLUMN reason TEXT;",
    // 10: who sees the answers in a group.
    "ALTER TABLE chat_groups ADD COLUMN reply TEXT;",
    // 11: business chats and their cards.
    business::SCHEMA,
    // 12: questions that people are to answer.
    cards::SCHEMA,
    // 13: every question looks for the latest ones of its chat. By time alone that reads what everybody
    // asked in these minutes: at 4,000 questions a minute, ten times the work of answering.
    "CREATE INDEX turns_by_chat ON turns (chat, at);",
    // 14: the way back to people whose questions found no answer, and what admins were told of them.
    admin::ways_back::SCHEMA,
];

/// The schema number that this program knows.
const KNOWN: u32 = STEPS.len() as u32;

/// Brings the schema up to date.
///
/// # Errors
/// [`StoreError::Newer`] when the file was written by a newer program, or when it cannot be
/// written.
pub(crate) fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let steps = STEPS.iter().enumerate().skip(taken(db)? as usize);
    for (index, step) in steps {
        let transaction = db.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", index as u32 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// How many steps the file has taken.
///
/// # Errors
/// [`StoreError::Newer`] when they are more than this program knows.
pub(crate) fn taken(db: &Connection) -> Result<u32, StoreError> {
    let found: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > KNOWN {
        return Err(StoreError::Newer {
            found,
            known: KNOWN,
        });
    }
    Ok(found)
}

/// Refuses a file that is not of this program's schema.
///
/// # Errors
/// [`StoreError::Newer`], or a failure that says how an older file is brought up to date.
pub(crate) fn must_be_known(db: &Connection) -> Result<(), StoreError> {
    match taken(db)? {
        KNOWN => Ok(()),
        found => Err(StoreError::Failed(format!(
            "it has schema {found}, not {KNOWN}: start `wenda run` once, which brings it up to date"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_taken_once() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        let key = |db: &Connection| -> Vec<u8> {
            db.query_row("SELECT value FROM meta", [], |row| row.get(0))
                .unwrap()
        };
        let first = key(&db);
        migrate(&mut db).unwrap();
        assert_eq!(first.len(), 32);
        assert_eq!(first, key(&db), "migrating again must change nothing");
    }

    #[test]
    fn a_newer_file_is_refused() {
        let mut db = Connection::open_in_memory().unwrap();
        db.pragma_update(None, "user_version", KNOWN + 1).unwrap();
        assert_eq!(
            migrate(&mut db),
            Err(StoreError::Newer {
                found: KNOWN + 1,
                known: KNOWN
            })
        );
    }
}
