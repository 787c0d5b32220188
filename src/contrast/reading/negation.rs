//! What negation, not wanting and taking back make of what is said.

use super::{Claim, Reading, is_participle, word_at};
use crate::contrast::lexicon::{Lexicon, Manner, Sign};
use crate::contrast::number;
use crate::text::Analysis;

/// Tokens after which a negation no longer reaches a state.
const REACH: usize = 3;
/// Forms of `be` before a participle.
const BE: [&str; 9] = [
    "is", "are", "was", "were", "been", "be", "got", "gets", "being",
];

impl Reading {
    /// What negation, not wanting and taking back make of the marks.
    pub(super) fn turn_round(&mut self, analysis: &Analysis, lexicon: &Lexicon) {
        let clauses = &self.clauses;
        let before = |sign: Sign, at: usize, reach: usize| {
            self.signs
                .iter()
                .filter(|one| one.0 == sign)
                .filter(|one| clauses[one.1] == clauses[at] && one.1 < at && at < one.2 + reach)
                .count()
        };
        let has_passed = |at: usize| {
            let mut signs = self.signs.iter();
            signs.any(|one| one.0 == Sign::Elapsed && clauses[one.1] == clauses[at])
        };
        let far = usize::MAX / 2;
        let mut kept = Vec::with_capacity(self.marks.len());
        for mut mark in std::mem::take(&mut self.marks) {
            let at = mark.tokens.0;
            // The clause's own `cancel` takes nothing back of itself.
            let unwanted = before(Sign::Unwanted, at, far).min(1);
            let undone = before(Sign::Undo, at, far);
            let negated = before(Sign::Negated, at, REACH);
            if before(Sign::Denied, at, REACH) > 0 {
                continue;
            }
            // "the card is blocked": a state that somebody tells of, not an action asked for.
            let told = at > 0
                && is_participle(analysis.text(&analysis.tokens()[at]))
                && BE.contains(&analysis.text(&analysis.tokens()[at - 1]));
            // "after 3 days it has still not come": the time has merely passed.
            if let Claim::Side { axis, .. } = mark.claim
                && lexicon.axis(axis) == "within-beyond"
                && has_passed(at)
            {
                continue;
            }
            if let Claim::Side { axis, side } = mark.claim {
                match lexicon.manner(axis) {
                    Manner::State => {
                        if (negated + unwanted) % 2 == 1 {
                            mark.claim = Claim::Side { axis, side: !side };
                        }
                    }
                    Manner::Switch => {
                        if told && unwanted == 0 {
                            continue;
                        } else if unwanted % 2 == 1 {
                            mark.claim = Claim::Side { axis, side: !side };
                        } else if undone > 0 && !side {
                            continue;
                        }
                    }
                    Manner::Action => {
                        if told || unwanted % 2 == 1 || undone > 0 && !side {
                            continue;
                        }
                    }
                }
            }
            if let Claim::Quantity { dimension, .. } = mark.claim
                && dimension == number::TIME
                && has_passed(at)
            {
                continue;
            }
            kept.push(mark);
        }
        self.marks = kept;
    }

    /// What is not wanted or not there: the words that follow at once.
    pub(super) fn without(&self, analysis: &Analysis) -> Vec<(u64, usize, usize)> {
        let mut found = Vec::new();
        for &(sign, at, end) in &self.signs {
            let clause = self.clauses[at];
            let opens = at == 0 || self.clauses[at - 1] != clause;
            let text = analysis.text(&analysis.tokens()[at]);
            match sign {
                Sign::Unwanted => {}
                // 没有月卡 at the head of a clause; 押金没有退 is trouble.
                Sign::Lacking if opens || text != "没" => {}
                _ => continue,
            }
            let reach = (end..analysis.tokens().len())
                .take_while(|&next| self.clauses[next] == clause && next < end + REACH + 1);
            let reach: Vec<usize> = reach.collect();
            // "don't want to lose it" wants it; 不需要的 only tells which.
            let turned = self.marks.iter().any(|mark| {
                reach.contains(&mark.tokens.0)
                    && matches!(mark.claim, Claim::Side { side: true, .. })
            });
            let tells = reach.first().is_some_and(|&next| {
                matches!(
                    analysis.text(&analysis.tokens()[next]),
                    "的" | "了" | "收" | "到"
                )
            });
            if !turned && !tells {
                let words = reach.into_iter();
                found.extend(
                    words.filter_map(|next| Some((word_at(analysis, next)?, at, next + 1))),
                );
            }
        }
        found
    }
}
