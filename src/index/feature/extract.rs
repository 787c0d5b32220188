//! Extracts the features of a text.

use super::concept::ConceptTerm;
use super::key::{Sink, tagged};
use super::kind::Kind;
use super::sound::{blurred, syllable};
use crate::index::hash;
use crate::text::{Analysis, Token, TokenKind};

/// Hands every feature of `analysis` to `sink`, with repetitions, in the order of the text; `terms` are
/// those that belong to a concept.
pub fn extract(analysis: &Analysis, terms: &[ConceptTerm], sink: &mut impl Sink) {
    let all_in_stop_phrase = analysis.tokens().iter().all(|token| token.in_stop_phrase);
    let mut tokens = analysis
        .tokens()
        .iter()
        .filter(|token| all_in_stop_phrase || !token.in_stop_phrase)
        .peekable();
    let mut at_start = true;
    let mut window = Window::default();
    while let Some(token) = tokens.next() {
        let han = matches!(token.kind, TokenKind::Han | TokenKind::Syllable);
        if window.han != han {
            window.clear();
            window.han = han;
        }
        if token.kind == TokenKind::Syllable {
            let text = analysis.text(token);
            let sound = push_sound(text, &window, sink);
            window.shift(0, text, sound);
        } else if han {
            push_han(analysis, token, &mut window, sink);
        } else {
            if at_start {
                window.shift(START, "^", 0);
            }
            push_word(analysis, token, &mut window, sink);
            if tokens.peek().is_none() {
                let pair = hash::pair(window.hashes[0], END);
                let before = window.names[0];
                sink.push(Kind::StemPair, tagged(Kind::StemPair, pair), &|| {
                    format!("{before} $")
                });
            }
        }
        at_start = false;
    }
    push_meanings(analysis, terms, all_in_stop_phrase, sink);
}

/// Tokens that two meanings may lie apart to be a pair: English words, Chinese characters.
const WORDS_APART: usize = 4;
const CHARS_APART: usize = 6;

/// Meanings looked back at for pairs; bounds the work in a text where everything means much.
const MEANINGS_BACK: usize = 48;

fn push_meanings(
    analysis: &Analysis,
    terms: &[ConceptTerm],
    all_in_stop_phrase: bool,
    sink: &mut impl Sink,
) {
    let mut before: Vec<(u64, usize, bool)> = Vec::new();
    for &ConceptTerm {
        concept,
        first,
        end,
    } in terms
    {
        let term = &analysis.tokens()[first..end];
        if !all_in_stop_phrase && term.iter().any(|token| token.in_stop_phrase) {
            continue;
        }
        let name = || {
            let words: Vec<&str> = term.iter().map(|token| analysis.text(token)).collect();
            words.join(" ")
        };
        sink.push(Kind::Concept, tagged(Kind::Concept, concept), &name);
        let han = term.iter().all(|token| token.kind == TokenKind::Han);
        for &(other, there, other_han) in before.iter().rev().take(MEANINGS_BACK) {
            let apart = if han && other_han {
                CHARS_APART
            } else {
                WORDS_APART
            };
            if first - there > apart {
                break;
            }
            if first > there && other != concept {
                let pair = hash::pair(concept.min(other), concept.max(other));
                sink.push(Kind::ConceptPair, tagged(Kind::ConceptPair, pair), &|| {
                    format!("… {}", name())
                });
            }
        }
        before.push((concept, first, han));
    }
}

const START: u64 = 0x5e;
const END: u64 = 0x24;

/// The last three tokens of a run, newest first.
#[derive(Default)]
struct Window<'a> {
    hashes: [u64; 3],
    sounds: [u64; 3],
    names: [&'a str; 3],
    filled: usize,
    han: bool,
}

impl<'a> Window<'a> {
    fn clear(&mut self) {
        self.filled = 0;
    }

    fn shift(&mut self, hash: u64, name: &'a str, sound: u64) {
        self.hashes = [hash, self.hashes[0], self.hashes[1]];
        self.sounds = [sound, self.sounds[0], self.sounds[1]];
        self.names = [name, self.names[0], self.names[1]];
        self.filled = (self.filled + 1).min(3);
    }
}

