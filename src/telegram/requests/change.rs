//! Messages that stand already, said anew.

use serde_json::{Value, json};

use super::compose::{Out, shared_text};
use super::parts::{Message, json_of, preview};
use crate::model::incoming::MessageId;
use crate::model::reply::{Choice, Reply};
use crate::render;
use crate::store::Target;

/// How long a text may be to which Telegram changes a message that only one person sees, in UTF-16
/// units: it refuses more than a caption takes.
const EPHEMERAL_EDIT_UNITS: usize = 1024;

impl Out<'_> {
    pub(super) fn replace(&mut self, reply: &Reply, message: MessageId) {
        let chat = self.recipient.place.chat();
        if let Some(place) = chat.and_then(|chat| self.ephemeral_message(chat)) {
            return self.replace_ephemeral(reply, place);
        }
        for (index, page) in self.pages(reply).iter().enumerate() {
            if index > 0 {
                self.say(reply, page, None);
            } else if let Some(chat) = self.recipient.place.chat() {
                let text = shared_text(reply, page);
                let parameters = Message {
                    message_id: Some(message),
                    ..self.words(chat, page, &text)
                };
                let payload = json_of(&parameters);
                let changed = self.add_message("editMessageText", payload, Some(chat));
                changed.text = text;
                self.leave_alone(chat, message);
            }
        }
    }

    /// The same where only one person sees the message. Telegram changes such a message to so many
    /// characters and no more: a longer one takes its place.
    pub(super) fn replace_ephemeral(&mut self, reply: &Reply, place: Value) {
        let Some(chat) = self.recipient.place.chat() else {
            return;
        };
        for (index, page) in self.pages(reply).iter().enumerate() {
            let shown = render::without_markup(&page.html);
            let is_short = shown.encode_utf16().count() <= EPHEMERAL_EDIT_UNITS;
            if index == 0 && is_short {
                let mut parameters = place.clone();
                parameters["text"] = (*page.html).into();
                parameters["parse_mode"] = "HTML".into();
                parameters["link_preview_options"] = json!(preview(page));
                if let Some(markup) = self.markup(&page.buttons) {
                    parameters["reply_markup"] = json!(markup);
                }
                self.add_to_chat(chat, "editEphemeralMessageText", &parameters);
                continue;
            }
            if index == 0 {
                self.add_to_chat(chat, "deleteEphemeralMessage", &place);
            }
            self.say(reply, page, None);
        }
    }

    /// The message with the pressed button, as Telegram names one that only one person sees; `None`
    /// where everybody sees it.
    pub(super) fn ephemeral_message(&self, chat: i64) -> Option<Value> {
        let message = self.recipient.ephemeral_message?;
        self.recipient.press.is_some().then(|| {
            json!({
                "chat_id": chat,
                "receiver_user_id": self.recipient.person,
                "ephemeral_message_id": message,
            })
        })
    }

    /// The pressed message says something else now: the other pages of what it said go.
    pub(super) fn leave_alone(&mut self, chat: i64, message: MessageId) {
        if let Some(press) = self.recipient.press
            && let Some(choice) = &press.choice
            && !matches!(choice, Choice::StaffCard { .. } | Choice::Solved { .. })
        {
            let target = Target::OtherPages(choice.turn(), message);
            let deletion = self.add_to_chat(chat, "deleteMessages", &json!({"chat_id": chat}));
            deletion.target = Some(target);
        }
    }

    pub(super) fn correct(&mut self, reply: &Reply, turn: u64, reply_to: Option<MessageId>) {
        let Some(chat) = self.recipient.place.chat() else {
            return;
        };
        let mut pages = 0;
        for page in self.pages(reply) {
            if let Some(message) = self.say(reply, &page, reply_to) {
                message.target = Some(Target::Page(turn, pages));
            }
            pages += 1;
        }
        let deletion = self.add_to_chat(chat, "deleteMessages", &json!({"chat_id": chat}));
        deletion.target = Some(Target::PagesFrom(turn, pages));
    }
}
