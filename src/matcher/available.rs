//! What is left of an outcome where some entries may not be given: not now, or not here.
//!
//! What was sure of an entry that may not be given makes no other one surer, save its twin: an entry
//! with the same phrasing for another time or place, which is what the question is about then.

use std::collections::HashSet;

use super::ask::Outcome;
use super::decision::Candidate;
use super::decision::{self, Decision, Thresholds};
use crate::faq::Entry;
use crate::faq::canonical::canonical_key;
use crate::knowledge::Knowledge;

/// The outcome without the entries for which `is_given` does not hold; `None` where all hold.
pub fn among(
    outcome: &Outcome,
    knowledge: &Knowledge,
    thresholds: &Thresholds,
    is_given: impl Fn(&Entry) -> bool,
) -> Option<Outcome> {
    let is_hidden = |candidate: &&Candidate| {
        let entry = knowledge.entry(&candidate.entry);
        entry.is_some_and(|entry| !is_given(entry))
    };
    let hidden: Vec<&Candidate> = outcome.candidates.iter().filter(is_hidden).collect();
    if hidden.is_empty() {
        return None;
    }
    let mut left: Vec<Candidate> = outcome
        .candidates
        .iter()
        .filter(|candidate| !is_hidden(candidate))
        .cloned()
        .collect();
    let mut lent: Vec<&Candidate> = Vec::new();
    for candidate in &mut left {
        let own = phrasings(knowledge, candidate);
        for twin in &hidden {
            let is_lent = lent.iter().any(|known| known.entry == twin.entry);
            if !is_lent && !own.is_disjoint(&phrasings(knowledge, twin)) {
                candidate.confidence = (candidate.confidence + twin.confidence).min(1.0);
                lent.push(twin);
            }
        }
    }
    left.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    let decision = match outcome.decision {
        Decision::None => Decision::None,
        _ => decision::decide(
            &left,
            outcome.contrast.is_some(),
            false,
            thresholds,
            knowledge.vectors().is_some(),
        ),
    };
    Some(Outcome {
        candidates: left,
        decision,
        ..outcome.clone()
    })
}

/// The phrasings of a candidate, in the form in which equal ones are equal.
fn phrasings(knowledge: &Knowledge, candidate: &Candidate) -> HashSet<String> {
    let entry = knowledge.entry(&candidate.entry);
    let phrasings = entry.into_iter().flat_map(|entry| &entry.phrasings);
    phrasings.map(|one| canonical_key(&one.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq;
    use crate::matcher::ask;

    const FAQ: &str = "
entries:
  - id: price-old
    questions: {en: [How much is the yearly plan?, price of a year]}
    answer: {en: Ninety.}
    valid_until: 2026-12-31
  - id: price-new
    questions: {en: [How much is the yearly plan?, price of a year]}
    answer: {en: A hundred.}
    valid_from: 2027-01-01
  - id: sale
    questions: {en: [When does the summer sale end?, summer discount]}
    answer: {en: In August.}
    valid_until: 2026-08-31
  - id: hours
    questions: {en: [When are you open?, opening hours]}
    answer: {en: From nine.}
";

    #[test]
    fn the_twin_of_its_time_answers_and_what_is_over_makes_nothing_surer() {
        let loaded = faq::read(&[("a.yaml", FAQ)]);
        assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
        let knowledge = Knowledge::build(loaded.faq.unwrap());
        let thresholds = Thresholds::default();
        let on = |question: &str, today: &str| {
            let situation = faq::Situation::on(today.parse().ok());
            let outcome = ask(&knowledge, question, &thresholds, 3);
            let holds = |entry: &Entry| entry.conditions.hold(&situation);
            among(&outcome, &knowledge, &thresholds, holds).unwrap_or(outcome)
        };
        for (question, today, expected) in [
            (
                "How much is the yearly plan?",
                "2026-12-31",
                Some("price-old"),
            ),
            (
                "how much is the yearly plan",
                "2027-01-01",
                Some("price-new"),
            ),
            ("when does the summer sale end", "2026-08-31", Some("sale")),
            ("when does the summer sale end", "2026-09-01", None),
            ("when are you open", "2027-01-01", Some("hours")),
        ] {
            let outcome = on(question, today);
            let answered = match &outcome.decision {
                Decision::Answer(entry) => Some(entry.as_str()),
                _ => None,
            };
            assert_eq!(answered, expected, "{question} {today}: {outcome:?}");
        }
        let over = on("when does the summer sale end", "2026-09-01");
        let sale = over
            .candidates
            .iter()
            .any(|one| one.entry.as_str() == "sale");
        assert!(!sale, "not even offered: {over:?}");
    }
}
