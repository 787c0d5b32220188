//! A question's claims against an entry's.

use std::fmt;
use std::sync::Arc;

use bitcode::{Decode, Encode};

use super::frames::Other;
use super::lexicon::lexicon;
use super::number::{self, Quantity};
use super::profile::{Held, Profile};
use super::reading::{Claim, Mark, Reading, same_kind};
use super::siblings::Siblings;

/// A contradiction between a question and an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// What kind of thing is contradicted.
    pub kind: Kind,
    /// The words of the question that say so.
    pub words: String,
    bytes: (u32, u32),
    pub(super) asked: Claim,
    pub(super) held: Claim,
}

impl Contrast {
    /// Takes over the words of `question`, the text that the contradiction was found in.
    pub fn name(&mut self, question: &str) {
        let (start, end) = (self.bytes.0 as usize, self.bytes.1 as usize);
        question
            .get(start..end)
            .unwrap_or("")
            .clone_into(&mut self.words);
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Opposite(axis) => write!(f, "opposites, {axis}"),
            Kind::Thing(class) => write!(f, "another {class}"),
            Kind::Quantity => f.write_str("another number"),
            Kind::Direction => f.write_str("the other direction"),
            Kind::Without => f.write_str("without it"),
            Kind::Sibling => f.write_str("another entry's word"),
            Kind::Substitute => f.write_str("another word in the same place"),
        }
    }
}

/// Kinds of contradictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opposite verbs or states.
    Opposite(&'static str),
    /// Another thing of one class.
    Thing(&'static str),
    /// Another amount, length, version or day.
    Quantity,
    /// The other way.
    Direction,
    /// Without what the entry is about.
    Without,
    /// A word that the FAQ itself contrasts with the entry's.
    Sibling,
    /// Another word in the place of the entry's, where all else is a phrasing.
    Substitute,
}

pub(super) fn contradiction(
    question: &Reading,
    entry: &Profile,
    common: &Common,
    siblings: &Siblings,
) -> Option<Contrast> {
    listed(question, entry, common).or_else(|| learned(question, entry, siblings))
}

/// What a question says in a frame of an entry, where the entry nowhere says the same.
pub(super) fn framed((other, bytes): (Other, (u32, u32)), entry: &Profile) -> Option<Contrast> {
    let claim = |one: Quantity| Claim::Quantity {
        dimension: one.dimension,
        thousandths: one.thousandths,
    };
    let (kind, asked, held) = match other {
        Other::Word { asked, held } => (
            Kind::Substitute,
            Claim::Sibling { word: asked },
            Claim::Sibling { word: held },
        ),
        Other::Quantity { asked, held } => (Kind::Quantity, claim(asked), claim(held)),
    };
    (!agrees(asked, entry)).then(|| Contrast {
        kind,
        words: String::new(),
        bytes,
        asked,
        held,
    })
}

/// A word that the FAQ contrasts with one that the entry is about, and that the entry never says.
fn learned(question: &Reading, entry: &Profile, siblings: &Siblings) -> Option<Contrast> {
    let words = &question.words;
    question.placed.iter().find_map(|&(word, bytes)| {
        if entry.says(word) {
            return None;
        }
        let held = siblings
            .against(word, words)
            .find(|&held| entry.is_about(held) && words.binary_search(&held).is_err())?;
        Some(Contrast {
            kind: Kind::Sibling,
            words: String::new(),
            bytes,
            asked: Claim::Sibling { word },
            held: Claim::Sibling { word: held },
        })
    })
}

/// What the lists of opposites and things, and numbers, contradict.
fn listed(question: &Reading, entry: &Profile, common: &Common) -> Option<Contrast> {
    let marks = &question.marks;
    let mut done = 0;
    while done < marks.len() {
        // All senses of one expression together: where one is the entry's, none contradicts.
        let tokens = marks[done].tokens;
        let count = marks[done..]
            .iter()
            .take_while(|mark| mark.tokens == tokens)
            .count();
        let senses = &marks[done..done + count];
        done += count;
        if senses.iter().any(|mark| agrees(mark.claim, entry)) {
            continue;
        }
        let found = senses.iter().find_map(|mark| {
            let held = against(mark, marks, entry)
                .or_else(|| ends(mark, marks, entry))
                .or_else(|| common.other(mark.claim, entry))?;
            Some((mark, held))
        });
        if let Some((mark, held)) = found {
            return Some(Contrast {
                kind: kind(mark.claim),
                words: String::new(),
                bytes: mark.bytes,
                asked: mark.claim,
                held,
            });
        }
    }
    None
}

/// Whether an entry has the side that is asked for.
pub(super) fn answers(contrast: &Contrast, entry: &Profile) -> bool {
    match contrast.asked {
        Claim::Without { word } => !entry.is_about(word) || entry.is_negated(),
        asked => agrees(asked, entry),
    }
}

/// Whether the entry claims the same.
fn agrees(claim: Claim, entry: &Profile) -> bool {
    match claim {
        Claim::Quantity {
            dimension,
            thousandths,
        } => {
            let own = Quantity {
                dimension,
                thousandths,
            };
            entry.alike(claim).any(|held| !excluded(own, held.claim))
        }
        Claim::Without { .. } => false,
        Claim::Sibling { word } => entry.says(word),
        _ => entry.has(claim),
    }
}

/// Nearly all: three in four.
const NEARLY: (u16, u16) = (3, 4);

/// The claim of the entry that a mark of the question contradicts.
fn against(mark: &Mark, marks: &[Mark], entry: &Profile) -> Option<Claim> {
    let claim = mark.claim;
    if let Claim::Without { word } = claim {
        // 没有账号怎么注册: what is missing is what is asked for.
        let gets = marks.iter().any(|mark| {
            matches!(mark.claim, Claim::Side { side: false, .. }) && agrees(mark.claim, entry)
        });
        let contradicts = entry.is_about(word) && !gets && !entry.is_negated() && !entry.has(claim);
        return contradicts.then_some(claim);
    }
    let others = || marks.iter().filter(|one| same_kind(one.claim, claim));
    // The question names the entry's side as well, or a weak word stands beside a strong one.
    if others().any(|one| one.claim != claim && agrees(one.claim, entry)) {
        return None;
    }
    if mark.weak && others().any(|one| !one.weak) {
        return None;
    }
    let mut held = entry.alike(claim).filter(|held| held.claim != claim);
    match claim {
        // A working day against an entry on the weekend, whichever of its days it names.
        Claim::Quantity { .. } if day(claim).is_some() => {
            let first = held.next()?;
            let other = |held: &Held| day(held.claim) != day(claim);
            let all_other = other(first) && held.all(other);
            if all_other && entry.owns(first) {
                return Some(first.claim);
            }
            one_of_all(claim, entry)
        }
        // Several values of a dimension, several things of a class are examples, unless nearly all
        // phrasings that name one name the same.
        Claim::Quantity { .. } | Claim::Thing { .. } => one_of_all(claim, entry),
        // `gold to gems` contradicts `gems to gold` where both ends are changed.
        Claim::Direction { .. } => {
            let first = held.next()?;
            let both = || marks.iter().filter(|one| turned(one.claim, entry)).count() > 1;
            (entry.owns(first) && !mark.weak || both()).then_some(first.claim)
        }
        _ => held.find(|held| entry.owns(held)).map(|held| held.claim),
    }
}

/// What nearly all phrasings name that name another of the kind.
fn one_of_all(claim: Claim, entry: &Profile) -> Option<Claim> {
    let held = entry.alike(claim).filter(|held| held.claim != claim);
    let most = held.max_by_key(|held| held.strong)?;
    let all: u16 = entry.alike(claim).map(|held| held.strong).sum();
    let is_one = most.strong * NEARLY.1 >= all * NEARLY.0;
    (is_one && entry.owns(most)).then_some(most.claim)
}

/// Whether a claim is a day of the weekend; `None` of what is no day.
fn day(claim: Claim) -> Option<bool> {
    match claim {
        Claim::Quantity {
            dimension,
            thousandths,
        } => number::is_weekend(Quantity {
            dimension,
            thousandths,
        }),
        _ => None,
    }
}

/// Whether an entry has the same word the other way only.
fn turned(claim: Claim, entry: &Profile) -> bool {
    match claim {
        Claim::Direction { word, to } => {
            !entry.has(claim) && entry.has(Claim::Direction { word, to: !to })
        }
        _ => false,
    }
}

/// A question that ends or takes back something, against an entry that never does.
fn ends(mark: &Mark, marks: &[Mark], entry: &Profile) -> Option<Claim> {
    let Claim::Side { axis, side: true } = mark.claim else {
        return None;
    };
    let other = Claim::Side { axis, side: false };
    let begins = marks.iter().any(|one| {
        matches!(one.claim, Claim::Side { side: false, .. }) && agrees(one.claim, entry)
    });
    let contradicts = !mark.weak && lexicon().ends(axis) && !begins && !entry.is_to_end();
    contradicts.then_some(other)
}

/// Things that a FAQ is about as a whole: a bike in a FAQ on bikes, though an entry does not say so.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Common {
    /// Things in at least one of [`COMMON`] entries.
    about: Vec<Claim>,
    /// All things that any entry names.
    named: Vec<Claim>,
}

