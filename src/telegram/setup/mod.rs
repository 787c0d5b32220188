//! What the configuration wants of the bot's account, compared with what Telegram holds.
//!
//! Covers what @BotFather asks for, as far as the Bot API offers it: switches (Bot API 10.5,
//! `setMySettings`), names, descriptions, menus of commands and the menu button. An owner's own
//! texts stay: a text is set where there is none, or where the owner asks for another.
//!
//! `callback_query_mode` is never named: another mode would take the chat from a press.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::conversation::wording::INLINE_PLACEHOLDER;
use crate::telegram::client::api;
use crate::telegram::client::api::{Api, Failure};
use crate::telegram::client::menu;
use crate::telegram::client::menu::Presentation;
use crate::text::Language;

/// Of how many inline results that are sent one is told of. Telegram does not say how it stands, so
/// it is set to every one together with what else is set of inline mode.
const FEEDBACK: &str = "inline_feedback_share_denominator";

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What the operator wants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Numbers of the admins, who get a longer menu.
    pub admins: Vec<i64>,
    /// Numbers of the editors, who get one in between.
    pub editors: Vec<i64>,
    /// Whether mentions in groups shall arrive, which needs privacy mode off.
    pub mentions: bool,
    /// Whether people may ask inline.
    pub inline: bool,
    /// Whether people may ask in chats that the bot is not in.
    pub guest: bool,
    /// Whether it may be connected to business accounts.
    pub business: bool,
    /// Whether commands in groups are given so that nobody else sees them.
    pub ephemeral: bool,
    /// Whether `answer.contact` names somebody whom people can reach.
    pub has_contact: bool,
    /// Names to set, by language; `None` is for every other language.
    pub names: Vec<(Option<Language>, String)>,
    /// Whether texts that the owner wrote elsewhere are replaced.
    pub replace_texts: bool,
}

/// One thing that differs, and the call that changes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it is.
    pub what: String,
    /// What Telegram holds.
    pub from: String,
    /// What is wanted.
    pub to: String,
    method: &'static str,
    parameters: Value,
}

/// What comparing brought.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// What differs, in the order in which it is changed.
    pub changes: Vec<Change>,
    /// Texts that the owner wrote, and that stay.
    pub kept: Vec<String>,
    /// Methods that this API server does not know.
    pub missing: Vec<&'static str>,
    /// What could not be read, with the reason.
    pub unread: Vec<String>,
    /// What Telegram does not tell, and somebody may want to look at.
    pub notes: Vec<&'static str>,
    /// The bot's name, without the `@`.
    pub username: String,
}

/// What became of the changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Applied {
    /// What was changed.
    pub done: Vec<String>,
    /// What Telegram refused, with its words.
    pub refused: Vec<String>,
    /// What waits for somebody, with the reason.
    pub waiting: Vec<String>,
    /// Methods that this API server does not know, each with what it would have changed.
    pub missing: Vec<(&'static str, String)>,
    /// Whether privacy mode went off.
    pub privacy_went_off: bool,
}

