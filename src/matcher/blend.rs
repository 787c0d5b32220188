//! What meaning adds to words: the blended score, and the confidence that comes of it.
//!
//! Meaning knows the same question in other words and in the other language. It cannot tell
//! opposites, amounts or names apart; so words, and the rules on them, stay in the sum.

use super::nearest_phrasing::NearestPhrasing;
use super::score::{self, Scored};
use crate::index::{Correction, Likeness, Query, VectorIndex};
use crate::text::{Analysis, Language, TokenKind};

/// Weights beside the score by words: of the share by meaning, and of the cosines with the entry's
/// phrasings together and with the nearest one. Shares of 3 to 6 and cosines of 1 to 4 were within
/// half a point on the development sets; more of the cosines helps where an entry has one title or
/// is asked in the other language, more of the share where it has many phrasings.
const SHARE: f32 = 4.0;
const CENTROID: f32 = 3.0;
const NEAREST: f32 = 3.0;

/// Factor on the score by words of an entry that has no phrasing in the question's language: what
/// they still share (names, numbers) counts, but mostly by BM25, which knows how little it is.
const OTHER_LANGUAGE: f32 = 0.6;

/// Weight of the answer where there is no more than a title an entry, and the cosine that a question
/// has with the answer to another. On three FAQs with answers cut to their titles, weights of 1 to 4
/// were within half a point.
const ANSWER: f32 = 2.0;
const ANSWER_TO_ANOTHER: f32 = 0.3;

/// Entries whose nearest phrasing is looked for: the best without it.
const LOOKED_AT: usize = 20;

/// How sharply scores tell entries apart: the chance of an entry goes with e to the score times
/// this. Fitted as a choice among the candidates.
const SHARPNESS: f32 = 1.3;

/// How many signals there are.
pub const COUNT: usize = 14;

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
    "content that the entry has",
    "meaning, like the FAQ as a whole",
    "meaning, how much entries differ in it",
    "phrasings of the entry",
    "meaning, like the answer",
];

/// Cosine below which a question means something else than a phrasing.
const FAR: f32 = 0.55;

/// What the best entry offers to be found by; each has weights of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Several phrasings in the question's language.
    Phrasings,
    /// Hardly more than one title an entry, in the question's language.
    Titles,
    /// Phrasings in the other language alone.
    OtherLanguage,
}

/// The signals of words and meaning together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blended {
    /// Which weights apply.
    pub evidence: Evidence,
    /// Values in the order of [`NAMES`].
    pub values: [f64; COUNT],
    /// What the weights make of the values: log odds.
    pub log_odds: f64,
    /// Whether the signals make the confidence, and of all rules at most the nearness of an
    /// out-of-scope question lowers it.
    pub alone: bool,
}

/// What meaning says of a question and its best entry.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    pub evidence: Evidence,
    /// Values in the order of [`NAMES`].
    pub signals: [f64; COUNT],
    /// What the question's vector says of the entries.
    pub likeness: Likeness,
    /// The weights of the candidates' scores: the greatest score, and their sum.
    greatest: f32,
    total: f64,
    /// How much nearer the nearest out-of-scope question is than the nearest phrasing of the best
    /// entry; 0 where it is not.
    pub line_ahead: f64,
}

impl Meant {
    /// The chance of `entry` where `first` is not the right one.
    pub fn share_after(&self, first: &Scored, entry: &Scored) -> f64 {
        let weight = |one: &Scored| f64::from((SHARPNESS * (one.score - self.greatest)).exp());
        weight(entry) / (self.total - weight(first)).max(1e-9)
    }
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

/// The best entries by words and meaning.
pub(super) struct Best {
    /// At most as many as were asked for, best first.
    pub entries: Vec<Scored>,
    greatest: f32,
    total: f64,
}

/// The `count` best entries by words and meaning for a question in `language`.
pub(super) fn best(
    query: &Query,
    vectors: &VectorIndex,
    likeness: &Likeness,
    language: Language,
    count: usize,
) -> Best {
    let mut live: Vec<u32> = query
        .live()
        .chain(likeness.nearest.iter().copied())
        .collect();
    live.sort_unstable();
    live.dedup();
    let score = |entry: u32| {
        let at = entry as usize;
        let factor = match vectors.is_asked_in(entry, language) {
            true => 1.0,
            false => OTHER_LANGUAGE,
        };
        score::beside_meaning(query, &query.entry_scores[at], factor)
            + SHARE * likeness.shares[at]
            + CENTROID * likeness.centroids[at]
            + ANSWER * like_answer(likeness, entry)
    };
    let scored = live.into_iter().map(|entry| Scored {
        entry,
        score: score(entry),
    });
    let mut entries: Vec<Scored> = scored.collect();
    sort(&mut entries);
    entries.truncate(LOOKED_AT.max(count));
    for one in &mut entries {
        one.score += NEAREST * vectors.nearest_phrasing(likeness, one.entry);
    }
    sort(&mut entries);
    let greatest = entries.first().map_or(0.0, |first| first.score);
    let weights = entries
        .iter()
        .map(|one| f64::from((SHARPNESS * (one.score - greatest)).exp()));
    let total = weights.sum();
    entries.truncate(count);
    Best {
        entries,
        greatest,
        total,
    }
}

/// How like a question is to the answer of an entry, beyond what it is to any; 0 where answers are
/// not read.
fn like_answer(likeness: &Likeness, entry: u32) -> f32 {
    let cosine = likeness.answers.get(entry as usize).copied();
    (cosine.unwrap_or(0.0) - ANSWER_TO_ANOTHER).max(0.0)
}

/// Best first; the one that stands first in the FAQ wins a tie.
fn sort(entries: &mut [Scored]) {
    entries.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
}

/// What the signals are read from, beside the question's vector.
pub(super) struct Read<'a> {
    pub query: &'a Query,
    pub language: Language,
    /// Words and characters of the question.
    pub words: usize,
    pub first: &'a Scored,
    pub second: Option<&'a Scored>,
    pub close: &'a NearestPhrasing,
    /// Share of the question's content that the first entry has.
    pub content: f64,
}

