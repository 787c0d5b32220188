//! What Telegram says of the staff's chat: whether it is there, and what we may do in it.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::telegram::client::api::{self, Api, Failure};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The staff's chat as Telegram knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StaffChat {
    /// `private`, `group`, `supergroup` or `channel`.
    pub kind: String,
    /// Whether it has topics.
    pub is_forum: bool,
    /// What we are there: `member`, `administrator`, `left` and so on.
    pub status: String,
    /// Whether we may write there.
    pub can_send: bool,
    /// Whether we may make topics.
    pub can_manage_topics: bool,
}

#[derive(Deserialize)]
struct Chat {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    is_forum: bool,
    #[serde(default)]
    permissions: Permissions,
}

/// What members may do who have no rights of their own.
#[derive(Deserialize)]
#[serde(default)]
struct Permissions {
    can_send_messages: bool,
    can_manage_topics: bool,
}

impl Default for Permissions {
    fn default() -> Permissions {
        Permissions {
            can_send_messages: true,
            can_manage_topics: false,
        }
    }
}

#[derive(Deserialize)]
struct Member {
    status: String,
    can_send_messages: Option<bool>,
    can_manage_topics: Option<bool>,
}

/// Asks for the chat with this number, and what the bot `me` is in it.
///
/// # Errors
/// When Telegram does not tell, or does not know it.
pub async fn ask(api: &Api, chat: i64, me: i64) -> Result<StaffChat, Failure> {
    let asked = json!({"chat_id": chat}).to_string();
    let (status, text) = api.post("getChat", asked, PATIENCE).await?;
    let found: Chat = api::read(status, &text)?;
    let asked = json!({"chat_id": chat, "user_id": me}).to_string();
    let (status, text) = api.post("getChatMember", asked, PATIENCE).await?;
    let member: Member = api::read(status, &text)?;
    let is_admin = matches!(member.status.as_str(), "creator" | "administrator");
    let can_send = match member.status.as_str() {
        "left" | "kicked" => false,
        "restricted" => member.can_send_messages.unwrap_or(false),
        _ => is_admin || found.permissions.can_send_messages,
    };
    Ok(StaffChat {
        kind: found.kind,
        is_forum: found.is_forum,
        can_send,
        can_manage_topics: match is_admin {
            true => member.can_manage_topics.unwrap_or(false),
            false => can_send && found.permissions.can_manage_topics,
        },
        status: member.status,
    })
}
