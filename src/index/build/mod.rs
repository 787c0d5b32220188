//! Entries to columns, rows and postings.

mod ids;

use crate::faq::{Entry, Faq};
use crate::index::concept::Concepts;
use crate::index::feature::{self, BLOCKS, Feature, Kind, extract};
use crate::index::hash::{Table, mix};
use crate::index::pinyin::Syllables;
use crate::index::postings::packed::Postings;
use crate::index::postings::{ByEntry, Column, Posting, Rows, Source};
use crate::index::spelling::Spelling;
use crate::index::train::{self, parallel};
use crate::text::Analysis;
use ids::IdWords;

/// Exponent on the rarity of a feature; .7 against 1 gives rare words a little less.
const RARITY_POWER: f64 = 0.7;
/// BM25's saturation of counts and share of length normalisation (Robertson and Zaragoza 2009).
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Columns, rows and postings of a FAQ.
pub(in crate::index) struct Built {
    pub table: Table,
    pub columns: Vec<Column>,
    pub posting_starts: Vec<u32>,
    pub postings: Vec<Posting>,
    pub by_entry: ByEntry,
    pub rows: Rows,
    /// Weights of the blocks in a vector's squared length.
    pub weights: [f32; BLOCKS],
    pub spelling: Spelling,
    pub syllables: Syllables,
    pub concepts: Concepts,
    /// Largest BM25 weight by rarity in the index: what an unknown term would weigh.
    pub idf_max: f32,
}

impl Built {
    /// Packs the postings; neither they nor their order by entry are left.
    pub fn pack(&mut self, entries: usize) -> Postings {
        self.by_entry = ByEntry::default();
        let starts = std::mem::take(&mut self.posting_starts);
        Postings::new(entries, starts, &std::mem::take(&mut self.postings))
    }
}

/// Weight by rarity: entries that have the feature, not phrasings, are counted.
pub(in crate::index) fn icf(entries: usize, entry_freq: u32) -> f32 {
    let ratio = (1.0 + entries as f64) / (1.0 + f64::from(entry_freq));
    (ratio.ln() + 1.0).powf(RARITY_POWER) as f32
}

/// Features of a text with how often each occurs, by hash.
pub(in crate::index) fn counted(
    analysis: &Analysis,
    concepts: &Concepts,
    features: &mut Vec<Feature>,
    out: &mut Vec<(Feature, u32)>,
) {
    features.clear();
    out.clear();
    extract(analysis, concepts, features);
    features.sort_unstable();
    for &feature in features.iter() {
        match out.last_mut() {
            Some((last, count)) if *last == feature => *count += 1,
            _ => out.push((feature, 1)),
        }
    }
}

/// Everything about a feature while it is counted.
struct Seen {
    kind: Kind,
    signature: u64,
}

/// Texts read at a time; more would only take memory.
const BLOCK_OF_TEXTS: usize = 2048;

/// A text of an entry, read.
struct Read<'a> {
    entry: u32,
    source: Source,
    text: std::borrow::Cow<'a, str>,
    analysis: Analysis,
    features: Vec<(Feature, u32)>,
}

/// Builds the columns, rows and postings of `faq`.
pub(in crate::index) fn build(faq: &Faq, threads: usize) -> Built {
    let mut table = Table::default();
    let mut seen: Vec<Seen> = Vec::new();
    let mut rows = Rows {
        starts: vec![0],
        ..Rows::default()
    };
    let mut counts: Vec<u8> = Vec::new();
    let mut spelling = Spelling::default();
    let mut syllables = Syllables::default();
    let concepts = Concepts::new(&faq.synonyms);
    let ids = IdWords::new(faq);
    let mut all = faq.entries.iter().enumerate().flat_map(|(number, entry)| {
        texts(entry, &ids).map(move |(source, text)| (number, source, text))
    });
    let mut block: Vec<Read<'_>> = Vec::new();
    loop {
        block.clear();
        block.extend(
            all.by_ref()
                .take(BLOCK_OF_TEXTS)
                .map(|(number, source, text)| Read {
                    entry: number as u32,
                    source,
                    text,
                    analysis: Analysis::default(),
                    features: Vec::new(),
                }),
        );
        if block.is_empty() {
            break;
        }
        let ranges = parallel::cuts(block.len(), threads, |at| block[at].text.len() + 1);
        parallel::each(
            &ranges,
            &mut block,
            |at| at,
            |_, part| {
                let mut features = Vec::new();
                for read in part {
                    read.analysis.read(&read.text);
                    counted(&read.analysis, &concepts, &mut features, &mut read.features);
                }
            },
        );
        for read in &block {
            spelling.learn(&read.analysis);
            syllables.learn(&read.analysis);
            let row = rows.len() as u64;
            for (feature, count) in &read.features {
                let next = seen.len() as u32;
                let id = table.get_or_insert(feature.hash, next);
                if id == next {
                    seen.push(Seen {
                        kind: feature.kind,
                        signature: 0,
                    });
                }
                let slot = &mut seen[id as usize];
                slot.signature = mix(slot.signature ^ (row << 8 | u64::from(*count).min(255)));
                rows.columns.push(id);
                counts.push((*count).min(255) as u8);
            }
            rows.entry.push(read.entry);
            rows.source.push(read.source);
            rows.starts.push(rows.columns.len() as u32);
        }
    }
    let (column_of, columns) = group(&seen);
    drop(seen);
    table.map_values(|feature| column_of[feature as usize]);
    let counts = merge_rows(&mut rows, &counts, &column_of);
    spelling.finish();
    Built {
        spelling,
        syllables,
        concepts,
        ..finish(faq.entries.len(), table, columns, rows, &counts)
    }
}

