//! The menus of commands, and how the bot presents itself.

use serde_json::{Value, json};

use crate::conversation::wording::{ABOUT, Audience, DESCRIPTION, MENU};
use crate::text::Language;

/// The language of menus and texts for programs in neither of our languages.
const DEFAULT: Language = Language::En;

/// The calls that set menus and presentation for everybody; repeating them changes nothing.
pub fn of_everybody(owners: &[i64]) -> Vec<(&'static str, Value)> {
    let mut calls = Vec::new();
    // Telegram takes what has no language for every program that has none of its own.
    let languages = [(None, DEFAULT), (Some(Language::Zh), Language::Zh)];
    for (code, language) in languages {
        let mut menu = |who: &[Audience], scope: Value| {
            calls.push(("setMyCommands", set(who, scope, code, language)));
        };
        menu(&PRIVATE, json!({"type": "default"}));
        menu(&GROUP, json!({"type": "all_group_chats"}));
        menu(&GROUP_ADMINS, json!({"type": "all_chat_administrators"}));
        for owner in owners {
            menu(&OWNERS, json!({"type": "chat", "chat_id": owner}));
        }
        for (method, name, words) in [
            ("setMyShortDescription", "short_description", &ABOUT),
            ("setMyDescription", "description", &DESCRIPTION),
        ] {
            let mut parameters = json!({name: words.get(language)});
            name_language(&mut parameters, code);
            calls.push((method, parameters));
        }
    }
    calls
}

/// The call that lets one private chat's menu follow `language`, or the person's program again.
pub fn of_chat(chat: i64, is_owner: bool, language: Option<Language>) -> (&'static str, Value) {
    let scope = json!({"type": "chat", "chat_id": chat});
    let who: &[Audience] = if is_owner { &OWNERS } else { &PRIVATE };
    match language {
        Some(language) => ("setMyCommands", set(who, scope, None, language)),
        None => ("deleteMyCommands", json!({"scope": scope})),
    }
}

const PRIVATE: [Audience; 2] = [Audience::Private, Audience::Everywhere];
const OWNERS: [Audience; 3] = [Audience::Owners, Audience::Private, Audience::Everywhere];
const GROUP: [Audience; 2] = [Audience::Group, Audience::Everywhere];
const GROUP_ADMINS: [Audience; 3] = [Audience::Group, Audience::Everywhere, Audience::GroupAdmins];

fn set(who: &[Audience], scope: Value, code: Option<Language>, language: Language) -> Value {
    let commands: Vec<Value> = MENU
        .iter()
        .filter(|(_, _, audience)| who.contains(audience))
        .map(|(name, words, _)| json!({"command": name, "description": words.get(language)}))
        .collect();
    let mut parameters = json!({"commands": commands, "scope": scope});
    name_language(&mut parameters, code);
    parameters
}

fn name_language(parameters: &mut Value, code: Option<Language>) {
    if let Some(language) = code {
        parameters["language_code"] = language.code().into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_sees_what_is_theirs() {
        let calls = of_everybody(&[7]);
        let names = |scope: &str, code: Option<&str>| -> Vec<String> {
            let found = calls.iter().find(|(method, call)| {
                *method == "setMyCommands"
                    && call["scope"]["type"] == scope
                    && call["language_code"].as_str() == code
            });
            let commands = found.unwrap().1["commands"].as_array().unwrap();
            commands
                .iter()
                .map(|command| command["command"].as_str().unwrap().to_owned())
                .collect()
        };
        for code in [None, Some("zh")] {
            assert!(names("default", code).contains(&"lang".to_owned()));
            assert!(!names("default", code).contains(&"reload".to_owned()));
            assert!(names("chat", code).contains(&"reload".to_owned()));
            assert!(!names("all_group_chats", code).contains(&"settings".to_owned()));
            assert!(names("all_chat_administrators", code).contains(&"settings".to_owned()));
        }
    }
}
