//! Counting questions by what became of them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::admin::{Accepted, Asked, End, Promise};
use crate::faq::EntryId;
use crate::model::choice::Reason;
use crate::model::incoming::Place;
use crate::model::person::{GUEST_CHATS, INLINE_CHATS, PersonKey};

/// A day, in seconds.
const DAY: i64 = 86_400;

/// How many weeks the chart goes back.
const WEEKS: i64 = 12;

/// A stretch of time that ends now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// 24 hours.
    Day,
    /// 7 days.
    #[default]
    Week,
    /// 30 days.
    Month,
}

impl Period {
    /// All of them.
    pub const ALL: [Period; 3] = [Period::Day, Period::Week, Period::Month];

    /// Its name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
        }
    }

    /// The period that somebody means who writes this, in either language.
    pub fn from_words(words: &str) -> Option<Period> {
        match words.trim().to_lowercase().as_str() {
            "day" | "d" | "today" | "24h" | "天" | "日" | "今天" => Some(Period::Day),
            "week" | "w" | "7d" | "周" | "星期" | "本周" => Some(Period::Week),
            "month" | "m" | "30d" | "月" | "本月" => Some(Period::Month),
            _ => None,
        }
    }

    /// How long it is.
    pub fn seconds(self) -> i64 {
        match self {
            Period::Day => DAY,
            Period::Week => 7 * DAY,
            Period::Month => 30 * DAY,
        }
    }
}

/// From when on questions are needed for the numbers of any period, in Unix seconds.
pub fn needed_since(now_seconds: i64) -> i64 {
    now_seconds - (WEEKS * 7 * DAY).max(2 * Period::Month.seconds())
}

/// The questions without those that admins asked in their own chats with the bot: these are trials.
pub fn without_trials(mut asked: Vec<Asked>, key: &PersonKey, admins: &[i64]) -> Vec<Asked> {
    // A private chat has the number of its person.
    let chats: Vec<String> = admins
        .iter()
        .map(|&chat| key.chat_key(Place::Private { chat, topic: None }).chat)
        .collect();
    asked.retain(|one| !chats.contains(&one.chat));
    asked
}

/// Counts of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// All questions.
    pub questions: usize,
    /// Answered at once, also by pointing to the answer given a moment ago.
    pub answered: usize,
    /// Offered a few entries.
    pub suggested: usize,
    /// Of these, an entry was opened.
    pub taken: usize,
    /// Not answered.
    pub unanswered: usize,
    /// Somebody said that it helped.
    pub helpful: usize,
    /// Somebody said that it did not.
    pub not_helpful: usize,
    /// Solved: said to have helped, and by nobody not to.
    pub confirmed: usize,
    /// Perhaps solved: something was shown, nobody said anything.
    pub assumed: usize,
    /// Said to be wrong.
    pub wrong: usize,
    /// Said to be outdated.
    pub outdated: usize,
    /// Said to be unclear.
    pub unclear: usize,
}

impl Counts {
    /// `part` of all questions, 0 to 1; 0 where there are none.
    pub fn share(&self, part: usize) -> f64 {
        match self.questions {
            0 => 0.0,
            questions => part as f64 / questions as f64,
        }
    }

    fn add(&mut self, asked: &Asked) {
        let taken = asked.end == End::Suggested && !asked.opened.is_empty();
        let shown = taken || matches!(asked.end, End::Answered | End::Repeated);
        let (helped, failed) = (!asked.helpful.is_empty(), !asked.not_helpful.is_empty());
        let one = |yes: bool| usize::from(yes);
        self.questions += 1;
        self.answered += one(matches!(asked.end, End::Answered | End::Repeated));
        self.suggested += one(asked.end == End::Suggested);
        self.taken += one(taken);
        self.unanswered += one(asked.end == End::Unanswered);
        self.helpful += one(helped);
        self.not_helpful += one(failed);
        self.confirmed += one(helped && !failed);
        self.assumed += one(shown && !helped && !failed);
        self.wrong += one(asked.reasons.contains(&Reason::Wrong));
        self.outdated += one(asked.reasons.contains(&Reason::Outdated));
        self.unclear += one(asked.reasons.contains(&Reason::Unclear));
    }
}

