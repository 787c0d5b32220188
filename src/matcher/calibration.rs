//! Scores to confidences: the probability that an entry is the right answer.
//!
//! A logistic formula over [`signals`](super::signals()) with fixed constants, the same for every
//! FAQ, then what the author said of such questions (`out_of_scope`). Fitted on labelled English
//! and Chinese questions: full FAQs, FAQs cut to a half and to a dozen entries (the questions of
//! the other entries out of scope), 1 to 100 phrasings an entry, with and without typing errors.
//! Each weighs the same, and in each one question in five is out of scope by weight. Left out of
//! the fit, each kind of data is judged about as well as when it is in. More signals gained
//! nothing; fitting on the FAQ itself was tried and is worse. `examples/fit.rs` prints these very
//! constants.

use super::blend::{self, Evidence, Meant};
use super::score::Scored;
use super::signals::{CONTENT_OF_ENTRY, COUNT, Found, LEARNED_SHARE, NAMES, Signals, WORDS_KNOWN};
use crate::index::Query;

/// Weights of the signals, in their order, where something was learned.
const LEARNED: [f64; COUNT] = [
    0.225, 1.735, 0.620, 2.926, 0.0, 2.178, 0.416, 0.0, 1.020, 1.495,
];
const LEARNED_BIAS: f64 = -4.557;

/// The same where overlap alone orders (one or two phrasings an entry, thousands of entries).
const OVERLAP: [f64; COUNT] = [0.0, 0.0, 0.0, 4.480, 5.838, 1.725, 0.679, 0.0, 0.472, 2.534];
const OVERLAP_BIAS: f64 = -6.090;

/// How sharply cosines are told apart where nothing was learned: runners-up only.
const SHARPNESS: f64 = 12.0;

/// Acceptable share of wrong answers, and the confidence from which on answers keep to it, over
/// all data of the fit together.
const THRESHOLDS: [(f64, f64); 9] = [
    (0.00, 0.990),
    (0.02, 0.961),
    (0.03, 0.906),
    (0.05, 0.821),
    (0.07, 0.742),
    (0.10, 0.614),
    (0.15, 0.437),
    (0.20, 0.293),
    (0.50, 0.009),
];

/// Weights of the signals of words and meaning together, in their order, and the constant. Fitted
/// as the others, with every second question out of scope by weight, real FAQs, more FAQs of
/// one title an entry, FAQs in one language asked in the other, and without the questions that a rule
/// decides.
const PHRASINGS: ([f64; blend::COUNT], f64) = (
    [
        0.149, 0.651, 0.344, 1.031, 0.938, 0.195, 0.749, 0.375, -4.962, 1.243, -3.215, 6.377,
        -0.502, 0.0,
    ],
    -3.226,
);
const TITLES: ([f64; blend::COUNT], f64) = (
    [
        -0.030, 1.389, 0.415, 0.760, -0.366, 0.385, 0.531, 0.219, -3.075, 1.220, 0.0, 0.0, -1.093,
        2.285,
    ],
    -3.121,
);
const OTHER_LANGUAGE: ([f64; blend::COUNT], f64) = (
    [
        0.304, -0.940, 0.453, 2.864, 1.405, 0.408, 0.669, -0.916, -1.711, 1.262, 0.0, 0.0, 0.0,
        3.994,
    ],
    -2.971,
);

/// The same as [`THRESHOLDS`] where meaning can be asked: over all data of the fit together, with
/// every second question out of scope by weight. For one in a hundred the fit gives .997, too; a
/// phrasing word by word ([`VERBATIM`]) is to be answered there.
const BLENDED_THRESHOLDS: [(f64, f64); 10] = [
    (0.00, 0.997),
    (0.01, 0.990),
    (0.02, 0.973),
    (0.03, 0.953),
    (0.05, 0.838),
    (0.07, 0.700),
    (0.10, 0.621),
    (0.15, 0.441),
    (0.20, 0.400),
    (0.50, 0.029),
];

fn blended_weights(meant: &Meant) -> &'static ([f64; blend::COUNT], f64) {
    match meant.evidence {
        Evidence::Phrasings => &PHRASINGS,
        Evidence::Titles => &TITLES,
        Evidence::OtherLanguage => &OTHER_LANGUAGE,
    }
}

fn weights(signals: &Signals) -> (&'static [f64; COUNT], f64) {
    if signals.learned {
        (&LEARNED, LEARNED_BIAS)
    } else {
        (&OVERLAP, OVERLAP_BIAS)
    }
}

/// What words and meaning make of the best entry's chance to be right, as log odds.
pub(super) fn blended_log_odds(meant: &Meant) -> f64 {
    let (weights, bias) = blended_weights(meant);
    let parts = weights.iter().zip(&meant.signals);
    bias + parts.map(|(weight, value)| weight * value).sum::<f64>()
}

/// The probability that the best entry is right, by words and meaning.
fn blended_probability(meant: &Meant) -> f64 {
    1.0 / (1.0 + (-blended_log_odds(meant)).exp())
}