fn push_han<'a>(
    analysis: &'a Analysis,
    token: &Token,
    window: &mut Window<'a>,
    sink: &mut impl Sink,
) {
    let text = analysis.text(token);
    let code = hash::text(text);
    sink.push(Kind::Char, tagged(Kind::Char, code), &|| text.to_owned());
    for back in (0..window.filled).filter(|&back| window.hashes[back] != 0) {
        let kind = if back == 0 {
            Kind::CharPair
        } else {
            Kind::CharSkip
        };
        let before = window.names[back];
        let gap = if back == 0 { "" } else { "…" };
        let pair = hash::pair(window.hashes[back], code);
        sink.push(kind, tagged(kind, pair), &|| format!("{before}{gap}{text}"));
    }
    let sound = match text.chars().next().and_then(syllable) {
        Some(syllable) => push_sound(syllable, window, sink),
        None => 0,
    };
    window.shift(code, text, sound);
}

/// Pushes a syllable and its pair with the one before; returns its blurred sound.
fn push_sound(syllable: &str, window: &Window<'_>, sink: &mut impl Sink) -> u64 {
    let exact = hash::text(syllable);
    sink.push(Kind::Syllable, tagged(Kind::Syllable, exact), &|| {
        syllable.to_owned()
    });
    let sound = blurred(syllable);
    if window.filled > 0 && window.sounds[0] != 0 {
        let before = window.names[0];
        let pair = hash::pair(window.sounds[0], sound);
        let kind = Kind::SyllablePair;
        sink.push(kind, tagged(kind, pair), &|| {
            let first = before.chars().next().and_then(super::sound::syllable);
            format!("{} {syllable}", first.unwrap_or(before))
        });
    }
    sound
}

fn push_word<'a>(
    analysis: &'a Analysis,
    token: &Token,
    window: &mut Window<'a>,
    sink: &mut impl Sink,
) {
    let text = analysis.text(token);
    let stem = analysis.stem(token);
    let code = hash::text(stem);
    sink.push(Kind::Stem, tagged(Kind::Stem, code), &|| stem.to_owned());
    for back in 0..window.filled {
        let kind = if back == 0 {
            Kind::StemPair
        } else {
            Kind::StemSkip
        };
        let before = window.names[back];
        let gap = if back == 0 { " " } else { " … " };
        let pair = hash::pair(window.hashes[back], code);
        sink.push(kind, tagged(kind, pair), &|| format!("{before}{gap}{stem}"));
    }
    window.shift(code, stem, 0);
    match token.kind {
        TokenKind::Number => push_whole(text, sink),
        TokenKind::Amount => {
            push_whole(text, sink);
            // The number alone speaks too: "charged 5" for "charged $5".
            let number = text.trim_start_matches(|ch: char| ch.is_ascii_alphabetic());
            let code = hash::text(number);
            sink.push(Kind::Stem, tagged(Kind::Stem, code), &|| number.to_owned());
            push_whole(number, sink);
        }
        _ => push_grams(text, sink),
    }
}

/// A number as one piece: its digits are never cut, 5 and 50 share nothing.
fn push_whole(text: &str, sink: &mut impl Sink) {
    sink.push(Kind::Gram, tagged(Kind::Gram, hash::text(text)), &|| {
        format!("<{text}>")
    });
}

/// Longest n-gram of an English word, in characters.
const LONGEST_GRAM: usize = 5;

fn push_grams(text: &str, sink: &mut impl Sink) {
    let chars = || {
        std::iter::once('<')
            .chain(text.chars())
            .chain(std::iter::once('>'))
    };
    // The last few characters, as a ring: grams are pushed by the character that they end with.
    let mut ring = ['\0'; LONGEST_GRAM];
    for (at, ch) in chars().enumerate() {
        ring.rotate_left(1);
        ring[LONGEST_GRAM - 1] = ch;
        let mut code = u64::from(u32::from(ch));
        for length in 2..=LONGEST_GRAM.min(at + 1) {
            let first = ring[LONGEST_GRAM - length];
            code = hash::mix(code ^ (u64::from(u32::from(first)) << 24));
            let gram = ring;
            sink.push(Kind::Gram, tagged(Kind::Gram, code), &|| {
                gram[LONGEST_GRAM - length..].iter().collect()
            });
        }
    }
}
