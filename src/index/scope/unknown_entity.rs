//! Well-known names that a FAQ never mentions: a question about one of them is about something
//! else, however well its other words fit ("how do I sign up for Discord" in a FAQ on ChatGPT).
//!
//! A FAQ that itself mentions many of them uses names as examples ("at Walmart", "in Paris");
//! there a further one says nothing, and none counts as foreign.
//!
//! No list has every name. Where the FAQ is about something that it names in much of what it says
//! (its **subjects**: `chatgpt`, `openai`), a question with a word that is neither common English
//! nor the FAQ's, and without any subject, is about something else as well.

use crate::faq::Faq;
use crate::index::hash::{self, Table};
use crate::text::{Analysis, TokenKind, is_common};

/// One thing a line, its spellings parted by commas.
static LIST: &str = include_str!("../../lexicon/known-entities.txt");

/// A FAQ that mentions so many of the names uses them as examples. The banking and assistant FAQs
/// of the development data mention more where people name shops, banks and apps in passing; a FAQ
/// about one product mentions its own, its maker's and a rival or two.
const EXAMPLES: usize = 8;

/// Tokens of the longest name: a Han character is a token.
const LONGEST: usize = 6;

/// A subject stands in one of so many entries, and in so many of them at least.
const SUBJECT: usize = 4;
const FEWEST_WITH_SUBJECT: usize = 3;

/// Letters of the shortest word that may be a name which no list has.
const SHORTEST: usize = 4;

/// The words in Latin letters that are not common English.
fn uncommon(analysis: &Analysis) -> impl Iterator<Item = &str> {
    let words = analysis.tokens().iter();
    let words = words.filter(|token| token.kind == TokenKind::Word && !token.in_stop_phrase);
    words
        .map(|token| analysis.text(token))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !is_common(word))
}

/// UnknownEntities that this FAQ does not know.
#[derive(Debug, Default)]
pub struct UnknownEntities {
    /// Hashes of the spellings and of their beginnings, to places in `things`.
    spellings: Table,
    /// The number of the thing, where the spelling is whole.
    things: Vec<Option<usize>>,
    /// By number, whether the FAQ does not mention it.
    foreign: Vec<bool>,
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
        let mut names = listed();
        let mut mentioned = vec![false; names.foreign.len()];
        let mut analysis = Analysis::default();
        let mut last: Vec<usize> = Vec::new();
        let subject = (faq.entries.len() / SUBJECT).max(FEWEST_WITH_SUBJECT) as u32;
        names.subject = subject;
        for (entry, asked, text) in texts(faq) {
            analysis.read(text);
            names.find(&analysis, |thing| mentioned[thing] = true);
            for word in uncommon(&analysis) {
                let place = names
                    .words
                    .get_or_insert(hash::text(word), last.len() as u32)
                    as usize;
                if place == last.len() {
                    last.push(usize::MAX);
                    names.entries_with.push(0);
                }
                // What answers and ids repeat everywhere may be a turn of phrase.
                if asked && last[place] != entry {
                    last[place] = entry;
                    names.entries_with[place] += 1;
                    names.has_subjects |=
                        word.len() >= SHORTEST && names.entries_with[place] >= subject;
                }
            }
        }
        let examples = mentioned.iter().filter(|mentioned| **mentioned).count() >= EXAMPLES;
        names.foreign = mentioned
            .iter()
            .map(|mentioned| !mentioned && !examples)
            .collect();
        names
    }

    /// Whether a question names something that the FAQ never mentions, and nothing that it does:
    /// in "sign up for ChatGPT with Google" the foreign name is said in passing.
    pub fn has_listed(&self, analysis: &Analysis) -> bool {
        let (mut foreign, mut own) = (false, false);
        self.find(analysis, |thing| match self.foreign[thing] {
            true => foreign = true,
            false => own = true,
        });
        foreign && !own
    }

    /// Whether a question has a word that may be a name, and none of the FAQ's subjects. `corrects`
    /// tells the words that are misspelt ones of the FAQ.
    pub fn has_unlisted(&self, analysis: &Analysis, corrects: impl Fn(&str) -> bool) -> bool {
        if !self.has_subjects {
            return false;
        }
        let mut own = false;
        self.find(analysis, |thing| own |= !self.foreign[thing]);
        if own {
            return false;
        }
        let mut strange = false;
        for word in uncommon(analysis) {
            match self.words.get(hash::text(word)) {
                Some(place) if self.is_subject(word, place) => return false,
                Some(_) => {}
                None => strange |= word.len() >= SHORTEST && !corrects(word),
            }
        }
        strange
    }

    /// Whether a word is what the FAQ is about; short ones are terms (`api`) rather than names.
    fn is_subject(&self, word: &str, place: u32) -> bool {
        word.len() >= SHORTEST && self.entries_with[place as usize] >= self.subject
    }

    /// Calls `found` with every thing named in the text; longer names do not hide shorter ones.
    fn find(&self, analysis: &Analysis, mut found: impl FnMut(usize)) {
        let tokens = analysis.tokens();
        for start in 0..tokens.len() {
            let mut code = 1;
            for token in &tokens[start..tokens.len().min(start + LONGEST)] {
                code = hash::pair(code, hash::text(analysis.text(token)));
                let Some(place) = self.spellings.get(code) else {
                    break;
                };
                if let Some(thing) = self.things[place as usize] {
                    found(thing);
                }
            }
        }
    }

    /// Adds a spelling of a thing; the first thing of that spelling stays.
    fn add(&mut self, analysis: &Analysis, thing: usize) {
        let tokens = analysis.tokens();
        if tokens.is_empty() || tokens.len() > LONGEST {
            return;
        }
        let (mut code, mut place) = (1, 0);
        for token in tokens {
            code = hash::pair(code, hash::text(analysis.text(token)));
            let next = self.things.len() as u32;
            place = self.spellings.get_or_insert(code, next);
            if place == next {
                self.things.push(None);
            }
        }
        self.things[place as usize].get_or_insert(thing);
    }
}

