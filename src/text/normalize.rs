//! The first step of reading: it brings one character after another into one form.
//!
//! Compatibility forms and full width (NFKC), case, accents of Latin letters, traditional script,
//! characters that are not seen (zero width, variation selectors), curly apostrophes and letters
//! that somebody kept pressed. Law: normalising twice is normalising once. Every character keeps
//! the byte span that it came from.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use super::{fold::simplify, words};

/// A normalised character and the bytes of the original text that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NormalizedChar {
    /// The character.
    pub ch: char,
    /// First byte in the original.
    pub start: u32,
    /// One past the last byte in the original.
    pub end: u32,
}

/// The normalised text alone.
///
/// ```
/// assert_eq!(wenda::text::normalize("ＡＰＩ　為"), "api 为");
/// ```
pub fn normalize(text: &str) -> String {
    let mut chars = Vec::new();
    normalize_into(text, &mut chars);
    chars.iter().map(|one| one.ch).collect()
}

/// Normalises `text` into `chars` (cleared first). Linear in the length of the text.
pub(super) fn normalize_into(text: &str, chars: &mut Vec<NormalizedChar>) {
    chars.clear();
    let mut rest = text.char_indices().peekable();
    while let Some((start, ch)) = rest.next() {
        let mut end = start + ch.len_utf8();
        if ch.is_ascii() {
            if rest.peek().is_none_or(|(_, next)| next.is_ascii()) {
                push(chars, ch.to_ascii_lowercase(), start, end);
                continue;
            }
        } else if is_plain_han(ch) {
            push(chars, simplify(ch), start, end);
            continue;
        }
        // A character with the marks that follow it is normalised as one. Marks beyond a handful
        // are decoration and would make the work quadratic: they are dropped.
        let mut cluster = [ch; 8];
        let mut used = 1;
        while let Some(&(at, mark)) = rest.peek() {
            if canonical_combining_class(mark) == 0 {
                break;
            }
            if used < cluster.len() {
                cluster[used] = mark;
                used += 1;
            }
            end = at + mark.len_utf8();
            rest.next();
        }
        normalize_cluster(&cluster[..used], start, end, chars);
    }
    squeeze(chars);
}

fn normalize_cluster(cluster: &[char], start: usize, end: usize, chars: &mut Vec<NormalizedChar>) {
    let mut latin = false;
    for ch in cluster
        .iter()
        .copied()
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
    {
        let is_mark = canonical_combining_class(ch) != 0;
        if is_mark && latin {
            continue; // an accent on a Latin letter: é is e
        }
        if !is_mark {
            latin = ch.is_ascii();
        }
        push(chars, simplify(ch), start, end);
    }
}

fn push(chars: &mut Vec<NormalizedChar>, ch: char, start: usize, end: usize) {
    if is_ignorable(ch) {
        return;
    }
    let ch = match ch {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{ff07}' | '`' | '\u{b4}' => '\'',
        '\u{a5}' => '¥',
        other => other,
    };
    chars.push(NormalizedChar {
        ch,
        start: start as u32,
        end: end as u32,
    });
}

/// Han characters that no normalisation touches except the folding of script.
fn is_plain_han(ch: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&ch)
}

/// Characters that have no picture of their own: they vanish without parting a word.
fn is_ignorable(ch: char) -> bool {
    matches!(ch,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Shortens what somebody kept pressed: three or more of the same letter become two where that
/// is an English word, one otherwise; three or more of the same Han character become one.
/// Digits keep their meaning and stay.
fn squeeze(chars: &mut Vec<NormalizedChar>) {
    let mut write = 0;
    let mut read = 0;
    while read < chars.len() {
        let ch = chars[read].ch;
        let mut run = 1;
        while read + run < chars.len() && chars[read + run].ch == ch {
            run += 1;
        }
        let keep = if run < 3 || !ch.is_alphabetic() || ch == 'w' {
            run
        } else if ch.is_ascii() && doubled_is_a_word(chars, write, read, run) {
            2
        } else {
            1
        };
        let end = chars[read + run - 1].end;
        for at in 0..keep {
            chars[write + at] = chars[read + at];
        }
        if keep < run {
            chars[write + keep - 1].end = end;
        }
        write += keep;
        read += run;
    }
    chars.truncate(write);
}

/// Whether the word around a run of one letter, with that letter written twice, is common.
fn doubled_is_a_word(chars: &[NormalizedChar], write: usize, read: usize, run: usize) -> bool {
    const LONGEST: usize = 16;
    let mut word = String::new();
    let before = chars[..write]
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|one| one.ch.is_ascii_alphabetic())
        .count();
    word.extend(chars[write - before..write].iter().map(|one| one.ch));
    word.push(chars[read].ch);
    word.push(chars[read].ch);
    word.extend(
        chars[read + run..]
            .iter()
            .take(LONGEST)
            .take_while(|one| one.ch.is_ascii_alphabetic())
            .map(|one| one.ch),
    );
    words::is_common(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_the_same_text_become_one() {
        for (from, to) in [
            ("ＡＰＩ　５＄", "api 5$"),
            ("綁卡為什麼扣錢", "绑卡为什么扣钱"),
            ("Café", "cafe"),
            ("Cafe\u{301}", "cafe"),
            ("pass\u{200b}word", "password"),
            ("don’t", "don't"),
            ("sooooo", "so"),
            ("goooood", "good"),
            ("啊啊啊啊", "啊"),
            ("10000", "10000"),
            ("①", "1"),
            ("", ""),
        ] {
            assert_eq!(normalize(from), to, "{from}");
        }
    }

    #[test]
    fn spans_lead_back() {
        let mut chars = Vec::new();
        let text = "Ａé綁x";
        normalize_into(text, &mut chars);
        let back: Vec<&str> = chars
            .iter()
            .map(|one| &text[one.start as usize..one.end as usize])
            .collect();
        assert_eq!(back, ["Ａ", "é", "綁", "x"]);
    }
}
