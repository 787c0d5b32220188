//! Matching: a question in, the likely entries with their confidence out, and what to do with them.
//!
//! Reads no clock, no file and no network; the same knowledge and question give the same bytes.

mod calibration;
mod candidate;
mod decision;
mod explanation;
mod nearest;
mod score;
mod scratch;
mod signals;

pub use candidate::Candidate;
pub use decision::{Decision, Thresholds};
pub use explanation::{Explanation, explain};
pub use signals::{COUNT as SIGNALS, NAMES as SIGNAL_NAMES, Signals};

use crate::index::Nearness;
use crate::knowledge::Knowledge;
use crate::text::{Analysis, Language, TokenKind};
use scratch::Scratch;

/// What matching says about one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The language the question is mostly written in.
    pub language: Language,
    /// The best entries, best first, also where none is good enough.
    pub candidates: Vec<Candidate>,
    /// What to do.
    pub decision: Decision,
}

/// Finds the entries that may answer `question`: at most `top` of them, at least as many as
/// `thresholds` would suggest.
pub fn ask(knowledge: &Knowledge, question: &str, thresholds: &Thresholds, top: usize) -> Outcome {
    scratch::with(|scratch| {
        let wanted = top.max(thresholds.suggestions).max(2);
        let found = find(knowledge, question, wanted, scratch);
        let confidences = calibration::confidences(&scratch.query, &found);
        let index = knowledge.index();
        let candidates: Vec<Candidate> = found
            .best
            .iter()
            .zip(confidences)
            .enumerate()
            .map(|(place, (scored, confidence))| {
                let nearest = match place {
                    0 => found.nearest.phrasing,
                    _ => nearest::nearest(index, &scratch.query, scored.entry).phrasing,
                };
                Candidate {
                    entry: knowledge.faq().entries[scored.entry as usize].id.clone(),
                    confidence,
                    phrasing: nearest::text(knowledge, scored.entry, nearest),
                }
            })
            .collect();
        Outcome {
            language: scratch.analysis.language(),
            decision: decision::decide(&candidates, thresholds),
            candidates,
        }
    })
}

/// The signals that the confidence of the best entry is computed from, with that entry's number;
/// for fitting the calibration. `None` for a FAQ without entries.
pub fn signals(knowledge: &Knowledge, question: &str) -> Option<(usize, Signals)> {
    scratch::with(|scratch| {
        let found = find(knowledge, question, 2, scratch);
        let best = found.best.first()?;
        Some((best.entry as usize, found.signals?))
    })
}

/// What was found before anything is decided.
struct Found {
    best: Vec<score::Scored>,
    nearest: nearest::Nearest,
    signals: Option<Signals>,
    outside: Nearness,
    /// Whether the question is a bare topic: one word, or two Han characters.
    bare: bool,
}

fn find(knowledge: &Knowledge, question: &str, wanted: usize, scratch: &mut Scratch) -> Found {
    let index = knowledge.index();
    let Scratch {
        analysis,
        query,
        corrections,
    } = scratch;
    analysis.read(question);
    index.spelling().correct(analysis, corrections);
    query.look_up(index, analysis);
    query.score(index);
    let best = score::best(query, wanted);
    let mut nearest = nearest::Nearest {
        closeness: 0.0,
        phrasing: None,
    };
    let mut signals = None;
    if let Some(first) = best.first() {
        nearest = nearest::nearest(index, query, first.entry);
        signals = Some(signals::read(
            index,
            query,
            words(analysis),
            first,
            best.get(1),
            &nearest,
        ));
    }
    let outside = index.outside();
    let outside = outside.nearest(analysis, query.words(), |word| index.rarity(word));
    Found {
        best,
        nearest,
        signals,
        outside,
        bare: is_bare(analysis),
    }
}

/// Whether a question names no more than a topic.
fn is_bare(analysis: &Analysis) -> bool {
    let mut tokens = analysis.tokens().iter().filter(|token| !token.polite);
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(_), None, _) => true,
        (Some(one), Some(two), None) => one.kind == TokenKind::Han && two.kind == TokenKind::Han,
        _ => false,
    }
}

/// Words and Han characters of a question that have weight.
fn words(analysis: &Analysis) -> usize {
    analysis
        .tokens()
        .iter()
        .filter(|token| !token.polite)
        .count()
}