/// The names of the list, all of them foreign.
fn listed() -> UnknownEntities {
    let mut names = UnknownEntities::default();
    let mut analysis = Analysis::default();
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    for (thing, line) in lines.enumerate() {
        names.foreign.push(true);
        for spelling in line.split(',') {
            analysis.read(spelling);
            names.add(&analysis, thing);
        }
    }
    names
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

    fn names(yaml: &str) -> UnknownEntities {
        let loaded = crate::faq::read(&[("faq.yaml", yaml)]);
        UnknownEntities::new(&loaded.faq.expect("a FAQ"))
    }

    #[test]
    fn what_the_faq_mentions_is_its_own() {
        let names = names(
            "entries:\n- id: pay\n  questions: {en: [How do I pay?]}\n  answer: {en: By WeChat or card.}\n\
             out_of_scope: [how do I get a Netflix refund]\n",
        );
        for (question, foreign) in [
            ("can I pay with 微信?", false),
            ("how do I pay", false),
            ("netflix payment", true),
            ("淘寶怎麼付款", true),
            ("how do I pay on the App Store", true),
            ("pay on the App Store with WeChat", false),
        ] {
            assert_eq!(names.has_listed(&analyze(question)), foreign, "{question}");
        }
    }

    #[test]
    fn a_word_that_no_list_has_is_strange_to_a_faq_with_a_subject() {
        let mut yaml = String::from("entries:\n");
        for (number, question) in ["get quuxly", "pay for quuxly", "quuxly hangs"]
            .iter()
            .enumerate()
        {
            yaml += &format!(
                "- id: entry{number}\n  questions: {{en: [{question}]}}\n  answer: {{en: zorb}}\n"
            );
        }
        let names = names(&yaml);
        for (question, strange) in [
            ("how do I get frobnik", true),
            ("how do I get frobnik for quuxly", false),
            ("does zorb help", false),
            ("how do I pay for a banana", false),
            ("api for pay", false),
        ] {
            let found = names.has_unlisted(&analyze(question), |_| false);
            assert_eq!(found, strange, "{question}");
        }
        assert!(!names.has_unlisted(&analyze("get frobnik"), |word| word == "frobnik"));
    }

    #[test]
    fn a_faq_with_names_as_examples_knows_them_all() {
        let names = names(
            "entries:\n- id: balance\n  questions:\n    en: [what did I spend at Walmart, my Amazon orders, \
             paid at Starbucks, my Uber rides, charged by Netflix, the Spotify fee, my Airbnb, \
             my eBay refund]\n  answer: {en: Here.}\n",
        );
        assert!(!names.has_listed(&analyze("what did I spend on Steam")));
    }
}
