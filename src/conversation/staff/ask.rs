//! What people are told about others who shall answer them, and their buttons for it.

use crate::conversation::context::Context;
use crate::conversation::staff::settings::Staff;
use crate::conversation::wording::staff as words;
use crate::conversation::wording::{Audience, LocalizedText};
use crate::model::incoming::{Place, TurnId};
use crate::model::reply::{Block, Button, Choice};
use crate::text::Language;

/// The staff, where this person's questions may go to them from here.
pub(in crate::conversation) fn reachable<'c>(context: &Context<'c>) -> Option<&'c Staff> {
    let staff = context.settings.staff.as_ref()?;
    let state: &'c super::super::State = context.state;
    let is_elsewhere = match context.incoming.place {
        // The owner of a business account has cards of their own.
        Place::Elsewhere | Place::Guest | Place::Business { .. } => false,
        place => place.chat() != Some(staff.chat.number()),
    };
    (is_elsewhere && state.person.is_some() && !state.is_muted).then_some(staff)
}

/// The same where what finds no good answer goes to them by itself.
pub(in crate::conversation) fn by_itself<'c>(context: &Context<'c>) -> Option<&'c Staff> {
    let has_card = context.state.staff_card.is_some();
    reachable(context).filter(|staff| staff.by_itself || has_card)
}

/// The button that asks people instead.
pub(in crate::conversation) fn button(
    context: &Context<'_>,
    audience: &Audience,
    turn: TurnId,
) -> Option<Button> {
    reachable(context)?;
    let choice = Choice::Person { turn };
    Some(Button::choose(words::ASK_A_PERSON.to(audience), choice))
}

/// The button that says that people are no longer needed; for the card of now.
pub(in crate::conversation) fn solved(context: &Context<'_>, audience: &Audience) -> Button {
    let open = context.state.staff_card.as_ref();
    let turn = open.map_or(context.incoming.turn, |card| card.asked.card);
    Button::choose(words::SOLVED.to(audience), Choice::Solved { turn })
}

/// That people will answer, and when; `first` where the person does not know yet.
pub(in crate::conversation) fn passed_on(
    context: &Context<'_>,
    audience: &Audience,
    staff: &Staff,
    first: &LocalizedText,
) -> Vec<Block> {
    let has_card = context.state.staff_card.is_some();
    let lines = audience.languages().map(|language| {
        if has_card {
            return words::PASSED_ON_TOO.get(language).to_owned();
        }
        let mut line = first.get(language).to_owned();
        let more = [when(context, staff, language)]
            .into_iter()
            .flatten()
            .chain(is_private(context).then(|| words::ADD_MORE.get(language).to_owned()));
        for sentence in more {
            if language == Language::En {
                line.push(' ');
            }
            line.push_str(&sentence);
        }
        line
    });
    lines.map(Block::Plain).collect()
}

fn is_private(context: &Context<'_>) -> bool {
    matches!(context.incoming.place, Place::Private { .. })
}

/// When people are back; `None` where they are there, or nothing is promised.
pub(in crate::conversation) fn when(
    context: &Context<'_>,
    staff: &Staff,
    language: Language,
) -> Option<String> {
    let hours = staff.hours.as_ref()?;
    let opening = hours.opens(context.incoming.at_seconds)?;
    let day = match opening.is_today {
        true => words::TODAY,
        false => words::DAYS[opening.day % words::DAYS.len()],
    };
    let time = format!("{}:{:02}", opening.hour, opening.minute);
    let when = words::WHEN.fill(
        language,
        &[
            ("day", day.get(language)),
            ("time", &time),
            ("zone", hours.zone()),
        ],
    );
    Some(words::BACK_AT.fill(language, &[("when", &when)]))
}
