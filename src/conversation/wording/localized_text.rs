//! One sentence in both languages, and how it is filled in.

use crate::conversation::wording::audience::Reader;
use crate::model::reply::Block;
use crate::text::Language;

/// One sentence in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
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

    /// In the reader's first language.
    pub(crate) fn to(&self, reader: &Reader) -> &'static str {
        self.get(reader.first)
    }

    /// In each of the reader's languages, a block each.
    pub(crate) fn blocks(&self, reader: &Reader) -> Vec<Block> {
        reader
            .languages()
            .map(|language| Block::Plain(self.get(language).to_owned()))
            .collect()
    }
}

/// Both languages of one sentence.
pub(crate) const fn words(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}
