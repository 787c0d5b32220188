//! Mentions in chats that we are not in: one message answers, and nothing can follow it.
//!
//! So it holds the whole answer in both languages, or links that lead to answers in a private chat
//! with us, or one honest line. Its buttons open web addresses: a press would come from a chat that
//! we know nothing of.

use crate::conversation::answer::{self, View};
use crate::conversation::context::{Context, Turn};
use crate::conversation::masking::mask;
use crate::conversation::offer;
use crate::conversation::question::{self, several};
use crate::conversation::typed::smalltalk::{Smalltalk, smalltalk};
use crate::conversation::wording::{self, Audience};
use crate::faq::{Entry, EntryId};
use crate::matcher::{Decision, Outcome};
use crate::model::incoming::GuestQuestion;
use crate::model::record::{Record, TurnKind};
use crate::model::reply::{Action, Block, Button, Delivery, GuestAnswer, Reply};

/// What `/start` gets from the button below an answer.
const START_PARAMETER: &str = "ask";

/// The first words of an answer that does not fit, in characters.
const FIRST_CHARS: usize = 600;

/// What stands between the two titles of an entry.
const BETWEEN_TITLES: &str = " · ";

pub(in crate::conversation) fn respond(
    context: &Context<'_>,
    asked: &GuestQuestion,
    outcome: Option<&Outcome>,
) -> Turn {
    if context.state.is_twin {
        return Turn::default();
    }
    let text = asked.question.text.trim();
    let Some(outcome) = outcome.filter(|_| text.chars().any(char::is_alphanumeric)) else {
        return Turn::says(how_to_ask(context, asked));
    };
    let audience = context.audience(outcome.language);
    let mut past = context.past_turn(&audience);
    past.language = outcome.language;
    past.text = mask(text).chars().take(question::KEPT_CHARS).collect();
    past.candidates = outcome
        .candidates
        .iter()
        .take(question::REMEMBERED)
        .map(|candidate| (candidate.entry.clone(), candidate.confidence))
        .collect();
    let talk = smalltalk(text).filter(|_| !question::is_verbatim(outcome, text));
    let several = several::read(context, text, outcome);
    let (kind, reply) = match (&outcome.decision, talk, several) {
        (_, Some(talk), _) => (TurnKind::Smalltalk, small(context, &audience, asked, talk)),
        (_, None, Some(several)) => {
            for id in several.shown().iter().rev() {
                question::to_front(&mut past.candidates, id);
            }
            let kind = match several.answers.is_empty() {
                true => TurnKind::Suggested,
                false => TurnKind::Answered,
            };
            (kind, answer_several(context, &audience, asked, &several))
        }
        (Decision::Answer(id), ..) => match context.entry(id) {
            Some(entry) => {
                question::to_front(&mut past.candidates, id);
                (TurnKind::Answered, whole(context, &audience, asked, entry))
            }
            None => (TurnKind::Unanswered, nothing(context, &audience, asked)),
        },
        (Decision::Suggest(ids), ..) => {
            for id in ids.iter().rev() {
                question::to_front(&mut past.candidates, id);
            }
            let ids = &ids[..ids.len().min(context.settings.suggestions)];
            let contrast = outcome.contrast.as_ref();
            let other_side = contrast.map(|contrast| mask(&contrast.words));
            let blocks = titles(context, &audience, ids, other_side.as_deref());
            let reply = reply(context, &audience, asked, blocks, Vec::new());
            (TurnKind::Suggested, reply)
        }
        (Decision::None, ..) => (TurnKind::Unanswered, nothing(context, &audience, asked)),
    };
    past.kind = kind;
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(past)],
    }
}

/// The whole answer, in both languages where they fit, with the entry's links.
fn whole(
    context: &Context<'_>,
    audience: &Audience,
    asked: &GuestQuestion,
    entry: &Entry,
) -> Reply {
    let blocks = answer::blocks(entry, audience, answer::FOLD_SECOND_COLUMNS);
    let links = rows(answer::links(entry, audience.first));
    let mut reply = reply(context, audience, asked, blocks, links);
    reply.image.clone_from(&entry.image);
    if let Delivery::Guest(guest) = &mut reply.delivery {
        guest.shorter = shorter(context, audience, entry);
    }
    reply
}

