//! The two languages Wenda speaks, and which of them a text is written in.

use bitcode::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A language that FAQ entries are written in and that Wenda answers in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Chinese; traditional script is read as well.
    Zh,
}

impl Language {
    /// Both languages, in the order in which files list them.
    pub const ALL: [Language; 2] = [Language::En, Language::Zh];

    /// The code used in FAQ files and on Telegram: `en` or `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
        }
    }

    /// The other one of the two.
    pub fn other(self) -> Language {
        match self {
            Language::En => Language::Zh,
            Language::Zh => Language::En,
        }
    }
}
