//! One entry: what it says, how it looks, what reaches it, and changing it.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::{layout, outcome, shown};
use crate::conversation::wording::LocalizedText;
use crate::faq::edit::{EntryFields, NewEntry};
use crate::faq::{Entry, EntryId, FilePlace, Link, Localized, Phrasing};
use crate::matcher;
use crate::panel::acts::Done;
use crate::panel::talk;
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;
use crate::reload::FaqEdit;
use crate::text::Language;

/// Related entries that a preview looks up at most.
const RELATED: usize = 5;

pub fn page(view: &View<'_>, id: &str) -> Made {
    let Some(entry) = find(view, id) else {
        return Ok(gone(view));
    };
    let fields = EntryFields::of(&entry);
    let path = format!("/entries/{}", entry.id);
    let content = html! {
        p.soft { code { (entry.id) } " · " (view.t(wording::IN_FILE)) " " (entry.place) }
        (form(view, &path, &fields, &fields.mark()))
        div.columns {
            section {
                h2 { (view.t(wording::REACHED)) }
                div hx-get=(format!("{path}/asked")) hx-trigger="load" {
                    a href=(format!("{path}/asked")) { (view.t(wording::REACHED_SHOW)) }
                }
            }
            section {
                h2 { (view.t(wording::HISTORY)) }
                (history(view, &entry.id)?)
            }
        }
    };
    let title = entry.title(view.language()).to_owned();
    Ok(layout::titled(view, &title, content))
}

/// The questions that reached it, each with the phrasing through which it would today.
pub fn asked(view: &View<'_>, id: &str) -> Made {
    let Some(entry) = find(view, id) else {
        return Ok(gone(view));
    };
    let knowledge = view.panel.reads.knowledge();
    let thresholds = &view.panel.reads.assistant.settings().thresholds;
    let questions = view.panel.reads.reached(&entry.id)?;
    let rows = questions.iter().map(|(question, count)| {
        let found = matcher::ask(&knowledge, question, thresholds, 2).candidates;
        let own = found.into_iter().find(|one| one.entry == entry.id);
        (question, count, own.map(|one| one.phrasing))
    });
    let list = html! {
        @if questions.is_empty() { p.soft { (view.t(wording::REACHED_NONE)) } }
        ul.list {
            @for (question, count, phrasing) in rows {
                li {
                    (question) " " span.tag { (count) "×" }
                    @if let Some(phrasing) = phrasing {
                        br; span.soft { (view.t(wording::REACHED_BY)) ": " (phrasing) }
                    }
                }
            }
        }
    };
    if view.request.is_piece {
        return Ok(Response::html(list));
    }
    Ok(layout::page(
        view,
        wording::REACHED,
        html! { section { (list) } },
    ))
}

/// Writes what the form says, behind the tests.
pub fn save(view: &View<'_>, id: &str) -> Made {
    let Some(entry) = EntryId::new(id) else {
        return Ok(gone(view));
    };
    let fields = read(view).tidied();
    let edit = FaqEdit::Change {
        entry: entry.clone(),
        seen: view.request.field("seen").to_owned(),
        fields: fields.clone(),
    };
    let done = view.panel.acts.edit(view.session.admin, &edit)?;
    view.panel.reads.forget();
    if done.has_moved_on() {
        return Ok(match find(view, id) {
            Some(now) => conflict(view, &now, &fields),
            None => gone(view),
        });
    }
    finish(view, &done, Some(&entry), &fields)
}

/// A form for a new entry, with the questions of a group where it is for one.
pub fn new(view: &View<'_>) -> Made {
    let mut fields = EntryFields::default();
    let mut id = String::new();
    let group = view.request.query("group");
    if !group.is_empty()
        && let Some(item) = super::unanswered::find(view, group)
    {
        for question in crate::panel::acts::questions_of(&item) {
            let place = match crate::text::analyze(&question).language() {
                Language::En => 0,
                Language::Zh => 1,
            };
            fields.questions[place].push(question);
        }
        id = crate::panel::acts::id_of(&fields.questions[0], &view.panel.reads.knowledge());
    }
    let content = new_form(view, &id, group, &fields);
    Ok(layout::page(view, wording::NEW_ENTRY, content))
}

/// Writes a new entry, behind the tests.
pub fn create(view: &View<'_>) -> Made {
    let fields = read(view).tidied();
    let id = view
        .request
        .field("id")
        .trim()
        .to_lowercase()
        .replace(' ', "-");
    let group = view.request.field("group");
    let Some(entry) = EntryId::new(&id) else {
        let content = html! {
            section.notice.bad-edge role="alert" { p { (view.t(wording::ID)) ": " (view.t(wording::ID_HINT)) } }
            (new_form(view, &id, group, &fields))
        };
        return Ok(layout::page(view, wording::NEW_ENTRY, content));
    };
    let beside = super::unanswered::find(view, group);
    let beside = beside.and_then(|item| item.nearest.first().map(|(id, _)| id.clone()));
    let both = |texts: [Vec<String>; 2]| {
        let texts = Language::ALL.into_iter().zip(texts);
        texts
            .flat_map(|(language, texts)| texts.into_iter().map(move |text| (language, text)))
            .collect()
    };
    let answers = fields.answer.clone().map(|text| match text.is_empty() {
        true => Vec::new(),
        false => vec![text],
    });
    let edit = FaqEdit::Entry {
        entry: NewEntry {
            id: entry.clone(),
            questions: both(fields.questions.clone()),
            answer: both(answers),
            link: Some(fields.link.clone()).filter(|link| !link.is_empty()),
        },
        beside,
    };
    let done = view.panel.acts.edit(view.session.admin, &edit)?;
    view.panel.reads.forget();
    if done.is_taken() {
        return finish(view, &done, Some(&entry), &fields);
    }
    let content = html! {
        (outcome::section(view, &done, html! {}))
        (new_form(view, &id, group, &fields))
    };
    Ok(layout::page(view, wording::NEW_ENTRY, content))
}

