//! From what Wenda says to the calls that say it.
//!
//! Pure. Laws: a press is acknowledged exactly once, and before anything else; every message
//! names the one it answers with leave to go without it; link previews are off unless they carry
//! the entry's picture; a topic is named only where the question was asked in one.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::card::{CardLink, CardRole};
use crate::model::incoming::{Incoming, MessageId, Place, Press, TurnId, What};
use crate::model::reply::{
    Action, Article, Articles, Button, Choice, Delivery, Elsewhere, GuestAnswer, InNameOf, Reply,
    Way,
};
use crate::render::{self, Page, PageCache};
use crate::store::{PendingMessage, Target};
use crate::telegram::update::callback;

/// Who is written to, and in which turn.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The turn that the messages belong to.
    pub turn: TurnId,
    /// Where they go.
    pub place: Place,
    /// Whose person's doing it was.
    pub person: i64,
    /// Whether that is an admin.
    pub is_admin: bool,
    /// Whether that is an editor.
    pub is_editor: bool,
    /// The message that only they see, and that is answered.
    pub ephemeral_message: Option<MessageId>,
    /// The press that they answer.
    pub press: Option<&'a Press>,
}

impl<'a> Recipient<'a> {
    /// Whoever sent `incoming`.
    pub fn of(incoming: &'a Incoming) -> Recipient<'a> {
        Recipient {
            turn: incoming.turn,
            place: incoming.place,
            person: incoming.asker.id,
            is_admin: incoming.asker.is_admin,
            is_editor: incoming.asker.is_editor,
            ephemeral_message: incoming.ephemeral.message,
            press: match &incoming.what {
                What::Press(press) => Some(press),
                _ => None,
            },
        }
    }
}

/// The outbox entries that carry out `replies` to `incoming`, in order.
pub fn messages(
    incoming: &Incoming,
    replies: &[Reply],
    page_cache: &PageCache,
) -> Vec<PendingMessage> {
    messages_to(Recipient::of(incoming), replies, page_cache)
}

/// The outbox entries that carry `replies` to `recipient`, in order.
pub fn messages_to(
    recipient: Recipient<'_>,
    replies: &[Reply],
    page_cache: &PageCache,
) -> Vec<PendingMessage> {
    let mut out = Out {
        recipient,
        link: None,
        page_cache,
        entries: Vec::new(),
    };
    if let Some(press) = recipient.press
        && !replies
            .iter()
            .any(|reply| matches!(reply.delivery, Delivery::Note { .. }))
    {
        out.urgent(
            "answerCallbackQuery",
            &json!({"callback_query_id": press.id}),
        );
    }
    for reply in replies {
        out.add(reply);
    }
    out.entries
}

/// The messages without the one that tells that a press arrived and says nothing.
pub fn without_acknowledgement(mut messages: Vec<PendingMessage>) -> Vec<PendingMessage> {
    messages.retain(|message| {
        let is_silent =
            message.method == "answerCallbackQuery" && !message.parameters().contains_key("text");
        !message.urgent || !is_silent
    });
    messages
}

/// A new message or a changed one, as Telegram names its parts.
#[derive(Serialize)]
struct Message<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    business_connection_id: Option<&'a str>,
    chat_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<MessageId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<i64>,
    /// Left out where the outbox keeps the text for many messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    parse_mode: &'static str,
    link_preview_options: Preview<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ephemeral_message_parameters: Option<ForOne<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_parameters: Option<ReplyTo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_markup: Option<Markup<'a>>,
}

/// No preview, or the one that shows the picture.
#[derive(Serialize)]
#[serde(untagged)]
enum Preview<'a> {
    Off {
        is_disabled: bool,
    },
    Picture {
        url: &'a str,
        prefer_large_media: bool,
        show_above_text: bool,
    },
}

/// The message that a new one answers: one that everybody sees, or one that only the asker sees.
#[derive(Serialize)]
#[serde(untagged)]
enum ReplyTo {
    Seen {
        message_id: MessageId,
        /// Telegram takes it with messages that everybody sees.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        allow_sending_without_reply: bool,
    },
    Ephemeral {
        ephemeral_message_id: MessageId,
    },
}

/// Who alone sees a message, and the press that gives leave for it.
#[derive(Serialize)]
struct ForOne<'a> {
    receiver_user_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_query_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Markup<'a> {
    inline_keyboard: Vec<Vec<Key<'a>>>,
}

#[derive(Serialize)]
struct Key<'a> {
    text: &'a str,
    #[serde(flatten)]
    does: Does<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Does<'a> {
    CallbackData(String),
    Url(Cow<'a, str>),
    WebApp(WebApp<'a>),
}

/// A Mini App.
#[derive(Serialize)]
struct WebApp<'a> {
    url: &'a str,
}

/// Shorter texts are not worth keeping apart from their messages, in bytes.
const SHARED_BYTES: usize = 256;

/// How long a text may be to which Telegram changes a message that only one person sees, in UTF-16
/// units: it refuses more than a caption takes.
const EPHEMERAL_EDIT_UNITS: usize = 1024;

/// Names the one result by which a mention is answered.
const GUEST_ARTICLE: &str = "answer";

/// The entries so far.
struct Out<'a> {
    /// Whom this reply is for.
    recipient: Recipient<'a>,
    /// What this reply has to do with a card.
    link: Option<CardLink>,
    page_cache: &'a PageCache,
    entries: Vec<PendingMessage>,
}

