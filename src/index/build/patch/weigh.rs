//! Weighs what a changed entry says.

use super::entry::{PatchedEntry, PatchedFeature, PatchedRow};
use crate::index::bm25;
use crate::index::faq_index::Index;
use crate::index::feature::icf::icf;
use crate::index::feature::key::Feature;
use crate::index::feature::kind::{BLOCKS, block_scales};
use crate::index::postings::posting::Posting;
use crate::index::postings::rows::Source;

/// A text of an entry with its features, each with how often it occurs.
pub(in crate::index) struct Text {
    pub source: Source,
    pub features: Vec<(Feature, u32)>,
}

impl Text {
    /// An entry of these texts with the rarities of `index`; nothing is learned yet.
    pub fn entry(index: &Index, texts: &[Text]) -> PatchedEntry {
        let mut all: Vec<Feature> = Vec::new();
        all.extend(
            texts
                .iter()
                .flat_map(|text| text.features.iter().map(|one| one.0)),
        );
        all.sort_unstable();
        all.dedup();
        let features = all.iter().map(|feature| weigh(index, feature));
        let mut entry = PatchedEntry {
            features: features.collect(),
            rows: Vec::with_capacity(texts.len()),
        };
        let mut length = 0.0f64;
        for text in texts {
            let places = text.features.iter();
            let places = places.filter_map(|(feature, _)| all.binary_search(feature).ok());
            let places: Vec<u32> = places.map(|place| place as u32).collect();
            let scales = scales(index, &entry, &places);
            for (&place, (feature, count)) in places.iter().zip(&text.features) {
                let own = &mut entry.features[place as usize];
                own.posting.centroid += scales[feature.kind.block()] * own.icf;
                if feature.kind.in_bm25() {
                    own.posting.bm25 += (*count).min(255) as f32;
                    length += f64::from((*count).min(255));
                }
            }
            entry.rows.push(PatchedRow {
                source: text.source,
                scales,
                features: places,
            });
        }
        let squares = entry.features.iter();
        let squares = squares.map(|one| f64::from(one.posting.centroid).powi(2));
        let size = squares.sum::<f64>().sqrt().max(1e-12);
        let average = index.average_length();
        for one in &mut entry.features {
            let posting = &mut one.posting;
            posting.centroid = (f64::from(posting.centroid) / size) as f32 * one.icf;
            if one.kind.in_bm25() {
                let tf = bm25::tf(f64::from(posting.bm25), length, average);
                posting.bm25 = (f64::from(one.idf) * tf) as f32;
            }
        }
        entry
    }
}

/// Scales of the blocks of a row with these features.
fn scales(index: &Index, entry: &PatchedEntry, places: &[u32]) -> [f32; BLOCKS] {
    let mut squares = [0.0; BLOCKS];
    for &place in places {
        let feature = &entry.features[place as usize];
        squares[feature.kind.block()] += feature.icf * feature.icf;
    }
    block_scales(index.weights(), &squares)
}

/// A feature with its rarity: that of the index, or that of one entry.
fn weigh(index: &Index, feature: &Feature) -> PatchedFeature {
    let group = index.group_of(feature.hash).map(|group| index.group(group));
    let entries = index.entries();
    let is_counted = feature.kind.in_bm25();
    PatchedFeature {
        hash: feature.hash,
        kind: feature.kind,
        icf: group.map_or_else(|| icf(entries, 1), |group| group.icf),
        idf: match group {
            Some(group) => group.idf,
            None if is_counted => bm25::idf(entries, 1),
            None => 0.0,
        },
        posting: Posting {
            entry: 0,
            centroid: 0.0,
            bm25: 0.0,
            learned: 0.0,
        },
    }
}