/// The texts of an entry that are matched.
fn texts<'a>(
    entry: &'a Entry,
    ids: &IdWords,
) -> impl Iterator<Item = (Source, std::borrow::Cow<'a, str>)> {
    let phrasings = entry
        .phrasings
        .iter()
        .enumerate()
        .map(|(number, phrasing)| {
            (
                Source::Phrasing(number as u32),
                phrasing.text.as_str().into(),
            )
        });
    let id = ids.telling(&entry.id);
    let keywords = entry
        .keywords
        .iter()
        .enumerate()
        .map(|(number, keyword)| (Source::Keyword(number as u32), keyword.as_str().into()));
    phrasings
        .chain(id.map(|id| (Source::Id, id.into())))
        .chain(keywords)
}

/// Gives features with the same kind and signature the same column, numbered block by block, in
/// each by first sight.
fn group(seen: &[Seen]) -> (Vec<u32>, Vec<Column>) {
    let mut by_signature = Table::with_capacity(seen.len() / 2);
    let mut columns: Vec<Column> = Vec::new();
    let mut column_of: Vec<u32> = seen
        .iter()
        .map(|feature| {
            let key = mix(feature.signature ^ ((feature.kind as u64) << 60));
            let column = by_signature.get_or_insert(key, columns.len() as u32);
            if column as usize == columns.len() {
                columns.push(Column {
                    kind: feature.kind,
                    first_seen: columns.len() as u32,
                    size: 0,
                    entry_freq: 0,
                    icf: 0.0,
                    idf: 0.0,
                });
            }
            columns[column as usize].size += 1;
            column
        })
        .collect();
    let mut order: Vec<u32> = (0..columns.len() as u32).collect();
    order.sort_by_key(|&column| columns[column as usize].kind.block());
    let mut number_of = vec![0; columns.len()];
    for (number, &column) in order.iter().enumerate() {
        number_of[column as usize] = number as u32;
    }
    for column in &mut column_of {
        *column = number_of[*column as usize];
    }
    let columns = order
        .iter()
        .map(|&column| columns[column as usize])
        .collect();
    (column_of, columns)
}

/// Rewrites the rows from features to columns, by number, and returns the counts of the columns.
fn merge_rows(rows: &mut Rows, counts: &[u8], column_of: &[u32]) -> Vec<u8> {
    let mut merged = Vec::with_capacity(rows.columns.len() / 2);
    let mut pairs: Vec<(u32, u8)> = Vec::new();
    let mut write = 0;
    for row in 0..rows.len() {
        let range = rows.starts[row] as usize..rows.starts[row + 1] as usize;
        rows.starts[row] = write as u32;
        pairs.clear();
        pairs.extend(range.map(|at| (column_of[rows.columns[at] as usize], counts[at])));
        pairs.sort_unstable();
        pairs.dedup();
        for &(column, count) in &pairs {
            rows.columns[write] = column;
            merged.push(count);
            write += 1;
        }
    }
    let rows_count = rows.len();
    rows.starts[rows_count] = write as u32;
    rows.columns.truncate(write);
    rows.columns.shrink_to_fit();
    merged
}

/// Scale of each block so that a text's vector has length 1; `squares` are the squared lengths
/// of its blocks before scaling.
pub(in crate::index) fn block_scales(
    weights: &[f32; BLOCKS],
    squares: &[f32; BLOCKS],
) -> [f32; BLOCKS] {
    let total: f32 = (0..BLOCKS)
        .filter(|&block| squares[block] > 0.0)
        .map(|block| weights[block])
        .sum();
    let mut scales = [0.0; BLOCKS];
    for block in 0..BLOCKS {
        if squares[block] > 0.0 {
            scales[block] = (weights[block] / total / squares[block]).sqrt();
        }
    }
    scales
}

