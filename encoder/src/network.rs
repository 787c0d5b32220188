//! The network: from pieces to the vector of a sentence.
//!
//! Three convolutions of two layers each look at two, three and five neighbouring pieces; what
//! they find is summed over the sentence and goes through four dense layers (Yang et al.,
//! "Multilingual Universal Sentence Encoder", 2019). Two things make it quick: all that depends on
//! one piece alone (its row, its projection, its share in every window of the first layer) is
//! computed once for each piece and not once for each place, and kept for common pieces
//! ([`Warm`]); and all products are sums of whole numbers. Sentences never mix: a sentence has
//! the same vector, to the last bit, alone and among others, with [`Warm`] rows and without.

use fearless_simd::Level;

use super::asset::{Asset, BRANCHES, DIMENSIONS, Matrix, Norm, WIDTH, round};
use super::product::{Rows, products};

/// Numbers of all three branches for one token.
const WIDE: usize = BRANCHES.len() * WIDTH;
/// Windows of all branches together: so many shares has a piece in the first layer.
const WINDOWS: usize = BRANCHES[0].0 + BRANCHES[1].0 + BRANCHES[2].0;
/// Where a piece's projection stands in what is kept of it, after its row.
const PROJECTED: usize = DIMENSIONS;
/// Where its shares in the first layer stand.
const SHARES: usize = PROJECTED + WIDE;
/// Numbers that are kept of a piece: 15 KB.
pub(crate) const PIECE: usize = SHARES + WINDOWS * WIDTH;
/// Pieces whose rows a thread keeps memory for from question to question: half a megabyte.
const KEPT_PIECES: usize = 32;
/// Largest activation as a whole number. With 1,280 inputs and weights up to 127 a sum is below
/// 2^31.
const MOST: f32 = 8191.0;
/// What keeps a normalisation from dividing by nothing.
const TINY: f32 = 1e-12;

/// What was computed beforehand for common pieces.
#[derive(Debug, Default)]
pub struct Warm {
    /// The pieces, rising.
    pieces: Vec<u32>,
    rows: Vec<f32>,
}

impl Warm {
    fn row(&self, piece: u32) -> Option<&[f32]> {
        let at = self.pieces.binary_search(&piece).ok()?;
        self.rows.get(at * PIECE..(at + 1) * PIECE)
    }

    /// Whether a piece is among them.
    pub(crate) fn has(&self, piece: u32) -> bool {
        self.pieces.binary_search(&piece).is_ok()
    }
}

/// Memory of encoding, used again.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// Pieces that are computed now, rising, and what was computed.
    cold: Vec<u32>,
    cold_rows: Vec<f32>,
    whole: Vec<i16>,
    scales: Vec<f32>,
    sums: Vec<i32>,
    hidden: Vec<f32>,
    features: Vec<f32>,
    /// Sum over the tokens of each sentence.
    totals: Vec<f32>,
    dense: [Vec<f32>; 4],
}

impl Work {
    /// Gives memory back that only a long text needed.
    pub fn shrink(&mut self) {
        if self.cold_rows.capacity() > KEPT_PIECES * PIECE {
            *self = Work::default();
        }
    }
}

/// The network with its weights.
pub(crate) struct Network {
    asset: Asset,
    level: Level,
}

impl Network {
    pub fn new(asset: Asset, level: Level) -> Network {
        Network { asset, level }
    }

    /// Computes beforehand what depends on each of `pieces` alone.
    pub fn warm(&self, mut pieces: Vec<u32>) -> Warm {
        pieces.sort_unstable();
        pieces.dedup();
        let mut work = Work {
            cold: pieces,
            ..Work::default()
        };
        self.rows(&mut work);
        Warm {
            pieces: work.cold,
            rows: work.cold_rows,
        }
    }

