//! Contrasts learned from the FAQ: two phrasings of different entries that differ in one word.
//!
//! "How do I cancel the gold card" beside "How do I cancel the silver card" tells that gold and
//! silver are two, which no list knows. What the two have in common is the context in which they
//! exclude each other.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use bitcode::{Decode, Encode};

use super::profile::{Profile, THREADED};
use super::reading::{ContentWords, word_at};
use crate::faq::{Entry, Faq};
use crate::lexicon::function_words::is_function_word;
use crate::lexicon::word_hash::WordMap;
use crate::parallel;
use crate::text::{Analysis, TokenKind};

/// Content words that two phrasings have in common at least.
const CONTEXT: usize = 2;
/// Longest phrasing that is compared, in tokens.
const LONGEST: usize = 24;

/// One word against another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub(super) struct Sibling {
    /// The word of a question.
    pub asked: u64,
    /// The word of an entry.
    pub held: u64,
    /// What both phrasings say.
    context: Vec<u64>,
}

/// What the FAQ contrasts, by the word that a question may say.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Siblings {
    all: Arc<Vec<Sibling>>,
    /// Where those of each word begin.
    first: Arc<WordMap<u64, u32>>,
    /// What changes brought.
    more: Vec<Sibling>,
}

/// Entries that a changed one is compared with at most, which takes a millisecond or two.
const MOST_OTHERS: usize = 64;

/// Entries that are read at a time; more would only take memory.
const BLOCK_OF_ENTRIES: usize = 1024;

/// A phrasing seen with one word left out.
struct Seen {
    entry: usize,
    word: u64,
}

/// A phrasing with one word left out.
struct Frame {
    /// The word.
    word: u64,
    /// The hash of all that stands around it.
    around: u64,
    /// The content words there.
    context: Vec<u64>,
}

impl Siblings {
    /// Compares the phrasings of all entries; `profiles` are those of the entries.
    pub fn of(faq: &Faq, profiles: &[Arc<Profile>]) -> Siblings {
        let mut frames: HashMap<u64, Seen> = HashMap::new();
        let mut found = Vec::new();
        for (block, entries) in faq.entries.chunks(BLOCK_OF_ENTRIES).enumerate() {
            let first = block * BLOCK_OF_ENTRIES;
            for (at, read) in parallel::map(entries, THREADED, frames_of)
                .into_iter()
                .enumerate()
            {
                for frame in read {
                    compare(first + at, frame, profiles, &mut frames, &mut found);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.shrink_to_fit();
        let mut first = WordMap::default();
        for (at, one) in (0..).zip(&found) {
            first.entry(one.asked).or_insert(at);
        }
        Siblings {
            all: found.into(),
            first: first.into(),
            more: Vec::new(),
        }
    }

    /// The same with what the `touched` entries contrast with others; `profiles` are those of all
    /// entries.
    pub fn with(&self, faq: &Faq, profiles: &[Arc<Profile>], touched: &[u32]) -> Siblings {
        let mut more = self.more.clone();
        for &number in touched {
            let own = frames_of(&faq.entries[number as usize]);
            // Whoever has such a frame, too, says all that stands in it.
            let says = |profile: &Profile| {
                let mut contexts = own.iter().map(|frame| &frame.context);
                contexts.any(|context| context.iter().all(|word| profile.says(*word)))
            };
            let mut others: Vec<usize> = (0..profiles.len())
                .filter(|other| *other != number as usize && says(&profiles[*other]))
                .take(MOST_OTHERS)
                .collect();
            others.push(number as usize);
            let mut frames: HashMap<u64, Seen> = HashMap::new();
            for other in others {
                for frame in frames_of(&faq.entries[other]) {
                    compare(other, frame, profiles, &mut frames, &mut more);
                }
            }
        }
        more.sort_unstable();
        more.dedup();
        Siblings {
            all: self.all.clone(),
            first: self.first.clone(),
            more,
        }
    }

    /// What a word of a question excludes, where the question says half of the context.
    pub fn against<'s>(&'s self, word: u64, words: &'s [u64]) -> impl Iterator<Item = u64> + 's {
        let first = self.first.get(&word).map(|first| *first as usize);
        let more = self.more.partition_point(|one| one.asked < word);
        let lists = [
            &self.all[first.unwrap_or(self.all.len())..],
            &self.more[more..],
        ];
        let alike = lists
            .into_iter()
            .flat_map(move |all| all.iter().take_while(move |one| one.asked == word));
        // A bit for each word: few words of all contexts are looked for among the question's.
        let bit = |word: &u64| 1u64 << (word % 64);
        let bits = words.iter().fold(0, |bits, word| bits | bit(word));
        let says = move |word: &u64| bits & bit(word) != 0 && words.binary_search(word).is_ok();
        let said = move |one: &&Sibling| {
            let said = one.context.iter().filter(|word| says(word));
            said.count() * 2 >= one.context.len()
        };
        alike.filter(said).map(|one| one.held)
    }
}

/// Takes in a frame of entry number `entry`: what it contrasts with the first phrasing that had the
/// same frame.
fn compare(
    entry: usize,
    frame: Frame,
    profiles: &[Arc<Profile>],
    frames: &mut HashMap<u64, Seen>,
    found: &mut Vec<Sibling>,
) {
    let word = frame.word;
    let seen = match frames.entry(frame.around) {
        Slot::Vacant(slot) => {
            slot.insert(Seen { entry, word });
            return;
        }
        Slot::Occupied(slot) => slot.into_mut(),
    };
    if seen.entry == entry || seen.word == word {
        return;
    }
    let (one, other) = (&profiles[seen.entry], &profiles[entry]);
    if one.says(word) || other.says(seen.word) {
        return;
    }
    for (asked, held) in [(word, seen.word), (seen.word, word)] {
        found.push(Sibling {
            asked,
            held,
            context: frame.context.clone(),
        });
    }
}

/// The frames of an entry's phrasings.
fn frames_of(entry: &Entry) -> Vec<Frame> {
    let mut frames = Vec::new();
    let mut analysis = Analysis::default();
    for phrasing in &entry.phrasings {
        analysis.read(&phrasing.text);
        if analysis.tokens().len() <= LONGEST {
            read_frames(&analysis, &mut frames);
        }
    }
    frames
}

/// Adds a frame for each content word of a phrasing.
fn read_frames(analysis: &Analysis, frames: &mut Vec<Frame>) {
    let tokens = analysis.tokens();
    let content = ContentWords::of(analysis);
    for at in 0..tokens.len() {
        let token = &tokens[at];
        let text = analysis.text(token);
        if token.in_stop_phrase || text.is_ascii() && text.len() < 3 || is_function_word(text) {
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
            let context = content.outside(at, at + width);
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
            frames.push(Frame {
                word,
                around: hasher.finish(),
                context,
            });
        }
    }
}
