//! Memory that a thread uses again from question to question.

use std::cell::RefCell;

use crate::index::{Correction, Query};
use crate::text::Analysis;

/// Everything a question needs while it is answered.
#[derive(Default)]
pub(super) struct Scratch {
    pub analysis: Analysis,
    pub query: Query,
    pub corrections: Vec<Correction>,
}

/// Runs `work` with this thread's memory.
pub(super) fn with<T>(work: impl FnOnce(&mut Scratch) -> T) -> T {
    thread_local! {
        static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
    }
    SCRATCH.with(|scratch| match scratch.try_borrow_mut() {
        Ok(mut scratch) => work(&mut scratch),
        Err(_) => work(&mut Scratch::default()),
    })
}
