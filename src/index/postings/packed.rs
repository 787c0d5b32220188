//! Postings as questions read them: eight bytes each.
//!
//! What a group says of an entry is kept in steps of a 32,767th of the most that the group says
//! of any entry: an error of a hundred-thousandth part, far below what orders entries. Where many
//! entries have a group, a map of bits finds the posting of any one of them at once.

use bitcode::{Decode, Encode};

use super::entry_scores::EntryScores;
use super::posting::Posting;

/// Steps that the largest value of a group is cut into.
const STEPS: f32 = 32_767.0;

/// Entries that a block of the map stands for.
const BLOCK: usize = 32;
/// A group has a map where at least one entry in so many has the group.
const MAPPED: usize = 16;
/// Entries up to which looking for a posting takes no map.
const FEW_ENTRIES: usize = 128;
/// Where the map of a group starts that has none.
const NO_MAP: u32 = u32::MAX;

/// Centroid, BM25, what is learned, and the low half of the entry's number.
type Packed = [i16; 4];

/// All postings, group after group, each group's by entry.
#[derive(Debug, Default, Encode, Decode)]
pub struct Postings {
    /// Where each group's start; one more than there are groups.
    starts: Vec<u32>,
    packed: Vec<Packed>,
    /// The high halves of the entries' numbers; none where all of them are 0.
    high: Vec<u16>,
    /// What one step of each value is worth, group by group; the entry's number is worth 0.
    steps: Vec<[f32; 4]>,
    /// Where the map of each group starts.
    map_starts: Vec<u32>,
    /// For each block of entries, which of them have the group, and how many before them.
    map: Vec<[u32; 2]>,
}

impl Postings {
    /// Packs the postings of a FAQ of `entries` entries.
    pub fn new(entries: usize, starts: Vec<u32>, postings: &[Posting]) -> Postings {
        let groups = starts.len().saturating_sub(1);
        let mut packed = Postings {
            starts,
            packed: Vec::with_capacity(postings.len()),
            steps: Vec::with_capacity(groups),
            map_starts: vec![NO_MAP; groups],
            ..Postings::default()
        };
        let wide = postings
            .iter()
            .any(|posting| posting.entry > u32::from(u16::MAX));
        for group in 0..groups {
            let own = &postings[packed.range(group as u32)];
            let most = own.iter().fold([0.0f32; 4], |most, posting| {
                let values = [posting.centroid, posting.bm25, posting.learned, 0.0];
                std::array::from_fn(|at| most[at].max(values[at].abs()))
            });
            let step = most.map(|most| most / STEPS);
            packed.packed.extend(own.iter().map(|posting| {
                [
                    steps(posting.centroid, step[0]),
                    steps(posting.bm25, step[1]),
                    steps(posting.learned, step[2]),
                    posting.entry as u16 as i16,
                ]
            }));
            if wide {
                packed
                    .high
                    .extend(own.iter().map(|posting| (posting.entry >> 16) as u16));
            }
            packed.steps.push(step);
            if entries > FEW_ENTRIES && own.len() * MAPPED >= entries {
                packed.map_starts[group] = packed.map.len() as u32;
                packed.add_map(entries, own);
            }
        }
        packed
    }

    /// How many postings there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Takes in what was learned: `weights`, entry after entry, in each by group; `next` is
    /// where each entry's begin, `scale` what a group's weights are multiplied with.
    pub fn learn(&mut self, mut next: Vec<u32>, weights: &[f32], scale: impl Fn(usize) -> f32) {
        for group in 0..self.steps.len() {
            let scale = scale(group);
            let range = self.range(group as u32);
            let most = range.clone().fold(0.0f32, |most, at| {
                most.max(weights[next[self.entry(at) as usize] as usize].abs())
            });
            let step = most * scale / STEPS;
            for at in range {
                let next = &mut next[self.entry(at) as usize];
                self.packed[at][2] = steps(weights[*next as usize] * scale, step);
                *next += 1;
            }
            self.steps[group][2] = step;
        }
    }

