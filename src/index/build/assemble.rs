//! Reads every text of a FAQ and counts its features.

use std::borrow::Cow;
use std::ops::Range;

use super::grouping::Features;
use super::ids::IdWords;
use super::weights;
use crate::faq::{Entry, Faq};
use crate::index::built::Built;
use crate::index::feature::concept::Concepts;
use crate::index::feature::extract::extract;
use crate::index::feature::key::Feature;
use crate::index::postings::rows::{Rows, Source};
use crate::index::spelling::corrector::Spelling;
use crate::index::spelling::pinyin::Syllables;
use crate::parallel;
use crate::text::Analysis;

/// Texts read at a time; more would only take memory.
const BLOCK_OF_TEXTS: usize = 1024;

/// A text of an entry, read.
struct Read<'a> {
    entry: u32,
    source: Source,
    text: Cow<'a, str>,
    analysis: Analysis,
    features: Vec<(Feature, u32)>,
}

/// Builds the groups, rows and postings of `faq`.
pub(in crate::index) fn build(faq: &Faq, threads: usize) -> Built {
    let mut seen = Features::default();
    let mut rows = Rows {
        starts: vec![0],
        ..Rows::default()
    };
    let mut spelling = Spelling::default();
    let mut syllables = Syllables::default();
    let concepts = Concepts::new(&faq.synonyms);
    let ids = IdWords::new(faq);
    let mut all = faq.entries.iter().enumerate().flat_map(|(number, entry)| {
        texts(entry, &ids).map(move |(source, text)| (number as u32, source, text))
    });
    let mut read_on = || read_block(&mut all, &concepts, threads);
    let mut block = read_on();
    while !block.is_empty() {
        // While this thread counts, others read on.
        let count = || {
            for read in &block {
                spelling.learn(&read.analysis);
                syllables.learn(&read.analysis);
                seen.add(&read.features, &mut rows);
                rows.entry.push(read.entry);
                rows.source.push(read.source);
            }
        };
        ((), block) = parallel::both(threads, count, &mut read_on);
    }
    let (table, groups, counts) = seen.group(&mut rows);
    spelling.finish();
    Built {
        spelling,
        syllables,
        concepts,
        ..weights::finish(faq.entries.len(), table, groups, rows, &counts)
    }
}

/// Reads the next texts.
fn read_block<'a>(
    texts: &mut impl Iterator<Item = (u32, Source, Cow<'a, str>)>,
    concepts: &Concepts,
    threads: usize,
) -> Vec<Read<'a>> {
    let unread = |(entry, source, text)| Read {
        entry,
        source,
        text,
        analysis: Analysis::default(),
        features: Vec::new(),
    };
    let mut block: Vec<Read<'_>> = texts.take(BLOCK_OF_TEXTS).map(unread).collect();
    let ranges = parallel::cuts(block.len(), threads, |at| block[at].text.len() + 1);
    let read = |_: Range<usize>, part: &mut [Read<'_>]| {
        let mut features = Vec::new();
        for read in part {
            read.analysis.read(&read.text);
            counted(&read.analysis, concepts, &mut features, &mut read.features);
        }
    };
    parallel::slices(&ranges, &mut block, |at| at, read);
    block
}

/// The texts of an entry that are matched.
pub(in crate::index) fn texts<'a>(
    entry: &'a Entry,
    ids: &IdWords,
) -> impl Iterator<Item = (Source, Cow<'a, str>)> {
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
    // Features of one hash are one: the kind is in it.
    features.sort_unstable_by_key(|feature| feature.hash);
    for &feature in features.iter() {
        match out.last_mut() {
            Some((last, count)) if *last == feature => *count += 1,
            _ => out.push((feature, 1)),
        }
    }
}