/// The parts of that sum: name, value and share of each signal.
pub(super) fn blended_parts(meant: &Meant) -> Vec<(&'static str, f64, f64)> {
    let (weights, bias) = blended_weights(meant);
    let own = blend::NAMES.iter().zip(weights).zip(&meant.signals);
    own.map(|((name, weight), value)| (*name, *value, weight * value))
        .chain([("constant", 1.0, *bias)])
        .collect()
}

/// The probability that the best entry is right, by words.
pub(super) fn probability(signals: &Signals) -> f64 {
    let (weights, bias) = weights(signals);
    let z: f64 = bias
        + weights
            .iter()
            .zip(&signals.values)
            .map(|(weight, value)| weight * value)
            .sum::<f64>();
    1.0 / (1.0 + (-z).exp())
}

/// The parts of the sum that the probability is made from: name, value and share of each signal.
pub(super) fn parts(signals: &Signals) -> Vec<(&'static str, f64, f64)> {
    let (weights, bias) = weights(signals);
    let own = NAMES.iter().zip(weights).zip(&signals.values);
    own.map(|((name, weight), value)| (*name, *value, weight * value))
        .filter(|part| part.2 != 0.0)
        .chain([("constant", 1.0, bias)])
        .collect()
}

/// The confidence from which on an answer is given, where `wrong_answers` is acceptable.
pub(super) fn threshold(wrong_answers: f64, has_meaning: bool) -> f64 {
    let thresholds: &[(f64, f64)] = match has_meaning {
        true => &BLENDED_THRESHOLDS,
        false => &THRESHOLDS,
    };
    let wanted = wrong_answers.clamp(0.0, thresholds[thresholds.len() - 1].0);
    let pair = thresholds.windows(2).find(|pair| wanted <= pair[1].0);
    pair.map_or(1.0, |pair| {
        let ((from, high), (to, low)) = (pair[0], pair[1]);
        high + (low - high) * (wanted - from) / (to - from)
    })
}

/// What it costs to be more similar to an out-of-scope question than to the entry, in log odds for
/// a whole unit of cosine.
const OUT_OF_SCOPE_COST: f64 = 10.0;
/// Confidence of a question that stands under `out_of_scope` word by word, or is small talk.
const OUT_OF_SCOPE: f64 = 0.005;
/// Confidence that a question which is a phrasing word by word has at least: enough for an answer
/// where one wrong answer in a hundred is accepted.
const VERBATIM: f64 = 0.99;
/// Similarity from which on a question is a phrasing word by word.
const SAME: f32 = 0.9995;
/// Most confidence of a bare topic (`card`, 付款): it fits many entries, so they are offered.
const BARE: f64 = 0.6;
/// Factor on the confidence where the question is about an entity that the FAQ never mentions. It
/// leaves too little for an answer and enough to offer the entry.
const UNKNOWN_ENTITY: f64 = 0.3;
/// Most confidence where the question asks for another side than the entry's: enough to offer it,
/// never to answer.
const CONTRADICTED: f64 = 0.4;
/// Share of a question's content (0 to 1) below which it is likely about something else than the
/// entry.
const LITTLE: f64 = 0.15;
/// Factor on the confidence where the entry has nothing of the content. An answer in wholly other
/// words may still be offered; "how do I tie a tie" is not.
const WITHOUT_CONTENT: f64 = 0.3;
/// The same for Chinese, whose characters say less of what they are about: with fewer, five
/// phrasings an entry offered the right one two points less often.
const WITHOUT_CONTENT_ZH: f64 = 0.7;

/// The probability that the best entry is right, with what the author said of such questions.
pub(super) fn best_confidence(found: &Found) -> f64 {
    let Some(signals) = &found.signals else {
        return 0.0;
    };
    let near = found.nearest.similarity;
    let out_of_scope = &found.out_of_scope;
    let all_known = signals.values[WORDS_KNOWN] >= 1.0;
    // `$5` and `$50` may be the same to the index; what is asked for decides.
    let verbatim = near >= SAME && all_known && found.contrast.is_none();
    if out_of_scope.same && !(verbatim && out_of_scope.small_talk) {
        return OUT_OF_SCOPE;
    }
    let learned = match &found.meant {
        Some(meant) => blended_probability(meant),
        None => probability(signals),
    };
    if verbatim {
        return learned.max(VERBATIM);
    }
    // The phrasing's similarity leaves out what the FAQ does not know. The line's does not.
    let inside = f64::from(near) * signals.values[WORDS_KNOWN].sqrt();
    let ahead = (f64::from(out_of_scope.cosine) - inside).max(0.0);
    let lines = if out_of_scope.small_talk {
        ahead * f64::from(u8::from(out_of_scope.cosine > 0.8))
    } else {
        // Lines of one language share words with any question in it: where meaning was asked, both
        // must find the line nearer.
        let by_meaning = found.meant.as_ref().map(|meant| meant.line_ahead);
        by_meaning.map_or(ahead, |by_meaning| ahead.min(by_meaning))
    };
    let odds = (learned / (1.0 - learned).max(1e-12)).ln() - OUT_OF_SCOPE_COST * lines;
    let p = 1.0 / (1.0 + (-odds).exp());
    let p = if found.bare { p.min(BARE) } else { p };
    let p = if found.unknown_entity {
        p * UNKNOWN_ENTITY
    } else {
        p
    };
    let p = match &found.meant {
        Some(_) => p,
        None => p * by_content(found, signals),
    };
    match &found.contrast {
        Some(_) => p.min(CONTRADICTED),
        None => p,
    }
}

