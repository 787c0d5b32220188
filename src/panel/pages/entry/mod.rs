//! One entry: what it says, how it looks, what reaches it, and changing it.

mod fields;
mod form;
mod place;
mod preview;

use maud::{Markup, html};

use super::{layout, outcome};
use crate::faq::EntryId;
use crate::faq::edit::{EntryFields, NewEntry};
use crate::matcher;
use crate::panel::acts::Done;
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;
use crate::reload::FaqEdit;
use crate::text::Language;

use fields::{find, gone, read};
use form::{conflict, form, new_form};
pub use place::{move_to, remove};
use preview::previews;

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
        (place::section(view, &entry, &path, &fields.mark()))
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
    if let Some(card) = super::cards::find(view, view.request.query("card"))? {
        // The question of somebody whom people answered, and their words.
        let place = |text: &str| match crate::text::analyze(text).language() {
            Language::En => 0,
            Language::Zh => 1,
        };
        let question = crate::panel::acts::unmasked(&card.asked.text);
        fields.answer[place(&card.reply)].clone_from(&card.reply);
        fields.questions[place(&question)].push(question);
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
