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
    let lines = CONCEPTS.iter().flat_map(|list| list.lines());
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    let terms = |line: &str| -> Vec<String> {
        let terms = line.split_whitespace();
        terms.map(|term| term.replace('_', " ")).collect()
    };
    let all: Vec<(u64, Vec<String>)> = (FIRST..).zip(lines.map(terms)).collect();
    let all = all.iter();
    ConceptTable::new(all.map(|(concept, terms)| (*concept, terms.iter().map(String::as_str))))
});

/// Which concepts a term belongs to. Terms are found by the hash of their stems.
#[derive(Debug, Default, Clone, Encode, Decode)]
struct ConceptTable {
    table: Table,
    /// For each number in the table, where its concepts begin; none where it is only the beginning of a term.
    starts: Vec<u32>,
    concepts: Vec<u64>,
}

impl ConceptTable {
    /// The table of these concepts, each with its terms.
    fn new<'a, T: Iterator<Item = &'a str>>(all: impl Iterator<Item = (u64, T)>) -> ConceptTable {
        let mut table = Table::default();
        let mut concepts_of: Vec<Vec<u64>> = Vec::new();
        let mut analysis = Analysis::default();
        for (concept, terms) in all {
            for term in terms {
                analysis.read(term.trim());
                let count = analysis.tokens().len();
                if count == 0 || count > LONGEST {
                    continue;
                }
                let (mut code, mut slot) = (0, 0);
                for token in analysis.tokens() {
                    code = step(code, stem(&analysis, token));
                    let next = concepts_of.len() as u32;
                    slot = table.get_or_insert(code, next);
                    if slot == next {
                        concepts_of.push(Vec::new());
                    }
                }
                let concepts = &mut concepts_of[slot as usize];
                if !concepts.contains(&concept) {
                    concepts.push(concept);
                }
            }
        }
        let mut starts = vec![0];
        starts.extend(concepts_of.iter().scan(0, |end, concepts| {
            *end += concepts.len() as u32;
            Some(*end)
        }));
        ConceptTable {
            table,
            starts,
            concepts: concepts_of.concat(),
        }
    }

    fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// The concepts of a term or of the beginning of one.
    #[inline]
    fn get(&self, code: u64) -> Option<&[u64]> {
        let slot = self.table.get(code)? as usize;
        Some(&self.concepts[self.starts[slot] as usize..self.starts[slot + 1] as usize])
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
        let concepts = (OWN..).zip(synonyms);
        let all = concepts.map(|(concept, terms)| (concept, terms.iter().map(String::as_str)));
        Concepts {
            own: ConceptTable::new(all),
        }
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
            let (mut listed, mut own) = (true, !self.own.is_empty());
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
