//! Vectors of sentences: as computed, packed for keeping, and many of them to search.

use fearless_simd::Level;

use super::asset::{DIMENSIONS, round};
use super::network::to_whole;
use super::product::{Rows, Weights, products};

/// Largest packed number.
const MOST: f32 = 127.0;

/// The meaning of a sentence: a vector of unit length. The more two sentences mean the same, the
/// greater the cosine of their vectors.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceVector {
    values: Vec<f32>,
}

impl SentenceVector {
    /// Numbers in a vector.
    pub const DIMENSIONS: usize = DIMENSIONS;

    /// A vector of [`SentenceVector::DIMENSIONS`] numbers, of length 1.
    pub fn new(values: &[f32]) -> SentenceVector {
        SentenceVector {
            values: values.to_vec(),
        }
    }

    /// The numbers, [`SentenceVector::DIMENSIONS`] of them.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// Cosine with another vector, -1 to 1.
    pub fn cosine(&self, other: &SentenceVector) -> f32 {
        let pairs = self.values.iter().zip(&other.values);
        pairs.map(|(a, b)| a * b).sum()
    }

    /// The vector with 8 bits a number; its cosine with the original is above .9999.
    pub fn pack(&self) -> PackedVector {
        PackedVector::of(&self.values)
    }
}

/// A vector with 8 bits a number: 516 bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct PackedVector {
    scale: f32,
    values: [i8; DIMENSIONS],
}

impl PackedVector {
    /// Bytes of a packed vector.
    pub const BYTES: usize = 4 + DIMENSIONS;

    /// Packs any [`SentenceVector::DIMENSIONS`] numbers: sums of vectors, or weights for them.
    /// Missing ones are 0.
    pub fn of(from: &[f32]) -> PackedVector {
        let largest = from
            .iter()
            .fold(0.0f32, |most, value| most.max(value.abs()));
        let factor = if largest > 0.0 { MOST / largest } else { 0.0 };
        let mut values = [0; DIMENSIONS];
        for (to, value) in values.iter_mut().zip(from) {
            *to = round(value * factor) as i8;
        }
        let scale = largest / MOST;
        PackedVector { scale, values }
    }

    /// The numbers that it stands for.
    pub fn unpack(&self) -> SentenceVector {
        let values = self.values.iter();
        SentenceVector {
            values: values.map(|value| f32::from(*value) * self.scale).collect(),
        }
    }

    /// Adds the vector to `to`, [`PackedVector::BYTES`] bytes.
    pub fn write(&self, to: &mut Vec<u8>) {
        to.extend(self.scale.to_le_bytes());
        to.extend(bytemuck::cast_slice::<i8, u8>(&self.values));
    }

    /// Reads what `write` wrote; `None` where it cannot have.
    pub fn read(bytes: &[u8]) -> Option<PackedVector> {
        let (scale, values) = bytes.split_first_chunk()?;
        let scale = f32::from_le_bytes(*scale);
        let values = bytemuck::cast_slice::<u8, i8>(values).try_into().ok()?;
        (scale.is_finite() && scale >= 0.0).then_some(PackedVector { scale, values })
    }
}

/// Many vectors side by side, to be compared with one at once.
#[derive(Debug, Default, Clone)]
pub struct VectorTable {
    scales: Vec<f32>,
    values: Vec<i8>,
}

impl VectorTable {
    /// An empty table with room for so many vectors.
    pub fn with_capacity(count: usize) -> VectorTable {
        VectorTable {
            scales: Vec::with_capacity(count),
            values: Vec::with_capacity(count * DIMENSIONS),
        }
    }

    /// Adds the vectors of `other` in this range as the last ones; `false`, and adds nothing, where it has
    /// fewer.
    pub fn extend(&mut self, other: &VectorTable, range: std::ops::Range<usize>) -> bool {
        let values = range.start * DIMENSIONS..range.end * DIMENSIONS;
        let (scales, values) = (other.scales.get(range), other.values.get(values));
        let (Some(scales), Some(values)) = (scales, values) else {
            return false;
        };
        self.scales.extend_from_slice(scales);
        self.values.extend_from_slice(values);
        true
    }

    /// Adds a vector as the last one.
    pub fn push(&mut self, vector: &PackedVector) {
        self.scales.push(vector.scale);
        self.values.extend(&vector.values);
    }

    /// The vector at a place, if there is one.
    pub fn get(&self, at: usize) -> Option<PackedVector> {
        let values = self.values.get(at * DIMENSIONS..(at + 1) * DIMENSIONS)?;
        Some(PackedVector {
            scale: *self.scales.get(at)?,
            values: values.try_into().ok()?,
        })
    }

    /// How many vectors it holds.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// Memory that the vectors take, in bytes.
    pub fn bytes(&self) -> usize {
        self.values.len() + self.scales.len() * 4
    }

    /// Writes the product of `vector` with each vector of `range` into `products`: the cosine,
    /// where both are of unit length.
    pub fn dots(
        &self,
        vector: &SentenceVector,
        range: std::ops::Range<usize>,
        dots: &mut Vec<f32>,
    ) {
        let mut whole = [0i16; DIMENSIONS];
        let scale = to_whole(&vector.values, &mut whole);
        let rows = Rows {
            values: &whole,
            rows: 1,
            stride: DIMENSIONS,
        };
        dots.clear();
        let scales = &self.scales[range.clone()];
        let values = &self.values[range.start * DIMENSIONS..range.end * DIMENSIONS];
        // Products come in pairs: an odd last vector is paired with nothing.
        let even = scales.len() & !1;
        let mut sums = vec![0; even];
        let level = level();
        let weights = |values| Weights {
            values,
            outputs: even,
            stride: DIMENSIONS,
        };
        products(level, rows, weights(values), DIMENSIONS, &mut sums);
        if even < scales.len() {
            let mut pair = [0; 2 * DIMENSIONS];
            pair[..DIMENSIONS].copy_from_slice(&values[even * DIMENSIONS..]);
            let mut two = [0; 2];
            let weights = Weights {
                outputs: 2,
                ..weights(&pair)
            };
            products(level, rows, weights, DIMENSIONS, &mut two);
            sums.push(two[0]);
        }
        dots.extend(
            sums.iter()
                .zip(scales)
                .map(|(sum, own)| *sum as f32 * (scale * own)),
        );
    }
}

/// What the processor can do, asked once.
pub(crate) fn level() -> Level {
    Level::new()
}
