//! The places of a text that another word or number may stand in.

use std::sync::LazyLock;

use crate::contrast::number::{self, Counted, Quantity};
use crate::contrast::reading::word_at;
use crate::lexicon::function_words::{is_function_char, is_function_word};
use crate::lexicon::word_hash::WordSet;
use crate::text::{Analysis, Token, TokenKind, is_common};

/// Longest text whose frames are looked at, in tokens.
const LONGEST: usize = 24;
/// What a frame holds at least: a word counts [`WORD`], a Han character or a number one.
const LEAST: usize = 3;
const WORD: usize = 2;
/// Most Han characters that are one word.
const WIDEST: usize = 3;
/// Characters that part things where all else is the same; two of one group are different.
pub(super) const PARTING: [&str; 18] = [
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

/// What an exact frame holds at least: all of it but one word is the same, function words as well.
const LEAST_EXACT: usize = 5;
/// What the frames of all words begin with, so that they are no others.
const EXACT: u64 = 0x5851_F42D_4C95_7F2D;

/// A place of a text that another word may stand in.
#[derive(Debug, Clone, Copy)]
pub(in crate::contrast) struct Place {
    pub(super) frame: u64,
    pub(super) tokens: (usize, usize),
    pub(super) bytes: (u32, u32),
    /// What stands in it where that is a quantity.
    pub(super) quantity: Option<Quantity>,
    /// The word as entries are asked for it.
    pub(super) word: u64,
    /// Whether the frame is all of the text, its function words included.
    pub(super) is_exact: bool,
}

/// A place of a question with what is in it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) text: Box<str>,
    /// The word, or the pairs of Han characters that it is in.
    pub(super) around: Vec<u64>,
    pub(super) is_verb: bool,
    pub(super) is_name: bool,
    pub(super) is_exact: bool,
}

/// Reads what is in a place of a question.
pub(super) fn asked(analysis: &Analysis, place: &Place) -> Asked {
    let list = analysis.tokens();
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
        text: text.into(),
        around,
        is_verb,
        is_name,
        is_exact: place.is_exact,
    }
}

/// A text with its words parted by spaces and its Han characters side by side.
pub(super) fn line(analysis: &Analysis) -> String {
    text_of(analysis, (0, analysis.tokens().len()))
}

pub(super) fn text_of(analysis: &Analysis, (first, end): (usize, usize)) -> String {
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

/// All places of a text with these numbers that another word or number may stand in.
pub(in crate::contrast) fn places(analysis: &Analysis, quantities: &[Counted]) -> Vec<Place> {
    let tokens = analysis.tokens();
    let mut places = Vec::new();
    if tokens.len() > LONGEST {
        return places;
    }
    let words: Vec<Word> = tokens
        .iter()
        .map(|token| Word::of(analysis, token))
        .collect();
    let content: Vec<usize> = (0..tokens.len()).filter(|&at| words[at].content).collect();
    let weight = |at: usize| match tokens[content[at]].kind {
        TokenKind::Word => WORD,
        _ => 1,
    };
    let hash = |sum: u64, at: usize| words[content[at]].after(sum);
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
                is_exact: false,
            });
        }
    }
    exact(analysis, &words, &mut places);
    for &Counted {
        quantity,
        tokens: (at, end),
    } in quantities
    {
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
                is_exact: false,
            });
        }
    }
    places
}

/// A token as frames compare it.
struct Word {
    hash: u64,
    content: bool,
}

impl Word {
    fn of(analysis: &Analysis, token: &Token) -> Word {
        Word {
            hash: number::word(analysis.stem(token)),
            content: is_content(analysis, token),
        }
    }

    /// The sum of the words before it, with it.
    fn after(&self, sum: u64) -> u64 {
        sum.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .wrapping_add(self.hash)
    }
}

/// The places of single words in a text that is the same but for one of them.
fn exact(analysis: &Analysis, words: &[Word], places: &mut Vec<Place>) {
    let tokens = analysis.tokens();
    if tokens.len() <= LEAST_EXACT {
        return;
    }
    let after = |sum: u64, word: &Word| word.after(sum);
    for (first, token) in tokens.iter().enumerate() {
        let widths = match token.kind {
            TokenKind::Word => 1..=1,
            TokenKind::Han => 2..=WIDEST,
            _ => continue,
        };
        for width in widths {
            let end = first + width;
            let is_one = end <= tokens.len()
                && tokens.len() - width >= LEAST_EXACT
                && words[first..end].iter().all(|word| word.content)
                && (first + 1..end).all(|at| tokens[at].kind == token.kind && tokens[at].joined);
            let Some(word) = word_at(analysis, first).filter(|_| is_one) else {
                continue;
            };
            let before = words[..first].iter().fold(EXACT, after);
            let frame = words[end..].iter().fold(before.rotate_left(17), after);
            places.push(Place {
                frame,
                tokens: (first, end),
                bytes: (token.start, tokens[end - 1].end),
                quantity: None,
                word,
                is_exact: true,
            });
        }
    }
}

/// Whether a character is one of [`PARTING`].
fn parts(text: &str) -> bool {
    static CHARS: LazyLock<WordSet<&str>> = LazyLock::new(|| {
        let chars = PARTING.iter().flat_map(|group| {
            let starts = group.char_indices();
            starts.map(|(at, ch)| &group[at..at + ch.len_utf8()])
        });
        chars.collect()
    });
    CHARS.contains(text)
}

fn is_content(analysis: &Analysis, token: &Token) -> bool {
    let text = analysis.text(token);
    match token.kind {
        _ if token.in_stop_phrase => false,
        TokenKind::Han => !is_function_char(text),
        _ => !is_function_word(text),
    }
}
