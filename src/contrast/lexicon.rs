//! The lists of opposites and things, read once and looked up by their first word.

use std::sync::OnceLock;

use crate::lexicon::word_hash::WordMap;
use crate::text::{Analysis, analyze};

static OPPOSITES: &str = include_str!("opposites.txt");
static THINGS: &str = include_str!("things.txt");

/// Most words that `*` stands for.
const GAP: usize = 5;

/// Axes beside the switches whose second side ends or takes back something.
const ENDING: [&str; 6] = [
    "book-cancel",
    "buy-refund",
    "pay-refund",
    "add-remove",
    "upgrade-downgrade",
    "top_up-withdraw",
];

/// Axes of which only one side is asked for as a task: "how do I pay" is no other side of a refund.
const ONE_WAY: [&str; 2] = ["buy-refund", "pay-refund"];

/// How an axis answers to negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A switch: not wanting one side is asking for the other.
    Switch,
    /// Another action: not wanting it says nothing of its opposite.
    Action,
    /// A state: every negation turns it round.
    State,
}

/// What an expression of the lists says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// A side of an axis of opposites.
    Pole { axis: u16, side: bool, weak: bool },
    /// A thing of a class.
    Thing { class: u16, thing: u16 },
    /// A word without a side of its own.
    Mark(Sign),
}

/// What a word without a side does to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Skip,
    Unwanted,
    Undo,
    Denied,
    Negated,
    Asking,
    Elapsed,
    Lacking,
}

const SIGNS: [(&str, Sign); 8] = [
    ("skip", Sign::Skip),
    ("unwanted", Sign::Unwanted),
    ("undo", Sign::Undo),
    ("denied", Sign::Denied),
    ("negated", Sign::Negated),
    ("asking", Sign::Asking),
    ("elapsed", Sign::Elapsed),
    ("lacking", Sign::Lacking),
];

/// An expression: its words after the first, `None` for a gap, and what it says.
#[derive(Debug)]
struct Expression {
    rest: Box<[Option<Box<str>>]>,
    senses: Vec<Sense>,
}

/// The lists, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// By first word, longest first.
    by_first: WordMap<Box<str>, Vec<Expression>>,
    axes: Vec<(&'static str, Manner)>,
    classes: Vec<&'static str>,
}

/// An expression found in a text.
pub(super) struct Found<'l> {
    /// One past its last token.
    pub end: usize,
    /// Whether nothing stands between its words.
    pub whole: bool,
    pub senses: &'l [Sense],
}

/// The lists of this program.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::read(OPPOSITES, THINGS))
}

