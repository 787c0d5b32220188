//! Whether a question is about what the FAQ is about.

pub(super) mod out_of_scope;
pub(super) mod unknown_entity;
