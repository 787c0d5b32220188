//! Concepts: words that mean the same. Everyday support talk in both languages is built in; a FAQ
//! adds its `synonyms`.
//!
//! Each concept is a feature of its own, beside the words themselves, so that `reimburse` in a
//! question meets `refund`, or 退款, in a phrasing. What a concept is worth for an entry is learned
//! like everything else.

use std::sync::LazyLock;

use bitcode::{Decode, Encode};

use crate::index::hash::{self, Table};
use crate::lexicon::CONCEPTS;
use crate::text::{Analysis, Token, TokenKind};

/// Longest term of a concept, in tokens. It bounds the work at each token of a question.
const LONGEST: usize = 6;

/// Concept of everything written in digits.
const DIGITS: u64 = 1;
/// Concept of all amounts of money.
const MONEY: u64 = 2;
/// First number of the concepts in the lists.
const FIRST: u64 = 16;

/// First number of the concepts that a FAQ gives; far above those of the list.
const OWN: u64 = 1 << 32;

static BUILT_IN: LazyLock<ConceptTable> = LazyLock::new(|| {
    let mut concepts = ConceptTable::default();
    let lines = CONCEPTS.iter().flat_map(|list| list.lines());
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    for (number, line) in lines.enumerate() {
        let terms: Vec<String> = line
            .split_whitespace()
            .map(|term| term.replace('_', " "))
            .collect();
        concepts.add(FIRST + number as u64, terms.iter().map(String::as_str));
    }
    concepts
});

/// Which concepts a term belongs to. Terms are found by the hash of their stems.
#[derive(Debug, Default, Clone, Encode, Decode)]
struct ConceptTable {
    table: Table,
    /// For each number in the table, the concepts that the term belongs to; none where it is only
    /// the beginning of a term.
    concepts: Vec<Vec<u64>>,
}

impl ConceptTable {
    fn add<'a>(&mut self, concept: u64, terms: impl Iterator<Item = &'a str>) {
        let mut analysis = Analysis::default();
        for term in terms {
            analysis.read(term.trim());
            let count = analysis.tokens().len();
            if count == 0 || count > LONGEST {
                continue;
            }
            let (mut code, mut slot) = (0, 0);
            for token in analysis.tokens() {
                code = step(code, stem(&analysis, token));
                let next = self.concepts.len() as u32;
                slot = self.table.get_or_insert(code, next);
                if slot == next {
                    self.concepts.push(Vec::new());
                }
            }
            let concepts = &mut self.concepts[slot as usize];
            if !concepts.contains(&concept) {
                concepts.push(concept);
            }
        }
    }

    /// The concepts of a term or of the beginning of one.
    #[inline]
    fn get(&self, code: u64) -> Option<&[u64]> {
        let slot = self.table.get(code)?;
        Some(&self.concepts[slot as usize])
    }
}

fn step(code: u64, stem: u64) -> u64 {
    hash::pair(code, stem)
}

fn stem(analysis: &Analysis, token: &Token) -> u64 {
    hash::text(analysis.stem(token))
}

/// A term in a text that belongs to a concept.
#[derive(Debug, Clone, Copy)]
pub struct ConceptTerm {
    /// Number of the concept.
    pub concept: u64,
    /// Place of the term's first token.
    pub first: usize,
    /// Place behind its last one.
    pub end: usize,
}

/// The concepts that hold for one FAQ: the built-in ones and its own.
#[derive(Debug, Default, Clone, Encode, Decode)]
pub struct Concepts {
    own: ConceptTable,
}

impl Concepts {
    /// The built-in concepts with a FAQ's synonyms.
    pub fn new(synonyms: &[Vec<String>]) -> Concepts {
        let mut own = ConceptTable::default();
        for (number, concept) in synonyms.iter().enumerate() {
            own.add(OWN + number as u64, concept.iter().map(String::as_str));
        }
        Concepts { own }
    }

    /// Every term in the text that belongs to a concept.
    pub fn terms(&self, analysis: &Analysis) -> Vec<ConceptTerm> {
        let mut terms = Vec::new();
        let mut found = |concept, first, end| {
            terms.push(ConceptTerm {
                concept,
                first,
                end,
            });
        };
        let tokens = analysis.tokens();
        let built_in = &*BUILT_IN;
        // A token may go on with the terms of all tokens before it.
        let stems: Vec<u64> = tokens.iter().map(|token| stem(analysis, token)).collect();
        for start in 0..tokens.len() {
            match tokens[start].kind {
                TokenKind::Number => found(DIGITS, start, start + 1),
                TokenKind::Amount => {
                    found(DIGITS, start, start + 1);
                    found(MONEY, start, start + 1);
                }
                _ => {}
            }
            let mut code = 0;
            let (mut listed, mut own) = (true, !self.own.concepts.is_empty());
            for end in start..tokens.len() {
                let token = &tokens[end];
                // A term does not run from one script into the other.
                if end > start
                    && (token.kind == TokenKind::Han) != (tokens[start].kind == TokenKind::Han)
                {
                    break;
                }
                code = step(code, stems[end]);
                for (goes_on, concepts) in [(&mut listed, built_in), (&mut own, &self.own)] {
                    let known = if *goes_on { concepts.get(code) } else { None };
                    *goes_on = known.is_some();
                    for concept in known.unwrap_or_default() {
                        found(*concept, start, end + 1);
                    }
                }
                if !listed && !own {
                    break;
                }
            }
        }
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn concepts(text: &str, synonyms: &[Vec<String>]) -> Vec<u64> {
        let terms = Concepts::new(synonyms).terms(&analyze(text));
        terms.into_iter().map(|term| term.concept).collect()
    }

    #[test]
    fn words_of_one_concept_meet_across_languages() {
        for (a, b) in [
            ("refunds", "退款"),
            ("get my money back", "退钱"),
            ("declined", "被拒"),
        ] {
            let (a_concepts, b_concepts) = (concepts(a, &[]), concepts(b, &[]));
            assert!(
                a_concepts
                    .iter()
                    .any(|concept| b_concepts.contains(concept)),
                "{a} {b}"
            );
        }
    }

    #[test]
    fn a_faq_adds_concepts_of_its_own() {
        let own = vec![vec!["绑卡".to_owned(), "add a payment method".to_owned()]];
        assert!(concepts("how to add a payment method", &own).contains(&OWN));
        assert!(concepts("绑卡失败", &own).contains(&OWN));
    }
}
