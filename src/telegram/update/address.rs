//! Whether the words of a message are addressed to us, and what is left of them without the
//! address.

use crate::telegram::update::dto::{Entity, Kind, Message, Update};
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
    if to_us && !names_somebody_else(message, text, me) {
        Addressed::Words(text.to_owned())
    } else {
        Addressed::Nobody(text.to_owned())
    }
}

/// Whether somebody else is called by name: a reply to us is then for them.
fn names_somebody_else(message: &Message, text: &str, me: &Identity) -> bool {
    message.entities.iter().any(|entity| {
        matches!(entity.kind.as_str(), "mention" | "text_mention")
            && !is_mention_of(entity, text, me)
    })
}

/// Whether the update calls a bot by a name that is not ours: by a command to it, or a mention.
pub fn names_unknown_bot(update: &Update, me: &Identity) -> bool {
    let (Kind::Message(message), Some(text)) = (&update.kind, update.text()) else {
        return false;
    };
    message.entities.iter().any(|entity| {
        let written = &text[entity.span_bytes.clone()];
        let name = match entity.kind.as_str() {
            "mention" => written.strip_prefix('@'),
            "bot_command" => written.split_once('@').map(|(_, name)| name),
            _ => None,
        };
        name.is_some_and(|name| {
            // Names of bots end so.
            let is_bot = name.to_ascii_lowercase().ends_with("bot");
            is_bot && !name.eq_ignore_ascii_case(&me.username)
        })
    })
}

/// The command that the text begins with.
fn command(message: &Message, text: &str, me: &Identity) -> Option<Addressed> {
    marked_command(message, text, me).or_else(|| unmarked_command(message, text, me))
}

/// A command that Chinese words follow without a blank, which Telegram does not mark:
/// `/ask怎么退款`, `/ask@us怎么退款`.
fn unmarked_command(message: &Message, text: &str, me: &Identity) -> Option<Addressed> {
    let written = text.trim_start().strip_prefix('/')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@');
    let (name, rest) = written.split_at(written.find(|c| !is_name(c))?);
    let follows = rest.chars().next().is_some_and(char::is_alphanumeric);
    let is_marked = message
        .entities
        .iter()
        .any(|entity| entity.kind == "bot_command");
    if name.is_empty() || !follows || is_marked {
        return None;
    }
    let (name, to) = match name.split_once('@') {
        Some((name, to)) => (name, Some(to)),
        None => (name, None),
    };
    if to.is_some_and(|to| !to.eq_ignore_ascii_case(&me.username)) {
        return Some(Addressed::Other);
    }
    Some(Addressed::Command {
        name: name.to_ascii_lowercase(),
        rest: rest.trim().to_owned(),
        by_name: to.is_some(),
    })
}

/// The command that Telegram marks at the beginning of the text.
fn marked_command(message: &Message, text: &str, me: &Identity) -> Option<Addressed> {
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
    let marked = message.entities.iter();
    let mut spans: Vec<std::ops::Range<usize>> = marked
        .filter(|entity| is_mention_of(entity, text, me))
        .map(|entity| entity.span_bytes.clone())
        .collect();
    if spans.is_empty() {
        spans.extend(unmarked_mention(message, text, me));
    }
    (!spans.is_empty()).then(|| cut_out(text, spans.into_iter()))
}

/// Our name where a letter other than English stands right before or after it: Telegram does not
/// mark `@us怎么退款`. Inside of anything that is marked it is no mention.
fn unmarked_mention(
    message: &Message,
    text: &str,
    me: &Identity,
) -> Option<std::ops::Range<usize>> {
    let length = me.username.len();
    if length == 0 {
        return None;
    }
    text.match_indices('@').find_map(|(start, _)| {
        let end = start + 1 + length;
        let name = text.get(start + 1..end)?;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_ours = name.eq_ignore_ascii_case(&me.username)
            && !before.is_some_and(is_name)
            && !after.is_some_and(is_name);
        let is_glued = [before, after]
            .into_iter()
            .flatten()
            .any(|c| !c.is_ascii() && c.is_alphanumeric());
        let is_free = message
            .entities
            .iter()
            .all(|entity| end <= entity.span_bytes.start || entity.span_bytes.end <= start);
        (is_ours && is_glued && is_free).then_some(start..end)
    })
}

/// The words without our name at their beginning or end, marked or not.
pub fn without_name(text: &str, me: &Identity) -> String {
    let name = format!("@{}", me.username);
    let is_name = |word: &str| !me.username.is_empty() && word.eq_ignore_ascii_case(&name);
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if is_name(first) {
        return rest.trim().to_owned();
    }
    match text.rsplit_once(char::is_whitespace) {
        Some((before, last)) if is_name(last) => before.trim().to_owned(),
        _ => text.to_owned(),
    }
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
