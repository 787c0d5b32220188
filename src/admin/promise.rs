//! The promise on real traffic: the share of wrong answers that is accepted beside the one that
//! people tell of, and how far the first is lowered where the second is surely higher.
//!
//! An answer **counts as wrong** where somebody said so: not helpful, for the reason that it is
//! wrong; none of the entries offered after it; or the same person asked nearly the same again soon
//! after it. People who say nothing count as content, so the observed share is the least that it can
//! be. Answers alone count: a list of offers promises nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::admin::{Asked, End};
use crate::eval::interval;
use crate::model::choice::Reason;
use crate::text::{TokenKind, analyze};

/// How soon after an answer a question is the same one again, in seconds: as long as it takes to
/// read the answer and to write anew.
const SOON_SECONDS: i64 = 180;

/// Share of the shorter question's words that the other has, from which on both ask the same.
const ALIKE: f64 = 0.5;

/// Answers from which on something is concluded. Below, two people in a bad mood would decide.
pub const FEWEST_ANSWERS: usize = 100;

/// Seconds of a week; weeks begin where Unix time does, on Thursdays.
const WEEK: i64 = 7 * 86_400;

/// How often the accepted share may be halved.
const MOST_STEPS: u32 = 3;

/// The smallest share that is aimed at: the smallest that can be configured.
const LEAST_SHARE: f64 = 0.01;

/// What is accepted of wrong answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accepted {
    /// The share of wrong answers that is configured.
    pub share: f64,
    /// Whether the aim follows what people tell.
    pub follows_feedback: bool,
}

/// What is accepted, aimed at and observed, side by side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Promise {
    /// The share of wrong answers that is configured.
    pub accepted: f64,
    /// The share that is aimed at now: less where more was observed than is accepted.
    pub aimed_at: f64,
    /// What people told of the answers given.
    #[serde(flatten)]
    pub observed: Observed,
}

impl Promise {
    /// The promise from `from_seconds` to `now_seconds`; `asked` may reach further back.
    pub fn of(asked: &[Asked], accepted: Accepted, from_seconds: i64, now_seconds: i64) -> Promise {
        Promise {
            accepted: accepted.share,
            aimed_at: match accepted.follows_feedback {
                true => aimed_at(asked, accepted.share, now_seconds),
                false => accepted.share,
            },
            observed: observed(asked, from_seconds, now_seconds),
        }
    }
}

/// What people made of the answers given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Observed {
    /// Answers given.
    pub answers: usize,
    /// Of these, said to be wrong.
    pub said_wrong: usize,
    /// Followed by "none of these".
    pub none_of_these: usize,
    /// Followed by nearly the same question.
    pub asked_again: usize,
}

impl Observed {
    /// Answers that count as wrong, each once.
    pub fn wrong(&self) -> usize {
        self.said_wrong + self.none_of_these + self.asked_again
    }

    /// Their share, 0 to 1; 0 where there are no answers.
    pub fn share(&self) -> f64 {
        self.wrong() as f64 / self.answers.max(1) as f64
    }

    /// Where the true share lies, with 95% confidence (Wilson's interval).
    pub fn range(&self) -> (f64, f64) {
        interval(self.wrong(), self.answers)
    }

    /// Whether there are enough answers to conclude anything.
    pub fn is_enough(&self) -> bool {
        self.answers >= FEWEST_ANSWERS
    }

    /// Whether surely more answers are wrong than is accepted.
    pub fn is_broken(&self, accepted: f64) -> bool {
        self.is_enough() && self.range().0 > accepted
    }

    fn add(&mut self, one: Wrong) {
        match one {
            Wrong::Said => self.said_wrong += 1,
            Wrong::NoneOfThese => self.none_of_these += 1,
            Wrong::AskedAgain => self.asked_again += 1,
        }
    }
}

/// Why an answer counts as wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Said,
    NoneOfThese,
    AskedAgain,
}

/// What people made of the answers that were given after `from_seconds`, until `until_seconds`.
pub fn observed(asked: &[Asked], from_seconds: i64, until_seconds: i64) -> Observed {
    let mut observed = Observed::default();
    for (one, wrong) in judged(asked) {
        if one.at_seconds > from_seconds && one.at_seconds <= until_seconds {
            observed.answers += 1;
            if let Some(wrong) = wrong {
                observed.add(wrong);
            }
        }
    }
    observed
}

/// The share of wrong answers that is aimed at where `accepted` is configured: half of it for each
/// step that what people told of the weeks before `now_seconds` asks for.
pub fn aimed_at(asked: &[Asked], accepted: f64, now_seconds: i64) -> f64 {
    (0..steps(asked, accepted, now_seconds))
        .fold(accepted, |share, _| share / 2.0)
        .max(LEAST_SHARE.min(accepted))
}

