//! Weighs what was counted: feature groups by rarity, rows by length, postings by both.

use crate::index::bm25;
use crate::index::built::Built;
use crate::index::feature::concept::Concepts;
use crate::index::feature::icf::icf;
use crate::index::feature::kind::{BLOCKS, block_scales, block_weights};
use crate::index::hash::Table;
use crate::index::postings::group::FeatureGroup;
use crate::index::postings::posting::{ByEntry, Posting};
use crate::index::postings::rows::Rows;
use crate::index::spelling::corrector::Spelling;
use crate::index::spelling::pinyin::Syllables;
use crate::index::train::eligibility::phrasings_to_learn;

/// Scales of the blocks of a row, and where they end.
fn row_blocks(
    weights: &[f32; BLOCKS],
    groups: &[FeatureGroup],
    row: &[u32],
) -> ([f32; BLOCKS], [u32; BLOCKS]) {
    let mut squares = [0.0; BLOCKS];
    let mut ends = [0; BLOCKS];
    for &group in row {
        let group = &groups[group as usize];
        let block = group.kind.block();
        squares[block] += group.size as f32 * group.icf * group.icf;
        ends[block] += 1;
    }
    for block in 1..BLOCKS {
        ends[block] += ends[block - 1];
    }
    (block_scales(weights, &squares), ends)
}

/// Weighs groups, rows and postings once everything is counted.
pub(super) fn finish(
    entries: usize,
    table: Table,
    mut groups: Vec<FeatureGroup>,
    mut rows: Rows,
    counts: &[u8],
) -> Built {
    let mut last_entry = vec![u32::MAX; groups.len()];
    for row in 0..rows.len() {
        for &group in rows.groups(row) {
            if last_entry[group as usize] != rows.entry[row] {
                last_entry[group as usize] = rows.entry[row];
                groups[group as usize].entry_freq += 1;
            }
        }
    }
    let mut idf_max = 0.0f32;
    for group in &mut groups {
        group.icf = icf(entries, group.entry_freq);
        if group.kind.in_bm25() {
            group.idf = bm25::idf(entries, group.entry_freq);
            idf_max = idf_max.max(group.idf);
        }
    }
    let weights = block_weights(phrasings_to_learn(entries, &rows));
    (rows.scales, rows.block_ends) = (0..rows.len())
        .map(|row| row_blocks(&weights, &groups, rows.groups(row)))
        .unzip();
    let mut posting_starts = Vec::with_capacity(groups.len() + 1);
    let mut total = 0;
    for group in &groups {
        posting_starts.push(total);
        total += group.entry_freq;
    }
    posting_starts.push(total);
    let (postings, average_length) = postings(entries, &groups, &rows, counts, &posting_starts);
    Built {
        table,
        groups,
        by_entry: ByEntry::new(entries, &posting_starts, &postings),
        posting_starts,
        postings,
        rows,
        weights,
        spelling: Spelling::default(),
        syllables: Syllables::default(),
        concepts: Concepts::default(),
        idf_max,
        average_length,
    }
}

/// The postings, entry after entry, so that every group's are sorted by entry, and the mean length
/// of an entry.
fn postings(
    entries: usize,
    groups: &[FeatureGroup],
    rows: &Rows,
    counts: &[u8],
    starts: &[u32],
) -> (Vec<Posting>, f64) {
    let blank = Posting {
        entry: u32::MAX,
        centroid: 0.0,
        bm25: 0.0,
        learned: 0.0,
    };
    let mut postings = vec![blank; *starts.last().unwrap_or(&0) as usize];
    let mut filled: Vec<u32> = starts[..groups.len()].to_vec();
    let mut lengths = vec![0.0f64; entries];
    for row in 0..rows.len() {
        let entry = rows.entry[row];
        let scales = rows.scales[row];
        let first = rows.starts[row] as usize;
        for (at, &number) in rows.groups(row).iter().enumerate() {
            let group = &groups[number as usize];
            let next = &mut filled[number as usize];
            let start = starts[number as usize];
            if *next == start || postings[*next as usize - 1].entry != entry {
                postings[*next as usize].entry = entry;
                *next += 1;
            }
            let posting = &mut postings[*next as usize - 1];
            posting.centroid += scales[group.kind.block()] * group.icf;
            if group.kind.in_bm25() {
                let count = f64::from(counts[first + at]);
                posting.bm25 += count as f32;
                lengths[entry as usize] += count * f64::from(group.size);
            }
        }
    }
    let mut squares = vec![0.0f64; entries];
    for (number, group) in groups.iter().enumerate() {
        for posting in &postings[starts[number] as usize..starts[number + 1] as usize] {
            squares[posting.entry as usize] +=
                f64::from(posting.centroid).powi(2) * f64::from(group.size);
        }
    }
    let average = lengths.iter().sum::<f64>() / entries.max(1) as f64;
    for (number, group) in groups.iter().enumerate() {
        for posting in &mut postings[starts[number] as usize..starts[number + 1] as usize] {
            let entry = posting.entry as usize;
            let length = squares[entry].sqrt().max(1e-12);
            posting.centroid = (f64::from(posting.centroid) / length) as f32 * group.icf;
            if group.kind.in_bm25() {
                let tf = bm25::tf(f64::from(posting.bm25), lengths[entry], average);
                posting.bm25 = (f64::from(group.idf) * tf) as f32;
            }
        }
    }
    (postings, average)
}
