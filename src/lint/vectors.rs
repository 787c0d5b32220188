//! The phrasings of a FAQ as vectors, compared with each other.
//!
//! The index's own features and weights are used, so that what is alike here is alike for
//! matching. A phrasing is taken out of its entry exactly: an entry's vector is the sum of its
//! rows, so the sum without one of them needs no new index.

use crate::index::{Index, Source};

/// Feature groups in more entries than this are passed over when entries are searched: they weigh next
/// to nothing, and following them would make a FAQ of 10,000 entries quadratic.
const COMMON: usize = 400;

/// A FAQ's rows and entries as vectors.
pub(super) struct Vectors<'k> {
    index: &'k Index,
    /// Squared length of each entry's sum of rows.
    squares: Vec<f32>,
}

/// Another entry that is alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Alike {
    pub(super) entry: usize,
    /// Cosine, 0 to 1.
    pub(super) cosine: f32,
}

/// ChatKey for one search, used again.
#[derive(Default)]
pub(super) struct Scratch {
    /// What is looked for, by group; 0 elsewhere.
    wanted: Vec<f32>,
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl<'k> Vectors<'k> {
    pub(super) fn new(index: &'k Index) -> Vectors<'k> {
        let mut vectors = Vectors {
            index,
            squares: Vec::with_capacity(index.entries()),
        };
        let mut scratch = vectors.scratch();
        for entry in 0..index.entries() {
            let groups = vectors.sum_of(entry, &mut scratch.wanted);
            let square = groups.iter().map(|&group| {
                let value = std::mem::take(&mut scratch.wanted[group as usize]);
                value * value * index.group(group).size as f32
            });
            let square = square.sum();
            vectors.squares.push(square);
        }
        vectors
    }

    pub(super) fn scratch(&self) -> Scratch {
        let rows = self.index.rows();
        let groups = rows
            .groups
            .iter()
            .max()
            .map_or(0, |most| *most as usize + 1);
        Scratch {
            wanted: vec![0.0; groups],
            sums: vec![0.0; self.index.entries()],
            touched: Vec::new(),
        }
    }

    /// Adds up the rows of an entry; the groups it has, each once.
    fn sum_of(&self, entry: usize, sum: &mut [f32]) -> Vec<u32> {
        let mut groups = Vec::new();
        for row in self.index.rows_of(entry as u32) {
            for &group in self.index.rows().groups(row) {
                let slot = &mut sum[group as usize];
                if *slot == 0.0 {
                    groups.push(group);
                }
                *slot += self.value(row, group);
            }
        }
        groups
    }

    /// The value of one feature of `group` in a row that has it.
    fn value(&self, row: usize, group: u32) -> f32 {
        let group = self.index.group(group);
        self.index.rows().scales[row][group.kind.block()] * group.icf
    }

    /// The rows of an entry that are phrasings, each with its number.
    pub(super) fn phrasings(&self, entry: usize) -> impl Iterator<Item = (usize, usize)> + use<'k> {
        let index = self.index;
        index
            .rows_of(entry as u32)
            .filter_map(|row| match index.rows().source[row] {
                Source::Phrasing(number) => Some((row, number as usize)),
                Source::Id | Source::Keyword(_) => None,
            })
    }

    /// How alike a row is to its own entry without it, and the entry most alike to it apart from
    /// its own.
    pub(super) fn held_out(
        &self,
        entry: usize,
        row: usize,
        scratch: &mut Scratch,
    ) -> (f32, Option<Alike>) {
        let groups = self.index.rows().groups(row);
        let mut own_square = 0.0;
        let mut rare_square = 0.0;
        for &group in groups {
            let value = self.value(row, group);
            let part = value * value * self.index.group(group).size as f32;
            own_square += part;
            if self.is_rare(group) {
                rare_square += part;
            }
            scratch.wanted[group as usize] = value;
        }
        self.search(groups, scratch);
        // The sum's dot product counts the row itself once: over the groups that were searched.
        let whole = scratch.sums[entry] * self.squares[entry].sqrt();
        let mut dot_all = 0.0;
        for other in self.index.rows_of(entry as u32) {
            dot_all += self.dot(other, scratch);
        }
        let rest_square = self.squares[entry] - 2.0 * dot_all + own_square;
        let own = match rest_square > 1e-6 {
            true => (whole - rare_square) / rest_square.sqrt(),
            false => 0.0,
        };
        let best = self.best(entry, scratch);
        self.clear(groups, scratch);
        let length = own_square.sqrt().max(1e-6);
        (
            own.max(0.0) / length,
            best.map(|best| Alike {
                cosine: best.cosine / length,
                ..best
            }),
        )
    }

    /// The entry most alike to an entry.
    pub(super) fn most_alike(&self, entry: usize, scratch: &mut Scratch) -> Option<Alike> {
        let groups = self.sum_of(entry, &mut scratch.wanted);
        self.search(&groups, scratch);
        let best = self.best(entry, scratch);
        self.clear(&groups, scratch);
        let length = self.squares[entry].sqrt().max(1e-6);
        best.map(|best| Alike {
            cosine: best.cosine / length,
            ..best
        })
    }

    /// Cosine of a row with the nearest other row of `entry`, and that row.
    pub(super) fn nearest_row(
        &self,
        row: usize,
        entry: usize,
        scratch: &mut Scratch,
    ) -> (f32, Option<usize>) {
        let groups = self.index.rows().groups(row);
        let mut square = 0.0;
        for &group in groups {
            let value = self.value(row, group);
            square += value * value * self.index.group(group).size as f32;
            scratch.wanted[group as usize] = value;
        }
        let mut best = (0.0, None);
        for (other, number) in self.phrasings(entry).filter(|(other, _)| *other != row) {
            let cosine = self.dot(other, scratch) / square.max(1e-6);
            if cosine > best.0 {
                best = (cosine, Some(number));
            }
        }
        for &group in groups {
            scratch.wanted[group as usize] = 0.0;
        }
        best
    }

    fn is_rare(&self, group: u32) -> bool {
        self.index.group(group).entry_freq as usize <= COMMON
    }

    /// Dot product of a row with what is wanted.
    fn dot(&self, row: usize, scratch: &Scratch) -> f32 {
        let groups = self.index.rows().groups(row);
        groups
            .iter()
            .map(|&group| match scratch.wanted[group as usize] {
                0.0 => 0.0,
                wanted => wanted * self.value(row, group) * self.index.group(group).size as f32,
            })
            .sum()
    }

    /// Dot product of what is wanted with every entry's vector of length 1.
    fn search(&self, groups: &[u32], scratch: &mut Scratch) {
        for &group in groups.iter().filter(|group| self.is_rare(**group)) {
            let data = self.index.group(group);
            let weight = scratch.wanted[group as usize] * data.size as f32 / data.icf;
            for posting in self.index.postings(group) {
                let sum = &mut scratch.sums[posting.entry as usize];
                if *sum == 0.0 {
                    scratch.touched.push(posting.entry);
                }
                // A posting's share in the centroid carries the question's weight by rarity.
                *sum += weight * posting.centroid;
            }
        }
    }

    fn best(&self, own: usize, scratch: &Scratch) -> Option<Alike> {
        let others = scratch
            .touched
            .iter()
            .filter(|entry| **entry as usize != own);
        others
            .map(|&entry| Alike {
                entry: entry as usize,
                cosine: scratch.sums[entry as usize],
            })
            .max_by(|a, b| a.cosine.total_cmp(&b.cosine).then(b.entry.cmp(&a.entry)))
    }

    fn clear(&self, groups: &[u32], scratch: &mut Scratch) {
        for &group in groups {
            scratch.wanted[group as usize] = 0.0;
        }
        for entry in scratch.touched.drain(..) {
            scratch.sums[entry as usize] = 0.0;
        }
    }
}
