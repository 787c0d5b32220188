//! Whether a question is about what the FAQ is about.

mod content;
mod out_of_scope;
mod unknown_entity;

pub use out_of_scope::{OutOfScope, Similarity};
pub use unknown_entity::UnknownEntities;
