//! Inline questions: articles for somebody who asks from a chat where we are not.

use crate::conversation::answer;
use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience};
use crate::faq::{Entry, EntryId};
use crate::matcher::{Decision, Outcome};
use crate::model::incoming::InlineQuestion;
use crate::model::reply::{Article, Articles, Block, Delivery, Reply};
use crate::text::Language;

/// What `/start` gets from the button above the articles.
const START_PARAMETER: &str = "ask";

/// How many articles are offered.
const MAX_ARTICLES: usize = 5;

/// How long the same words get the same articles: short, so that a reload shows soon.
const CACHE_SECONDS: u32 = 60;

/// The first words of an answer, in characters.
const DESCRIPTION_CHARS: usize = 120;

pub(in crate::conversation) fn respond(
    context: &Context<'_>,
    asked: &InlineQuestion,
    outcome: Option<&Outcome>,
) -> Turn {
    let is_empty = asked.text.trim().is_empty();
    let spoken = outcome
        .filter(|_| !is_empty)
        .map(|outcome| outcome.language);
    let spoken = spoken.or(context.incoming.asker.language);
    let audience = context.audience(spoken.unwrap_or(Language::En));
    let ids = match outcome {
        Some(outcome) if !is_empty => fitting(outcome),
        // Nothing typed yet: show what there is.
        _ => {
            let entries = &context.knowledge.faq().entries;
            entries.iter().map(|entry| entry.id.clone()).collect()
        }
    };
    let articles: Vec<Article> = ids
        .iter()
        .filter_map(|id| context.knowledge.entry(id))
        .take(MAX_ARTICLES)
        .map(|entry| article(entry, &audience))
        .collect();
    let words = if articles.is_empty() {
        wording::INLINE_NOTHING
    } else {
        wording::INLINE_ASK
    };
    Turn::says(Reply::new(
        Delivery::Articles(Articles {
            query: asked.id.clone(),
            articles,
            start: Some((words.to(&audience).to_owned(), START_PARAMETER.to_owned())),
            cache_seconds: CACHE_SECONDS,
            // The languages of the articles are this person's.
            is_personal: true,
        }),
        Vec::new(),
    ))
}

/// Entries worth offering: what would be answered first, then what would be suggested.
fn fitting(outcome: &Outcome) -> Vec<EntryId> {
    match &outcome.decision {
        Decision::Answer(id) => {
            let others = outcome.candidates.iter().map(|candidate| &candidate.entry);
            let others = others.filter(|other| *other != id).take(2);
            std::iter::once(id).chain(others).cloned().collect()
        }
        Decision::Suggest(ids) => ids.clone(),
        Decision::None => Vec::new(),
    }
}

fn article(entry: &Entry, audience: &Audience) -> Article {
    let alone = Audience {
        both: false,
        ..*audience
    };
    let title = entry.title(audience.first).to_owned();
    let text = entry.answer.get_or_other(audience.first).unwrap_or("");
    let links = answer::links(entry, audience.first);
    Article {
        entry: entry.id.clone(),
        description: first_words(text),
        forms: vec![
            answer::blocks(entry, audience, answer::FOLD_SECOND_COLUMNS),
            answer::blocks(entry, &alone, answer::FOLD_SECOND_COLUMNS),
            vec![Block::Title(title.clone()), Block::Plain(first_words(text))],
        ],
        title,
        choices: links.into_iter().map(|button| vec![button]).collect(),
        image: entry.image.clone(),
    }
}

/// The beginning of a Markdown text on one line, without its commonest signs.
fn first_words(text: &str) -> String {
    let plain = text.replace(['*', '`', '#', '>'], "");
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= DESCRIPTION_CHARS {
        return line;
    }
    let kept: String = line.chars().take(DESCRIPTION_CHARS - 1).collect();
    format!("{}…", kept.trim_end())
}
