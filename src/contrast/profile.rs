//! What the phrasings of an entry claim together.

use bitcode::{Decode, Encode};

use super::lexicon::lexicon;
use super::number;
use super::reading::{Claim, Reading, same_kind, whole};
use crate::faq::Entry;
use crate::text::{Analysis, Language};

/// A claim of an entry: in how many of its phrasings, and whether in a title.
#[derive(Debug, Clone, Copy, Encode, Decode)]
pub(super) struct Held {
    pub claim: Claim,
    pub strong: u16,
    pub title: bool,
    /// Whether a title asks for it to be done: it is no noun there.
    pub asked: bool,
}

/// What an entry claims.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Profile {
    /// By claim.
    held: Vec<Held>,
    /// Words in at least half of the phrasings of one language.
    frequent: Vec<u64>,
    /// All words of the phrasings.
    said: Vec<u64>,
    phrasings: u16,
    /// Phrasings with a negation.
    negated: u16,
    /// Phrasings that say what is not wanted.
    unwanted: u16,
}

/// Entries from which on they are read on all processors: fewer are read before a thread begins.
pub(super) const THREADED: usize = 400;

/// A claim is the entry's own where one in so many phrasings makes it.
const SHARE: u16 = 6;

/// Words of an entry that are counted.
const MOST_WORDS: usize = 256;

impl Profile {
    pub fn of(entry: &Entry) -> Profile {
        let mut profile = Profile::default();
        let mut analysis = Analysis::default();
        let mut counted: [Vec<(u64, u16)>; 2] = Default::default();
        let mut sizes = [0u16; 2];
        for phrasing in &entry.phrasings {
            analysis.read(&phrasing.text);
            let reading = whole(&analysis);
            let language = phrasing.language as usize;
            let title = sizes[language] == 0;
            sizes[language] = sizes[language].saturating_add(1);
            profile.add(&reading, true, title);
            profile.said.extend(&reading.words);
            for &word in &reading.words {
                let known = &mut counted[language];
                let at = known.iter().position(|(one, _)| *one == word);
                match at {
                    Some(at) => known[at].1 += 1,
                    // An entry's words are few; of a very long list the first ones decide.
                    None if known.len() < MOST_WORDS => known.push((word, 1)),
                    None => {}
                }
            }
        }
        // Keywords and the id say what the entry is about, too, but ask nothing.
        let id = entry.id.as_str().replace(['-', '_'], " ");
        for (number, text) in entry
            .keywords
            .iter()
            .map(String::as_str)
            .chain([&*id])
            .enumerate()
        {
            analysis.read(text);
            let mut reading = whole(&analysis);
            // An id is a handle: it may name more than the entry answers.
            if number == entry.keywords.len() {
                reading
                    .marks
                    .retain(|mark| matches!(mark.claim, Claim::Side { .. }));
            }
            profile.add(&reading, false, false);
            profile.said.extend(&reading.words);
        }
        for language in Language::ALL {
            let (counted, size) = (&counted[language as usize], sizes[language as usize]);
            let frequent = counted.iter().filter(|(_, count)| count * 2 >= size);
            profile.frequent.extend(frequent.map(|(word, _)| *word));
        }
        profile.frequent.sort_unstable();
        profile.said.sort_unstable();
        profile.said.dedup();
        profile.said.shrink_to_fit();
        profile.held.sort_by_key(|held| held.claim);
        profile
    }

    /// The profile of one text, as of an entry with no other phrasing.
    pub fn of_text(text: &Analysis) -> Profile {
        let reading = whole(text);
        let mut profile = Profile::default();
        profile.add(&reading, true, true);
        profile.frequent.clone_from(&reading.words);
        profile.said = reading.words;
        profile.held.sort_by_key(|held| held.claim);
        profile
    }

    fn add(&mut self, reading: &Reading, is_phrasing: bool, title: bool) {
        if is_phrasing {
            self.phrasings = self.phrasings.saturating_add(1);
            self.negated += u16::from(reading.negated);
            self.unwanted += u16::from(reading.unwanted);
        }
        for (at, mark) in reading.marks.iter().enumerate() {
            let claim = mark.claim;
            if reading.marks[..at].iter().any(|one| one.claim == claim) {
                continue;
            }
            let strong = u16::from(is_phrasing && !mark.weak);
            match self.held.iter_mut().find(|held| held.claim == claim) {
                Some(held) => {
                    held.strong = held.strong.saturating_add(strong);
                    held.title |= title && strong > 0;
                    held.asked |= title && strong > 0 && !mark.noun;
                }
                None => self.held.push(Held {
                    claim,
                    strong,
                    title: title && strong > 0,
                    asked: title && strong > 0 && !mark.noun,
                }),
            }
        }
    }

    /// Whether the entry says this anywhere.
    pub fn has(&self, claim: Claim) -> bool {
        self.held
            .binary_search_by_key(&claim, |held| held.claim)
            .is_ok()
    }

    /// What the entry claims of the same axis, class or dimension.
    pub fn alike(&self, claim: Claim) -> impl Iterator<Item = &Held> {
        self.held
            .iter()
            .filter(move |held| same_kind(held.claim, claim))
    }

    /// Whether a claim is the entry's own, not one phrasing's: enough of the phrasings make it, or
    /// a title and half as many. A length below a day is how long something took or takes, unless
    /// half of the phrasings name it, or a title and a quarter.
    pub fn owns(&self, held: &Held) -> bool {
        let share = match held.claim {
            Claim::Quantity {
                dimension: number::TIME,
                thousandths,
            } if thousandths < number::DAY_THOUSANDTHS => match held.title {
                true => 4,
                false => 2,
            },
            _ if held.title => 2 * SHARE,
            _ => SHARE,
        };
        held.strong > 0 && held.strong.saturating_mul(share) >= self.phrasings
    }

    /// Whether a phrasing says a word.
    pub fn says(&self, word: u64) -> bool {
        self.said.binary_search(&word).is_ok()
    }

    /// Whether at least half of the phrasings claim it.
    pub fn is_mostly(&self, held: &Held) -> bool {
        held.strong * 2 >= self.phrasings
    }

    /// Number of words that two entries both say often.
    pub fn shares(&self, other: &Profile) -> usize {
        let mine = self.frequent.iter();
        mine.filter(|word| other.is_about(**word)).count()
    }

    /// Whether a word stands in at least half of the phrasings of a language.
    pub fn is_about(&self, word: u64) -> bool {
        self.frequent.binary_search(&word).is_ok()
    }

    /// Whether at least one phrasing in [`SHARE`] negates something or asks to end something.
    pub fn is_negated(&self) -> bool {
        self.negated > 0 && self.negated * SHARE >= self.phrasings || self.ends()
    }

    /// Whether at least one phrasing in [`SHARE`] says what is not wanted, or asks to end something.
    /// That something fails is no request to end it.
    pub fn is_to_end(&self) -> bool {
        self.unwanted > 0 && self.unwanted * SHARE >= self.phrasings || self.ends()
    }

    /// Whether at least one phrasing in [`SHARE`] asks to end or take back something.
    pub fn ends(&self) -> bool {
        self.held.iter().any(|held| match held.claim {
            Claim::Side { axis, side } => {
                let enough = held.strong > 0 && held.strong * SHARE >= self.phrasings;
                side && enough && lexicon().ends(axis)
            }
            _ => false,
        })
    }

    /// What the entry claims.
    pub fn held(&self) -> &[Held] {
        &self.held
    }
}