/// One part of the questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What they have in common; empty for a topic that is not known or has no name.
    pub name: String,
    /// Their counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// One week of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Unix seconds at which it begins.
    pub from_seconds: i64,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// The numbers of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Numbers {
    /// The period's name.
    pub period: &'static str,
    /// Unix seconds at which it begins.
    pub from_seconds: i64,
    /// Unix seconds at which it ends.
    pub until_seconds: i64,
    /// All of it.
    pub total: Counts,
    /// The period of the same length before it.
    pub before: Counts,
    /// Wrong answers: what is accepted, and what people told of.
    pub promise: Promise,
    /// By topic of the entry that it was about, most questions first.
    pub topics: Vec<Part>,
    /// By the question's language.
    pub languages: Vec<Part>,
    /// By group, most questions first; `private` is all private chats together, `guest` all chats that
    /// we were mentioned in without being there, `inline` all that an article was sent to,
    /// `business` all of business accounts with customers.
    pub groups: Vec<Part>,
    /// The last twelve weeks, oldest first; the last one ends now.
    pub weeks: Vec<Week>,
}

/// The numbers of `period` up to `now_seconds`, where `accepted` is configured. `topic` names the topic of an entry.
pub fn numbers(
    asked: &[Asked],
    period: Period,
    now_seconds: i64,
    accepted: Accepted,
    topic: impl Fn(&EntryId) -> Option<String>,
) -> Numbers {
    let from_seconds = now_seconds - period.seconds();
    let mut numbers = Numbers {
        period: period.code(),
        from_seconds,
        until_seconds: now_seconds,
        total: Counts::default(),
        before: Counts::default(),
        promise: Promise::of(asked, accepted, from_seconds, now_seconds),
        topics: Vec::new(),
        languages: Vec::new(),
        groups: Vec::new(),
        weeks: (0..WEEKS)
            .map(|week| Week {
                from_seconds: now_seconds - (WEEKS - week) * 7 * DAY,
                counts: Counts::default(),
            })
            .collect(),
    };
    let (mut topics, mut languages, mut groups) = (Parts::new(), Parts::new(), Parts::new());
    for one in asked.iter().filter(|one| one.at_seconds <= now_seconds) {
        // The very moment of the end belongs to the last week.
        let week = (now_seconds - one.at_seconds) / (7 * DAY);
        let week = usize::try_from(WEEKS - 1 - week).ok();
        if let Some(week) = week.and_then(|week| numbers.weeks.get_mut(week)) {
            week.counts.add(one);
        }
        if one.at_seconds <= from_seconds - period.seconds() {
            continue;
        }
        if one.at_seconds <= from_seconds {
            numbers.before.add(one);
            continue;
        }
        numbers.total.add(one);
        let named = one.about().and_then(&topic).unwrap_or_default();
        topics.entry(named).or_default().add(one);
        let language = one.language.code().to_owned();
        languages.entry(language).or_default().add(one);
        groups.entry(group(&one.chat)).or_default().add(one);
    }
    numbers.topics = sorted(topics);
    numbers.languages = sorted(languages);
    numbers.groups = sorted(groups);
    numbers
}

type Parts = BTreeMap<String, Counts>;

fn sorted(parts: Parts) -> Vec<Part> {
    let mut parts: Vec<Part> = parts
        .into_iter()
        .map(|(name, counts)| Part { name, counts })
        .collect();
    parts.sort_by(|one, other| {
        let count = other.counts.questions.cmp(&one.counts.questions);
        count.then_with(|| one.name.cmp(&other.name))
    });
    parts
}

