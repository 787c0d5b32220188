//! Words of a text as this room compares them.

use crate::contrast::number;
use crate::lexicon::function_words::{FUNCTION_CHARS, FUNCTION_WORDS};
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

/// Content words of a text outside of the tokens from `start` to `end`, each once.
pub(in crate::contrast) fn frame_words(analysis: &Analysis, start: usize, end: usize) -> Vec<u64> {
    let tokens = analysis.tokens();
    let outside = |at: usize| {
        let width = match tokens[at].kind {
            TokenKind::Han => 2,
            _ => 1,
        };
        at + width <= start || at >= end
    };
    let content = |at: &usize| {
        let text = analysis.text(&tokens[*at]);
        !tokens[*at].in_stop_phrase
            && (!text.is_ascii() || text.len() > 3)
            && !FUNCTION_CHARS.contains(text)
            && !FUNCTION_WORDS
                .split_ascii_whitespace()
                .any(|word| word == text)
    };
    let mut words: Vec<u64> = (0..tokens.len())
        .filter(|&at| outside(at))
        .filter(content)
        .filter_map(|at| word_at(analysis, at))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Words of a text as the room compares them, each once.
pub(super) fn words(analysis: &Analysis) -> Vec<u64> {
    let mut words: Vec<u64> = (0..analysis.tokens().len())
        .filter(|&at| !analysis.tokens()[at].in_stop_phrase)
        .filter_map(|at| word_at(analysis, at))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}
