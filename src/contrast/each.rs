//! Work on every entry of a FAQ, on all processors where there are many.

use crate::faq::Entry;

/// Phrasings from which on a second thread is worth starting.
const THREADED: usize = 2_000;

/// What `work` makes of each entry, whatever the number of threads.
pub(super) fn of_each<T: Send>(entries: &[Entry], work: impl Fn(&Entry) -> T + Sync) -> Vec<T> {
    let phrasings: usize = entries.iter().map(|entry| entry.phrasings.len()).sum();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if phrasings < THREADED || threads == 1 {
        return entries.iter().map(work).collect();
    }
    let share = entries.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let work = &work;
        let parts: Vec<_> = entries
            .chunks(share)
            .map(|entries| scope.spawn(move || entries.iter().map(work).collect::<Vec<T>>()))
            .collect();
        let joined = parts.into_iter().map(|part| part.join());
        joined
            .flat_map(|made| made.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
