//! Matching: a question in, the likely entries with their confidence out, and what to do with them.
//!
//! 1. `find` reads the question and asks the index, which holds BM25 (`index/bm25.rs`).
//! 2. `score` blends three scores and orders the entries. Where words are neither sure nor hopeless
//!    and the knowledge has vectors, `blend` adds what the question means.
//! 3. `signals` and `calibration` make the confidence of the best entry.
//! 4. `decision` answers, suggests or declines.
//!
//! Matching reads no clock, no file and no network. The same knowledge and question give the same
//! bytes.

mod ask;
mod available;
mod blend;
mod cache;
mod calibration;
mod contrasted;
mod decision;
mod explanation;
mod find;
mod nearest_phrasing;
mod score;
mod scratch;
mod signals;

pub use ask::{Outcome, ask, signals};
pub use available::among;
pub use blend::{Blended, COUNT as BLENDED_SIGNALS, Evidence, NAMES as BLENDED_SIGNAL_NAMES};
pub use cache::OutcomeCache;
pub use decision::{Candidate, Decision, DecisionKind, Thresholds, limits};
pub use explanation::{Explanation, explain};
pub use signals::{COUNT as SIGNALS, NAMES as SIGNAL_NAMES, Signals};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    const FAQ: &str = "
entries:
  - id: refund
    questions:
      en: [How do I get a refund?, I want my money back]
      zh: [怎么退款？, 我想退钱]
    keywords: [chargeback]
    answer: {en: Within seven days.}
  - id: opening-hours
    questions:
      en: [When are you open?, What are your opening hours?]
      zh: [几点开门？, 营业时间是什么时候]
    answer: {en: From nine to five.}
  - id: card-fee
    questions:
      en: [Why was I charged $5?, What is the five dollar fee on my card]
      zh: [为什么扣了我5美元？]
    answer: {en: It is a hold.}
out_of_scope: [今天天气怎么样, How do I get a visa?]
";

    fn knowledge() -> Knowledge {
        Knowledge::build(crate::faq::read(&[("faq.yaml", FAQ)]).faq.expect("a FAQ"))
    }

    #[test]
    fn questions_reach_their_entries() {
        let knowledge = knowledge();
        for (question, expected) in [
            ("How do I get a refund?", "refund"),
            ("ＨＯＷ ＤＯ Ｉ ＧＥＴ Ａ ＲＥＦＵＮＤ", "refund"),
            ("hi all, i want a refnud, thanks in advance", "refund"),
            ("怎麼退錢", "refund"),
            ("chargeback", "refund"),
            ("what are your openning hours", "opening-hours"),
            ("请问几点开门", "opening-hours"),
            ("扣了五刀", "card-fee"),
            ("charged 5 USD", "card-fee"),
            ("wei shen me kou le qian", "card-fee"),
            ("zenme tui kuan", "refund"),
        ] {
            let outcome = ask(&knowledge, question, &Thresholds::default(), 3);
            let best = outcome.candidates.first().map(|best| best.entry.as_str());
            assert_eq!(
                best,
                Some(expected),
                "{question}: {}",
                explain(&knowledge, question, &Thresholds::default())
            );
        }
    }

    #[test]
    fn what_the_admin_excludes_is_never_answered() {
        let knowledge = knowledge();
        for question in [
            "今天天气怎么样",
            "how do i get a VISA",
            "hello",
            "谢谢！",
            "",
            "???",
            "👍",
        ] {
            let outcome = ask(&knowledge, question, &Thresholds::default(), 3);
            assert_eq!(
                outcome.decision,
                Decision::None,
                "{question}: {:?}",
                outcome.candidates
            );
        }
    }

    #[test]
    fn a_phrasing_word_by_word_is_sure_and_a_bare_topic_is_not() {
        let knowledge = knowledge();
        let confidence = |question: &str| {
            ask(&knowledge, question, &Thresholds::default(), 3).candidates[0].confidence
        };
        for question in ["I want my money back", "营业时间是什么时候", "chargeback"] {
            assert!(confidence(question) > 0.97, "{question}");
        }
        for question in ["card", "money"] {
            assert!(confidence(question) <= 0.6, "{question}");
        }
    }

    #[test]
    fn the_other_side_is_offered_and_never_answered() {
        let knowledge = knowledge();
        for question in [
            "Why was I charged $50?",
            "Why was I charged $500?",
            "为什么扣了我50美元？",
            "为什么扣了我五百刀",
        ] {
            let outcome = ask(&knowledge, question, &Thresholds::default(), 3);
            assert!(
                matches!(outcome.decision, Decision::Suggest(_)),
                "{question}: {outcome:?}"
            );
            assert!(outcome.contrast.is_some(), "{question}");
        }
        for question in [
            "为什么扣了我5刀",
            "Why was I charged US$5.00?",
            "charged five dollars",
        ] {
            let outcome = ask(&knowledge, question, &Thresholds::default(), 3);
            assert_eq!(outcome.contrast, None, "{question}");
            assert!(
                matches!(outcome.decision, Decision::Answer(_)),
                "{question}"
            );
        }
    }

    #[test]
    fn confidence_never_rises_down_the_list() {
        let knowledge = knowledge();
        for question in [
            "refund my card",
            "when 扣了",
            "open a refund for 5 dollars",
            "x",
        ] {
            let outcome = ask(&knowledge, question, &Thresholds::default(), 3);
            let falling = outcome
                .candidates
                .windows(2)
                .all(|pair| pair[0].confidence >= pair[1].confidence);
            assert!(falling, "{question}: {:?}", outcome.candidates);
        }
    }

    const ENGLISH: &str = "
