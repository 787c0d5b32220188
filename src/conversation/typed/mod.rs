//! What people type about what we showed them: typed choices do what the buttons do.
//!
//! A typed choice counts for what its writer has on the screen ([`Screen`]). Where there is
//! nothing it could be about it is a question as any other, or gets a line that asks what is meant.

mod choice;
pub(crate) mod joining;
mod lexer;
pub(crate) mod meant;
mod pointing;
pub(in crate::conversation) mod smalltalk;

pub use choice::{TypedChoice, says_still, typed_choice, typed_reason};
pub use pointing::{is_only_marks, is_pointing, is_question, is_remark};

use crate::conversation::context::{Context, Screen, State, Turn};
use crate::conversation::masking::mask;
use crate::conversation::typed::smalltalk::smalltalk;
use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::conversation::{offer, press};
use crate::faq::EntryId;
use crate::model::incoming::{Press, Question};
use crate::model::record::{Record, TurnKind};
use crate::model::reply::{Block, Choice, Delivery, Reason, Reply};

/// What a typed choice gets; `None` where the words are a question.
pub(in crate::conversation) fn respond(
    context: &Context<'_>,
    audience: &Audience,
    asked: &Question,
) -> Option<Turn> {
    let typed = typed_choice(&asked.text)?;
    let Some(screen) = &context.state.screen else {
        return about_nothing(context, audience, asked, typed);
    };
    let is_group = context.incoming.place.is_group();
    let me = context.state.person.as_ref();
    let theirs = [&screen.turn.person, &screen.turn.asked_for];
    if is_group && !theirs.iter().any(|one| one.is_some() && one.as_ref() == me) {
        // A remark on what somebody else was told.
        return Some(Turn::default());
    }
    // A number or a sign says nothing of its writer's language.
    let of_turn;
    let audience = if asked.text.chars().any(char::is_alphabetic) {
        audience
    } else {
        of_turn = context.audience(screen.turn.language);
        &of_turn
    };
    let turn = screen.turn.turn;
    let offered = screen.offered(context);
    let shown = screen.shown.as_ref();
    let is_open = shown.is_some() && screen.said.is_none();
    let is_choosing = !offered.is_empty() && (shown.is_none() || screen.said == Some(false));
    let none_of = Choice::NoneOf { turn };
    let feedback = |helpful| {
        shown.map(|entry| Choice::Feedback {
            turn,
            entry: entry.clone(),
            helpful,
        })
    };
    let show = |entry: &EntryId| Choice::Show {
        turn,
        entry: entry.clone(),
    };
    let choice = match typed {
        TypedChoice::Number(number) => match offered.get(usize::from(number).checked_sub(1)?) {
            Some(entry) => show(entry),
            None if offered.is_empty() => return None,
            None => return Some(which_one(context, audience, asked, turn, &offered)),
        },
        TypedChoice::Last => show(offered.last()?),
        TypedChoice::Yes if is_choosing => match offered.as_slice() {
            [only] => show(only),
            _ => return Some(which_one(context, audience, asked, turn, &offered)),
        },
        TypedChoice::Yes | TypedChoice::Helpful if is_open => feedback(true)?,
        TypedChoice::Yes | TypedChoice::Helpful => {
            return about_nothing(context, audience, asked, typed);
        }
        TypedChoice::NoneOf | TypedChoice::No | TypedChoice::Complaint => {
            let why = typed_reason(&asked.text).zip(shown.cloned());
            if let Some((reason, entry)) = why.filter(|_| typed == TypedChoice::Complaint) {
                return Some(bad_because(context, screen, asked, entry, reason));
            }
            if is_open {
                feedback(false)?
            } else if screen.turn.kind == TurnKind::Unanswered {
                return about_nothing(context, audience, asked, typed);
            } else {
                none_of
            }
        }
    };
    Some(as_pressed(context, screen, asked, choice))
}

impl Screen {
    /// The entries that a number stands for: those offered last, else those that the answer
    /// leads to.
    fn offered(&self, context: &Context<'_>) -> Vec<EntryId> {
        let known = |id: &&EntryId| context.entry(id).is_some();
        let candidates = || self.turn.candidates.iter().map(|(id, _)| id);
        let suggestions = context.settings.suggestions;
        match (&self.shown, self.said) {
            (Some(entry), Some(false)) => {
                press::next_candidates(context, &self.turn.candidates, entry)
            }
            _ if self.turn.kind == TurnKind::Suggested => candidates()
                .take(suggestions)
                .filter(known)
                .cloned()
                .collect(),
            (Some(entry), _) => context.entry(entry).map_or(Vec::new(), |entry| {
                entry.related.iter().filter(known).cloned().collect()
            }),
            (None, _) => Vec::new(),
        }
    }
}

