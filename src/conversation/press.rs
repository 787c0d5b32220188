//! A pressed button: what it shows or changes, and for whom it works.
//!
//! In a group a button obeys the one who asked, the group's admins and the FAQ's. A turn
//! that is no longer remembered belongs to nobody: its buttons still open entries, for anybody.

use crate::conversation::answer::{self, View};
use crate::conversation::commands::{language, open, settings, topics};
use crate::conversation::context::{Context, Turn};
use crate::conversation::group::ephemeral;
use crate::conversation::offer;
use crate::conversation::question::several;
use crate::conversation::staff::person;
use crate::conversation::wording::staff as staff_words;
use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::faq::{Entry, EntryId};
use crate::model::incoming::{Place, Press, TurnId};
use crate::model::record::{PastTurn, Record, TurnKind};
use crate::model::reply::{Choice, Delivery, Languages, Reason, Reply};

pub(in crate::conversation) fn respond(context: &Context<'_>, pressed: &Press) -> Turn {
    let audience = context.silent_audience();
    let Some(choice) = &pressed.choice else {
        return refuse(&audience, pressed, &wording::BUTTON_OLD);
    };
    if !is_allowed(context, choice) {
        if let Some(entry) = shown_to_others(context, choice) {
            return ephemeral::alone(open::open(context, &audience, entry));
        }
        let words = match choice {
            Choice::Setting { .. } => wording::SETTINGS_ADMINS_ONLY,
            _ => wording::NOT_YOUR_BUTTON,
        };
        return refuse(&audience, pressed, &words);
    }
    let at = context.incoming.message;
    match choice {
        Choice::Show { turn, entry } => match context.entry(entry) {
            Some(found) => show(context, &audience, *turn, found),
            None => refuse(&audience, pressed, &wording::ENTRY_GONE),
        },
        Choice::Ask { entry, .. } => match context.entry(entry) {
            Some(found) => open::open(context, &audience, found),
            None => refuse(&audience, pressed, &wording::ENTRY_GONE),
        },
        Choice::Browse { turn, entry } => match context.entry(entry) {
            Some(found) => topics::entry(context, &audience, *turn, found),
            None => refuse(&audience, pressed, &wording::ENTRY_GONE),
        },
        Choice::Back { turn } => match &context.state.earlier {
            Some(earlier) => back(context, &audience, pressed, *turn, earlier),
            None => refuse(&audience, pressed, &wording::BUTTON_OLD),
        },
        Choice::Feedback {
            turn,
            entry,
            helpful,
        } => feedback(context, &audience, pressed, (*turn, entry, *helpful)),
        Choice::Reason {
            turn,
            entry,
            reason: why,
        } => reason(context, &audience, pressed, (*turn, entry, *why)),
        Choice::NoneOf { turn } => none_of(context, &audience, *turn),
        Choice::Topics { turn, page } => Turn::says(topics::list(
            context,
            &audience,
            *turn,
            *page,
            Delivery::Replace(at),
        )),
        Choice::Topic { turn, topic, page } => {
            match topics::one(context, &audience, *turn, (*topic, *page)) {
                Some(reply) => Turn::says(reply),
                None => refuse(&audience, pressed, &wording::ENTRY_GONE),
            }
        }
        Choice::Language { languages, .. } => language(context, pressed, *languages),
        Choice::Setting { turn, setting } => {
            settings::change(context, &audience, (*turn, *setting), Some(pressed))
        }
        Choice::Person { .. } => person::ask(context, &audience, pressed),
        Choice::Solved { turn } => person::solved(context, &audience, pressed, *turn),
        // Those of the staff's chat are taken before.
        Choice::StaffCard { .. } => refuse(&audience, pressed, &staff_words::STAFF_ONLY),
        // Business chats and the admin service take these before.
        Choice::Card { .. } | Choice::Admin { .. } => {
            refuse(&audience, pressed, &wording::BUTTON_OLD)
        }
    }
}

/// Whether the asker of `context` may press this button.
fn is_allowed(context: &Context<'_>, choice: &Choice) -> bool {
    let asker = &context.incoming.asker;
    if !context.incoming.place.is_group() {
        return true;
    }
    if asker.is_admin || asker.is_group_admin {
        return true;
    }
    !matches!(choice, Choice::Setting { .. }) && (asker.is_editor || is_theirs(context))
}

