//! The way back to people whose questions found no answer, and what they are told in the end.
//!
//! Kept only where admins are told of questions that many ask
//! ([`Settings::keeps_ways_back`](crate::conversation::Settings)): an answer for all of them needs to
//! know where they asked.

use crate::conversation::answer;
use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience};
use crate::faq::Entry;
use crate::model::admin_record::AdminRecord;
use crate::model::asked::{OpenQuestion, WayBack};
use crate::model::incoming::What;
use crate::model::record::{Record, TurnKind};
use crate::model::reply::{Block, Button, Languages, Reply, Way};
use crate::text::Language;

/// Has the turn keep the way back to whoever asked, where it found no answer.
pub(in crate::conversation) fn keep(context: &Context<'_>, turn: &mut Turn) {
    if !context.settings.keeps_ways_back {
        return;
    }
    let incoming = context.incoming;
    let staff = context
        .settings
        .staff
        .as_ref()
        .map(|staff| staff.chat.number());
    if incoming.place.chat().is_none_or(|chat| Some(chat) == staff) {
        return;
    }
    if let (What::Question(asked), Some(earlier)) = (&incoming.what, &context.state.earlier)
        && asked.edited
        && !turn.records.is_empty()
    {
        // What was meant is what it says now.
        let turns = vec![earlier.turn];
        turn.records
            .push(Record::Admin(AdminRecord::Answered { turns }));
    }
    let found = turn.records.iter().find_map(|record| match record {
        Record::Turn(past)
            if matches!(past.kind, TurnKind::Unanswered | TurnKind::Suggested)
                && !past.text.is_empty() =>
        {
            Some(past)
        }
        Record::Feedback { helpful: false, .. } => context.state.earlier.as_ref(),
        _ => None,
    });
    let way_back = found.and_then(|past| {
        Some(WayBack {
            turn: past.turn,
            at_seconds: incoming.at_seconds,
            person: past.asked_for.clone().or(past.person.clone())?,
            place: incoming.place,
            message: past.answer_to,
        })
    });
    let record = way_back.map(|way| Record::Admin(AdminRecord::WayBack(way)));
    turn.records.extend(record);
}

/// What somebody is told whose question is answered now. `languages` are those that hold there.
pub fn answer_later(open: &OpenQuestion, said: Later<'_>, languages: Languages) -> Reply {
    let audience = Audience {
        first: languages.only().unwrap_or(open.language),
        both: languages == Languages::Both,
    };
    let is_group = open.way_back.place.is_group();
    let quoted = open.text.as_str();
    let head = wording::ANSWERED_LATER.fill(audience.first, &[("text", quoted)]);
    let mut blocks = vec![Block::Plain(head)];
    let mut choices = Vec::new();
    let mut image = None;
    match said {
        Later::Words(words) => blocks.push(Block::Plain(words.to_owned())),
        Later::Entry(entry) => {
            let fold_second = match is_group {
                true => 0,
                false => answer::FOLD_SECOND_COLUMNS,
            };
            blocks.extend(answer::blocks(entry, &audience, fold_second));
            let links = answer::links(entry, audience.first);
            choices.extend(links.into_iter().map(|button| vec![button]));
            choices.push(answer::feedback(&audience, open.way_back.turn, entry));
            image.clone_from(&entry.image);
        }
    }
    let way = Way::Send {
        reply_to: is_group.then_some(open.way_back.message),
    };
    let mut reply = Reply::elsewhere(open.way_back.place, way, None, blocks);
    reply.choices = choices;
    reply.image = image;
    reply
}

/// What is said to those who asked.
#[derive(Debug, Clone, Copy)]
pub enum Later<'e> {
    /// These words of an admin.
    Words(&'e str),
    /// What this entry says.
    Entry(&'e Entry),
}

/// What people get who are answered with the entry, without buttons that tell us something: blocks, and
/// the links below them.
pub fn as_people_see(
    entry: &Entry,
    languages: Languages,
    spoken: Language,
) -> (Vec<Block>, Vec<Vec<Button>>) {
    let audience = Audience {
        first: languages.only().unwrap_or(spoken),
        both: languages == Languages::Both,
    };
    let links = answer::links(entry, audience.first);
    let rows = links.into_iter().map(|button| vec![button]).collect();
    let blocks = answer::blocks(entry, &audience, answer::FOLD_SECOND_COLUMNS);
    (blocks, rows)
}
