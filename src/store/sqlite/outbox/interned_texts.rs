//! Interned texts: texts that many messages have in common, kept once instead of with each: most of what is written
//! when many ask at once.
//!
//! Which texts are there already is known for as long as the process lives; what an earlier one
//! left is written anew, and goes with whatever else no message needs any more.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use crate::store::sqlite::connection::Transaction;

/// Texts known at most; then all are forgotten, and written anew when they come again.
const MOST: usize = 256;

/// The table, and the column that points into it.
pub const SCHEMA: &str = "CREATE TABLE texts (
         id INTEGER PRIMARY KEY,
         text TEXT NOT NULL
     );
     ALTER TABLE outbox ADD COLUMN text INTEGER;";

/// The numbers of the texts that are there, as far as they are known.
#[derive(Debug, Default)]
pub(crate) struct InternedTexts(HashMap<Arc<str>, i64>);

impl InternedTexts {
    /// The number of this text, which is written where it is not known. It is known from then on,
    /// so this value must not outlive a transaction that does not come about.
    pub(crate) fn number(
        &mut self,
        db: &Transaction<'_>,
        text: &Arc<str>,
    ) -> rusqlite::Result<i64> {
        if let Some(number) = self.0.get(text) {
            return Ok(*number);
        }
        let mut insert = db.prepare_cached("INSERT INTO texts (text) VALUES (?1)")?;
        let number = insert.insert([text])?;
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(text.clone(), number);
        Ok(number)
    }
}

/// The text with this number, `None` where there is none; `read` holds those that were read before.
pub(crate) fn read(
    db: &Connection,
    read: &mut HashMap<i64, Arc<str>>,
    number: i64,
) -> rusqlite::Result<Option<Arc<str>>> {
    if let Some(text) = read.get(&number) {
        return Ok(Some(text.clone()));
    }
    let mut select = db.prepare_cached("SELECT text FROM texts WHERE id = ?1")?;
    let text: Option<Arc<str>> = select.query_row([number], |row| row.get(0)).optional()?;
    if let Some(text) = &text {
        read.insert(number, text.clone());
    }
    Ok(text)
}

/// Deletes the texts that no open message needs; whoever knows numbers must forget them.
pub(crate) fn forget(db: &Transaction<'_>) -> rusqlite::Result<()> {
    let needed = "SELECT text FROM outbox WHERE outcome IS NULL AND text IS NOT NULL";
    db.execute(&format!("DELETE FROM texts WHERE id NOT IN ({needed})"), [])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Commit, Outbox, Outcome, PendingMessage, Receipt, SqliteStore, Store};

    fn queued(turn: u64, text: &str) -> Commit {
        Commit {
            outbox: vec![PendingMessage {
                turn,
                part: 0,
                chat: Some(5),
                carries: true,
                payload: turn.to_string(),
                text: Some(text.into()),
                ..PendingMessage::default()
            }],
            ..Commit::default()
        }
    }

    fn kept(store: &SqliteStore) -> i64 {
        let count =
            |db: &Connection| db.query_row("SELECT count(*) FROM texts", [], |row| row.get(0));
        store.on_reader(|db| Ok(count(db)?)).unwrap()
    }

    fn texts_of_open(store: &SqliteStore) -> Vec<String> {
        let open = store.open_entries(None, 1000).unwrap();
        let text = |entry: PendingMessage| entry.text.unwrap_or_default().to_string();
        open.into_iter().map(text).collect()
    }

    #[test]
    fn a_text_is_kept_once_and_as_long_as_it_is_needed() {
        let store = SqliteStore::in_memory().unwrap();
        let ids = store
            .commit(&[queued(1, "a"), queued(2, "b"), queued(3, "a")])
            .unwrap();
        store.commit(&[queued(4, "b")]).unwrap();
        assert_eq!(
            (kept(&store), texts_of_open(&store).concat()),
            (2, "abab".to_owned())
        );
        let settled = [(0, 1), (2, 3)].map(|(place, turn): (usize, u64)| Receipt {
            id: ids[place][0].unwrap(),
            turn,
            outcome: Outcome::Sent(None),
        });
        store.settle(&settled).unwrap();
        store.retain(1).unwrap();
        assert_eq!(
            (kept(&store), texts_of_open(&store).concat()),
            (1, "bb".to_owned())
        );
        store.commit(&[queued(5, "a"), queued(6, "b")]).unwrap();
        assert_eq!(texts_of_open(&store).concat(), "bbab");
    }

    #[test]
    fn a_text_whose_commit_failed_is_not_taken_for_kept() {
        let store = SqliteStore::in_memory().unwrap();
        store.set_full(true);
        let long = "x".repeat(100_000);
        assert!(store.commit(&[queued(1, &long)]).is_err());
        store.set_full(false);
        store.commit(&[queued(1, &long)]).unwrap();
        assert_eq!(texts_of_open(&store), [long]);
    }

    #[test]
    fn more_texts_than_are_known_are_all_kept() {
        let store = SqliteStore::in_memory().unwrap();
        let commits: Vec<Commit> = (0..2 * MOST as u64)
            .map(|turn| queued(turn, &turn.to_string()))
            .collect();
        store.commit(&commits).unwrap();
        let expected: Vec<String> = (0..2 * MOST).map(|turn| turn.to_string()).collect();
        assert_eq!(texts_of_open(&store), expected);
    }
}
