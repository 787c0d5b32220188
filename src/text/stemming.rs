//! Stems of English words, with a cache: the same few words make up most questions.

use std::cell::RefCell;

use rust_stemmers::{Algorithm, Stemmer};

/// Longest word that is cached, in bytes. Longer ones are rare.
const LONGEST_CACHED: usize = 15;
/// Words in the cache of a thread, 32 bytes each: 16 kB.
const SLOTS: usize = 512;
/// Longest word that is stemmed, in bytes. Longer ones are names or noise.
const LONGEST: usize = 32;
/// Shortest word that is stemmed, in bytes. The stemmer leaves shorter ones as they are.
const SHORTEST: usize = 3;

/// The Snowball stem of an English word in lower case.
///
/// ```
/// assert_eq!(wenda::text::stem("refunds"), "refund");
/// ```
pub fn stem(word: &str) -> String {
    with(|stems| stems.other_than(word).unwrap_or(word).to_owned())
}

/// Runs `work` with this thread's stemmer.
pub(super) fn with<T>(work: impl FnOnce(&mut Stems) -> T) -> T {
    thread_local! {
        static STEMS: RefCell<Stems> = RefCell::new(Stems::new());
    }
    STEMS.with_borrow_mut(work)
}

/// A stemmer with the stems that it found lately.
pub(super) struct Stems {
    stemmer: Stemmer,
    slots: Vec<Slot>,
    /// The stem of a word that is not cached.
    other: String,
}

/// A word and its stem, which is never longer.
#[derive(Clone, Copy)]
struct Slot {
    word: [u8; LONGEST_CACHED],
    word_length: u8,
    stem: [u8; LONGEST_CACHED],
    stem_length: u8,
}

impl Stems {
    fn new() -> Stems {
        let free = Slot {
            word: [0; LONGEST_CACHED],
            word_length: 0,
            stem: [0; LONGEST_CACHED],
            stem_length: 0,
        };
        Stems {
            stemmer: Stemmer::create(Algorithm::English),
            slots: vec![free; SLOTS],
            other: String::new(),
        }
    }

    /// The stem of `word` (lower case, ASCII), where it is another than the word itself.
    pub fn other_than(&mut self, word: &str) -> Option<&str> {
        let length = word.len();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return None;
        }
        if length > LONGEST_CACHED {
            self.other = self.stemmer.stem(word).into_owned();
            return (self.other != word).then_some(self.other.as_str());
        }
        let mut padded = [0; LONGEST_CACHED];
        padded[..length].copy_from_slice(word.as_bytes());
        let slot = &mut self.slots[place(&padded)];
        if slot.word != padded || usize::from(slot.word_length) != length {
            let stem = self.stemmer.stem(word);
            if stem.len() > LONGEST_CACHED {
                self.other = stem.into_owned();
                return Some(&self.other);
            }
            slot.word = padded;
            slot.word_length = length as u8;
            slot.stem = [0; LONGEST_CACHED];
            slot.stem[..stem.len()].copy_from_slice(stem.as_bytes());
            slot.stem_length = stem.len() as u8;
        }
        if slot.stem_length == slot.word_length && slot.stem == slot.word {
            return None;
        }
        std::str::from_utf8(&slot.stem[..usize::from(slot.stem_length)]).ok()
    }
}

fn place(word: &[u8; LONGEST_CACHED]) -> usize {
    let mut halves = [0; 16];
    halves[..LONGEST_CACHED].copy_from_slice(word);
    let code = u128::from_le_bytes(halves);
    let code = (code as u64) ^ ((code >> 64) as u64).rotate_left(23);
    (code.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cached_stem_is_what_the_stemmer_says() {
        let stemmer = Stemmer::create(Algorithm::English);
        let words = [
            "cancelled",
            "cancel",
            "is",
            "a",
            "happily",
            "refunds",
            "internationalisation",
            "internationalisations",
            "yes",
            "dying",
            "queries",
        ];
        for round in 0..3 {
            for word in words {
                assert_eq!(stem(word), stemmer.stem(word), "{word} {round}");
            }
            // Enough others to push every word out of its place.
            for number in 0..2 * SLOTS {
                let word: String = number
                    .to_string()
                    .bytes()
                    .map(|digit| (digit + 49) as char)
                    .collect();
                assert_eq!(stem(&word), stemmer.stem(&word), "{word}");
            }
        }
    }
}
