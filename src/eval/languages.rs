//! Match quality by the language of the question and those of its entry's phrasings.

use std::collections::BTreeMap;

use super::judged::Judged;
use super::{Labelled, Summary, summarize};
use crate::faq::Entry;
use crate::knowledge::Knowledge;
use crate::text::{Language, analyze};

/// The questions in one language whose entries have phrasings in the same languages.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LanguagePair {
    /// The language that is asked in: `en` or `zh`.
    pub asked_in: &'static str,
    /// The languages of the entry's phrasings: `en`, `zh` or `en+zh`; `-` where no entry answers.
    pub phrased_in: &'static str,
    /// The quality of these questions.
    pub summary: Summary,
}

/// The quality by pair of languages, in the order of their names.
pub fn by_languages(
    knowledge: &Knowledge,
    questions: &[Labelled],
    judged: &[Judged],
) -> Vec<LanguagePair> {
    let entries = &knowledge.faq().entries;
    let phrased = |labelled: &Labelled| {
        let id = labelled.entry.as_deref()?;
        entries.iter().find(|entry| entry.id.as_str() == id)
    };
    let mut pairs: BTreeMap<(&str, &str), Vec<Judged>> = BTreeMap::new();
    for (labelled, one) in questions.iter().zip(judged) {
        let asked_in = match analyze(&labelled.question).language() {
            Language::En => "en",
            Language::Zh => "zh",
        };
        let phrased_in = phrased(labelled).map_or("-", languages);
        pairs
            .entry((asked_in, phrased_in))
            .or_default()
            .push(one.clone());
    }
    let pairs = pairs.into_iter();
    let pairs = pairs.map(|((asked_in, phrased_in), judged)| LanguagePair {
        asked_in,
        phrased_in,
        summary: summarize(&judged),
    });
    pairs.collect()
}

fn languages(entry: &Entry) -> &'static str {
    let has = |language| {
        let mut phrasings = entry.phrasings.iter();
        phrasings.any(|phrasing| phrasing.language == language)
    };
    match (has(Language::En), has(Language::Zh)) {
        (true, true) => "en+zh",
        (false, true) => "zh",
        _ => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{judge, read};
    use crate::matcher::Thresholds;

    #[test]
    fn questions_stand_with_those_of_their_languages() {
        let yaml = "entries:\n- {id: refund, questions: {en: [How do I get a refund?], zh: [怎么退款]}, answer: {en: A}}\n\
                    - {id: hours, questions: {en: [When are you open?]}, answer: {en: B}}\n";
        let faq = crate::faq::read(&[("faq.yaml", yaml)]).faq.expect("a FAQ");
        let knowledge = Knowledge::build(faq);
        let questions = read(
            "refund\t怎么退款\nrefund\thow do i get a refund\nhours\t几点开门\nhours\twhen are you open\n-\t天气\n",
        );
        let judged = judge(&knowledge, &questions, &Thresholds::default());
        let pairs = by_languages(&knowledge, &questions, &judged);
        let found: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.asked_in, pair.phrased_in, pair.summary.in_scope))
            .collect();
        assert_eq!(
            found,
            [
                ("en", "en", 1),
                ("en", "en+zh", 1),
                ("zh", "-", 0),
                ("zh", "en", 1),
                ("zh", "en+zh", 1)
            ]
        );
        assert_eq!(pairs[4].summary.recall_at_1, 1.0);
    }
}
