//! Entries to groups, rows and postings.

mod ids;

use crate::faq::{Entry, Faq};
use crate::index::concept::Concepts;
use crate::index::feature::{self, BLOCKS, Feature, Kind, extract};
use crate::index::hash::{Table, mix};
use crate::index::pinyin::Syllables;
use crate::index::postings::packed::Postings;
use crate::index::postings::{ByEntry, FeatureGroup, Posting, Rows, Source};
use crate::index::spelling::Spelling;
use crate::index::train::{self, parallel};
use crate::text::Analysis;
use ids::IdWords;

/// Exponent on the rarity of a feature; .7 against 1 gives rare words a little less.
const RARITY_POWER: f64 = 0.7;
/// BM25's saturation of counts and share of length normalisation (Robertson and Zaragoza 2009).
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Feature groups, rows and postings of a FAQ.
pub(in crate::index) struct Built {
    pub table: Table,
    pub groups: Vec<FeatureGroup>,
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

/// Builds the groups, rows and postings of `faq`.
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
                rows.groups.push(id);
                counts.push((*count).min(255) as u8);
            }
            rows.entry.push(read.entry);
            rows.source.push(read.source);
            rows.starts.push(rows.groups.len() as u32);
        }
    }
    let (group_of, groups) = group_features(&seen);
    drop(seen);
    table.map_values(|feature| group_of[feature as usize]);
    let counts = merge_rows(&mut rows, &counts, &group_of);
    spelling.finish();
    Built {
        spelling,
        syllables,
        concepts,
        ..finish(faq.entries.len(), table, groups, rows, &counts)
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

/// Gives features with the same kind and signature the same group, numbered block by block, in
/// each by first sight.
fn group_features(seen: &[Seen]) -> (Vec<u32>, Vec<FeatureGroup>) {
    let mut by_signature = Table::with_capacity(seen.len() / 2);
    let mut groups: Vec<FeatureGroup> = Vec::new();
    let mut group_of: Vec<u32> = seen
        .iter()
        .map(|feature| {
            let key = mix(feature.signature ^ ((feature.kind as u64) << 60));
            let group = by_signature.get_or_insert(key, groups.len() as u32);
            if group as usize == groups.len() {
                groups.push(FeatureGroup {
                    kind: feature.kind,
                    first_seen: groups.len() as u32,
                    size: 0,
                    entry_freq: 0,
                    icf: 0.0,
                    idf: 0.0,
                });
            }
            groups[group as usize].size += 1;
            group
        })
        .collect();
    let mut order: Vec<u32> = (0..groups.len() as u32).collect();
    order.sort_by_key(|&group| groups[group as usize].kind.block());
    let mut number_of = vec![0; groups.len()];
    for (number, &group) in order.iter().enumerate() {
        number_of[group as usize] = number as u32;
    }
    for group in &mut group_of {
        *group = number_of[*group as usize];
    }
    let groups = order.iter().map(|&group| groups[group as usize]).collect();
    (group_of, groups)
}

/// Rewrites the rows from features to groups, by number, and returns the counts of the groups.
fn merge_rows(rows: &mut Rows, counts: &[u8], group_of: &[u32]) -> Vec<u8> {
    let mut merged = Vec::with_capacity(rows.groups.len() / 2);
    let mut pairs: Vec<(u32, u8)> = Vec::new();
    let mut write = 0;
    for row in 0..rows.len() {
        let range = rows.starts[row] as usize..rows.starts[row + 1] as usize;
        rows.starts[row] = write as u32;
        pairs.clear();
        pairs.extend(range.map(|at| (group_of[rows.groups[at] as usize], counts[at])));
        pairs.sort_unstable();
        pairs.dedup();
        for &(group, count) in &pairs {
            rows.groups[write] = group;
            merged.push(count);
            write += 1;
        }
    }
    let rows_count = rows.len();
    rows.starts[rows_count] = write as u32;
    rows.groups.truncate(write);
    rows.groups.shrink_to_fit();
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

fn finish(
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
            let freq = f64::from(group.entry_freq);
            let ratio = (entries as f64 - freq + 0.5) / (freq + 0.5);
            group.idf = (1.0 + ratio).ln() as f32;
            idf_max = idf_max.max(group.idf);
        }
    }
    let weights = feature::block_weights(train::phrasings_to_learn(entries, &rows));
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
    let postings = postings(entries, &groups, &rows, counts, &posting_starts);
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
    }
}

/// The postings, entry after entry, so that every group's are sorted by entry.
fn postings(
    entries: usize,
    groups: &[FeatureGroup],
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
                let freq = f64::from(posting.bm25);
                let norm = K1 * (1.0 - B + B * lengths[entry] / average.max(1e-9));
                posting.bm25 = (f64::from(group.idf) * freq / (freq + norm)) as f32;
            }
        }
    }
    postings
}
