//! Groups: how we introduce ourselves, what their admins set, and moving house.

use super::command::{self, name, read_languages};
use super::reader::Reader;
use super::wording;
use super::{Context, Turn};
use crate::model::incoming::{Press, TurnId};
use crate::model::person::group_chat;
use crate::model::record::{GroupSettings, Record};
use crate::model::reply::{Block, Button, Choice, Delivery, Languages, Reply, Setting};
use crate::text::Language;

/// Cooldowns that the settings offer, in minutes.
const COOLDOWNS: [u16; 5] = [0, 2, 5, 15, 60];

/// The longest cooldown that a command may set, in minutes: a day.
const MAX_COOLDOWN_MINUTES: u16 = 24 * 60;

/// Says once who we are and how to reach us here.
pub(super) fn joined(context: &Context<'_>, hears_all: bool) -> Turn {
    if context.state.introduced || !context.incoming.place.is_group() {
        return Turn::default();
    }
    let reader = Reader::silent(context);
    let listening = context.group().listening;
    let mut blocks = Vec::new();
    for language in reader.languages() {
        let mut text = who(context, hears_all, language);
        if !listening {
            text.push_str(gap(language));
            text.push_str(wording::QUIET_OTHERWISE.get(language));
        }
        text.push_str(gap(language));
        text.push_str(wording::INTRODUCTION_ADMINS.get(language));
        blocks.push(Block::Plain(text));
    }
    Turn {
        replies: vec![Reply::send(None, blocks)],
        records: vec![Record::Introduced {
            chat: context.state.room.chat.clone(),
            at_seconds: context.incoming.at_seconds,
        }],
    }
}

/// Who we are and how to reach us here, a line in each of the reader's languages.
pub(super) fn introduction(context: &Context<'_>, reader: &Reader) -> impl Iterator<Item = Block> {
    reader
        .languages()
        .map(|language| Block::Plain(who(context, false, language)))
}

fn who(context: &Context<'_>, hears_all: bool, language: Language) -> String {
    let ways = if hears_all || context.account.hears_mentions {
        wording::WAYS_ALL
    } else {
        wording::WAYS_FEW
    };
    wording::INTRODUCTION.fill(language, &[("ways", ways.get(language))])
}

/// Everything that is kept about this group goes to its new number.
pub(super) fn moved(context: &Context<'_>, to_chat: i64) -> Turn {
    Turn {
        replies: Vec::new(),
        records: vec![Record::Moved {
            from: context.state.room.chat.clone(),
            to: group_chat(to_chat),
        }],
    }
}

/// `/settings`, with or without something to change.
pub(super) fn settings(context: &Context<'_>, reader: &Reader, wanted: Option<&str>) -> Turn {
    if !context.incoming.place.is_group() {
        return command::says(context, reader, &wording::SETTINGS_NOT_HERE);
    }
    let wanted = wanted.map(str::trim).filter(|words| !words.is_empty());
    if !may_change(context) {
        if wanted.is_some() {
            return command::says(context, reader, &wording::SETTINGS_ADMINS_ONLY);
        }
        let mut blocks = vec![Block::Plain(summary(reader, context.group()))];
        let admins_only = wording::SETTINGS_ADMINS_ONLY.to(reader);
        blocks.push(Block::Plain(admins_only.to_owned()));
        return Turn::says(command::short(context, blocks));
    }
    match wanted.map(read_setting) {
        None => {
            let turn = context.incoming.turn;
            let (blocks, rows) = panel(reader, turn, context.group());
            Turn {
                replies: vec![command::short(context, blocks).with_choices(rows)],
                records: vec![Record::Turn(context.past_turn(reader))],
            }
        }
        Some(Some(setting)) => change(context, reader, (context.incoming.turn, setting), None),
        Some(None) => command::says(context, reader, &wording::SETTINGS_USAGE),
    }
}

