//! The lexicon: every word list that Wenda brings along, English and Chinese side by side.
//!
//! Plain data, written by hand. A FAQ adds words of its own (`synonyms`, `out_of_scope`); those
//! are read elsewhere. Imports nothing.
//!
//! The larger lists are text files. In all of them but the common words a line that begins with `#`
//! is a comment.

pub mod asking;
pub mod contractions;
pub mod currencies;
pub mod function_words;
pub mod regional;
pub mod stop_phrases;
pub mod word_hash;

/// Base forms of common English words, parted by white space.
pub static COMMON_WORDS: &str = include_str!("common-words.txt");

/// Concepts: words that mean the same, one concept a line, terms parted by spaces. In a term `_`
/// stands for a space. A FAQ's index numbers concepts by their lines, in this order.
pub static CONCEPTS: [&str; 6] = [
    include_str!("concepts/en-groups.txt"),
    include_str!("concepts/en-classes.txt"),
    include_str!("concepts/zh-groups.txt"),
    include_str!("concepts/zh-classes.txt"),
    include_str!("concepts/zh-service.txt"),
    include_str!("concepts/both.txt"),
];

/// Well-known products, companies and places, one a line, its spellings parted by commas.
pub static KNOWN_ENTITIES: &str = include_str!("known-entities.txt");

/// What people say to a bot that is no question, one a line.
pub static SMALL_TALK: &str = include_str!("small-talk.txt");