/// The entry that somebody else may look at who pressed this button, where nobody but them sees it.
fn shown_to_others<'c>(context: &Context<'c>, choice: &Choice) -> Option<&'c Entry> {
    if context.incoming.ephemeral.is_possible != Some(true) {
        return None;
    }
    match choice {
        Choice::Show { entry, .. } | Choice::Ask { entry, .. } | Choice::Browse { entry, .. } => {
            context.entry(entry)
        }
        _ => None,
    }
}

/// Whether the button belongs to the one who pressed it, or to nobody.
pub(in crate::conversation) fn is_theirs(context: &Context<'_>) -> bool {
    context.state.earlier.as_ref().is_none_or(|earlier| {
        let me = context.state.person.as_ref();
        earlier.person.is_none()
            || (me.is_some() && (me == earlier.person.as_ref() || me == earlier.asked_for.as_ref()))
    })
}

fn refuse(audience: &Audience, pressed: &Press, words: &LocalizedText) -> Turn {
    let mut note = Reply::note(&pressed.id, words.to(audience));
    if let Delivery::Note { alert, .. } = &mut note.delivery {
        *alert = true;
    }
    Turn::says(note)
}

fn show(context: &Context<'_>, audience: &Audience, turn: TurnId, entry: &Entry) -> Turn {
    let view = View {
        turn,
        back: context.state.earlier.is_some(),
        feedback: !context.state.is_settled,
    };
    let delivery = Delivery::Replace(context.incoming.message);
    Turn {
        replies: vec![answer::reply(context, audience, entry, view, delivery)],
        records: vec![Record::Opened {
            turn,
            entry: entry.id.clone(),
            at_seconds: context.incoming.at_seconds,
        }],
    }
}

/// What the turn said first, said again.
fn back(
    context: &Context<'_>,
    audience: &Audience,
    pressed: &Press,
    turn: TurnId,
    earlier: &PastTurn,
) -> Turn {
    let delivery = Delivery::Replace(context.incoming.message);
    let best: Vec<EntryId> = earlier
        .candidates
        .iter()
        .map(|(id, _)| id.clone())
        .collect();
    let (blocks, choices) = match earlier.kind {
        TurnKind::Answered | TurnKind::Opened | TurnKind::Repeated => {
            let Some(entry) = best.first().and_then(|id| context.entry(id)) else {
                return refuse(audience, pressed, &wording::ENTRY_GONE);
            };
            let view = View {
                turn,
                back: false,
                feedback: !context.state.is_settled,
            };
            return Turn::says(several::again(context, audience, entry, view, delivery));
        }
        TurnKind::Suggested => {
            if let Some(several) = several::read_again(context, &earlier.text)
                && several.answers.is_empty()
            {
                let view = View {
                    turn,
                    back: false,
                    feedback: false,
                };
                return Turn::says(several::reply(context, audience, &several, view, delivery));
            }
            let count = best.len().min(context.settings.suggestions);
            offer::suggestions(context, audience, turn, &best[..count], None)
        }
        TurnKind::Unanswered => offer::nothing(context, audience, turn),
        TurnKind::Smalltalk | TurnKind::Command => {
            return Turn::says(topics::list(context, audience, turn, 0, delivery));
        }
    };
    Turn::says(Reply::new(delivery, blocks).with_choices(choices))
}

