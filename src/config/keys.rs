//! Every key an operator can set, with its default.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use crate::config::groups::Groups;
pub use crate::model::choice::BusinessMode;

/// Everything an operator can set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the FAQ is.
    pub faq: Faq,
    /// What is answered, and how.
    pub answer: Answer,
    /// The way to Telegram.
    pub telegram: Telegram,
    /// What holds in groups until a group's own admins change it.
    pub groups: Groups,
    /// What happens in the chats of business accounts.
    pub business: Business,
    /// People who answer what Wenda cannot.
    pub staff: Staff,
    /// What admins are told without asking.
    pub admin: Admin,
    /// The admins' page.
    pub panel: Panel,
    /// Where questions and answers are kept.
    pub storage: Storage,
    /// How long they are kept.
    pub privacy: Privacy,
    /// What is logged.
    pub log: Log,
}

/// `[faq]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faq {
    /// A folder of YAML files, or one file.
    pub path: PathBuf,
    /// Reload when a file changes, under the same tests as `/reload`.
    pub watch: bool,
    /// What happens to changes that admins make in the chat.
    pub edits: Edits,
    /// When a question under `tests:` passes.
    pub tests: Tests,
    /// The clock by which the days of entries count (`valid_from`, `valid_until`, `review_by`).
    pub time_zone: String,
}

/// When a question under `tests:` passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tests {
    /// Its entry answers, or is the first of those offered.
    Offered,
    /// Its entry answers.
    Answered,
}

/// What happens to changes of the FAQ that admins make in the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edits {
    /// They are written, unless the folder is read-only or lies in a git work tree.
    Auto,
    /// They are written, in a git work tree too.
    Write,
    /// They are offered as patches.
    Patch,
}

impl Default for Faq {
    fn default() -> Faq {
        Faq {
            path: PathBuf::from("faq"),
            watch: false,
            edits: Edits::Auto,
            tests: Tests::Offered,
            time_zone: "UTC".into(),
        }
    }
}

/// `[answer]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// The share of wrong answers among all answers given that is acceptable, 0.01 to 0.5.
    pub wrong_answers: f64,
    /// Whether a smaller share is aimed at where people tell of more wrong answers than that.
    pub follow_feedback: bool,
    /// How many entries are offered when unsure, 1 to 8.
    pub suggestions: usize,
    /// Whether what a question means counts beside its words.
    pub meaning: bool,
    /// In which languages Wenda answers people who did not choose with `/lang`.
    pub languages: ReplyLanguages,
    /// How to reach a person, shown where Wenda cannot help; empty for nobody.
    pub contact: Contact,
}

impl Default for Answer {
    fn default() -> Answer {
        Answer {
            wrong_answers: 0.05,
            follow_feedback: true,
            suggestions: 3,
            meaning: true,
            languages: ReplyLanguages::Both,
            contact: Contact::default(),
        }
    }
}

/// The languages of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplyLanguages {
    /// The language of the question first, then the other.
    Both,
    /// English where the entry has it.
    En,
    /// Chinese where the entry has it.
    Zh,
}

/// How to reach a person: words for each language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// English words, may hold Markdown.
    pub en: String,
    /// Chinese words, may hold Markdown.
    pub zh: String,
}

impl Contact {
    /// Whether somebody is named.
    pub fn is_given(&self) -> bool {
        [&self.en, &self.zh]
            .iter()
            .any(|text| !text.trim().is_empty())
    }
}

/// `[telegram]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telegram {
    /// The Bot API server.
    pub api_url: String,
    /// Numeric ids of the people who own this FAQ.
    pub admins: Vec<i64>,
    /// Numeric ids of people who may change entries and nothing else.
    pub editors: Vec<i64>,
    /// Whether people may ask inline, in any chat; told to Telegram by `wenda setup`.
    pub inline: bool,
    /// Whether people may mention the bot in chats that it is not in.
    pub guest: bool,
    /// How updates arrive.
    pub mode: Mode,
    /// Address for `/healthz`, `/readyz` and `/metrics`, such as `127.0.0.1:9090`; empty for none.
    pub listen: String,
    /// Used where `mode` is `webhook`.
    pub webhook: Webhook,
}

impl Default for Telegram {
    fn default() -> Telegram {
        Telegram {
            api_url: "https://api.telegram.org".into(),
            admins: Vec::new(),
            editors: Vec::new(),
            inline: true,
            guest: false,
            mode: Mode::Polling,
            listen: String::new(),
            webhook: Webhook::default(),
        }
    }
}