    /// Hands the vector of every sentence (its pieces) to `found`, in order: [`DIMENSIONS`]
    /// numbers, of unit length.
    pub fn encode(
        &self,
        sentences: &[&[u32]],
        warm: &Warm,
        work: &mut Work,
        found: impl FnMut(&[f32]),
    ) {
        // Loops over floating point numbers, too, are compiled for the processor at hand.
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = self.level.as_avx2() {
            compute_with_avx2(avx2, self, sentences, warm, work);
        } else {
            self.compute(sentences, warm, work);
        }
        #[cfg(not(target_arch = "x86_64"))]
        self.compute(sentences, warm, work);
        work.dense[3].chunks_exact(DIMENSIONS).for_each(found);
    }

    /// Leaves the vectors in `dense[3]`.
    #[inline(always)]
    fn compute(&self, sentences: &[&[u32]], warm: &Warm, work: &mut Work) {
        work.cold.clear();
        let pieces = sentences.iter().flat_map(|pieces| pieces.iter());
        work.cold.extend(pieces.filter(|piece| !warm.has(**piece)));
        work.cold.sort_unstable();
        work.cold.dedup();
        self.rows(work);
        work.totals.clear();
        for sentence in sentences {
            self.convolve(sentence, warm, work);
        }
        self.finish(sentences, work);
    }

    /// Computes what depends on each of the `cold` pieces alone.
    #[inline(always)]
    fn rows(&self, work: &mut Work) {
        let asset = &self.asset;
        let count = work.cold.len();
        work.cold_rows.resize(count * PIECE, 0.0);
        work.scales.clear();
        work.whole.clear();
        work.whole.resize(count * DIMENSIONS, 0);
        let rows = work.cold_rows.chunks_exact_mut(PIECE);
        let wholes = work.whole.chunks_exact_mut(DIMENSIONS);
        for ((piece, row), whole) in work.cold.iter().zip(rows).zip(wholes) {
            let scale = asset.row(*piece, whole);
            work.scales.push(scale);
            for (to, number) in row.iter_mut().zip(whole.iter()) {
                *to = f32::from(*number) * scale;
            }
        }
        let all = Rows {
            values: &work.whole,
            rows: count,
            stride: DIMENSIONS,
        };
        self.multiply(all, &asset.projection, 0, DIMENSIONS, &mut work.sums);
        let wide = work.sums.chunks_exact(WIDE).zip(&work.scales);
        for (row, (sums, scale)) in work.cold_rows.chunks_exact_mut(PIECE).zip(wide) {
            let projected = &mut row[PROJECTED..SHARES];
            rescale(sums, *scale, &asset.projection.scales, projected);
            for (to, bias) in projected.iter_mut().zip(&asset.projection_bias) {
                *to += bias;
            }
            normalise(projected, &asset.projection_norm);
        }
        work.whole.resize(count * WIDE, 0);
        let wholes = work.whole.chunks_exact_mut(WIDE);
        for ((row, whole), scale) in work
            .cold_rows
            .chunks_exact(PIECE)
            .zip(wholes)
            .zip(&mut work.scales)
        {
            *scale = to_whole(&row[PROJECTED..SHARES], whole);
        }
        let mut place = SHARES;
        for (branch, (window, _)) in BRANCHES.into_iter().enumerate() {
            let matrix = &asset.convolutions[0][branch].matrix;
            for at in 0..window {
                let all = Rows {
                    values: work.whole.get(branch * WIDTH..).unwrap_or_default(),
                    rows: count,
                    stride: WIDE,
                };
                self.multiply(all, matrix, at * WIDTH, WIDTH, &mut work.sums);
                let sums = work.sums.chunks_exact(WIDTH).zip(&work.scales);
                for (row, (sums, scale)) in work.cold_rows.chunks_exact_mut(PIECE).zip(sums) {
                    let share = &mut row[place..place + WIDTH];
                    rescale(sums, *scale, &matrix.scales, share);
                }
                place += WIDTH;
            }
        }
    }

