//! Unanswered questions, put together by what they are about.
//!
//! Deterministic, and near-linear in the number of questions: each question is compared with a
//! bounded number of groups, those that share its rarest features. Groups gather around the wording
//! that was asked most (leader clustering, Hartigan 1975): coarse, but an admin sees at once why
//! two questions stand together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::faq::EntryId;
use crate::knowledge::Knowledge;
use crate::matcher::{self, Decision, Thresholds};
use crate::text::{self, TokenKind};

use crate::admin::{ListItem, Unanswered};

/// How similar a question must be to a group's leader to join it (cosine over weighted features).
/// Looked at on pairs such as those in the tests below: 0.45 joins "绑卡扣了5刀" with "绑卡被扣5美元",
/// and keeps "怎么注册账号" apart from "怎么注销账号".
const SIMILAR: f64 = 0.45;

/// What a single Chinese character weighs against a pair: it says little alone, but pairs break
/// where another character comes between.
const SINGLE: f64 = 0.5;

/// How many of a question's features, the rarest first, lead to groups to compare with.
const LEADING_FEATURES: usize = 12;

/// How many groups one feature leads to at most: bounds the work where all ask about one thing.
const GROUPS_PER_FEATURE: usize = 64;

/// How many different wordings are looked at, the latest: each is asked once, a millisecond or two.
const WORDINGS: usize = 2000;

/// How many wordings of a group are kept beside the first.
const OTHERS: usize = 9;

/// How many entries near to a group are named.
const NEAREST: usize = 3;

/// Words and characters that nearly every question has.
const EMPTY_WORDS: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "at", "be", "can", "could", "do", "does", "for",
    "from", "get", "have", "how", "i", "if", "in", "is", "it", "me", "my", "of", "on", "or", "s",
    "should", "so", "t", "that", "the", "there", "thi", "this", "to", "want", "was", "what",
    "when", "where", "which", "who", "whi", "why", "will", "with", "would", "you", "your",
];
const EMPTY_CHARACTERS: &str =
    "的了吗呢啊吧么什怎哪里是我你您在有个这那就都也还和与或要想能可以请问为会不没到";

/// The key under which a question is known to be ignored: a hash of its words, so that the same
/// words in another spelling have the same key.
pub fn key(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(words(text).join(" "));
    hex::encode(&digest[..8])
}

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

/// One wording, however often it was asked.
struct Wording {
    text: String,
    key: String,
    count: usize,
    not_helpful: usize,
    latest: i64,
    features: Vec<String>,
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
            !matches!(&outcome.decision, Decision::Answer(entry) if !disliked.contains(&entry))
        })
        .map(|(wording, _)| wording)
        .collect();
    sort(&mut open);
    open
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

