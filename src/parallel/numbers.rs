//! Work on numbers, each thread with memory of its own.

use super::parts;

/// Fewer numbers than these are not worth threads.
const WORTH_THREADS: usize = 65;

/// What `work` finds for the numbers below `count`, in their order. Each thread has a scratch of
/// its own.
pub fn numbered<S, T: Send>(
    count: usize,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize, &mut Vec<T>) + Sync,
) -> Vec<T> {
    let numbers: Vec<usize> = (0..count).collect();
    let found = parts(&numbers, WORTH_THREADS, |part| {
        let mut scratch = scratch();
        let mut found = Vec::new();
        for &number in part {
            work(&mut scratch, number, &mut found);
        }
        found
    });
    found.into_iter().flatten().collect()
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
