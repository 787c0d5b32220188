//! `[groups]`, with the groups that have a name.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::conversation::NamedPlace;
use crate::model::choice::GroupReply;

/// The keys of `[groups]` itself.
const KEYS: [&str; 6] = [
    "mentions",
    "reply",
    "cooldown_seconds",
    "listen",
    "listen_confidence",
    "cleanup_seconds",
];

/// `[groups]`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Groups {
    /// Whether mentions shall arrive in groups: `wenda setup` then switches privacy mode off.
    pub mentions: bool,
    /// Who sees the answers: everybody, or the asker alone where Telegram allows it.
    pub reply: GroupReply,
    /// For so many seconds an entry is not repeated in a group: a line points to the earlier answer.
    pub cooldown_seconds: u32,
    /// Answer questions that are not addressed to Wenda, where it is very sure.
    pub listen: bool,
    /// How sure it must be for that, 0.5 to 1.
    pub listen_confidence: f64,
    /// Delete Wenda's own short lines after so many seconds; 0 keeps them.
    pub cleanup_seconds: u32,
    /// Groups and topics with a name: `[groups.NAME]`.
    #[serde(flatten)]
    pub named: BTreeMap<String, NamedGroup>,
}

/// `[groups.NAME]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NamedGroup {
    /// The number of the group.
    pub chat: i64,
    /// The topic of it that is meant; 0 for all of the group.
    pub topic: i64,
}

impl Default for Groups {
    fn default() -> Groups {
        Groups {
            mentions: true,
            reply: GroupReply::Public,
            cooldown_seconds: 120,
            listen: false,
            listen_confidence: 0.97,
            cleanup_seconds: 0,
            named: BTreeMap::new(),
        }
    }
}

impl Groups {
    /// The groups that have a name.
    pub fn places(&self) -> Vec<NamedPlace> {
        let named = self.named.iter().map(|(name, group)| NamedPlace {
            name: name.clone(),
            chat: group.chat,
            topic: (group.topic > 0).then_some(group.topic),
        });
        named.collect()
    }
}

/// A key that is none of `[groups]` itself names a group, and holds a section.
impl<'de> Deserialize<'de> for Groups {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Groups, D::Error> {
        deserializer.deserialize_map(GroupsVisitor)
    }
}

struct GroupsVisitor;

impl<'de> Visitor<'de> for GroupsVisitor {
    type Value = Groups;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the section `groups`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Groups, A::Error> {
        let mut groups = Groups::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "mentions" => groups.mentions = map.next_value()?,
                "reply" => groups.reply = map.next_value()?,
                "cooldown_seconds" => groups.cooldown_seconds = map.next_value()?,
                "listen" => groups.listen = map.next_value()?,
                "listen_confidence" => groups.listen_confidence = map.next_value()?,
                "cleanup_seconds" => groups.cleanup_seconds = map.next_value()?,
                name => {
                    let section: toml::Value = map.next_value()?;
                    if !section.is_table() {
                        return Err(A::Error::unknown_field(name, &KEYS));
                    }
                    let group = section.try_into().map_err(A::Error::custom)?;
                    groups.named.insert(key, group);
                }
            }
        }
        Ok(groups)
    }
}
