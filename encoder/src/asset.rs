//! The asset: pieces and weights of the encoder, as `tools/meaning.py` writes them.
//!
//! The table and the 8-bit matrices are read where they stand in the binary. Only the small
//! parts (scales, biases) are copied, and the convolutions, whose groups of inputs have scales of
//! their own, are brought to one scale an output: 1.3 MB, made once. Reading all of it takes six milliseconds.

use std::borrow::Cow;

use super::product::{STEP, Weights};

/// What the binary carries.
pub(crate) static BYTES: &[u8] = include_bytes!("../../assets/wenda-meaning.bin");

/// First bytes of the asset: its name and the version of its layout.
const MAGIC: &[u8; 8] = b"WMEAN\0\0\x01";
/// Numbers in a row of the table, and in a finished vector.
pub(crate) const DIMENSIONS: usize = 512;
/// Numbers that a convolution branch has for every token.
pub(crate) const WIDTH: usize = 256;
/// Window of each convolution branch, and how many of its tokens stand before the token itself.
pub(crate) const BRANCHES: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
/// Inputs of a convolution that share a scale.
const GROUP: usize = 64;
/// Bytes of a table row: two values of 4 bits a byte.
const ROW: usize = DIMENSIONS / 2;
/// Largest weight.
const MOST: f32 = 127.0;

/// A matrix: for every output a row of 8-bit weights and the scale that they are multiplied by.
pub(crate) struct Matrix {
    pub inputs: usize,
    pub outputs: usize,
    pub scales: Vec<f32>,
    values: Cow<'static, [i8]>,
}

impl Matrix {
    /// The weights from input `first` on.
    pub fn part(&self, first: usize) -> Weights<'_> {
        Weights {
            values: &self.values[first..],
            outputs: self.outputs,
            stride: self.inputs,
        }
    }
}

/// Gain and shift of a layer normalisation.
pub(crate) struct Norm {
    pub gain: Vec<f32>,
    pub shift: Vec<f32>,
}

/// One layer of a convolution branch.
pub(crate) struct Convolution {
    pub matrix: Matrix,
    pub bias: Vec<f32>,
}

/// The asset, ready for use.
pub(crate) struct Asset {
    /// Pieces, front coded.
    pub pieces: Vec<(u8, &'static [u8])>,
    /// Score of each piece, in 1/1024.
    pub scores: Vec<i16>,
    row_scales: &'static [u8],
    rows: &'static [u8],
    pub projection: Matrix,
    pub projection_bias: Vec<f32>,
    pub projection_norm: Norm,
    /// First and second layer of each branch.
    pub convolutions: [[Convolution; 3]; 2],
    pub features_norm: Norm,
    pub features: Matrix,
    pub features_bias: Vec<f32>,
    /// `d0 p1 d1 d2 p3 d3` of the dense layers.
    pub dense: [Matrix; 6],
}

impl Asset {
    /// Reads the asset; `None` where it is not one.
    pub fn read(bytes: &'static [u8]) -> Option<Asset> {
        let mut reader = Reader { rest: bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let count = reader.number()?;
        if reader.number()? != DIMENSIONS || reader.number()? != BRANCHES.len() {
            return None;
        }
        let mut pieces = Vec::with_capacity(count.min(1 << 17));
        for _ in 0..count {
            let head = reader.take(2)?;
            pieces.push((head[0], reader.take(usize::from(head[1]))?));
        }
        let scores = reader.take(count * 2)?;
        let scores = scores
            .as_chunks()
            .0
            .iter()
            .map(|pair| i16::from_le_bytes(*pair));
        let scores = scores.collect();
        let row_scales = reader.take(count * 2)?;
        let rows = reader.take(count * ROW)?;
        let projection = reader.bytes_matrix(DIMENSIONS, BRANCHES.len() * WIDTH)?;
        let mut layers = Vec::new();
        for _ in 0..2 {
            let [a, b, c] = BRANCHES.map(|(window, _)| reader.nibbles_matrix(window * WIDTH));
            layers.push([a?, b?, c?]);
        }
        let all = DIMENSIONS + BRANCHES.len() * WIDTH;
        let features = reader.bytes_matrix(all, DIMENSIONS)?;
        let [d0, p1, d1, d2, p3, d3] = [
            (512, 320),
            (512, 320),
            (320, 320),
            (320, 512),
            (320, 512),
            (512, 512),
        ]
        .map(|(inputs, outputs)| reader.bytes_matrix(inputs, outputs));
        let dense = [d0?, p1?, d1?, d2?, p3?, d3?];
        let wide = BRANCHES.len() * WIDTH;
        let projection_bias = reader.floats(wide)?;
        let projection_norm = reader.norm(wide)?;
        let mut with_bias = |matrices: [Matrix; 3]| {
            let [a, b, c] = matrices.map(|matrix| {
                let bias = reader.floats(WIDTH)?;
                Some(Convolution { matrix, bias })
            });
            Some([a?, b?, c?])
        };
        let second = layers.pop()?;
        let convolutions = [with_bias(layers.pop()?)?, with_bias(second)?];
        let features_norm = reader.norm(all)?;
        let features_bias = reader.floats(DIMENSIONS)?;
        reader.rest.is_empty().then_some(Asset {
            pieces,
            scores,
            row_scales,
            rows,
            projection,
            projection_bias,
            projection_norm,
            convolutions,
            features_norm,
            features,
            features_bias,
            dense,
        })
    }

    /// Writes the row of a piece into `row` ([`DIMENSIONS`] whole numbers) and returns its scale.
    pub fn row(&self, piece: u32, row: &mut [i16]) -> f32 {
        let at = piece as usize;
        let packed = &self.rows[at * ROW..at * ROW + ROW];
        for (to, byte) in row.as_chunks_mut::<2>().0.iter_mut().zip(packed) {
            *to = [i16::from(byte & 15) - 8, i16::from(byte >> 4) - 8];
        }
        half([self.row_scales[at * 2], self.row_scales[at * 2 + 1]])
    }
}

/// What of the asset was not read yet. Every reading fails where too little is left.
struct Reader {
    rest: &'static [u8],
}

impl Reader {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let (floats, _) = self.take(count * 4)?.as_chunks();
        Some(
            floats
                .iter()
                .map(|bytes| f32::from_le_bytes(*bytes))
                .collect(),
        )
    }

