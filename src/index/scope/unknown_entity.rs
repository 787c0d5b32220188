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

use std::sync::Arc;

use bitcode::{Decode, Encode};

use crate::faq::{Entry, Faq};
use crate::index::build::changes::EntryChanges;
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
#[derive(Debug, Clone, Default, Encode, Decode)]
pub struct UnknownEntities {
    /// Hashes of the spellings and of their beginnings, to places in `entities`.
    spellings: Arc<Table>,
    /// The number of the entity, where the spelling is whole.
    entities: Arc<Vec<Option<usize>>>,
    /// By number, how many of the FAQ's entries mention it.
    mentions: Vec<u32>,
    /// By number, whether the FAQ does not mention it.
    unknown: Vec<bool>,
    /// Places in `counts` of the words of the FAQ that are not common English.
    words: Table,
    counts: Vec<WordCount>,
    /// Entries that a word needs to be a subject.
    subject: u32,
    has_subjects: bool,
}

/// How many of the FAQ's entries have a word.
#[derive(Debug, Clone, Copy, Default, Encode, Decode)]
struct WordCount {
    /// Those that say it anywhere.
    said: u32,
    /// Those that are asked with it. What answers and ids repeat everywhere may be a turn of phrase.
    asked: u32,
    /// Whether it is long enough to be a name.
    is_long: bool,
}

/// What an entry mentions, each once.
#[derive(Default)]
struct Mentioned {
    entities: Vec<usize>,
    /// Hashes of its uncommon words, whether it is asked with each, and whether each is long.
    words: Vec<(u64, bool, bool)>,
}

impl UnknownEntities {
    /// Reads what the FAQ mentions anywhere but among its out-of-scope questions.
    pub(in crate::index) fn new(faq: &Faq) -> UnknownEntities {
        let mut all = listed();
        let mut analysis = Analysis::default();
        for entry in &faq.entries {
            let mentioned = all.mentioned(texts(entry), &mut analysis);
            all.count(&mentioned, |count| count + 1);
        }
        let synonyms = faq.synonyms.iter().flatten();
        let synonyms = synonyms.map(|text| (false, text.as_str()));
        let mentioned = all.mentioned(synonyms, &mut analysis);
        all.count(&mentioned, |count| count + 1);
        all.settle(faq.entries.len());
        all
    }

    /// The same for a FAQ that these changes lead to from `old`.
    pub(in crate::index) fn changed(
        &self,
        old: &Faq,
        faq: &Faq,
        changes: &EntryChanges,
    ) -> UnknownEntities {
        let mut all = self.clone();
        let mut analysis = Analysis::default();
        let mut known = changes.known.iter().flatten().peekable();
        for (number, entry) in (0..).zip(&old.entries) {
            let stays = known.next_if(|one| **one == number).is_some();
            if !stays {
                let mentioned = all.mentioned(texts(entry), &mut analysis);
                all.count(&mentioned, |count| count.saturating_sub(1));
            }
        }
        for (known, entry) in changes.known.iter().zip(&faq.entries) {
            let before = known.map(|number| &old.entries[number as usize]);
            // Answers count as well, and are no touched phrasings.
            if before.is_some_and(|before| before.is_shared_with(entry)) {
                continue;
            }
            if let Some(before) = before {
                let mentioned = all.mentioned(texts(before), &mut analysis);
                all.count(&mentioned, |count| count.saturating_sub(1));
            }
            let mentioned = all.mentioned(texts(entry), &mut analysis);
            all.count(&mentioned, |count| count + 1);
        }
        all.settle(faq.entries.len());
        all
    }

    /// What texts mention; each with whether an entry is asked so.
    fn mentioned<'t>(
        &self,
        texts: impl Iterator<Item = (bool, &'t str)>,
        analysis: &mut Analysis,
    ) -> Mentioned {
        let mut mentioned = Mentioned::default();
        for (asked, text) in texts {
            analysis.read(text);
            self.find(analysis, |entity| mentioned.entities.push(entity));
            let words = uncommon(analysis);
            let words = words.map(|word| (hash::text(word), asked, word.len() >= SHORTEST_NAME));
            mentioned.words.extend(words);
        }
        mentioned.entities.sort_unstable();
        mentioned.entities.dedup();
        // Those that it is asked with first.
        let order = |one: &(u64, bool, bool)| (one.0, !one.1);
        mentioned.words.sort_unstable_by_key(order);
        mentioned.words.dedup_by_key(|one| one.0);
        mentioned
    }

    fn count(&mut self, mentioned: &Mentioned, next: impl Fn(u32) -> u32) {
        for &entity in &mentioned.entities {
            self.mentions[entity] = next(self.mentions[entity]);
        }
        for &(word, asked, is_long) in &mentioned.words {
            let place = self.words.get_or_insert(word, self.counts.len() as u32) as usize;
            if place == self.counts.len() {
                self.counts.push(WordCount::default());
            }
            let count = &mut self.counts[place];
            count.is_long = is_long;
            count.said = next(count.said);
            if asked {
                count.asked = next(count.asked);
            }
        }
    }

    /// Finds out what is unknown to a FAQ of so many entries once all is counted.
    fn settle(&mut self, entries: usize) {
        self.subject = (entries / SUBJECT_ENTRIES).max(FEWEST_WITH_SUBJECT) as u32;
        let is_subject = |count: &WordCount| count.is_long && count.asked >= self.subject;
        self.has_subjects = self.counts.iter().any(is_subject);
        let mentioned = self.mentions.iter().filter(|count| **count > 0).count();
        let examples = mentioned >= EXAMPLES;
        let unknown = self.mentions.iter().map(|count| *count == 0 && !examples);
        self.unknown = unknown.collect();
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
            let place = self.words.get(hash::text(word));
            let count = place.map(|place| self.counts[place as usize]);
            match count.filter(|count| count.said > 0) {
                // Short ones are terms (`api`) rather than names.
                Some(count) if count.is_long && count.asked >= self.subject => return false,
                Some(_) => {}
                None => unlisted |= word.len() >= SHORTEST_NAME && !corrects(word),
            }
        }
        unlisted
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
}

/// The spellings of the entities while they are listed.
#[derive(Default)]
struct Spellings {
    table: Table,
    entities: Vec<Option<usize>>,
}

impl Spellings {
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
            place = self.table.get_or_insert(code, next);
            if place == next {
                self.entities.push(None);
            }
        }
        self.entities[place as usize].get_or_insert(entity);
    }
}

/// The entities of the list, none of them mentioned so far.
fn listed() -> UnknownEntities {
    let mut spellings = Spellings::default();
    let mut analysis = Analysis::default();
    let lines = KNOWN_ENTITIES.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for (entity, line) in lines.enumerate() {
        count += 1;
        for spelling in line.split(',') {
            analysis.read(spelling);
            spellings.add(&analysis, entity);
        }
    }
    UnknownEntities {
        spellings: spellings.table.into(),
        entities: spellings.entities.into(),
        mentions: vec![0; count],
        ..UnknownEntities::default()
    }
}

/// Everything that an entry says about what it answers, with whether it is asked so.
fn texts(entry: &Entry) -> impl Iterator<Item = (bool, &str)> {
    let phrasings = entry.phrasings.iter();
    let phrasings = phrasings.map(|phrasing| phrasing.text.as_str());
    let answers = [entry.answer.en.as_deref(), entry.answer.zh.as_deref()];
    let asked = phrasings.chain(entry.keywords.iter().map(String::as_str));
    let said = answers.into_iter().flatten().chain([entry.id.as_str()]);
    let asked = asked.map(|text| (true, text));
    asked.chain(said.map(|text| (false, text)))
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
