//! What a typed line is: words, a command, the number of a button.

use super::Session;
use super::speaker::Speaker;
use crate::conversation::wording;
use crate::model::incoming::{BusinessEvent, Command, GuestQuestion, Question, What};
use crate::model::reply::Choice;

impl Session {
    /// What a typed line is.
    pub(super) fn typed(&self, line: &str) -> What {
        match self.speaker {
            Speaker::Business if !self.is_writing => {
                What::Business(BusinessEvent::Asked(Question {
                    text: line.to_owned(),
                    answer_to: self.message,
                    ..Question::default()
                }))
            }
            Speaker::Business => What::typed(line, self.message),
            Speaker::Guest => What::Guest(GuestQuestion {
                id: self.turn.to_string(),
                question: Question {
                    text: line.to_owned(),
                    answer_to: self.message,
                    ..Question::default()
                },
            }),
            _ => match What::typed(line, self.message) {
                What::Command(Command::Why(None)) => What::Command(Command::Why(self.answer)),
                what => self.as_reply(what),
            },
        }
    }

    /// The line as a transcript repeats it: a number with the words of its button.
    pub fn echo(&self, line: &str) -> String {
        let line = line.trim();
        let number = line.parse::<usize>().ok().filter(|_| line.len() <= 2);
        let at = number.and_then(|number| number.checked_sub(1));
        let shown = self.buttons.get(&self.speaker);
        match at.and_then(|at| shown?.1.get(at)) {
            Some((label, _)) => format!("{line} [{label}]"),
            None => line.to_owned(),
        }
    }

    /// The choice that a typed number stands for, or a line that says which numbers there are.
    pub(super) fn pressed(&self, line: &str) -> Option<Result<Choice, String>> {
        let choices = &self.buttons.get(&self.speaker)?.1;
        let short = line.len() <= 2 && line.bytes().all(|byte| byte.is_ascii_digit());
        if choices.is_empty() || !short {
            return None;
        }
        let number: usize = line.parse().ok()?;
        let chosen = number.checked_sub(1).and_then(|at| choices.get(at));
        Some(chosen.map(|(_, choice)| choice.clone()).ok_or_else(|| {
            let last = choices.len().to_string();
            let text = wording::CHAT_NO_BUTTON.fill(self.language, &[("n", &last)]);
            format!("{text}\n")
        }))
    }

    /// A question typed by the staff is a reply to the latest message about a card, unless it
    /// begins with the number of another (`#12 words`).
    pub(super) fn as_reply(&self, what: What) -> What {
        let What::Question(mut question) = what else {
            return what;
        };
        if self.speaker == Speaker::Staff {
            question.replies_to = self.card_message;
            let named = question.text.strip_prefix('#').and_then(|rest| {
                let (number, words) = rest.split_once(' ')?;
                Some((number.parse().ok()?, words.trim().to_owned()))
            });
            if let Some((number, words)) = named {
                question.replies_to = Some(number);
                question.text = words;
            }
        }
        What::Question(question)
    }
}
