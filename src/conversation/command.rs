//! Commands: what each answers and changes.

use super::answer::{self, View};
use super::reader::{self, Reader};
use super::wording::{self, Words};
use super::{Context, Turn, group, topics, why};
use crate::faq::{Entry, EntryId};
use crate::model::incoming::{Command, What};
use crate::model::record::{Record, TurnKind};
use crate::model::reply::{Block, Button, Choice, Delivery, Languages, Reply};

/// How many example questions a welcome shows.
const EXAMPLES: usize = 3;

pub(super) fn respond(context: &Context<'_>, command: &Command) -> Turn {
    let reader = Reader::silent(context);
    let brief = reader.brief(context);
    match command {
        Command::Start(None) => welcome(context, &brief, None),
        Command::Start(Some(parameter)) => start_with(context, &reader, parameter),
        Command::Help => Turn::says(short(context, wording::HELP.blocks(&brief))),
        Command::Topics => topics::begin(context, &brief),
        Command::Lang(wanted) => lang(context, &reader, wanted.as_deref()),
        Command::Privacy => {
            let days = context.settings.retention_days.to_string();
            let said = brief
                .languages()
                .map(|language| Block::Plain(wording::PRIVACY.fill(language, &[("days", &days)])));
            Turn::says(short(context, said.collect()))
        }
        Command::ForgetMe => forget(context, &reader),
        Command::Settings(wanted) => group::settings(context, &reader, wanted.as_deref()),
        Command::Why(_) if context.incoming.asker.is_owner => why::respond(context, &reader),
        Command::Reload { .. }
        | Command::Rollback
        | Command::Stats(_)
        | Command::Unanswered
        | Command::Why(_) => owners_only(context, &reader),
        Command::AskWithoutWords => {
            let example = examples(context)
                .first()
                .map_or("", |e| e.title(reader.first));
            line(
                context,
                wording::ASK_WITH_WORDS.fill(reader.first, &[("example", example)]),
            )
        }
        Command::Unknown(_) => says(context, &reader, &wording::UNKNOWN_COMMAND),
    }
}

/// One line, in the reader's first language.
pub(super) fn says(context: &Context<'_>, reader: &Reader, words: &Words) -> Turn {
    line(context, words.to(reader).to_owned())
}

fn line(context: &Context<'_>, text: String) -> Turn {
    Turn::says(short(context, vec![Block::Plain(text)]))
}

/// A reply of our own in answer to a command; in groups it answers the message and may go away.
pub(super) fn short(context: &Context<'_>, blocks: Vec<Block>) -> Reply {
    let reply_to = context
        .incoming
        .place
        .is_group()
        .then_some(context.incoming.message);
    let mut reply = Reply::send(reply_to, blocks);
    reply.lifetime_seconds = context.short_lifetime();
    reply
}

/// What an owner's command gets where the owners' desk did not take it.
fn owners_only(context: &Context<'_>, reader: &Reader) -> Turn {
    if context.incoming.asker.is_owner && context.incoming.place.is_group() {
        return says(context, reader, &wording::OWNERS_IN_PRIVATE);
    }
    says(context, reader, &wording::UNKNOWN_COMMAND)
}

fn start_with(context: &Context<'_>, reader: &Reader, parameter: &str) -> Turn {
    let brief = reader.brief(context);
    let Some(id) = EntryId::new(parameter) else {
        return welcome(context, &brief, None);
    };
    match context.knowledge.entry(&id) {
        Some(entry) => open(context, reader, entry),
        None if parameter == super::inline::START_PARAMETER => welcome(context, &brief, None),
        None => welcome(context, &brief, Some(&wording::NO_SUCH_ENTRY)),
    }
}

/// Who we are, what to ask, where. A group is only told how to reach us there.
fn welcome(context: &Context<'_>, reader: &Reader, before: Option<&Words>) -> Turn {
    if context.incoming.place.is_group() {
        let before = before.iter().flat_map(|words| words.blocks(reader));
        let blocks = before.chain(group::introduction(context, reader)).collect();
        return Turn::says(short(context, blocks));
    }
    let turn = context.incoming.turn;
    let mut blocks: Vec<Block> = before
        .iter()
        .flat_map(|words| words.blocks(reader))
        .collect();
    blocks.extend(wording::WELCOME.blocks(reader));
    if !context.account.hears_mentions {
        blocks.extend(wording::IN_GROUPS.blocks(reader));
    }
    let examples = examples(context);
    if !examples.is_empty() {
        blocks.push(Block::Plain(wording::TRY_THESE.to(reader).to_owned()));
    }
    let rows = examples.into_iter().map(|entry| {
        let choice = Choice::Ask {
            turn,
            entry: entry.id.clone(),
        };
        vec![Button::choose(entry.title(reader.first), choice)]
    });
    let reply = short(context, blocks).with_choices(rows.collect());
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(context.past_turn(reader))],
    }
}

