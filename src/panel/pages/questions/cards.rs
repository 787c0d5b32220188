//! Questions that people answer: the open cards of the staff's chat, and what can be done with one.

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::conversation::wording::LocalizedText;
use crate::model::card::{CardReason, StaffCard};
use crate::model::choice::StaffStep;
use crate::panel::acts;
use crate::panel::acts::cards::{self, CardAct, CardDone, Colleague};
use crate::panel::pages::{layout, outcome};
use crate::panel::view::{Made, View};
use crate::panel::wording;
use crate::reload::FaqEdit;

/// How much of a question the list shows, in characters.
const LISTED_CHARS: usize = 160;

pub fn page(view: &View<'_>) -> Made {
    let open = cards::open(&view.panel.reads.assistant)?;
    let content = html! {
        @match &open {
            None => section.notice { p { (view.t(wording::CARDS_OFF)) } },
            Some(open) => section {
                @if open.is_empty() { p.good { "✓ " (view.t(wording::CARDS_NONE)) } }
                ul.list { @for card in open { li {
                    a href=(format!("/cards/{}", card.asked.card)) { (title(view, card)) }
                    " " span.tag { (view.t(state(card))) }
                    br; span.soft {
                        (layout::moment(card.asked.at_seconds)) " UTC · " (view.t(why(card)))
                        @if let Some(by) = &card.taken_by { " · " (by) }
                    }
                } } }
            },
        }
    };
    Ok(layout::page(view, wording::CARDS, content))
}

/// One card.
pub fn one(view: &View<'_>, number: &str) -> Made {
    match find(view, number)? {
        Some(card) => Ok(layout::page(view, wording::CARDS, shown(view, &card))),
        None => Ok(gone(view)),
    }
}

/// The card of this number, if it is kept.
pub fn find(view: &View<'_>, number: &str) -> Result<Option<StaffCard>, crate::store::StoreError> {
    match number.parse() {
        Ok(number) => cards::find(&view.panel.reads.assistant, number),
        Err(_) => Ok(None),
    }
}

fn shown(view: &View<'_>, card: &StaffCard) -> Markup {
    let knowledge = view.panel.reads.knowledge();
    let asked = &card.asked;
    let path = format!("/cards/{}", asked.card);
    let button =
        |act: &str, words: LocalizedText| view.button(&format!("{path}/{act}"), view.t(words), "");
    html! {
        section {
            h2 lang=(asked.language.code()) { (title(view, card)) }
            p.soft {
                (layout::moment(asked.at_seconds)) " UTC · " (view.t(why(card))) " · "
                (view.t(if asked.in_group { wording::CARD_IN_GROUP } else { wording::CARD_IN_PRIVATE }))
                " · " (view.t(state(card)))
                @if let Some(by) = &card.taken_by { " · " (by) }
            }
            @if !asked.earlier.is_empty() {
                h3 { (view.t(wording::CARD_EARLIER)) }
                ul { @for one in &asked.earlier { li {
                    (one.text) @if let Some(entry) = &one.entry { " → " a href=(format!("/entries/{entry}")) { (entry) } }
                } } }
            }
            @if !card.reply.is_empty() {
                h3 { (view.t(wording::CARD_REPLY)) }
                div.message { (card.reply) }
            }
        }
        section {
            form method="post" action=(format!("{path}/say")) {
                (view.csrf())
                label for="text" { (view.t(wording::CARD_SAY)) " " span.hint { (view.t(wording::CARD_SAY_HINT)) } }
                textarea #text name="text" required maxlength="4000" {}
                div.row { button.main { (view.t(wording::SEND)) } }
            }
            @if !asked.nearest.is_empty() {
                h3 { (view.t(wording::CARD_WITH_ENTRY)) }
                ul.list { @for (pick, (id, confidence)) in asked.nearest.iter().enumerate() {
                    @if let Some(entry) = knowledge.entry(id) { li.row {
                        form method="post" action=(format!("{path}/entry")) {
                            (view.csrf())
                            input type="hidden" name="pick" value=(pick);
                            button { (view.t(wording::SEND)) " " (id) }
                        }
                        a href=(format!("/entries/{id}")) { (entry.title(view.language())) }
                        span.soft { (layout::percent(*confidence)) }
                    } }
                } }
            }
            div.row {
                @if card.taken_by.is_none() && !card.is_closed { (button("take", wording::CARD_TAKE)) }
                @if card.is_closed { (button("reopen", wording::CARD_REOPEN)) }
                @else { (button("close", wording::CARD_CLOSE)) }
                @if !card.reply.is_empty() && !asked.text.is_empty() {
                    a.button href=(format!("/new?card={}", asked.card)) { "✏️ " (view.t(wording::MAKE_ENTRY)) }
                }
                @if !asked.text.is_empty() && !card.is_closed {
                    (button("scope", wording::OUT_OF_SCOPE))
                }
                (button("mute", wording::CARD_MUTE))
            }
        }
        p { a.button href="/cards" { (view.t(wording::BACK_TO_LIST)) } }
    }
}