    /// Adds the sum over a sentence's tokens to `totals`.
    #[inline(always)]
    fn convolve(&self, sentence: &[u32], warm: &Warm, work: &mut Work) {
        const ALL: usize = DIMENSIONS + WIDE;
        let count = sentence.len();
        let rows: Vec<&[f32]> = sentence
            .iter()
            .map(|piece| {
                warm.row(*piece).unwrap_or_else(|| {
                    let at = work.cold.binary_search(piece).unwrap_or_default();
                    &work.cold_rows[at * PIECE..(at + 1) * PIECE]
                })
            })
            .collect();
        work.features.clear();
        work.features.resize(count * ALL, 0.0);
        for (features, row) in work.features.chunks_exact_mut(ALL).zip(&rows) {
            features[..DIMENSIONS].copy_from_slice(&row[..DIMENSIONS]);
        }
        let mut place = SHARES;
        for (branch, (window, left)) in BRANCHES.into_iter().enumerate() {
            let [first, second] = &self.asset.convolutions;
            let (first, second) = (&first[branch], &second[branch]);
            work.hidden.clear();
            work.hidden.resize(count * WIDTH, 0.0);
            for (token, hidden) in work.hidden.chunks_exact_mut(WIDTH).enumerate() {
                hidden.copy_from_slice(&first.bias);
                for at in 0..window {
                    let Some(row) = (token + at).checked_sub(left).and_then(|at| rows.get(at))
                    else {
                        continue;
                    };
                    let from = place + at * WIDTH;
                    for (to, share) in hidden.iter_mut().zip(&row[from..from + WIDTH]) {
                        *to += share;
                    }
                }
                let from = PROJECTED + branch * WIDTH;
                for (to, own) in hidden.iter_mut().zip(&rows[token][from..from + WIDTH]) {
                    *to = to.max(0.0) + own;
                }
            }
            place += window * WIDTH;
            // The second layer slides over the sentence with nothing before and after it.
            work.whole.clear();
            work.whole.resize((count + window - 1) * WIDTH, 0);
            let inside = left * WIDTH..(left + count) * WIDTH;
            let scale = to_whole(&work.hidden, &mut work.whole[inside]);
            let all = Rows {
                values: &work.whole,
                rows: count,
                stride: WIDTH,
            };
            self.multiply(all, &second.matrix, 0, window * WIDTH, &mut work.sums);
            for ((features, sums), hidden) in work
                .features
                .chunks_exact_mut(ALL)
                .zip(work.sums.chunks_exact(WIDTH))
                .zip(work.hidden.chunks_exact(WIDTH))
            {
                let from = DIMENSIONS + branch * WIDTH;
                let features = &mut features[from..from + WIDTH];
                rescale(sums, scale, &second.matrix.scales, features);
                for ((to, bias), hidden) in features.iter_mut().zip(&second.bias).zip(hidden) {
                    *to = (*to + bias).max(0.0) + hidden;
                }
            }
        }
        let from = work.totals.len();
        work.totals.resize(from + ALL, 0.0);
        for features in work.features.chunks_exact_mut(ALL) {
            normalise(features, &self.asset.features_norm);
            for (total, feature) in work.totals[from..].iter_mut().zip(features.iter()) {
                *total += feature;
            }
        }
    }

    /// The dense layers: from `totals` to vectors in `dense[3]`.
    #[inline(always)]
    fn finish(&self, sentences: &[&[u32]], work: &mut Work) {
        let [d0, p1, d1, d2, p3, d3] = &self.asset.dense;
        let totals = std::mem::take(&mut work.totals);
        let [mut mean, mut one, mut two, mut last] = std::mem::take(&mut work.dense);
        self.dense(&totals, &self.asset.features, None, &mut mean, work);
        for (mean, sentence) in mean.chunks_exact_mut(DIMENSIONS).zip(sentences) {
            let count = sentence.len() as f32;
            for (mean, bias) in mean.iter_mut().zip(&self.asset.features_bias) {
                *mean = (*mean + count * bias) / count.sqrt();
            }
        }
        self.dense(&mean, d0, None, &mut two, work);
        cut_below_zero(&mut two);
        self.dense(&two, d1, None, &mut last, work);
        self.dense(&mean, p1, Some(&last), &mut one, work);
        cut_below_zero(&mut one);
        self.dense(&one, d2, None, &mut two, work);
        cut_below_zero(&mut two);
        self.dense(&two, d3, None, &mut mean, work);
        self.dense(&one, p3, Some(&mean), &mut last, work);
        for vector in last.chunks_exact_mut(DIMENSIONS) {
            for value in vector.iter_mut() {
                *value = value.tanh();
            }
            let length = sum(vector, |value| value * value).sqrt().max(TINY);
            for value in vector.iter_mut() {
                *value /= length;
            }
        }
        work.totals = totals;
        work.dense = [mean, one, two, last];
    }

