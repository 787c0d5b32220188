//! `config.toml` and the environment, read into one checked [`Config`].
//!
//! Every key has a default, so no file at all is a valid configuration. Unknown keys are errors.
//! `WENDA__SECTION__KEY` in the environment overrides a key; its value is read as TOML, or as a
//! plain string where it is not TOML. The bot token is no part of this file: it comes from
//! `TELOXIDE_TOKEN`, from the file that `TELOXIDE_TOKEN_FILE` names, or from the file `token` beside
//! the configuration.

mod explain;
mod groups;
mod keys;
mod load;
mod overlay;
mod token;
mod validate;
mod variables;

pub use keys::{
    Answer, Business, BusinessMode, Cards, Config, ConfigError, Contact, Edits, Faq, Groups, Log,
    LogFormat, Mode, Privacy, ReplyLanguages, Staff, Storage, Telegram, Tests, Webhook,
};
pub use load::{DEFAULT_FILE, SYSTEM_FILE, TOKEN_FILE, find};
pub use token::{TokenError, bot_token};
