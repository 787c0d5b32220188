//! Where something goes to or comes from.

use super::{Claim, Reading, word_at};
use crate::text::{Analysis, TokenKind};

/// Words skipped between a preposition and the word that it belongs to.
const SKIPPED: [&str; 12] = [
    "the", "my", "a", "an", "your", "another", "other", "this", "our", "back", "any", "their",
];

impl Reading {
    /// `from Larkline`, `to me`, 从日本, 转到云雀, 金币换成宝石.
    pub(super) fn directions(&mut self, analysis: &Analysis) {
        let tokens = analysis.tokens();
        for at in 0..tokens.len() {
            let text = analysis.text(&tokens[at]);
            let chinese = tokens[at].kind == TokenKind::Han;
            let to = match text {
                "to" | "into" | "onto" | "到" | "成" | "往" | "入" => true,
                "from" | "从" => false,
                _ => continue,
            };
            let clause = self.clauses[at];
            let mut next = at + 1;
            while tokens
                .get(next)
                .is_some_and(|token| SKIPPED.contains(&analysis.text(token)))
            {
                next += 1;
            }
            let own = |at: usize| tokens.get(at).is_some() && self.clauses[at] == clause;
            if !own(next) {
                continue;
            }
            let target = word_at(analysis, next);
            // 金币换成宝石, `gold to gems`: what stands before is what it comes from.
            let source = if !to || at == 0 || self.clauses[at - 1] != clause {
                None
            } else if chinese && matches!(text, "成" | "到") {
                // The verb's character stands between: 换成, 转到.
                at.checked_sub(3).and_then(|from| word_at(analysis, from))
            } else if !chinese {
                let back = analysis.text(&tokens[at - 1]) == "back";
                (at - 1)
                    .checked_sub(usize::from(back))
                    .and_then(|at| word_at(analysis, at))
            } else {
                None
            };
            if let Some(word) = target {
                self.push(
                    analysis,
                    Claim::Direction { word, to },
                    false,
                    (at, next + 1),
                );
            }
            if let Some(word) = source {
                let claim = Claim::Direction { word, to: false };
                self.push(analysis, claim, true, (at - 1, at));
            }
        }
    }
}
