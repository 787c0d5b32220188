//! The reader: in which languages, and in which order, somebody is told something.

use super::Context;
use crate::model::incoming::Place;
use crate::model::reply::Languages;
use crate::text::Language;

/// For whom a reply is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// The language that comes first, and the only one of buttons and short lines.
    pub first: Language,
    /// Whether the other language follows.
    pub both: bool,
}

impl Reader {
    /// The reader of a reply to something said in `spoken`.
    pub(super) fn of(context: &Context<'_>, spoken: Language) -> Reader {
        let wanted = languages(context);
        Reader {
            first: wanted.only().unwrap_or(spoken),
            both: wanted == Languages::Both,
        }
    }

    /// The reader where nothing was said in words: a command, a press, a sticker.
    pub(super) fn silent(context: &Context<'_>) -> Reader {
        let earlier = context.state.earlier.as_ref().map(|turn| turn.language);
        let program = context.incoming.asker.language;
        Reader::of(context, earlier.or(program).unwrap_or(Language::En))
    }

    /// The same reader for a long text of our own: before others one language is enough.
    pub(super) fn brief(self, context: &Context<'_>) -> Reader {
        Reader {
            both: self.both && !context.incoming.place.is_group(),
            ..self
        }
    }

    /// The languages, first one first.
    pub fn languages(&self) -> impl Iterator<Item = Language> + use<> {
        let second = self.both.then_some(self.first.other());
        std::iter::once(self.first).chain(second)
    }
}

/// The languages that hold here: the group's in a group, the person's own anywhere else.
pub(super) fn languages(context: &Context<'_>) -> Languages {
    match context.incoming.place {
        Place::Group { .. } => context.group().languages,
        _ => context
            .state
            .languages
            .unwrap_or(context.settings.languages),
    }
}