impl Out<'_> {
    fn add(&mut self, reply: &Reply) {
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

    fn replace(&mut self, reply: &Reply, message: MessageId) {
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
    fn replace_ephemeral(&mut self, reply: &Reply, place: Value) {
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
    fn ephemeral_message(&self, chat: i64) -> Option<Value> {
        let message = self.recipient.ephemeral_message?;
        self.recipient.press.is_some().then(|| {
            json!({
                "chat_id": chat,
                "receiver_user_id": self.recipient.person,
                "ephemeral_message_id": message,
            })
        })
    }

    /// Who alone sees this reply; `None` where everybody does. What answers a message that only its
    /// sender sees is seen by nobody else.
    fn for_one(&self, reply: &Reply) -> Option<ForOne<'_>> {
        let is_for_one = reply.is_ephemeral || self.recipient.ephemeral_message.is_some();
        (is_for_one && self.recipient.place.is_group()).then(|| ForOne {
            receiver_user_id: self.recipient.person,
            callback_query_id: self.recipient.press.map(|press| &*press.id),
        })
    }

    /// The pressed message says something else now: the other pages of what it said go.
    fn leave_alone(&mut self, chat: i64, message: MessageId) {
        if let Some(press) = self.recipient.press
            && let Some(choice) = &press.choice
            && !matches!(choice, Choice::StaffCard { .. } | Choice::Solved { .. })
        {
            let target = Target::OtherPages(choice.turn(), message);
            let deletion = self.add_to_chat(chat, "deleteMessages", &json!({"chat_id": chat}));
            deletion.target = Some(target);
        }
    }

    fn correct(&mut self, reply: &Reply, turn: u64, reply_to: Option<MessageId>) {
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

    fn articles(&mut self, articles: &Articles) {
        let results: Vec<Value> = articles
            .articles
            .iter()
            .map(|article| self.article(article))
            .collect();
        let mut parameters = json!({
            "inline_query_id": articles.query,
            "results": results,
            "cache_time": articles.cache_seconds,
            "is_personal": articles.is_personal,
        });
        if let Some((text, parameter)) = &articles.start {
            parameters["button"] = json!({"text": text, "start_parameter": parameter});
        }
        self.urgent("answerInlineQuery", &parameters);
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

    /// One article as Telegram names its parts.
    fn article(&self, article: &Article) -> Value {
        let page = render::telegram_article(article);
        let mut result = json!({
            "type": "article",
            "id": article.id,
            "title": article.title,
            "input_message_content": {
                "message_text": *page.html,
                "parse_mode": "HTML",
                "link_preview_options": preview(&page),
            },
        });
        if !article.description.is_empty() {
            result["description"] = article.description.clone().into();
        }
        if let Some(markup) = self.markup(&page.buttons) {
            result["reply_markup"] = json!(markup);
        }
        result
    }

    /// The one answer to a mention. It waits for nobody: Telegram takes it for seconds only.
    fn guest(&mut self, reply: &Reply, guest: &GuestAnswer) {
        let whole = std::iter::once(&reply.blocks);
        let article = Article {
            id: GUEST_ARTICLE.to_owned(),
            // Nobody sees it, but there must be one.
            title: GUEST_ARTICLE.to_owned(),
            description: String::new(),
            forms: whole.chain(&guest.shorter).cloned().collect(),
            choices: reply.choices.clone(),
            image: reply.image.clone(),
        };
        let result = self.article(&article);
        let parameters = json!({"guest_query_id": guest.query, "result": result});
        self.urgent("answerGuestQuery", &parameters);
    }

    /// Adds a new message that says this page, where there is a chat to say it in.
    fn say(
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
    fn words<'p>(&self, chat: i64, page: &'p Page, shared: &Option<Arc<str>>) -> Message<'p> {
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
    fn pages(&self, reply: &Reply) -> Vec<Page> {
        let mut pages = self.page_cache.telegram_html(reply);
        pages.retain(|page| !page.html.trim().is_empty());
        pages
    }

    /// The topic in which it was asked.
    fn topic(&self) -> Option<i64> {
        self.recipient.place.topic()
    }

    /// The buttons, if any are left once those that Telegram cannot have are taken out.
    fn markup<'p>(&self, rows: &'p [Vec<Button>]) -> Option<Markup<'p>> {
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

    /// Adds a call that nothing else waits for and that itself must not wait.
    fn urgent(&mut self, method: &str, parameters: &Value) {
        self.add_message(method, parameters.to_string(), None);
    }

    /// Adds a call for this chat.
    fn add_to_chat(&mut self, chat: i64, method: &str, parameters: &Value) -> &mut PendingMessage {
        self.add_message(method, parameters.to_string(), Some(chat))
    }

    fn add_message(
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
fn shared_text(reply: &Reply, page: &Page) -> Option<Arc<str>> {
    (reply.is_common && page.html.len() >= SHARED_BYTES).then(|| page.html.clone())
}

/// Room for the parameters of most messages, in bytes.
const PAYLOAD_BYTES: usize = 1024;

/// Plain data as JSON.
fn json_of(parameters: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(PAYLOAD_BYTES);
    // Writing plain data to memory cannot fail, and JSON is valid UTF-8.
    let _ = serde_json::to_writer(&mut bytes, parameters);
    bytes.shrink_to_fit();
    String::from_utf8(bytes).unwrap_or_default()
}

/// The message that a new one answers. Telegram numbers messages from 1; one that only one person sees
/// has number 0.
fn named(reply_to: Option<MessageId>, allow_sending_without_reply: bool) -> Option<ReplyTo> {
    let message_id = reply_to.filter(|message| *message > 0)?;
    Some(ReplyTo::Seen {
        message_id,
        allow_sending_without_reply,
    })
}

fn preview(page: &Page) -> Preview<'_> {
    match page.image.as_deref() {
        None => Preview::Off { is_disabled: true },
        Some(url) => Preview::Picture {
            url,
            prefer_large_media: true,
            show_above_text: true,
        },
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

#[cfg(test)]
mod tests;
