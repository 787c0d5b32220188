//! Asks a question: candidates with their confidence, and what to do with them.

use super::blend::Blended;
use super::decision::Candidate;
use super::decision::{self, Decision, Thresholds};
use super::find::find;
use super::signals::Signals;
use super::{calibration, nearest_phrasing, scratch};
use crate::contrast::Contrast;
use crate::knowledge::Knowledge;
use crate::text::Language;

/// Confidence below which an entry is shown with its first phrasing (a probability). Finding the
/// nearest phrasing is the dearest part of an answer, and nobody asks for it there.
const HOPELESS: f64 = 0.02;

/// What matching says about one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The language the question is mostly written in.
    pub language: Language,
    /// The best entries, best first, also where none is good enough.
    pub candidates: Vec<Candidate>,
    /// What to do.
    pub decision: Decision,
    /// What of the question asks for another side than the best entry, which is therefore not
    /// the answer.
    pub contrast: Option<Contrast>,
}

/// Finds the entries that may answer `question`: at most `top` of them, at least as many as
/// `thresholds` would suggest.
///
/// ```
/// use wenda::knowledge::Knowledge;
/// use wenda::matcher::{Decision, Thresholds, ask};
///
/// let yaml = "
/// entries:
/// - {id: refund, questions: {en: [How do I get a refund?]}, answer: {en: Within seven days.}}
/// - {id: hours, questions: {en: [When are you open?]}, answer: {en: From nine to five.}}
/// ";
/// let faq = wenda::faq::read(&[("faq.yaml", yaml)]).faq.expect("a FAQ without errors");
/// let knowledge = Knowledge::build(faq);
/// let outcome = ask(&knowledge, "HOW do I get a refund", &Thresholds::default(), 3);
/// let Decision::Answer(entry) = outcome.decision else { panic!("no answer") };
/// assert_eq!(entry.as_str(), "refund");
/// ```
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
                    _ if confidence < HOPELESS => None,
                    _ => nearest_phrasing::nearest(index, &scratch.query, scored.entry).phrasing,
                };
                Candidate {
                    entry: knowledge.faq().entries[scored.entry as usize].id.clone(),
                    confidence,
                    phrasing: nearest_phrasing::text(knowledge, scored.entry, nearest),
                }
            })
            .collect();
        Outcome {
            language: scratch.analysis.language(),
            decision: decision::decide(
                &candidates,
                found.contrast.is_some(),
                found.bare,
                thresholds,
                found.has_meaning,
            ),
            candidates,
            contrast: found.contrast,
        }
    })
}

/// The signals that the confidence of the best entry is computed from, with that entry's number;
/// for fitting the calibration. `None` for a FAQ without entries.
pub fn signals(knowledge: &Knowledge, question: &str) -> Option<(usize, Signals)> {
    scratch::with(|scratch| {
        let found = find(knowledge, question, 2, scratch);
        let best = found.best.first()?;
        let meant = found.meant.as_ref().map(|meant| Blended {
            evidence: meant.evidence,
            values: meant.signals,
            log_odds: calibration::blended_log_odds(meant),
            alone: calibration::is_without_rules(&found),
        });
        let signals = Signals {
            meant,
            ..found.signals?
        };
        Some((best.entry as usize, signals))
    })
}
