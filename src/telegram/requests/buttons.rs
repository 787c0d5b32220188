//! The buttons below a message.

use super::compose::Out;
use super::parts::{Does, Key, Markup, WebApp};
use crate::model::incoming::MessageId;
use crate::model::reply::{Action, Button};
use crate::telegram::update::callback;

impl Out<'_> {
    /// The buttons, if any are left once those that Telegram cannot have are taken out.
    pub(super) fn markup<'p>(&self, rows: &'p [Vec<Button>]) -> Option<Markup<'p>> {
        let chat = self.recipient.place.chat();
        let shown = |button: &'p Button| {
            let does = match &button.action {
                Action::Choose(choice) => Does::CallbackData(callback::encode(choice)),
                Action::Open(url) => Does::Url(url.into()),
                Action::App(url) => Does::WebApp(WebApp { url }),
                Action::GoTo(message) => Does::Url(link_to(chat?, *message)?.into()),
            };
            let text = &button.label;
            Some(Key { text, does })
        };
        let inline_keyboard: Vec<Vec<Key<'p>>> = rows
            .iter()
            .map(|row| row.iter().filter_map(shown).collect::<Vec<_>>())
            .filter(|row| !row.is_empty())
            .collect();
        (!inline_keyboard.is_empty()).then_some(Markup { inline_keyboard })
    }
}

/// The address of a message in a supergroup; other chats have none.
fn link_to(chat: i64, message: MessageId) -> Option<String> {
    // A supergroup's number is -100 followed by its number in addresses.
    let number = chat.to_string();
    let number = number
        .strip_prefix("-100")
        .filter(|rest| !rest.is_empty())?;
    Some(format!("https://t.me/c/{number}/{message}"))
}
