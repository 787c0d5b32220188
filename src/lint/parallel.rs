//! The same work for every number, on all processors, with the results in order.

use std::num::NonZero;

/// Fewer numbers than this are not worth a thread.
const WORTH_A_THREAD: usize = 64;

/// What `work` finds for the numbers below `count`, in their order. Each thread has a scratch of
/// its own.
pub(super) fn in_parallel<S, T: Send>(
    count: usize,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize, &mut Vec<T>) + Sync,
) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let part = count.div_ceil(threads).max(WORTH_A_THREAD);
    let run = |first: usize| {
        let mut scratch = scratch();
        let mut found = Vec::new();
        for number in first..count.min(first + part) {
            work(&mut scratch, number, &mut found);
        }
        found
    };
    if count <= part {
        return run(0);
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..count)
            .step_by(part)
            .map(|first| scope.spawn(move || run(first)))
            .collect();
        let joined = handles.into_iter().map(|handle| handle.join());
        joined
            .flat_map(|found| found.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
