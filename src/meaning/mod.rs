//! Meaning: sentences as vectors that lie near each other where the sentences mean the same, in
//! English and in Chinese, and across the two.
//!
//! The encoder itself is the package `encoder/`, which knows nothing of Wenda; here its texts are
//! made ready and its vectors kept. It says how alike two sentences are and nothing else; it writes
//! no text. It cannot tell opposites, directions or amounts apart: words have to.
//!
//! ```
//! use wenda::meaning;
//!
//! let encoder = meaning::encoder();
//! let [question, same, other] = ["怎么取消订阅", "how do i cancel my subscription", "where is the station"]
//!     .map(|text| encoder.encode(text));
//! assert!(question.cosine(&same) > question.cosine(&other) + 0.3);
//! ```

mod cache;

use std::sync::OnceLock;

pub use wenda_encoder::{Encoder, FINGERPRINT, PackedVector, SentenceVector, VectorTable, Warm};

pub use cache::{TextKey, VectorCache};

/// The encoder that the binary carries, made ready at the first call (a few milliseconds).
pub fn encoder() -> &'static Encoder {
    static ENCODER: OnceLock<Encoder> = OnceLock::new();
    ENCODER.get_or_init(|| Encoder::new(prepare))
}

/// A text as the encoder reads it: normalised as everywhere, quotation marks straight.
pub fn prepare(text: &str) -> String {
    let normal = crate::text::normalize(text);
    let straight = |ch| match ch {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' => '"',
        other => other,
    };
    normal.chars().map(straight).collect()
}
