//! Unknown entities: well-known products, companies and places that a FAQ never mentions. A question
//! about one of them is about something else, however well its other words fit ("how do I sign up
//! for Discord" in a FAQ on ChatGPT).
//!
//! A FAQ that itself mentions many of them uses them as examples ("at Walmart", "in Paris"). There
//! a further one says nothing, and none counts as unknown.
//!
//! No list has every name. Some FAQs name what they are about in much of what they say; those words
//! are their **subjects** (`chatgpt`, `openai`). A question to such a FAQ is about something else as
//! well where it has no subject and a word that is neither common English nor the FAQ's.

use crate::faq::Faq;
use crate::index::hash::{self, Table};
use crate::lexicon::KNOWN_ENTITIES;
use crate::text::{Analysis, TokenKind, is_common};

/// A FAQ that mentions so many of the entities uses them as examples. The banking and assistant FAQs
/// of the development data mention more where people name shops, banks and apps in passing; a FAQ
/// about one product mentions its own, its maker's and a competitor or two.
const EXAMPLES: usize = 8;

/// Longest name of an entity, in tokens; a Han character is a token.
const LONGEST_NAME: usize = 6;

/// A subject stands in at least one of so many entries.
const SUBJECT_ENTRIES: usize = 4;
/// Fewest entries that a subject stands in, however small the FAQ.
const FEWEST_WITH_SUBJECT: usize = 3;

/// Shortest word, in letters, that may name an entity of no list.
const SHORTEST_NAME: usize = 4;

/// The words in Latin letters that are not common English.
fn uncommon(analysis: &Analysis) -> impl Iterator<Item = &str> {
    let words = analysis.tokens().iter();
    let words = words.filter(|token| token.kind == TokenKind::Word && !token.in_stop_phrase);
    words
        .map(|token| analysis.text(token))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !is_common(word))
}

/// The known entities, and which of them this FAQ never mentions.
#[derive(Debug, Default)]
pub struct UnknownEntities {
    /// Hashes of the spellings and of their beginnings, to places in `entities`.
    spellings: Table,
    /// The number of the entity, where the spelling is whole.
    entities: Vec<Option<usize>>,
    /// By number, whether the FAQ does not mention it.
    unknown: Vec<bool>,
    /// Words of the FAQ that are not common English, and how many of its entries have each.
    words: Table,
    entries_with: Vec<u32>,
    /// Entries that a word needs to be a subject.
    subject: u32,
    has_subjects: bool,
}

impl UnknownEntities {
    /// Reads what the FAQ mentions anywhere but among its out-of-scope questions.
    pub(in crate::index) fn new(faq: &Faq) -> UnknownEntities {
        let mut all = listed();
        let mut mentioned = vec![false; all.unknown.len()];
        let mut analysis = Analysis::default();
        let mut last: Vec<usize> = Vec::new();
        let subject = (faq.entries.len() / SUBJECT_ENTRIES).max(FEWEST_WITH_SUBJECT) as u32;
        all.subject = subject;
        for (entry, asked, text) in texts(faq) {
            analysis.read(text);
            all.find(&analysis, |entity| mentioned[entity] = true);
            for word in uncommon(&analysis) {
                let place = all.words.get_or_insert(hash::text(word), last.len() as u32) as usize;
                if place == last.len() {
                    last.push(usize::MAX);
                    all.entries_with.push(0);
                }
                // What answers and ids repeat everywhere may be a turn of phrase.
                if asked && last[place] != entry {
                    last[place] = entry;
                    all.entries_with[place] += 1;
                    all.has_subjects |=
                        word.len() >= SHORTEST_NAME && all.entries_with[place] >= subject;
                }
            }
        }
        let examples = mentioned.iter().filter(|mentioned| **mentioned).count() >= EXAMPLES;
        all.unknown = mentioned
            .iter()
            .map(|mentioned| !mentioned && !examples)
            .collect();
        all
    }

    /// Whether a question names an entity of the list that the FAQ never mentions, and none that it
    /// does: in "sign up for ChatGPT with Google" Google is said in passing.
    pub fn is_about_listed(&self, analysis: &Analysis) -> bool {
        let (mut unknown, mut own) = (false, false);
        self.find(analysis, |entity| match self.unknown[entity] {
            true => unknown = true,
            false => own = true,
        });
        unknown && !own
    }

    /// Whether a question has a word that may name an entity of no list, and none of the FAQ's subjects. `corrects`
    /// tells the words that are misspelt ones of the FAQ.
    pub fn is_about_unlisted(&self, analysis: &Analysis, corrects: impl Fn(&str) -> bool) -> bool {
        if !self.has_subjects {
            return false;
        }
        let mut own = false;
        self.find(analysis, |entity| own |= !self.unknown[entity]);
        if own {
            return false;
        }
        let mut unlisted = false;
        for word in uncommon(analysis) {
            match self.words.get(hash::text(word)) {
                Some(place) if self.is_subject(word, place) => return false,
                Some(_) => {}
                None => unlisted |= word.len() >= SHORTEST_NAME && !corrects(word),
            }
        }
        unlisted
    }

