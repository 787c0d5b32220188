//! Well-known names that a FAQ never mentions: a question about one of them is about something
//! else, however well its other words fit ("how do I sign up for Discord" in a FAQ on ChatGPT).
//!
//! A FAQ that itself mentions many of them uses names as examples ("at Walmart", "in Paris");
//! there a further one says nothing, and none counts as foreign.

use super::hash::{self, Table};
use crate::faq::Faq;
use crate::text::Analysis;

/// One thing a line, its spellings parted by commas.
static NAMES: &str = include_str!("names.txt");

/// A FAQ that mentions so many of the names uses them as examples. The banking and assistant FAQs
/// of the development data mention more where people name shops, banks and apps in passing; a FAQ
/// about one product mentions its own, its maker's and a rival or two.
const EXAMPLES: usize = 8;

/// Tokens of the longest name: a Han character is a token.
const LONGEST: usize = 6;

/// Names that this FAQ does not know.
#[derive(Debug, Default)]
pub struct Names {
    /// Hashes of the spellings and of their beginnings, to places in `things`.
    spellings: Table,
    /// The number of the thing, where the spelling is whole.
    things: Vec<Option<usize>>,
    /// By number, whether the FAQ does not mention it.
    foreign: Vec<bool>,
}

impl Names {
    /// Reads what the FAQ mentions anywhere but among its out-of-scope questions.
    pub(super) fn new(faq: &Faq) -> Names {
        let mut names = listed();
        let mut mentioned = vec![false; names.foreign.len()];
        let mut analysis = Analysis::default();
        for text in texts(faq) {
            analysis.read(text);
            names.find(&analysis, |thing| mentioned[thing] = true);
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
    pub fn is_foreign(&self, analysis: &Analysis) -> bool {
        let (mut foreign, mut own) = (false, false);
        self.find(analysis, |thing| match self.foreign[thing] {
            true => foreign = true,
            false => own = true,
        });
        foreign && !own
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
fn listed() -> Names {
    let mut names = Names::default();
    let mut analysis = Analysis::default();
    let lines = NAMES.lines().filter(|line| !line.starts_with('#'));
    for (thing, line) in lines.enumerate() {
        names.foreign.push(true);
        for spelling in line.split(',') {
            analysis.read(spelling);
            names.add(&analysis, thing);
        }
    }
    names
}

/// Everything that the FAQ says about what it answers.
fn texts(faq: &Faq) -> impl Iterator<Item = &str> {
    let entries = faq.entries.iter().flat_map(|entry| {
        let phrasings = entry
            .phrasings
            .iter()
            .map(|phrasing| phrasing.text.as_str());
        let answers = [entry.answer.en.as_deref(), entry.answer.zh.as_deref()];
        phrasings
            .chain(entry.keywords.iter().map(String::as_str))
            .chain(answers.into_iter().flatten())
            .chain([entry.id.as_str()])
    });
    let synonyms = faq.synonyms.iter().flatten().map(String::as_str);
    entries.chain(synonyms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn names(yaml: &str) -> Names {
        let loaded = crate::faq::read(&[("faq.yaml", yaml)]);
        Names::new(&loaded.faq.expect("a FAQ"))
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
            assert_eq!(names.is_foreign(&analyze(question)), foreign, "{question}");
        }
    }

    #[test]
    fn a_faq_with_names_as_examples_knows_them_all() {
        let names = names(
            "entries:\n- id: balance\n  questions:\n    en: [what did I spend at Walmart, my Amazon orders, \
             paid at Starbucks, my Uber rides, charged by Netflix, the Spotify fee, my Airbnb, \
             my eBay refund]\n  answer: {en: Here.}\n",
        );
        assert!(!names.is_foreign(&analyze("what did I spend on Steam")));
    }
}
