//! What Telegram refuses: parameters that are missing or wrong, markup that it cannot read, texts
//! and buttons beyond its limits.

use serde_json::Value;

/// Methods a bot like this may call, as Telegram spells them.
const METHODS: [&str; 35] = [
    "copyMessage",
    "createForumTopic",
    "reopenForumTopic",
    "getMe",
    "getUpdates",
    "sendMessage",
    "sendPhoto",
    "editMessageText",
    "editMessageReplyMarkup",
    "editEphemeralMessageText",
    "editEphemeralMessageReplyMarkup",
    "deleteEphemeralMessage",
    "deleteMessage",
    "deleteMessages",
    "answerCallbackQuery",
    "answerInlineQuery",
    "answerGuestQuery",
    "getChat",
    "getChatMember",
    "getBusinessConnection",
    "setMySettings",
    "getMyName",
    "setMyName",
    "getChatMenuButton",
    "setChatMenuButton",
    "setMyCommands",
    "deleteMyCommands",
    "getMyCommands",
    "setMyDescription",
    "getMyDescription",
    "getMyShortDescription",
    "setMyShortDescription",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
];

/// The method as Telegram spells it; case does not matter to it.
pub fn spelling(method: &str) -> String {
    METHODS
        .iter()
        .find(|known| known.eq_ignore_ascii_case(method))
        .map_or_else(|| method.to_owned(), |known| (*known).to_owned())
}

/// What is wrong with a call, in words that begin as Telegram's do.
pub fn check(method: &str, parameters: &Value) -> Option<String> {
    if !METHODS.contains(&method) {
        return Some(format!("method {method} not found"));
    }
    let needs: &[&str] = match method {
        "sendMessage" => &["chat_id", "text"],
        "editMessageText" => &["chat_id", "message_id", "text"],
        "editMessageReplyMarkup" | "deleteMessage" => &["chat_id", "message_id"],
        "editEphemeralMessageText" => &[
            "chat_id",
            "receiver_user_id",
            "ephemeral_message_id",
            "text",
        ],
        "editEphemeralMessageReplyMarkup" | "deleteEphemeralMessage" => {
            &["chat_id", "receiver_user_id", "ephemeral_message_id"]
        }
        "deleteMessages" => &["chat_id", "message_ids"],
        "copyMessage" => &["chat_id", "from_chat_id", "message_id"],
        "createForumTopic" => &["chat_id", "name"],
        "reopenForumTopic" => &["chat_id", "message_thread_id"],
        "answerCallbackQuery" => &["callback_query_id"],
        "answerInlineQuery" => &["inline_query_id", "results"],
        "answerGuestQuery" => &["guest_query_id", "result"],
        "getChat" => &["chat_id"],
        "getChatMember" => &["chat_id", "user_id"],
        "getBusinessConnection" => &["business_connection_id"],
        "setMyCommands" => &["commands"],
        "setWebhook" => &["url"],
        _ => &[],
    };
    if let Some(missing) = needs.iter().find(|name| parameters[**name].is_null()) {
        return Some(format!("parameter \"{missing}\" is required"));
    }
    let allowed: &[&str] = match method {
        "sendMessage" => &[
            "chat_id",
            "message_thread_id",
            "text",
            "parse_mode",
            "link_preview_options",
            "reply_parameters",
            "reply_markup",
            "ephemeral_message_parameters",
            "business_connection_id",
        ],
        "editEphemeralMessageText" => &[
            "chat_id",
            "receiver_user_id",
            "ephemeral_message_id",
            "text",
            "parse_mode",
            "link_preview_options",
            "reply_markup",
        ],
        "editEphemeralMessageReplyMarkup" => &[
            "chat_id",
            "receiver_user_id",
            "ephemeral_message_id",
            "reply_markup",
        ],
        "deleteEphemeralMessage" => &["chat_id", "receiver_user_id", "ephemeral_message_id"],
        "editMessageText" => &[
            "chat_id",
            "message_id",
            "text",
            "parse_mode",
            "link_preview_options",
            "reply_markup",
        ],
        "editMessageReplyMarkup" => &["chat_id", "message_id", "reply_markup"],
        "answerCallbackQuery" => &["callback_query_id", "text", "show_alert"],
        "answerGuestQuery" => &["guest_query_id", "result"],
        "answerInlineQuery" => &[
            "inline_query_id",
            "results",
            "cache_time",
            "is_personal",
            "next_offset",
            "button",
        ],
        "setMyCommands" => &["commands", "scope", "language_code"],
        "getUpdates" => &["offset", "limit", "timeout", "allowed_updates"],
        _ => &[],
    };
    if let (Some(object), false) = (parameters.as_object(), allowed.is_empty())
        && let Some(unknown) = object.keys().find(|name| !allowed.contains(&name.as_str()))
    {
        return Some(format!("parameter \"{unknown}\" is unknown"));
    }
    if method == "getUpdates" && !parameters["allowed_updates"].is_array() {
        return Some("no allowed_updates".to_owned());
    }
    let note = parameters["text"]
        .as_str()
        .filter(|_| method == "answerCallbackQuery");
    if note.is_some_and(|text| text.chars().count() > 200) {
        return Some("MESSAGE_TOO_LONG".to_owned());
    }
    let has_text = matches!(
        method,
        "sendMessage" | "editMessageText" | "editEphemeralMessageText"
    );
    if let (Some(text), true) = (parameters["text"].as_str(), has_text)
        && let Some(problem) = text_of(text, &parameters["parse_mode"])
    {
        return Some(problem);
    }
    let result = parameters.get("result").into_iter();
    let results = parameters["results"].as_array().into_iter().flatten();
    let mut results = result.chain(results);
    results
        .find_map(inline_result)
        .or_else(|| buttons(&parameters["reply_markup"]))
}

