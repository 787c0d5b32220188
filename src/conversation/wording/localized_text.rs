//! One sentence in both languages, and how it is filled in.

use crate::conversation::wording::audience::Audience;
use crate::model::reply::Block;
use crate::text::Language;

/// One sentence in both languages.
#[derive(Debug, Clone, Copy)]
pub struct LocalizedText {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl LocalizedText {
    /// The sentence in `language`.
    pub const fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }

    /// The sentence in `language`, with `{name}` filled in for each name.
    pub fn fill(&self, language: Language, values: &[(&str, &str)]) -> String {
        let mut text = self.get(language).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// In the audience's first language.
    pub(crate) fn to(&self, audience: &Audience) -> &'static str {
        self.get(audience.first)
    }

    /// In each of the audience's languages, a block each.
    pub(crate) fn blocks(&self, audience: &Audience) -> Vec<Block> {
        audience
            .languages()
            .map(|language| Block::Plain(self.get(language).to_owned()))
            .collect()
    }
}

/// Both languages of one sentence.
pub(crate) const fn localized(zh: &'static str, en: &'static str) -> LocalizedText {
    LocalizedText { zh, en }
}
