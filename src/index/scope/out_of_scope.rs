//! Questions that no entry may answer: a FAQ's `out_of_scope`, and a list of small talk.
//!
//! They are no class of their own in training: a FAQ may well have an entry about the weather. They
//! only speak against an answer where a question is more similar to one of them than to the
//! entry's phrasings.

use bitcode::{Decode, Encode};

use crate::index::feature::concept::Concepts;
use crate::index::feature::extract::extract;
use crate::index::feature::key::Feature;
use crate::index::hash::{self, Table};
use crate::lexicon::SMALL_TALK;
use crate::lexicon::word_hash::WordMap;
use crate::text::Analysis;

/// The questions, found by their words.
#[derive(Debug, Default, Encode, Decode)]
pub struct OutOfScope {
    table: Table,
    /// For each word or pair of words, the lines that have it.
    lines: Vec<Vec<u32>>,
    /// Squared length of each line.
    squares: Vec<f32>,
    /// How many of the lines are the FAQ's own; small talk follows.
    own: u32,
    /// Hashes of whole lines.
    whole: WordMap<u64, u32>,
}

/// How similar a question is to the most similar line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Similarity {
    /// Cosine over words and their neighbours, 0 to 1.
    pub cosine: f32,
    /// Whether it is the line word by word.
    pub same: bool,
    /// Whether that line is small talk of the built-in list.
    pub small_talk: bool,
}

impl OutOfScope {
    /// Reads the lines; `weigh` gives the weight of a feature.
    pub(in crate::index) fn new(
        own: &[String],
        concepts: &Concepts,
        weigh: impl Fn(u64) -> f32,
    ) -> OutOfScope {
        let mut out_of_scope = OutOfScope {
            own: own.len() as u32,
            ..OutOfScope::default()
        };
        let small = SMALL_TALK
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut analysis = Analysis::default();
        let mut features: Vec<Feature> = Vec::new();
        for line in own.iter().map(String::as_str).chain(small) {
            analysis.read(line);
            features.clear();
            extract(&analysis, &concepts.terms(&analysis), &mut features);
            features.retain(|feature| feature.kind.block() < 2);
            features.sort_unstable();
            features.dedup();
            let number = out_of_scope.squares.len() as u32;
            let mut square = 0.0;
            for feature in &features {
                square += weigh(feature.hash).powi(2);
                let next = out_of_scope.lines.len() as u32;
                let slot = out_of_scope.table.get_or_insert(feature.hash, next);
                if slot == next {
                    out_of_scope.lines.push(Vec::new());
                }
                out_of_scope.lines[slot as usize].push(number);
            }
            out_of_scope.squares.push(square);
            if !features.is_empty() {
                out_of_scope.whole.entry(whole(&analysis)).or_insert(number);
            }
        }
        out_of_scope
    }

    /// The line most similar to a question with these words.
    pub fn most_similar(
        &self,
        analysis: &Analysis,
        words: impl Iterator<Item = u64>,
        weigh: impl Fn(u64) -> f32,
    ) -> Similarity {
        if let Some(&line) = self.whole.get(&whole(analysis)) {
            return Similarity {
                cosine: 1.0,
                same: true,
                small_talk: line >= self.own,
            };
        }
        let mut shared = vec![0.0f32; self.squares.len()];
        let mut square = 0.0;
        for word in words {
            let weight = weigh(word).powi(2);
            square += weight;
            if let Some(slot) = self.table.get(word) {
                for &line in &self.lines[slot as usize] {
                    shared[line as usize] += weight;
                }
            }
        }
        let near = shared.iter().enumerate().filter(|line| *line.1 > 0.0);
        near.map(|(line, shared)| Similarity {
            cosine: shared / (square * self.squares[line]).sqrt().max(1e-9),
            same: false,
            small_talk: line as u32 >= self.own,
        })
        .fold(Similarity::default(), |best, one| {
            // Ties go to the FAQ's own lines.
            let better = one.cosine > best.cosine
                || (one.cosine == best.cosine && best.small_talk && !one.small_talk);
            if better { one } else { best }
        })
    }
}

/// Hash of all tokens that have weight, in order.
fn whole(analysis: &Analysis) -> u64 {
    let tokens = analysis.tokens();
    let all_in_stop_phrase = tokens.iter().all(|token| token.in_stop_phrase);
    tokens
        .iter()
        .filter(|token| all_in_stop_phrase || !token.in_stop_phrase)
        .fold(1, |code, token| {
            hash::pair(code, hash::text(analysis.text(token)))
        })
}
