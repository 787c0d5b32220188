//! A chat with the FAQ in use.

use maud::{Markup, html};

use super::{entries, layout, shown};
use crate::panel::auth::session::SessionKey;
use crate::panel::state::Panel;
use crate::panel::talk::Talk;
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;
use crate::store::StoreError;

/// How many conversations are held at once; the memory of each takes some hundred kilobytes.
const TALKS: usize = 4;

impl Panel {
    /// Ends the conversation of a session that ends.
    pub(super) fn end_talk(&self, key: &SessionKey) {
        self.talks().remove(key);
    }

    fn talks(&self) -> std::sync::MutexGuard<'_, std::collections::HashMap<SessionKey, Talk>> {
        // Nothing is half done behind this lock that matters.
        self.talks
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Does something with the session's conversation, which begins with it.
    fn talk<T>(
        &self,
        key: SessionKey,
        then: impl FnOnce(&mut Talk) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut talks = self.talks();
        if !talks.contains_key(&key) {
            if talks.len() >= TALKS
                && let Some(other) = talks.keys().next().copied()
            {
                talks.remove(&other);
            }
            let settings = self.reads.assistant.settings().clone();
            talks.insert(key, Talk::new(self.reads.knowledge(), settings)?);
        }
        match talks.get_mut(&key) {
            Some(talk) => {
                talk.about(self.reads.knowledge());
                then(talk)
            }
            None => Err(StoreError::Failed("no memory for a conversation".into())),
        }
    }
}

pub fn page(view: &View<'_>) -> Made {
    let said = lines(view)?;
    let content = html! {
        p.soft { (view.t(wording::TRY_HINT)) }
        section { (said) }
        form.row method="post" action="/try" {
            (view.csrf())
            div.grow {
                label for="search" { (view.t(wording::SAY)) }
                input #search type="text" name="q" autocomplete="off" maxlength="4096" autofocus;
            }
            button.main { (view.t(wording::SEND)) }
        }
        (view.button("/try/again", view.t(wording::BEGIN_AGAIN), ""))
    };
    Ok(layout::page(view, wording::TRY, content))
}

/// Says something.
pub fn say(view: &View<'_>) -> Made {
    let words = view.request.field("q").trim();
    if !words.is_empty() {
        view.panel
            .talk(view.key, |talk| talk.say(words, view.language()))?;
    }
    Ok(Response::see("/try"))
}

/// Presses a button of the latest message that has any.
pub fn press(view: &View<'_>) -> Made {
    if let Ok(number) = view.request.field("button").parse() {
        view.panel
            .talk(view.key, |talk| talk.press(number, view.language()))?;
    }
    Ok(Response::see("/try"))
}

/// Forgets what was said.
pub fn again(view: &View<'_>) -> Made {
    view.panel.end_talk(&view.key);
    Ok(Response::see("/try"))
}

fn lines(view: &View<'_>) -> Result<Markup, StoreError> {
    view.panel.talk(view.key, |talk| {
        let press = |number: usize, label: &str| {
            html! {
                form method="post" action="/try/press" {
                    (view.csrf())
                    input type="hidden" name="button" value=(number);
                    button { (label) }
                }
            }
        };
        let with_buttons = talk
            .lines
            .iter()
            .rposition(|line| line.pages.iter().any(|page| !page.buttons.is_empty()));
        let asked = talk.lines.iter().rev().find(|line| !line.is_ours);
        Ok(html! {
            div role="log" aria-live="polite" {
                @for (place, line) in talk.lines.iter().enumerate() {
                    @if line.is_ours {
                        @let press: Option<shown::Press<'_>> =
                            if Some(place) == with_buttons { Some(&press) } else { None };
                        @let next = &mut 0;
                        @for page in &line.pages { (shown::message(page, press, next)) }
                    } @else {
                        div.message.theirs { (line.text) }
                    }
                }
            }
            @if let Some(line) = asked.filter(|line| !line.text.starts_with('/')) {
                (entries::why(view, &line.text))
            }
        })
    })
}
