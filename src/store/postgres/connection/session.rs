//! One connection at work: statements without names, several at once without waiting in between.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio_postgres::error::SqlState;
use tokio_postgres::types::FromSql;
use tokio_postgres::{Client, Row};

use crate::store::StoreError;
use crate::store::postgres::connection::value::Value;
use crate::store::postgres::connection::wait::all;

/// The error code of `hold` where this process lost its place.
const FENCED: &str = "WF001";

/// A connection that nobody else uses meanwhile.
pub(crate) struct Session<'c> {
    client: &'c Client,
    /// Something came of it that must not be done twice.
    is_spoilt: AtomicBool,
}

/// Statements to run one after the other, sent together.
#[derive(Default)]
pub(crate) struct Batch<'a>(Vec<(String, Vec<Value<'a>>)>);

impl<'a> Batch<'a> {
    /// One more statement.
    pub(crate) fn add(
        &mut self,
        sql: impl Into<String>,
        values: impl IntoIterator<Item = Value<'a>>,
    ) {
        self.0.push((sql.into(), values.into_iter().collect()));
    }

    /// The statements of `other` behind these.
    pub(crate) fn append(&mut self, other: Batch<'a>) {
        self.0.extend(other.0);
    }

    /// The same statements once more, for a second attempt.
    pub(crate) fn copy(&self) -> Batch<'a> {
        Batch(self.0.clone())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'c> Session<'c> {
    pub(crate) fn new(client: &'c Client) -> Session<'c> {
        Session {
            client,
            is_spoilt: AtomicBool::new(false),
        }
    }

    /// From now on the work must not be begun again on another connection.
    pub(crate) fn spoil(&self) {
        self.is_spoilt.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_spoilt(&self) -> bool {
        self.is_spoilt.load(Ordering::Relaxed)
    }

    /// The rows of one statement.
    pub(crate) async fn rows(
        &self,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let values: Vec<_> = values.iter().map(Value::typed).collect();
        Ok(self.client.query_typed(sql, &values).await?)
    }

    /// The first row of one statement, if there is one.
    pub(crate) async fn row(
        &self,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Whether the statement has a row.
    pub(crate) async fn exists(&self, sql: &str, values: &[Value<'_>]) -> Result<bool, StoreError> {
        Ok(!self.rows(sql, values).await?.is_empty())
    }

    /// Statements without values, as they stand.
    pub(crate) async fn script(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql).await?)
    }

    /// Runs all statements; the rows of each. The first error counts.
    pub(crate) async fn batch(&self, batch: &Batch<'_>) -> Result<Vec<Vec<Row>>, StoreError> {
        let sent = batch.0.iter().map(|(sql, values)| self.rows(sql, values));
        all(sent.collect()).await.into_iter().collect()
    }

    /// The same with a whole transaction, or its end: it must not be begun again on another connection,
    /// unless the server itself refused the first statement.
    pub(crate) async fn last_batch(&self, batch: &Batch<'_>) -> Result<Vec<Vec<Row>>, StoreError> {
        self.spoil();
        let queries = batch.0.iter().map(async |(sql, values)| {
            let values: Vec<_> = values.iter().map(Value::typed).collect();
            self.client.query_typed(sql, &values).await
        });
        let came = all(queries.collect()).await;
        if let Some(Err(error)) = came.first()
            && error.as_db_error().is_some()
        {
            self.is_spoilt.store(false, Ordering::Relaxed);
        }
        came.into_iter().map(|rows| Ok(rows?)).collect()
    }
}

/// A column of a row.
///
/// # Errors
/// When it is of another type, which is a slip of ours.
pub(crate) fn col<'r, T: FromSql<'r>>(row: &'r Row, index: usize) -> Result<T, StoreError> {
    Ok(row.try_get(index)?)
}

/// A turn as it was stored.
pub(crate) fn turn_at(row: &Row, index: usize) -> Result<u64, StoreError> {
    Ok(col::<i64>(row, index)?.cast_unsigned())
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let words = || match error.as_db_error() {
            Some(said) => format!("{} ({})", said.message(), said.code().code()),
            None => {
                let mut words = error.to_string();
                let mut cause = std::error::Error::source(&error);
                while let Some(why) = cause {
                    words = format!("{words}: {why}");
                    cause = why.source();
                }
                words
            }
        };
        match error.code() {
            Some(code) if code.code() == FENCED => StoreError::Fenced,
            Some(code) if *code == SqlState::DISK_FULL => StoreError::Full,
            Some(code) if is_away(code) => StoreError::Away(words()),
            Some(_) => StoreError::Failed(words()),
            // Whatever is not the server's word is about the way to it.
            None if error.is_closed() || !is_ours(&error) => StoreError::Away(words()),
            None => StoreError::Failed(words()),
        }
    }
}

/// Whether the server says that it is not there for us now, for whatever reason: it starts, stops,
/// follows another, or has no connection left.
fn is_away(code: &SqlState) -> bool {
    const CLASSES: [&str; 3] = ["08", "57P", "53300"];
    CLASSES.iter().any(|class| code.code().starts_with(class))
        || [
            SqlState::READ_ONLY_SQL_TRANSACTION,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ]
        .contains(code)
}

/// Whether the error is about what we asked, and so will come again.
fn is_ours(error: &tokio_postgres::Error) -> bool {
    let words = error.to_string();
    [
        "error serializing parameter",
        "error deserializing column",
        "invalid column",
    ]
    .iter()
    .any(|slip| words.starts_with(slip))
}