entries:
  - id: refund
    questions: {en: [How do I get a refund?, I want my money back]}
    answer: {en: Within seven days.}
  - id: opening-hours
    questions: {en: [When are you open?, What are your opening hours?]}
    answer: {en: From nine to five.}
  - id: card-fee
    questions: {en: ['Why was I charged $5?', What is the five dollar fee on my card]}
    answer: {en: It is a hold.}
";

    #[test]
    fn meaning_finds_the_entry_in_the_other_language() {
        let faq = crate::faq::read(&[("faq.yaml", ENGLISH)]).faq;
        let words = Knowledge::build(faq.expect("a FAQ"));
        let whole = words.with_meaning(&mut crate::meaning::VectorCache::default());
        let thresholds = Thresholds::default();
        for (question, expected) in [
            ("怎么退款", "refund"),
            ("你们几点营业", "opening-hours"),
            ("为什么扣了我五美元", "card-fee"),
        ] {
            let outcome = ask(&whole, question, &thresholds, 3);
            let explained = explain(&whole, question, &thresholds);
            assert_eq!(
                outcome.candidates[0].entry.as_str(),
                expected,
                "{question}: {explained}"
            );
            assert_ne!(outcome.decision, Decision::None, "{question}: {explained}");
            let falling = outcome
                .candidates
                .windows(2)
                .all(|pair| pair[0].confidence >= pair[1].confidence);
            assert!(falling, "{question}: {:?}", outcome.candidates);
        }
        for question in ["hello", "???"] {
            let outcome = ask(&whole, question, &thresholds, 3);
            let explained = explain(&whole, question, &thresholds);
            assert_eq!(outcome.decision, Decision::None, "{question}: {explained}");
        }
        // Another amount is never answered, whatever it means.
        let outcome = ask(&whole, "Why did you charge me $500?", &thresholds, 3);
        assert!(!matches!(outcome.decision, Decision::Answer(_)));
    }

    #[test]
    fn a_single_entry_is_not_the_answer_to_whatever_is_asked() {
        let yaml = "
entries:
- {id: refund, questions: {en: [How do I get a refund], zh: [怎么退款]}, answer: {en: Yes., zh: 好。}}
";
        let words = Knowledge::build(crate::faq::read(&[("faq.yaml", yaml)]).faq.expect("a FAQ"));
        let whole = words.with_meaning(&mut crate::meaning::VectorCache::default());
        let decide = |question: &str| ask(&whole, question, &Thresholds::default(), 3).decision;
        for question in [
            "how do I create an account",
            "怎么删除账号",
            "how do I get a visa",
        ] {
            let explained = explain(&whole, question, &Thresholds::default());
            let decision = decide(question);
            assert!(
                !matches!(decision, Decision::Answer(_)),
                "{question}: {explained}"
            );
        }
        for question in ["how do I get a refund", "怎么退款？"] {
            assert!(
                matches!(decide(question), Decision::Answer(_)),
                "{question}"
            );
        }
    }

    #[test]
    fn long_and_hostile_texts_are_read() {
        let knowledge = knowledge();
        for piece in [
            "a", "我", "e\u{301}", "$5 ", "on line ", "\u{200d}", "退款", "zz9 ", "'s", "网路",
        ] {
            let text = piece.repeat(4096 / piece.len());
            let outcome = ask(&knowledge, &text, &Thresholds::default(), 3);
            assert_eq!(outcome.candidates.len(), 3, "{piece}");
        }
    }
}
