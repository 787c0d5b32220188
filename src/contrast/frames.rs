//! A question that is a phrasing but for one word: "enrol for violin" beside "enrol for piano".
//!
//! Lists know the opposites of a language; they do not know what else may stand in a place. Here a
//! frame does: what is left of a text without one word, or without one quantity. Where the question
//! has the frame of a phrasing and another word in its place, and that word is one that the entry
//! never says, the question asks for something else. A word is taken for another only where it
//! cannot well be the same in other words: it is another entry's word, a name, a number, or one of
//! a pair of characters that part things (大 and 小). No verbs: two of them often mean the same.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::number::{self, Quantity};
use super::profile::Profile;
use super::reading::word_at;
use crate::faq::Faq;
use crate::lexicon::CONCEPTS;
use crate::lexicon::function_words::{FUNCTION_CHARS, FUNCTION_WORDS};
use crate::text::{Analysis, Token, TokenKind, is_common, stem};

/// Longest text whose frames are looked at, in tokens.
const LONGEST: usize = 24;
/// Most phrasings of a FAQ whose frames are kept: beyond, the memory is worth more.
const MOST_PHRASINGS: usize = 20_000;
/// What a frame holds at least: a word counts [`WORD`], a Han character or a number one.
const LEAST: usize = 3;
const WORD: usize = 2;
/// Most Han characters that are one word.
const WIDEST: usize = 3;
/// Likeness of two words from which on one may be the other misspelt, 0 to 1.
const ALIKE: f64 = 0.6;

/// Characters that part things where all else is the same; two of one group are different.
const PARTING: [&str; 18] = [
    "大中小",
    "高低",
    "快慢",
    "长短",
    "男女",
    "新旧",
    "老少",
    "早晚午",
    "左右",
    "上下",
    "内外",
    "公私",
    "单双",
    "冷热",
    "轻重",
    "深浅",
    "东西南北",
    "春夏秋冬",
];

/// What an English verb stands behind.
const BEFORE_VERB: [&str; 14] = [
    "to", "i", "you", "we", "can", "please", "do", "not", "it", "they", "and", "how", "could",
    "should",
];
/// What a Chinese verb stands behind.
const BEFORE_VERB_ZH: &str = "么何样想要能以请帮我来去会该法";

/// A place of a text that another word may stand in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    frame: u64,
    tokens: (usize, usize),
    bytes: (u32, u32),
    /// What stands in it where that is a quantity.
    quantity: Option<Quantity>,
    /// The word as entries are asked for it.
    word: u64,
}

/// What a question says in a frame of an entry, against what the entry does.
pub(super) enum Other {
    /// Another word.
    Word { asked: u64, held: u64 },
    /// Another number.
    Quantity { asked: Quantity, held: Quantity },
}

/// A phrasing with one word left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Framed {
    frame: u64,
    entry: u32,
    /// Number of the word in [`Frames::words`], or of the quantity.
    held: u32,
}

/// The frames of a FAQ.
#[derive(Debug, Default)]
pub(super) struct Frames {
    framed: Vec<Framed>,
    words: Vec<Box<str>>,
    quantities: Vec<(u64, u32, Quantity)>,
    synonyms: Vec<Vec<Box<str>>>,
}

impl Frames {
    /// Reads the phrasings of a FAQ.
    pub fn of(faq: &Faq) -> Frames {
        let mut frames = Frames::default();
        let phrasings = faq.entries.iter().map(|entry| entry.phrasings.len());
        if phrasings.sum::<usize>() > MOST_PHRASINGS {
            return frames;
        }
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut analysis = Analysis::default();
        for (entry, known) in faq.entries.iter().enumerate() {
            let entry = entry as u32;
            let lines: Vec<(usize, String)> = known
                .phrasings
                .iter()
                .map(|phrasing| {
                    analysis.read(&phrasing.text);
                    (phrasing.language as usize, line(&analysis))
                })
                .collect();
            for phrasing in &known.phrasings {
                analysis.read(&phrasing.text);
                let language = phrasing.language as usize;
                let own = || lines.iter().filter(|(one, _)| *one == language);
                for place in places(&analysis) {
                    if let Some(quantity) = place.quantity {
                        frames.quantities.push((place.frame, entry, quantity));
                        continue;
                    }
                    let held = text_of(&analysis, place.tokens);
                    let having = own().filter(|(_, line)| line.contains(&held)).count();
                    if having * 2 < own().count() {
                        continue;
                    }
                    let next = numbers.len() as u32;
                    let held = *numbers.entry(held.into()).or_insert(next);
                    let frame = place.frame;
                    frames.framed.push(Framed { frame, entry, held });
                }
            }
        }
        frames.words = vec![Box::default(); numbers.len()];
        for (word, number) in numbers {
            frames.words[number as usize] = word;
        }
        frames.framed.sort_unstable();
        frames.framed.dedup();
        frames.framed.shrink_to_fit();
        frames.quantities.sort_unstable();
        frames.quantities.dedup();
        let group = |words: &Vec<String>| {
            let mut line_of = |word: &String| {
                analysis.read(word);
                line(&analysis).into_boxed_str()
            };
            words.iter().map(&mut line_of).collect()
        };
        frames.synonyms = faq.synonyms.iter().map(group).collect();
        frames
    }

