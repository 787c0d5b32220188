//! Work on many things at once, on all processors; the result does not depend on how many there are.

use std::sync::atomic::{AtomicUsize, Ordering};

/// What `work` makes of consecutive parts of `items`, in order; of one part where there are fewer
/// than `least` of them.
pub(in crate::faq) fn parallel_parts<T: Sync, R: Send>(
    items: &[T],
    least: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let threads = threads();
    if items.len() < least || threads == 1 {
        return vec![work(items)];
    }
    let share = items.len().div_ceil(threads).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(share)
            .map(|part| scope.spawn(move || work(part)))
            .collect();
        parts.into_iter().map(joined).collect()
    })
}

/// What `work` makes of each of the items, which may be of very different size.
pub(in crate::faq) fn parallel_each<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let threads = threads().min(items.len());
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else {
                return made;
            };
            made.push((number, work(item)));
        }
    };
    let take = &take;
    let mut made: Vec<(usize, R)> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        parts.into_iter().flat_map(joined).collect()
    });
    made.sort_unstable_by_key(|(number, _)| *number);
    made.into_iter().map(|(_, made)| made).collect()
}

fn joined<R>(part: std::thread::ScopedJoinHandle<'_, R>) -> R {
    part.join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
