//! Questions that many people ask within a short time and that find no answer.

use std::collections::HashSet;

use crate::admin::clusters::{clusters, grouped_with, key};
use crate::admin::{ListItem, Unanswered};
use crate::knowledge::Knowledge;
use crate::matcher::Thresholds;
use crate::model::asked::OpenQuestion;
use crate::model::person::Person;

/// How far back it is counted, in seconds: an hour. "Now" is what can still be answered in time.
pub const GROWTH_SECONDS: i64 = 3600;

/// A group of questions that grows.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// The group.
    pub item: ListItem,
    /// How many different people asked.
    pub people: usize,
}

/// What admins know or do not want to hear of, as keys of questions.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// Ignored by them.
    pub ignored: &'k HashSet<String>,
    /// Told to them before.
    pub alerted: &'k HashSet<String>,
}

/// Groups of `open` questions that at least `least` different people asked, and of which the admins
/// do not know.
pub fn growing(
    open: &[OpenQuestion],
    least: usize,
    known: Known<'_>,
    knowledge: &Knowledge,
    thresholds: &Thresholds,
) -> Vec<Growth> {
    if people(open.iter()) < least {
        return Vec::new();
    }
    let asked: Vec<Unanswered> = open.iter().map(unanswered).collect();
    let items = clusters(&asked, knowledge, thresholds, known.ignored);
    items
        .into_iter()
        .filter(|item| !item.keys.iter().any(|key| known.alerted.contains(key)))
        .map(|item| Growth {
            people: people(of_group(open, &item)),
            item,
        })
        .filter(|growth| growth.people >= least)
        .collect()
}

/// Those of `open` that belong to the group, also wordings that came after it was shown.
pub fn of_group<'o>(
    open: &'o [OpenQuestion],
    item: &ListItem,
) -> impl Iterator<Item = &'o OpenQuestion> {
    let shown: HashSet<String> = item.keys.iter().cloned().collect();
    let asked: Vec<Unanswered> = open.iter().map(unanswered).collect();
    let keys = grouped_with(&asked, &shown);
    open.iter()
        .filter(move |one| keys.contains(&key(&one.text)))
}

/// How many different people asked.
pub fn people<'o>(open: impl Iterator<Item = &'o OpenQuestion>) -> usize {
    let people: HashSet<&Person> = open.map(|one| &one.way_back.person).collect();
    people.len()
}

fn unanswered(open: &OpenQuestion) -> Unanswered {
    Unanswered {
        text: open.text.clone(),
        at_seconds: open.way_back.at_seconds,
        disliked: open.disliked.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq;
    use crate::model::asked::WayBack;
    use crate::model::incoming::Place;
    use crate::model::language::Language;

    fn open(person: &str, text: &str) -> OpenQuestion {
        OpenQuestion {
            way_back: WayBack {
                turn: 1,
                at_seconds: 1,
                person: Person::from_stored(person.to_owned()),
                place: Place::Private {
                    chat: 1,
                    topic: None,
                },
                message: 1,
            },
            text: text.to_owned(),
            language: Language::En,
            disliked: Vec::new(),
        }
    }

    #[test]
    fn people_count_and_not_questions() {
        let text = "entries:\n  - id: a\n    questions: {en: [how much is shipping]}\n    answer: {en: Eight.}\n";
        let knowledge = Knowledge::build(faq::read(&[("a.yaml", text)]).faq.unwrap());
        let mut asked = vec![
            open("ann", "where is my parcel"),
            open("ben", "Where is my parcel?"),
            open("ann", "where's my parcel"),
            open("cat", "sing a song"),
        ];
        let none = HashSet::new();
        let grown = |asked: &[OpenQuestion], alerted: &HashSet<String>| {
            let known = Known {
                ignored: &none,
                alerted,
            };
            growing(asked, 3, known, &knowledge, &Thresholds::default())
        };
        assert_eq!(grown(&asked, &none), []);
        asked.push(open("dan", "where is my parcel please"));
        let found = grown(&asked, &none);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].people, 3);
        let told = found[0].item.keys.iter().cloned().collect();
        assert_eq!(grown(&asked, &told), [], "told before");
    }
}
