//! YAML text -> a tree whose every node knows where it stands.
//!
//! One parser gives values and places together. Knows nothing of the FAQ's format.

mod indented;
mod mark;
mod node;

pub use mark::Mark;
pub(super) use mark::mark_of;
pub(super) use node::{Broken, Node, Value, with_tree};
