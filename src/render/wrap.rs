//! Long lines for a window of some width: cut between words, with the quotation's bar kept.
//!
//! Widths are columns, of which a Chinese character takes two; escape sequences take none. Between two
//! Chinese characters a line may be cut anywhere, but not before a mark that closes.

use unicode_width::UnicodeWidthChar;

/// What stands before each line of a quotation.
pub(super) const BAR: &str = "│ ";
/// What a code block's lines are set in by.
const INDENT: &str = "    ";
/// A window narrower than this is not served: there, words would be cut everywhere.
const NARROWEST: usize = 20;
/// Marks that do not begin a line.
const CLOSING: &str = "，。、；：？！）」』”’》】…,.;:?!)]}";

/// Adds `line`, which may end with a line end, to `out` in lines of at most `width` columns.
pub(super) fn line(out: &mut String, line: &str, width: usize) {
    let lead = lead(line);
    let room = width.max(NARROWEST) - columns(lead);
    let mut used = 0;
    out.push_str(lead);
    for piece in pieces(&line[lead.len()..]) {
        let wide = columns(piece.trim_end_matches([' ', '\n']));
        if used > 0 && used + wide > room {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(lead);
            used = 0;
        }
        out.push_str(piece);
        used += columns(piece);
    }
}

/// What is repeated before each line that this one is cut into.
fn lead(line: &str) -> &str {
    let mut end = 0;
    for known in [BAR, INDENT] {
        if line[end..].starts_with(known) {
            end += known.len();
        }
    }
    &line[..end]
}

/// The line in pieces that are not cut: a word with the blanks behind it, a wide character with the
/// marks that follow it. Escape sequences stay with what they stand before.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut in_escape, mut before) = (0, false, None);
    for (at, c) in line.char_indices() {
        if c == '\u{1b}' || in_escape {
            in_escape = c == '\u{1b}' || !c.is_ascii_alphabetic();
            continue;
        }
        let may_cut = before.is_some_and(|before: char| match (before, c) {
            (' ', ' ') => false,
            (' ', _) => true,
            _ if c == ' ' || CLOSING.contains(c) || is_opening(before) => false,
            _ => is_wide(before) || is_wide(c),
        });
        if may_cut {
            // A style that begins just before `c` goes with it.
            let cut = escapes_before(line, start, at);
            pieces.push(&line[start..cut]);
            start = cut;
        }
        before = Some(c);
    }
    pieces.push(&line[start..]);
    pieces
}

/// Where the escape sequences begin that end at byte `at`.
fn escapes_before(line: &str, start: usize, at: usize) -> usize {
    let mut cut = at;
    while let Some(begin) = line[start..cut].rfind('\u{1b}') {
        let begin = start + begin;
        let sequence = &line[begin + 1..cut];
        let is_whole = sequence.find(|c: char| c.is_ascii_alphabetic());
        if is_whole != Some(sequence.len().saturating_sub(1)) {
            break;
        }
        cut = begin;
    }
    cut
}

fn is_opening(c: char) -> bool {
    "（「『“‘《【([{".contains(c)
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// Columns that `text` takes.
fn columns(text: &str) -> usize {
    let mut in_escape = false;
    let mut columns = 0;
    for c in text.chars() {
        if c == '\u{1b}' || in_escape {
            in_escape = c == '\u{1b}' || !c.is_ascii_alphabetic();
        } else {
            columns += c.width().unwrap_or(0);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        for one in text.split_inclusive('\n') {
            line(&mut out, one, width);
        }
        out
    }

    #[test]
    fn lines_are_cut_between_words_and_keep_what_stands_before_them() {
        for (name, text, expected) in [
            ("a short line", "one two\n", "one two\n"),
            (
                "words",
                "one two three four five six\n",
                "one two three four\nfive six\n",
            ),
            (
                "a quotation",
                "│ one two three four five six\n",
                "│ one two three four\n│ five six\n",
            ),
            (
                "Chinese, two columns each",
                "一二三四五六七八九十甲乙，丙\n",
                "一二三四五六七八九十\n甲乙，丙\n",
            ),
            (
                "no mark begins a line",
                "一二三四五六七八九十，甲乙\n",
                "一二三四五六七八九\n十，甲乙\n",
            ),
            (
                "a word longer than the window",
                "see https://example.com/a/very/long/address now\n",
                "see\nhttps://example.com/a/very/long/address\nnow\n",
            ),
            (
                "colours take no room",
                "\u{1b}[1mone two three four\u{1b}[0m five\n",
                "\u{1b}[1mone two three four\u{1b}[0m\nfive\n",
            ),
        ] {
            assert_eq!(wrapped(text, 20), expected, "{name}");
        }
    }

    #[test]
    fn wrapping_loses_nothing_but_blanks_at_line_ends() {
        let text =
            "为什么 was I charged $5（五美元）？ See [help]. \u{1b}[36m[1]\u{1b}[0m 有用 ok\n";
        let bare = |text: &str| text.replace([' ', '\n'], "");
        for width in 0..60 {
            let out = wrapped(text, width);
            assert_eq!(bare(&out), bare(text), "{width}");
            let widest = out.lines().map(columns).max().unwrap_or(0);
            assert!(widest <= width.max(NARROWEST), "{width}: {out}");
        }
    }
}
