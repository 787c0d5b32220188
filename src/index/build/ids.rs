//! The words of an entry's id, which authors name by its subject.

use std::collections::{HashMap, HashSet};

use bitcode::{Decode, Encode};

use crate::faq::{EntryId, Faq};

/// A word in more than one id out of this many is part of a scheme (`faq-12`), not of a subject.
const SCHEME: usize = 5;
/// Fewer ids than this are no scheme.
const FEW: usize = 10;

/// Which words the ids of a FAQ are made of.
#[derive(PartialEq, Encode, Decode)]
pub struct IdWords {
    scheme: HashSet<String>,
}

impl IdWords {
    /// Counts the words of all ids.
    pub fn new(faq: &Faq) -> IdWords {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for entry in &faq.entries {
            for word in words(&entry.id) {
                *counts.entry(word).or_insert(0) += 1;
            }
        }
        let total = faq.entries.len();
        let scheme = counts
            .into_iter()
            .filter(|(_, count)| total >= FEW && count * SCHEME > total)
            .map(|(word, _)| word.to_owned())
            .collect();
        IdWords { scheme }
    }

    /// The words of an id that tell something, as a text; `None` where none does.
    pub fn telling(&self, id: &EntryId) -> Option<String> {
        let telling: Vec<&str> = words(id)
            .filter(|word| !self.scheme.contains(*word))
            .filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit()))
            .filter(|word| word.len() > 1)
            .collect();
        (!telling.is_empty()).then(|| telling.join(" "))
    }
}

fn words(id: &EntryId) -> impl Iterator<Item = &str> {
    id.as_str()
        .split(['_', '-'])
        .filter(|word| !word.is_empty())
}
