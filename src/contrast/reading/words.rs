//! Words of a text as this room compares them.

use crate::contrast::number;
use crate::lexicon::function_words::{is_function_char, is_function_word};
use crate::text::{Analysis, TokenKind};

/// The word at a token, or the pair of Han characters that begins there.
pub(in crate::contrast) fn word_at(analysis: &Analysis, at: usize) -> Option<u64> {
    let tokens = analysis.tokens();
    let token = tokens.get(at)?;
    match token.kind {
        TokenKind::Word if analysis.text(token).len() > 1 => {
            Some(number::word(analysis.stem(token)))
        }
        TokenKind::Han => {
            let next = tokens.get(at + 1)?;
            (next.kind == TokenKind::Han && next.joined).then(|| {
                let (one, other) = (analysis.text(token), analysis.text(next));
                number::word(one).rotate_left(7) ^ number::word(other)
            })
        }
        _ => None,
    }
}

/// Words of a text with their bytes.
pub(super) fn placed(analysis: &Analysis) -> Vec<(u64, (u32, u32))> {
    let tokens = analysis.tokens();
    let end = |at: usize| match tokens[at].kind {
        TokenKind::Han => tokens[at + 1].end,
        _ => tokens[at].end,
    };
    (0..tokens.len())
        .filter(|&at| !tokens[at].in_stop_phrase)
        .filter_map(|at| Some((word_at(analysis, at)?, (tokens[at].start, end(at)))))
        .collect()
}

/// The content words of a text, to be had without some of its tokens.
pub(in crate::contrast) struct ContentWords {
    /// First token, one past the last, and the word.
    words: Vec<(usize, usize, u64)>,
}

impl ContentWords {
    /// Reads them from an analysed text.
    pub fn of(analysis: &Analysis) -> ContentWords {
        let tokens = analysis.tokens();
        let content = |at: &usize| {
            let text = analysis.text(&tokens[*at]);
            !tokens[*at].in_stop_phrase
                && match text.is_ascii() {
                    true => text.len() > 3 && !is_function_word(text),
                    false => !is_function_char(text),
                }
        };
        let width = |at: usize| match tokens[at].kind {
            TokenKind::Han => 2,
            _ => 1,
        };
        let words = (0..tokens.len())
            .filter(content)
            .filter_map(|at| Some((at, at + width(at), word_at(analysis, at)?)));
        ContentWords {
            words: words.collect(),
        }
    }

    /// Those outside of the tokens from `start` to `end`, each once.
    pub fn outside(&self, start: usize, end: usize) -> Vec<u64> {
        let outside = |word: &&(usize, usize, u64)| word.1 <= start || word.0 >= end;
        let words = self.words.iter().filter(outside);
        let mut words: Vec<u64> = words.map(|word| word.2).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// Words of a text as the room compares them, each once.
pub(super) fn words(analysis: &Analysis) -> Vec<u64> {
    let places = 0..analysis.tokens().len();
    let places = places.filter(|&at| !analysis.tokens()[at].in_stop_phrase);
    each_once(places.filter_map(|at| word_at(analysis, at)))
}

/// Words in order, each once.
pub(super) fn each_once(words: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut words: Vec<u64> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}