/// Does with a card what was chosen.
pub fn act(view: &View<'_>, number: &str, act: &str) -> Made {
    let Some(card) = find(view, number)? else {
        return Ok(gone(view));
    };
    let text = view.request.field("text").trim();
    let wanted = match act {
        "say" if !text.is_empty() => CardAct::Say(text.to_owned()),
        "entry" => CardAct::Entry(view.request.field("pick").parse().unwrap_or(u8::MAX)),
        "take" => CardAct::Press(StaffStep::Take),
        "close" => CardAct::Press(StaffStep::Close),
        "reopen" => CardAct::Press(StaffStep::Reopen),
        "mute" => CardAct::Press(StaffStep::Mute),
        "scope" => return out_of_scope(view, &card),
        _ => {
            return Ok(layout::refusal(
                view,
                wording::NOT_FOUND,
                StatusCode::NOT_FOUND,
            ));
        }
    };
    let done = view
        .panel
        .acts
        .on_card(&colleague(view), card.asked.card, wanted)?;
    let (words, is_done) = match done {
        CardDone::Done => (wording::CARD_DONE, true),
        CardDone::Gone => (wording::CARD_GONE, false),
        CardDone::NotThere => (wording::CARD_NOT_THERE, false),
    };
    let now = find(view, number)?.unwrap_or(card);
    let edge = if is_done { "notice" } else { "notice bad-edge" };
    let content = html! {
        section class=(edge) role="status" { p { (view.t(words)) } }
        (shown(view, &now))
    };
    Ok(layout::page(view, wording::CARDS, content))
}

/// No entry may answer the question, and the card is done with it.
fn out_of_scope(view: &View<'_>, card: &StaffCard) -> Made {
    let edit = FaqEdit::OutOfScope {
        text: acts::unmasked(&card.asked.text),
        near: card.asked.nearest.first().map(|(id, _)| id.clone()),
    };
    let done = view.panel.acts.edit(view.session.admin, &edit)?;
    view.panel.reads.forget();
    if done.is_taken() && !card.is_closed {
        let close = CardAct::Press(StaffStep::Close);
        let who = colleague(view);
        view.panel.acts.on_card(&who, card.asked.card, close)?;
    }
    let back = html! { a.button href="/cards" { (view.t(wording::BACK_TO_LIST)) } };
    outcome::page(view, wording::CARDS, &done, back)
}

/// The reader, as the staff's chat calls them: by their place in the configuration.
fn colleague(view: &View<'_>) -> Colleague {
    let id = view.session.admin;
    let is_admin = view.is_admin();
    let role = match is_admin {
        true => wording::ADMIN,
        false => wording::EDITOR,
    };
    let place = view.panel.auth.place(id).unwrap_or_default();
    Colleague {
        id,
        name: format!("{} {place}", view.t(role)),
        is_admin,
    }
}

fn gone(view: &View<'_>) -> crate::panel::web::response::Response {
    layout::refusal(view, wording::CARD_GONE, StatusCode::NOT_FOUND)
}

fn title(view: &View<'_>, card: &StaffCard) -> String {
    match card.asked.text.as_str() {
        "" => view.t(wording::CARD_WANTS_PEOPLE).to_owned(),
        text if text.chars().count() > LISTED_CHARS => {
            let cut: String = text.chars().take(LISTED_CHARS).collect();
            format!("{cut}…")
        }
        text => text.to_owned(),
    }
}

fn state(card: &StaffCard) -> LocalizedText {
    match (card.is_closed, card.answered_at, &card.taken_by) {
        (true, ..) => wording::CARD_IS_CLOSED,
        (_, Some(_), _) => wording::CARD_IS_ANSWERED,
        (_, None, Some(_)) => wording::CARD_IS_TAKEN,
        (_, None, None) => wording::CARD_WAITS,
    }
}

fn why(card: &StaffCard) -> LocalizedText {
    match card.asked.why {
        CardReason::NoAnswer => wording::CARD_NO_ANSWER,
        CardReason::NotHelpful => wording::CARD_NOT_HELPFUL,
        CardReason::AskedFor => wording::CARD_ASKED_FOR,
    }
}