/// A complaint that says what was bad about the answer: what both buttons would do.
fn bad_because(
    context: &Context<'_>,
    screen: &Screen,
    asked: &Question,
    entry: EntryId,
    reason: Reason,
) -> Turn {
    let turn = screen.turn.turn;
    let why = Choice::Reason {
        turn,
        entry: entry.clone(),
        reason,
    };
    let mut both = as_pressed(context, screen, asked, why);
    if screen.said.is_none() {
        let helpful = false;
        let choice = Choice::Feedback {
            turn,
            entry,
            helpful,
        };
        let mut records = as_pressed(context, screen, asked, choice).records;
        records.retain(|record| matches!(record, Record::Feedback { .. }));
        records.append(&mut both.records);
        both.records = records;
    } else if let Some(reply) = both.replies.first_mut() {
        // What else may be meant was said to the complaint before.
        let audience = context.audience(screen.turn.language);
        reply.blocks = wording::NOTED.blocks(&audience);
        reply.choices.clear();
        reply.lifetime_seconds = context.short_lifetime();
    }
    both
}

/// What "not helpful" gets where somebody says that what the answer on their screen is about is
/// still so; `best` is the entry that their words find. The same answer again would help nobody.
pub(in crate::conversation) fn still_so(
    context: &Context<'_>,
    asked: &Question,
    best: Option<&EntryId>,
) -> Option<Turn> {
    let screen = context.state.screen.as_ref()?;
    let entry = screen.shown.as_ref().filter(|shown| best == Some(*shown))?;
    let me = context.state.person.as_ref()?;
    let is_mine = [&screen.turn.person, &screen.turn.asked_for]
        .iter()
        .any(|one| one.as_ref() == Some(me));
    if !is_mine || screen.said.is_some() || !says_still(&asked.text) {
        return None;
    }
    let choice = Choice::Feedback {
        turn: screen.turn.turn,
        entry: entry.clone(),
        helpful: false,
    };
    Some(as_pressed(context, screen, asked, choice))
}

/// What the button would do, in a new message: what was there before stays to be read.
fn as_pressed(context: &Context<'_>, screen: &Screen, asked: &Question, choice: Choice) -> Turn {
    let state = State {
        earlier: Some(screen.turn.clone()),
        is_settled: screen.said.is_some(),
        feedback: screen
            .said
            .filter(|_| matches!(choice, Choice::Feedback { .. })),
        ..context.state.clone()
    };
    let pressed = Press {
        id: String::new(),
        choice: Some(choice),
    };
    let mut turn = press::respond(
        &Context {
            state: &state,
            ..*context
        },
        &pressed,
    );
    let shows = |reply: &Reply| matches!(reply.delivery, Delivery::Replace(_));
    let has_words = turn.replies.iter().any(shows);
    turn.replies.retain(|reply| match reply.delivery {
        Delivery::Note { .. } => !has_words,
        Delivery::Replace(_) => true,
        _ => false,
    });
    for reply in &mut turn.replies {
        if matches!(reply.delivery, Delivery::Note { .. }) {
            reply.lifetime_seconds = context.short_lifetime();
        }
        reply.delivery = Delivery::Send {
            reply_to: Some(asked.answer_to),
        };
    }
    turn.records.push(noted(context, asked));
    turn
}

/// That this was typed: replies to what we say now are found by it. With words and the kind of a
/// command it is told apart from questions and from lists.
fn noted(context: &Context<'_>, asked: &Question) -> Record {
    let audience = context.silent_audience();
    let mut past = context.past_turn(&audience);
    past.answer_to = asked.answer_to;
    past.text = mask(asked.text.trim());
    Record::Turn(past)
}

/// "Yes" to several offers: they are offered again, with a word on how to choose.
fn which_one(
    context: &Context<'_>,
    audience: &Audience,
    asked: &Question,
    turn: u64,
    offered: &[EntryId],
) -> Turn {
    let (_, choices) = offer::suggestions(context, audience, turn, offered, None);
    let reply = Reply::send(Some(asked.answer_to), wording::WHICH_ONE.blocks(audience));
    Turn {
        replies: vec![reply.with_choices(choices)],
        records: vec![noted(context, asked)],
    }
}

/// A typed choice where nothing was offered or shown.
fn about_nothing(
    context: &Context<'_>,
    audience: &Audience,
    asked: &Question,
    typed: TypedChoice,
) -> Option<Turn> {
    let words: LocalizedText = match typed {
        // Numbers may be what is asked about; thanks and the like have lines of their own.
        TypedChoice::Number(_) | TypedChoice::Last => return None,
        _ if smalltalk(&asked.text).is_some() => return None,
        TypedChoice::Helpful => wording::THANKS,
        TypedChoice::Yes | TypedChoice::No => wording::AGREEMENT,
        TypedChoice::NoneOf | TypedChoice::Complaint => wording::WHAT_EXACTLY,
    };
    if asked.text.chars().all(|c| !c.is_alphanumeric()) {
        return None;
    }
    let mut blocks = vec![Block::Plain(words.to(audience).to_owned())];
    if matches!(typed, TypedChoice::NoneOf | TypedChoice::Complaint) {
        blocks.extend(offer::contact(context, audience));
    }
    let mut reply = Reply::send(Some(asked.answer_to), blocks);
    reply.lifetime_seconds = context.short_lifetime();
    Some(Turn {
        replies: vec![reply],
        records: vec![noted(context, asked)],
    })
}
