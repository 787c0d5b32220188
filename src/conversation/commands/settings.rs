//! `/settings`: what the admins of a group set for it.

use crate::conversation::commands::language::{name, read_languages};
use crate::conversation::commands::short_reply;
use crate::conversation::context::{Context, Turn};

use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::model::incoming::{Press, TurnId};
use crate::model::record::{GroupSettings, Record};
use crate::model::reply::{Block, Button, Choice, Delivery, GroupReply, Languages, Reply, Setting};

/// Cooldowns that the settings offer, in minutes.
const COOLDOWNS: [u16; 5] = [0, 2, 5, 15, 60];

/// The longest cooldown that a command may set, in minutes: a day.
const MAX_COOLDOWN_MINUTES: u16 = 24 * 60;

/// `/settings`, with or without something to change.
pub(in crate::conversation) fn settings(
    context: &Context<'_>,
    audience: &Audience,
    wanted: Option<&str>,
) -> Turn {
    if !context.incoming.place.is_group() {
        return short_reply::says(context, audience, &wording::SETTINGS_NOT_HERE);
    }
    let wanted = wanted.map(str::trim).filter(|words| !words.is_empty());
    if !may_change(context) {
        if wanted.is_some() {
            return short_reply::says(context, audience, &wording::SETTINGS_ADMINS_ONLY);
        }
        let mut blocks = vec![Block::Plain(summary(audience, context.group()))];
        let admins_only = wording::SETTINGS_ADMINS_ONLY.to(audience);
        blocks.push(Block::Plain(admins_only.to_owned()));
        return Turn::says(short_reply::short(context, blocks));
    }
    match wanted.map(read_setting) {
        None => {
            let turn = context.incoming.turn;
            let (blocks, rows) = panel(audience, turn, context.group());
            Turn {
                replies: vec![short_reply::short(context, blocks).with_choices(rows)],
                records: vec![Record::Turn(context.past_turn(audience))],
            }
        }
        Some(Some(setting)) => change(context, audience, (context.incoming.turn, setting), None),
        Some(None) => short_reply::says(context, audience, &wording::SETTINGS_USAGE),
    }
}

/// Changes one setting and shows them all; in place where a button was pressed.
pub(in crate::conversation) fn change(
    context: &Context<'_>,
    audience: &Audience,
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
        Setting::Reply(reply) => settings.reply = reply,
    }
    let audience = Audience {
        first: settings.languages.only().unwrap_or(audience.first),
        both: settings.languages == Languages::Both,
    };
    let (blocks, rows) = panel(&audience, turn, settings);
    let mut replies = Vec::new();
    if let Setting::Reply(reply) = setting {
        let is_ephemeral = reply == GroupReply::Ephemeral;
        replies.push(Reply::new(Delivery::GroupMenu { is_ephemeral }, Vec::new()));
    }
    let mut records = vec![Record::Group {
        chat: context.state.chat_key.chat.clone(),
        settings,
    }];
    match pressed {
        Some(pressed) => {
            replies.push(Reply::note(&pressed.id, wording::SAVED.to(&audience)));
            if settings != context.group() {
                let delivery = Delivery::Replace(context.incoming.message);
                replies.push(Reply::new(delivery, blocks).with_choices(rows));
            }
        }
        None => {
            replies.push(short_reply::short(context, blocks).with_choices(rows));
            records.push(Record::Turn(context.past_turn(&audience)));
        }
    }
    Turn { replies, records }
}

fn may_change(context: &Context<'_>) -> bool {
    context.incoming.asker.is_group_admin || context.incoming.asker.is_admin
}

fn summary(audience: &Audience, settings: GroupSettings) -> String {
    let language = audience.first;
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
            ("reply", seen_by(settings.reply).get(language)),
        ],
    )
}

fn panel(audience: &Audience, turn: TurnId, now: GroupSettings) -> (Vec<Block>, Vec<Vec<Button>>) {
    let button = |label: String, setting: Setting, is_now: bool| {
        let mark = if is_now { "✓ " } else { "" };
        Button::choose(format!("{mark}{label}"), Choice::Setting { turn, setting })
    };
    let languages = Languages::ALL.map(|languages| {
        let label = name(languages).to(audience).to_owned();
        button(
            label,
            Setting::Languages(languages),
            languages == now.languages,
        )
    });
    let cooldowns = COOLDOWNS.map(|minutes_offered| {
        let label = match minutes_offered {
            0 => wording::NO_COOLDOWN.to(audience).to_owned(),
            n => wording::MINUTES.fill(audience.first, &[("n", &n.to_string())]),
        };
        let is_now = u32::from(minutes_offered) == minutes(now);
        button(label, Setting::CooldownMinutes(minutes_offered), is_now)
    });
    let listening = [(true, wording::LISTEN_ON), (false, wording::LISTEN_OFF)];
    let listening = listening.map(|(on, words)| {
        let label = words.to(audience).to_owned();
        button(label, Setting::Listening(on), on == now.listening)
    });
    let replies = GroupReply::ALL.map(|reply| {
        let label = seen_by(reply).to(audience).to_owned();
        button(label, Setting::Reply(reply), reply == now.reply)
    });
    let (few, more) = cooldowns.split_at(2);
    let rows = vec![
        languages.to_vec(),
        few.to_vec(),
        more.to_vec(),
        listening.to_vec(),
        replies.to_vec(),
    ];
    let how = wording::SETTINGS_HOW.to(audience).to_owned();
    (
        vec![Block::Plain(summary(audience, now)), Block::Plain(how)],
        rows,
    )
}

/// Who sees the answers, in words.
fn seen_by(reply: GroupReply) -> LocalizedText {
    match reply {
        GroupReply::Public => wording::SEEN_BY_ALL,
        GroupReply::Ephemeral => wording::SEEN_BY_ASKER,
    }
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
        "reply" | "answers" | "回答" | "可见" => match value.as_str() {
            "public" | "everybody" | "all" | "公开" | "所有人" => {
                Some(Setting::Reply(GroupReply::Public))
            }
            "ephemeral" | "asker" | "private" | "本人" | "提问者" => {
                Some(Setting::Reply(GroupReply::Ephemeral))
            }
            _ => None,
        },
        _ => None,
    }
}
