//! Whether the words of a message are addressed to us, and what is left of them without the
//! address.

use crate::telegram::update::dto::{Entity, Message};
use crate::telegram::update::identity::Identity;

/// How a message speaks to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressed {
    /// A command, for us as far as one can tell.
    Command {
        /// Its name, without slash and address, in lower case.
        name: String,
        /// What follows it.
        rest: String,
        /// Whether it carries our name.
        by_name: bool,
    },
    /// A command to another bot.
    Other,
    /// A reply to one of our messages.
    Words(String),
    /// Our name stands in it; these are the other words.
    Mention(String),
    /// Not at all.
    Nobody(String),
}

/// Reads how `message`, which says `text`, speaks to us. The first that holds counts: a command, a
/// mention, a reply.
pub fn read(message: &Message, text: &str, me: &Identity) -> Addressed {
    if let Some(command) = command(message, text, me) {
        return command;
    }
    if let Some(words) = without_mentions(message, text, me) {
        return Addressed::Mention(words);
    }
    let to_us = message.reply_to.as_ref().is_some_and(|reply| {
        !reply.is_topic_start && reply.from.as_ref().is_some_and(|from| from.id == me.id)
    });
    if to_us {
        Addressed::Words(text.to_owned())
    } else {
        Addressed::Nobody(text.to_owned())
    }
}

/// The command that the text begins with.
fn command(message: &Message, text: &str, me: &Identity) -> Option<Addressed> {
    let first = message.entities.iter().find(|entity| {
        entity.kind == "bot_command" && text[..entity.span_bytes.start].trim().is_empty()
    })?;
    let written = text[first.span_bytes.clone()].strip_prefix('/')?;
    let (name, to) = match written.split_once('@') {
        Some((name, to)) => (name, Some(to)),
        None => (written, None),
    };
    if to.is_some_and(|to| !to.eq_ignore_ascii_case(&me.username)) {
        return Some(Addressed::Other);
    }
    // `/ask @us how?`: the mention is part of the address.
    let rest = &text[first.span_bytes.end..];
    let spans = message
        .entities
        .iter()
        .filter(|entity| is_mention_of(entity, text, me))
        .map(|entity| entity.span_bytes.clone())
        .filter(|span| span.start >= first.span_bytes.end);
    let shift = first.span_bytes.end;
    let spans = spans.map(|span| span.start - shift..span.end - shift);
    Some(Addressed::Command {
        name: name.to_ascii_lowercase(),
        rest: cut_out(rest, spans),
        by_name: to.is_some(),
    })
}

/// The words without the mentions of us; `None` where there are none.
fn without_mentions(message: &Message, text: &str, me: &Identity) -> Option<String> {
    let mut spans = message
        .entities
        .iter()
        .filter(|entity| is_mention_of(entity, text, me))
        .map(|entity| entity.span_bytes.clone())
        .peekable();
    spans.peek()?;
    Some(cut_out(text, spans))
}

/// `text` without `spans`, and without what only held the address apart from the rest.
fn cut_out(text: &str, spans: impl Iterator<Item = std::ops::Range<usize>>) -> String {
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for span in spans {
        // Entities come in order; one that overlaps an earlier one is passed over.
        if span.start < from {
            continue;
        }
        left.push_str(&text[from..span.start]);
        from = span.end;
    }
    left.push_str(&text[from..]);
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | ':' | '：' | '、');
    left.trim_start_matches(separates).trim_end().to_owned()
}

fn is_mention_of(entity: &Entity, text: &str, me: &Identity) -> bool {
    match entity.kind.as_str() {
        "mention" => text[entity.span_bytes.clone()]
            .strip_prefix('@')
            .is_some_and(|name| name.eq_ignore_ascii_case(&me.username)),
        "text_mention" => entity.user == Some(me.id),
        _ => false,
    }
}
