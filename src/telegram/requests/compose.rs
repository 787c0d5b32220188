//! Each reply as calls, in order: new messages, and what is done in other chats.

use std::sync::Arc;

use serde_json::{Value, json};

use super::parts::{ForOne, Markup, Message, ReplyTo, json_of, named, preview};
use super::recipient::Recipient;
use crate::model::card::{CardLink, CardRole};
use crate::model::incoming::{MessageId, Place};
use crate::model::reply::{Delivery, Elsewhere, InNameOf, Reply, Way};
use crate::render::{self, Page, PageCache};
use crate::store::PendingMessage;

/// Shorter texts are not worth keeping apart from their messages, in bytes.
pub(super) const SHARED_BYTES: usize = 256;

/// The entries so far.
pub(super) struct Out<'a> {
    /// Whom this reply is for.
    pub(super) recipient: Recipient<'a>,
    /// What this reply has to do with a card.
    pub(super) link: Option<CardLink>,
    pub(super) page_cache: &'a PageCache,
    pub(super) entries: Vec<PendingMessage>,
}

impl Out<'_> {
    pub(super) fn add(&mut self, reply: &Reply) {
        match &reply.delivery {
            Delivery::Send { reply_to } => self.send(reply, *reply_to),
            Delivery::Replace(message) => self.replace(reply, *message),
            Delivery::Elsewhere(elsewhere) => self.elsewhere(reply, elsewhere),
            Delivery::Buttons(message) => {
                let Some(chat) = self.recipient.place.chat() else {
                    return;
                };
                let pages = self.page_cache.telegram_html(reply);
                let buttons = pages.last().map_or(&[][..], |page| &page.buttons);
                let markup = self.markup(buttons).unwrap_or(Markup {
                    inline_keyboard: Vec::new(),
                });
                if let Some(mut parameters) = self.ephemeral_message(chat) {
                    parameters["reply_markup"] = json!(markup);
                    self.add_to_chat(chat, "editEphemeralMessageReplyMarkup", &parameters);
                    return;
                }
                let parameters =
                    json!({"chat_id": chat, "message_id": message, "reply_markup": markup});
                self.add_to_chat(chat, "editMessageReplyMarkup", &parameters);
            }
            Delivery::Correct { turn, reply_to } => self.correct(reply, *turn, *reply_to),
            Delivery::Note { press, alert } => {
                let mut parameters = json!({"callback_query_id": press});
                let text = render::note(reply);
                if !text.is_empty() {
                    parameters["text"] = text.into();
                    parameters["show_alert"] = (*alert).into();
                }
                self.urgent("answerCallbackQuery", &parameters);
            }
            Delivery::Photo { reply_to, png } => self.photo(reply, *reply_to, png),
            Delivery::Articles(articles) => self.articles(articles),
            Delivery::Guest(guest) => self.guest(reply, guest),
            Delivery::InNameOf(to) => self.in_name_of(reply, to),
            Delivery::To(chat) => {
                for page in self.pages(reply) {
                    let text = shared_text(reply, &page);
                    let payload = json_of(&self.words(*chat, &page, &text));
                    let message = self.add_message("sendMessage", payload, Some(*chat));
                    message.text = text;
                    message.carries = true;
                }
            }
            Delivery::GroupMenu { is_ephemeral } => {
                if let Place::Group { chat, .. } = self.recipient.place {
                    let calls = crate::telegram::client::menu::of_group(chat, *is_ephemeral);
                    for (method, parameters) in calls {
                        self.urgent(method, &parameters);
                    }
                }
            }
            Delivery::Menu(language) => {
                if let Place::Private { chat, .. } = self.recipient.place {
                    let (method, parameters) = crate::telegram::client::menu::of_chat(
                        chat,
                        (self.recipient.is_admin, self.recipient.is_editor),
                        *language,
                    );
                    self.add_to_chat(chat, method, &parameters);
                }
            }
        }
    }

    /// What is done in another chat.
    fn elsewhere(&mut self, reply: &Reply, elsewhere: &Elsewhere) {
        let here = self.recipient;
        self.recipient = Recipient {
            place: elsewhere.place,
            ephemeral_message: None,
            press: None,
            ..here
        };
        self.link = elsewhere.link;
        match &elsewhere.way {
            Way::Send { reply_to } => self.send(reply, *reply_to),
            Way::Copy { from, message } => self.copy(reply, *from, *message),
            Way::Edit(message) => self.replace(reply, *message),
            Way::Correct(turn) => self.correct(reply, *turn, None),
            Way::Delete(messages) => {
                if let Some(chat) = self.recipient.place.chat() {
                    // Telegram takes a hundred at once.
                    for messages in messages.chunks(100) {
                        let parameters = json!({"chat_id": chat, "message_ids": messages});
                        self.add_to_chat(chat, "deleteMessages", &parameters);
                    }
                }
            }
            Way::Topic(name) => {
                if let Some(chat) = self.recipient.place.chat() {
                    let parameters = json!({"chat_id": chat, "name": name});
                    self.add_to_chat(chat, "createForumTopic", &parameters);
                }
            }
        }
        self.recipient = here;
        self.link = None;
    }

    /// A copy of somebody's message, with these words below it.
    fn copy(&mut self, reply: &Reply, from: i64, message: MessageId) {
        let Some(chat) = self.recipient.place.chat() else {
            return;
        };
        let mut parameters = json!({
            "chat_id": chat, "from_chat_id": from, "message_id": message,
        });
        let pages = self.pages(reply);
        if let Some(page) = pages.first() {
            parameters["caption"] = (*page.html).into();
            parameters["parse_mode"] = "HTML".into();
        }
        if let Some(topic) = self.topic() {
            parameters["message_thread_id"] = topic.into();
        }
        let message = self.add_to_chat(chat, "copyMessage", &parameters);
        message.carries = message.link.is_none();
    }

    fn send(&mut self, reply: &Reply, reply_to: Option<MessageId>) {
        for page in self.pages(reply) {
            if let Some(message) = self.say(reply, &page, reply_to) {
                message.lifetime_seconds = reply.lifetime_seconds;
            }
        }
    }

    /// Who alone sees this reply; `None` where everybody does. What answers a message that only its
    /// sender sees is seen by nobody else.
    pub(super) fn for_one(&self, reply: &Reply) -> Option<ForOne<'_>> {
        let is_for_one = reply.is_ephemeral || self.recipient.ephemeral_message.is_some();
        (is_for_one && self.recipient.place.is_group()).then(|| ForOne {
            receiver_user_id: self.recipient.person,
            callback_query_id: self.recipient.press.map(|press| &*press.id),
        })
    }

    fn photo(&mut self, reply: &Reply, reply_to: Option<MessageId>, png: &[u8]) {
        let Some(chat) = self.recipient.place.chat() else {
            return;
        };
        let pages = self.page_cache.telegram_html(reply);
        let mut parameters = json!({"chat_id": chat});
        if let Some(page) = pages.first().filter(|page| !page.html.is_empty()) {
            parameters["caption"] = (*page.html).into();
            parameters["parse_mode"] = "HTML".into();
        }
        if let Some(topic) = self.topic() {
            parameters["message_thread_id"] = topic.into();
        }
        if let Some(reply_to) = named(reply_to, true) {
            parameters["reply_parameters"] = json!(reply_to);
        }
        let message = self.add_to_chat(chat, "sendPhoto", &parameters);
        message.attachment = Some(png.into());
        message.carries = true;
    }

    /// New messages in a business chat. They are not remembered as messages of the turn: what we may
    /// change later is the owner's card.
    fn in_name_of(&mut self, reply: &Reply, to: &InNameOf) {
        for page in self.pages(reply) {
            let text = shared_text(reply, &page);
            let parameters = Message {
                business_connection_id: Some(&to.connection),
                reply_parameters: named(to.reply_to, true),
                ..self.words(to.chat, &page, &text)
            };
            let payload = json_of(&parameters);
            let message = self.add_message("sendMessage", payload, Some(to.chat));
            message.text = text;
        }
    }

    /// Adds a new message that says this page, where there is a chat to say it in.
    pub(super) fn say(
        &mut self,
        reply: &Reply,
        page: &Page,
        reply_to: Option<MessageId>,
    ) -> Option<&mut PendingMessage> {
        let chat = self.recipient.place.chat()?;
        let text = shared_text(reply, page);
        let for_one = self.for_one(reply);
        let is_for_one = for_one.is_some();
        let is_press = self.recipient.press.is_some();
        let reply_parameters = match self.recipient.ephemeral_message {
            // The press says what it answers.
            _ if is_for_one && is_press => None,
            Some(ephemeral_message_id) => Some(ReplyTo::Ephemeral {
                ephemeral_message_id,
            }),
            None => named(reply_to, !is_for_one),
        };
        let parameters = Message {
            message_thread_id: self.topic(),
            ephemeral_message_parameters: for_one,
            reply_parameters,
            ..self.words(chat, page, &text)
        };
        let payload = json_of(&parameters);
        let message = self.add_message("sendMessage", payload, Some(chat));
        message.text = text;
        // Telegram numbers what one person sees apart. What stands in the staff's chat is remembered
        // as a card's and not as the turn's.
        let is_turns = message
            .link
            .is_none_or(|link| link.role == CardRole::ToPerson);
        message.carries = !is_for_one && !reply.is_remark && is_turns;
        Some(message)
    }

    /// What a new message and a changed one have in common.
    pub(super) fn words<'p>(
        &self,
        chat: i64,
        page: &'p Page,
        shared: &Option<Arc<str>>,
    ) -> Message<'p> {
        Message {
            business_connection_id: None,
            chat_id: chat,
            message_id: None,
            message_thread_id: None,
            text: shared.is_none().then_some(&*page.html),
            parse_mode: "HTML",
            link_preview_options: preview(page),
            ephemeral_message_parameters: None,
            reply_parameters: None,
            reply_markup: self.markup(&page.buttons),
        }
    }

    /// The pages of a reply that say something.
    pub(super) fn pages(&self, reply: &Reply) -> Vec<Page> {
        let mut pages = self.page_cache.telegram_html(reply);
        pages.retain(|page| !page.html.trim().is_empty());
        pages
    }

    /// The topic in which it was asked.
    fn topic(&self) -> Option<i64> {
        self.recipient.place.topic()
    }

    /// Adds a call that nothing else waits for and that itself must not wait.
    pub(super) fn urgent(&mut self, method: &str, parameters: &Value) {
        self.add_message(method, parameters.to_string(), None);
    }

    /// Adds a call for this chat.
    pub(super) fn add_to_chat(
        &mut self,
        chat: i64,
        method: &str,
        parameters: &Value,
    ) -> &mut PendingMessage {
        self.add_message(method, parameters.to_string(), Some(chat))
    }

    pub(super) fn add_message(
        &mut self,
        method: &str,
        payload: String,
        chat: Option<i64>,
    ) -> &mut PendingMessage {
        let part = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push_mut(PendingMessage {
            turn: self.recipient.turn,
            part,
            chat,
            urgent: chat.is_none(),
            method: method.to_owned(),
            payload,
            link: self.link,
            ..PendingMessage::default()
        })
    }
}

/// The page's text, where the outbox keeps it once for many messages.
pub(super) fn shared_text(reply: &Reply, page: &Page) -> Option<Arc<str>> {
    (reply.is_common && page.html.len() >= SHARED_BYTES).then(|| page.html.clone())
}
