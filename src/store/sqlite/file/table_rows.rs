//! Whole tables as they stand in the file, for whoever takes a store over.

use std::sync::mpsc::{Receiver, sync_channel};

use rusqlite::types::ValueRef;

use crate::store::StoreError;
use crate::store::sqlite::store::SqliteStore;

/// Rows handed over at once.
const ROWS: usize = 1000;
/// Such portions that are read ahead.
const AHEAD: usize = 4;

/// A value as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// None.
    Nothing,
    /// A whole number; also what is true (1) or false (0).
    Number(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Portions of a table's rows.
pub type Portions<'c> = &'c Receiver<Result<Vec<Vec<Cell>>, StoreError>>;

impl SqliteStore {
    /// The columns of this table; none where there is no such table.
    ///
    /// # Errors
    /// When the file cannot be read; so with every function here.
    pub fn columns(&self, table: &str) -> Result<Vec<String>, StoreError> {
        self.on_reader(|db| {
            let mut select = db.prepare("SELECT name FROM pragma_table_info(?1)")?;
            let names = select.query_map([table], |row| row.get(0))?;
            Ok(names.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How many rows this table has, of those of which `only` is true.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count_rows(&self, table: &str, only: &str) -> Result<u64, StoreError> {
        let count = format!("SELECT count(*) FROM {table} WHERE {only}");
        let found: i64 = self.on_reader(|db| Ok(db.query_row(&count, [], |row| row.get(0))?))?;
        Ok(found.unsigned_abs())
    }

    /// Has these columns of the rows read by another thread, of those of which `only` is true, while `take`
    /// takes them portion by portion.
    ///
    /// # Errors
    /// Those of `take`; a failure to read stands among the portions.
    pub fn read_rows<T>(
        &self,
        (table, only): (&str, &str),
        columns: &[String],
        take: impl FnOnce(Portions<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let select = format!("SELECT {} FROM {table} WHERE {only}", columns.join(", "));
        let (send, portions) = sync_channel(AHEAD);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let send = send;
                let read = self.on_reader(|db| {
                    let mut select = db.prepare(&select)?;
                    let mut rows = select.query([])?;
                    let mut portion = Vec::with_capacity(ROWS);
                    while let Some(row) = rows.next()? {
                        let cells = (0..columns.len()).map(|at| Ok(cell(row.get_ref(at)?)));
                        portion.push(cells.collect::<rusqlite::Result<_>>()?);
                        if portion.len() >= ROWS
                            && send.send(Ok(std::mem::take(&mut portion))).is_err()
                        {
                            return Ok(());
                        }
                    }
                    // Whoever does not take it any more has failed.
                    let _ = send.send(Ok(portion));
                    Ok(())
                });
                if let Err(error) = read {
                    let _ = send.send(Err(error));
                }
            });
            take(&portions)
        })
    }
}

fn cell(found: ValueRef<'_>) -> Cell {
    match found {
        ValueRef::Null => Cell::Nothing,
        ValueRef::Integer(number) => Cell::Number(number),
        // No column holds one.
        ValueRef::Real(number) => Cell::Number(number as i64),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}
