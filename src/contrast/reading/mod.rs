//! What a text says that another may contradict: sides, things, quantities, directions.

mod asked;
mod direction;
mod negation;
mod words;

use super::lexicon::{Lexicon, Sense, Sign, lexicon};
use super::number::{self, Counted, Quantity};
use crate::text::Analysis;
use bitcode::{Decode, Encode};
pub(super) use words::{ContentWords, word_at};
use words::{each_once, placed, words};

/// Something said that can be contradicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
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
    /// Whether it names a thing (`my pin`), though the word may ask for something to be done.
    pub noun: bool,
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
    /// The numbers, whether or not they say how much of something.
    pub quantities: Vec<Counted>,
    signs: Vec<(Sign, usize, usize)>,
    clauses: Vec<u16>,
}

/// Words that a noun stands behind.
const DETERMINERS: [&str; 12] = [
    "my", "the", "a", "an", "your", "our", "his", "her", "their", "this", "that", "new",
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
    let mut reading = marked(analysis);
    reading.drop_what_describes(analysis);
    reading.keep_what_is_asked(analysis);
    reading.placed = placed(analysis);
    reading.words = each_once(reading.placed.iter().map(|one| one.0));
    reading
}

/// Reads what a phrasing says, all of it.
pub(super) fn whole(analysis: &Analysis) -> Reading {
    Reading {
        words: words(analysis),
        ..marked(analysis)
    }
}

/// Reads a text but for its words.
fn marked(analysis: &Analysis) -> Reading {
    let lexicon = lexicon();
    let mut reading = Reading {
        clauses: clauses(analysis),
        quantities: number::quantities(analysis),
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
        let before = tokens.0.checked_sub(1).map(|at| analysis.text(&list[at]));
        let noun = before.is_some_and(|word| DETERMINERS.contains(&word));
        self.marks.push(Mark {
            claim,
            weak,
            tokens,
            bytes,
            noun,
        });
    }

    /// Finds expressions and quantities, longest first, left to right.
    fn find(&mut self, analysis: &Analysis, lexicon: &Lexicon) {
        // One past the last token of what was found, and the next number.
        let (mut covered, mut counted) = (0, 0);
        for at in 0..analysis.tokens().len() {
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
            let number = self.quantities.get(counted).copied();
            let Some(number) = number.filter(|number| number.tokens.0 == at) else {
                continue;
            };
            counted += 1;
            if let Some(Quantity {
                dimension,
                thousandths,
            }) = number.quantity
            {
                let claim = Claim::Quantity {
                    dimension,
                    thousandths,
                };
                self.push(analysis, claim, false, number.tokens);
            }
        }
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