/// The group's number, or a word for chats that are not told apart: `private` chats are people,
/// `guest` and `inline` chats are nowhere that we are.
fn group(chat: &str) -> String {
    match (chat, chat.strip_prefix('g')) {
        (_, Some(number)) => number,
        (GUEST_CHATS, _) => "guest",
        (INLINE_CHATS, _) => "inline",
        _ if chat.starts_with('b') => "business",
        _ => "private",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::to_csv;
    use crate::text::Language;

    const NOW: i64 = 1_800_000_000;

    fn asked(ago_days: i64, end: End) -> Asked {
        Asked {
            at_seconds: NOW - ago_days * DAY,
            chat: "g-1001".into(),
            message: 1,
            language: Language::Zh,
            text: "怎么退款".into(),
            end,
            entry: (end == End::Answered).then(|| EntryId::new("refund").unwrap()),
            opened: Vec::new(),
            helpful: Vec::new(),
            not_helpful: Vec::new(),
            reasons: Vec::new(),
        }
    }

    fn count(asked: &[Asked], period: Period) -> Numbers {
        let accepted = Accepted {
            share: 0.05,
            follows_feedback: true,
        };
        numbers(asked, period, NOW, accepted, |_| Some("Money".into()))
    }

    #[test]
    fn what_admins_try_in_their_own_chat_is_not_counted() {
        let key = PersonKey::new([1; 32]);
        let in_chat = |chat| Asked {
            chat: key.chat_key(Place::Private { chat, topic: None }).chat,
            ..asked(1, End::Answered)
        };
        let all = vec![in_chat(7), in_chat(8), asked(1, End::Answered)];
        let left = without_trials(all, &key, &[7]);
        assert_eq!(left, [in_chat(8), asked(1, End::Answered)]);
    }

    #[test]
    fn confirmed_and_assumed_are_kept_apart() {
        let refund = || EntryId::new("refund").unwrap();
        let mut helped = asked(1, End::Answered);
        helped.helpful = vec![refund()];
        let mut disputed = helped.clone();
        disputed.not_helpful = vec![refund()];
        let mut taken = asked(1, End::Suggested);
        taken.opened = vec![refund()];
        let silent = asked(1, End::Answered);
        let all = [
            helped,
            disputed,
            taken,
            silent,
            asked(1, End::Suggested),
            asked(1, End::Unanswered),
            asked(1, End::Repeated),
        ];
        let total = count(&all, Period::Week).total;
        let expected = Counts {
            questions: 7,
            answered: 4,
            suggested: 2,
            taken: 1,
            unanswered: 1,
            helpful: 2,
            not_helpful: 1,
            confirmed: 1,
            assumed: 3,
            ..Counts::default()
        };
        assert_eq!(total, expected);
    }

    #[test]
    fn every_question_is_in_one_period_and_one_week() {
        let all: Vec<Asked> = (0..84).map(|day| asked(day, End::Answered)).collect();
        for (period, length) in [(Period::Day, 1), (Period::Week, 7), (Period::Month, 30)] {
            let numbers = count(&all, period);
            assert_eq!(numbers.total.questions, length, "{period:?}");
            assert_eq!(numbers.before.questions, length, "{period:?}");
            let weeks: Vec<usize> = numbers
                .weeks
                .iter()
                .map(|week| week.counts.questions)
                .collect();
            assert_eq!(weeks, [7; 12]);
        }
    }

    #[test]
    fn parts_are_sorted_and_private_chats_are_one() {
        let mut one = asked(1, End::Unanswered);
        one.chat = "p0011".into();
        one.language = Language::En;
        let mut other = one.clone();
        other.chat = "p0022".into();
        let numbers = count(&[asked(1, End::Answered), one, other], Period::Week);
        let names = |parts: &[Part]| -> Vec<(String, usize)> {
            let named = |part: &Part| (part.name.clone(), part.counts.questions);
            parts.iter().map(named).collect()
        };
        assert_eq!(
            names(&numbers.groups),
            [("private".into(), 2), ("-1001".into(), 1)]
        );
        assert_eq!(
            names(&numbers.languages),
            [("en".into(), 2), ("zh".into(), 1)]
        );
        assert_eq!(
            names(&numbers.topics),
            [(String::new(), 2), ("Money".into(), 1)]
        );
    }

    #[test]
    fn csv_has_a_line_for_each_part() {
        let csv = to_csv(&count(&[asked(1, End::Answered)], Period::Week)).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[0],
            "section,name,questions,answered,suggested,taken,unanswered,helpful,not_helpful,confirmed,assumed,wrong,outdated,unclear"
        );
        assert_eq!(lines[1], "total,week,1,1,0,0,0,0,0,0,1,0,0,0");
        assert_eq!(lines.len(), 1 + 2 + 3 + 12);
    }
}
