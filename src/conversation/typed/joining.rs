//! A question in pieces: what somebody says within seconds of the piece before.
//!
//! The pieces get one answer: the reply to the first is changed into the answer to all. Two
//! questions of their own stay two questions, however fast they come.

use super::pointing::{is_pointing, is_question};
use crate::conversation::typed::smalltalk::smalltalk;
use crate::faq::EntryId;
use crate::matcher::Decision;
use crate::model::record::{PastTurn, TurnKind};

/// Pieces follow each other within this, in seconds.
pub const JOIN_SECONDS: i64 = 4;

/// Pictures sent together have numbers as near as this.
const GROUPED_MESSAGES: i64 = 10;

/// What a message that follows another within seconds is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Join {
    /// Something of its own.
    Apart,
    /// Said with the piece before, and answered by its answer already.
    Answered,
    /// One question with the piece before, in these words.
    Together(String),
}

/// From how many columns on a piece may be a question of its own; a Chinese character counts two.
const WHOLE_COLUMNS: usize = 17;

/// Whether `text` is too little to be a question.
fn is_fragment(text: &str) -> bool {
    columns(text) < WHOLE_COLUMNS && !is_question(text)
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// English words that go on with what was begun; so no question begins with them.
const GOES_ON: &[&str] = &[
    "to", "for", "with", "from", "in", "on", "at", "of", "after", "because", "using", "via", "by",
    "as", "into", "or", "but", "while", "since", "than", "without", "until", "please", "pls",
];

/// Whether `text` only goes on with something said before: "to plus?", 怎么办.
fn goes_on(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next();
    is_pointing(text) || first.is_some_and(|first| GOES_ON.contains(&first))
}

/// Whether `text` tells of its writer and asks nothing: "I use a Visa card", 我用的是招行的卡.
fn tells(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next();
    let begins = |word: &&str| lower.starts_with(*word);
    let is_own = ["i", "im", "ive", "my", "its", "we", "our"].contains(&first.unwrap_or_default())
        || ["我", "是", "用的"].iter().any(begins);
    is_own && !is_question(text)
}

/// A beginning of fewer columns may be no more than that, though it is no fragment.
const BEGINNING_COLUMNS: usize = 30;

/// The words of both pieces, where they may belong together at all.
pub fn joined_words(earlier: &PastTurn, words: &str) -> Option<String> {
    match earlier.kind {
        TurnKind::Answered | TurnKind::Suggested | TurnKind::Unanswered => {
            Some(format!("{} {}", earlier.text.trim(), words.trim()))
        }
        // A greeting says nothing of what is asked.
        TurnKind::Smalltalk => Some(words.trim().to_owned()),
        TurnKind::Repeated | TurnKind::Opened | TurnKind::Command => None,
    }
}

/// The entry that is likeliest.
fn best_of(decision: &Decision) -> Option<&EntryId> {
    match decision {
        Decision::Answer(entry) => Some(entry),
        Decision::Suggest(entries) => entries.first(),
        Decision::None => None,
    }
}

/// Whether `words`, which alone get `alone`, belong to the turn before; both together get `both`.
/// `is_grouped` holds where the message is one of several pictures sent together.
pub fn join(
    earlier: &PastTurn,
    (words, message, is_grouped): (&str, i64, bool),
    alone: &Decision,
    both: (&str, &Decision),
) -> Join {
    let (joined, both) = both;
    let together = || Join::Together(joined.to_owned());
    if smalltalk(words).is_some() {
        return Join::Apart;
    }
    if earlier.kind == TurnKind::Smalltalk {
        return together();
    }
    let in_media_group = is_grouped && (message - earlier.message).abs() <= GROUPED_MESSAGES;
    let is_answer = |decision: &Decision| matches!(decision, Decision::Answer(_));
    if let (TurnKind::Answered, Some(answered)) = (earlier.kind, earlier.answered()) {
        let is_same = |decision: &Decision| best_of(decision) == Some(answered);
        let is_again = earlier.text.trim() == words.trim();
        let is_piece = goes_on(words) || is_fragment(words) || is_fragment(&earlier.text);
        // The rest of a question whose beginning found its answer.
        if is_answer(alone) && is_same(alone) && is_piece && !is_again {
            return Join::Answered;
        }
        if !is_answer(alone) && is_same(both) && (goes_on(words) || tells(words)) {
            return Join::Answered;
        }
        if goes_on(words) && is_answer(both) && !is_answer(alone) {
            return together();
        }
        return match both {
            _ if !in_media_group && (is_answer(alone) || is_question(words)) => Join::Apart,
            Decision::Answer(entry) if entry == answered && *alone == Decision::None => {
                Join::Answered
            }
            Decision::Answer(entry) if entry == answered && in_media_group => Join::Answered,
            Decision::Answer(entry) if entry != answered => together(),
            _ if in_media_group => Join::Answered,
            _ => Join::Apart,
        };
    }
    if in_media_group {
        return together();
    }
    // A beginning that asks nothing, and what is answered with it as without it.
    let begins = is_pointing(&earlier.text)
        || (columns(&earlier.text) < BEGINNING_COLUMNS
            && !is_question(&earlier.text)
            && is_answer(both)
            && alone == both);
    // Two questions, each whole, are two questions; so is one that is asked again.
    let is_whole = (is_answer(alone) || is_question(words)) && !goes_on(words);
    if is_whole && !begins && !is_fragment(&earlier.text) || earlier.text.trim() == words.trim() {
        return Join::Apart;
    }
    match both {
        Decision::Answer(_) => together(),
        Decision::Suggest(_) if !is_answer(alone) => together(),
        _ => Join::Apart,
    }
}