/// Scales of the blocks of a row, and where they end.
fn row_blocks(
    weights: &[f32; BLOCKS],
    columns: &[Column],
    row: &[u32],
) -> ([f32; BLOCKS], [u32; BLOCKS]) {
    let mut squares = [0.0; BLOCKS];
    let mut ends = [0; BLOCKS];
    for &column in row {
        let column = &columns[column as usize];
        let block = column.kind.block();
        squares[block] += column.size as f32 * column.icf * column.icf;
        ends[block] += 1;
    }
    for block in 1..BLOCKS {
        ends[block] += ends[block - 1];
    }
    (block_scales(weights, &squares), ends)
}

fn finish(
    entries: usize,
    table: Table,
    mut columns: Vec<Column>,
    mut rows: Rows,
    counts: &[u8],
) -> Built {
    let mut last_entry = vec![u32::MAX; columns.len()];
    for row in 0..rows.len() {
        for &column in rows.columns(row) {
            if last_entry[column as usize] != rows.entry[row] {
                last_entry[column as usize] = rows.entry[row];
                columns[column as usize].entry_freq += 1;
            }
        }
    }
    let mut idf_max = 0.0f32;
    for column in &mut columns {
        column.icf = icf(entries, column.entry_freq);
        if column.kind.in_bm25() {
            let freq = f64::from(column.entry_freq);
            let ratio = (entries as f64 - freq + 0.5) / (freq + 0.5);
            column.idf = (1.0 + ratio).ln() as f32;
            idf_max = idf_max.max(column.idf);
        }
    }
    let weights = feature::block_weights(train::phrasings_to_learn(entries, &rows));
    (rows.scales, rows.block_ends) = (0..rows.len())
        .map(|row| row_blocks(&weights, &columns, rows.columns(row)))
        .unzip();
    let mut posting_starts = Vec::with_capacity(columns.len() + 1);
    let mut total = 0;
    for column in &columns {
        posting_starts.push(total);
        total += column.entry_freq;
    }
    posting_starts.push(total);
    let postings = postings(entries, &columns, &rows, counts, &posting_starts);
    Built {
        table,
        columns,
        by_entry: ByEntry::new(entries, &posting_starts, &postings),
        posting_starts,
        postings,
        rows,
        weights,
        spelling: Spelling::default(),
        syllables: Syllables::default(),
        concepts: Concepts::default(),
        idf_max,
    }
}

/// The postings, entry after entry, so that every column's are sorted by entry.
fn postings(
    entries: usize,
    columns: &[Column],
    rows: &Rows,
    counts: &[u8],
    starts: &[u32],
) -> Vec<Posting> {
    let blank = Posting {
        entry: u32::MAX,
        centroid: 0.0,
        bm25: 0.0,
        learned: 0.0,
    };
    let mut postings = vec![blank; *starts.last().unwrap_or(&0) as usize];
    let mut filled: Vec<u32> = starts[..columns.len()].to_vec();
    let mut lengths = vec![0.0f64; entries];
    for row in 0..rows.len() {
        let entry = rows.entry[row];
        let scales = rows.scales[row];
        let first = rows.starts[row] as usize;
        for (at, &number) in rows.columns(row).iter().enumerate() {
            let column = &columns[number as usize];
            let next = &mut filled[number as usize];
            let start = starts[number as usize];
            if *next == start || postings[*next as usize - 1].entry != entry {
                postings[*next as usize].entry = entry;
                *next += 1;
            }
            let posting = &mut postings[*next as usize - 1];
            posting.centroid += scales[column.kind.block()] * column.icf;
            if column.kind.in_bm25() {
                let count = f64::from(counts[first + at]);
                posting.bm25 += count as f32;
                lengths[entry as usize] += count * f64::from(column.size);
            }
        }
    }
    let mut squares = vec![0.0f64; entries];
    for (number, column) in columns.iter().enumerate() {
        for posting in &postings[starts[number] as usize..starts[number + 1] as usize] {
            squares[posting.entry as usize] +=
                f64::from(posting.centroid).powi(2) * f64::from(column.size);
        }
    }
    let average = lengths.iter().sum::<f64>() / entries.max(1) as f64;
    for (number, column) in columns.iter().enumerate() {
        for posting in &mut postings[starts[number] as usize..starts[number + 1] as usize] {
            let entry = posting.entry as usize;
            let length = squares[entry].sqrt().max(1e-12);
            posting.centroid = (f64::from(posting.centroid) / length) as f32 * column.icf;
            if column.kind.in_bm25() {
                let freq = f64::from(posting.bm25);
                let norm = K1 * (1.0 - B + B * lengths[entry] / average.max(1e-9));
                posting.bm25 = (f64::from(column.idf) * freq / (freq + norm)) as f32;
            }
        }
    }
    postings
}