/// A text or a menu that one method reads and another one sets.
struct Setting {
    what: String,
    get: (&'static str, Value),
    /// The field of the answer; empty for the whole answer.
    field: &'static str,
    wanted: Value,
    set: (&'static str, Value),
    /// Whether what stands there may be an owner's own.
    keeps_own: bool,
}

/// Compares what Telegram holds with `wanted`.
///
/// # Errors
/// When `getMe` fails: then nothing can be compared.
pub async fn compare(api: &Api, wanted: &Wanted) -> Result<Plan, Failure> {
    let me = ask(api, "getMe", &json!({})).await?;
    let mut plan = Plan {
        changes: switches(&me, wanted),
        username: me["username"].as_str().unwrap_or_default().to_owned(),
        ..Plan::default()
    };
    let sets_feedback = |change: &Change| !change.parameters[FEEDBACK].is_null();
    // Where the placeholder is ours, it was set together with the feedback.
    let is_ours = me["inline_query_placeholder"] == INLINE_PLACEHOLDER;
    if wanted.inline && !is_ours && !plan.changes.iter().any(sets_feedback) {
        plan.notes.push(
            "which inline results people send is counted only with inline feedback at 100%, which \
             Telegram does not tell: @BotFather, /setinlinefeedback",
        );
    }
    for setting in settings(&me, wanted) {
        let held = match ask(api, setting.get.0, &setting.get.1).await {
            Ok(answer) if setting.field.is_empty() => answer,
            Ok(answer) => answer[setting.field].clone(),
            Err(failure) if is_missing(&failure) => {
                note_missing(&mut plan.missing, setting.get.0);
                continue;
            }
            // An admin who never wrote to the bot has no chat yet.
            Err(failure) if is_no_chat(&failure) => Value::Null,
            Err(failure) => {
                plan.unread.push(format!("{}: {failure}", setting.what));
                continue;
            }
        };
        if same(&held, &setting.wanted) {
            continue;
        }
        if setting.keeps_own && !wanted.replace_texts && !is_empty(&held) {
            plan.kept
                .push(format!("{}: {}", setting.what, shown(&held)));
            continue;
        }
        plan.changes.push(Change {
            what: setting.what,
            from: shown(&held),
            to: shown(&setting.wanted),
            method: setting.set.0,
            parameters: setting.set.1,
        });
    }
    Ok(plan)
}

/// Makes the changes, one call after the other.
pub async fn apply(api: &Api, changes: &[Change]) -> Applied {
    let mut applied = Applied::default();
    for change in changes {
        match ask(api, change.method, &change.parameters).await {
            Ok(_) => {
                applied.done.push(change.what.clone());
                applied.privacy_went_off |= turns_privacy_off(change);
            }
            Err(failure) if is_missing(&failure) => {
                applied.missing.push((change.method, change.what.clone()));
            }
            Err(failure) if is_no_chat(&failure) => applied.waiting.push(format!(
                "{}: this admin has not written to the bot yet; send it /start, then run this again",
                change.what
            )),
            Err(failure) => applied.refused.push(format!("{}: {failure}", change.what)),
        }
    }
    applied
}

/// Whether this change lets the bot hear everything that is said in groups.
pub fn turns_privacy_off(change: &Change) -> bool {
    change.parameters["can_read_all_group_messages"] == true
}

/// The switches that differ, one change each; a switch that the server does not tell of is only
/// touched where it is wanted on.
fn switches(me: &Value, wanted: &Wanted) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut switch = |what: &str, field: &str, read: &str, on: bool| {
        let held = me[read].as_bool();
        if held.unwrap_or(false) != on {
            let mut parameters = json!({field: on});
            if on && field == "supports_inline_queries" {
                parameters[FEEDBACK] = 1.into();
            }
            let word =
                |on: Option<bool>| on.map_or("not known", |on| if on { "on" } else { "off" });
            changes.push(Change {
                what: what.to_owned(),
                from: word(held).to_owned(),
                to: word(Some(on)).to_owned(),
                method: "setMySettings",
                parameters,
            });
        }
    };
    if wanted.mentions {
        let field = "can_read_all_group_messages";
        switch(
            "hearing mentions in groups (privacy mode off)",
            field,
            field,
            true,
        );
    }
    let field = "supports_inline_queries";
    switch("inline questions", field, field, wanted.inline);
    let field = "supports_guest_queries";
    switch("guest mentions", field, field, wanted.guest);
    let field = "can_connect_to_business";
    switch("business chats", field, field, wanted.business);
    let held = me["inline_query_placeholder"].as_str().unwrap_or_default();
    if wanted.inline && held.is_empty() {
        changes.push(Change {
            what: "inline placeholder".to_owned(),
            from: shown(&Value::Null),
            to: INLINE_PLACEHOLDER.to_owned(),
            method: "setMySettings",
            parameters: json!({"inline_query_placeholder": INLINE_PLACEHOLDER, FEEDBACK: 1}),
        });
    }
    changes
}

/// The texts and menus, in the order in which they are looked at.
fn settings(me: &Value, wanted: &Wanted) -> Vec<Setting> {
    let mut settings = Vec::new();
    for (language, name) in &wanted.names {
        let mut get = Map::new();
        if let Some(language) = language {
            get.insert("language_code".to_owned(), language.code().into());
        }
        let mut set = get.clone();
        set.insert("name".to_owned(), name.as_str().into());
        settings.push(Setting {
            what: format!("name ({})", spoken(*language)),
            get: ("getMyName", Value::Object(get)),
            field: "name",
            wanted: name.as_str().into(),
            set: ("setMyName", Value::Object(set)),
            keeps_own: false,
        });
    }
    for Presentation {
        get, field, set, ..
    } in menu::presentations(wanted.has_contact)
    {
        let language = get.1["language_code"].as_str().map_or("en", |code| code);
        settings.push(Setting {
            what: format!("{} ({language})", field.replace('_', " ")),
            wanted: set.1[field].clone(),
            get,
            field,
            set,
            keeps_own: true,
        });
    }
    let calls = menu::of_everybody(&wanted.admins, &wanted.editors, wanted.ephemeral);
    for (method, parameters) in calls {
        let mut get = parameters.clone();
        let commands = get["commands"].take();
        if let Some(fields) = get.as_object_mut() {
            fields.remove("commands");
        }
        let who = match parameters["scope"]["type"].as_str() {
            Some("all_group_chats") => "groups".to_owned(),
            Some("all_chat_administrators") => "group admins".to_owned(),
            Some("chat") => format!("admin {}", parameters["scope"]["chat_id"]),
            _ => "private chats".to_owned(),
        };
        let language = parameters["language_code"].as_str().unwrap_or("en");
        settings.push(Setting {
            what: format!("commands, {who} ({language})"),
            get: ("getMyCommands", get),
            field: "",
            wanted: commands,
            set: (method, parameters),
            keeps_own: false,
        });
    }
    // A page behind the button is an owner's own choice.
    if me["has_main_web_app"] != true {
        let button = json!({"type": "commands"});
        settings.push(Setting {
            what: "menu button".to_owned(),
            get: ("getChatMenuButton", json!({})),
            field: "",
            wanted: button.clone(),
            set: ("setChatMenuButton", json!({"menu_button": button})),
            keeps_own: true,
        });
    }
    settings
}

/// Whether what Telegram holds is what is wanted; a menu is compared by its commands and words.
fn same(held: &Value, wanted: &Value) -> bool {
    let brief = |value: &Value| -> Value {
        match value.as_array() {
            Some(commands) => commands
                .iter()
                .map(|command| {
                    let is_ephemeral = command["is_ephemeral"] == true;
                    json!([command["command"], command["description"], is_ephemeral])
                })
                .collect(),
            None => value.clone(),
        }
    };
    match (held["type"].as_str(), wanted["type"].as_str()) {
        (Some(held), Some(wanted)) => held == wanted,
        _ => brief(held) == brief(wanted),
    }
}

/// Whether nobody wrote anything there.
fn is_empty(held: &Value) -> bool {
    match held {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(commands) => commands.is_empty(),
        Value::Object(button) => button.get("type").is_none_or(|kind| kind == "default"),
        _ => false,
    }
}

/// A value as the operator reads it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() => format!("“{text}”"),
        Value::Array(commands) if !commands.is_empty() => {
            let names = commands
                .iter()
                .filter_map(|command| Some(format!("/{}", command["command"].as_str()?)));
            names.collect::<Vec<_>>().join(" ")
        }
        Value::Object(button) => button["type"].as_str().unwrap_or("nothing").to_owned(),
        _ => "nothing".to_owned(),
    }
}

fn spoken(language: Option<Language>) -> &'static str {
    language.map_or("every language", Language::code)
}

fn note_missing(missing: &mut Vec<&'static str>, method: &'static str) {
    if !missing.contains(&method) {
        missing.push(method);
    }
}

/// Whether the server does not know the method.
fn is_missing(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused { code: 404, .. })
}

/// Whether the chat of a scope does not exist yet.
fn is_no_chat(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused { code: 400, description, .. }
        if description.to_lowercase().contains("chat not found"))
}

async fn ask(api: &Api, method: &str, parameters: &Value) -> Result<Value, Failure> {
    let (status, text) = api.post(method, parameters.to_string(), TIMEOUT).await?;
    api::read(status, &text)
}

#[cfg(test)]
mod tests;
