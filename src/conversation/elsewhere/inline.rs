//! Inline questions: articles for somebody who asks from a chat where we are not.

use crate::conversation::answer;
use crate::conversation::context::{Context, Turn};
use crate::conversation::masking::mask;
use crate::conversation::question::{KEPT_CHARS, language_of};
use crate::conversation::wording::{self, Audience};
use crate::faq::{Entry, EntryId};
use crate::matcher::{Decision, Outcome};
use crate::model::incoming::{ChosenArticle, InlineQuestion};
use crate::model::record::{Record, TurnKind};
use crate::model::reply::{Article, Articles, Block, Button, Delivery, Reply};
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
        // Nothing typed yet: what is asked most, then what there is.
        _ => {
            let most = context.state.most_asked.iter();
            let entries = context.entries();
            let others = entries
                .map(|entry| &entry.id)
                .filter(|id| !context.state.most_asked.contains(id));
            most.chain(others).cloned().collect()
        }
    };
    let articles: Vec<Article> = ids
        .iter()
        .filter_map(|id| context.entry(id))
        .take(MAX_ARTICLES)
        .map(|entry| article(context, entry, &audience))
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

/// Somebody sent one of the articles: a question that was answered, where words had been typed.
pub(in crate::conversation) fn chosen(context: &Context<'_>, chosen: &ChosenArticle) -> Turn {
    let entry = EntryId::new(&chosen.article).and_then(|id| context.entry(&id));
    let Some(entry) = entry else {
        return Turn::default();
    };
    let text = mask(chosen.text.trim());
    let mut past = context.past_turn(&context.silent_audience());
    if text.chars().any(char::is_alphanumeric) {
        past.kind = TurnKind::Answered;
        past.language = language_of(&text);
        past.text = text.chars().take(KEPT_CHARS).collect();
    } else {
        past.kind = TurnKind::Opened;
    }
    past.candidates = vec![(entry.id.clone(), 1.0)];
    Turn {
        replies: Vec::new(),
        records: vec![Record::Turn(past)],
    }
}

fn article(context: &Context<'_>, entry: &Entry, audience: &Audience) -> Article {
    let alone = Audience {
        both: false,
        ..*audience
    };
    let title = entry.title(audience.first).to_owned();
    let text = entry.answer.get_or_other(audience.first).unwrap_or("");
    let ask = context.account.start_link(START_PARAMETER);
    let ask = ask.map(|url| Button::open(wording::ASK_MORE.to(audience), url));
    let links = answer::links(entry, audience.first);
    Article {
        id: entry.id.as_str().to_owned(),
        description: answer::first_words(text, DESCRIPTION_CHARS),
        forms: vec![
            answer::blocks(entry, audience, answer::FOLD_SECOND_COLUMNS),
            answer::blocks(entry, &alone, answer::FOLD_SECOND_COLUMNS),
            vec![
                Block::Title(title.clone()),
                Block::Plain(answer::first_words(text, DESCRIPTION_CHARS)),
            ],
        ],
        title,
        choices: links
            .into_iter()
            .chain(ask)
            .map(|button| vec![button])
            .collect(),
        image: entry.image.clone(),
    }
}