/// The entry as Telegram would show it, in both languages, as the form stands.
pub fn preview(view: &View<'_>, id: Option<&str>) -> Made {
    let known = id.and_then(|id| find(view, id));
    let shown = previews(view, known.as_ref(), &read(view).tidied())?;
    if view.request.is_piece {
        return Ok(Response::html(shown));
    }
    Ok(layout::page(view, wording::PREVIEW, shown))
}

fn previews(
    view: &View<'_>,
    known: Option<&Entry>,
    fields: &EntryFields,
) -> Result<Markup, crate::store::StoreError> {
    let entry = as_entry(known, fields);
    let knowledge = view.panel.reads.knowledge();
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

/// What the form says.
fn read(view: &View<'_>) -> EntryFields {
    let field = |name| view.request.field(name).replace("\r\n", "\n");
    let list = |name| field(name).lines().map(str::to_owned).collect();
    EntryFields {
        questions: [list("questions_en"), list("questions_zh")],
        keywords: list("keywords"),
        answer: [field("answer_en"), field("answer_zh")],
        link: field("link"),
        related: list("related"),
        tests: list("tests"),
    }
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
    Entry {
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
        place: FilePlace::default(),
    }
}

fn find(view: &View<'_>, id: &str) -> Option<Entry> {
    let id = EntryId::new(id)?;
    view.panel.reads.knowledge().entry(&id).cloned()
}

fn gone(view: &View<'_>) -> Response {
    layout::refusal(view, wording::ENTRY_GONE, StatusCode::NOT_FOUND)
}

fn finish(view: &View<'_>, done: &Done, id: Option<&EntryId>, fields: &EntryFields) -> Made {
    let path = id.map(|id| format!("/entries/{id}"));
    let follow = html! {
        @if let Some(path) = &path { a.button href=(path) { (view.t(wording::OPEN_ENTRY)) } }
        a.button href="/unanswered" { (view.t(wording::UNANSWERED)) }
    };
    let content = html! {
        (outcome::section(view, done, follow))
        @if let (false, Some(path)) = (done.is_taken(), &path) {
            h2 { (view.t(wording::BACK_TO_FORM)) }
            (form(view, path, fields, view.request.field("seen")))
        }
    };
    Ok(layout::page(view, wording::ENTRIES, content))
}

/// Somebody else changed the entry: what it says now beside what was written here.
fn conflict(view: &View<'_>, now: &Entry, mine: &EntryFields) -> Response {
    let theirs = EntryFields::of(now);
    let lines = |list: &Vec<String>| list.join("\n");
    let rows = [
        (
            wording::QUESTIONS_EN,
            lines(&theirs.questions[0]),
            lines(&mine.questions[0]),
        ),
        (
            wording::QUESTIONS_ZH,
            lines(&theirs.questions[1]),
            lines(&mine.questions[1]),
        ),
        (
            wording::ANSWER_EN,
            theirs.answer[0].clone(),
            mine.answer[0].clone(),
        ),
        (
            wording::ANSWER_ZH,
            theirs.answer[1].clone(),
            mine.answer[1].clone(),
        ),
        (wording::LINK, theirs.link.clone(), mine.link.clone()),
        (
            wording::KEYWORDS,
            lines(&theirs.keywords),
            lines(&mine.keywords),
        ),
        (
            wording::RELATED,
            lines(&theirs.related),
            lines(&mine.related),
        ),
        (wording::TESTS, lines(&theirs.tests), lines(&mine.tests)),
    ];
    let differing: Vec<_> = rows
        .into_iter()
        .filter(|(_, theirs, mine)| theirs.trim() != mine.trim())
        .collect();
    let path = format!("/entries/{}", now.id);
    let content = html! {
        section.notice.bad-edge role="alert" {
            p { strong { (view.t(wording::CHANGED_SINCE)) } }
            @if differing.is_empty() { p { (view.t(wording::SAME_AS_NOW)) } }
            @for (words, theirs, mine) in &differing {
                h2 { (view.t(*words)) }
                div.columns {
                    div { p.hint { (view.t(wording::THEIRS)) } pre { (theirs) } }
                    div { p.hint { (view.t(wording::YOURS)) } pre { (mine) } }
                }
            }
            p { a.button href=(path) { (view.t(wording::OPEN_ENTRY)) } }
        }
        h2 { (view.t(wording::SAVE_OVER)) }
        (form(view, &path, mine, &theirs.mark()))
    };
    layout::page(view, wording::ENTRIES, content).status(StatusCode::CONFLICT)
}

fn form(view: &View<'_>, path: &str, fields: &EntryFields, seen: &str) -> Markup {
    let preview = format!("{path}/preview");
    let shown = find(view, path.rsplit('/').next().unwrap_or_default());
    let shown = previews(view, shown.as_ref(), &fields.tidied()).unwrap_or_default();
    html! {
        form method="post" action=(path) hx-post=(preview) hx-target="#preview"
            hx-trigger="input delay:400ms" hx-sync="this:replace" {
            (view.csrf())
            input type="hidden" name="seen" value=(seen);
            (both_languages(view, fields))
            section {
                (line(view, "link", wording::LINK, &fields.link, "url"))
                div.columns {
                    (area(view, "keywords", wording::KEYWORDS, wording::ONE_A_LINE, &fields.keywords.join("\n"), ""))
                    (area(view, "related", wording::RELATED, wording::ONE_A_LINE, &fields.related.join("\n"), ""))
                    (area(view, "tests", wording::TESTS, wording::TESTS_HINT, &fields.tests.join("\n"), ""))
                }
                (buttons(view, &preview))
            }
        }
        (preview_section(view, shown))
    }
}

fn new_form(view: &View<'_>, id: &str, group: &str, fields: &EntryFields) -> Markup {
    html! {
        form method="post" action="/new" hx-post="/new/preview" hx-target="#preview"
            hx-trigger="input delay:400ms" hx-sync="this:replace" {
            (view.csrf())
            input type="hidden" name="group" value=(group);
            section {
                label for="id" { (view.t(wording::ID)) " " span.hint { (view.t(wording::ID_HINT)) } }
                input #id type="text" name="id" value=(id) maxlength="48" required autocomplete="off";
            }
            (both_languages(view, fields))
            section {
                (line(view, "link", wording::LINK, &fields.link, "url"))
                (buttons(view, "/new/preview"))
            }
        }
        (preview_section(view, html! {}))
    }
}

fn both_languages(view: &View<'_>, fields: &EntryFields) -> Markup {
    html! {
        div.columns {
            section {
                (area(view, "questions_en", wording::QUESTIONS_EN, wording::FIRST_IS_TITLE, &fields.questions[0].join("\n"), "en"))
                (area(view, "answer_en", wording::ANSWER_EN, wording::MARKDOWN, &fields.answer[0], "en"))
            }
            section {
                (area(view, "questions_zh", wording::QUESTIONS_ZH, wording::FIRST_IS_TITLE, &fields.questions[1].join("\n"), "zh"))
                (area(view, "answer_zh", wording::ANSWER_ZH, wording::MARKDOWN, &fields.answer[1], "zh"))
            }
        }
    }
}

fn buttons(view: &View<'_>, preview: &str) -> Markup {
    html! {
        div.row {
            button.main { (view.t(wording::SAVE)) }
            button formaction=(preview) { (view.t(wording::PREVIEW)) }
        }
    }
}

fn preview_section(view: &View<'_>, shown: Markup) -> Markup {
    html! {
        section {
            h2 { (view.t(wording::PREVIEW)) }
            div #preview aria-live="polite" { (shown) }
        }
    }
}

fn line(view: &View<'_>, name: &str, words: LocalizedText, value: &str, kind: &str) -> Markup {
    html! {
        label for=(name) { (view.t(words)) }
        input id=(name) type=(kind) name=(name) value=(value);
    }
}

fn area(
    view: &View<'_>,
    name: &str,
    words: LocalizedText,
    hint: LocalizedText,
    value: &str,
    lang: &str,
) -> Markup {
    let class = if name.starts_with("answer") {
        "tall"
    } else {
        ""
    };
    html! {
        div {
            label for=(name) { (view.t(words)) " " span.hint { (view.t(hint)) } }
            textarea id=(name) name=(name) class=(class) lang=[(!lang.is_empty()).then_some(lang)] {
                // A browser drops the first line end of a field.
                "\n" (value)
            }
        }
    }
}

/// The changes of this entry, latest first.
fn history(view: &View<'_>, id: &EntryId) -> Result<Markup, crate::store::StoreError> {
    let edits = view.panel.reads.edits(id)?;
    Ok(html! {
        @if edits.is_empty() { p.soft { (view.t(wording::HISTORY_NONE)) } }
        ul.list {
            @for edit in &edits {
                li {
                    (layout::moment(edit.at_seconds)) " "
                    span.tag { (super::versions::who(view, edit.by.as_ref())) }
                    @if edit.undone { " " span.tag { (view.t(wording::UNDONE)) } }
                    details { summary { (view.t(wording::DIFFERENCE)) } pre { (edit.patch.unified()) } }
                    @if !edit.undone {
                        form method="post" action="/undo" {
                            (view.csrf())
                            input type="hidden" name="turn" value=(edit.turn);
                            button { "↩ " (view.t(wording::UNDO)) }
                        }
                    }
                }
            }
        }
    })
}
