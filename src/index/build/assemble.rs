//! Reads every text of a FAQ and counts its features.

use super::grouping::{Seen, group_features, merge_rows};
use super::ids::IdWords;
use super::weights;
use crate::faq::{Entry, Faq};
use crate::index::built::Built;
use crate::index::feature::concept::Concepts;
use crate::index::feature::extract::extract;
use crate::index::feature::key::Feature;
use crate::index::hash::{Table, mix};
use crate::index::postings::rows::{Rows, Source};
use crate::index::spelling::corrector::Spelling;
use crate::index::spelling::pinyin::Syllables;
use crate::parallel;
use crate::text::Analysis;

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
        parallel::slices(
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
        ..weights::finish(faq.entries.len(), table, groups, rows, &counts)
    }
}

/// The texts of an entry that are matched.
pub(in crate::index) fn texts<'a>(
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

/// Features of a text with how often each occurs, by hash.
pub(in crate::index) fn counted(
    analysis: &Analysis,
    concepts: &Concepts,
    features: &mut Vec<Feature>,
    out: &mut Vec<(Feature, u32)>,
) {
    features.clear();
    out.clear();
    extract(analysis, &concepts.terms(analysis), features);
    features.sort_unstable();
    for &feature in features.iter() {
        match out.last_mut() {
            Some((last, count)) if *last == feature => *count += 1,
            _ => out.push((feature, 1)),
        }
    }
}