    fn add_map(&mut self, entries: usize, own: &[Posting]) {
        let start = self.map.len();
        self.map.resize(start + entries.div_ceil(BLOCK), [0, 0]);
        let map = &mut self.map[start..];
        for posting in own {
            map[posting.entry as usize / BLOCK][0] |= 1 << (posting.entry as usize % BLOCK);
        }
        let mut before = 0;
        for block in map {
            block[1] = before;
            before += block[0].count_ones();
        }
    }

    fn range(&self, group: u32) -> std::ops::Range<usize> {
        let group = group as usize;
        self.starts[group] as usize..self.starts[group + 1] as usize
    }

    #[inline]
    fn entry(&self, at: usize) -> u32 {
        let low = u32::from(self.packed[at][3] as u16);
        self.high
            .get(at)
            .map_or(low, |&high| low | u32::from(high) << 16)
    }

    /// The postings of a group, by entry.
    pub fn of(&self, group: u32) -> impl Iterator<Item = Posting> {
        self.range(group).map(move |at| self.unpacked(group, at))
    }

    fn unpacked(&self, group: u32, at: usize) -> Posting {
        let [centroid, bm25, learned, _] = self.packed[at].map(f32::from);
        let step = self.steps[group as usize];
        Posting {
            entry: self.entry(at),
            centroid: centroid * step[0],
            bm25: bm25 * step[1],
            learned: learned * step[2],
        }
    }

    /// The posting of an entry in a group, if the entry has it.
    pub fn get(&self, group: u32, entry: u32) -> Option<Posting> {
        self.find(group, entry).map(|at| self.unpacked(group, at))
    }

