//! Work on many things at once, on all processors. The result never depends on how many there are.

mod items;
mod numbers;
mod ranges;

use std::sync::OnceLock;

pub use items::{each, map, parts};
pub use numbers::numbered;
pub use ranges::{both, cuts, slices};

/// Most threads that one piece of work is shared among.
const MOST_THREADS: usize = 8;

/// Threads that work is shared among.
pub fn threads() -> usize {
    // Asked once: on Linux each asking reads the files that limit the control group.
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| {
        let processors = std::thread::available_parallelism();
        processors.map_or(1, |count| count.get().min(MOST_THREADS))
    })
}

/// What a thread found; its panic goes on here.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
