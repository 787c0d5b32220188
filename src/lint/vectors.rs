//! The phrasings of a FAQ as vectors, compared with each other.
//!
//! The index's own features and weights are used, so that what is alike here is alike for
//! matching. A phrasing is taken out of its entry exactly: an entry's vector is the sum of its
//! rows, so the sum without one of them needs no new index.

use crate::index::{Index, Source};

/// Columns in more entries than this are passed over when entries are searched: they weigh next
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

/// Room for one search, used again.
#[derive(Default)]
pub(super) struct Scratch {
    /// What is looked for, by column; 0 elsewhere.
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
            let columns = vectors.sum_of(entry, &mut scratch.wanted);
            let square = columns.iter().map(|&column| {
                let value = std::mem::take(&mut scratch.wanted[column as usize]);
                value * value * index.column(column).size as f32
            });
            let square = square.sum();
            vectors.squares.push(square);
        }
        vectors
    }

    pub(super) fn scratch(&self) -> Scratch {
        let rows = self.index.rows();
        let columns = rows
            .columns
            .iter()
            .max()
            .map_or(0, |most| *most as usize + 1);
        Scratch {
            wanted: vec![0.0; columns],
            sums: vec![0.0; self.index.entries()],
            touched: Vec::new(),
        }
    }

    /// Adds up the rows of an entry; the columns it has, each once.
    fn sum_of(&self, entry: usize, sum: &mut [f32]) -> Vec<u32> {
        let mut columns = Vec::new();
        for row in self.index.rows_of(entry as u32) {
            for &column in self.index.rows().columns(row) {
                let slot = &mut sum[column as usize];
                if *slot == 0.0 {
                    columns.push(column);
                }
                *slot += self.value(row, column);
            }
        }
        columns
    }

    /// The value of one feature of `column` in a row that has it.
    fn value(&self, row: usize, column: u32) -> f32 {
        let column = self.index.column(column);
        self.index.rows().scales[row][column.kind.block()] * column.icf
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
        let columns = self.index.rows().columns(row);
        let mut own_square = 0.0;
        let mut rare_square = 0.0;
        for &column in columns {
            let value = self.value(row, column);
            let part = value * value * self.index.column(column).size as f32;
            own_square += part;
            if self.is_rare(column) {
                rare_square += part;
            }
            scratch.wanted[column as usize] = value;
        }
        self.search(columns, scratch);
        // The sum's dot product counts the row itself once: over the columns that were searched.
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
        self.clear(columns, scratch);
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
        let columns = self.sum_of(entry, &mut scratch.wanted);
        self.search(&columns, scratch);
        let best = self.best(entry, scratch);
        self.clear(&columns, scratch);
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
        let columns = self.index.rows().columns(row);
        let mut square = 0.0;
        for &column in columns {
            let value = self.value(row, column);
            square += value * value * self.index.column(column).size as f32;
            scratch.wanted[column as usize] = value;
        }
        let mut best = (0.0, None);
        for (other, number) in self.phrasings(entry).filter(|(other, _)| *other != row) {
            let cosine = self.dot(other, scratch) / square.max(1e-6);
            if cosine > best.0 {
                best = (cosine, Some(number));
            }
        }
        for &column in columns {
            scratch.wanted[column as usize] = 0.0;
        }
        best
    }

    fn is_rare(&self, column: u32) -> bool {
        self.index.column(column).entry_freq as usize <= COMMON
    }

    /// Dot product of a row with what is wanted.
    fn dot(&self, row: usize, scratch: &Scratch) -> f32 {
        let columns = self.index.rows().columns(row);
        columns
            .iter()
            .map(|&column| match scratch.wanted[column as usize] {
                0.0 => 0.0,
                wanted => wanted * self.value(row, column) * self.index.column(column).size as f32,
            })
            .sum()
    }

    /// Dot product of what is wanted with every entry's vector of length 1.
    fn search(&self, columns: &[u32], scratch: &mut Scratch) {
        for &column in columns.iter().filter(|column| self.is_rare(**column)) {
            let data = self.index.column(column);
            let weight = scratch.wanted[column as usize] * data.size as f32 / data.icf;
            for posting in self.index.postings(column) {
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

    fn clear(&self, columns: &[u32], scratch: &mut Scratch) {
        for &column in columns {
            scratch.wanted[column as usize] = 0.0;
        }
        for entry in scratch.touched.drain(..) {
            scratch.sums[entry as usize] = 0.0;
        }
    }
}
