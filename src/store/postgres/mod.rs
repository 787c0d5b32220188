//! The store in a PostgreSQL database: it outlives the machine that Wenda runs on.
//!
//! Statements have no names and no session state, so a pooler such as PgBouncer may stand in between in
//! its transaction mode. A transaction is sent at once, without waiting between its statements: one way
//! to the database and back where nothing must be read first, two where an update is marked done. A
//! process has a place among those that may write; each transaction holds its row, so a process that
//! lost its place (it was stopped, or cut off) has its writes refused when it comes back.
//!
//! From the ground up: `connection`, which carries statements; `migrations` with the schema; `place`; `store`,
//! which holds connections and place; then the tables (`queues`, `records`) and `commit`, which
//! writes into all of them. SQLite's twin in `store/sqlite` says what each table is for.

mod claims;
mod commit;
mod connection;
mod inspect;
mod migrations;
mod place;
mod queues;
mod records;
mod retention;
mod store;
mod take_over;

#[cfg(test)]
mod tests;

pub use connection::address::DatabaseUrl;
pub use inspect::DatabaseInspection;
pub use place::foreign::ForeignPlace;
pub use store::PostgresStore;
pub use take_over::{TakenOver, take_over};