impl Lexicon {
    fn read(opposites: &'static str, things: &'static str) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for line in lines(opposites) {
            let Some((head, words)) = line.split_once(':') else {
                continue;
            };
            if let Some((_, sign)) = SIGNS.iter().find(|(name, _)| *name == head) {
                for word in words.split_whitespace() {
                    lexicon.add(word, Sense::Mark(*sign));
                }
                continue;
            }
            let (kind, name) = head.split_once(' ').unwrap_or(("do", head));
            let manner = match kind {
                "on" => Manner::Switch,
                "be" => Manner::State,
                _ => Manner::Action,
            };
            let axis = lexicon.axes.len() as u16;
            lexicon.axes.push((name, manner));
            for (side, words) in words.split('|').enumerate() {
                for word in words.split_whitespace() {
                    let weak = word.starts_with('~');
                    let side = side == 1;
                    lexicon.add(
                        word.trim_start_matches('~'),
                        Sense::Pole { axis, side, weak },
                    );
                }
            }
        }
        let mut thing = 0;
        for line in lines(things) {
            if let Some(class) = line.strip_prefix('[') {
                lexicon.classes.push(class.trim_end_matches(']'));
                continue;
            }
            let class = lexicon.classes.len().saturating_sub(1) as u16;
            for word in line.split(',') {
                lexicon.add(word.trim(), Sense::Thing { class, thing });
            }
            thing += 1;
        }
        for expressions in lexicon.by_first.values_mut() {
            expressions.sort_by_key(|one| std::cmp::Reverse(one.rest.len()));
            // Most first words begin one expression, and a list has room for four.
            expressions.shrink_to_fit();
        }
        lexicon
    }

    fn add(&mut self, expression: &str, sense: Sense) {
        let mut words: Vec<Option<Box<str>>> = Vec::new();
        for part in expression.split('*') {
            if !words.is_empty() {
                words.push(None);
            }
            let analysis = analyze(&part.replace('_', " "));
            for token in analysis.tokens() {
                words.push(Some(analysis.stem(token).into()));
            }
        }
        while words.last().is_some_and(Option::is_none) {
            words.pop();
        }
        if words.is_empty() {
            return;
        }
        let Some(first) = words.remove(0) else {
            return;
        };
        let rest = words.into_boxed_slice();
        let known = self.by_first.entry(first).or_default();
        match known.iter_mut().find(|one| one.rest == rest) {
            Some(one) if !one.senses.contains(&sense) => one.senses.push(sense),
            Some(_) => {}
            None => known.push(Expression {
                rest,
                senses: vec![sense],
            }),
        }
    }

    /// The longest expression that begins at token `at`.
    pub fn find(&self, analysis: &Analysis, at: usize) -> Option<Found<'_>> {
        let tokens = analysis.tokens();
        let expressions = self.by_first.get(analysis.stem(tokens.get(at)?))?;
        expressions.iter().find_map(|one| {
            let (mut end, mut gap, mut whole) = (at + 1, false, true);
            for word in &one.rest {
                let Some(word) = word else {
                    (gap, whole) = (true, false);
                    continue;
                };
                let most = if gap { GAP } else { 0 };
                let ahead = (end..tokens.len().min(end + most + 1))
                    .take_while(|&next| tokens[next].joined)
                    .find(|&next| analysis.stem(&tokens[next]) == &**word)?;
                end = ahead + 1;
                gap = false;
            }
            Some(Found {
                end,
                whole,
                senses: &one.senses,
            })
        })
    }

    pub fn manner(&self, axis: u16) -> Manner {
        self.axes[usize::from(axis)].1
    }

    /// Whether the second side of an axis ends or takes back something.
    pub fn ends(&self, axis: u16) -> bool {
        let (name, manner) = self.axes[usize::from(axis)];
        manner == Manner::Switch || ENDING.contains(&name)
    }

    /// Whether whoever may ask for one side may as well ask for the other.
    pub fn goes_both_ways(&self, axis: u16) -> bool {
        self.ends(axis) && !ONE_WAY.contains(&self.axis(axis))
    }

    /// Name of an axis, for people.
    pub fn axis(&self, axis: u16) -> &'static str {
        self.axes[usize::from(axis)].0
    }

    /// Whether a class is one of roles that people have.
    pub fn is_role(&self, class: u16) -> bool {
        self.class(class).starts_with("role")
    }

    /// Name of a class, for people.
    pub fn class(&self, class: u16) -> &'static str {
        self.classes[usize::from(class)]
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_expression_stands_on_both_sides_of_an_axis() {
        let lexicon = lexicon();
        assert!(lexicon.axes.len() > 50 && lexicon.classes.len() > 30);
        for (first, expressions) in &lexicon.by_first {
            for one in expressions {
                let poles: Vec<(u16, bool)> = one
                    .senses
                    .iter()
                    .filter_map(|sense| match sense {
                        Sense::Pole { axis, side, .. } => Some((*axis, *side)),
                        _ => None,
                    })
                    .collect();
                for (axis, side) in &poles {
                    assert!(
                        !poles.contains(&(*axis, !side)),
                        "{first} {:?} in {}",
                        one.rest,
                        lexicon.axis(*axis)
                    );
                }
            }
        }
    }

    #[test]
    fn the_longest_expression_wins_and_a_gap_is_short() {
        let find = |text: &str| {
            let analysis = analyze(text);
            lexicon().find(&analysis, 0).map(|found| found.end)
        };
        assert_eq!(find("解除绑定银行卡"), Some(4));
        assert_eq!(find("turn it off"), Some(3));
        assert_eq!(find("turn the very loud noise of it all off"), None);
        assert_eq!(find("turn, it is off"), None);
    }
}