/// Goes through the whole weeks that are over, oldest first. Once enough answers have come in, the
/// aim is lowered where surely more were wrong than is accepted, raised again where surely not more
/// were, and counting starts anew. The same questions give the same steps, whenever and wherever
/// they are counted.
fn steps(asked: &[Asked], accepted: f64, now_seconds: i64) -> u32 {
    let mut weeks: BTreeMap<i64, Observed> = BTreeMap::new();
    for (one, wrong) in judged(asked) {
        let week = weeks.entry(one.at_seconds.div_euclid(WEEK)).or_default();
        week.answers += 1;
        if let Some(wrong) = wrong {
            week.add(wrong);
        }
    }
    let this_week = now_seconds.div_euclid(WEEK);
    let (mut steps, mut sum) = (0, Observed::default());
    for (_, week) in weeks.range(..this_week) {
        sum.answers += week.answers;
        sum.said_wrong += week.said_wrong;
        sum.none_of_these += week.none_of_these;
        sum.asked_again += week.asked_again;
        if sum.is_broken(accepted) {
            steps = MOST_STEPS.min(steps + 1);
        } else if sum.is_enough() && sum.range().1 <= accepted {
            steps = steps.saturating_sub(1);
        } else {
            continue;
        }
        sum = Observed::default();
    }
    steps
}

/// The answers among the questions, oldest first, and why each counts as wrong, if it does.
fn judged(asked: &[Asked]) -> Vec<(&Asked, Option<Wrong>)> {
    let mut order: Vec<&Asked> = asked.iter().collect();
    order.sort_by(|one, other| {
        let by_chat = one.chat.cmp(&other.chat);
        by_chat.then((one.at_seconds, one.message).cmp(&(other.at_seconds, other.message)))
    });
    let mut judged = Vec::new();
    for (at, one) in order.iter().enumerate() {
        // "None of these" turns the answered question into an unanswered one; its entry stays.
        let rejected = one.end == End::Unanswered && one.entry.is_some();
        if one.end != End::Answered && !rejected {
            continue;
        }
        let next = order.get(at + 1).filter(|next| next.chat == one.chat);
        let wrong = if one.reasons.contains(&Reason::Wrong) {
            Some(Wrong::Said)
        } else if rejected {
            Some(Wrong::NoneOfThese)
        } else if one.helpful.is_empty() && next.is_some_and(|next| is_again(one, next)) {
            Some(Wrong::AskedAgain)
        } else {
            None
        };
        judged.push((*one, wrong));
    }
    judged.sort_by_key(|(one, _)| one.at_seconds);
    judged
}

/// Whether `next` asks the same as `one`, soon after its answer. In a group another person may have
/// asked it.
fn is_again(one: &Asked, next: &Asked) -> bool {
    let is_private = one.chat.starts_with('p');
    let soon = next.at_seconds - one.at_seconds <= SOON_SECONDS;
    is_private && soon && one.text != next.text && are_alike(&one.text, &next.text)
}

/// Whether two questions share at least half of the shorter one's words.
fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let fewer = one.len().min(other.len());
    let shared = one.iter().filter(|word| other.contains(word)).count();
    fewer > 1 && shared as f64 >= ALIKE * fewer as f64
}