/// Reads the signals of the first entry against the second; `best` is what they were taken from.
pub(super) fn read(
    read: Read<'_>,
    vectors: &VectorIndex,
    likeness: Likeness,
    best: &Best,
) -> Meant {
    let Read { query, first, .. } = read;
    let at = first.entry as usize;
    let entries = likeness.shares.len();
    let nearest = vectors.nearest_phrasing(&likeness, first.entry);
    let evidence = if !vectors.is_asked_in(first.entry, read.language) {
        Evidence::OtherLanguage
    } else if !query.has_learned || vectors.has_titles_only() {
        Evidence::Titles
    } else {
        Evidence::Phrasings
    };
    let ahead = read.second.map_or(0.0, |second| first.score - second.score);
    let line = vectors.nearest_line(&likeness).unwrap_or(0.0);
    let (like_all, spread) = likeness.spread();
    Meant {
        evidence,
        signals: [
            log_odds(query.entry_scores[at].learned, entries),
            f64::from(read.close.similarity),
            log_odds(likeness.shares[at], entries),
            f64::from(likeness.centroids[at]),
            f64::from(nearest),
            f64::from(ahead.max(0.0)),
            (1.0 + read.words as f64).ln(),
            (0.5 + f64::from(query.meanings.1)) / (1.0 + f64::from(query.meanings.0)),
            f64::from((FAR - nearest).max(0.0)),
            read.content,
            like_all,
            spread,
            f64::from(vectors.phrasings(first.entry).max(1)).ln(),
            f64::from(like_answer(&likeness, first.entry)),
        ],
        likeness,
        greatest: best.greatest,
        total: best.total,
        line_ahead: f64::from((line - nearest).max(0.0)),
    }
}

/// Log odds of a share among so many entries. Among few of them it says little, and nothing where
/// there is one: whatever is asked, all of it is that one's.
fn log_odds(share: f32, entries: usize) -> f64 {
    let share = f64::from(share);
    let odds = (share + LEAST_SHARE) / (1.0 - share + LEAST_SHARE);
    let others = entries.saturating_sub(1) as f64;
    let most = -LEAST_SHARE.ln() * (others / FEW).min(1.0);
    odds.ln().clamp(-most, most)
}

/// What shares count as at least, and their complements.
const LEAST_SHARE: f64 = 1e-4;
/// Other entries from which on a share is believed in full: the smallest FAQ of the fit has ten.
const FEW: f64 = 9.0;

/// The score's formula, for people.
pub(super) fn formula(learned: bool) -> String {
    format!(
        "{} + {SHARE} share by meaning + {CENTROID} cosine by meaning + {NEAREST} nearest phrasing \
         by meaning + {ANSWER} likeness to the answer where entries have titles alone (cosine and \
         learned share times {OTHER_LANGUAGE} where the entry is not asked in this language)",
        score::formula_beside_meaning(learned)
    )
}

/// Whether words alone are not enough, `confidence` being what they give: neither sure nor hopeless.
/// A question in a language that many entries are not asked in is hopeless by words alone, whatever
/// it means.
pub(super) fn is_needed(confidence: f64, covered: bool, is_excluded: bool) -> bool {
    confidence < SURE && !is_excluded && (confidence >= HOPELESS || !covered)
}

/// Confidence by words from which on they are enough: one question in eleven. From .9 on it would be
/// one in seven, and two points less would be answered rightly where one answer in twenty is wrong.
const SURE: f64 = 0.95;
/// Confidence by words below which a question in a language of the FAQ is about something else.
/// One question in fifteen: of those that an offer would have helped, one in 500 is lost, and
/// offers where nothing answers are one in a hundred fewer.
const HOPELESS: f64 = 0.05;

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
        assert!(!is_needed(0.955, false, false) && !is_needed(0.04, true, false));
        assert!(!is_needed(0.5, true, true));
    }
}
