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
mod lexicon;
mod number;
mod profile;
mod reading;
#[cfg(test)]
mod tests;

pub use compare::{Contrast, Kind};

use crate::faq::Faq;
use crate::text::Analysis;
use profile::Profile;
use reading::Reading;

/// What every entry of a FAQ claims.
#[derive(Debug, Default)]
pub struct Profiles {
    entries: Vec<Profile>,
    common: compare::Common,
}

/// What a question claims.
#[derive(Debug, Default)]
pub struct Claims(Reading);

impl Claims {
    /// Reads an analysed question.
    pub fn of(question: &Analysis) -> Claims {
        Claims(reading::question(question))
    }

    /// Whether the question claims nothing that could be contradicted.
    pub fn is_empty(&self) -> bool {
        self.0.marks.is_empty()
    }
}

impl Profiles {
    /// Reads the phrasings of a FAQ.
    pub fn new(faq: &Faq) -> Profiles {
        let entries: Vec<Profile> = faq.entries.iter().map(Profile::of).collect();
        Profiles {
            common: compare::Common::of(&entries),
            entries,
        }
    }

    /// What of the question contradicts entry number `entry`, if anything does.
    pub fn contradiction(&self, claims: &Claims, entry: usize) -> Option<Contrast> {
        compare::contradiction(&claims.0, &self.entries[entry], &self.common)
    }

    /// Whether entry number `entry` claims the side that the question asks for.
    pub fn answers(&self, contrast: &Contrast, entry: usize) -> bool {
        compare::answers(contrast, &self.entries[entry])
    }
}
