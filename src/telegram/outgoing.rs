//! From what Wenda says to the calls that say it.
//!
//! Pure. Laws: a press is acknowledged exactly once, and before anything else; every message
//! names the one it answers with leave to go without it; link previews are off unless they carry
//! the entry's picture; a topic is named only where the question was asked in one.

use serde_json::{Value, json};

use super::callback;
use super::letter::{Extra, Letter, Parameters, hex};
use crate::question::{Incoming, MessageId, Place, What};
use crate::render::{self, Page};
use crate::reply::{Action, Articles, Button, Delivery, Reply};
use crate::store::Outgoing;

/// The outbox entries that carry out `replies` to `incoming`, in order.
pub fn letters(incoming: &Incoming, replies: &[Reply]) -> Vec<Outgoing> {
    let mut out = Out {
        incoming,
        entries: Vec::new(),
    };
    if let What::Press(press) = &incoming.what
        && !replies
            .iter()
            .any(|reply| matches!(reply.delivery, Delivery::Note { .. }))
    {
        out.urgent(
            "answerCallbackQuery",
            json!({"callback_query_id": press.id}),
        );
    }
    for reply in replies {
        out.add(reply);
    }
    out.entries
}

/// The entries so far.
struct Out<'a> {
    incoming: &'a Incoming,
    entries: Vec<Outgoing>,
}