/// The content words of a text and its pairs of Han characters, each once.
fn words(text: &str) -> Vec<String> {
    let analysis = analyze(text);
    let tokens = analysis.tokens();
    let mut words: Vec<String> = (0..tokens.len())
        .filter(|&at| !tokens[at].in_stop_phrase)
        .filter_map(|at| match tokens[at].kind {
            TokenKind::Han => {
                let next = tokens.get(at + 1)?;
                let is_pair = next.kind == TokenKind::Han && next.joined;
                let pair = || analysis.text(&tokens[at]).to_owned() + analysis.text(next);
                is_pair.then(pair)
            }
            _ if is_function_word(analysis.text(&tokens[at])) => None,
            _ => Some(analysis.stem(&tokens[at]).to_owned()),
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn is_function_word(word: &str) -> bool {
    let mut words = crate::lexicon::function_words::FUNCTION_WORDS.split_ascii_whitespace();
    words.any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::EntryId;
    use crate::text::Language;

    /// A Thursday at midnight: where a week begins.
    const START: i64 = 2_900 * WEEK;

    fn answered(at_seconds: i64, chat: &str, text: &str) -> Asked {
        Asked {
            at_seconds,
            chat: chat.into(),
            message: at_seconds,
            language: Language::En,
            text: text.into(),
            end: End::Answered,
            entry: Some(EntryId::new("refund").unwrap()),
            opened: Vec::new(),
            helpful: Vec::new(),
            not_helpful: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// `count` answers in the week number `week`, of which `wrong` were said to be wrong.
    fn week(week: i64, count: i64, wrong: i64) -> Vec<Asked> {
        let one = |number: i64| {
            let at = START + week * WEEK + 1_000 * number;
            let mut one = answered(at, "g-1", "how do I get a refund");
            if number < wrong {
                one.not_helpful = vec![EntryId::new("refund").unwrap()];
                one.reasons = vec![Reason::Wrong];
            }
            one
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn an_answer_counts_once_and_offers_do_not() {
        let refund = || EntryId::new("refund").unwrap();
        let mut said = answered(START, "p1", "how do I get a refund");
        said.reasons = vec![Reason::Wrong];
        let mut rejected = answered(START + 1, "p2", "where is my money");
        rejected.end = End::Unanswered;
        let again = answered(START + 2, "p3", "refund for a broken lamp");
        let mut helped = answered(START + 3, "p4", "refund for a broken lamp");
        helped.helpful = vec![refund()];
        let mut unclear = answered(START + 4, "p5", "opening hours");
        unclear.not_helpful = vec![refund()];
        unclear.reasons = vec![Reason::Unclear];
        let mut offered = answered(START + 5, "p6", "lamp");
        (offered.end, offered.entry) = (End::Suggested, None);
        let mut nothing = answered(START + 6, "p7", "moon");
        (nothing.end, nothing.entry) = (End::Unanswered, None);
        let next = |chat: &str| {
            let mut next = answered(START + 60, chat, "my broken lamp: money back or refund?");
            (next.end, next.entry) = (End::Suggested, None);
            next
        };
        let all = [
            said,
            rejected,
            again,
            helped,
            unclear,
            offered,
            nothing,
            next("p3"),
            next("p4"),
        ];
        let observed = observed(&all, START - 1, START + 100);
        let expected = Observed {
            answers: 5,
            said_wrong: 1,
            none_of_these: 1,
            asked_again: 1,
        };
        assert_eq!(observed, expected);
    }

    #[test]
    fn another_question_later_or_by_others_is_not_the_same_again() {
        let first = |chat: &str| answered(START, chat, "how do I return a broken lamp");
        for (chat, after, text) in [
            ("p1", 60, "when are you open on Sunday"),
            ("p1", 3_600, "return the broken lamp, how"),
            ("g-1", 60, "return the broken lamp, how"),
        ] {
            let all = [first(chat), answered(START + after, chat, text)];
            assert_eq!(observed(&all, START - 1, START).wrong(), 0, "{text}");
        }
    }

    #[test]
    fn few_answers_change_nothing() {
        let now = START + 10 * WEEK;
        assert_eq!(aimed_at(&week(0, 99, 99), 0.05, now), 0.05);
        assert_eq!(aimed_at(&[], 0.05, now), 0.05);
    }

    #[test]
    fn the_aim_is_lowered_by_steps_within_limits_and_raised_again() {
        let now = START + 10 * WEEK;
        // 8 of 200 may be 5%; 20 of 200 are surely more.
        assert_eq!(aimed_at(&week(0, 200, 8), 0.05, now), 0.05);
        let bad = |number| week(number, 200, 30);
        assert_eq!(aimed_at(&bad(0), 0.05, now), 0.025);
        let two: Vec<Asked> = bad(0).into_iter().chain(bad(1)).collect();
        assert_eq!(aimed_at(&two, 0.05, now), 0.0125);
        let many: Vec<Asked> = (0..8).flat_map(bad).collect();
        assert_eq!(aimed_at(&many, 0.05, now), 0.01);
        // 1 of 300 is surely less than 5%: one step back.
        let better: Vec<Asked> = two.into_iter().chain(week(2, 300, 1)).collect();
        assert_eq!(aimed_at(&better, 0.05, now), 0.025);
        // The week that runs is not counted, so that nothing moves within it.
        assert_eq!(aimed_at(&bad(10), 0.05, now), 0.05);
        assert_eq!(aimed_at(&bad(10), 0.05, now + WEEK), 0.025);
    }

    #[test]
    fn the_order_of_the_questions_does_not_matter() {
        let now = START + 10 * WEEK;
        let all: Vec<Asked> = week(0, 200, 30).into_iter().chain(week(1, 50, 2)).collect();
        let mut turned = all.clone();
        turned.reverse();
        assert_eq!(aimed_at(&all, 0.05, now), aimed_at(&turned, 0.05, now));
        let whole = |asked: &[Asked]| observed(asked, START - 1, now);
        assert_eq!(whole(&all), whole(&turned));
    }
}