/// What is wrong with the text of a message.
fn text_of(text: &str, parse_mode: &Value) -> Option<String> {
    let shown = match parse_mode.as_str() {
        Some("HTML") => match plain(text) {
            Ok(shown) => shown,
            Err(problem) => return Some(format!("can't parse entities: {problem}")),
        },
        _ => text.to_owned(),
    };
    if shown.trim().is_empty() {
        return Some("message text is empty".to_owned());
    }
    (shown.encode_utf16().count() > 4096).then(|| "message is too long".to_owned())
}

/// What is wrong with a result of an inline or a guest query.
fn inline_result(result: &Value) -> Option<String> {
    let id = result["id"].as_str().unwrap_or_default();
    if result["type"] != "article" || !(1..=64).contains(&id.len()) {
        return Some("RESULT_ID_INVALID".to_owned());
    }
    if result["title"].as_str().unwrap_or_default().is_empty() {
        return Some("article title is empty".to_owned());
    }
    let content = &result["input_message_content"];
    let text = content["message_text"].as_str().unwrap_or_default();
    text_of(text, &content["parse_mode"]).or_else(|| buttons(&result["reply_markup"]))
}

/// What is wrong with a keyboard.
fn buttons(markup: &Value) -> Option<String> {
    let rows = markup.get("inline_keyboard")?.as_array()?;
    for button in rows.iter().filter_map(Value::as_array).flatten() {
        let text = button["text"].as_str().unwrap_or_default();
        if text.trim().is_empty() {
            return Some("inline keyboard button text is empty".to_owned());
        }
        match (button["callback_data"].as_str(), button["url"].as_str()) {
            (Some(data), None) if (1..=64).contains(&data.len()) => {}
            (None, Some(url)) if url::Url::parse(url).is_ok() && url.is_ascii() => {}
            _ => return Some(format!("BUTTON_INVALID {button}")),
        }
    }
    None
}

/// The words of Telegram's HTML.
pub fn plain(html: &str) -> Result<String, String> {
    const TAGS: [&str; 12] = [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "del",
        "code",
        "pre",
        "a",
        "blockquote",
    ];
    let mut words = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&', '>']) {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inside) = rest.strip_prefix('<') {
            let end = inside.find('>').ok_or("unclosed tag")?;
            let tag = &inside[..end];
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop().as_deref() != Some(name) {
                    return Err(format!("unexpected end tag {name}"));
                }
            } else {
                let name = tag.split_whitespace().next().unwrap_or_default();
                if !TAGS.contains(&name) {
                    return Err(format!("unsupported start tag \"{name}\""));
                }
                if name == "blockquote" && open.iter().any(|tag| tag == "blockquote") {
                    return Err("nested blockquote".to_owned());
                }
                open.push(name.to_owned());
            }
            rest = &inside[end + 1..];
        } else if rest.starts_with('&') {
            let known = [
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&amp;", "&"),
                ("&quot;", "\""),
            ];
            let (entity, character) = known
                .iter()
                .find(|(entity, _)| rest.starts_with(entity))
                .ok_or("bare &")?;
            words.push_str(character);
            rest = &rest[entity.len()..];
        } else {
            words.push('>');
            rest = &rest[1..];
        }
    }
    words.push_str(rest);
    match open.pop() {
        Some(tag) => Err(format!("can't find end tag of {tag}")),
        None => Ok(words),
    }
}
