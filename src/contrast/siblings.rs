//! Contrasts learned from the FAQ: two phrasings of different entries that differ in one word.
//!
//! "How do I cancel the gold card" beside "How do I cancel the silver card" tells that gold and
//! silver are two, which no list knows. What the two have in common is the context in which they
//! exclude each other.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::profile::Profile;
use super::reading::{frame_words, word_at};
use crate::faq::Faq;
use crate::lexicon::function_words::FUNCTION_WORDS;
use crate::text::{Analysis, TokenKind};

/// Content words that two phrasings have in common at least.
const CONTEXT: usize = 2;
/// Longest phrasing that is compared, in tokens.
const LONGEST: usize = 24;

/// One word against another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sibling {
    /// The word of a question.
    pub asked: u64,
    /// The word of an entry.
    pub held: u64,
    /// What both phrasings say.
    context: Vec<u64>,
}

/// What the FAQ contrasts, by the word that a question may say.
#[derive(Debug, Default)]
pub(super) struct Siblings(Vec<Sibling>);

/// A phrasing seen with one word left out.
struct Seen {
    entry: usize,
    word: u64,
}

impl Siblings {
    /// Compares the phrasings of all entries; `profiles` are those of the entries.
    pub fn of(faq: &Faq, profiles: &[Profile]) -> Siblings {
        let mut frames: HashMap<u64, Seen> = HashMap::new();
        let mut found = Vec::new();
        let mut analysis = Analysis::default();
        for (entry, phrasings) in faq.entries.iter().enumerate() {
            for phrasing in &phrasings.phrasings {
                analysis.read(&phrasing.text);
                if analysis.tokens().len() > LONGEST {
                    continue;
                }
                for (word, frame, context) in frames_of(&analysis) {
                    match frames.entry(frame) {
                        Slot::Vacant(slot) => {
                            slot.insert(Seen { entry, word });
                        }
                        Slot::Occupied(slot) => {
                            let seen = slot.get();
                            if seen.entry == entry || seen.word == word {
                                continue;
                            }
                            let (one, other) = (&profiles[seen.entry], &profiles[entry]);
                            if one.says(word) || other.says(seen.word) {
                                continue;
                            }
                            for (asked, held) in [(word, seen.word), (seen.word, word)] {
                                found.push(Sibling {
                                    asked,
                                    held,
                                    context: context.clone(),
                                });
                            }
                        }
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Siblings(found)
    }

    /// What a word of a question excludes, where the question says half of the context.
    pub fn against<'s>(&'s self, word: u64, words: &'s [u64]) -> impl Iterator<Item = u64> + 's {
        let first = self.0.partition_point(|one| one.asked < word);
        let alike = self.0[first..]
            .iter()
            .take_while(move |one| one.asked == word);
        let said = move |one: &&Sibling| {
            let context = one.context.iter();
            let said = context.filter(|word| words.binary_search(word).is_ok());
            said.count() * 2 >= one.context.len()
        };
        alike.filter(said).map(|one| one.held)
    }
}

/// Each content word of a phrasing, the hash of all that stands around it, and the content words
/// there.
fn frames_of(analysis: &Analysis) -> Vec<(u64, u64, Vec<u64>)> {
    let tokens = analysis.tokens();
    let mut frames = Vec::new();
    for at in 0..tokens.len() {
        let token = &tokens[at];
        if token.in_stop_phrase || is_function_word(analysis.text(token)) {
            continue;
        }
        // 金卡 and 银卡, 黄金 and 白银: two characters stand for the word.
        let Some(word) = word_at(analysis, at) else {
            continue;
        };
        let widths: &[usize] = match token.kind {
            TokenKind::Han => &[1, 2],
            _ => &[1],
        };
        for &width in widths {
            let context = frame_words(analysis, at, at + width);
            if context.len() < CONTEXT {
                continue;
            }
            let mut hasher = DefaultHasher::new();
            (at, width, tokens.len() - at - width).hash(&mut hasher);
            for (number, token) in tokens.iter().enumerate() {
                if number < at || number >= at + width {
                    analysis.stem(token).hash(&mut hasher);
                }
            }
            frames.push((word, hasher.finish(), context));
        }
    }
    frames
}

fn is_function_word(word: &str) -> bool {
    word.len() < 3 && word.is_ascii()
        || FUNCTION_WORDS
            .split_ascii_whitespace()
            .any(|one| one == word)
}
