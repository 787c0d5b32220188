//! An entry opened by name: by a link, or by an example that was pressed.

use crate::conversation::answer::{self, View};
use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::Audience;
use crate::faq::Entry;
use crate::model::incoming::What;
use crate::model::record::{Record, TurnKind};
use crate::model::reply::Delivery;

/// An entry opened by a link or by an example, as a new message.
pub(in crate::conversation) fn open(
    context: &Context<'_>,
    audience: &Audience,
    entry: &Entry,
) -> Turn {
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
    let mut past = context.past_turn(audience);
    past.kind = TurnKind::Opened;
    past.candidates = vec![(entry.id.clone(), 1.0)];
    Turn {
        replies: vec![answer::reply(context, audience, entry, view, delivery)],
        records: vec![Record::Turn(past)],
    }
}
