//! What the operator sets for conversations, and who we are on the front end.

use crate::conversation::staff::Staff;
use crate::faq::Localized;
use crate::model::choice::BusinessMode;
use crate::model::record::GroupSettings;
use crate::model::reply::{GroupReply, Languages};

/// What the operator sets for conversations.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How to reach a person, in Markdown; shown where Wenda cannot help. Empty for nobody.
    pub contact: Localized,
    /// How many entries are offered at most when unsure.
    pub suggestions: usize,
    /// The languages of replies to people and in groups that chose none.
    pub languages: Languages,
    /// Settings of groups that changed nothing.
    pub group: GroupSettings,
    /// How sure we must be to answer what was not addressed to us, 0 to 1.
    pub listening_confidence: f64,
    /// Seconds after which our own short lines in groups go away; 0 keeps them.
    pub cleanup_seconds: u32,
    /// How many days questions are kept.
    pub retention_days: u32,
    /// Whether mentions in chats that we are not in are answered.
    pub guest: bool,
    /// What happens in business chats.
    pub business: Business,
    /// People who answer what we cannot; `None` where there are none.
    pub staff: Option<Staff>,
    /// Whether the way back to people is kept whose questions found no answer.
    pub keeps_ways_back: bool,
}

/// What happens in business chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Business {
    /// Whether questions there are answered, and by whom.
    pub mode: BusinessMode,
    /// For so many seconds after the account's owner wrote in a chat, we are silent there.
    pub pause_seconds: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            contact: Localized::default(),
            suggestions: 3,
            languages: Languages::Both,
            group: GroupSettings {
                languages: Languages::Both,
                cooldown_seconds: 120,
                listening: false,
                reply: GroupReply::Public,
            },
            listening_confidence: 0.97,
            cleanup_seconds: 0,
            retention_days: 90,
            guest: false,
            business: Business::default(),
            staff: None,
            keeps_ways_back: false,
        }
    }
}

/// Who we are on the front end, as far as people are told about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Our name there, without `@`; empty in the terminal.
    pub username: String,
    /// Whether mentions in groups reach us (on Telegram: whether privacy mode is off).
    pub hears_mentions: bool,
    /// Whether we can be asked from other chats.
    pub has_inline: bool,
    /// What stands before the parameter in a link that starts a private chat with us; empty where
    /// there is none.
    pub start_link: String,
    /// What stands before a person's number in a link to their profile; empty where there is none.
    pub person_link: String,
}

impl Account {
    /// The link to the profile of the person with this number.
    pub(crate) fn person_link(&self, person: i64) -> Option<String> {
        (!self.person_link.is_empty()).then(|| format!("{}{person}", self.person_link))
    }

    /// The link that starts a private chat with us, in which `/start` gets this parameter.
    pub(crate) fn start_link(&self, parameter: &str) -> Option<String> {
        (!self.start_link.is_empty()).then(|| format!("{}{parameter}", self.start_link))
    }
}

impl Default for Account {
    fn default() -> Account {
        Account {
            username: String::new(),
            hears_mentions: true,
            has_inline: false,
            start_link: String::new(),
            person_link: String::new(),
        }
    }
}
