//! What of a question is asked: not what only describes, nor what only tells.

use super::{Claim, Mark, Reading, is_participle, same_kind};
use crate::contrast::lexicon::{Sign, lexicon};
use crate::text::Analysis;

/// Tokens of the longest clause that asks nothing by itself ("what now", 怎么办).
const BARE: usize = 3;
/// Tokens after a mark in which 的时候 makes it a circumstance.
const WHEN_REACH: usize = 5;
impl Reading {
    /// Drops what only says which thing is meant, where the same axis is named otherwise: "recover
    /// a deleted file", 绑定的卡怎么解绑.
    pub(super) fn drop_what_describes(&mut self, analysis: &Analysis) {
        let tokens = analysis.tokens();
        // When frozen money is released is the freezing's own question.
        let when = ["when", "why", "long", "候", "久", "为"];
        if tokens
            .iter()
            .any(|token| when.contains(&analysis.text(token)))
        {
            return;
        }
        // 收到的时候盒子坏了: when it was, not what is asked.
        let is_when = |mark: &Mark| {
            let rest = tokens[mark.tokens.1..].iter().take(WHEN_REACH);
            let rest: String = rest.map(|token| analysis.text(token)).collect();
            matches!(mark.claim, Claim::Side { .. }) && rest.contains("的时候")
        };
        self.marks.retain(|mark| !is_when(mark));
        let describes = |mark: &Mark| {
            let (first, end) = mark.tokens;
            let one_word = end == first + 1 && is_participle(analysis.text(&tokens[first]));
            let after_article = first > 0
                && matches!(
                    analysis.text(&tokens[first - 1]),
                    "a" | "an" | "the" | "my" | "this" | "that" | "our" | "your"
                );
            let before_de = tokens
                .get(end)
                .is_some_and(|token| analysis.text(token) == "的");
            matches!(mark.claim, Claim::Side { .. }) && (one_word && after_article || before_de)
        };
        let marks = &self.marks;
        let kept: Vec<Mark> = marks
            .iter()
            .filter(|mark| {
                !describes(mark)
                    || !marks
                        .iter()
                        .any(|one| same_kind(one.claim, mark.claim) && !describes(one))
            })
            .copied()
            .collect();
        self.marks = kept;
    }

    /// Drops what the clauses say that do not ask, where the one that asks says something.
    pub(super) fn keep_what_is_asked(&mut self, analysis: &Analysis) {
        let tokens = analysis.tokens();
        let asking = self
            .signs
            .iter()
            .filter(|one| one.0 == Sign::Asking)
            .map(|one| self.clauses[one.1])
            .next_back();
        let Some(clause) = asking else {
            return;
        };
        let long = self.clauses.iter().filter(|one| **one == clause).count() > BARE;
        let first = if long {
            clause
        } else {
            clause.saturating_sub(1)
        };
        let clauses = &self.clauses;
        let asked = |mark: &Mark| (first..=clause).contains(&clauses[mark.tokens.0]);
        let itself = |mark: &Mark| clauses[mark.tokens.0] == clause;
        // 我是买家 says who asks; 卖家还没发货 tells of somebody.
        let tells_of_somebody = |mark: &Mark| {
            let is_role =
                matches!(mark.claim, Claim::Thing { class, .. } if lexicon().is_role(class));
            let is_own = |at: usize| {
                let text = analysis.text(&tokens[at]);
                matches!(text, "是" | "为" | "am" | "as" | "we" | "are")
            };
            let from = mark.tokens.0.saturating_sub(2);
            is_role && long && !(from..mark.tokens.0).any(is_own)
        };
        let marks = &self.marks;
        let kept: Vec<Mark> = marks
            .iter()
            .filter(|mark| {
                itself(mark)
                    || match mark.claim {
                        // Not wanting something is asking only where nothing else is asked.
                        Claim::Without { .. } | Claim::Direction { .. } => false,
                        _ if tells_of_somebody(mark) => false,
                        _ if asked(mark) => true,
                        claim => !marks
                            .iter()
                            .any(|other| asked(other) && same_kind(other.claim, claim)),
                    }
            })
            .copied()
            .collect();
        self.marks = kept;
    }
}