/// Numbers of wordings, group by group; the first of each is its leader.
fn gather(wordings: &[Wording]) -> Vec<Vec<usize>> {
    let mut seen_in: HashMap<&str, usize> = HashMap::new();
    for feature in wordings.iter().flat_map(|wording| &wording.features) {
        *seen_in.entry(feature).or_default() += 1;
    }
    let all = wordings.len() as f64;
    let weight = |feature: &str| {
        let rarity = (1.0 + all / seen_in[feature] as f64).ln();
        let mut characters = feature.chars();
        let single = characters.next().is_some_and(text::is_han) && characters.next().is_none();
        if single { SINGLE * rarity } else { rarity }
    };
    let mut groups: Vec<(HashMap<&str, f64>, Vec<usize>)> = Vec::new();
    let mut leads: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, wording) in wordings.iter().enumerate() {
        let mut rarest: Vec<&str> = wording.features.iter().map(String::as_str).collect();
        rarest.sort_by_key(|feature| (seen_in[feature], *feature));
        rarest.truncate(LEADING_FEATURES);
        let vector = unit(&wording.features, weight);
        let near: HashSet<usize> = rarest
            .iter()
            .filter_map(|feature| leads.get(feature))
            .flatten()
            .copied()
            .collect();
        let best = near
            .into_iter()
            .map(|group| (cosine(&vector, &groups[group].0), Reverse(group)))
            .filter(|(similarity, _)| *similarity >= SIMILAR)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        match best {
            Some((_, Reverse(group))) => groups[group].1.push(number),
            None => {
                for feature in rarest {
                    let led = leads.entry(feature).or_default();
                    if led.len() < GROUPS_PER_FEATURE {
                        led.push(groups.len());
                    }
                }
                groups.push((vector, vec![number]));
            }
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

fn unit(features: &[String], weight: impl Fn(&str) -> f64) -> HashMap<&str, f64> {
    let length = features
        .iter()
        .map(|feature| weight(feature).powi(2))
        .sum::<f64>()
        .sqrt();
    features
        .iter()
        .map(|feature| (feature.as_str(), weight(feature) / length))
        .collect()
}

fn cosine(one: &HashMap<&str, f64>, other: &HashMap<&str, f64>) -> f64 {
    // In the order of the features: sums of floats depend on their order.
    let mut shared: Vec<&str> = one
        .keys()
        .filter(|key| other.contains_key(*key))
        .copied()
        .collect();
    shared.sort_unstable();
    shared
        .iter()
        .map(|feature| one[feature] * other[feature])
        .sum()
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

/// What a question is about: stems of words, amounts, and pairs of Chinese characters.
fn features(text: &str) -> Vec<String> {
    let analysis = text::analyze(text);
    let mut features = HashSet::new();
    let mut before: Option<&str> = None;
    for token in analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase)
    {
        let (word, stem) = (analysis.text(token), analysis.stem(token));
        if token.kind != TokenKind::Han {
            before = None;
            if !EMPTY_WORDS.contains(&word) && !EMPTY_WORDS.contains(&stem) {
                features.insert(stem.to_owned());
            }
            continue;
        }
        if EMPTY_CHARACTERS.contains(word) {
            before = None;
            continue;
        }
        features.insert(word.to_owned());
        if let Some(before) = before.filter(|_| token.joined) {
            features.insert(format!("{before}{word}"));
        }
        before = Some(word);
    }
    if features.is_empty() {
        // All of it is empty words: then these are what it is about.
        features.extend(words(text));
    }
    let mut features: Vec<String> = features.into_iter().collect();
    features.sort_unstable();
    features
}

/// Normalised words, without the polite ones.
fn words(text: &str) -> Vec<String> {
    let analysis = text::analyze(text);
    let tokens = analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase);
    tokens
        .map(|token| analysis.text(token).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq;

    fn knowledge() -> Knowledge {
        let text = "entries:\n  - id: refund\n    questions: {en: [How do I get a refund], zh: [怎么退款]}\n    \
                    answer: {en: Yes., zh: 好。}\nout_of_scope: [今天天气怎么样]\n";
        Knowledge::build(faq::read(&[("a.yaml", text)]).faq.unwrap())
    }

    fn unanswered(text: &str) -> Unanswered {
        Unanswered {
            text: text.into(),
            at_seconds: 1,
            disliked: Vec::new(),
        }
    }

    fn grouped(asked: &[Unanswered], ignored: &[&str]) -> Vec<(usize, Vec<String>)> {
        let ignored = ignored.iter().map(|text| key(text)).collect();
        clusters(asked, &knowledge(), &Thresholds::default(), &ignored)
            .into_iter()
            .map(|item| {
                let mut texts = item.others;
                texts.insert(0, item.text);
                (item.count, texts)
            })
            .collect()
    }

    #[test]
    fn similar_questions_stand_together_the_most_frequent_first() {
        let asked = [
            "where is my parcel",
            "Where's my parcel??",
            "parcel tracking number",
            "WHERE IS MY PARCEL",
            "包裹到哪里了",
            "我的包裹在哪",
            "怎么注册账号",
            "怎么注销账号",
            "绑卡扣了5刀",
            "绑卡被扣5美元",
        ]
        .map(unanswered);
        let found = grouped(&asked, &[]);
        let together = |one: &str, other: &str| {
            found.iter().any(|(_, texts)| {
                let has = |text: &str| texts.iter().any(|known| known == text);
                has(one) && has(other)
            })
        };
        assert_eq!(found[0].0, 3, "{found:?}");
        assert!(
            together("where is my parcel", "Where's my parcel??"),
            "{found:?}"
        );
        assert!(together("包裹到哪里了", "我的包裹在哪"), "{found:?}");
        assert!(together("绑卡扣了5刀", "绑卡被扣5美元"), "{found:?}");
        assert!(!together("怎么注册账号", "怎么注销账号"), "{found:?}");
    }

    #[test]
    fn what_is_answered_ignored_or_out_of_scope_is_left_out() {
        let mut disliked = unanswered("How do I get a refund");
        disliked.disliked = vec![EntryId::new("refund").unwrap()];
        let mut fixed = unanswered("怎么退款");
        fixed.disliked = vec![EntryId::new("gone").unwrap()];
        let asked = [
            unanswered("今天天气怎么样"),
            unanswered("Sing a song!"),
            disliked,
            fixed,
            unanswered("🙂"),
        ];
        let found = grouped(&asked, &["sing a song"]);
        assert_eq!(found, [(1, vec!["How do I get a refund".to_owned()])]);
    }

    #[test]
    fn a_masked_wording_does_not_stand_for_its_group() {
        let asked = [
            unanswered("charge [card] twice"),
            unanswered("charge [card] twice"),
            unanswered("charged twice"),
        ];
        assert_eq!(grouped(&asked, &[])[0].1[0], "charged twice");
    }

    #[test]
    fn the_order_of_asking_does_not_matter() {
        let mut asked: Vec<Unanswered> = (0..60)
            .map(|n| unanswered(&format!("topic{} please word{}", n % 7, n % 13)))
            .collect();
        let one = grouped(&asked, &[]);
        asked.reverse();
        assert_eq!(one, grouped(&asked, &[]));
    }
}
