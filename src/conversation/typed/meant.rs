//! Which words are the question: those of the message, those it replies to, or those of the
//! message before with it.

use std::sync::Arc;

use super::joining::{self, Join};
use super::smalltalk::{Smalltalk, smalltalk};
use super::{is_pointing, is_question, says_still, typed_choice};
use crate::conversation::context::State;
use crate::conversation::masking::mask;
use crate::matcher::{Decision, Outcome};
use crate::model::incoming::{Address, Incoming, Question};
use crate::model::record::TurnKind;

/// What is to be answered in place of what came in.
#[derive(Debug)]
pub(crate) struct Meant {
    /// As if this had come in.
    pub(crate) incoming: Incoming,
    /// What is remembered that matters for it.
    pub(crate) state: State,
    /// What matching found for it; `None` where it was answered already.
    pub(crate) outcome: Option<Arc<Outcome>>,
}

/// What is meant, where that is other than the message's words alone; `own` is what they find.
pub(crate) fn meant(
    incoming: &Incoming,
    state: &State,
    own: &Outcome,
    ask: impl Fn(&str) -> Arc<Outcome>,
) -> Option<Meant> {
    let question = incoming.what.question()?;
    others_question(incoming, question, state, own, &ask)
        .or_else(|| in_pieces(incoming, question, state, own, &ask))
}

/// Somebody else's question, where that is what this reply brings to us: it only points there
/// ("can you help him?"), or has words that ask nothing and find nothing while theirs do. As if
/// asked here, to be answered there.
fn others_question(
    incoming: &Incoming,
    question: &Question,
    state: &State,
    own: &Outcome,
    ask: &impl Fn(&str) -> Arc<Outcome>,
) -> Option<Meant> {
    let about = question.about.as_ref()?;
    let has_words = question.text.chars().any(char::is_alphanumeric);
    let points = !has_words || is_pointing(&question.text);
    if has_words && smalltalk(&question.text).is_some_and(|talk| talk != Smalltalk::NeedsHelp) {
        return None;
    }
    if !points && (own.decision != Decision::None || is_question(&question.text)) {
        return None;
    }
    let theirs = ask(&about.text);
    if !points && theirs.decision == Decision::None {
        return None;
    }
    let mut taken_up = incoming.clone();
    taken_up.what = incoming.what.with_question(Question {
        text: about.text.clone(),
        answer_to: about.message,
        ..question.clone()
    });
    Some(Meant {
        incoming: taken_up,
        state: state.clone(),
        outcome: Some(theirs),
    })
}

/// The question that this message makes with the one before it, as if that had been edited.
fn in_pieces(
    incoming: &Incoming,
    question: &Question,
    state: &State,
    own: &Outcome,
    ask: &impl Fn(&str) -> Arc<Outcome>,
) -> Option<Meant> {
    let earlier = state.latest.as_ref()?;
    let words = mask(question.text.trim());
    let may_join = question.address == Address::Direct
        && !question.edited
        && question.about.is_none()
        && question.replies_to.is_none()
        && !state.is_settled
        && typed_choice(&words).is_none()
        // That it did not help comes fast, too.
        && !(earlier.kind == TurnKind::Answered && says_still(&words))
        && words.chars().any(char::is_alphanumeric);
    if !may_join {
        return None;
    }
    let joined = joining::joined_words(earlier, &words)?;
    let both = ask(&joined);
    let message = (words.as_str(), incoming.message, question.is_in_media_group);
    let text = match joining::join(earlier, message, &own.decision, (&joined, &both.decision)) {
        Join::Apart => return None,
        Join::Answered => {
            return Some(Meant {
                incoming: incoming.clone(),
                state: state.clone(),
                outcome: None,
            });
        }
        Join::Together(text) => text,
    };
    let mut together = incoming.clone();
    together.message = earlier.message;
    together.what = incoming.what.with_question(Question {
        text,
        edited: true,
        answer_to: earlier.answer_to,
        ..question.clone()
    });
    let state = State {
        earlier: Some(earlier.clone()),
        ..state.clone()
    };
    Some(Meant {
        incoming: together,
        state,
        outcome: Some(both),
    })
}
