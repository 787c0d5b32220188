//! What somebody chooses to send in their own name, and the answer to a mention by a guest.

use serde_json::{Value, json};

use super::compose::Out;
use super::parts::preview;
use crate::model::reply::{Article, Articles, GuestAnswer, Reply};
use crate::render;

/// Names the one result by which a mention is answered.
const GUEST_ARTICLE: &str = "answer";

impl Out<'_> {
    pub(super) fn articles(&mut self, articles: &Articles) {
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
    pub(super) fn guest(&mut self, reply: &Reply, guest: &GuestAnswer) {
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
}
