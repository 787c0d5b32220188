//! `/why`: for owners, why an answer was given.

use super::reader::Reader;
use super::wording;
use super::{Context, Turn, command};
use crate::reply::{Block, Reply};

pub(super) fn respond(context: &Context<'_>, reader: &Reader) -> Turn {
    if context.incoming.place.is_group() {
        return command::says(context, reader, &wording::OWNERS_IN_PRIVATE);
    }
    let Some(earlier) = &context.state.earlier else {
        return command::says(context, reader, &wording::WHY_HOW);
    };
    let mut lines = vec![
        format!("question: {}", earlier.text),
        format!("result:   {}", earlier.kind.code()),
        format!("faq:      {}", earlier.revision),
    ];
    for (id, confidence) in &earlier.candidates {
        lines.push(format!("{confidence:.3}  {id}"));
    }
    if earlier.revision != context.knowledge.revision() {
        lines.push(format!("faq now:  {}", context.knowledge.revision()));
    }
    Turn::says(Reply::send(
        Some(context.incoming.message),
        vec![Block::Code(lines.join("\n"))],
    ))
}