/// Entries of as many topics as there are, in file order.
fn examples<'c>(context: &Context<'c>) -> Vec<&'c Entry> {
    let entries: &'c [Entry] = &context.knowledge.faq().entries;
    let mut chosen: Vec<&Entry> = Vec::new();
    for entry in entries {
        let is_new_topic = chosen.iter().all(|known| known.topic != entry.topic);
        if chosen.len() < EXAMPLES && is_new_topic {
            chosen.push(entry);
        }
    }
    for entry in entries {
        if chosen.len() < EXAMPLES && chosen.iter().all(|known| known.id != entry.id) {
            chosen.push(entry);
        }
    }
    chosen
}

/// An entry opened by a link or by an example, as a new message.
pub(super) fn open(context: &Context<'_>, reader: &Reader, entry: &Entry) -> Turn {
    let view = View {
        turn: context.incoming.turn,
        back: false,
        feedback: true,
    };
    // A pressed example answers nobody's message.
    let is_press = matches!(context.incoming.what, What::Press(_));
    let in_group = context.incoming.place.is_group();
    let reply_to = (in_group && !is_press).then_some(context.incoming.message);
    let delivery = Delivery::Send { reply_to };
    let mut past = context.past_turn(reader);
    past.kind = TurnKind::Opened;
    past.candidates = vec![(entry.id.clone(), 1.0)];
    Turn {
        replies: vec![answer::reply(context, reader, entry, view, delivery)],
        records: vec![Record::Turn(past)],
    }
}

fn lang(context: &Context<'_>, reader: &Reader, wanted: Option<&str>) -> Turn {
    if context.incoming.place.is_group() {
        return says(context, reader, &wording::LANGUAGE_IN_GROUP);
    }
    if let Some(languages) = wanted.and_then(read_languages) {
        return choose_language(context, languages);
    }
    let now = reader::languages(context);
    let turn = context.incoming.turn;
    let row = |languages: Languages| {
        let words = name(languages).to(reader);
        let mark = if languages == now { "✓ " } else { "" };
        let choice = Choice::Language { turn, languages };
        vec![Button::choose(format!("{mark}{words}"), choice)]
    };
    let reply = short(context, wording::WHICH_LANGUAGE.blocks(reader))
        .with_choices(Languages::ALL.map(row).to_vec());
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(context.past_turn(reader))],
    }
}

/// Keeps the choice, says so in the language chosen, and lets the menu follow.
pub(super) fn choose_language(context: &Context<'_>, languages: Languages) -> Turn {
    let before = Reader::silent(context);
    let first = languages.only().unwrap_or(before.first);
    let text = wording::LANGUAGE_SET.fill(first, &[("language", name(languages).get(first))]);
    let records = context.state.person.iter().map(|person| Record::Languages {
        person: person.clone(),
        languages,
    });
    Turn {
        replies: vec![
            short(context, vec![Block::Plain(text)]),
            Reply::new(Delivery::Menu(languages.only()), Vec::new()),
        ],
        records: records.collect(),
    }
}

/// What a choice of languages is called.
pub(super) fn name(languages: Languages) -> Words {
    match languages {
        Languages::Both => wording::LANGUAGE_BOTH,
        Languages::En => wording::LANGUAGE_EN,
        Languages::Zh => wording::LANGUAGE_ZH,
    }
}

/// The languages that a person's word names.
pub(super) fn read_languages(word: &str) -> Option<Languages> {
    match word.trim().to_lowercase().as_str() {
        "both" | "all" | "双语" | "两种" | "都要" => Some(Languages::Both),
        "en" | "english" | "英文" | "英语" => Some(Languages::En),
        "zh" | "cn" | "chinese" | "中文" | "汉语" | "简体中文" => Some(Languages::Zh),
        _ => None,
    }
}

fn forget(context: &Context<'_>, reader: &Reader) -> Turn {
    let is_private = !context.incoming.place.is_group();
    let chat = is_private.then(|| context.state.room.chat.clone());
    // The languages just forgotten still say how to say it.
    let mut turn = says(context, reader, &wording::FORGOTTEN);
    if is_private {
        turn.replies
            .push(Reply::new(Delivery::Menu(None), Vec::new()));
    }
    turn.records = context
        .state
        .person
        .iter()
        .map(|person| Record::Forget {
            person: person.clone(),
            chat: chat.clone(),
        })
        .collect();
    turn
}
