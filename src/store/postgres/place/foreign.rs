//! The place of a process that died or stands still, for the one that outlives it: notes what that process
//! sent, and gives its place to the others at once.

use std::time::Duration;

use crate::store::postgres::connection::address::DatabaseUrl;
use crate::store::postgres::connection::pool::Pool;
use crate::store::postgres::connection::session::{Batch, Session};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::place;
use crate::store::postgres::queues::sent::Sent;
use crate::store::{Outcome, Receipt, StoreError};

/// An answer of the database is waited for this long: the others wait for the end of the lease meanwhile.
const PATIENCE: Duration = Duration::from_secs(2);

/// The place of another process.
#[derive(Debug)]
pub struct ForeignPlace {
    pool: Pool,
    fence: i64,
}

impl ForeignPlace {
    /// The place with this number; connects to nothing yet.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(url: DatabaseUrl, fence: i64) -> Result<ForeignPlace, StoreError> {
        let pool = Pool::new(url)?;
        Ok(ForeignPlace { pool, fence })
    }

    /// Notes what was sent. Entries stand in `settled` under the numbers of their rows.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] where the process has lost its place.
    pub fn note(&self, settled: &[Receipt]) -> Result<(), StoreError> {
        let sent = sent(settled);
        if sent.is_empty() {
            return Ok(());
        }
        let mut batch = Batch::default();
        sent.add_to(&mut batch, self.fence);
        // As often as it is said, it is true.
        let note = async |session: &Session<'_>| session.batch(&batch).await.map(drop);
        let noted = self.pool.with_patience(PATIENCE, note);
        if noted == Err(StoreError::Fenced) {
            sent.say(&self.pool)?;
        }
        noted
    }

    /// Notes what was sent by a process that stands still, and that this is all of it.
    ///
    /// # Errors
    /// As [`note`](Self::note).
    pub fn note_all(&self, settled: &[Receipt]) -> Result<(), StoreError> {
        self.note(settled)?;
        let sql = "UPDATE replica SET noted = true WHERE fence = $1";
        let note = async |session: &Session<'_>| session.rows(sql, &values![self.fence]).await;
        self.pool.with_patience(PATIENCE, note).map(drop)
    }

    /// Says that the process lives, as long as it has its place.
    pub fn hold(&self) {
        // Where that fails the others take over, which they do without it.
        let _ = place::beat(&self.pool, self.fence, false);
    }

    /// Gives the place up.
    ///
    /// # Errors
    /// When the database is away.
    pub fn leave(&self) -> Result<(), StoreError> {
        place::leave(&self.pool, self.fence)
    }
}

/// What of these went out.
fn sent(settled: &[Receipt]) -> Sent {
    let mut sent = Sent::default();
    for receipt in settled {
        if let Outcome::Sent(message) = receipt.outcome {
            sent.push(receipt.id, receipt.turn, message);
        }
    }
    sent
}
