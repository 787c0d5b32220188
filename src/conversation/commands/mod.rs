//! Commands: what each answers and changes.

pub(in crate::conversation) mod language;
pub(in crate::conversation) mod open;
pub(in crate::conversation) mod settings;
mod short_reply;
pub(in crate::conversation) mod topics;
mod why;

use crate::conversation::commands::short_reply::{line, says, short};
use crate::conversation::context::{Context, Turn};
use crate::conversation::group;
use crate::conversation::staff::person;
use crate::conversation::wording::staff as staff_words;
use crate::conversation::wording::{self, Audience, CommandScope, LocalizedText};
use crate::faq::{Entry, EntryId};
use crate::model::incoming::Command;
use crate::model::record::Record;
use crate::model::reply::{Block, Button, Choice, Delivery, Reply};

/// How many example questions a welcome shows.
const EXAMPLES: usize = 3;

pub(in crate::conversation) fn respond(context: &Context<'_>, command: &Command) -> Turn {
    let audience = context.silent_audience();
    let brief = context.brief(&audience);
    match command {
        Command::Start(None) => welcome(context, &brief, None),
        Command::Start(Some(parameter)) => start_with(context, &audience, parameter),
        Command::Help => help(context, &brief),
        Command::Topics => topics::begin(context, &brief),
        Command::Lang(wanted) => language::lang(context, &audience, wanted.as_deref()),
        Command::Privacy => {
            let days = context.settings.retention_days.to_string();
            let said = brief.languages().flat_map(|language| {
                let text = wording::PRIVACY.fill(language, &[("days", &days)]);
                let staff = context.settings.staff.as_ref();
                let staff = staff.map(|_| staff_words::PRIVACY_STAFF.get(language).to_owned());
                let later = wording::PRIVACY_LATER.get(language).to_owned();
                let later = context.settings.keeps_ways_back.then_some(later);
                [Some(text), staff, later]
                    .into_iter()
                    .flatten()
                    .map(Block::Plain)
            });
            Turn::says(short(context, said.collect()))
        }
        Command::ForgetMe => forget(context, &audience),
        Command::Settings(wanted) => settings::settings(context, &audience, wanted.as_deref()),
        Command::Why(_) if context.incoming.asker.may_edit() => why::respond(context, &audience),
        Command::Reload { .. }
        | Command::Rollback
        | Command::Stats(_)
        | Command::Unanswered
        | Command::Entry(_)
        | Command::History
        | Command::Digest
        | Command::Cancel
        | Command::Save(_)
        | Command::Staff
        | Command::Panel
        | Command::Why(_) => admins_only(context, &audience),
        Command::AskWithoutWords => {
            let example = examples(context)
                .first()
                .map_or("", |e| e.title(audience.first));
            line(
                context,
                wording::ASK_WITH_WORDS.fill(audience.first, &[("example", example)]),
            )
        }
        Command::Unknown(name) => unknown(context, &audience, name),
    }
}

/// An unknown command gets the one that it may be a slip of.
fn unknown(context: &Context<'_>, audience: &Audience, name: &str) -> Turn {
    let is_admin = context.incoming.asker.may_edit();
    let known = wording::MENU
        .iter()
        .filter(|(_, _, scope)| {
            is_admin || !matches!(scope, CommandScope::Admins | CommandScope::Editors)
        })
        .map(|(name, ..)| *name)
        .chain(["start"]);
    let near = known
        .map(|known| (strsim::osa_distance(name, known), known))
        .filter(|(slips, known)| *slips <= known.len() / 3)
        .min();
    match near {
        Some((_, near)) => line(
            context,
            wording::UNKNOWN_COMMAND_NEAR.fill(audience.first, &[("name", near)]),
        ),
        None => says(context, audience, &wording::UNKNOWN_COMMAND),
    }
}

/// What an admin's command gets where the admin service did not take it.
fn admins_only(context: &Context<'_>, audience: &Audience) -> Turn {
    if context.incoming.asker.may_edit() && context.incoming.place.is_group() {
        return says(context, audience, &wording::ADMINS_IN_PRIVATE);
    }
    says(context, audience, &wording::UNKNOWN_COMMAND)
}

fn start_with(context: &Context<'_>, audience: &Audience, parameter: &str) -> Turn {
    let brief = context.brief(audience);
    let Some(id) = EntryId::new(parameter) else {
        return welcome(context, &brief, None);
    };
    match context.entry(&id) {
        Some(entry) => open::open(context, audience, entry),
        None if is_like_ours(context, parameter) => {
            welcome(context, &brief, Some(&wording::NO_SUCH_ENTRY))
        }
        None => welcome(context, &brief, None),
    }
}

