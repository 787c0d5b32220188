//! Whether the share of wrong answers that people tell of keeps to the one that is accepted.

use crate::admin::promise::{FEWEST_ANSWERS, Observed, observed};
use crate::admin::{self, Period};
use crate::cli::common::output::count;
use crate::cli::service::doctor::finding::Finding;
use crate::cli::store_commands::stats::open;
use crate::config::Config;

const ABOUT: &str = "wrong answers";

/// How many questions are looked through at most, the latest.
const QUESTIONS: u32 = 500_000;

/// What the last 30 days tell; nothing where there is no store that can be read, which has a line of its own.
pub fn finding(config: &Config, now_seconds: i64) -> Option<Finding> {
    let store = open(config).ok()?;
    let since = now_seconds - Period::Month.seconds();
    let asked = store.asked(since, QUESTIONS).ok()?;
    let asked = admin::without_trials(asked, store.person_key(), &config.telegram.admins);
    Some(judge(
        &observed(&asked, since, now_seconds),
        config.answer.wrong_answers,
    ))
}

fn judge(observed: &Observed, accepted: f64) -> Finding {
    let accepted_words = format!("{:.1}% are accepted", accepted * 100.0);
    if !observed.is_enough() {
        let answers = count(observed.answers, "answer");
        let words = format!(
            "{answers} in 30 days: nothing is concluded from fewer than {FEWEST_ANSWERS}; {accepted_words}"
        );
        return Finding::skipped(ABOUT, words);
    }
    let (low, high) = observed.range();
    let words = format!(
        "{} of {} in 30 days ({:.1}%, likely {:.1}% to {:.1}%); {accepted_words}",
        observed.wrong(),
        count(observed.answers, "answer"),
        observed.share() * 100.0,
        low * 100.0,
        high * 100.0
    );
    match observed.is_broken(accepted) {
        false => Finding::ok(ABOUT, words),
        true => Finding::note(
            ABOUT,
            words,
            "see what `/unanswered` lists as disliked and fix those entries; or set a smaller \
             `answer.wrong_answers`: Wenda then offers more often and answers less often",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::service::doctor::finding::State;

    #[test]
    fn a_note_comes_where_surely_more_is_wrong_than_accepted() {
        let seen = |said_wrong, answers| {
            let observed = Observed {
                answers,
                said_wrong,
                ..Observed::default()
            };
            judge(&observed, 0.05)
        };
        assert_eq!(seen(50, 99).state, State::Skipped);
        assert_eq!(seen(8, 100).state, State::Ok);
        let found = seen(20, 100);
        assert_eq!(found.state, State::Note);
        assert_eq!(
            found.words,
            "20 of 100 answers in 30 days (20.0%, likely 13.3% to 28.9%); 5.0% are accepted"
        );
        assert!(found.fix.contains("`answer.wrong_answers`"));
    }
}
