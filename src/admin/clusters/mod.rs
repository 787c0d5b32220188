//! Unanswered questions, put together by what they are about.
//!
//! Deterministic, and near-linear in the number of questions: each question is compared with a
//! bounded number of groups, those that share its rarest features. Groups gather around the wording
//! that was asked most (leader clustering, Hartigan 1975): coarse, but an admin sees at once why
//! two questions stand together.

mod features;
mod gather;
mod one;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use crate::faq::EntryId;
use crate::knowledge::Knowledge;
use crate::matcher::{self, Decision, Thresholds};
use crate::text;

use crate::admin::day::day;
use crate::admin::{ListItem, Unanswered};
use features::features;
pub use features::key;
use gather::gather;
use one::Wording;

/// How many different wordings are looked at, the latest: each is asked once, a millisecond or two.
const WORDINGS: usize = 2000;

/// How many wordings of a group are kept beside the first.
const OTHERS: usize = 9;

/// How many entries near to a group are named.
const NEAREST: usize = 3;

/// Groups of similar questions among `asked` that `knowledge` still does not answer, the most
/// frequent first. Questions with an `ignored` key, and those that are out of scope by now, are
/// left out.
pub fn clusters(
    asked: &[Unanswered],
    knowledge: &Knowledge,
    thresholds: &Thresholds,
    ignored: &HashSet<String>,
) -> Vec<ListItem> {
    let wordings = open_wordings(asked, knowledge, thresholds, ignored);
    let groups = gather(&wordings);
    let mut items: Vec<(i64, ListItem)> = groups
        .into_iter()
        .map(|members| item(&wordings, &members, knowledge, thresholds))
        .collect();
    items.sort_by(|(latest, one), (other_latest, other)| {
        let order = (Reverse(one.count), Reverse(latest), &one.text);
        order.cmp(&(Reverse(other.count), Reverse(other_latest), &other.text))
    });
    items.into_iter().map(|(_, item)| item).collect()
}

/// The keys of all of `asked` that stand in a group with one of `keys`, whatever is answered by now.
pub fn grouped_with(asked: &[Unanswered], keys: &HashSet<String>) -> HashSet<String> {
    let mut wordings: Vec<Wording> = by_key(asked, |_| false)
        .into_values()
        .map(|(wording, _)| wording)
        .collect();
    sort(&mut wordings);
    let key = |number: &usize| &wordings[*number].key;
    gather(&wordings)
        .iter()
        .filter(|members| members.iter().any(|number| keys.contains(key(number))))
        .flatten()
        .map(|number| key(number).clone())
        .collect()
}

/// The different wordings that are not answered by now, the most frequent first.
fn open_wordings(
    asked: &[Unanswered],
    knowledge: &Knowledge,
    thresholds: &Thresholds,
    ignored: &HashSet<String>,
) -> Vec<Wording> {
    let out_of_scope: HashSet<String> = knowledge
        .faq()
        .out_of_scope
        .iter()
        .map(|text| key(text))
        .collect();
    let is_left_out = |key: &String| ignored.contains(key) || out_of_scope.contains(key);
    let mut open: Vec<Wording> = by_key(asked, is_left_out)
        .into_values()
        .filter(|(wording, disliked)| {
            let outcome = matcher::ask(knowledge, &wording.text, thresholds, 1);
            // Answered by now, and not with what did not help.
            match &outcome.decision {
                Decision::Answer(entry) => {
                    disliked.contains(&entry) || is_over(knowledge, entry, wording.latest)
                }
                _ => true,
            }
        })
        .map(|(wording, _)| wording)
        .collect();
    if let Some(vectors) = knowledge.vectors() {
        for wording in &mut open {
            wording.vector = Some(vectors.encode(&wording.text));
        }
    }
    sort(&mut open);
    open
}

/// Whether the entry was no longer given at that moment (Unix seconds).
fn is_over(knowledge: &Knowledge, entry: &EntryId, at_seconds: i64) -> bool {
    let until = knowledge
        .entry(entry)
        .and_then(|entry| entry.conditions.valid_until);
    until
        .zip(day(at_seconds))
        .is_some_and(|(until, day)| until < day)
}

/// The most frequent first.
fn sort(wordings: &mut [Wording]) {
    wordings.sort_by(|one, other| {
        let order = (Reverse(one.count), Reverse(one.latest), &one.text);
        order.cmp(&(Reverse(other.count), Reverse(other.latest), &other.text))
    });
}

/// The different wordings by their keys, each with the entries that did not help.
fn by_key(
    asked: &[Unanswered],
    is_left_out: impl Fn(&String) -> bool,
) -> BTreeMap<String, (Wording, Vec<&EntryId>)> {
    let mut by_key: BTreeMap<String, (Wording, Vec<&EntryId>)> = BTreeMap::new();
    for unanswered in asked {
        let key = key(&unanswered.text);
        let features = features(&unanswered.text);
        if features.is_empty() || is_left_out(&key) {
            continue;
        }
        if !by_key.contains_key(&key) && by_key.len() == WORDINGS {
            continue;
        }
        let (wording, disliked) = by_key.entry(key.clone()).or_insert_with(|| {
            let wording = Wording {
                text: unanswered.text.clone(),
                key,
                count: 0,
                not_helpful: 0,
                latest: i64::MIN,
                features,
                is_chinese: unanswered.text.chars().any(text::is_han),
                vector: None,
            };
            (wording, Vec::new())
        });
        wording.count += 1;
        wording.latest = wording.latest.max(unanswered.at_seconds);
        if !unanswered.disliked.is_empty() {
            wording.not_helpful += 1;
            disliked.extend(&unanswered.disliked);
        }
    }
    by_key
}

fn item(
    wordings: &[Wording],
    members: &[usize],
    knowledge: &Knowledge,
    thresholds: &Thresholds,
) -> (i64, ListItem) {
    let members: Vec<&Wording> = members.iter().map(|&number| &wordings[number]).collect();
    // What holds a mask makes a poor phrasing: it stands for the group only where all do.
    let first = members
        .iter()
        .position(|wording| !is_masked(&wording.text))
        .unwrap_or(0);
    let others = members
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != first);
    let outcome = matcher::ask(knowledge, &members[first].text, thresholds, NEAREST);
    let item = ListItem {
        text: members[first].text.clone(),
        others: others
            .take(OTHERS)
            .map(|(_, wording)| wording.text.clone())
            .collect(),
        wordings: members.len(),
        keys: members.iter().map(|wording| wording.key.clone()).collect(),
        count: members.iter().map(|wording| wording.count).sum(),
        not_helpful: members.iter().map(|wording| wording.not_helpful).sum(),
        nearest: outcome
            .candidates
            .into_iter()
            .take(NEAREST)
            .map(|candidate| (candidate.entry, candidate.confidence))
            .collect(),
        other_side: outcome.contrast.map_or_else(String::new, |one| one.words),
    };
    let latest = members.iter().map(|wording| wording.latest).max();
    (latest.unwrap_or_default(), item)
}

/// Whether something was masked in it: a word in brackets, as `conversation::mask` leaves it.
pub fn is_masked(text: &str) -> bool {
    [
        "[card]", "[phone]", "[mail]", "[email]", "[key]", "[number]",
    ]
    .iter()
    .any(|mask| text.contains(mask))
}
