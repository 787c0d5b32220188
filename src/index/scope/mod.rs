//! Whether a question is about what the FAQ is about.

mod content;
mod out_of_scope;
mod unknown_entity;

pub use out_of_scope::{Nearness, Outside};
pub use unknown_entity::Names;