/// A FAQ is about a thing that one in so many entries names, and so many at least.
const COMMON: usize = 4;
const FEWEST: usize = 3;

impl Common {
    pub fn of(entries: &[Arc<Profile>]) -> Common {
        let mut named: Vec<Claim> = entries
            .iter()
            .flat_map(|entry| entry.held())
            .map(|held| held.claim)
            .filter(|claim| matches!(claim, Claim::Thing { .. }))
            .collect();
        named.sort_unstable();
        let about = named.chunk_by(|a, b| a == b);
        let about = about.filter(|same| same.len() >= FEWEST.max(entries.len() / COMMON));
        let about = about.map(|same| same[0]).collect();
        named.dedup();
        Common { about, named }
    }

    /// The thing that the FAQ is about, where a question names another of its class that nothing
    /// in the FAQ does, and the entry none.
    fn other(&self, claim: Claim, entry: &Profile) -> Option<Claim> {
        if !matches!(claim, Claim::Thing { .. })
            || self.named.binary_search(&claim).is_ok()
            || entry.alike(claim).next().is_some()
        {
            return None;
        }
        let mut about = self.about.iter();
        about.find(|one| same_kind(**one, claim)).copied()
    }
}

fn excluded(own: Quantity, other: Claim) -> bool {
    match other {
        Claim::Quantity {
            dimension,
            thousandths,
        } => number::excludes(
            own,
            Quantity {
                dimension,
                thousandths,
            },
        ),
        _ => false,
    }
}

pub(super) fn kind(claim: Claim) -> Kind {
    match claim {
        Claim::Side { axis, .. } => Kind::Opposite(lexicon().axis(axis)),
        Claim::Thing { class, .. } => Kind::Thing(lexicon().class(class)),
        Claim::Quantity { .. } => Kind::Quantity,
        Claim::Direction { .. } => Kind::Direction,
        Claim::Without { .. } => Kind::Without,
        Claim::Sibling { .. } => Kind::Sibling,
    }
}
