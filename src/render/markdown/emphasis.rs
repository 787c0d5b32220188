//! Emphasis beside Chinese.
//!
//! CommonMark wants a blank or punctuation around `**`, which Chinese does not have: in
//! `这是**预授权（冻结）**不是` it sees no bold. The amendment for Chinese, Japanese and Korean
//! (CommonMark CJK-friendly) counts a delimiter run beside such a character as one beside a
//! letter. Here a filler that counts as a letter is put beside the runs that the amendment reads
//! differently, and taken out again from everything the Markdown reader gives.

/// A noncharacter, so that no text has it; neither blank nor punctuation.
const FILLER: char = '\u{fdd0}';

/// `markdown` with fillers where the amendment asks for them.
pub(super) fn with_fillers(markdown: &str) -> String {
    let chars: Vec<char> = markdown.chars().filter(|c| *c != FILLER).collect();
    let mut filled = String::with_capacity(markdown.len());
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c == '\\' && at + 1 < chars.len() {
            filled.extend([c, chars[at + 1]]);
            at += 2;
            continue;
        }
        if c != '*' && c != '~' {
            filled.push(c);
            at += 1;
            continue;
        }
        let length = chars[at..].iter().take_while(|other| **other == c).count();
        let before = at.checked_sub(1).map_or('\n', |index| chars[index]);
        let after = chars.get(at + length).copied().unwrap_or('\n');
        let (opens, closes) = (flanks(before, after), flanks(after, before));
        let (plain_opens, plain_closes) =
            (flanks_plainly(before, after), flanks_plainly(after, before));
        // A filler after a run makes it open, one before makes it close. A filler on one side can
        // take away what the run was by its neighbour there, so a run that is both gets two.
        let differs = opens != plain_opens || closes != plain_closes;
        if differs && closes {
            filled.push(FILLER);
        }
        filled.extend(std::iter::repeat_n(c, length));
        if differs && opens {
            filled.push(FILLER);
        }
        at += length;
    }
    filled
}

/// `text` without fillers.
pub(super) fn without_fillers(text: &str) -> String {
    text.replace(FILLER, "")
}

/// Whether a run flanks what stands on its inner side, by the amendment.
fn flanks(outer: char, inner: char) -> bool {
    if inner.is_whitespace() {
        return false;
    }
    let plain = |c: char| is_punctuation(c) && !is_cjk(c);
    !plain(inner) || outer.is_whitespace() || plain(outer) || is_cjk(outer)
}

/// The same by CommonMark as it is.
fn flanks_plainly(outer: char, inner: char) -> bool {
    if inner.is_whitespace() {
        return false;
    }
    !is_punctuation(inner) || outer.is_whitespace() || is_punctuation(outer)
}

/// A Chinese, Japanese or Korean character, its punctuation included.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11FF | 0x2E80..=0xA4CF | 0xA960..=0xA97F | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF01..=0xFFEE | 0x1AFF0..=0x1B16F
        | 0x20000..=0x3FFFD)
}

/// Punctuation and symbols, as CommonMark counts them.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(u32::from(c), 0xA1..=0xA9 | 0xAB..=0xAC | 0xAE..=0xB1 | 0xB4 | 0xB6..=0xB8
            | 0xBB | 0xBF | 0xD7 | 0xF7 | 0x2010..=0x2027 | 0x2030..=0x205E | 0x20A0..=0x20C0
            | 0x2100..=0x214F | 0x2190..=0x2BFF | 0x2E00..=0x2E5D | 0x3001..=0x3004
            | 0x3008..=0x3020 | 0x3030 | 0x303D..=0x303F | 0x30A0 | 0x30FB | 0xFE30..=0xFE6B
            | 0xFF01..=0xFF0F | 0xFF1A..=0xFF20 | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF65
            | 0xFFE0..=0xFFEE | 0x1F000..=0x1FBCA)
}