    /// Whether a word is what the FAQ is about; short ones are terms (`api`) rather than names.
    fn is_subject(&self, word: &str, place: u32) -> bool {
        word.len() >= SHORTEST_NAME && self.entries_with[place as usize] >= self.subject
    }

    /// Calls `found` with every entity named in the text; longer names do not hide shorter ones.
    fn find(&self, analysis: &Analysis, mut found: impl FnMut(usize)) {
        let tokens = analysis.tokens();
        for start in 0..tokens.len() {
            let mut code = 1;
            for token in &tokens[start..tokens.len().min(start + LONGEST_NAME)] {
                code = hash::pair(code, hash::text(analysis.text(token)));
                let Some(place) = self.spellings.get(code) else {
                    break;
                };
                if let Some(entity) = self.entities[place as usize] {
                    found(entity);
                }
            }
        }
    }

    /// Adds a spelling of an entity; the first entity of that spelling stays.
    fn add(&mut self, analysis: &Analysis, entity: usize) {
        let tokens = analysis.tokens();
        if tokens.is_empty() || tokens.len() > LONGEST_NAME {
            return;
        }
        let (mut code, mut place) = (1, 0);
        for token in tokens {
            code = hash::pair(code, hash::text(analysis.text(token)));
            let next = self.entities.len() as u32;
            place = self.spellings.get_or_insert(code, next);
            if place == next {
                self.entities.push(None);
            }
        }
        self.entities[place as usize].get_or_insert(entity);
    }
}

/// The entities of the list, all of them unknown so far.
fn listed() -> UnknownEntities {
    let mut all = UnknownEntities::default();
    let mut analysis = Analysis::default();
    let lines = KNOWN_ENTITIES.lines().filter(|line| !line.starts_with('#'));
    for (entity, line) in lines.enumerate() {
        all.unknown.push(true);
        for spelling in line.split(',') {
            analysis.read(spelling);
            all.add(&analysis, entity);
        }
    }
    all
}

/// Everything that the FAQ says about what it answers, with the number of the entry and whether
/// it is asked so.
fn texts(faq: &Faq) -> impl Iterator<Item = (usize, bool, &str)> {
    let entries = faq.entries.iter().enumerate().flat_map(|(number, entry)| {
        let phrasings = entry
            .phrasings
            .iter()
            .map(|phrasing| phrasing.text.as_str());
        let answers = [entry.answer.en.as_deref(), entry.answer.zh.as_deref()];
        let asked = phrasings.chain(entry.keywords.iter().map(String::as_str));
        let said = answers.into_iter().flatten().chain([entry.id.as_str()]);
        let asked = asked.map(move |text| (number, true, text));
        asked.chain(said.map(move |text| (number, false, text)))
    });
    let synonyms = faq.synonyms.iter().flatten().map(String::as_str);
    entries.chain(synonyms.map(|text| (faq.entries.len(), false, text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn entities(yaml: &str) -> UnknownEntities {
        let loaded = crate::faq::read(&[("faq.yaml", yaml)]);
        UnknownEntities::new(&loaded.faq.expect("a FAQ"))
    }

    #[test]
    fn what_the_faq_mentions_is_its_own() {
        let entities = entities(
            "entries:\n- id: pay\n  questions: {en: [How do I pay?]}\n  answer: {en: By WeChat or card.}\n\
             out_of_scope: [how do I get a Netflix refund]\n",
        );
        for (question, unknown) in [
            ("can I pay with 微信?", false),
            ("how do I pay", false),
            ("netflix payment", true),
            ("淘寶怎麼付款", true),
            ("how do I pay on the App Store", true),
            ("pay on the App Store with WeChat", false),
        ] {
            assert_eq!(
                entities.is_about_listed(&analyze(question)),
                unknown,
                "{question}"
            );
        }
    }

    #[test]
    fn a_word_that_no_list_has_names_an_unlisted_entity_to_a_faq_with_a_subject() {
        let mut yaml = String::from("entries:\n");
        for (number, question) in ["get quuxly", "pay for quuxly", "quuxly hangs"]
            .iter()
            .enumerate()
        {
            yaml += &format!(
                "- id: entry{number}\n  questions: {{en: [{question}]}}\n  answer: {{en: zorb}}\n"
            );
        }
        let entities = entities(&yaml);
        for (question, unlisted) in [
            ("how do I get frobnik", true),
            ("how do I get frobnik for quuxly", false),
            ("does zorb help", false),
            ("how do I pay for a banana", false),
            ("api for pay", false),
        ] {
            let found = entities.is_about_unlisted(&analyze(question), |_| false);
            assert_eq!(found, unlisted, "{question}");
        }
        assert!(!entities.is_about_unlisted(&analyze("get frobnik"), |word| word == "frobnik"));
    }

    #[test]
    fn a_faq_with_names_as_examples_knows_them_all() {
        let entities = entities(
            "entries:\n- id: balance\n  questions:\n    en: [what did I spend at Walmart, my Amazon orders, \
             paid at Starbucks, my Uber rides, charged by Netflix, the Spotify fee, my Airbnb, \
             my eBay refund]\n  answer: {en: Here.}\n",
        );
        assert!(!entities.is_about_listed(&analyze("what did I spend on Steam")));
    }
}
