//! BM25, the ranking function of Robertson and Zaragoza (2009), *The Probabilistic Relevance
//! Framework: BM25 and Beyond*, section 3.
//!
//! ```text
//! score(question, entry) = Σ over terms t of the question  idf(t) · tf(t, entry)
//!
//! idf(t)       = ln(1 + (N - n + 0.5) / (n + 0.5))
//! tf(t, entry) = f / (f + K1 · (1 - B + B · length / average))
//! ```
//!
//! `N` entries, `n` of them with the term; the entry holds the term `f` times and is `length`
//! terms long; `average` is the mean length of an entry. An entry, not a phrasing, is the
//! document. The usual factor `K1 + 1` is the same for every term and left out.

/// How soon further occurrences of a term count little (no unit). 1.2 is the usual value.
const K1: f64 = 1.2;

/// How much long entries are held back: 0 not at all, 1 in full proportion. 0.75 is the usual value.
const B: f64 = 0.75;

/// Weight of a term by its rarity: `with` of `entries` entries have it. Never negative.
pub(super) fn idf(entries: usize, with: u32) -> f32 {
    let with = f64::from(with);
    (1.0 + (entries as f64 - with + 0.5) / (with + 0.5)).ln() as f32
}

/// Weight of a term by its frequency in an entry of `length` terms, 0 to 1.
pub(super) fn tf(frequency: f64, length: f64, average_length: f64) -> f64 {
    let relative_length = length / average_length.max(1e-9);
    frequency / (frequency + K1 * (1.0 - B + B * relative_length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_terms_weigh_more() {
        // By hand: ln(1 + 9.5 / 1.5) and ln(1 + 0.5 / 10.5).
        assert!((idf(10, 1) - 1.992_43).abs() < 1e-4);
        assert!((idf(10, 10) - 0.046_52).abs() < 1e-4);
    }

    #[test]
    fn frequency_saturates_and_length_holds_back() {
        // By hand: 1 / (1 + 1.2), 3 / (3 + 1.2), 1 / (1 + 1.2 * 1.75).
        assert!((tf(1.0, 8.0, 8.0) - 0.454_55).abs() < 1e-4);
        assert!((tf(3.0, 8.0, 8.0) - 0.714_29).abs() < 1e-4);
        assert!((tf(1.0, 16.0, 8.0) - 0.322_58).abs() < 1e-4);
    }
}
