//! The menus of commands, and how the bot presents itself.

use serde_json::{Value, json};

use crate::conversation::wording::{
    ABOUT, CommandScope, DESCRIPTION, DESCRIPTION_WITH_CONTACT, MENU,
};
use crate::text::Language;

/// The language of menus and texts for programs in neither of our languages.
const DEFAULT: Language = Language::En;

/// Telegram takes what has no language for every program that has none of its own.
const LANGUAGES: [(Option<Language>, Language); 2] =
    [(None, DEFAULT), (Some(Language::Zh), Language::Zh)];

/// The calls that set the menus for everybody; repeating them changes nothing. With `is_ephemeral`
/// nobody else of a group sees that a command was given there.
pub fn of_everybody(
    admins: &[i64],
    editors: &[i64],
    is_ephemeral: bool,
) -> Vec<(&'static str, Value)> {
    let mut calls = Vec::new();
    for (code, language) in LANGUAGES {
        let mut menu = |who: &[CommandScope], scope: Value| {
            let is_seen = !is_ephemeral || scope["type"] == "default" || scope["type"] == "chat";
            let call = set(who, scope, code, language);
            let call = if is_seen { call } else { unseen(call) };
            calls.push(("setMyCommands", call));
        };
        menu(&PRIVATE, json!({"type": "default"}));
        menu(&GROUP, json!({"type": "all_group_chats"}));
        menu(&GROUP_ADMINS, json!({"type": "all_chat_administrators"}));
        for admin in admins {
            menu(&ADMINS, json!({"type": "chat", "chat_id": admin}));
        }
        for editor in editors.iter().filter(|editor| !admins.contains(editor)) {
            menu(&EDITORS, json!({"type": "chat", "chat_id": editor}));
        }
    }
    calls
}

/// The calls that set the menus of one group, whose admins chose who sees what is said there.
pub fn of_group(chat: i64, is_ephemeral: bool) -> Vec<(&'static str, Value)> {
    let mut calls = Vec::new();
    for (code, language) in LANGUAGES {
        for (who, scope) in [
            (&GROUP[..], "chat"),
            (&GROUP_ADMINS[..], "chat_administrators"),
        ] {
            let scope = json!({"type": scope, "chat_id": chat});
            let call = set(who, scope, code, language);
            let call = if is_ephemeral { unseen(call) } else { call };
            calls.push(("setMyCommands", call));
        }
    }
    calls
}

/// The same menu with commands that nobody else sees when they are given.
fn unseen(mut call: Value) -> Value {
    for command in call["commands"].as_array_mut().into_iter().flatten() {
        command["is_ephemeral"] = true.into();
    }
    call
}

/// One text by which the bot presents itself to programs of one language.
pub struct Presentation {
    /// The method that tells what is there, with its parameters.
    pub get: (&'static str, Value),
    /// The field of its answer.
    pub field: &'static str,
    /// The method that sets it, with its parameters.
    pub set: (&'static str, Value),
    /// What we would have set where the configuration were the other way: not an owner's own words.
    pub stale: &'static str,
}

/// How the bot presents itself, where its owner has written nothing with BotFather.
/// A person is promised only with a `contact`.
pub fn presentations(has_contact: bool) -> Vec<Presentation> {
    let (description, other) = match has_contact {
        true => (&DESCRIPTION_WITH_CONTACT, &DESCRIPTION),
        false => (&DESCRIPTION, &DESCRIPTION_WITH_CONTACT),
    };
    let texts = [
        (
            "getMyShortDescription",
            "setMyShortDescription",
            "short_description",
            &ABOUT,
            &ABOUT,
        ),
        (
            "getMyDescription",
            "setMyDescription",
            "description",
            description,
            other,
        ),
    ];
    let mut presentations = Vec::new();
    for (code, language) in LANGUAGES {
        for (get, set, field, words, stale) in texts {
            let (mut asked, mut told) = (json!({}), json!({field: words.get(language)}));
            name_language(&mut asked, code);
            name_language(&mut told, code);
            presentations.push(Presentation {
                get: (get, asked),
                field,
                set: (set, told),
                stale: stale.get(language),
            });
        }
    }
    presentations
}

/// The call that lets one private chat's menu follow `language`, or the person's program again.
pub fn of_chat(
    chat: i64,
    (is_admin, is_editor): (bool, bool),
    language: Option<Language>,
) -> (&'static str, Value) {
    let scope = json!({"type": "chat", "chat_id": chat});
    let who: &[CommandScope] = match (is_admin, is_editor) {
        (true, _) => &ADMINS,
        (false, true) => &EDITORS,
        (false, false) => &PRIVATE,
    };
    match language {
        Some(language) => ("setMyCommands", set(who, scope, None, language)),
        None => ("deleteMyCommands", json!({"scope": scope})),
    }
}

const PRIVATE: [CommandScope; 2] = [CommandScope::Private, CommandScope::Everywhere];
const ADMINS: [CommandScope; 4] = [
    CommandScope::Admins,
    CommandScope::Editors,
    CommandScope::Private,
    CommandScope::Everywhere,
];
const EDITORS: [CommandScope; 3] = [
    CommandScope::Editors,
    CommandScope::Private,
    CommandScope::Everywhere,
];
const GROUP: [CommandScope; 2] = [CommandScope::Group, CommandScope::Everywhere];
const GROUP_ADMINS: [CommandScope; 3] = [
    CommandScope::Group,
    CommandScope::Everywhere,
    CommandScope::GroupAdmins,
];

fn set(who: &[CommandScope], scope: Value, code: Option<Language>, language: Language) -> Value {
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
        let calls = of_everybody(&[7], &[8], false);
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