/// Whether a link's parameter looks like the id of an entry that is gone: it begins as the id of
/// another entry does. What others put into links to us (campaigns, referrals) does not.
fn is_like_ours(context: &Context<'_>, parameter: &str) -> bool {
    let first = |id: &str| id.split('-').next().unwrap_or_default().to_owned();
    let wanted = first(parameter);
    wanted.len() < parameter.len()
        && context
            .knowledge
            .faq()
            .entries
            .iter()
            .any(|entry| first(entry.id.as_str()) == wanted)
}

/// Who we are, what to ask, where. A group is only told how to reach us there.
fn welcome(context: &Context<'_>, audience: &Audience, before: Option<&LocalizedText>) -> Turn {
    if context.incoming.place.is_group() {
        let before = before.iter().flat_map(|words| words.blocks(audience));
        let blocks = before
            .chain(group::introduction(context, audience))
            .collect();
        return Turn::says(short(context, blocks));
    }
    let turn = context.incoming.turn;
    let mut blocks: Vec<Block> = before
        .iter()
        .flat_map(|words| words.blocks(audience))
        .collect();
    blocks.extend(wording::WELCOME.blocks(audience));
    blocks.extend(in_groups(context).blocks(audience));
    blocks.extend(admin_commands(context, audience));
    let examples = examples(context);
    if !examples.is_empty() {
        blocks.push(Block::Plain(wording::TRY_THESE.to(audience).to_owned()));
    }
    let rows = examples.into_iter().map(|entry| {
        let choice = Choice::Ask {
            turn,
            entry: entry.id.clone(),
        };
        vec![Button::choose(entry.title(audience.first), choice)]
    });
    let reply = short(context, blocks).with_choices(rows.collect());
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(context.past_turn(audience))],
    }
}

/// How to use us, here and in groups.
fn help(context: &Context<'_>, audience: &Audience) -> Turn {
    let mut blocks = wording::HELP.blocks(audience);
    blocks.extend(in_groups(context).blocks(audience));
    blocks.extend(admin_commands(context, audience));
    Turn::says(short(context, blocks))
}

/// How we are reached in groups; the same wherever it is said.
fn in_groups(context: &Context<'_>) -> LocalizedText {
    match context.account.hears_mentions {
        true => wording::IN_GROUPS_ALL,
        false => wording::IN_GROUPS,
    }
}

/// The commands that admins have beside everybody's, in the language of the admin.
fn admin_commands(context: &Context<'_>, audience: &Audience) -> Option<Block> {
    if !context.incoming.asker.may_edit() || context.incoming.place.is_group() {
        return None;
    }
    let language = audience.first;
    let theirs = wording::MENU.iter().filter(|(_, _, scope)| match scope {
        CommandScope::Admins => context.incoming.asker.is_admin,
        CommandScope::Editors => true,
        _ => false,
    });
    let lines = theirs.map(|(name, words, _)| format!("/{name} {}", words.get(language)));
    let head = wording::YOURS.get(language).to_owned();
    let lines: Vec<String> = std::iter::once(head).chain(lines).collect();
    Some(Block::Plain(lines.join("\n")))
}

/// What is asked most, filled up with entries of as many topics as there are, in file order.
fn examples<'c>(context: &Context<'c>) -> Vec<&'c Entry> {
    let asked_most = context.state.most_asked.iter();
    let mut chosen: Vec<&Entry> = asked_most
        .filter_map(|id| context.entry(id))
        .take(EXAMPLES)
        .collect();
    for entry in context.entries() {
        let is_new_topic = chosen.iter().all(|known| known.topic != entry.topic);
        if chosen.len() < EXAMPLES && is_new_topic {
            chosen.push(entry);
        }
    }
    for entry in context.entries() {
        if chosen.len() < EXAMPLES && chosen.iter().all(|known| known.id != entry.id) {
            chosen.push(entry);
        }
    }
    chosen
}

fn forget(context: &Context<'_>, audience: &Audience) -> Turn {
    let is_private = !context.incoming.place.is_group();
    let chat = is_private.then(|| context.state.chat_key.chat.clone());
    // The languages just forgotten still say how to say it.
    let mut turn = says(context, audience, &wording::FORGOTTEN);
    if is_private {
        turn.replies
            .push(Reply::new(Delivery::Menu(None), Vec::new()));
    }
    turn.replies.extend(person::forgotten(context));
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
