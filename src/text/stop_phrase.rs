//! Marks stop phrases: polite openings and closings, in both languages. They stay in the text and
//! have no weight.
//!
//! "Hi all, ... thanks in advance" says nothing about the question. A text of stop phrases alone
//! keeps all its tokens: a question is never emptied.

use super::bloom_filter::BloomFilter;
use super::token::Tokens;
use crate::lexicon::stop_phrases::{PHRASES, Position};

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

/// How many stop phrases in a row are looked for at each end. It bounds the work.
const IN_A_ROW: usize = 4;

/// Marks the tokens of the stop phrases at both ends.
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
        match longest(Position::Opening, here) {
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
        match longest(Position::Closing, here) {
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

fn longest(position: Position, fits: impl Fn(&[&str]) -> bool) -> Option<usize> {
    PHRASES
        .iter()
        .filter(|(phrase, at)| (*at == position || *at == Position::Either) && fits(phrase))
        .map(|(phrase, _)| phrase.len())
        .max()
}