impl Out<'_> {
    fn add(&mut self, reply: &Reply) {
        match &reply.delivery {
            Delivery::Send { reply_to } => self.send(reply, *reply_to),
            Delivery::Replace(message) => self.replace(reply, *message),
            Delivery::Buttons(message) => {
                let pages = render::telegram_html(reply);
                let buttons = pages.last().map_or(&[][..], |page| &page.buttons);
                let markup = self
                    .markup(buttons)
                    .unwrap_or_else(|| json!({"inline_keyboard": []}));
                let parameters = json!({"message_id": message, "reply_markup": markup});
                self.queue_to_chat(
                    "editMessageReplyMarkup",
                    parameters,
                    Extra::default(),
                    false,
                );
            }
            Delivery::Correct { turn, reply_to } => self.correct(reply, *turn, *reply_to),
            Delivery::Note { press, alert } => {
                let mut parameters = json!({"callback_query_id": press});
                let text = render::note(reply);
                if !text.is_empty() {
                    parameters["text"] = text.into();
                    parameters["show_alert"] = (*alert).into();
                }
                self.urgent("answerCallbackQuery", parameters);
            }
            Delivery::Photo { reply_to, png } => self.photo(reply, *reply_to, png),
            Delivery::Articles(articles) => self.articles(articles),
            Delivery::Menu(language) => {
                if let Place::Private { chat } = self.incoming.place {
                    let (method, parameters) =
                        super::menu::of_chat(chat, self.incoming.asker.is_owner, *language);
                    self.queue(method, parameters, Extra::default(), Some(chat), false);
                }
            }
        }
    }

    fn send(&mut self, reply: &Reply, reply_to: Option<MessageId>) {
        for page in pages(reply) {
            let extra = Extra {
                lifetime_seconds: reply.lifetime_seconds,
                ..plain(&page)
            };
            let parameters = self.message(&page, reply_to);
            self.queue_to_chat("sendMessage", parameters, extra, true);
        }
    }

    fn replace(&mut self, reply: &Reply, message: MessageId) {
        for (index, page) in pages(reply).into_iter().enumerate() {
            if index == 0 {
                let mut parameters = self.words(&page);
                parameters["message_id"] = message.into();
                self.queue_to_chat("editMessageText", parameters, plain(&page), false);
            } else {
                let parameters = self.message(&page, None);
                self.queue_to_chat("sendMessage", parameters, plain(&page), true);
            }
        }
    }

    fn correct(&mut self, reply: &Reply, turn: u64, reply_to: Option<MessageId>) {
        let pages = pages(reply);
        let count = pages.len();
        for (index, page) in pages.into_iter().enumerate() {
            let parameters = self.message(&page, reply_to);
            let extra = Extra {
                corrects: Some((turn, index)),
                ..plain(&page)
            };
            self.queue_to_chat("sendMessage", parameters, extra, true);
        }
        let extra = Extra {
            trims: Some((turn, count)),
            ..Extra::default()
        };
        self.queue_to_chat("deleteMessages", json!({}), extra, false);
    }

    fn photo(&mut self, reply: &Reply, reply_to: Option<MessageId>, png: &[u8]) {
        let page = render::telegram_html(reply)
            .into_iter()
            .next()
            .unwrap_or_default();
        let mut parameters = json!({});
        if !page.html.is_empty() {
            parameters["caption"] = page.html.clone().into();
            parameters["parse_mode"] = "HTML".into();
        }
        self.answers(&mut parameters, reply_to);
        let extra = Extra {
            picture: Some(hex(png)),
            ..plain(&page)
        };
        self.queue_to_chat("sendPhoto", parameters, extra, true);
    }

    fn articles(&mut self, articles: &Articles) {
        let results: Vec<Value> = articles
            .articles
            .iter()
            .map(|article| {
                let page = render::telegram_article(article);
                let mut result = json!({
                    "type": "article",
                    "id": article.entry.as_str(),
                    "title": article.title,
                    "input_message_content": {
                        "message_text": page.html,
                        "parse_mode": "HTML",
                        "link_preview_options": preview(page.image.as_deref()),
                    },
                });
                if !article.description.is_empty() {
                    result["description"] = article.description.clone().into();
                }
                if let Some(markup) = self.markup(&page.buttons) {
                    result["reply_markup"] = markup;
                }
                result
            })
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
        self.urgent("answerInlineQuery", parameters);
    }

    /// The parameters of a new message.
    fn message(&self, page: &Page, reply_to: Option<MessageId>) -> Value {
        let mut parameters = self.words(page);
        self.answers(&mut parameters, reply_to);
        parameters
    }

    /// What a new message and a changed one have in common.
    fn words(&self, page: &Page) -> Value {
        let mut parameters = json!({
            "text": page.html,
            "parse_mode": "HTML",
            "link_preview_options": preview(page.image.as_deref()),
        });
        if let Some(markup) = self.markup(&page.buttons) {
            parameters["reply_markup"] = markup;
        }
        parameters
    }

    /// Names the topic and the message that a new message answers.
    fn answers(&self, parameters: &mut Value, reply_to: Option<MessageId>) {
        if let Place::Group {
            topic: Some(topic), ..
        } = self.incoming.place
        {
            parameters["message_thread_id"] = topic.into();
        }
        // Telegram numbers messages from 1; an ephemeral command has number 0.
        if let Some(message) = reply_to.filter(|message| *message > 0) {
            parameters["reply_parameters"] =
                json!({"message_id": message, "allow_sending_without_reply": true});
        }
    }

    /// The buttons, if any are left once those that Telegram cannot have are taken out.
    fn markup(&self, rows: &[Vec<Button>]) -> Option<Value> {
        let chat = self.incoming.place.chat();
        let shown = |button: &Button| {
            let text = &button.label;
            Some(match &button.action {
                Action::Choose(choice) => {
                    json!({"text": text, "callback_data": callback::encode(choice)})
                }
                Action::Open(url) => json!({"text": text, "url": url}),
                Action::GoTo(message) => json!({"text": text, "url": link_to(chat?, *message)?}),
            })
        };
        let rows: Vec<Vec<Value>> = rows
            .iter()
            .map(|row| row.iter().filter_map(shown).collect::<Vec<_>>())
            .filter(|row| !row.is_empty())
            .collect();
        (!rows.is_empty()).then(|| json!({"inline_keyboard": rows}))
    }

    /// Queues a call to the chat we are in.
    fn queue_to_chat(&mut self, method: &str, mut parameters: Value, extra: Extra, carries: bool) {
        let Some(chat) = self.incoming.place.chat() else {
            return;
        };
        parameters["chat_id"] = chat.into();
        self.queue(method, parameters, extra, Some(chat), carries);
    }

    /// Queues a call that nothing else waits for and that itself must not wait.
    fn urgent(&mut self, method: &str, parameters: Value) {
        self.queue(method, parameters, Extra::default(), None, false);
    }

    fn queue(
        &mut self,
        method: &str,
        parameters: Value,
        extra: Extra,
        chat: Option<i64>,
        carries: bool,
    ) {
        let parameters = match parameters {
            Value::Object(parameters) => parameters,
            _ => Parameters::new(),
        };
        let letter = Letter {
            extra,
            ..Letter::new(method, parameters)
        };
        self.entries.push(Outgoing {
            turn: self.incoming.turn,
            part: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
            chat,
            urgent: chat.is_none(),
            carries,
            body: letter.write(),
        });
    }
}

