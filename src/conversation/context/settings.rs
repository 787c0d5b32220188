//! What the operator sets for conversations, and who we are on the front end.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::conversation::staff::Staff;
use crate::faq::{Localized, PRIVATE, Situation};
use crate::model::choice::BusinessMode;
use crate::model::incoming::Place;
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
    /// Groups and topics that have a name, by which entries say where they are given.
    pub places: Vec<NamedPlace>,
    /// The clock by which the days of entries count.
    pub zone: TimeZone,
}

/// A group, or a topic of one, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPlace {
    /// The name.
    pub name: String,
    /// The group's number.
    pub chat: i64,
    /// The topic; `None` for all of the group.
    pub topic: Option<i64>,
}

impl Settings {
    /// The day and the place of something that happened there and then (Unix seconds).
    pub fn situation(&self, place: Place, at_seconds: i64) -> Situation {
        let names = match place {
            Place::Private { .. } => vec![PRIVATE.to_owned()],
            Place::Group { chat, topic } => {
                let is_here = |named: &&NamedPlace| {
                    named.chat == chat && (named.topic.is_none() || named.topic == topic)
                };
                let here = self.places.iter().filter(is_here);
                here.map(|named| named.name.clone()).collect()
            }
            Place::Elsewhere | Place::Guest | Place::Business { .. } => Vec::new(),
        };
        Situation {
            today: self.day(at_seconds),
            places: Some(names),
        }
    }

    /// The day of a moment (Unix seconds).
    pub fn day(&self, at_seconds: i64) -> Option<Date> {
        let moment = Timestamp::from_second(at_seconds).ok()?;
        Some(moment.to_zoned(self.zone.clone()).date())
    }
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
            places: Vec::new(),
            zone: TimeZone::UTC,
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