    fn norm(&mut self, count: usize) -> Option<Norm> {
        Some(Norm {
            gain: self.floats(count)?,
            shift: self.floats(count)?,
        })
    }

    /// Inputs and outputs, which are known beforehand.
    fn shape(&mut self, inputs: usize, outputs: usize) -> Option<()> {
        debug_assert!(inputs.is_multiple_of(STEP));
        (self.number()? == inputs && self.number()? == outputs).then_some(())
    }

    fn bytes_matrix(&mut self, inputs: usize, outputs: usize) -> Option<Matrix> {
        self.shape(inputs, outputs)?;
        let scales = self.floats(outputs)?;
        let values = Cow::Borrowed(bytemuck::cast_slice(self.take(inputs * outputs)?));
        Some(Matrix {
            inputs,
            outputs,
            scales,
            values,
        })
    }

    /// A convolution's matrix: 4 bits a weight, a scale for every [`GROUP`] inputs. With one scale
    /// an output and 8 bits a weight it is next to the same (a sixteenth of the rounding of the
    /// 4 bits comes on top), and sums need no stop at every group.
    fn nibbles_matrix(&mut self, inputs: usize) -> Option<Matrix> {
        self.shape(inputs, WIDTH)?;
        let mut scales = Vec::with_capacity(WIDTH);
        let mut values = Vec::with_capacity(inputs * WIDTH);
        let mut row = vec![0.0f32; inputs];
        for _ in 0..WIDTH {
            for group in row.as_chunks_mut::<GROUP>().0 {
                let head = self.take(2)?;
                let scale = half([head[0], head[1]]);
                let packed = self.take(GROUP / 2)?;
                for (to, byte) in group.as_chunks_mut::<2>().0.iter_mut().zip(packed) {
                    *to = [byte & 15, byte >> 4].map(|four| (f32::from(four) - 8.0) * scale);
                }
            }
            let largest = row
                .iter()
                .fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
            scales.push(largest / MOST);
            values.extend(row.iter().map(|value| round(value / largest * MOST) as i8));
        }
        let values = Cow::Owned(values);
        Some(Matrix {
            inputs,
            outputs: WIDTH,
            scales,
            values,
        })
    }
}

/// The nearest whole number, of numbers below four millions; `f32::round` calls a function for
/// each of them on processors of the first x86-64.
pub(crate) fn round(value: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0; // 1.5 * 2^23: here the distance between numbers is 1
    (value + SHIFT) - SHIFT
}

/// A 16-bit floating point number, little endian. The asset has no infinite ones.
fn half(bytes: [u8; 2]) -> f32 {
    let bits = u32::from(u16::from_le_bytes(bytes));
    let (sign, exponent, fraction) = (bits >> 15, bits >> 10 & 31, bits & 1023);
    let size = if exponent == 0 {
        fraction as f32 / 16_777_216.0 // 2^24
    } else {
        f32::from_bits((exponent + 112) << 23 | fraction << 13)
    };
    if sign == 1 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_numbers_are_read() {
        for (bits, value) in [
            (0x3c00u16, 1.0f32),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x0400, 6.103_515_6e-5),
            (0, 0.0),
        ] {
            assert_eq!(half(bits.to_le_bytes()), value, "{bits:x}");
        }
    }

    #[test]
    fn a_cut_asset_is_none() {
        for length in [0, 7, 8, 20, 1000, 200_000, BYTES.len() - 1] {
            assert!(Asset::read(&BYTES[..length]).is_none(), "{length}");
        }
        assert!(Asset::read(BYTES).is_some());
    }
}