/// How updates arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Wenda asks Telegram.
    Polling,
    /// Telegram calls Wenda.
    Webhook,
}

/// `[telegram.webhook]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhook {
    /// The public `https` address that Telegram calls.
    pub url: String,
    /// The local address to listen on.
    pub listen: String,
    /// The word by which Telegram's calls are known, 1 to 256 of `A-Z a-z 0-9 _ -`;
    /// empty: one is made and kept in the store.
    pub secret: String,
    /// How many calls Telegram may make at once, 1 to 100.
    pub max_connections: u8,
}

impl Default for Webhook {
    fn default() -> Webhook {
        Webhook {
            url: String::new(),
            listen: "127.0.0.1:8443".into(),
            secret: String::new(),
            max_connections: 40,
        }
    }
}

/// `[business]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Business {
    /// What happens with questions in the chats of a connected business account.
    pub mode: BusinessMode,
    /// After the account's owner wrote in a chat, the bot is silent there for so many minutes.
    pub pause_minutes: u32,
}

impl Default for Business {
    fn default() -> Business {
        Business {
            mode: BusinessMode::Off,
            pause_minutes: 60,
        }
    }
}

/// `[staff]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Staff {
    /// The number of the group in which people answer; 0 for none.
    pub chat: i64,
    /// The topic of that group where questions go; 0 for none.
    pub topic: i64,
    /// Whether each person gets a topic of their own.
    pub topics: bool,
    /// When people are there, with their time zone; empty promises nothing.
    pub hours: String,
    /// Which questions become cards.
    pub cards: Cards,
}

impl Default for Staff {
    fn default() -> Staff {
        Staff {
            chat: 0,
            topic: 0,
            topics: false,
            hours: String::new(),
            cards: Cards::All,
        }
    }
}

impl Staff {
    /// The staff's chat, where there is one.
    pub fn chat(&self) -> Option<i64> {
        (self.chat != 0).then_some(self.chat)
    }
}

/// Which questions become cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cards {
    /// What finds no answer, what did not help, and what somebody wants to ask a person.
    All,
    /// What somebody wants to ask a person.
    Asked,
}

/// `[admin]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Admin {
    /// When the digest of the week comes: a day, a time and a time zone, or `off`.
    pub digest: String,
    /// How many people must ask the same within an hour, without an answer, for an alert; 0 for none.
    pub alert: u32,
}

impl Default for Admin {
    fn default() -> Admin {
        Admin {
            digest: OFF.to_owned(),
            alert: 0,
        }
    }
}

/// What stands in `admin.digest` where none comes.
const OFF: &str = "off";

impl Admin {
    /// When the digest comes, as it is written; `None` where none does.
    pub fn digest(&self) -> Option<&str> {
        let digest = self.digest.trim();
        (!digest.is_empty() && !digest.eq_ignore_ascii_case(OFF)).then_some(digest)
    }
}

/// `[panel]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Panel {
    /// The local address to listen on, such as `127.0.0.1:8090`; empty for no panel.
    pub listen: String,
    /// The public address, without a path.
    pub url: String,
}

/// `[storage]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Storage {
    /// The SQLite file. What belongs to this machine alone lies beside it in any case.
    pub path: PathBuf,
    /// A PostgreSQL database instead, as `postgres://user:password@host:5432/database`; empty: the file.
    pub url: String,
}

impl Default for Storage {
    fn default() -> Storage {
        Storage {
            path: PathBuf::from("data/wenda.sqlite3"),
            url: String::new(),
        }
    }
}

/// `[privacy]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// How many days questions are kept, masked and without names, 1 to 3650.
    pub retention_days: u32,
}

impl Default for Privacy {
    fn default() -> Privacy {
        Privacy { retention_days: 90 }
    }
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// Levels, by module where wanted: `info` or `warn,wenda::telegram=debug`.
    pub level: String,
    /// For people or for machines.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Log {
        Log {
            level: "info".into(),
            format: LogFormat::Auto,
        }
    }
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

/// Why the configuration cannot be used; prints as `file:line:column: error: ...` with a help line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: error: {message}\n  help: {help}")]
pub struct ConfigError {
    /// `file:line:column`, a file, or the name of an environment variable.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}