/// An answer in one language, then its beginning with a link to all of it.
fn shorter(context: &Context<'_>, audience: &Audience, entry: &Entry) -> Vec<Vec<Block>> {
    let alone = Audience {
        both: false,
        ..*audience
    };
    let one = answer::blocks(entry, &alone, answer::FOLD_SECOND_COLUMNS);
    let text = entry
        .answer
        .get_or_other(audience.first)
        .unwrap_or_default();
    let beginning = Block::Plain(answer::first_words(text, FIRST_CHARS));
    let mut least = vec![
        Block::Title(entry.title(audience.first).to_owned()),
        beginning,
    ];
    least.extend(link(context, entry.id.as_str()).map(|url| Block::Link {
        label: wording::READ_ALL.to(audience).to_owned(),
        url,
    }));
    vec![one, least]
}

/// Each question of a message: what is sure whole, the others as titles.
fn answer_several(
    context: &Context<'_>,
    audience: &Audience,
    asked: &GuestQuestion,
    found: &several::Several,
) -> Reply {
    let view = View {
        turn: context.incoming.turn,
        back: false,
        feedback: false,
    };
    let said = several::reply(
        context,
        audience,
        found,
        view,
        Delivery::Send { reply_to: None },
    );
    let mut blocks = said.blocks;
    for (_, ids) in &found.offers {
        blocks.extend(title_links(context, audience, ids));
    }
    let opens = said.choices.into_iter().flatten();
    let opens = opens.filter(|button| matches!(button.action, Action::Open(_)));
    let mut reply = reply(context, audience, asked, blocks, rows(opens.collect()));
    if let Delivery::Guest(guest) = &mut reply.delivery {
        guest.shorter = vec![titles(context, audience, &found.shown(), None)];
    }
    reply
}

/// A few entries as links to their answers in a private chat.
fn titles(
    context: &Context<'_>,
    audience: &Audience,
    ids: &[EntryId],
    other_side: Option<&str>,
) -> Vec<Block> {
    let mut blocks = match other_side {
        Some(_) => offer::suggestions(context, audience, 0, ids, other_side).0,
        None => wording::GUEST_DID_YOU_MEAN.blocks(audience),
    };
    blocks.extend(title_links(context, audience, ids));
    blocks
}

fn title_links(context: &Context<'_>, audience: &Audience, ids: &[EntryId]) -> Vec<Block> {
    let entries = ids.iter().filter_map(|id| context.entry(id));
    entries
        .map(|entry| {
            let first = entry.title(audience.first);
            let mut label = format!("• {first}");
            let other = entry.title(audience.first.other());
            if audience.both && other != first {
                label.push_str(BETWEEN_TITLES);
                label.push_str(other);
            }
            match link(context, entry.id.as_str()) {
                Some(url) => Block::Link { label, url },
                None => Block::Plain(label),
            }
        })
        .collect()
}

fn nothing(context: &Context<'_>, audience: &Audience, asked: &GuestQuestion) -> Reply {
    let line = Block::Plain(wording::GUEST_NOTHING.to(audience).to_owned());
    reply(context, audience, asked, vec![line], Vec::new())
}

fn small(
    context: &Context<'_>,
    audience: &Audience,
    asked: &GuestQuestion,
    talk: Smalltalk,
) -> Reply {
    let mut blocks = vec![Block::Plain(
        question::small_words(talk).to(audience).to_owned(),
    )];
    if talk == Smalltalk::WantsPerson {
        blocks.extend(offer::contact(context, audience));
    }
    reply(context, audience, asked, blocks, Vec::new())
}

fn how_to_ask(context: &Context<'_>, asked: &GuestQuestion) -> Reply {
    let audience = context.silent_audience();
    let entries = context.entries();
    let example = entries.map(|entry| entry.title(audience.first)).next();
    let values = [
        ("name", context.account.username.as_str()),
        ("example", example.unwrap_or_default()),
    ];
    let line = Block::Plain(wording::GUEST_HOW.fill(audience.first, &values));
    reply(context, &audience, asked, vec![line], Vec::new())
}

/// A reply that says this, with these buttons and the one to a private chat.
fn reply(
    context: &Context<'_>,
    audience: &Audience,
    asked: &GuestQuestion,
    blocks: Vec<Block>,
    mut choices: Vec<Vec<Button>>,
) -> Reply {
    let ask = link(context, START_PARAMETER);
    choices.extend(rows(
        ask.map(|url| Button::open(wording::ASK_MORE.to(audience), url))
            .into_iter()
            .collect(),
    ));
    let delivery = Delivery::Guest(GuestAnswer {
        query: asked.id.clone(),
        shorter: Vec::new(),
    });
    Reply::new(delivery, blocks).with_choices(choices)
}

fn link(context: &Context<'_>, parameter: &str) -> Option<String> {
    context.account.start_link(parameter)
}

fn rows(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    buttons.into_iter().map(|button| vec![button]).collect()
}
