//! Languages, as the tables have them.

use crate::text::Language;

/// The language with this code.
pub(crate) fn language(code: &str) -> Language {
    if code == Language::Zh.code() {
        Language::Zh
    } else {
        Language::En
    }
}
