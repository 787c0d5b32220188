//! Whoever has a connection for reading.

use rusqlite::Connection;

use crate::conversation::{Person, PersonKey};
use crate::store::StoreError;

/// Lends a connection; what conversations remember and what admins look at is read through it, so
/// that both the store in use and the one that is only looked at give the same answers.
pub trait ReadConnection: Send + Sync {
    /// The key under which people are hashed.
    fn key(&self) -> &PersonKey;

    /// Runs `work` on a connection that sees everything committed so far.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn read(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError>;

    /// `false` where this person has certainly chosen no languages.
    fn may_have_chosen(&self, _person: &Person) -> bool {
        true
    }

    /// The same on one that sees every outcome noted so far as well: which message carries what.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn read_settled(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        self.read(work)
    }
}

/// Runs one reading function on a lent connection.
pub(crate) fn get<T, L: ReadConnection + ?Sized>(
    store: &L,
    work: impl Fn(&Connection) -> rusqlite::Result<T>,
) -> Result<T, StoreError> {
    let mut found = None;
    store.read(&mut |connection| {
        found = Some(work(connection)?);
        Ok(())
    })?;
    found.ok_or_else(|| StoreError::Failed("nothing was read".to_owned()))
}

/// The same where it matters what was sent.
pub(crate) fn get_settled<T, L: ReadConnection + ?Sized>(
    store: &L,
    work: impl Fn(&Connection) -> rusqlite::Result<T>,
) -> Result<T, StoreError> {
    let mut found = None;
    store.read_settled(&mut |connection| {
        found = Some(work(connection)?);
        Ok(())
    })?;
    found.ok_or_else(|| StoreError::Failed("nothing was read".to_owned()))
}
