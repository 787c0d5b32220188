//! A question that is a phrasing but for one word: "enrol for violin" beside "enrol for piano".
//!
//! Lists know the opposites of a language; they do not know what else may stand in a place. Here a
//! frame does: what is left of a text without one word, or without one quantity. Where the question
//! has the frame of a phrasing and another word in its place, and that word is one that the entry
//! never says, the question asks for something else. A word is taken for another only where it
//! cannot well be the same in other words: it is another entry's word, a name, a number, one of
//! a pair of characters that part things (大 and 小), or all of the text around it is the same,
//! function words included: "a flight from here to Japan" beside "a call from here to Japan". No
//! verbs: two of them often mean the same.

mod place;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::number::{self, Quantity};
use super::profile::Profile;
use crate::faq::{Entry, Faq};
use crate::lexicon::CONCEPTS;
use crate::text::{Analysis, stem};
use bitcode::{Decode, Encode};
use place::{Asked, PARTING, asked, line, text_of};
pub(super) use place::{Place, places};

/// Most phrasings of a FAQ whose frames are kept: beyond, the memory is worth more.
const MOST_PHRASINGS: usize = 20_000;
/// Likeness of two words from which on one may be the other misspelt, 0 to 1.
const ALIKE: f64 = 0.6;

/// What a question says in a frame of an entry, against what the entry does.
pub(super) enum Other {
    /// Another word.
    Word { asked: u64, held: u64 },
    /// Another number.
    Quantity { asked: Quantity, held: Quantity },
}

/// A phrasing with one word left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
struct Framed {
    entry: u32,
    frame: u64,
    /// Number of the word in [`Frames::words`], or of the quantity.
    held: u32,
}

/// The frames of a FAQ.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Frames {
    framed: Vec<Framed>,
    words: Vec<Box<str>>,
    quantities: Vec<(u32, u64, Quantity)>,
    synonyms: Vec<Vec<Box<str>>>,
}

impl Frames {
    /// Reads the phrasings of a FAQ.
    pub fn of(faq: &Faq) -> Frames {
        let mut frames = Frames::default();
        let phrasings = faq.entries.iter().map(|entry| entry.phrasings.len());
        if phrasings.sum::<usize>() > MOST_PHRASINGS {
            return frames;
        }
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        for (number, entry) in (0..).zip(&faq.entries) {
            frames.read(number, entry, &mut numbers);
        }
        frames.name(numbers);
        frames.framed.shrink_to_fit();
        let mut analysis = Analysis::default();
        let group = |words: &Vec<String>| {
            let mut line_of = |word: &String| {
                analysis.read(word);
                line(&analysis).into_boxed_str()
            };
            words.iter().map(&mut line_of).collect()
        };
        frames.synonyms = faq.synonyms.iter().map(group).collect();
        frames
    }

    /// Those of a FAQ that a change of few entries led to: `known` are the numbers that its entries
    /// had before, `touched` those of the ones that are asked otherwise.
    pub fn changed(&self, faq: &Faq, known: &[Option<u32>], touched: &[u32]) -> Frames {
        let mut frames = Frames {
            words: self.words.clone(),
            synonyms: self.synonyms.clone(),
            ..Frames::default()
        };
        if self.is_empty() {
            return frames;
        }
        let before = known.iter().flatten().max();
        let mut now = vec![u32::MAX; before.map_or(0, |most| *most as usize + 1)];
        for (number, known) in (0..).zip(known) {
            if let Some(known) = known.filter(|_| touched.binary_search(&number).is_err()) {
                now[known as usize] = number;
            }
        }
        let stays = |entry: u32| {
            let now = now.get(entry as usize).copied();
            now.filter(|number| *number != u32::MAX)
        };
        let framed = self.framed.iter();
        let framed = framed.filter_map(|&one| {
            Some(Framed {
                entry: stays(one.entry)?,
                ..one
            })
        });
        frames.framed = framed.collect();
        let quantities = self.quantities.iter();
        let quantities = quantities.filter_map(|&one| Some((stays(one.0)?, one.1, one.2)));
        frames.quantities = quantities.collect();
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        for &number in touched {
            frames.read(number, &faq.entries[number as usize], &mut numbers);
        }
        frames.name(numbers);
        frames
    }

    /// Adds the frames of an entry; words that are in none yet get their numbers in `numbers`.
    fn read(&mut self, number: u32, known: &Entry, numbers: &mut HashMap<Box<str>, u32>) {
        let mut analysis = Analysis::default();
        let lines: Vec<(usize, String)> = known
            .phrasings
            .iter()
            .map(|phrasing| {
                analysis.read(&phrasing.text);
                (phrasing.language as usize, line(&analysis))
            })
            .collect();
        for phrasing in &known.phrasings {
            analysis.read(&phrasing.text);
            let language = phrasing.language as usize;
            let own = || lines.iter().filter(|(one, _)| *one == language);
            for place in places(&analysis, &number::quantities(&analysis)) {
                if let Some(quantity) = place.quantity {
                    self.quantities.push((number, place.frame, quantity));
                    continue;
                }
                let held = text_of(&analysis, place.tokens);
                let having = own().filter(|(_, line)| line.contains(&held)).count();
                if having * 2 < own().count() {
                    continue;
                }
                let next = (self.words.len() + numbers.len()) as u32;
                let held = *numbers.entry(held.into()).or_insert(next);
                self.framed.push(Framed {
                    entry: number,
                    frame: place.frame,
                    held,
                });
            }
        }
    }

