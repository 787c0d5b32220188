//! Numbers that an admin can act on: how much was asked, answered and solved, and where.
//!
//! Solved is told in two parts that are never added up silently: **confirmed**, where somebody said
//! that it helped and nobody that it did not; **assumed**, where an answer was shown (or an offered
//! entry opened) and nobody said anything. A question that was repeated counts as its answer does.

mod counts;
mod csv;

pub use counts::{Counts, Numbers, Part, Period, Week, needed_since, numbers, without_trials};
pub use csv::to_csv;
