//! `/lang`: in which languages a person is answered, and how these choices are called.

use crate::conversation::commands::short_reply::{says, short};
use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::model::record::Record;
use crate::model::reply::{Block, Button, Choice, Delivery, Languages, Reply};

/// `/lang`, with or without a choice.
pub(in crate::conversation) fn lang(
    context: &Context<'_>,
    audience: &Audience,
    wanted: Option<&str>,
) -> Turn {
    if context.incoming.place.is_group() {
        return says(context, audience, &wording::LANGUAGE_IN_GROUP);
    }
    if let Some(languages) = wanted.and_then(read_languages) {
        return choose_language(context, languages);
    }
    let now = context.languages();
    let turn = context.incoming.turn;
    let row = |languages: Languages| {
        let words = name(languages).to(audience);
        let mark = if languages == now { "✓ " } else { "" };
        let choice = Choice::Language { turn, languages };
        vec![Button::choose(format!("{mark}{words}"), choice)]
    };
    let reply = short(context, wording::WHICH_LANGUAGE.blocks(audience))
        .with_choices(Languages::ALL.map(row).to_vec());
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(context.past_turn(audience))],
    }
}

/// Keeps the choice, says so in the language chosen, and lets the menu follow.
pub(in crate::conversation) fn choose_language(
    context: &Context<'_>,
    languages: Languages,
) -> Turn {
    let before = context.silent_audience();
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
pub(in crate::conversation) fn name(languages: Languages) -> LocalizedText {
    match languages {
        Languages::Both => wording::LANGUAGE_BOTH,
        Languages::En => wording::LANGUAGE_EN,
        Languages::Zh => wording::LANGUAGE_ZH,
    }
}

/// The languages that a person's word names.
pub(in crate::conversation) fn read_languages(word: &str) -> Option<Languages> {
    match word.trim().to_lowercase().as_str() {
        "both" | "all" | "双语" | "两种" | "都要" => Some(Languages::Both),
        "en" | "english" | "英文" | "英语" => Some(Languages::En),
        "zh" | "cn" | "chinese" | "中文" | "汉语" | "简体中文" => Some(Languages::Zh),
        _ => None,
    }
}
