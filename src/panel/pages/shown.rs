//! Messages as Telegram shows them, and pieces that several pages have.

use maud::{Markup, PreEscaped, html};

use crate::model::reply::{Action, Block, Button, Reply};
use crate::panel::view::View;
use crate::panel::wording;
use crate::render::{self, Page};

/// Makes the button that chooses number so-and-so, with its words.
pub type Press<'p> = &'p dyn Fn(usize, &str) -> Markup;

/// What a block of words looks like on Telegram.
pub fn blocks(blocks: Vec<Block>) -> Markup {
    let reply = Reply::send(None, blocks);
    html! {
        @for page in render::telegram_html(&reply) {
            div.message { (telegram(&page)) }
        }
    }
}

/// The words of a message. Telegram's HTML is a small part of HTML, balanced and escaped by the
/// renderer whatever its author wrote; addresses are web addresses.
pub fn telegram(page: &Page) -> Markup {
    html! { (PreEscaped(&*page.html)) }
}

/// A message with its buttons; `press` makes the button that chooses number so-and-so, where they
/// can be pressed.
pub fn message(page: &Page, press: Option<Press<'_>>, next: &mut usize) -> Markup {
    html! {
        div.message {
            @if let Some(address) = &page.image {
                p.soft { "🖼 " (address) }
            }
            (telegram(page))
        }
        @if !page.buttons.is_empty() {
            div.keys {
                @for row in &page.buttons {
                    div { @for button in row { (key(button, press, next)) } }
                }
            }
        }
    }
}

fn key(button: &Button, press: Option<Press<'_>>, next: &mut usize) -> Markup {
    match (&button.action, press) {
        (Action::Open(address), _) if address.starts_with("http") => html! {
            a href=(address) rel="noreferrer noopener" target="_blank" { (button.label) " ↗" }
        },
        (Action::Choose(_), Some(press)) => {
            let number = *next;
            *next += 1;
            press(number, &button.label)
        }
        _ => html! { span { (button.label) } },
    }
}

/// Links to another page of a long list.
pub fn pager(
    view: &View<'_>,
    page: usize,
    pages: usize,
    address: impl Fn(usize) -> String,
) -> Markup {
    html! {
        @if pages > 1 {
            nav.row aria-label=(view.t(wording::PAGES)) {
                @if page > 0 { a.button href=(address(page - 1)) { "← " (view.t(wording::EARLIER)) } }
                span.soft { (page + 1) " / " (pages) }
                @if page + 1 < pages { a.button href=(address(page + 1)) { (view.t(wording::LATER)) " →" } }
            }
        }
    }
}
