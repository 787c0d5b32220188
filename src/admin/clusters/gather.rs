//! Puts wordings into groups around the one that was asked most: by shared words, and where what
//! they mean is known, by that, too, so that the Chinese and the English form of a question stand
//! together.
//!
//! Near-linear in the number of wordings: each is compared with a bounded number of groups, those
//! that share its rarest features (leader clustering, Hartigan 1975).

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::one::Wording;
use crate::contrast;
use crate::text;

/// How similar a question must be to a group's leader to join it (cosine over weighted features).
/// Looked at on pairs such as those in the tests below: 0.45 joins "绑卡扣了5刀" with "绑卡被扣5美元",
/// and keeps "怎么注册账号" apart from "怎么注销账号".
const SIMILAR: f64 = 0.45;

/// What a single Chinese character weighs against a pair: it says little alone, but pairs break
/// where another character comes between.
const SINGLE: f64 = 0.5;

/// Cosine from which on two wordings of one language mean the same, and of two languages. Looked at
/// on three dozen invented pairs: questions about one thing ("cancel my order", "track my order")
/// reach .75 where they mean different things, across languages .62, while translations have .46 to
/// .82, two in three of them more than .64.
const MEANS_THE_SAME: f32 = 0.8;
const MEANS_THE_SAME_ACROSS: f32 = 0.64;

/// How many of a question's features, the rarest first, lead to groups to compare with.
const LEADING_FEATURES: usize = 12;

/// How many groups one feature leads to at most: bounds the work where all ask about one thing.
const GROUPS_PER_FEATURE: usize = 64;

/// Numbers of wordings, group by group; the first of each is its leader.
pub(super) fn gather(wordings: &[Wording]) -> Vec<Vec<usize>> {
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
        let best = best.map(|(_, Reverse(group))| group);
        let leaders = groups.iter().map(|(_, members)| &wordings[members[0]]);
        match best.or_else(|| by_meaning(wording, leaders)) {
            Some(group) => groups[group].1.push(number),
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

/// The first leader of those that mean the same most: none of them asks for another side.
fn by_meaning<'w>(wording: &Wording, leaders: impl Iterator<Item = &'w Wording>) -> Option<usize> {
    let own = wording.vector.as_ref()?;
    let alike = leaders.enumerate().filter_map(|(group, leader)| {
        let cosine = own.cosine(leader.vector.as_ref()?);
        let least = match wording.is_chinese == leader.is_chinese {
            true => MEANS_THE_SAME,
            false => MEANS_THE_SAME_ACROSS,
        };
        (cosine >= least).then_some((cosine, group, leader))
    });
    let mut alike: Vec<_> = alike.collect();
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let analysis = text::analyze(&wording.text);
    let is_same = |leader: &Wording| !contrast::differ(&analysis, &text::analyze(&leader.text));
    let same = alike.iter().find(|(_, _, leader)| is_same(leader))?;
    Some(same.1)
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
