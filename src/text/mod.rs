//! Reading text: everything between what a person typed and the terms that are matched.
//!
//! Phrasings and questions take the same way: normalise, cut into tokens, bring words, compounds and
//! amounts to one spelling, mark stop phrases. Every token leads back to the
//! bytes of the original text that it stands for. Analysis takes time linear in the text, never
//! panics and never fails; a text without letters or digits has no tokens.
//!
//! Knows nothing of entries, questions or Telegram.
//!
//! ```
//! use wenda::text::{Analysis, analyze};
//!
//! let analysis = analyze("Ｈi, 綁卡扣了五美元, thanks!");
//! let words: Vec<&str> = analysis.tokens().iter().filter(|t| !t.in_stop_phrase).map(|t| analysis.text(t)).collect();
//! assert_eq!(words, ["绑", "卡", "扣", "了", "usd5"]);
//! ```

mod amount;
mod analysis;
mod bloom_filter;
mod fold;
mod normalize;
mod questions;
mod spelling_variants;
mod stemming;
mod stop_phrase;
mod token;
mod tokenizer;
mod words;

pub use crate::model::language::Language;
pub use analysis::{Analysis, analyze};
pub use normalize::{NormalizedChar, normalize};
pub use questions::questions;
pub use stemming::stem;
pub use token::{Token, TokenKind, is_han};
pub use words::is_common;
