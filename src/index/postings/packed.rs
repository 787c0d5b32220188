//! Postings as questions read them: eight bytes each.
//!
//! What a column says of an entry is kept in steps of a 32,767th of the most that the column says
//! of any entry: an error of a hundred-thousandth part, far below what orders entries. Where many
//! entries have a column, a map of bits finds the posting of any one of them at once.

use super::Posting;
use crate::index::query::Views;

/// Steps that the largest value of a column is cut into.
const STEPS: f32 = 32_767.0;

/// Entries that a block of the map stands for.
const BLOCK: usize = 32;
/// A column has a map where at least one entry in so many has the column.
const MAPPED: usize = 16;
/// Entries up to which looking for a posting takes no map.
const FEW_ENTRIES: usize = 128;
/// Where the map of a column starts that has none.
const NO_MAP: u32 = u32::MAX;

/// Centroid, BM25, what is learned, and the low half of the entry's number.
type Packed = [i16; 4];

/// All postings, column after column, each column's by entry.
#[derive(Debug, Default)]
pub(in crate::index) struct Postings {
    /// Where each column's start; one more than there are columns.
    starts: Vec<u32>,
    packed: Vec<Packed>,
    /// The high halves of the entries' numbers; none where all of them are 0.
    high: Vec<u16>,
    /// What one step of each value is worth, column by column; the entry's number is worth 0.
    steps: Vec<[f32; 4]>,
    /// Where the map of each column starts.
    map_starts: Vec<u32>,
    /// For each block of entries, which of them have the column, and how many before them.
    map: Vec<[u32; 2]>,
}

impl Postings {
    /// Packs the postings of a FAQ of `entries` entries.
    pub fn new(entries: usize, starts: Vec<u32>, postings: &[Posting]) -> Postings {
        let columns = starts.len().saturating_sub(1);
        let mut packed = Postings {
            starts,
            packed: Vec::with_capacity(postings.len()),
            steps: Vec::with_capacity(columns),
            map_starts: vec![NO_MAP; columns],
            ..Postings::default()
        };
        let wide = postings
            .iter()
            .any(|posting| posting.entry > u32::from(u16::MAX));
        for column in 0..columns {
            let own = &postings[packed.range(column as u32)];
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
                packed.map_starts[column] = packed.map.len() as u32;
                packed.add_map(entries, own);
            }
        }
        packed
    }

    /// How many postings there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Takes in what was learned: `weights`, entry after entry, in each by column; `next` is
    /// where each entry's begin, `scale` what a column's weights are multiplied with.
    pub fn learn(&mut self, mut next: Vec<u32>, weights: &[f32], scale: impl Fn(usize) -> f32) {
        for column in 0..self.steps.len() {
            let scale = scale(column);
            let range = self.range(column as u32);
            let most = range.clone().fold(0.0f32, |most, at| {
                most.max(weights[next[self.entry(at) as usize] as usize].abs())
            });
            let step = most * scale / STEPS;
            for at in range {
                let next = &mut next[self.entry(at) as usize];
                self.packed[at][2] = steps(weights[*next as usize] * scale, step);
                *next += 1;
            }
            self.steps[column][2] = step;
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

    fn range(&self, column: u32) -> std::ops::Range<usize> {
        let column = column as usize;
        self.starts[column] as usize..self.starts[column + 1] as usize
    }

    #[inline]
    fn entry(&self, at: usize) -> u32 {
        let low = u32::from(self.packed[at][3] as u16);
        self.high
            .get(at)
            .map_or(low, |&high| low | u32::from(high) << 16)
    }

    /// The postings of a column, by entry.
    pub fn of(&self, column: u32) -> impl Iterator<Item = Posting> {
        self.range(column).map(move |at| self.unpacked(column, at))
    }

    fn unpacked(&self, column: u32, at: usize) -> Posting {
        let [centroid, bm25, learned, _] = self.packed[at].map(f32::from);
        let step = self.steps[column as usize];
        Posting {
            entry: self.entry(at),
            centroid: centroid * step[0],
            bm25: bm25 * step[1],
            learned: learned * step[2],
        }
    }

    /// The posting of an entry in a column, if the entry has it.
    pub fn get(&self, column: u32, entry: u32) -> Option<Posting> {
        self.find(column, entry).map(|at| self.unpacked(column, at))
    }

    #[inline]
    fn find(&self, column: u32, entry: u32) -> Option<usize> {
        let range = self.range(column);
        let map = self.map_starts[column as usize];
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

    /// What a step of each of the three values of a column counts for a question that has it with
    /// these scales; the entry's number, in the fourth place, counts nothing.
    #[inline]
    fn factors(&self, column: u32, scale: f32, times: f32) -> [f32; 4] {
        let step = self.steps[column as usize];
        [
            scale * step[0],
            times * step[1],
            scale * step[2],
            scale * step[3],
        ]
    }

    /// Has the postings of a column fetched from memory, without waiting for them.
    #[inline]
    pub fn touch(&self, column: u32) {
        std::hint::black_box(
            self.packed
                .get(self.starts[column as usize] as usize)
                .copied(),
        );
    }

    /// Adds a column to the views of all entries that have it.
    pub fn add(&self, column: u32, scale: f32, times: f32, views: &mut [Views]) {
        let factors = self.factors(column, scale, times);
        let range = self.range(column);
        if self.high.is_empty() {
            for packed in &self.packed[range] {
                views[usize::from(packed[3] as u16)].add(packed, factors);
            }
        } else {
            for at in range {
                views[self.entry(at) as usize].add(&self.packed[at], factors);
            }
        }
    }

    /// Adds a column to the views of some entries.
    pub fn add_to(&self, column: u32, scale: f32, times: f32, some: &[u32], views: &mut [Views]) {
        let factors = self.factors(column, scale, times);
        for (&entry, views) in some.iter().zip(views) {
            if let Some(at) = self.find(column, entry) {
                views.add(&self.packed[at], factors);
            }
        }
    }
}

/// A value in steps.
fn steps(value: f32, step: f32) -> i16 {
    match step > 0.0 {
        true => (value / step).round() as i16,
        false => 0,
    }
}

impl Views {
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
            let mut views = vec![Views::default(); entries as usize];
            packed.add(1, 2.0, 1.0, &mut views);
            for entry in 0..entries {
                let found = packed.get(1, entry);
                assert_eq!(found.is_some(), has(&entry), "{entry} of {entries}");
                let Some(found) = found else { continue };
                let right = posting(entry);
                assert!((found.centroid - right.centroid).abs() < 1e-6);
                assert!((found.learned - right.learned).abs() < 1e-4);
                assert!((views[entry as usize].learned - 2.0 * right.learned).abs() < 1e-4);
            }
            let some = [0, 1, entries - 1];
            let mut few = [Views::default(); 3];
            packed.add_to(1, 2.0, 1.0, &some, &mut few);
            assert_eq!(few, some.map(|entry| views[entry as usize]));
        }
    }
}