    #[inline]
    fn find(&self, group: u32, entry: u32) -> Option<usize> {
        let range = self.range(group);
        let map = self.map_starts[group as usize];
        if map != NO_MAP {
            let [bits, before] = self.map[map as usize + entry as usize / BLOCK];
            let bit = 1u32 << (entry as usize % BLOCK);
            let rank = before + (bits & (bit - 1)).count_ones();
            return (bits & bit != 0).then_some(range.start + rank as usize);
        }
        if self.high.is_empty() {
            let found = self.packed[range.clone()]
                .binary_search_by_key(&(entry as u16), |packed| packed[3] as u16);
            return found.ok().map(|at| range.start + at);
        }
        let (mut from, mut to) = (range.start, range.end);
        while from < to {
            let middle = from.midpoint(to);
            match self.entry(middle) < entry {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        (from < range.end && self.entry(from) == entry).then_some(from)
    }

    /// What a step of each of the three values of a group counts for a question that has it with
    /// these scales; the entry's number, in the fourth place, counts nothing.
    #[inline]
    fn factors(&self, group: u32, scale: f32, times: f32) -> [f32; 4] {
        let step = self.steps[group as usize];
        [
            scale * step[0],
            times * step[1],
            scale * step[2],
            scale * step[3],
        ]
    }

    /// Has the postings of a group fetched from memory, without waiting for them.
    #[inline]
    pub fn touch(&self, group: u32) {
        std::hint::black_box(
            self.packed
                .get(self.starts[group as usize] as usize)
                .copied(),
        );
    }

    /// Adds a group to the scores of all entries that have it.
    pub fn add(&self, group: u32, scale: f32, times: f32, scores: &mut [EntryScores]) {
        let factors = self.factors(group, scale, times);
        let range = self.range(group);
        if self.high.is_empty() {
            for packed in &self.packed[range] {
                scores[usize::from(packed[3] as u16)].add(packed, factors);
            }
        } else {
            for at in range {
                scores[self.entry(at) as usize].add(&self.packed[at], factors);
            }
        }
    }

    /// Adds a group to the scores of some entries, which are in order.
    pub fn add_to(
        &self,
        group: u32,
        scale: f32,
        times: f32,
        some: &[u32],
        scores: &mut [EntryScores],
    ) {
        let factors = self.factors(group, scale, times);
        let range = self.range(group);
        let map = self.map_starts[group as usize];
        if map != NO_MAP {
            let (map, own) = (&self.map[map as usize..], &self.packed[range]);
            for (&entry, scores) in some.iter().zip(scores) {
                let [bits, before] = map[entry as usize / BLOCK];
                let bit = 1u32 << (entry as usize % BLOCK);
                if bits & bit != 0 {
                    let rank = before + (bits & (bit - 1)).count_ones();
                    scores.add(&own[rank as usize], factors);
                }
            }
            return;
        }
        let mut from = range.start;
        for (&entry, scores) in some.iter().zip(scores) {
            from = self.first_from(entry, from, range.end);
            if from == range.end {
                return;
            }
            if self.entry(from) == entry {
                scores.add(&self.packed[from], factors);
            }
        }
    }

    /// Where the first posting in `from..to` is whose entry is `entry` or one behind it; looks near `from`
    /// first.
    #[inline]
    fn first_from(&self, entry: u32, mut from: usize, to: usize) -> usize {
        let mut step = 1;
        while from + step < to && self.entry(from + step) < entry {
            from += step;
            step *= 2;
        }
        let mut to = to.min(from + step);
        while from < to {
            let middle = from.midpoint(to);
            match self.entry(middle) < entry {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        from
    }
}

/// A value in steps.
fn steps(value: f32, step: f32) -> i16 {
    match step > 0.0 {
        true => (value / step).round() as i16,
        false => 0,
    }
}

impl EntryScores {
    #[inline]
    fn add(&mut self, packed: &Packed, factors: [f32; 4]) {
        // All four at once: the compiler makes one multiplication and one addition of them.
        let add: [f32; 4] = std::array::from_fn(|at| factors[at] * f32::from(packed[at]));
        self.centroid += add[0];
        self.bm25 += add[1];
        self.learned += add[2];
        self.spare += add[3];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(entry: u32) -> Posting {
        Posting {
            entry,
            centroid: 0.001 * (1.0 + entry as f32 % 7.0),
            bm25: 0.0,
            learned: (entry as f32).sin(),
        }
    }

    #[test]
    fn what_is_packed_is_found_again() {
        // Few entries, many with and without a map, more than fit sixteen bits.
        for (entries, every) in [
            (100, 3),
            (1_000, 2),
            (1_000, 100),
            (200_000, 3),
            (200_000, 5_000),
        ] {
            let has = |entry: &u32| entry % every == 1;
            let postings: Vec<Posting> = (0..entries).filter(has).map(posting).collect();
            let starts = vec![0, 0, postings.len() as u32];
            let packed = Postings::new(entries as usize, starts, &postings);
            assert_eq!(packed.of(0).count(), 0);
            assert!(
                packed
                    .of(1)
                    .map(|one| one.entry)
                    .eq(postings.iter().map(|one| one.entry))
            );
            let mut scores = vec![EntryScores::default(); entries as usize];
            packed.add(1, 2.0, 1.0, &mut scores);
            for entry in 0..entries {
                let found = packed.get(1, entry);
                assert_eq!(found.is_some(), has(&entry), "{entry} of {entries}");
                let Some(found) = found else { continue };
                let right = posting(entry);
                assert!((found.centroid - right.centroid).abs() < 1e-6);
                assert!((found.learned - right.learned).abs() < 1e-4);
                assert!((scores[entry as usize].learned - 2.0 * right.learned).abs() < 1e-4);
            }
            let some = [0, 1, entries - 1];
            let mut few = [EntryScores::default(); 3];
            packed.add_to(1, 2.0, 1.0, &some, &mut few);
            assert_eq!(few, some.map(|entry| scores[entry as usize]));
        }
    }
}
