//! Words that mean the same: a small list of everyday support talk in both languages, and the
//! synonyms that the FAQ's owner gives.
//!
//! Each group is a feature of its own, beside the words themselves, so that `reimburse` in a
//! question meets `refund`, or 退款, in a phrasing. What a group is worth for an entry is learned
//! like everything else.

use std::sync::LazyLock;

use super::hash::{self, Table};
use crate::text::{Analysis, Token, TokenKind};

/// The lists, our own; one group a line (see the head of each).
const LISTS: [&str; 6] = [
    include_str!("../lexicon/concepts/en-groups.txt"),
    include_str!("../lexicon/concepts/en-classes.txt"),
    include_str!("../lexicon/concepts/zh-groups.txt"),
    include_str!("../lexicon/concepts/zh-classes.txt"),
    include_str!("../lexicon/concepts/zh-service.txt"),
    include_str!("../lexicon/concepts/both.txt"),
];

/// Longest term in tokens.
const LONGEST: usize = 6;

/// Group of everything written in digits.
const DIGITS: u64 = 1;
/// Group of all amounts of money.
const MONEY: u64 = 2;
/// First number of the groups in the lists.
const FIRST: u64 = 16;

/// First number of the groups that a FAQ gives; far above those of the list.
const OWN: u64 = 1 << 32;

static BUILT_IN: LazyLock<Groups> = LazyLock::new(|| {
    let mut groups = Groups::default();
    let lines = LISTS.iter().flat_map(|list| list.lines());
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    for (number, line) in lines.enumerate() {
        let terms: Vec<String> = line
            .split_whitespace()
            .map(|term| term.replace('_', " "))
            .collect();
        groups.add(FIRST + number as u64, terms.iter().map(String::as_str));
    }
    groups
});

/// Groups of terms, found by the hash of their stems.
#[derive(Debug, Default, Clone)]
struct Groups {
    table: Table,
    /// For each number in the table, the groups that the term belongs to; none where it is only
    /// the beginning of a term.
    groups: Vec<Vec<u64>>,
}

impl Groups {
    fn add<'a>(&mut self, group: u64, terms: impl Iterator<Item = &'a str>) {
        let mut analysis = Analysis::default();
        for term in terms {
            analysis.read(term.trim());
            let count = analysis.tokens().len();
            if count == 0 || count > LONGEST {
                continue;
            }
            let (mut code, mut slot) = (0, 0);
            for token in analysis.tokens() {
                code = step(code, &analysis, token);
                let next = self.groups.len() as u32;
                slot = self.table.get_or_insert(code, next);
                if slot == next {
                    self.groups.push(Vec::new());
                }
            }
            let groups = &mut self.groups[slot as usize];
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
    }

    /// The groups of a term or of the beginning of one.
    #[inline]
    fn get(&self, code: u64) -> Option<&[u64]> {
        let slot = self.table.get(code)?;
        Some(&self.groups[slot as usize])
    }
}

fn step(code: u64, analysis: &Analysis, token: &Token) -> u64 {
    hash::pair(code, hash::text(analysis.stem(token)))
}

/// The groups that hold for one FAQ: the built-in ones and its own.
#[derive(Debug, Default, Clone)]
pub struct Concepts {
    own: Groups,
}

impl Concepts {
    /// The built-in groups with a FAQ's synonyms.
    pub fn new(synonyms: &[Vec<String>]) -> Concepts {
        let mut own = Groups::default();
        for (number, group) in synonyms.iter().enumerate() {
            own.add(OWN + number as u64, group.iter().map(String::as_str));
        }
        Concepts { own }
    }

    /// Calls `found` for every group that a term in the text belongs to, with the place of the
    /// term's first token and its tokens.
    pub fn each(&self, analysis: &Analysis, mut found: impl FnMut(u64, usize, &[Token])) {
        let tokens = analysis.tokens();
        let built_in = &*BUILT_IN;
        for start in 0..tokens.len() {
            let this = &tokens[start..=start];
            match tokens[start].kind {
                TokenKind::Number => found(DIGITS, start, this),
                TokenKind::Amount => {
                    found(DIGITS, start, this);
                    found(MONEY, start, this);
                }
                _ => {}
            }
            let mut code = 0;
            let (mut listed, mut own) = (true, !self.own.groups.is_empty());
            for end in start..tokens.len() {
                let token = &tokens[end];
                // A term does not run from one script into the other.
                if end > start
                    && (token.kind == TokenKind::Han) != (tokens[start].kind == TokenKind::Han)
                {
                    break;
                }
                code = step(code, analysis, token);
                for (goes_on, groups) in [(&mut listed, built_in), (&mut own, &self.own)] {
                    let known = if *goes_on { groups.get(code) } else { None };
                    *goes_on = known.is_some();
                    for group in known.unwrap_or_default() {
                        found(*group, start, &tokens[start..=end]);
                    }
                }
                if !listed && !own {
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn groups(text: &str, synonyms: &[Vec<String>]) -> Vec<u64> {
        let mut groups = Vec::new();
        Concepts::new(synonyms).each(&analyze(text), |group, _, _| groups.push(group));
        groups
    }

    #[test]
    fn words_of_one_group_meet_across_languages() {
        for (a, b) in [
            ("refunds", "退款"),
            ("get my money back", "退钱"),
            ("declined", "被拒"),
        ] {
            let (a_groups, b_groups) = (groups(a, &[]), groups(b, &[]));
            assert!(
                a_groups.iter().any(|group| b_groups.contains(group)),
                "{a} {b}"
            );
        }
    }

    #[test]
    fn the_owner_adds_groups() {
        let own = vec![vec!["绑卡".to_owned(), "add a payment method".to_owned()]];
        assert!(groups("how to add a payment method", &own).contains(&OWN));
        assert!(groups("绑卡失败", &own).contains(&OWN));
    }
}