    /// Gives the words with `numbers` their places, and puts all in order.
    fn name(&mut self, numbers: HashMap<Box<str>, u32>) {
        self.words
            .resize(self.words.len() + numbers.len(), Box::default());
        for (word, number) in numbers {
            self.words[number as usize] = word;
        }
        self.framed.sort_unstable();
        self.framed.dedup();
        self.quantities.sort_unstable();
        self.quantities.dedup();
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.framed.is_empty() && self.quantities.is_empty()
    }

    /// What the question says in a frame of entry number `entry`, where the entry says another.
    /// `places` are those of the question, `profiles` those of all entries.
    pub fn other(
        &self,
        question: &Analysis,
        places: &[Place],
        profiles: &[Arc<Profile>],
        entry: usize,
    ) -> Option<(Other, (u32, u32))> {
        let profile = &profiles[entry];
        let number = entry as u32;
        let own = |framed: &[Framed], entry| framed.partition_point(|one| one.entry < entry);
        let framed = &self.framed[own(&self.framed, number)..];
        let framed = &framed[..own(framed, number + 1)];
        let own = |quantities: &[_], entry| {
            quantities.partition_point(|one: &(u32, u64, Quantity)| one.0 < entry)
        };
        let quantities = &self.quantities[own(&self.quantities, number)..];
        let quantities = &quantities[..own(quantities, number + 1)];
        // Hardly any place of a question is in a frame of the entry: it is read only then.
        let text = OnceCell::new();
        let text = || text.get_or_init(|| line(question));
        places.iter().find_map(|place| {
            if let Some(quantity) = place.quantity {
                let first = quantities.partition_point(|one| one.1 < place.frame);
                let mut alike = quantities[first..]
                    .iter()
                    .take_while(|one| one.1 == place.frame);
                let held = alike.find(|one| number::excludes(quantity, one.2))?.2;
                let asked = quantity;
                return Some((Other::Quantity { asked, held }, place.bytes));
            }
            let first = framed.partition_point(|one| one.frame < place.frame);
            let mut alike = framed[first..]
                .iter()
                .take_while(|one| one.frame == place.frame)
                .map(|one| &*self.words[one.held as usize])
                .filter(|held| !text().contains(held))
                .peekable();
            alike.peek()?;
            let asked = asked(question, place);
            let held = alike.find(|held| self.is_other(&asked, held, profiles, profile))?;
            let other = Other::Word {
                asked: place.word,
                held: number::word(held.trim()),
            };
            Some((other, place.bytes))
        })
    }

    /// Whether the word of a question is another than an entry's in the same place.
    fn is_other(
        &self,
        asked: &Asked,
        held: &str,
        profiles: &[Arc<Profile>],
        profile: &Profile,
    ) -> bool {
        let own = &*asked.text;
        if own == held || asked.around.iter().any(|one| profile.says(*one)) {
            return false;
        }
        let parts = |one: &&&str| own.chars().all(|ch| one.contains(ch));
        if let Some(group) = PARTING.iter().find(parts)
            && own.chars().count() == 1
        {
            return held.chars().count() == 1 && held.chars().all(|ch| group.contains(ch));
        }
        if own.chars().count() == 1 || held.chars().count() == 1 {
            return false;
        }
        if asked.is_verb || self.is_same(own, held) {
            return false;
        }
        let says = |profile: &Arc<Profile>| asked.around.iter().all(|one| profile.says(*one));
        asked.is_name || asked.is_exact || profiles.iter().any(says)
    }

    /// Whether two words may be one: misspelt, begun alike, or known to mean the same.
    fn is_same(&self, own: &str, held: &str) -> bool {
        let (one, other) = (own.trim(), held.trim());
        one.starts_with(other)
            || other.starts_with(one)
            || one.is_ascii() && strsim::normalized_damerau_levenshtein(one, other) >= ALIKE
            || share_a_concept(one, other)
            || self.synonyms.iter().any(|group| {
                let has = |word: &str| group.iter().any(|one| &**one == word);
                has(own) && has(held)
            })
    }
}

/// Whether a concept of the lexicon has both words.
fn share_a_concept(one: &str, other: &str) -> bool {
    static CONCEPTS_OF: LazyLock<HashMap<String, Vec<u16>>> = LazyLock::new(|| {
        let lines = CONCEPTS.iter().flat_map(|list| list.lines());
        let mut concepts: HashMap<String, Vec<u16>> = HashMap::new();
        for (number, line) in lines.filter(|line| !line.starts_with('#')).enumerate() {
            for word in line.split_whitespace().filter(|word| !word.contains('_')) {
                concepts.entry(stem(word)).or_default().push(number as u16);
            }
        }
        concepts
    });
    let (Some(one), Some(other)) = (CONCEPTS_OF.get(one), CONCEPTS_OF.get(other)) else {
        return false;
    };
    one.iter().any(|number| other.contains(number))
}
