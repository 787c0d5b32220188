//! Messages that were sent, as the database is told of them.

use crate::model::incoming::{MessageId, TurnId};
use crate::store::StoreError;
use crate::store::postgres::connection::pool::Pool;
use crate::store::postgres::connection::session::Batch;
use crate::store::postgres::connection::value::Value;

/// Messages that were sent: rows, turns, message numbers.
#[derive(Default)]
pub(crate) struct Sent {
    rows: Vec<i64>,
    turns: Vec<i64>,
    messages: Vec<Option<i64>>,
}

impl Sent {
    /// The message in this row went out, as the message with this number where it has one.
    pub(crate) fn push(&mut self, row: i64, turn: TurnId, message: Option<MessageId>) {
        self.rows.push(row);
        self.turns.push(turn.cast_signed());
        self.messages.push(message);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The statement that notes them.
    pub(crate) fn add_to(&self, batch: &mut Batch<'_>, fence: i64) {
        let [rows, turns, messages] = self.columns();
        batch.add(
            "SELECT settle_sent($1, $2, $3, $4)",
            [fence.into(), rows, turns, messages],
        );
    }

    /// Says that they were sent, in the name of a process that has lost its place: nobody shall send them
    /// again.
    ///
    /// # Errors
    /// When the database is away.
    pub(crate) fn say(&self, pool: &Pool) -> Result<(), StoreError> {
        let sql = "SELECT note_sent($1, $2, $3)";
        pool.with(async |session| session.rows(sql, &self.columns()).await.map(drop))
    }

    fn columns(&self) -> [Value<'static>; 3] {
        [
            self.rows.iter().copied().collect(),
            self.turns.iter().copied().collect(),
            self.messages.iter().copied().collect(),
        ]
    }
}
