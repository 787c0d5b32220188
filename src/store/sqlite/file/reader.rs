//! A store that is only looked at, while another process writes it or none does.

use std::path::Path;
use std::sync::Mutex;

use rusqlite::{Connection, OptionalExtension};

use crate::conversation::PersonKey;
use crate::store::sqlite::connection::unpoisoned;
use crate::store::sqlite::file::inspect;
use crate::store::sqlite::migrations;
use crate::store::sqlite::read_connection::ReadConnection;
use crate::store::{Look, StoreError};

/// What conversations remember, to be read alone.
pub struct StoreReader {
    db: Mutex<Connection>,
    person_key: PersonKey,
}

impl StoreReader {
    /// Opens the store at `path`, which may be in use.
    ///
    /// # Errors
    /// When there is none, when it is not of this program's schema ([`StoreError::Newer`] where
    /// the program is too old for it), and what the file system says.
    pub fn open(path: &Path) -> Result<StoreReader, StoreError> {
        let db = inspect::open_to_read(path)?;
        migrations::must_be_known(&db)?;
        let key: [u8; 32] = db.query_row(
            "SELECT value FROM meta WHERE name = 'person key'",
            [],
            |row| row.get(0),
        )?;
        Ok(StoreReader {
            db: Mutex::new(db),
            person_key: PersonKey::new(key),
        })
    }
}

impl Look for StoreReader {
    fn known_secret(&self, name: &str) -> Result<Option<String>, StoreError> {
        let db = unpoisoned(&self.db);
        let select = "SELECT lower(hex(value)) FROM meta WHERE name = ?1";
        let found = db.query_row(select, [name], |row| row.get(0));
        Ok(found.optional()?)
    }
}

impl ReadConnection for StoreReader {
    fn key(&self) -> &PersonKey {
        &self.person_key
    }

    fn read(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let db = unpoisoned(&self.db);
        Ok(work(&db)?)
    }
}
