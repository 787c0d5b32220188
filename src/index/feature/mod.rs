//! The features of a text: what of it is counted, weighed and learned.
//!
//! Eight blocks, each scaled to a length of its own: words and characters; neighbours; neighbours
//! with a gap; character n-grams of English words; syllables of Chinese characters and their
//! neighbours; concepts (words that mean the same) and pairs of them. Polite tokens have none, unless a text has nothing else.

use pinyin::ToPinyin;

use crate::index::concept::Concepts;
use crate::index::hash;
use crate::text::{Analysis, Token, TokenKind};

/// What a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Stem of an English word, a number, an amount.
    Stem,
    /// A Han character.
    Char,
    /// Two stems side by side; `^` and `$` stand for the ends of the text.
    StemPair,
    /// Two Han characters side by side.
    CharPair,
    /// Two stems with one or two words between them.
    StemSkip,
    /// Two Han characters with one or two characters between them.
    CharSkip,
    /// 2 to 5 characters of `<word>`.
    Gram,
    /// Toneless pinyin of a Han character, or typed as such.
    Syllable,
    /// Sounds of two Han characters side by side, with what many speakers and keyboards mix up
    /// (`zh` and `z`, `ng` and `n`, `n` and `l` ...) taken for the same.
    SyllablePair,
    /// A concept: words that mean the same.
    Concept,
    /// Two concepts near each other, in either order.
    ConceptPair,
}

/// Number of blocks.
pub const BLOCKS: usize = 8;

/// Weight of each block in the squared length of a text's vector, where something is learned from
/// so many `phrasings` an entry, or nothing (`None`). Chosen on development data; the optimum is
/// flat. Concepts stand in for words that no phrasing has yet: they weigh more where
/// there are few phrasings, and less where nothing is learned, since only learning finds out which
/// of them matter to an entry, and many entries differ in one word of a concept.
pub fn block_weights(phrasings: Option<f64>) -> [f32; BLOCKS] {
    let (meaning, pairs) = match phrasings {
        Some(each) => ((0.5 + 3.0 / each.max(1.0)).min(1.0) as f32, 0.4),
        None => (0.2, 0.1),
    };
    [1.0, 0.5, 0.3, 1.0, 0.7, 0.3, meaning, pairs]
}

impl Kind {
    /// The block whose length the feature shares.
    #[inline]
    pub fn block(self) -> usize {
        match self {
            Kind::Stem | Kind::Char => 0,
            Kind::StemPair | Kind::CharPair => 1,
            Kind::StemSkip | Kind::CharSkip => 2,
            Kind::Gram => 3,
            Kind::Syllable => 4,
            Kind::SyllablePair => 5,
            Kind::Concept => 6,
            Kind::ConceptPair => 7,
        }
    }

    /// Whether BM25 counts it: what overlaps in the letters, no matter in which order.
    #[inline]
    pub fn in_bm25(self) -> bool {
        matches!(
            self,
            Kind::Gram | Kind::Char | Kind::CharPair | Kind::Syllable | Kind::SyllablePair
        )
    }

    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Stem => "word",
            Kind::Char => "character",
            Kind::StemPair => "word pair",
            Kind::CharPair => "character pair",
            Kind::StemSkip => "word pair with a gap",
            Kind::CharSkip => "character pair with a gap",
            Kind::Gram => "letters",
            Kind::Syllable => "syllable",
            Kind::SyllablePair => "syllable pair",
            Kind::Concept => "meaning",
            Kind::ConceptPair => "meanings side by side",
        }
    }
}

/// Takes the features of a text one by one; the closure names the feature for people and is
/// only called where somebody wants to read it.
pub trait Sink {
    /// One occurrence of a feature.
    fn push(&mut self, kind: Kind, hash: u64, name: &dyn Fn() -> String);
}

/// A feature as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// What it is known by.
    pub hash: u64,
    /// What it is.
    pub kind: Kind,
}

