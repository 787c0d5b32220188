//! Work on numbers, each thread with memory of its own.

use super::{joined, threads};

/// Fewer numbers than this are not worth a thread.
const WORTH_A_THREAD: usize = 64;

/// What `work` finds for the numbers below `count`, in their order. Each thread has a scratch of
/// its own.
pub fn numbered<S, T: Send>(
    count: usize,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize, &mut Vec<T>) + Sync,
) -> Vec<T> {
    let part = count.div_ceil(threads()).max(WORTH_A_THREAD);
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
    let run = &run;
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..count)
            .step_by(part)
            .map(|first| scope.spawn(move || run(first)))
            .collect();
        parts.into_iter().flat_map(joined).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_keeps_the_order() {
        let squares = numbered(
            1000,
            || 0u32,
            |_, number, found| found.push(number * number),
        );
        let expected: Vec<usize> = (0..1000).map(|number| number * number).collect();
        assert_eq!(squares, expected);
    }
}
