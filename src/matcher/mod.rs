//! Matching: a question in, the likely entries with their confidence out, and what to do with them.
//!
//! Reads no clock, no file and no network; the same knowledge and question give the same bytes.

mod cache;
mod calibration;
mod candidate;
mod decision;
mod explanation;
mod nearest_phrasing;
mod score;
mod scratch;
mod signals;

pub use cache::OutcomeCache;
pub use candidate::Candidate;
pub use decision::{Decision, Thresholds};
pub use explanation::{Explanation, explain};
pub use signals::{COUNT as SIGNALS, NAMES as SIGNAL_NAMES, Signals};

use crate::index::Similarity;
use crate::knowledge::Knowledge;
use crate::text::{Analysis, Language, TokenKind};
use scratch::Scratch;

/// Below this confidence nobody asks through which phrasing an entry was found: its first one
/// stands for it. Finding the nearest is the dearest part of an answer.
const HOPELESS: f64 = 0.02;

/// What matching says about one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The language the question is mostly written in.
    pub language: Language,
    /// The best entries, best first, also where none is good enough.
    pub candidates: Vec<Candidate>,
    /// What to do.
    pub decision: Decision,
}

/// Finds the entries that may answer `question`: at most `top` of them, at least as many as
/// `thresholds` would suggest.
pub fn ask(knowledge: &Knowledge, question: &str, thresholds: &Thresholds, top: usize) -> Outcome {
    scratch::with(|scratch| {
        let wanted = top.max(thresholds.suggestions).max(2);
        let found = find(knowledge, question, wanted, scratch);
        let confidences = calibration::confidences(&scratch.query, &found);
        let index = knowledge.index();
        let candidates: Vec<Candidate> = found
            .best
            .iter()
            .zip(confidences)
            .enumerate()
            .map(|(place, (scored, confidence))| {
                let nearest = match place {
                    0 => found.nearest.phrasing,
                    _ if confidence < HOPELESS => None,
                    _ => nearest_phrasing::nearest(index, &scratch.query, scored.entry).phrasing,
                };
                Candidate {
                    entry: knowledge.faq().entries[scored.entry as usize].id.clone(),
                    confidence,
                    phrasing: nearest_phrasing::text(knowledge, scored.entry, nearest),
                }
            })
            .collect();
        Outcome {
            language: scratch.analysis.language(),
            decision: decision::decide(&candidates, thresholds),
            candidates,
        }
    })
}

/// The signals that the confidence of the best entry is computed from, with that entry's number;
/// for fitting the calibration. `None` for a FAQ without entries.
pub fn signals(knowledge: &Knowledge, question: &str) -> Option<(usize, Signals)> {
    scratch::with(|scratch| {
        let found = find(knowledge, question, 2, scratch);
        let best = found.best.first()?;
        Some((best.entry as usize, found.signals?))
    })
}

/// What was found before anything is decided.
struct Found {
    best: Vec<score::Scored>,
    nearest: nearest_phrasing::NearestPhrasing,
    signals: Option<Signals>,
    out_of_scope: Similarity,
    /// Whether the question is a bare topic: one word, or two Han characters.
    bare: bool,
    /// Whether the question names something that the FAQ never mentions.
    unknown_entity: bool,
    /// Whether the question is mostly Chinese.
    chinese: bool,
}

fn find(knowledge: &Knowledge, question: &str, wanted: usize, scratch: &mut Scratch) -> Found {
    let index = knowledge.index();
    let Scratch {
        analysis,
        query,
        corrections,
    } = scratch;
    analysis.read(question);
    // Before spelling is mended: a name is no misspelt word.
    let unknown_entity = index.unknown_entities().has_listed(analysis);
    index.read_pinyin(analysis);
    let unknown_entity = unknown_entity || index.has_unlisted_entity(analysis);
    index.spelling().correct(analysis, corrections);
    query.look_up(index, analysis);
    query.score(index);
    let best = score::best(query, wanted);
    let mut nearest = nearest_phrasing::NearestPhrasing {
        closeness: 0.0,
        phrasing: None,
    };
    let mut signals = None;
    if let Some(first) = best.first() {
        nearest = nearest_phrasing::nearest(index, query, first.entry);
        let content = index.content_of(analysis, first.entry);
        signals = Some(signals::read(
            index,
            query,
            words(analysis),
            first,
            best.get(1),
            &nearest,
            content,
        ));
    }
    let out_of_scope = index.out_of_scope();
    let out_of_scope = out_of_scope.nearest(analysis, query.words(), |word| index.rarity(word));
    Found {
        best,
        nearest,
        signals,
        out_of_scope,
        bare: is_bare(analysis),
        unknown_entity,
        chinese: analysis.language() == Language::Zh,
    }
}

/// Whether a question names no more than a topic.
fn is_bare(analysis: &Analysis) -> bool {
    let mut tokens = analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase);
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(_), None, _) => true,
        (Some(one), Some(two), None) => one.kind == TokenKind::Han && two.kind == TokenKind::Han,
        _ => false,
    }
}

/// Words and Han characters of a question that have weight.
fn words(analysis: &Analysis) -> usize {
    analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn what_the_owner_excludes_is_never_answered() {
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
