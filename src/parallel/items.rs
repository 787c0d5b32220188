//! Work on the items of a list.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{joined, threads};

/// What `work` makes of consecutive parts of `items`, in order; of one part where there are fewer
/// than `least` of them.
pub fn parts<T: Sync, R: Send>(
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

/// What `work` makes of each of the items, in order; all on this thread where there are fewer than
/// `least` of them.
pub fn map<T: Sync, R: Send>(items: &[T], least: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let made = parts(items, least, |part| {
        part.iter().map(&work).collect::<Vec<R>>()
    });
    made.into_iter().flatten().collect()
}

/// What `work` makes of each of the items, which may be of very different size, in order.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_keeps_the_order() {
        let items: Vec<usize> = (0..1000).collect();
        let squares: Vec<usize> = items.iter().map(|item| item * item).collect();
        assert_eq!(map(&items, 0, |item| item * item), squares);
        assert_eq!(map(&items, usize::MAX, |item| item * item), squares);
        assert_eq!(each(&items, |item| item * item), squares);
        let sums = parts(&items, 0, |part| part.iter().sum::<usize>());
        assert_eq!(sums.iter().sum::<usize>(), 499_500);
        assert!(map(&[], 0, |item: &usize| *item).is_empty());
    }
}
