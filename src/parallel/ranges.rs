//! Work on the parts of a long list of elements: each element is computed whole by one thread.

use std::ops::Range;

use super::joined;

/// Cuts `0..count` into at most `parts` ranges of about equal weight.
pub fn cuts(count: usize, parts: usize, weight: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let total: usize = (0..count).map(&weight).sum();
    let share = total / parts.max(1) + 1;
    let mut ranges = Vec::with_capacity(parts);
    let (mut start, mut sum) = (0, 0);
    for item in 0..count {
        sum += weight(item);
        if sum >= share {
            ranges.push(start..item + 1);
            (start, sum) = (item + 1, 0);
        }
    }
    if start < count {
        ranges.push(start..count);
    }
    ranges
}

/// Calls `work(range, part)` for each range of items, `part` being the items' elements in `data`;
/// item `i` owns the elements from `offset(i)` to `offset(i + 1)`. One thread a range.
pub fn slices<T: Send>(
    ranges: &[Range<usize>],
    data: &mut [T],
    offset: impl Fn(usize) -> usize,
    work: impl Fn(Range<usize>, &mut [T]) + Sync,
) {
    if let [range] = ranges {
        return work(range.clone(), data);
    }
    std::thread::scope(|scope| {
        let mut rest = data;
        for range in ranges {
            let length = offset(range.end) - offset(range.start);
            let (part, tail) = rest.split_at_mut(length);
            rest = tail;
            let work = &work;
            scope.spawn(move || work(range.clone(), part));
        }
    });
}

/// Does two things, at the same time where there are several threads.
pub fn both<A, B: Send>(
    threads: usize,
    first: impl FnOnce() -> A,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if threads <= 1 {
        return (first(), second());
    }
    std::thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, joined(second))
    })
}