/// Changes one setting and shows them all; in place where a button was pressed.
pub(super) fn change(
    context: &Context<'_>,
    reader: &Reader,
    (turn, setting): (TurnId, Setting),
    pressed: Option<&Press>,
) -> Turn {
    let mut settings = context.group();
    match setting {
        Setting::Languages(languages) => settings.languages = languages,
        Setting::CooldownMinutes(minutes) => {
            settings.cooldown_seconds = u32::from(minutes.min(MAX_COOLDOWN_MINUTES)) * 60;
        }
        Setting::Listening(listening) => settings.listening = listening,
    }
    let reader = Reader {
        first: settings.languages.only().unwrap_or(reader.first),
        both: settings.languages == Languages::Both,
    };
    let (blocks, rows) = panel(&reader, turn, settings);
    let mut replies = Vec::new();
    let mut records = vec![Record::Group {
        chat: context.state.room.chat.clone(),
        settings,
    }];
    match pressed {
        Some(pressed) => {
            replies.push(Reply::note(&pressed.id, wording::SAVED.to(&reader)));
            if settings != context.group() {
                let delivery = Delivery::Replace(context.incoming.message);
                replies.push(Reply::new(delivery, blocks).with_choices(rows));
            }
        }
        None => {
            replies.push(command::short(context, blocks).with_choices(rows));
            records.push(Record::Turn(context.past_turn(&reader)));
        }
    }
    Turn { replies, records }
}

fn may_change(context: &Context<'_>) -> bool {
    context.incoming.asker.is_group_admin || context.incoming.asker.is_owner
}

fn summary(reader: &Reader, settings: GroupSettings) -> String {
    let language = reader.first;
    let listening = if settings.listening {
        wording::ON
    } else {
        wording::OFF
    };
    wording::SETTINGS.fill(
        language,
        &[
            ("language", name(settings.languages).get(language)),
            ("cooldown", &minutes(settings).to_string()),
            ("listening", listening.get(language)),
        ],
    )
}

fn panel(reader: &Reader, turn: TurnId, now: GroupSettings) -> (Vec<Block>, Vec<Vec<Button>>) {
    let button = |label: String, setting: Setting, is_now: bool| {
        let mark = if is_now { "✓ " } else { "" };
        Button::choose(format!("{mark}{label}"), Choice::Setting { turn, setting })
    };
    let languages = Languages::ALL.map(|languages| {
        let label = name(languages).to(reader).to_owned();
        button(
            label,
            Setting::Languages(languages),
            languages == now.languages,
        )
    });
    let cooldowns = COOLDOWNS.map(|minutes_offered| {
        let label = match minutes_offered {
            0 => wording::NO_COOLDOWN.to(reader).to_owned(),
            n => wording::MINUTES.fill(reader.first, &[("n", &n.to_string())]),
        };
        let is_now = u32::from(minutes_offered) == minutes(now);
        button(label, Setting::CooldownMinutes(minutes_offered), is_now)
    });
    let listening = [(true, wording::LISTEN_ON), (false, wording::LISTEN_OFF)];
    let listening = listening.map(|(on, words)| {
        let label = words.to(reader).to_owned();
        button(label, Setting::Listening(on), on == now.listening)
    });
    let (few, more) = cooldowns.split_at(2);
    let rows = vec![
        languages.to_vec(),
        few.to_vec(),
        more.to_vec(),
        listening.to_vec(),
    ];
    let how = wording::SETTINGS_HOW.to(reader).to_owned();
    (
        vec![Block::Plain(summary(reader, now)), Block::Plain(how)],
        rows,
    )
}

fn minutes(settings: GroupSettings) -> u32 {
    settings.cooldown_seconds.div_ceil(60)
}

fn read_setting(words: &str) -> Option<Setting> {
    let mut words = words.split_whitespace();
    let (key, value) = (words.next()?.to_lowercase(), words.next()?.to_lowercase());
    match key.as_str() {
        "language" | "lang" | "语言" => read_languages(&value).map(Setting::Languages),
        "cooldown" | "冷却" | "间隔" => {
            let minutes = value.parse::<u16>().ok()?;
            (minutes <= MAX_COOLDOWN_MINUTES).then_some(Setting::CooldownMinutes(minutes))
        }
        "listening" | "listen" | "旁听" => match value.as_str() {
            "on" | "yes" | "true" | "1" | "开" => Some(Setting::Listening(true)),
            "off" | "no" | "false" | "0" | "关" => Some(Setting::Listening(false)),
            _ => None,
        },
        _ => None,
    }
}

/// What stands between two sentences.
fn gap(language: Language) -> &'static str {
    match language {
        Language::Zh => "",
        Language::En => " ",
    }
}