    /// `out` = every row of `values` times the matrix, plus what `more` has.
    #[inline(always)]
    fn dense(
        &self,
        values: &[f32],
        matrix: &Matrix,
        more: Option<&[f32]>,
        out: &mut Vec<f32>,
        work: &mut Work,
    ) {
        let count = values.len() / matrix.inputs;
        work.whole.resize(values.len(), 0);
        work.scales.clear();
        let wholes = work.whole.chunks_exact_mut(matrix.inputs);
        for (row, whole) in values.chunks_exact(matrix.inputs).zip(wholes) {
            work.scales.push(to_whole(row, whole));
        }
        let all = Rows {
            values: &work.whole,
            rows: count,
            stride: matrix.inputs,
        };
        self.multiply(all, matrix, 0, matrix.inputs, &mut work.sums);
        out.clear();
        out.resize(count * matrix.outputs, 0.0);
        let sums = work.sums.chunks_exact(matrix.outputs).zip(&work.scales);
        for (out, (sums, scale)) in out.chunks_exact_mut(matrix.outputs).zip(sums) {
            rescale(sums, *scale, &matrix.scales, out);
        }
        for (out, more) in out.iter_mut().zip(more.unwrap_or_default()) {
            *out += more;
        }
    }

    /// Sums of products of every row with the weights of `inputs` inputs from `first` on.
    #[inline(always)]
    fn multiply(
        &self,
        rows: Rows<'_>,
        matrix: &Matrix,
        first: usize,
        inputs: usize,
        sums: &mut Vec<i32>,
    ) {
        sums.clear();
        sums.resize(rows.rows * matrix.outputs, 0);
        products(self.level, rows, matrix.part(first), inputs, sums);
    }
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    fn compute_with_avx2(
        _avx2: Avx2,
        network: &Network,
        sentences: &[&[u32]],
        warm: &Warm,
        work: &mut Work,
    ) {
        network.compute(sentences, warm, work);
    }
);

/// Sums of whole numbers as what they stand for.
#[inline(always)]
fn rescale(sums: &[i32], scale: f32, scales: &[f32], out: &mut [f32]) {
    for ((out, sum), weight) in out.iter_mut().zip(sums).zip(scales) {
        *out = *sum as f32 * (scale * weight);
    }
}

/// Rounds numbers to whole ones of at most [`MOST`]; returns what one of them stands for.
#[inline(always)]
pub(crate) fn to_whole(values: &[f32], whole: &mut [i16]) -> f32 {
    let largest = values
        .iter()
        .fold(0.0f32, |most, value| most.max(value.abs()));
    let factor = if largest > 0.0 { MOST / largest } else { 0.0 };
    for (whole, value) in whole.iter_mut().zip(values) {
        *whole = round(value * factor) as i16;
    }
    largest / MOST
}

#[inline(always)]
fn cut_below_zero(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}

/// Layer normalisation: mean 0, variance 1, then gain and shift.
#[inline(always)]
fn normalise(values: &mut [f32], norm: &Norm) {
    let count = values.len() as f32;
    let mean = sum(values, |value| value) / count;
    for value in values.iter_mut() {
        *value -= mean;
    }
    let variance = sum(values, |value| value * value) / count;
    let factor = 1.0 / (variance + TINY).sqrt();
    for ((value, gain), shift) in values.iter_mut().zip(&norm.gain).zip(&norm.shift) {
        *value = *value * factor * gain + shift;
    }
}

/// The sum of `part` over all values (a multiple of eight), in eight sums side by side: the order
/// is fixed, and eight additions at a time need not wait for each other.
#[inline(always)]
fn sum(values: &[f32], part: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; 8];
    for values in values.as_chunks::<8>().0 {
        for (lane, value) in lanes.iter_mut().zip(values) {
            *lane += part(*value);
        }
    }
    lanes.iter().sum()
}
