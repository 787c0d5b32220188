//! Connections: where the database is, how many ways lead to it, and what is said on one.

pub(crate) mod address;
pub(crate) mod pool;
pub(crate) mod rows;
pub(crate) mod session;
pub(crate) mod value;
pub(crate) mod wait;
