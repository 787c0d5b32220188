//! Where there is no sure answer: a few entries to choose from, or the way to a person.

use crate::conversation::answer;
use crate::conversation::context::Context;
use crate::conversation::staff::ask;
use crate::conversation::wording::staff as staff_words;
use crate::conversation::wording::{self, Audience};
use crate::faq::EntryId;
use crate::model::incoming::TurnId;
use crate::model::reply::{Block, Button, Choice, Reason};
use crate::text::Language;

/// Words and buttons of something that is offered.
pub(in crate::conversation) type Offer = (Vec<Block>, Vec<Vec<Button>>);

/// A few entries, one button each; `other_side` are the words of the question that ask for
/// another side than the first of them.
pub(in crate::conversation) fn suggestions(
    context: &Context<'_>,
    audience: &Audience,
    turn: TurnId,
    entries: &[EntryId],
    other_side: Option<&str>,
) -> Offer {
    let mut rows = entry_rows(context, audience, turn, entries);
    let mut last = vec![none_of(audience, turn)];
    if context.state.staff_card.is_none() {
        last.extend(ask::button(context, audience, turn));
    }
    rows.push(last);
    let blocks = match other_side {
        Some(asked) => audience
            .languages()
            .map(|language| Block::Plain(wording::OTHER_SIDE.fill(language, &[("asked", asked)])))
            .collect(),
        None => wording::DID_YOU_MEAN.blocks(audience),
    };
    (blocks, rows)
}

/// That we do not know, in the audience's languages, and how to go on.
pub(in crate::conversation) fn nothing(
    context: &Context<'_>,
    audience: &Audience,
    turn: TurnId,
) -> Offer {
    let staff = ask::by_itself(context);
    let mut blocks = match staff {
        Some(staff) => ask::passed_on(context, audience, staff, &staff_words::NO_ANSWER_PASSED_ON),
        None => audience
            .languages()
            .map(|language| {
                let sorry = wording::NO_ANSWER.get(language);
                let rephrase = wording::REPHRASE.get(language);
                Block::Plain(format!("{sorry}{}{rephrase}", gap(language)))
            })
            .collect(),
    };
    blocks.extend(contact(context, audience));
    let mut rows = Vec::new();
    match staff {
        Some(_) => rows.push(vec![ask::solved(context, audience)]),
        None => rows.extend(ask::button(context, audience, turn).map(|button| vec![button])),
    }
    if !context.knowledge.faq().entries.is_empty() {
        let topics = Choice::Topics { turn, page: 0 };
        rows.push(vec![Button::choose(wording::BROWSE.to(audience), topics)]);
    }
    (blocks, rows)
}

/// What follows on "not helpful": the entries that come next, the way to a person, the way back.
pub(in crate::conversation) fn after_not_helpful(
    context: &Context<'_>,
    audience: &Audience,
    (turn, about): (TurnId, Option<&EntryId>),
    entries: &[EntryId],
) -> Offer {
    let mut rows = entry_rows(context, audience, turn, entries);
    let sorry = if rows.is_empty() {
        wording::SORRY_NOTHING_ELSE
    } else {
        wording::SORRY_NOT_HELPFUL
    };
    let mut blocks = sorry.blocks(audience);
    match ask::by_itself(context) {
        Some(staff) => {
            let passed_on = ask::passed_on(context, audience, staff, &staff_words::PASSED_ON);
            blocks.extend(passed_on);
            rows.push(vec![ask::solved(context, audience)]);
        }
        None => rows.extend(ask::button(context, audience, turn).map(|button| vec![button])),
    }
    blocks.extend(contact(context, audience));
    if let Some(entry) = about {
        let why = wording::WHAT_WAS_BAD.to(audience).to_owned();
        blocks.push(Block::Plain(why));
        rows.push(reasons(audience, turn, entry));
    }
    rows.push(vec![answer::back(audience, turn)]);
    (blocks, rows)
}

/// One tap that says what was bad about an answer.
fn reasons(audience: &Audience, turn: TurnId, entry: &EntryId) -> Vec<Button> {
    Reason::ALL
        .into_iter()
        .map(|reason| {
            let words = match reason {
                Reason::Wrong => wording::REASON_WRONG,
                Reason::Outdated => wording::REASON_OLD,
                Reason::Unclear => wording::REASON_UNCLEAR,
            };
            let entry = entry.clone();
            let choice = Choice::Reason {
                turn,
                entry,
                reason,
            };
            Button::choose(words.to(audience), choice)
        })
        .collect()
}

/// Whether the operator said how to reach a person.
pub(in crate::conversation) fn has_contact(context: &Context<'_>) -> bool {
    let contact = &context.settings.contact;
    let texts = [&contact.en, &contact.zh];
    texts
        .iter()
        .any(|text| text.as_ref().is_some_and(|text| !text.trim().is_empty()))
}

/// How to reach a person, as the operator wrote it.
pub(in crate::conversation) fn contact(context: &Context<'_>, audience: &Audience) -> Vec<Block> {
    let contact = &context.settings.contact;
    let given = |text: &&str| !text.trim().is_empty();
    let fill = |language, text: &str| wording::CONTACT.fill(language, &[("contact", text.trim())]);
    let mut lines: Vec<Block> = Vec::new();
    for language in audience.languages() {
        if let Some(text) = contact.get(language).filter(given) {
            lines.push(Block::Markdown(fill(language, text)));
        }
    }
    if lines.is_empty() {
        let other = audience.first.other();
        let text = contact.get(other).filter(given);
        lines.extend(text.map(|text| Block::Markdown(fill(audience.first, text))));
    }
    lines
}

/// The way on where nothing that is offered fits.
pub(in crate::conversation) fn none_of(audience: &Audience, turn: TurnId) -> Button {
    let none = Choice::NoneOf { turn };
    Button::choose(wording::NONE_OF_THESE.to(audience), none)
}

pub(in crate::conversation) fn entry_rows(
    context: &Context<'_>,
    audience: &Audience,
    turn: TurnId,
    entries: &[EntryId],
) -> Vec<Vec<Button>> {
    entries
        .iter()
        .filter_map(|id| context.entry(id))
        .map(|entry| {
            let choice = Choice::Show {
                turn,
                entry: entry.id.clone(),
            };
            vec![Button::choose(entry.title(audience.first), choice)]
        })
        .collect()
}

/// What stands between two sentences.
fn gap(language: Language) -> &'static str {
    match language {
        Language::Zh => "",
        Language::En => " ",
    }
}