/// Whether nothing but the signals makes the confidence of a question that is no phrasing word by
/// word; for fitting.
pub(super) fn is_without_rules(found: &Found) -> bool {
    let known = found
        .signals
        .as_ref()
        .map(|signals| signals.values[WORDS_KNOWN]);
    let verbatim = found.nearest.similarity >= SAME && known.is_some_and(|known| known >= 1.0);
    let ruled = found.out_of_scope.same || found.bare || found.unknown_entity;
    !verbatim && !ruled && found.contrast.is_none()
}

/// A factor that is less where the entry has little of the question's content.
fn by_content(found: &Found, signals: &Signals) -> f64 {
    let had = (signals.values[CONTENT_OF_ENTRY] / LITTLE).min(1.0);
    let least = if found.chinese {
        WITHOUT_CONTENT_ZH
    } else {
        WITHOUT_CONTENT
    };
    least + (1.0 - least) * had
}

/// What moved the confidence away from the sum of its signals, for people.
pub(super) fn notes(found: &Found) -> Vec<String> {
    let mut notes = Vec::new();
    let Some(signals) = &found.signals else {
        return notes;
    };
    let out_of_scope = &found.out_of_scope;
    let list = if out_of_scope.small_talk {
        "small talk"
    } else {
        "an out-of-scope question"
    };
    if out_of_scope.same {
        notes.push(format!("the question is {list} word by word"));
    } else if out_of_scope.cosine > 0.0 {
        let inside = f64::from(found.nearest.similarity) * signals.values[WORDS_KNOWN].sqrt();
        let cosine = out_of_scope.cosine;
        notes.push(format!(
            "similarity to {list} {cosine:.3}, to the entry's nearest phrasing {inside:.3}"
        ));
    }
    if found.nearest.similarity >= SAME && signals.values[WORDS_KNOWN] >= 1.0 {
        notes.push("the question is a phrasing or keyword of the entry word by word".to_owned());
    } else if found.bare {
        notes.push(format!("a bare topic: at most {BARE}"));
    }
    if found.unknown_entity {
        notes.push("it names something well known that the FAQ never mentions".to_owned());
    }
    if let Some(meant) = &found.meant {
        if out_of_scope.cosine > 0.0 && !out_of_scope.small_talk && meant.line_ahead <= 0.0 {
            notes.push(
                "by meaning no out-of-scope question is nearer than the entry: none speaks \
                 against it"
                    .to_owned(),
            );
        }
    } else if signals.values[CONTENT_OF_ENTRY] < LITTLE {
        notes.push("the entry has next to nothing of the question's content".to_owned());
    }
    notes
}

/// The confidence of each of the best entries, best first, 0 to 1, never rising. The first is
/// calibrated; the others share what it leaves.
pub(super) fn confidences(query: &Query, found: &Found) -> Vec<f64> {
    let (Some(signals), Some(first)) = (&found.signals, found.best.first()) else {
        return Vec::new();
    };
    let best = best_confidence(found);
    let share = |scored: &Scored| -> f64 {
        if let Some(meant) = &found.meant {
            return meant.share_after(first, scored);
        }
        let scores = &query.entry_scores[scored.entry as usize];
        if query.has_learned {
            return f64::from(scores.learned) / (1.0 - signals.values[LEARNED_SHARE]).max(1e-6);
        }
        let ahead = query.entry_scores[first.entry as usize].centroid - scores.centroid;
        (-SHARPNESS * f64::from(ahead)).exp() / 2.0
    };
    let known = match found.meant {
        Some(_) => 1.0,
        None => signals.values[WORDS_KNOWN],
    };
    let mut last = best;
    let others = found.best[1..].iter().map(|scored| {
        last = last.min((1.0 - best) * share(scored).min(1.0) * known);
        last
    });
    std::iter::once(best).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_share_of_wrong_answers_asks_for_more_confidence() {
        for has_meaning in [false, true] {
            let mut last = 1.0;
            for step in 0..=60 {
                let threshold = threshold(f64::from(step) / 100.0, has_meaning);
                assert!(
                    (0.0..=last).contains(&threshold),
                    "{step}: {threshold} after {last}"
                );
                last = threshold;
            }
        }
    }
}
