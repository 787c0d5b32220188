//! Reading a text, matching it, masking it.

use std::sync::LazyLock;

use proptest::prelude::*;
use wenda::conversation::mask;
use wenda::knowledge::Knowledge;
use wenda::matcher::{Decision, Thresholds, ask};
use wenda::text::analyze;

use super::{cases, hostile_text};

/// A FAQ to ask: the example that `wenda init` writes.
pub const EXAMPLE: &str = include_str!("../../../src/cli/faq/init/example.yaml");

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let loaded = wenda::faq::read(&[("example.yaml", EXAMPLE)]);
    Knowledge::build(loaded.faq.expect("the example loads"))
});

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn tokens_lead_back_to_the_text_in_order(text in hostile_text()) {
        let analysis = analyze(&text);
        let mut before = 0;
        for token in analysis.tokens() {
            let span = token.start as usize..token.end as usize;
            prop_assert!(text.get(span.clone()).is_some(), "{span:?} is no part of {text:?}");
            prop_assert!(token.start >= before, "{text:?}");
            prop_assert!(!analysis.text(token).is_empty());
            before = token.start;
        }
    }

    #[test]
    fn matching_keeps_its_promises(text in hostile_text()) {
        let thresholds = Thresholds::default();
        let outcome = ask(&KNOWLEDGE, &text, &thresholds, 3);
        prop_assert!(outcome.candidates.len() <= 3);
        for pair in outcome.candidates.windows(2) {
            prop_assert!(pair[0].confidence >= pair[1].confidence, "{text:?}");
        }
        for candidate in &outcome.candidates {
            prop_assert!((0.0..=1.0).contains(&candidate.confidence), "{text:?}");
            prop_assert!(KNOWLEDGE.entry(&candidate.entry).is_some());
        }
        if let Decision::Suggest(offered) = &outcome.decision {
            prop_assert!((1..=thresholds.suggestions).contains(&offered.len()), "{text:?}");
        }
        let again = ask(&KNOWLEDGE, &text, &thresholds, 3);
        prop_assert_eq!(outcome.decision, again.decision);
    }

    #[test]
    fn masking_twice_is_masking_once(text in hostile_text()) {
        let once = mask(&text);
        prop_assert_eq!(mask(&once), once);
    }
}
