//! Groups: how we introduce ourselves, moving house, and what only one person sees.

pub(in crate::conversation) mod ephemeral;

use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience};
use crate::model::person::group_chat;
use crate::model::record::Record;
use crate::model::reply::{Block, Reply};
use crate::text::Language;

/// Says once who we are and how to reach us here.
pub(in crate::conversation) fn joined(context: &Context<'_>, hears_all: bool) -> Turn {
    if context.state.introduced || !context.incoming.place.is_group() {
        return Turn::default();
    }
    let audience = context.silent_audience();
    let listening = context.group().listening;
    let mut blocks = Vec::new();
    for language in audience.languages() {
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
            chat: context.state.chat_key.chat.clone(),
            at_seconds: context.incoming.at_seconds,
        }],
    }
}

/// Who we are and how to reach us here, a line in each of the audience's languages.
pub(in crate::conversation) fn introduction(
    context: &Context<'_>,
    audience: &Audience,
) -> impl Iterator<Item = Block> {
    audience
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
pub(in crate::conversation) fn moved(context: &Context<'_>, to_chat: i64) -> Turn {
    Turn {
        replies: Vec::new(),
        records: vec![Record::Moved {
            from: context.state.chat_key.chat.clone(),
            to: group_chat(to_chat),
        }],
    }
}

/// What stands between two sentences.
fn gap(language: Language) -> &'static str {
    match language {
        Language::Zh => "",
        Language::En => " ",
    }
}
