//! Products of whole numbers: rows of activations with rows of weights.
//!
//! Activations are 16-bit numbers, weights 8-bit ones, sums 32-bit ones, so the result is exact
//! and the same on every processor. AVX2 is taken where the processor has it, decided at run
//! time; x86-64 without it has a loop of its own, any other processor a plain one.

use fearless_simd::Level;

/// Inputs are taken so many at a time: every length is a multiple of it.
pub(crate) const STEP: usize = 16;

/// Rows that share one reading of the weights. Two outputs times six rows keep twelve sums in
/// registers, of which x86-64 has sixteen.
const ROWS: usize = 6;

/// Activations: `rows` rows of `inputs` numbers, the next row `stride` numbers further. Rows may
/// overlap, which is how a window slides over a sentence.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub values: &'a [i16],
    pub rows: usize,
    pub stride: usize,
}

/// Weights: for every output a row of numbers, the next row `stride` numbers further.
#[derive(Clone, Copy)]
pub(crate) struct Weights<'a> {
    pub values: &'a [i8],
    pub outputs: usize,
    pub stride: usize,
}

/// Writes the product of every row and every output over `inputs` inputs: row after row into
/// `sums`, `outputs` numbers each. The number of outputs is even, that of inputs a multiple of
/// [`STEP`]; a sum that leaves 32 bits wraps.
pub(crate) fn products(
    level: Level,
    rows: Rows<'_>,
    weights: Weights<'_>,
    inputs: usize,
    sums: &mut [i32],
) {
    debug_assert!(inputs.is_multiple_of(STEP) && weights.outputs.is_multiple_of(2));
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = level.as_avx2() {
        return avx2::products(avx2, rows, weights, inputs, sums);
    } else if let Some(sse2) = level.as_sse2() {
        return sse2::products(sse2, rows, weights, inputs, sums);
    }
    let _ = level;
    plain::run(rows, weights, inputs, sums);
}

/// Sums of two outputs with each of some rows.
type Sums = [[i32; 2]; ROWS];

/// Two rows of weights or several of activations, in steps.
type Steps<'a, T> = &'a [[T; STEP]];

/// The numbers of one row, in steps.
#[inline(always)]
fn row<T>(values: &[T], at: usize, stride: usize, inputs: usize) -> Steps<'_, T> {
    values[at * stride..at * stride + inputs].as_chunks().0
}

