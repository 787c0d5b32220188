//! Several questions in one message: each that is sure is answered, the others are offered, and
//! what finds nothing is named. Only what asks nothing by itself ("is that normal?") is left to the
//! answer beside it.

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
/// With more substance than this a question stands by itself: two for each longer word or number, one
/// for each Chinese character.
const SUBSTANCE: usize = 3;
/// With this much it does where it leans on nothing: "how do I cancel?", 怎么取消.
const LITTLE_SUBSTANCE: usize = 2;
/// Words that lean on what was said.
const LEANING: [&str; 6] = ["it", "this", "that", "these", "those", "there"];
/// Chinese ones.
const LEANING_ZH: [char; 5] = ['这', '這', '那', '它', '此'];
/// Chinese words that ask for more than yes or no, which short questions without a subject do.
const OPEN_ZH: [&str; 6] = ["怎么", "怎麼", "怎样", "如何", "哪", "什么时候"];
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

/// Whether a question says enough to stand by itself.
fn has_substance(question: &str) -> bool {
    let analysis = analyze(question);
    let (mut words, mut characters, mut leans) = (0, 0, question.contains(LEANING_ZH));
    for token in analysis.tokens() {
        let text = analysis.text(token);
        leans |= LEANING.contains(&text);
        match token.kind {
            _ if token.in_stop_phrase => {}
            TokenKind::Word if text.len() > 4 => words += 2,
            TokenKind::Word => {}
            TokenKind::Han => characters += 1,
            _ => words += 2,
        }
    }
    let is_open = OPEN_ZH.iter().any(|word| question.contains(word));
    words + characters > SUBSTANCE
        || !leans && (words >= LITTLE_SUBSTANCE || is_open && characters >= LITTLE_SUBSTANCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leans_on_nothing_stands_by_itself() {
        for alone in [
            "how do I cancel?",
            "Why $50?",
            "怎么取消",
            "为什么扣50元",
            "is there a student discount",
        ] {
            assert!(has_substance(alone), "{alone}");
        }
        for leaning in [
            "is that normal?",
            "why?",
            "那多久",
            "正常吗",
            "how much is it",
        ] {
            assert!(!has_substance(leaning), "{leaning}");
        }
    }
}
