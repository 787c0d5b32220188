//! What meaning adds to words: the blended score, and the confidence that comes of it.
//!
//! Meaning knows the same question in other words and in the other language. It cannot tell
//! opposites, amounts or names apart; so words, and the rules on them, stay in the sum.

use super::nearest_phrasing::NearestPhrasing;
use super::score::{self, Scored};
use crate::index::{Correction, Likeness, Query, VectorIndex};
use crate::text::{Analysis, TokenKind};

/// Weights of the share and of the centroid's cosine by meaning, beside the score by words. Shares
/// of 3 to 6 and cosines of 1 to 4 were within .2 points on the development sets.
const SHARE: f32 = 4.0;
const CENTROID: f32 = 2.0;
/// The same where nothing was learned, with the cosine of the nearest phrasing.
const OVERLAP_SHARE: f32 = 1.0;
const OVERLAP_CENTROID: f32 = 1.0;
const OVERLAP_NEAREST: f32 = 0.5;

/// How many signals there are.
pub const COUNT: usize = 9;

/// Names of the signals, in order.
pub const NAMES: [&str; COUNT] = [
    "learned share by words, log odds",
    "cosine with the nearest phrasing",
    "learned share by meaning, log odds",
    "meaning, like the entry's phrasings together",
    "meaning, like the nearest phrasing",
    "score ahead of the second",
    "length",
    "meanings known",
    "meaning, far from every phrasing",
];

/// Cosine below which a question means something else than a phrasing.
const FAR: f32 = 0.55;

/// What meaning says of a question and its best entry.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    /// Values in the order of [`NAMES`].
    pub signals: [f64; COUNT],
    /// For each entry, its share by meaning.
    pub shares: Vec<f32>,
    /// For each entry, how like its phrasings together the question is by meaning.
    pub centroids: Vec<f32>,
    /// Cosine with the nearest phrasing of the best entry.
    pub nearest: f32,
    /// How much nearer the nearest out-of-scope question is than that phrasing; 0 where it is not.
    pub line_ahead: f64,
}

/// The question as meaning reads it: with spelling corrected. `None` where it is typed as pinyin,
/// which the encoder does not know, or has no letter.
pub(super) fn text(
    question: &str,
    analysis: &Analysis,
    corrections: &[Correction],
) -> Option<String> {
    let tokens = analysis.tokens();
    let is_pinyin = tokens.iter().any(|token| token.kind == TokenKind::Syllable);
    if is_pinyin || !question.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut text = crate::text::normalize(question);
    for made in corrections {
        text = replace_word(&text, &made.from, &made.to);
    }
    Some(text)
}

/// Puts `to` where `from` stands as a word of its own.
fn replace_word(text: &str, from: &str, to: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = 0;
    for (at, _) in text.match_indices(from) {
        let end = at + from.len();
        let inside = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_alphanumeric());
        let is_word =
            !inside(text[..at].chars().next_back()) && !inside(text[end..].chars().next());
        if is_word && at >= rest {
            replaced.push_str(&text[rest..at]);
            replaced.push_str(to);
            rest = end;
        }
    }
    replaced.push_str(&text[rest..]);
    replaced
}

/// The `count` best entries by words and meaning, best first.
pub(super) fn best(
    query: &Query,
    vectors: &VectorIndex,
    likeness: &Likeness,
    count: usize,
) -> Vec<Scored> {
    let mut live: Vec<u32> = query
        .live()
        .chain(likeness.nearest.iter().copied())
        .collect();
    live.sort_unstable();
    live.dedup();
    let score = |entry: u32| {
        let at = entry as usize;
        let words = score::by_words(query, &query.entry_scores[at]);
        let (share, centroid) = (likeness.shares[at], likeness.centroids[at]);
        if query.has_learned {
            return words + SHARE * share + CENTROID * centroid;
        }
        let nearest = vectors.nearest_phrasing(likeness, entry);
        words + OVERLAP_SHARE * share + OVERLAP_CENTROID * centroid + OVERLAP_NEAREST * nearest
    };
    let mut best: Vec<Scored> = live
        .into_iter()
        .map(|entry| Scored {
            entry,
            score: score(entry),
        })
        .collect();
    best.sort_by(|a, b| b.score.total_cmp(&a.score));
    best.truncate(count);
    best
}

/// Reads the signals of the `first` entry against the `second`.
pub(super) fn read(
    query: &Query,
    vectors: &VectorIndex,
    likeness: Likeness,
    words: usize,
    first: &Scored,
    second: Option<&Scored>,
    close: &NearestPhrasing,
) -> Meant {
    let at = first.entry as usize;
    let nearest = vectors.nearest_phrasing(&likeness, first.entry);
    let by_words = match query.has_learned {
        true => log_odds(query.entry_scores[at].learned),
        false => 0.0,
    };
    let ahead = second.map_or(0.0, |second| first.score - second.score);
    let line = vectors.nearest_line(&likeness).unwrap_or(0.0);
    Meant {
        signals: [
            by_words,
            f64::from(close.similarity),
            log_odds(likeness.shares[at]),
            f64::from(likeness.centroids[at]),
            f64::from(nearest),
            f64::from(ahead.max(0.0)),
            (1.0 + words as f64).ln(),
            (0.5 + f64::from(query.meanings.1)) / (1.0 + f64::from(query.meanings.0)),
            f64::from((FAR - nearest).max(0.0)),
        ],
        shares: likeness.shares,
        centroids: likeness.centroids,
        nearest,
        line_ahead: f64::from((line - nearest).max(0.0)),
    }
}

fn log_odds(share: f32) -> f64 {
    let share = f64::from(share);
    ((share + 1e-4) / (1.0 - share + 1e-4)).ln()
}

/// The score's formula, for people.
pub(super) fn formula(learned: bool) -> String {
    match learned {
        true => format!(" + {SHARE} share by meaning + {CENTROID} cosine by meaning"),
        false => format!(
            " + {OVERLAP_SHARE} share by meaning + {OVERLAP_CENTROID} cosine by meaning + \
             {OVERLAP_NEAREST} nearest phrasing by meaning"
        ),
    }
}

/// Whether words alone are not enough, `confidence` being what they give: neither sure nor hopeless.
/// A question in a language that many entries are not asked in is hopeless by words alone, whatever
/// it means.
pub(super) fn is_needed(confidence: f64, covered: bool, is_excluded: bool) -> bool {
    confidence < SURE && !is_excluded && (confidence >= HOPELESS || !covered)
}

/// Confidence by words from which on they are enough. Between .82 and .98 it makes little
/// difference to what is answered; at .9 nearly half of the questions need no encoder.
const SURE: f64 = 0.9;
/// Confidence by words below which a question in a language of the FAQ is about something else.
const HOPELESS: f64 = 0.02;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_word_is_replaced_where_it_stands_alone() {
        for (text, expected) in [
            ("a refnud now", "a refund now"),
            ("refnuds refnud", "refnuds refund"),
            ("我要refnud", "我要refund"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(replace_word(text, "refnud", "refund"), expected);
        }
    }

    #[test]
    fn words_that_are_sure_or_hopeless_are_enough() {
        assert!(is_needed(0.5, true, false) && is_needed(0.001, false, false));
        assert!(!is_needed(0.95, false, false) && !is_needed(0.001, true, false));
        assert!(!is_needed(0.5, true, true));
    }
}