fn feedback(
    context: &Context<'_>,
    audience: &Audience,
    pressed: &Press,
    (turn, entry, helpful): (TurnId, &EntryId, bool),
) -> Turn {
    let at = context.incoming.message;
    if context.state.feedback.is_some() {
        return Turn::says(Reply::note(
            &pressed.id,
            wording::ALREADY_NOTED.to(audience),
        ));
    }
    let mut turn_says = Turn::default();
    if let Some(person) = &context.state.person {
        turn_says.records.push(Record::Feedback {
            turn,
            entry: entry.clone(),
            person: person.clone(),
            helpful,
            at_seconds: context.incoming.at_seconds,
        });
    }
    let words = if helpful {
        wording::THANKS_FOR_HELPFUL
    } else {
        wording::NOTED
    };
    turn_says
        .replies
        .push(Reply::note(&pressed.id, words.to(audience)));
    if helpful {
        // The words stay as they are; only the question whether they helped goes.
        if let Some(shown) = context.entry(entry) {
            let is_first = first_shown(context) == Some(entry);
            let view = View {
                turn,
                back: context.state.earlier.is_some() && !is_first,
                feedback: false,
            };
            let delivery = Delivery::Buttons(at);
            let mut reply = if is_first {
                several::again(context, audience, shown, view, delivery)
            } else {
                answer::reply(context, audience, shown, view, delivery)
            };
            reply.blocks.clear();
            reply.image = None;
            turn_says.replies.push(reply);
        }
        return turn_says;
    }
    let reply = not_helpful(context, audience, (turn, entry), true);
    turn_says.replies.push(reply);
    turn_says
}

/// What stands in place of an answer that did not help; with `asks_why`, with buttons that say
/// what was bad about it.
fn not_helpful(
    context: &Context<'_>,
    audience: &Audience,
    (turn, entry): (TurnId, &EntryId),
    asks_why: bool,
) -> Reply {
    let earlier = context.state.earlier.as_ref();
    let others = earlier.map_or(&[][..], |turn| &turn.candidates);
    let next = next_candidates(context, others, entry);
    let about = asks_why.then_some(entry);
    let (blocks, choices) = offer::after_not_helpful(context, audience, (turn, about), &next);
    let delivery = Delivery::Replace(context.incoming.message);
    Reply::new(delivery, blocks).with_choices(choices)
}

/// Why an answer did not help: kept with what was said of it.
fn reason(
    context: &Context<'_>,
    audience: &Audience,
    pressed: &Press,
    (turn, entry, reason): (TurnId, &EntryId, Reason),
) -> Turn {
    let note = Reply::note(&pressed.id, wording::NOTED.to(audience));
    let person = context.state.person.iter();
    Turn {
        replies: vec![note, not_helpful(context, audience, (turn, entry), false)],
        records: person
            .map(|person| Record::Reason {
                turn,
                entry: entry.clone(),
                person: person.clone(),
                reason,
            })
            .collect(),
    }
}

/// The entry that the turn showed by itself, if it showed one.
fn first_shown<'c>(context: &Context<'c>) -> Option<&'c EntryId> {
    let state: &'c super::State = context.state;
    state.earlier.as_ref().and_then(PastTurn::answered)
}

/// What else may be meant: the turn's other candidates, then what is related.
pub(in crate::conversation) fn next_candidates(
    context: &Context<'_>,
    others: &[(EntryId, f64)],
    entry: &EntryId,
) -> Vec<EntryId> {
    let related = context
        .knowledge
        .entry(entry)
        .map_or(&[][..], |e| &e.related);
    let mut next: Vec<EntryId> = Vec::new();
    for id in others.iter().map(|(id, _)| id).chain(related) {
        let is_new = id != entry && !next.contains(id);
        if is_new && context.entry(id).is_some() {
            next.push(id.clone());
        }
    }
    next.truncate(context.settings.suggestions);
    next
}

/// None of what was offered: the way to a person, and the question is kept as not answered.
fn none_of(context: &Context<'_>, audience: &Audience, turn: TurnId) -> Turn {
    let (blocks, choices) = offer::nothing(context, audience, turn);
    let delivery = Delivery::Replace(context.incoming.message);
    let records = context.state.earlier.as_ref().map(|earlier| {
        let mut past = earlier.clone();
        past.kind = TurnKind::Unanswered;
        Record::Turn(past)
    });
    Turn {
        replies: vec![Reply::new(delivery, blocks).with_choices(choices)],
        records: records.into_iter().collect(),
    }
}

fn language(context: &Context<'_>, pressed: &Press, languages: Languages) -> Turn {
    let mut turn = language::choose_language(context, languages);
    if let Some(reply) = turn.replies.first_mut() {
        reply.delivery = Delivery::Replace(context.incoming.message);
    }
    if matches!(context.incoming.place, Place::Group { .. }) {
        let audience = context.silent_audience();
        return refuse(&audience, pressed, &wording::LANGUAGE_IN_GROUP);
    }
    turn
}
