//! The week in short, for those who own the FAQ.

use std::collections::HashMap;
use std::hash::Hash;

use crate::admin::{Accepted, Asked, Change, Counts, ListItem, Period, numbers};
use crate::faq::EntryId;

/// How many things of a list are named.
pub const NAMED: usize = 5;

/// What a week was like.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// Unix seconds at which it begins.
    pub from_seconds: i64,
    /// Unix seconds at which it ends.
    pub until_seconds: i64,
    /// All questions.
    pub total: Counts,
    /// Those of the week before.
    pub before: Counts,
    /// Entries that were asked for, most often first.
    pub asked_most: Vec<(EntryId, usize)>,
    /// Groups of questions that found no answer, the most frequent first.
    pub unanswered: Vec<ListItem>,
    /// Entries of which somebody said that they did not help, most often first.
    pub not_helpful: Vec<(EntryId, usize)>,
    /// What changed in the FAQ.
    pub change: Change,
    /// Entries that somebody was to look at by now, each with the day.
    pub due: Vec<(EntryId, String)>,
}

/// The digest of the week that ends at `until_seconds`. `unanswered` are the groups of that week.
pub fn digest(
    asked: &[Asked],
    until_seconds: i64,
    unanswered: Vec<ListItem>,
    change: Change,
    due: Vec<(EntryId, String)>,
) -> Digest {
    let accepted = Accepted {
        share: 1.0,
        follows_feedback: false,
    };
    let numbers = numbers(asked, Period::Week, until_seconds, accepted, |_| None);
    let week = in_week(asked, until_seconds);
    Digest {
        from_seconds: numbers.from_seconds,
        until_seconds,
        total: numbers.total,
        before: numbers.before,
        asked_most: most(week.iter().filter_map(|one| one.about())),
        unanswered,
        not_helpful: most(week.iter().flat_map(|one| &one.not_helpful)),
        change,
        due,
    }
}

/// The questions of the week that ends at `until_seconds`.
pub fn in_week(asked: &[Asked], until_seconds: i64) -> Vec<&Asked> {
    let from = until_seconds - Period::Week.seconds();
    let is_in = |one: &&Asked| (from + 1..=until_seconds).contains(&one.at_seconds);
    asked.iter().filter(is_in).collect()
}

/// What comes most often, each with how often; equals in their own order.
fn most<'a, T: Ord + Hash + Clone + 'a>(all: impl Iterator<Item = &'a T>) -> Vec<(T, usize)> {
    let mut counts: HashMap<&T, usize> = HashMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let mut counts: Vec<(T, usize)> = counts
        .into_iter()
        .map(|(one, count)| (one.clone(), count))
        .collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(NAMED);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asked::End;
    use crate::model::language::Language;

    const WEEK: i64 = 7 * 86_400;

    fn asked(at_seconds: i64, entry: &str, helps: bool) -> Asked {
        let id = EntryId::new(entry).unwrap();
        Asked {
            at_seconds,
            chat: "g-1".into(),
            message: at_seconds,
            language: Language::En,
            text: "how".into(),
            end: End::Answered,
            entry: Some(id.clone()),
            opened: Vec::new(),
            helpful: Vec::new(),
            not_helpful: if helps { Vec::new() } else { vec![id] },
            reasons: Vec::new(),
        }
    }

    #[test]
    fn the_week_alone_counts() {
        let now = 10 * WEEK;
        let all = [
            asked(now, "refund", true),
            asked(now - 1, "refund", true),
            asked(now - 2, "hours", false),
            asked(now - WEEK + 1, "area", true),
            asked(now - WEEK, "hours", false),
            asked(now + 1, "hours", false),
        ];
        let digest = digest(&all, now, Vec::new(), Change::default(), Vec::new());
        assert_eq!((digest.total.questions, digest.before.questions), (4, 1));
        let named: Vec<(&str, usize)> = digest
            .asked_most
            .iter()
            .map(|(id, count)| (id.as_str(), *count))
            .collect();
        assert_eq!(named, [("refund", 2), ("area", 1), ("hours", 1)]);
        assert_eq!(digest.not_helpful.len(), 1);
    }
}
