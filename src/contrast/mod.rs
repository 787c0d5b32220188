//! Contrast: whether a question asks for another side than an entry answers.
//!
//! One word or number turns a question round: bind and unbind, $5 and $500, from and to, buyer and
//! seller. Words and meanings alike are near to their opposites, so neither overlap nor vectors
//! see it. This room reads what a text claims (sides of opposites in both languages, things of one
//! class, quantities with their units, directions) and compares a question's claims with those of
//! an entry's phrasings. A claim that the entry makes anywhere is no contradiction.
//!
//! Pure: knows phrasings and analysed text, nothing of scores or decisions.

mod compare;
mod frames;
mod lexicon;
mod number;
mod profile;
mod reading;
mod siblings;
mod sides;
#[cfg(test)]
mod tests;

pub use compare::{Contrast, Kind};

use std::cell::OnceCell;

use std::sync::Arc;

use crate::faq::Faq;
use crate::parallel;
use crate::text::Analysis;
use bitcode::{Decode, Encode};
use frames::Place;
use profile::Profile;
use reading::Reading;

/// Whether one text asks for another side than the other: bind and unbind, $5 and $50.
pub fn differ(one: &Analysis, other: &Analysis) -> bool {
    let contradicts = |asked: &Analysis, held: &Analysis| {
        let reading = reading::question(asked);
        let (common, siblings) = (compare::Common::default(), siblings::Siblings::default());
        let profile = Profile::of_text(held);
        compare::contradiction(&reading, &profile, &common, &siblings).is_some()
    };
    contradicts(one, other) || contradicts(other, one)
}

/// What every entry of a FAQ claims.
#[derive(Debug, Default, Encode, Decode)]
pub struct Profiles {
    entries: Vec<Arc<Profile>>,
    common: compare::Common,
    siblings: Arc<siblings::Siblings>,
    frames: Arc<frames::Frames>,
}

/// What a question claims.
#[derive(Debug)]
pub struct Claims<'q> {
    question: &'q Analysis,
    reading: Reading,
    /// Read where the FAQ has frames and nothing else contradicts.
    places: OnceCell<Vec<Place>>,
}

impl<'q> Claims<'q> {
    /// Reads an analysed question.
    pub fn of(question: &'q Analysis) -> Claims<'q> {
        Claims {
            question,
            reading: reading::question(question),
            places: OnceCell::new(),
        }
    }

    /// Whether the question claims nothing that could be contradicted.
    pub fn is_empty(&self) -> bool {
        self.reading.marks.is_empty() && self.reading.placed.is_empty()
    }

    fn places(&self) -> &[Place] {
        let quantities = &self.reading.quantities;
        let read = || frames::places(self.question, quantities);
        self.places.get_or_init(read)
    }
}

impl Profiles {
    /// Reads the phrasings of a FAQ.
    pub fn new(faq: &Faq) -> Profiles {
        let entries = parallel::map(&faq.entries, profile::THREADED, |entry| {
            Arc::new(Profile::of(entry))
        });
        Profiles {
            common: compare::Common::of(&entries),
            siblings: siblings::Siblings::of(faq, &entries).into(),
            frames: frames::Frames::of(faq).into(),
            entries,
        }
    }

    /// Those of a FAQ that a change of few entries led to: `known` are the numbers that its entries
    /// had before, `touched` those of the ones that are asked otherwise. What the FAQ contrasted
    /// before, it contrasts until all is read again.
    pub fn changed(&self, faq: &Faq, known: &[Option<u32>], touched: &[u32]) -> Profiles {
        let mut entries = Vec::with_capacity(faq.entries.len());
        for (number, (entry, known)) in (0..).zip(faq.entries.iter().zip(known)) {
            let before = known.filter(|_| touched.binary_search(&number).is_err());
            entries.push(match before {
                Some(before) => self.entries[before as usize].clone(),
                None => Arc::new(Profile::of(entry)),
            });
        }
        Profiles {
            common: compare::Common::of(&entries),
            siblings: self.siblings.with(faq, &entries, touched).into(),
            frames: self.frames.changed(faq, known, touched).into(),
            entries,
        }
    }

    /// What of the question contradicts entry number `entry`, if anything does.
    pub fn contradiction(&self, claims: &Claims<'_>, entry: usize) -> Option<Contrast> {
        let profile = &self.entries[entry];
        let found = compare::contradiction(&claims.reading, profile, &self.common, &self.siblings);
        if found.is_some() || self.frames.is_empty() {
            return found;
        }
        let (question, places) = (claims.question, claims.places());
        let other = self.frames.other(question, places, &self.entries, entry)?;
        compare::framed(other, profile)
    }

    /// What tells two entries apart that say nearly the same: what of one contradicts the other.
    /// `None` where they do not contradict each other both ways.
    pub fn apart(&self, one: usize, other: usize) -> Option<Kind> {
        sides::apart(&self.entries[one], &self.entries[other])
    }

    /// The side that people may ask for where entry number `entry` is about its opposite and no
    /// entry of the FAQ has it ("unbind"); `None` where nothing is missing.
    pub fn missing_side(&self, entry: usize) -> Option<String> {
        sides::missing(&self.entries, entry)
    }

    /// Whether entry number `entry` claims the side that the question asks for.
    pub fn answers(&self, contrast: &Contrast, entry: usize) -> bool {
        compare::answers(contrast, &self.entries[entry])
    }
}
