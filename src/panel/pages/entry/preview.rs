//! The entry as Telegram would show it.

use maud::{Markup, html};

use crate::faq::edit::EntryFields;
use crate::faq::{
    Conditions, Entry, EntryContent, EntryId, FilePlace, Link, Localized, Phrasing, Vars,
};
use crate::panel::pages::shown;
use crate::panel::talk;
use crate::panel::view::View;
use crate::panel::wording;
use crate::text::Language;

/// Related entries that a preview looks up at most.
const RELATED: usize = 5;

/// The fields as an entry in both languages, as people would see it.
pub(super) fn previews(
    view: &View<'_>,
    known: Option<&Entry>,
    fields: &EntryFields,
) -> Result<Markup, crate::store::StoreError> {
    let mut entry = as_entry(known, fields);
    let knowledge = view.panel.reads.knowledge();
    let vars = Vars(knowledge.faq().vars.clone());
    let answer = &mut entry.answer;
    for (language, answer) in [
        (Language::En, &mut answer.en),
        (Language::Zh, &mut answer.zh),
    ] {
        if let Some(text) = answer {
            *text = vars.fill(text, language);
        }
    }
    let related: Vec<Entry> = entry
        .related
        .iter()
        .filter_map(|id| knowledge.entry(id).cloned())
        .take(RELATED)
        .collect();
    let settings = view.panel.reads.assistant.settings();
    let mut both = Vec::new();
    for (language, words) in [
        (Language::En, wording::PREVIEW_EN),
        (Language::Zh, wording::PREVIEW_ZH),
    ] {
        both.push((
            language,
            words,
            talk::preview(&entry, &related, settings, language)?,
        ));
    }
    Ok(html! {
        div.columns { @for (language, words, pages) in &both {
            div lang=(language.code()) {
                p.hint { (view.t(*words)) }
                @for page in pages { (shown::message(page, None, &mut 0)) }
            }
        } }
    })
}

/// The form as an entry, for showing it alone.
fn as_entry(known: Option<&Entry>, fields: &EntryFields) -> Entry {
    let phrasings = Language::ALL.into_iter().zip(&fields.questions);
    let phrasings = phrasings.flat_map(|(language, texts)| {
        texts.iter().map(move |text| Phrasing {
            text: text.clone(),
            language,
        })
    });
    let mut phrasings: Vec<Phrasing> = phrasings.collect();
    if phrasings.is_empty() {
        phrasings.push(Phrasing {
            text: "…".into(),
            language: Language::En,
        });
    }
    let [en, zh] = fields.answer.clone();
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    let label = known
        .and_then(|entry| entry.link.clone())
        .map(|link| link.label);
    // A placeholder is as good as any name: nobody sees it.
    let id = EntryId::new("preview");
    let content = EntryContent {
        id: match (known, id) {
            (Some(entry), _) => entry.id.clone(),
            (None, Some(id)) => id,
            (None, None) => unreachable!("`preview` has the form of an id"),
        },
        topic: None,
        phrasings,
        keywords: Vec::new(),
        answer: Localized {
            en: given(en),
            zh: given(zh),
        },
        link: given(fields.link.clone()).map(|url| Link {
            url,
            label: label.unwrap_or_default(),
        }),
        more: known.map(|entry| entry.more.clone()).unwrap_or_default(),
        image: known.and_then(|entry| entry.image.clone()),
        related: fields
            .related
            .iter()
            .filter_map(|id| EntryId::new(id))
            .collect(),
        tests: Vec::new(),
        conditions: Conditions::default(),
        written: None,
    };
    Entry::new(content, FilePlace::default())
}