/// The pages of a reply that say something.
fn pages(reply: &Reply) -> Vec<Page> {
    let mut pages = render::telegram_html(reply);
    pages.retain(|page| !page.html.trim().is_empty());
    pages
}

fn plain(page: &Page) -> Extra {
    Extra {
        plain: Some(page.plain.clone()),
        ..Extra::default()
    }
}

/// No preview, or the one that shows the picture.
fn preview(image: Option<&str>) -> Value {
    match image {
        None => json!({"is_disabled": true}),
        Some(url) => json!({"url": url, "prefer_large_media": true, "show_above_text": true}),
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
mod tests {
    use super::*;
    use crate::question::{Asker, Press};
    use crate::reply::{Block, Choice};

    fn incoming(place: Place, what: What) -> Incoming {
        let asker = Asker {
            id: 5,
            language: None,
            is_owner: false,
            is_person: true,
            is_group_admin: false,
        };
        Incoming {
            turn: 9,
            at_seconds: 0,
            asker,
            place,
            message: 3,
            what,
        }
    }

    fn press() -> What {
        What::Press(Press {
            id: "p1".into(),
            choice: None,
        })
    }

    fn methods(entries: &[Outgoing]) -> Vec<String> {
        entries
            .iter()
            .map(|entry| Letter::read(&entry.body).unwrap().method)
            .collect()
    }

    #[test]
    fn a_press_is_acknowledged_once() {
        let private = Place::Private { chat: 5 };
        let silent = letters(&incoming(private, press()), &[]);
        assert_eq!(methods(&silent), ["answerCallbackQuery"]);
        assert!(silent[0].urgent && silent[0].chat.is_none());
        let spoken = letters(&incoming(private, press()), &[Reply::note("p1", "thanks")]);
        assert_eq!(methods(&spoken), ["answerCallbackQuery"]);
        assert!(spoken[0].body.contains("thanks"));
        let replaced = Reply::new(Delivery::Replace(3), vec![Block::Plain("new".into())]);
        let replaced = letters(&incoming(private, press()), &[replaced]);
        assert_eq!(
            methods(&replaced),
            ["answerCallbackQuery", "editMessageText"]
        );
    }

    #[test]
    fn a_message_answers_in_its_topic_and_says_what_to() {
        let place = Place::Group {
            chat: -10077,
            topic: Some(4),
        };
        let reply =
            Reply::send(Some(3), vec![Block::Plain("a < b".into())]).with_choices(vec![vec![
                Button::choose("more", Choice::Back { turn: 9 }),
                Button {
                    label: "there".into(),
                    action: Action::GoTo(8),
                },
            ]]);
        let entries = letters(&incoming(place, What::Left), &[reply]);
        let letter = Letter::read(&entries[0].body).unwrap();
        let parameters: Value = serde_json::from_str(&letter.parameters).unwrap();
        assert_eq!(
            parameters,
            json!({
                "chat_id": -10077, "message_thread_id": 4, "text": "a &lt; b", "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": true},
                "reply_parameters": {"message_id": 3, "allow_sending_without_reply": true},
                "reply_markup": {"inline_keyboard": [[
                    {"text": "more", "callback_data": "z9"},
                    {"text": "there", "url": "https://t.me/c/77/8"}]]},
            })
        );
        assert_eq!(letter.extra.plain.as_deref(), Some("a < b"));
        assert!(entries[0].carries);
    }

    #[test]
    fn an_inline_question_gets_its_articles_and_nothing_else() {
        let articles = Articles {
            query: "q".into(),
            articles: Vec::new(),
            start: Some(("Ask me".into(), "inline".into())),
            cache_seconds: 60,
            is_personal: false,
        };
        let reply = Reply::new(Delivery::Articles(articles), Vec::new());
        let said = Reply::send(None, vec![Block::Plain("x".into())]);
        let entries = letters(&incoming(Place::Elsewhere, What::Left), &[reply, said]);
        assert_eq!(methods(&entries), ["answerInlineQuery"]);
    }
}
