//! Several questions in one message: each that is sure is answered, the others are offered, and
//! what finds nothing is named. None is passed over in silence.

use crate::conversation::answer::{self, View};
use crate::conversation::context::Context;
use crate::conversation::masking::mask;
use crate::conversation::offer;
use crate::conversation::typed::smalltalk::smalltalk;
use crate::conversation::wording::{self, Audience};
use crate::faq::{Entry, EntryId};
use crate::matcher::{Decision, Outcome};
use crate::model::reply::{Block, Delivery, Reply};
use crate::text::{TokenKind, analyze, questions};

/// Entries offered for each question that is not sure.
const OFFERED: usize = 2;
/// Words of substance, and Chinese characters, that a question has at least to be told that it
/// finds nothing: "is that normal?" says nothing by itself.
const SUBSTANCE: usize = 3;
/// Characters of a question that are repeated to the person who asked.
const REPEATED: usize = 60;

/// What becomes of the questions of one message.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::conversation) struct Several {
    /// Entries that answer, in the order they were asked for.
    pub answers: Vec<EntryId>,
    /// Questions that are not sure, with what is offered.
    pub offers: Vec<(String, Vec<EntryId>)>,
    /// Questions that are not sure, and nearest to what is answered already.
    pub above: Vec<String>,
    /// Questions that find nothing.
    pub nothing: Vec<String>,
}

/// Asks each question of a message; `None` where it has one, or all of them mean what the message
/// as a whole is answered with.
pub(in crate::conversation) fn read(
    context: &Context<'_>,
    text: &str,
    whole: &Outcome,
) -> Option<Several> {
    let parts = questions(text);
    if parts.len() < 2 {
        return None;
    }
    let mut several = Several::default();
    let mut unsure = Vec::new();
    for part in parts {
        if smalltalk(part).is_some() {
            continue;
        }
        let outcome = context.ask(part, OFFERED);
        match outcome.decision {
            Decision::Answer(id) if several.answers.contains(&id) => {}
            Decision::Answer(id) => several.answers.push(id),
            Decision::Suggest(ids) => unsure.push((part, ids)),
            Decision::None if has_substance(part) => unsure.push((part, Vec::new())),
            Decision::None => {}
        }
    }
    if several.answers.is_empty()
        && let Decision::Answer(id) = &whole.decision
    {
        several.answers.push(id.clone());
        // It may be one question that takes several sentences.
        unsure.retain(|(_, ids)| !ids.is_empty());
    }
    for (part, mut ids) in unsure {
        let is_above = ids.first().is_some_and(|id| several.answers.contains(id));
        if is_above && !has_substance(part) {
            continue;
        }
        ids.retain(|id| !several.answers.contains(id));
        let known = several.offers.iter().flat_map(|(_, known)| known);
        let known: Vec<&EntryId> = known.collect();
        if !ids.is_empty() && ids.iter().all(|id| known.contains(&id)) {
            continue;
        }
        ids.retain(|id| !known.contains(&id));
        ids.truncate(OFFERED);
        let said: String = mask(part.trim_end_matches(['?', '？', '。', '.', '!', '！']))
            .chars()
            .take(REPEATED)
            .collect();
        if is_above {
            several.above.push(said);
        } else if ids.is_empty() {
            several.nothing.push(said);
        } else {
            several.offers.push((said, ids));
        }
    }
    let said = several.offers.len() + several.above.len() + several.nothing.len();
    let more = several.answers.len() + said > 1;
    let helps = !several.answers.is_empty() || !several.offers.is_empty();
    (more && helps).then_some(several)
}

impl Several {
    /// Entries in the order they are shown.
    pub fn shown(&self) -> Vec<EntryId> {
        let offered = self.offers.iter().flat_map(|(_, ids)| ids);
        self.answers.iter().chain(offered).cloned().collect()
    }
}

/// The reply that shows all answers and offers; `first` is the entry of the first answer.
pub(in crate::conversation) fn reply(
    context: &Context<'_>,
    audience: &Audience,
    several: &Several,
    view: View,
    delivery: Delivery,
) -> Reply {
    let entry = |id: &EntryId| context.entry(id);
    let answered: Vec<&Entry> = several.answers.iter().filter_map(entry).collect();
    let mut reply = match answered.first() {
        Some(first) => answer::reply(context, audience, first, view, delivery),
        None => Reply::new(delivery, Vec::new()),
    };
    let first_links = answered
        .first()
        .map_or(0, |first| answer::links(first, audience.first).len());
    let mut rows = Vec::new();
    for entry in answered.iter().skip(1) {
        reply
            .blocks
            .extend(answer::blocks(entry, audience, answer::FOLD_SECOND_COLUMNS));
        rows.extend(
            answer::links(entry, audience.first)
                .into_iter()
                .map(|one| vec![one]),
        );
    }
    for (asked, ids) in &several.offers {
        reply
            .blocks
            .extend(says(audience, asked, wording::ALSO_ASKED));
        rows.extend(offer::entry_rows(context, audience, view.turn, ids));
    }
    for asked in &several.above {
        reply
            .blocks
            .extend(says(audience, asked, wording::ALSO_ABOVE));
    }
    for asked in &several.nothing {
        reply
            .blocks
            .extend(says(audience, asked, wording::ALSO_NOTHING));
    }
    if answered.is_empty() {
        rows.push(vec![offer::none_of(audience, view.turn)]);
    }
    // Behind the first answer's articles, before what is related and the feedback.
    let at = first_links.min(reply.choices.len());
    reply.choices.splice(at..at, rows);
    reply
}

/// The reply of an earlier turn again: the answer to one question, or to several.
pub(in crate::conversation) fn again(
    context: &Context<'_>,
    audience: &Audience,
    entry: &Entry,
    view: View,
    delivery: Delivery,
) -> Reply {
    let earlier = context.state.earlier.as_ref();
    let several = earlier.and_then(|earlier| read_again(context, &earlier.text));
    match several.filter(|several| several.answers.first() == Some(&entry.id)) {
        Some(several) => reply(context, audience, &several, view, delivery),
        None => answer::reply(context, audience, entry, view, delivery),
    }
}

/// The questions of kept words.
pub(in crate::conversation) fn read_again(context: &Context<'_>, text: &str) -> Option<Several> {
    if questions(text).len() < 2 {
        return None;
    }
    let whole = context.ask(text, OFFERED);
    read(context, text, &whole)
}

fn says(audience: &Audience, asked: &str, words: wording::LocalizedText) -> Vec<Block> {
    audience
        .languages()
        .map(|language| Block::Plain(words.fill(language, &[("asked", asked)])))
        .collect()
}

/// Whether a question says enough to be told that it finds nothing.
fn has_substance(question: &str) -> bool {
    let analysis = analyze(question);
    let tokens = analysis.tokens().iter();
    let weight = tokens.filter(|token| !token.in_stop_phrase).map(|token| {
        let text = analysis.text(token);
        match token.kind {
            TokenKind::Word if text.len() > 4 => 2,
            TokenKind::Word => 0,
            TokenKind::Han => 1,
            _ => 2,
        }
    });
    weight.sum::<usize>() > SUBSTANCE
}