    /// What the question says in a frame of entry number `entry`, where the entry says another.
    /// `profiles` are those of all entries.
    pub fn other(
        &self,
        asked: &Places,
        profiles: &[Profile],
        entry: usize,
    ) -> Option<(Other, (u32, u32))> {
        let profile = &profiles[entry];
        let number = entry as u32;
        let line = &*asked.line;
        asked.places.iter().find_map(|asked| {
            let place = &asked.place;
            if let Some(quantity) = place.quantity {
                let first = self
                    .quantities
                    .partition_point(|one| (one.0, one.1) < (place.frame, number));
                let mut alike = self.quantities[first..]
                    .iter()
                    .take_while(|one| (one.0, one.1) == (place.frame, number));
                let held = alike.find(|one| number::excludes(quantity, one.2))?.2;
                let asked = quantity;
                return Some((Other::Quantity { asked, held }, place.bytes));
            }
            let first = self
                .framed
                .partition_point(|one| (one.frame, one.entry) < (place.frame, number));
            let alike = self.framed[first..]
                .iter()
                .take_while(|one| (one.frame, one.entry) == (place.frame, number));
            let mut held = alike.map(|one| &*self.words[one.held as usize]);
            let held = held.find(|held| {
                !line.contains(held) && self.is_other(asked, held, profiles, profile)
            })?;
            let other = Other::Word {
                asked: place.word,
                held: number::word(held.trim()),
            };
            Some((other, place.bytes))
        })
    }

    /// Whether the word of a question is another than an entry's in the same place.
    fn is_other(&self, asked: &Asked, held: &str, profiles: &[Profile], profile: &Profile) -> bool {
        let own = &*asked.text;
        if own == held || asked.around.iter().any(|one| profile.says(*one)) {
            return false;
        }
        let parts = |one: &&&str| own.chars().all(|ch| one.contains(ch));
        if let Some(group) = PARTING.iter().find(parts)
            && own.chars().count() == 1
        {
            return held.chars().count() == 1 && held.chars().all(|ch| group.contains(ch));
        }
        if own.chars().count() == 1 || held.chars().count() == 1 {
            return false;
        }
        if asked.is_verb || self.is_same(own, held) {
            return false;
        }
        let says = |profile: &Profile| asked.around.iter().all(|one| profile.says(*one));
        asked.is_name || profiles.iter().any(says)
    }

    /// Whether two words may be one: misspelt, begun alike, or known to mean the same.
    fn is_same(&self, own: &str, held: &str) -> bool {
        let (one, other) = (own.trim(), held.trim());
        one.starts_with(other)
            || other.starts_with(one)
            || one.is_ascii() && strsim::normalized_damerau_levenshtein(one, other) >= ALIKE
            || share_a_concept(one, other)
            || self.synonyms.iter().any(|group| {
                let has = |word: &str| group.iter().any(|one| &**one == word);
                has(own) && has(held)
            })
    }
}

/// The places of a question.
#[derive(Debug, Default)]
pub(super) struct Places {
    line: Box<str>,
    places: Vec<Asked>,
}

/// A place of a question with what is in it.
#[derive(Debug)]
struct Asked {
    place: Place,
    text: Box<str>,
    /// The word, or the pairs of Han characters that it is in.
    around: Vec<u64>,
    is_verb: bool,
    is_name: bool,
}

/// Reads the places of a question.
pub(super) fn asked(analysis: &Analysis) -> Places {
    let list = analysis.tokens();
    let asked = |place: Place| {
        let (first, end) = place.tokens;
        let text = text_of(analysis, place.tokens);
        let before = first.checked_sub(1).map(|at| analysis.text(&list[at]));
        let is_verb = match list[first].kind {
            TokenKind::Han => before.is_none_or(|word| BEFORE_VERB_ZH.contains(word)),
            _ => before.is_none_or(|word| BEFORE_VERB.contains(&word)),
        } || !list[first].joined;
        let is_name = list[first].kind == TokenKind::Word
            && !is_common(analysis.text(&list[first]))
            && end == first + 1;
        let from = match (list[first].kind, end - first) {
            // 大 of 大提琴 is in 租大 and in 大提.
            (TokenKind::Han, 1) => first.saturating_sub(1)..end,
            (TokenKind::Han, _) => first..end - 1,
            _ => first..end,
        };
        let around = from.filter_map(|at| word_at(analysis, at)).collect();
        Asked {
            place,
            text: text.into(),
            around,
            is_verb,
            is_name,
        }
    };
    Places {
        line: line(analysis).into(),
        places: places(analysis).into_iter().map(asked).collect(),
    }
}

