//! What a text says that another may contradict: sides, things, quantities, directions.

use super::lexicon::{Lexicon, Manner, Sense, Sign, lexicon};
use super::number::{self, Quantity};
use crate::lexicon::function_words::{FUNCTION_CHARS, FUNCTION_WORDS};
use crate::text::{Analysis, TokenKind};

/// Something said that can be contradicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Claim {
    /// A side of an axis of opposites.
    Side { axis: u16, side: bool },
    /// A thing of a class.
    Thing { class: u16, thing: u16 },
    /// How much.
    Quantity { dimension: u64, thousandths: i64 },
    /// A word that something goes to (`true`) or comes from.
    Direction { word: u64, to: bool },
    /// A word that is done without.
    Without { word: u64 },
    /// A word that the FAQ itself contrasts with another.
    Sibling { word: u64 },
}

/// A claim with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    pub claim: Claim,
    /// Counts only where nothing else of its axis is said.
    pub weak: bool,
    /// First and one past the last token.
    pub tokens: (usize, usize),
    /// Bytes of the original text.
    pub bytes: (u32, u32),
}

/// What a text says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub marks: Vec<Mark>,
    /// Content words, and pairs of Han characters, sorted.
    pub words: Vec<u64>,
    /// The same of a question with their bytes, in their order.
    pub placed: Vec<(u64, (u32, u32))>,
    /// Whether something is negated, not wanted or taken back anywhere.
    pub negated: bool,
    /// Whether something is not wanted or taken back anywhere.
    pub unwanted: bool,
    signs: Vec<(Sign, usize, usize)>,
    clauses: Vec<u16>,
}

/// Tokens after which a negation no longer reaches a state.
const REACH: usize = 3;
/// Tokens of the longest clause that asks nothing by itself ("what now", 怎么办).
const BARE: usize = 3;
/// Tokens after a mark in which 的时候 makes it a circumstance.
const WHEN_REACH: usize = 5;
/// Words skipped between a preposition and the word that it belongs to.
const SKIPPED: [&str; 12] = [
    "the", "my", "a", "an", "your", "another", "other", "this", "our", "back", "any", "their",
];

/// Forms of `be` before a participle.
const BE: [&str; 9] = [
    "is", "are", "was", "were", "been", "be", "got", "gets", "being",
];

fn is_participle(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(
            word,
            "lost" | "stolen" | "frozen" | "sold" | "sent" | "broken"
        )
}

/// Reads what a question says: the clause that asks counts, the others where it says nothing.
pub(super) fn question(analysis: &Analysis) -> Reading {
    let mut reading = whole(analysis);
    reading.drop_what_describes(analysis);
    reading.keep_what_is_asked(analysis);
    reading.placed = placed(analysis);
    reading
}

/// Reads what a phrasing says, all of it.
pub(super) fn whole(analysis: &Analysis) -> Reading {
    let lexicon = lexicon();
    let mut reading = Reading {
        clauses: clauses(analysis),
        ..Reading::default()
    };
    reading.find(analysis, lexicon);
    // Before anything is turned round: "don't want to lose it" wants it.
    let without = reading.without(analysis);
    reading.turn_round(analysis, lexicon);
    for (word, at, end) in without {
        reading.push(analysis, Claim::Without { word }, false, (at, end));
    }
    reading.directions(analysis);
    reading.words = words(analysis);
    reading
}

/// The number of the clause of each token.
fn clauses(analysis: &Analysis) -> Vec<u16> {
    let mut clause = 0;
    let tokens = analysis.tokens().iter();
    tokens
        .map(|token| {
            let conjunction = matches!(analysis.text(token), "but" | "但");
            if !token.joined || conjunction {
                clause += 1;
            }
            clause
        })
        .collect()
}

impl Reading {
    fn push(&mut self, analysis: &Analysis, claim: Claim, weak: bool, tokens: (usize, usize)) {
        let list = analysis.tokens();
        let bytes = (list[tokens.0].start, list[tokens.1 - 1].end);
        self.marks.push(Mark {
            claim,
            weak,
            tokens,
            bytes,
        });
    }