impl Sink for Vec<Feature> {
    #[inline]
    fn push(&mut self, kind: Kind, hash: u64, _: &dyn Fn() -> String) {
        Vec::push(self, Feature { hash, kind });
    }
}

/// What a stem is known by as a feature.
pub(in crate::index) fn stem_hash(stem: &str) -> u64 {
    tagged(Kind::Stem, hash::text(stem))
}

/// What a Han character is known by as a feature.
pub(in crate::index) fn char_hash(text: &str) -> u64 {
    tagged(Kind::Char, hash::text(text))
}

/// What two Han characters side by side are known by as a feature.
pub(in crate::index) fn char_pair_hash(first: &str, second: &str) -> u64 {
    let pair = hash::pair(hash::text(first), hash::text(second));
    tagged(Kind::CharPair, pair)
}

/// What the sound of a Han character is known by as a feature.
pub(in crate::index) fn sound_hash(text: &str) -> Option<u64> {
    let syllable = text.chars().next().and_then(syllable)?;
    Some(tagged(Kind::Syllable, hash::text(syllable)))
}

/// What a concept is known by as a feature.
pub(in crate::index) fn concept_hash(concept: u64) -> u64 {
    tagged(Kind::Concept, concept)
}

#[inline]
fn tagged(kind: Kind, value: u64) -> u64 {
    hash::mix(value ^ ((kind as u64 + 1) << 56))
}

/// Hands every feature of `analysis` to `sink`, with repetitions, in the order of the text.
pub fn extract(analysis: &Analysis, concepts: &Concepts, sink: &mut impl Sink) {
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
    push_meanings(analysis, concepts, all_in_stop_phrase, sink);
}

/// Tokens that two meanings may lie apart to be a pair: English words, Chinese characters.
const WORDS_APART: usize = 4;
const CHARS_APART: usize = 6;

/// Meanings looked back at for pairs; bounds the work in a text where everything means much.
const MEANINGS_BACK: usize = 48;

fn push_meanings(
    analysis: &Analysis,
    concepts: &Concepts,
    all_in_stop_phrase: bool,
    sink: &mut impl Sink,
) {
    let mut before: Vec<(u64, usize, bool)> = Vec::new();
    concepts.each(analysis, |concept, place, term| {
        if !all_in_stop_phrase && term.iter().any(|token| token.in_stop_phrase) {
            return;
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
            if place - there > apart {
                break;
            }
            if place > there && other != concept {
                let pair = hash::pair(concept.min(other), concept.max(other));
                sink.push(Kind::ConceptPair, tagged(Kind::ConceptPair, pair), &|| {
                    format!("… {}", name())
                });
            }
        }
        before.push((concept, place, han));
    });
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
            let first = before.chars().next().and_then(self::syllable);
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

/// Initials that are often mixed up, with the one that stands for both.
const MIXED_UP: [(&str, &str); 6] = [
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("n", "l"),
    ("r", "l"),
    ("hu", "f"),
];

/// Hash of a syllable without what is often mixed up: retroflex initials, `n`, `l` and `r`, `hu`
/// and `f`, `ng` and `n` at the end. 0 is never returned: it stands for no sound.
fn blurred(syllable: &str) -> u64 {
    let mixed = MIXED_UP.iter().find_map(|&(initial, other)| {
        let rest = syllable.strip_prefix(initial)?;
        Some((other, rest))
    });
    let (initial, rest) = mixed.unwrap_or(("", syllable));
    let rest = match rest.strip_suffix("ng") {
        Some(_) => &rest[..rest.len() - 1],
        None => rest,
    };
    let letters = initial.bytes().chain(rest.bytes());
    letters
        .fold(1, |code, byte| hash::mix(code ^ u64::from(byte)))
        .max(1)
}

/// Toneless pinyin of a character, as a Chinese keyboard would take it.
pub fn syllable(ch: char) -> Option<&'static str> {
    ch.to_pinyin().map(|pinyin| pinyin.plain())
}