/// A text with its words parted by spaces and its Han characters side by side.
fn line(analysis: &Analysis) -> String {
    text_of(analysis, (0, analysis.tokens().len()))
}

fn text_of(analysis: &Analysis, (first, end): (usize, usize)) -> String {
    let mut line = String::new();
    for token in &analysis.tokens()[first..end] {
        if token.kind == TokenKind::Han {
            line.push_str(analysis.text(token));
        } else {
            line.push(' ');
            line.push_str(analysis.stem(token));
            line.push(' ');
        }
    }
    line
}

/// All places of a text that another word or number may stand in.
fn places(analysis: &Analysis) -> Vec<Place> {
    let tokens = analysis.tokens();
    let mut places = Vec::new();
    if tokens.len() > LONGEST {
        return places;
    }
    let content: Vec<usize> = (0..tokens.len())
        .filter(|&at| is_content(analysis, &tokens[at]))
        .collect();
    let weight = |at: usize| match tokens[content[at]].kind {
        TokenKind::Word => WORD,
        _ => 1,
    };
    let hash = |sum: u64, at: usize| {
        let word = number::word(analysis.stem(&tokens[content[at]]));
        sum.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(word)
    };
    let count = content.len();
    let all: usize = (0..count).map(weight).sum();
    let mut before = vec![1; count + 1];
    let mut behind = vec![2; count + 1];
    for at in 0..count {
        before[at + 1] = hash(before[at], at);
        behind[count - at - 1] = hash(behind[count - at], count - at - 1);
    }
    let frame = |from: usize, to: usize, what: u64| {
        (before[from].rotate_left(17) ^ behind[to]).wrapping_add(what)
    };
    let bytes = |first: usize, end: usize| (tokens[first].start, tokens[end - 1].end);
    for from in 0..count {
        let first = content[from];
        let widest = match tokens[first].kind {
            TokenKind::Word => 1,
            TokenKind::Han => WIDEST,
            _ => 0,
        };
        let mut left = all;
        for width in 1..=widest {
            let to = from + width;
            let is_one = to <= count
                && content[to - 1] == first + width - 1
                && tokens[content[to - 1]].kind == tokens[first].kind
                && (width == 1 || tokens[content[to - 1]].joined);
            if !is_one {
                break;
            }
            left -= weight(to - 1);
            if left < LEAST {
                break;
            }
            let span = (first, first + width);
            let text = analysis.text(&tokens[first]);
            if tokens[first].kind == TokenKind::Han && width == 1 && !parts(text) {
                continue;
            }
            let Some(word) = word_at(analysis, first) else {
                continue;
            };
            places.push(Place {
                frame: frame(from, to, 0),
                tokens: span,
                bytes: bytes(span.0, span.1),
                quantity: None,
                word,
            });
        }
    }
    let mut at = 0;
    while at < tokens.len() {
        let Some((quantity, end)) = number::quantity_at(analysis, at) else {
            at += 1;
            continue;
        };
        let from = content.partition_point(|&one| one < at);
        let to = content.partition_point(|&one| one < end);
        let left: usize = (0..from).chain(to..count).map(weight).sum();
        if let Some(quantity) = quantity.filter(|_| left >= LEAST) {
            places.push(Place {
                frame: frame(from, to, quantity.dimension),
                tokens: (at, end),
                bytes: bytes(at, end),
                quantity: Some(quantity),
                word: 0,
            });
        }
        at = end;
    }
    places
}

/// Whether a character is one of [`PARTING`].
fn parts(text: &str) -> bool {
    PARTING.iter().any(|group| group.contains(text))
}

fn is_content(analysis: &Analysis, token: &Token) -> bool {
    static WORDS: LazyLock<std::collections::HashSet<&str>> =
        LazyLock::new(|| FUNCTION_WORDS.split_ascii_whitespace().collect());
    let text = analysis.text(token);
    match token.kind {
        _ if token.in_stop_phrase => false,
        TokenKind::Han => !FUNCTION_CHARS.contains(text),
        _ => !WORDS.contains(text),
    }
}

/// Whether a concept of the lexicon has both words.
fn share_a_concept(one: &str, other: &str) -> bool {
    static CONCEPTS_OF: LazyLock<HashMap<String, Vec<u16>>> = LazyLock::new(|| {
        let lines = CONCEPTS.iter().flat_map(|list| list.lines());
        let mut concepts: HashMap<String, Vec<u16>> = HashMap::new();
        for (number, line) in lines.filter(|line| !line.starts_with('#')).enumerate() {
            for word in line.split_whitespace().filter(|word| !word.contains('_')) {
                concepts.entry(stem(word)).or_default().push(number as u16);
            }
        }
        concepts
    });
    let (Some(one), Some(other)) = (CONCEPTS_OF.get(one), CONCEPTS_OF.get(other)) else {
        return false;
    };
    one.iter().any(|number| other.contains(number))
}
