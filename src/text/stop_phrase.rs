//! Polite openings and closings, in both languages: part of the text, without weight.
//!
//! "Hi all, ... thanks in advance" says nothing about the question. A text that is nothing but
//! stop phrases keeps all its tokens: stop phrases never empties a question.

use super::bloom_filter::BloomFilter;
use super::tokenizer::Tokens;

/// Where a phrase may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Opening,
    Closing,
    Either,
}

use Place::{Closing, Either, Opening};

/// Polite phrases as tokens (after contractions and folding; 您 is folded to 你), longest first
/// within the same beginning.
const PHRASES: &[(&[&str], Place)] = &[
    (&["hi", "all"], Opening),
    (&["hi", "there"], Opening),
    (&["hi", "everyone"], Opening),
    (&["hi", "guys"], Opening),
    (&["hi", "team"], Opening),
    (&["hi"], Opening),
    (&["hello", "all"], Opening),
    (&["hello", "there"], Opening),
    (&["hello", "everyone"], Opening),
    (&["hello"], Opening),
    (&["hey", "guys"], Opening),
    (&["hey", "there"], Opening),
    (&["hey"], Opening),
    (&["dear", "all"], Opening),
    (&["dear", "team"], Opening),
    (&["dear", "support"], Opening),
    (&["good", "morning"], Opening),
    (&["good", "afternoon"], Opening),
    (&["good", "evening"], Opening),
    (&["excuse", "me"], Opening),
    (&["quick", "question"], Opening),
    (&["sorry", "to", "bother", "you"], Opening),
    (&["please", "help", "me"], Either),
    (&["please", "help"], Either),
    (&["please", "advise"], Closing),
    (&["please"], Either),
    (&["thanks", "in", "advance"], Closing),
    (&["thanks", "a", "lot"], Closing),
    (&["thanks", "so", "much"], Closing),
    (&["many", "thanks"], Closing),
    (&["thanks"], Closing),
    (&["thank", "you", "in", "advance"], Closing),
    (&["thank", "you", "so", "much"], Closing),
    (&["thank", "you", "very", "much"], Closing),
    (&["thank", "you"], Closing),
    (&["cheers"], Closing),
    (&["请", "问", "一", "下"], Either),
    (&["请", "问", "下"], Opening),
    (&["请", "问"], Either),
    (&["你", "好", "啊"], Opening),
    (&["你", "好"], Opening),
    (&["大", "家", "好"], Opening),
    (&["早", "上", "好"], Opening),
    (&["下", "午", "好"], Opening),
    (&["晚", "上", "好"], Opening),
    (&["请", "教", "一", "下"], Either),
    (&["麻", "烦", "问", "一", "下"], Opening),
    (&["麻", "烦", "问", "下"], Opening),
    (&["我", "想", "问", "一", "下"], Opening),
    (&["我", "想", "问", "下"], Opening),
    (&["想", "问", "一", "下"], Opening),
    (&["想", "问", "下"], Opening),
    (&["问", "一", "下"], Either),
    (&["问", "下"], Opening),
    (&["求", "助"], Either),
    (&["谢", "谢", "你"], Closing),
    (&["谢", "谢", "大", "家"], Closing),
    (&["谢", "谢", "了"], Closing),
    (&["谢", "谢"], Closing),
    (&["多", "谢"], Closing),
    (&["感", "谢"], Closing),
    (&["谢", "了"], Closing),
    (&["拜", "托"], Closing),
];

/// The tokens that stop phrases begin with, and those that they end with.
static FIRSTS: BloomFilter = ends(true);
static LASTS: BloomFilter = ends(false);

const fn ends(first: bool) -> BloomFilter {
    let (mut filter, mut at) = (BloomFilter::EMPTY, 0);
    while at < PHRASES.len() {
        let phrase = PHRASES[at].0;
        filter = filter.with(phrase[if first { 0 } else { phrase.len() - 1 }]);
        at += 1;
    }
    filter
}

/// How many stop phrases in a row are looked for at either end.
const IN_A_ROW: usize = 4;

/// Marks the polite tokens at both ends.
pub(super) fn mark_stop_phrases(tokens: &mut Tokens) {
    let mut first = 0;
    let mut last = tokens.list.len();
    for _ in 0..IN_A_ROW {
        if first == last || !FIRSTS.may_contain(tokens.at(first)) {
            break;
        }
        let here = |phrase: &[&str]| {
            phrase.len() <= last - first
                && phrase
                    .iter()
                    .enumerate()
                    .all(|(at, word)| tokens.at(first + at) == *word)
        };
        match longest(Opening, here) {
            Some(length) => first += length,
            None => break,
        }
    }
    for _ in 0..IN_A_ROW {
        if first == last || !LASTS.may_contain(tokens.at(last - 1)) {
            break;
        }
        let here = |phrase: &[&str]| {
            phrase.len() <= last - first
                && phrase
                    .iter()
                    .enumerate()
                    .all(|(at, word)| tokens.at(last - phrase.len() + at) == *word)
        };
        match longest(Closing, here) {
            Some(length) => last -= length,
            None => break,
        }
    }
    if first == last {
        return;
    }
    let count = tokens.list.len();
    for (at, token) in tokens.list[..count].iter_mut().enumerate() {
        token.in_stop_phrase = at < first || at >= last;
    }
}

fn longest(place: Place, fits: impl Fn(&[&str]) -> bool) -> Option<usize> {
    PHRASES
        .iter()
        .filter(|(phrase, at)| (*at == place || *at == Either) && fits(phrase))
        .map(|(phrase, _)| phrase.len())
        .max()
}
