//! The largest of many scores, found without putting all of them in order.

/// The numbers that score most; of those that score alike the smaller ones. What is below all others so far is
/// thrown out now and then, not each time.
pub(super) struct Largest {
    /// Each number after its score, as a key: smaller for a larger score.
    keys: Vec<u64>,
    count: usize,
    /// What scores less is not among them.
    pub least: f32,
}

impl Largest {
    /// How many times as many are kept as are wanted before some are thrown out: to find them costs more
    /// than to keep them.
    const KEPT: usize = 8;

    /// So many are wanted, at least one.
    pub fn new(count: usize) -> Largest {
        Largest {
            keys: Vec::with_capacity(Largest::KEPT * count),
            count,
            least: f32::NEG_INFINITY,
        }
    }

    /// Takes in a number with its score.
    #[inline]
    pub fn add(&mut self, number: u32, score: f32) {
        if score < self.least {
            return;
        }
        if self.keys.len() == Largest::KEPT * self.count {
            self.throw_out();
        }
        self.keys
            .push(u64::from(!ordered(score)) << 32 | u64::from(number));
    }

    /// Takes them out, in no order.
    pub fn take(&mut self) -> impl Iterator<Item = u32> {
        self.throw_out();
        self.least = f32::NEG_INFINITY;
        self.keys.drain(..).map(|key| key as u32)
    }

    /// Them with their scores, the largest first.
    pub fn sorted(mut self) -> impl Iterator<Item = (f32, u32)> {
        self.throw_out();
        self.keys.sort_unstable();
        let keys = self.keys.into_iter();
        keys.map(|key| (score_of(key), key as u32))
    }

    fn throw_out(&mut self) {
        if self.keys.len() > self.count {
            let (_, last, _) = self.keys.select_nth_unstable(self.count - 1);
            self.least = score_of(*last);
            self.keys.truncate(self.count);
        }
    }
}

/// Bits in the order of the numbers that they stand for.
#[inline]
fn ordered(score: f32) -> u32 {
    let bits = score.to_bits();
    // Of numbers below 0 the larger ones have the smaller bits.
    match bits >> 31 {
        0 => bits | 1 << 31,
        _ => !bits,
    }
}

/// The score in a key.
fn score_of(key: u64) -> f32 {
    let bits = !(key >> 32) as u32;
    f32::from_bits(match bits >> 31 {
        1 => bits ^ 1 << 31,
        _ => !bits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_that_stand_first_in_order() {
        // Scores on both sides of 0, many of them alike, and numbers in no order.
        let score = |number: u32| (number * 31 % 97) as f32 - 48.0;
        for many in [0, 1, 5, 6, 1_000] {
            let mut largest = Largest::new(5);
            let mut all: Vec<u32> = (0..many).map(|at| (at * 7 + 3) % many.max(1)).collect();
            all.iter()
                .for_each(|&number| largest.add(number, score(number)));
            all.sort_unstable();
            all.sort_by(|one, other| score(*other).total_cmp(&score(*one)));
            all.truncate(5);
            let found: Vec<(f32, u32)> = largest.sorted().collect();
            let expected: Vec<_> = all.iter().map(|&number| (score(number), number)).collect();
            assert_eq!(found, expected, "of {many}");
        }
    }

    #[test]
    fn nothing_is_left_of_what_was_taken() {
        let mut largest = Largest::new(2);
        (0..100).for_each(|number| largest.add(number, number as f32));
        let mut taken: Vec<u32> = largest.take().collect();
        taken.sort_unstable();
        assert_eq!(taken, [98, 99]);
        largest.add(7, -1.0);
        assert_eq!(largest.sorted().collect::<Vec<_>>(), [(-1.0, 7)]);
    }
}
