//! Short replies: one line of our own in answer to a command.

use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{Audience, LocalizedText};
use crate::model::reply::{Block, Reply};

/// One line, in the audience's first language.
pub(in crate::conversation) fn says(
    context: &Context<'_>,
    audience: &Audience,
    words: &LocalizedText,
) -> Turn {
    line(context, words.to(audience).to_owned())
}

/// One line of our own.
pub(in crate::conversation) fn line(context: &Context<'_>, text: String) -> Turn {
    Turn::says(short(context, vec![Block::Plain(text)]))
}

/// A reply of our own in answer to a command; in groups it answers the message and may go away.
pub(in crate::conversation) fn short(context: &Context<'_>, blocks: Vec<Block>) -> Reply {
    let reply_to = context
        .incoming
        .place
        .is_group()
        .then_some(context.incoming.message);
    let mut reply = Reply::send(reply_to, blocks);
    reply.lifetime_seconds = context.short_lifetime();
    reply
}