/// Defines `run`, which cuts the whole product into tiles of two outputs and up to [`ROWS`] rows
/// and hands each to `tile`. A function with instructions of its own cannot be passed as a value
/// and stay inlined, so this is written out once for every kind of processor.
macro_rules! cut_into_tiles {
    ($(#[$features:meta])?) => {
        $(#[$features])?
        pub(crate) fn run(rows: Rows<'_>, weights: Weights<'_>, inputs: usize, sums: &mut [i32]) {
            let outputs = weights.outputs;
            for output in (0..outputs).step_by(2) {
                let pair = [output, output + 1]
                    .map(|output| row(weights.values, output, weights.stride, inputs));
                for first in (0..rows.rows).step_by(ROWS) {
                    let count = (rows.rows - first).min(ROWS);
                    let mut taken: [Steps<'_, i16>; ROWS] = [&[]; ROWS];
                    for (at, taken) in taken[..count].iter_mut().enumerate() {
                        *taken = row(rows.values, first + at, rows.stride, inputs);
                    }
                    let found = match count {
                        1 => tile::<1>(&taken, pair),
                        2 => tile::<2>(&taken, pair),
                        3 => tile::<3>(&taken, pair),
                        4 => tile::<4>(&taken, pair),
                        5 => tile::<5>(&taken, pair),
                        _ => tile::<6>(&taken, pair),
                    };
                    for (at, sum) in found[..count].iter().enumerate() {
                        let to = (first + at) * outputs + output;
                        sums[to..to + 2].copy_from_slice(sum);
                    }
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::*;

    use crate::product::{ROWS, Rows, Steps, Sums, Weights, row};

    fearless_simd::kernel!(
        pub(crate) fn products(
            _avx2: Avx2,
            rows: Rows<'_>,
            weights: Weights<'_>,
            inputs: usize,
            sums: &mut [i32],
        ) {
            run(rows, weights, inputs, sums);
        }
    );

    cut_into_tiles!(#[target_feature(enable = "avx2")]);

    #[inline]
    #[target_feature(enable = "avx2")]
    fn tile<const N: usize>(rows: &[Steps<'_, i16>; ROWS], weights: [Steps<'_, i8>; 2]) -> Sums {
        let steps = weights[0].len();
        let second = &weights[1][..steps];
        let mut cut: [Steps<'_, i16>; N] = [&[]; N];
        for (to, row) in cut.iter_mut().zip(rows) {
            *to = &row[..steps];
        }
        let mut sums = [[_mm256_setzero_si256(); 2]; N];
        for step in 0..steps {
            let one = _mm256_cvtepi8_epi16(bytemuck::cast(weights[0][step]));
            let two = _mm256_cvtepi8_epi16(bytemuck::cast(second[step]));
            for (sum, row) in sums.iter_mut().zip(&cut) {
                let row: __m256i = bytemuck::cast(row[step]);
                sum[0] = _mm256_add_epi32(sum[0], _mm256_madd_epi16(row, one));
                sum[1] = _mm256_add_epi32(sum[1], _mm256_madd_epi16(row, two));
            }
        }
        let mut all = Sums::default();
        for (to, sum) in all.iter_mut().zip(sums) {
            *to = sum.map(|lanes| {
                let lanes: [i32; 8] = bytemuck::cast(lanes);
                lanes.iter().fold(0, |sum, lane| lane.wrapping_add(sum))
            });
        }
        all
    }
}

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use std::arch::x86_64::*;

    use crate::product::{ROWS, Rows, Steps, Sums, Weights, row};

    fearless_simd::kernel!(
        pub(crate) fn products(
            _sse2: Sse2,
            rows: Rows<'_>,
            weights: Weights<'_>,
            inputs: usize,
            sums: &mut [i32],
        ) {
            run(rows, weights, inputs, sums);
        }
    );

    cut_into_tiles!(#[target_feature(enable = "sse2")]);

    #[inline]
    #[target_feature(enable = "sse2")]
    fn tile<const N: usize>(rows: &[Steps<'_, i16>; ROWS], weights: [Steps<'_, i8>; 2]) -> Sums {
        let steps = weights[0].len();
        let second = &weights[1][..steps];
        let mut cut: [Steps<'_, i16>; N] = [&[]; N];
        for (to, row) in cut.iter_mut().zip(rows) {
            *to = &row[..steps];
        }
        let mut sums = [[_mm_setzero_si128(); 2]; N];
        for step in 0..steps {
            let one: __m128i = bytemuck::cast(weights[0][step]);
            let two: __m128i = bytemuck::cast(second[step]);
            // A byte beside itself, moved down by eight bits, is the byte as a 16-bit number.
            let low = [
                _mm_srai_epi16::<8>(_mm_unpacklo_epi8(one, one)),
                _mm_srai_epi16::<8>(_mm_unpacklo_epi8(two, two)),
            ];
            for (sum, row) in sums.iter_mut().zip(&cut) {
                let [row, _]: [__m128i; 2] = bytemuck::cast(row[step]);
                sum[0] = _mm_add_epi32(sum[0], _mm_madd_epi16(row, low[0]));
                sum[1] = _mm_add_epi32(sum[1], _mm_madd_epi16(row, low[1]));
            }
            let high = [
                _mm_srai_epi16::<8>(_mm_unpackhi_epi8(one, one)),
                _mm_srai_epi16::<8>(_mm_unpackhi_epi8(two, two)),
            ];
            for (sum, row) in sums.iter_mut().zip(&cut) {
                let [_, row]: [__m128i; 2] = bytemuck::cast(row[step]);
                sum[0] = _mm_add_epi32(sum[0], _mm_madd_epi16(row, high[0]));
                sum[1] = _mm_add_epi32(sum[1], _mm_madd_epi16(row, high[1]));
            }
        }
        let mut all = Sums::default();
        for (to, sum) in all.iter_mut().zip(sums) {
            *to = sum.map(|lanes| {
                let lanes: [i32; 4] = bytemuck::cast(lanes);
                lanes.iter().fold(0, |sum, lane| lane.wrapping_add(sum))
            });
        }
        all
    }
}

mod plain {
    use crate::product::{ROWS, Rows, Steps, Sums, Weights, row};

    cut_into_tiles!();

    #[inline]
    fn tile<const N: usize>(rows: &[Steps<'_, i16>; ROWS], weights: [Steps<'_, i8>; 2]) -> Sums {
        let mut all = Sums::default();
        for (to, row) in all[..N].iter_mut().zip(rows) {
            *to = weights.map(|weights| {
                let numbers = row.as_flattened().iter().zip(weights.as_flattened());
                numbers.fold(0i32, |sum, (a, b)| {
                    sum.wrapping_add(i32::from(*a) * i32::from(*b))
                })
            });
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_processor_finds_the_same_sums() {
        let inputs = 48;
        let outputs = 4;
        let weights: Vec<i8> = (0..outputs * 64)
            .map(|at| (at * 37 % 255) as u8 as i8)
            .collect();
        for rows in [0, 1, 2, 5, 6, 7, 13] {
            // Windows that overlap: the next row begins 16 numbers further.
            let values: Vec<i16> = (0..rows * 16 + inputs)
                .map(|at| (at * 7919 % 16_381) as i16 - 8190)
                .collect();
            let rows = Rows {
                values: &values,
                rows,
                stride: 16,
            };
            let weights = Weights {
                values: &weights,
                outputs,
                stride: 64,
            };
            let mut wanted = Vec::new();
            for row in 0..rows.rows {
                for output in 0..outputs {
                    wanted.push(
                        (0..inputs)
                            .map(|at| {
                                i32::from(rows.values[row * 16 + at])
                                    * i32::from(weights.values[output * 64 + at])
                            })
                            .sum::<i32>(),
                    );
                }
            }
            let mut found = vec![0; rows.rows * outputs];
            plain::run(rows, weights, inputs, &mut found);
            assert_eq!(found, wanted, "plain, {} rows", rows.rows);
            for level in [Level::new(), Level::baseline()] {
                found.fill(0);
                products(level, rows, weights, inputs, &mut found);
                assert_eq!(found, wanted, "{level:?}, {} rows", rows.rows);
            }
        }
    }
}
