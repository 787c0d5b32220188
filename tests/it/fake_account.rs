//! The bot's account on the fake Bot API: what `getMe` and its neighbours tell, and what changes it.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::fake_bot_api::BOT;

/// What Telegram holds of a bot.
pub struct Account {
    /// The switches of `setMySettings`, as `getMe` tells them.
    pub switches: Map<String, Value>,
    /// Names, descriptions and menus, by what sets them, scope and language.
    texts: HashMap<String, Value>,
    /// Methods that this server does not know yet.
    pub unknown: Vec<&'static str>,
}

impl Default for Account {
    /// An account whose owner switched privacy mode off, inline mode on, and wrote a few words.
    fn default() -> Account {
        let mut account = Account {
            switches: Map::new(),
            texts: HashMap::new(),
            unknown: Vec::new(),
        };
        for name in ["can_read_all_group_messages", "supports_inline_queries"] {
            account.switches.insert(name.to_owned(), true.into());
        }
        for language in ["", "zh"] {
            let key = format!("MyShortDescription  {language}");
            account.texts.insert(key, "Our own words".into());
        }
        account
    }
}

impl Account {
    /// An account as @BotFather hands it over.
    pub fn new_bot() -> Account {
        Account {
            switches: Map::from_iter([
                ("can_read_all_group_messages".to_owned(), false.into()),
                ("supports_inline_queries".to_owned(), false.into()),
                ("supports_guest_queries".to_owned(), false.into()),
            ]),
            texts: HashMap::new(),
            unknown: Vec::new(),
        }
    }

    /// The result of a call about the account; `None` for every other call.
    pub fn carry_out(&mut self, method: &str, parameters: &Value) -> Option<Value> {
        if self.unknown.contains(&method) {
            return Some(json!({"ok": false, "error_code": 404, "description": "Not Found"}));
        }
        let language = parameters["language_code"].as_str().unwrap_or_default();
        let scope = match parameters.get("scope") {
            Some(scope) => format!("{}{}", scope["type"].as_str()?, scope["chat_id"]),
            None => String::new(),
        };
        let key = |what: &str| format!("{what} {scope} {language}");
        let held = |what: &str, field: &str| {
            let value = self.texts.get(&key(what)).cloned();
            json!({field: value.unwrap_or_else(|| "".into())})
        };
        let result = match method {
            "getMe" => {
                let mut me = json!({"id": BOT.0, "is_bot": true, "first_name": "Wenda",
                                    "username": BOT.1, "can_join_groups": true});
                me.as_object_mut()?.extend(self.switches.clone());
                me
            }
            "setMySettings" => {
                self.switches.extend(parameters.as_object()?.clone());
                json!(true)
            }
            "getMyName" => held("MyName", "name"),
            "getMyDescription" => held("MyDescription", "description"),
            "getMyShortDescription" => held("MyShortDescription", "short_description"),
            "getMyCommands" => {
                let held = self.texts.get(&key("MyCommands")).cloned();
                held.unwrap_or_else(|| json!([]))
            }
            "getChatMenuButton" => {
                let held = self.texts.get(&key("ChatMenuButton")).cloned();
                held.unwrap_or_else(|| json!({"type": "default"}))
            }
            "setMyName"
            | "setMyDescription"
            | "setMyShortDescription"
            | "setMyCommands"
            | "setChatMenuButton" => {
                let field = match method {
                    "setMyName" => "name",
                    "setMyDescription" => "description",
                    "setMyShortDescription" => "short_description",
                    "setMyCommands" => "commands",
                    _ => "menu_button",
                };
                self.texts
                    .insert(key(&method[3..]), parameters[field].clone());
                json!(true)
            }
            _ => return None,
        };
        Some(json!({"ok": true, "result": result}))
    }
}