    /// Finds expressions and quantities, longest first, left to right.
    fn find(&mut self, analysis: &Analysis, lexicon: &Lexicon) {
        let mut at = 0;
        // One past the last token of what was found, and of what was counted.
        let (mut covered, mut counted) = (0, 0);
        while at < analysis.tokens().len() {
            // 绑定 in 解除绑定 is part of it; 开锁 in 怎么开锁 is not.
            let found = lexicon.find(analysis, at);
            if let Some(found) = found.filter(|found| found.end > covered) {
                let first = analysis.text(&analysis.tokens()[at]);
                self.negated |= matches!(first, "not" | "没" | "未" | "不");
                for sense in found.senses {
                    let claim = match *sense {
                        Sense::Mark(sign) => {
                            self.signs.push((sign, at, found.end));
                            self.unwanted |= matches!(sign, Sign::Unwanted | Sign::Undo);
                            self.negated |= matches!(
                                sign,
                                Sign::Negated | Sign::Unwanted | Sign::Denied | Sign::Undo
                            );
                            continue;
                        }
                        Sense::Pole { axis, side, weak } => (Claim::Side { axis, side }, weak),
                        Sense::Thing { class, thing } => (Claim::Thing { class, thing }, false),
                    };
                    self.push(analysis, claim.0, claim.1, (at, found.end));
                }
                if found.whole {
                    covered = found.end;
                }
            }
            if at >= counted
                && let Some((quantity, end)) = number::quantity_at(analysis, at)
            {
                if let Some(Quantity {
                    dimension,
                    thousandths,
                }) = quantity
                {
                    let claim = Claim::Quantity {
                        dimension,
                        thousandths,
                    };
                    self.push(analysis, claim, false, (at, end));
                }
                counted = end;
            }
            at += 1;
        }
    }

    /// What negation, not wanting and taking back make of the marks.
    fn turn_round(&mut self, analysis: &Analysis, lexicon: &Lexicon) {
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
    fn without(&self, analysis: &Analysis) -> Vec<(u64, usize, usize)> {
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

    /// `from Larkline`, `to me`, 从日本, 转到云雀, 金币换成宝石.
    fn directions(&mut self, analysis: &Analysis) {
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

    /// Drops what only says which thing is meant, where the same axis is named otherwise: "recover
    /// a deleted file", 绑定的卡怎么解绑.
    fn drop_what_describes(&mut self, analysis: &Analysis) {
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
    fn keep_what_is_asked(&mut self, analysis: &Analysis) {
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

/// Whether two claims are of one axis, class or dimension.
pub(super) fn same_kind(one: Claim, other: Claim) -> bool {
    match (one, other) {
        (Claim::Side { axis: a, .. }, Claim::Side { axis: b, .. }) => a == b,
        (Claim::Thing { class: a, .. }, Claim::Thing { class: b, .. }) => a == b,
        (Claim::Quantity { dimension: a, .. }, Claim::Quantity { dimension: b, .. }) => a == b,
        (Claim::Direction { word: a, .. }, Claim::Direction { word: b, .. }) => a == b,
        (Claim::Without { word: a }, Claim::Without { word: b }) => a == b,
        _ => false,
    }
}

/// The word at a token, or the pair of Han characters that begins there.
pub(super) fn word_at(analysis: &Analysis, at: usize) -> Option<u64> {
    let tokens = analysis.tokens();
    let token = tokens.get(at)?;
    match token.kind {
        TokenKind::Word if analysis.text(token).len() > 1 => {
            Some(number::word(analysis.stem(token)))
        }
        TokenKind::Han => {
            let next = tokens.get(at + 1)?;
            (next.kind == TokenKind::Han && next.joined).then(|| {
                let (one, other) = (analysis.text(token), analysis.text(next));
                number::word(one).rotate_left(7) ^ number::word(other)
            })
        }
        _ => None,
    }
}

/// Words of a text with their bytes.
fn placed(analysis: &Analysis) -> Vec<(u64, (u32, u32))> {
    let tokens = analysis.tokens();
    let end = |at: usize| match tokens[at].kind {
        TokenKind::Han => tokens[at + 1].end,
        _ => tokens[at].end,
    };
    (0..tokens.len())
        .filter(|&at| !tokens[at].in_stop_phrase)
        .filter_map(|at| Some((word_at(analysis, at)?, (tokens[at].start, end(at)))))
        .collect()
}

/// Content words of a text outside of the tokens from `start` to `end`, each once.
pub(super) fn frame_words(analysis: &Analysis, start: usize, end: usize) -> Vec<u64> {
    let tokens = analysis.tokens();
    let outside = |at: usize| {
        let width = match tokens[at].kind {
            TokenKind::Han => 2,
            _ => 1,
        };
        at + width <= start || at >= end
    };
    let content = |at: &usize| {
        let text = analysis.text(&tokens[*at]);
        !tokens[*at].in_stop_phrase
            && (!text.is_ascii() || text.len() > 3)
            && !FUNCTION_CHARS.contains(text)
            && !FUNCTION_WORDS
                .split_ascii_whitespace()
                .any(|word| word == text)
    };
    let mut words: Vec<u64> = (0..tokens.len())
        .filter(|&at| outside(at))
        .filter(content)
        .filter_map(|at| word_at(analysis, at))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Words of a text as the room compares them, each once.
fn words(analysis: &Analysis) -> Vec<u64> {
    let mut words: Vec<u64> = (0..analysis.tokens().len())
        .filter(|&at| !analysis.tokens()[at].in_stop_phrase)
        .filter_map(|at| word_at(analysis, at))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}
