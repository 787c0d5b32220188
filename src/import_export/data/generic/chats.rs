//! Conversations: training dialogues, and histories of chats.

use std::collections::HashMap;

use super::finder::Finder;
use crate::faq::Localized;
use crate::import_export::data::node::Node;
use crate::import_export::words::titles::is_question;

impl Finder<'_> {
    /// A training dialogue: what the user says, and the answer to it.
    pub(super) fn dialogue(&mut self, messages: &[Node]) -> bool {
        let role = |message: &Node| message.get("role").map(Node::text).unwrap_or_default();
        let mut found = false;
        for pair in messages.windows(2) {
            if role(&pair[0]) == "user" && role(&pair[1]) == "assistant" {
                let text =
                    |message: &Node| message.get("content").map(Node::text).unwrap_or_default();
                let line = self.lines.of(&text(&pair[0]));
                self.push(
                    Some(line),
                    vec![(None, text(&pair[0]))],
                    vec![(None, text(&pair[1]))],
                    &Localized::default(),
                    None,
                );
                self.key("messages");
                found = true;
            }
        }
        found
    }

    /// A chat's history: questions that somebody replied to.
    pub(super) fn chat(&mut self, messages: &[Node]) {
        self.key("reply_to_message_id");
        let mut by_id: HashMap<String, &Node> = HashMap::new();
        for message in messages {
            if let Some(id) = message.get("id").map(Node::text) {
                by_id.entry(id).or_insert(message);
            }
        }
        for message in messages {
            let text = message
                .get("text")
                .or_else(|| message.get("content"))
                .map(chat_text)
                .unwrap_or_default();
            let reply = message
                .get("reply_to_message_id")
                .map(Node::text)
                .or_else(|| {
                    message
                        .get("reference")
                        .and_then(|reference| reference.get("messageId"))
                        .map(Node::text)
                });
            let Some(reply) = reply else { continue };
            let question = by_id
                .get(&reply)
                .and_then(|other| other.get("text").or_else(|| other.get("content")))
                .map(chat_text)
                .unwrap_or_default();
            if is_question(&question) && !is_question(&text) && !text.is_empty() {
                let line = self.lines.of(&question);
                self.push(
                    Some(line),
                    vec![(None, question)],
                    vec![(None, text)],
                    &Localized::default(),
                    None,
                );
            }
        }
    }
}

/// The messages of a chat's history, as Telegram and Discord export it.
pub(super) fn chat_messages(root: &Node) -> Option<&[Node]> {
    let messages = root.get("messages")?.items();
    let chat = messages.iter().any(|message| {
        message.get("reply_to_message_id").is_some() || message.get("reference").is_some()
    });
    chat.then_some(messages)
}

/// A message's text: plain, or in pieces of which some are formatted.
fn chat_text(node: &Node) -> String {
    match node {
        Node::List(parts) => {
            let part = |part: &Node| match part {
                Node::Text(text) => text.clone(),
                part => {
                    let text = part.get("text").map(Node::text).unwrap_or_default();
                    match part.get("type").map(Node::text).as_deref() {
                        Some("bold") => format!("**{text}**"),
                        Some("italic") => format!("*{text}*"),
                        Some("code") => format!("`{text}`"),
                        Some("text_link") => format!(
                            "[{text}]({})",
                            part.get("href").map(Node::text).unwrap_or_default()
                        ),
                        _ => text,
                    }
                }
            };
            parts.iter().map(part).collect::<String>().trim().to_owned()
        }
        node => node.text(),
    }
}
