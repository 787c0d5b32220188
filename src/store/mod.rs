//! The store: what outlives the process.

pub mod memory;

pub use memory::Memory;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("the store's database refused: {0}")]
    Database(#[from] rusqlite::Error),
}
