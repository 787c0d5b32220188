//! Cuts a message into the questions that it asks.
//!
//! People ask two things at once (绑卡被扣了5美元，还有怎么申请API key？, "why $5, and how do I get a
//! key?"). A message is cut where a sentence ends and where a connective begins another question.
//! What asks nothing by itself stays with the question that follows, or with the one before.

use super::is_han;
use crate::lexicon::asking::{
    ALWAYS, ASKING, BEFORE_ASKING, FOLLOWERS, OPENERS, SPECIFIC, TROUBLES, VAGUE,
};
use crate::lexicon::function_words::FUNCTION_CHARS;

/// More questions than this in one message are a text, which is read as one.
const MOST: usize = 5;
/// Words or Chinese characters that a question has at least.
const LEAST: usize = 2;

/// Marks that end a sentence wherever they stand.
const ENDS: [char; 9] = ['?', '？', '!', '！', '。', ';', '；', '\n', '…'];
/// Marks before a connective.
const COMMAS: [char; 4] = [',', '，', '、', ' '];

/// Words of the shortest clause that tells of trouble behind `and`.
const LEAST_TROUBLE: usize = 4;

/// Content that a clause has at least to be a question of its own behind a mere comma.
const CONTENT: usize = 2;

/// The questions of a message in their order; one where it asks one thing, or is too long to tell.
///
/// ```
/// use wenda::text::questions;
///
/// let both = questions("why $5, and how do I get a key?");
/// assert_eq!(both, ["why $5", "how do I get a key?"]);
/// assert_eq!(questions("My card was declined. What now?").len(), 1);
/// ```
pub fn questions(text: &str) -> Vec<&str> {
    let whole = || vec![text.trim()];
    let mut parts: Vec<Part> = Vec::new();
    for sentence in sentences(text) {
        for (at, part) in connected(text, sentence).into_iter().enumerate() {
            parts.push(part);
            if at > 0 {
                let count = parts.len();
                // What stands before a connective is asked for, too.
                parts[count - 2].asks = true;
                let last = &mut parts[count - 1];
                last.asks |= is_trouble(&text[last.start..last.end]);
            }
        }
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut waiting: Option<usize> = None;
    let last = parts.iter().rposition(|part| part.asks);
    for (at, part) in parts.iter().enumerate() {
        let begins = waiting.unwrap_or(part.start);
        if part.asks && size(&text[part.start..part.end]) >= LEAST {
            found.push((begins, part.end));
            waiting = None;
        } else if last.is_some_and(|last| at < last) {
            waiting = Some(begins);
        } else if let Some(before) = found.last_mut() {
            before.1 = part.end;
        }
    }
    if found.len() < 2 || found.len() > MOST {
        return whole();
    }
    found
        .into_iter()
        .map(|(start, end)| text[start..end].trim())
        .collect()
}

/// A piece of a message, in bytes, and whether it asks.
struct Part {
    start: usize,
    end: usize,
    asks: bool,
}

/// Byte ranges of the sentences, each with its mark.
fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut chars) = (0, text.char_indices().peekable());
    while let Some((at, ch)) = chars.next() {
        let end = at + ch.len_utf8();
        if let Some(behind) = list_number(text, at) {
            // `2. ` begins the second question of a list, and is no part of it.
            found.push((start, at));
            start = behind;
            while chars.peek().is_some_and(|(next, _)| *next < behind) {
                chars.next();
            }
            continue;
        }
        let stop = ch == '.' && chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if !stop && !ENDS.contains(&ch) {
            continue;
        }
        if chars.peek().is_some_and(|(_, next)| ENDS.contains(next)) {
            continue;
        }
        found.push((start, end));
        start = end;
    }
    found.push((start, text.len()));
    found.retain(|&(start, end)| text[start..end].chars().any(char::is_alphanumeric));
    found
}

/// One past the number of a list (`2.`, `3、`, `4)`) that begins at `at`.
fn list_number(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].chars().next_back();
    let rest = &text[at..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_free =
        before.is_none_or(|ch| ch.is_whitespace() || ENDS.contains(&ch) || COMMAS.contains(&ch));
    if !is_free || !(1..=2).contains(&digits) {
        return None;
    }
    let mut behind = rest[digits..].chars();
    let mark = behind
        .next()
        .filter(|ch| ['.', '、', ')', '）', '．'].contains(ch))?;
    let next = behind.next()?;
    (!next.is_ascii_digit()).then_some(at + digits + mark.len_utf8())
}

/// Whether two clauses parted by a mere comma, a blank between Chinese words or a slash are two
/// questions: both ask for something of their own.
fn are_two(before: &str, rest: &str) -> bool {
    let ends = |ch: char| COMMAS.contains(&ch) || ch == '/' || ch.is_whitespace();
    let clause = rest.split([',', '，', '、', '/']).next().unwrap_or(rest);
    let last = before.trim_matches(ends);
    stands_alone(last) && stands_alone(clause)
}

/// Whether a Chinese clause asks for something of its own.
fn stands_alone(clause: &str) -> bool {
    let clause = clause.trim();
    let asking = ASKING.iter().any(|word| clause.contains(word));
    if !asking || !clause.chars().any(is_han) {
        return false;
    }
    let vague = VAGUE.iter().find(|word| clause.contains(**word));
    let rest = vague.map_or(clause.to_owned(), |word| clause.replace(word, ""));
    let mut inside = false;
    let mut content = SPECIFIC.iter().filter(|word| rest.contains(**word)).count();
    for ch in rest.chars() {
        let latin = ch.is_alphanumeric() && !is_han(ch);
        let begins = latin && !inside;
        inside = latin;
        content += usize::from(begins || is_han(ch) && !FUNCTION_CHARS.contains(ch));
    }
    content >= CONTENT
}

/// A sentence cut at its connectives.
fn connected(text: &str, (start, end): (usize, usize)) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut from, mut comma) = (start, false);
    let (mut skip, mut begun, mut slash) = (start, false, false);
    for (at, ch) in text[start..end].char_indices() {
        let at = start + at;
        if at < skip {
            continue;
        }
        if COMMAS.contains(&ch) || ch.is_whitespace() || ch == '/' {
            comma |= !ch.is_whitespace() && ch != '/';
            begun = true;
            slash |= ch == '/';
            continue;
        }
        // A word begins here: after a mark, or at the head of the sentence.
        let before = &text[from..at];
        let head = !before.chars().any(char::is_alphanumeric);
        if (head || begun && size(before) >= LEAST)
            && let Some(next) = connective(&text[at..end], comma || head)
        {
            if !head {
                let cut = before.trim_end_matches(|ch: char| COMMAS.contains(&ch));
                parts.push(part(text, from, from + cut.len()));
            }
            from = at + next;
            skip = from;
        } else if begun && !head && (comma || slash || before.ends_with(char::is_whitespace)) {
            let before = &text[from..at];
            let around_blank = before.trim_end().ends_with(is_han) && is_han(ch);
            if (comma || slash || around_blank) && are_two(before, &text[at..end]) {
                let cut = before.trim_end_matches(|ch: char| COMMAS.contains(&ch) || ch == '/');
                parts.push(part(text, from, from + cut.len()));
                from = at;
            }
        }
        (comma, begun, slash) = (false, false, false);
    }
    if text[from..end].chars().any(char::is_alphanumeric) {
        parts.push(part(text, from, end));
    }
    parts
}

fn part(text: &str, start: usize, end: usize) -> Part {
    Part {
        start,
        end,
        asks: asks(&text[start..end]),
    }
}

/// Bytes of a connective that begins `text` and another question behind it.
fn connective(text: &str, after_comma: bool) -> Option<usize> {
    let behind = |word: &str| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        let whole = !word.is_ascii() || rest.starts_with(|ch: char| !ch.is_alphanumeric());
        let skipped = rest.len()
            - rest
                .trim_start_matches(|ch: char| COMMAS.contains(&ch) || ch == ':' || ch == '：')
                .len();
        (head.eq_ignore_ascii_case(word) && whole).then_some(word.len() + skipped)
    };
    if after_comma {
        let always = ALWAYS.iter().find_map(|word| behind(word));
        // 还有3天到期 and 还有没有 connect nothing.
        let always = always.filter(|&next| {
            let rest = &text[next..];
            !rest.starts_with(|ch: char| ch.is_numeric() || "没一两三几多".contains(ch))
                && size(rest) >= LEAST
        });
        if let Some(next) = always {
            return Some(
                next + BEFORE_ASKING
                    .iter()
                    .find_map(|word| {
                        let rest = &text[next..];
                        rest.strip_prefix(word)?
                            .strip_prefix(' ')
                            .map(|_| word.len() + 1)
                    })
                    .unwrap_or(0),
            );
        }
    }
    if let Some(next) = behind("and").filter(|&next| is_trouble(&text[next..])) {
        return Some(next);
    }
    let next = BEFORE_ASKING.iter().find_map(|word| behind(word))?;
    let rest = &text[next..];
    let mut words = rest.split(|ch: char| !ch.is_alphanumeric() && ch != '\'');
    let opens = words
        .next()
        .is_some_and(|word| OPENERS.iter().any(|one| word.eq_ignore_ascii_case(one)));
    let follows = words
        .next()
        .is_some_and(|word| FOLLOWERS.iter().any(|one| word.eq_ignore_ascii_case(one)));
    let english = opens && (after_comma || follows) && words.next().is_some();
    let chinese = after_comma && rest.starts_with(is_han) && asks(rest);
    (english || chinese).then_some(next)
}

/// Whether a clause begins with trouble and says which.
fn is_trouble(clause: &str) -> bool {
    let clause = clause
        .trim_start()
        .replace('\u{2019}', "'")
        .to_ascii_lowercase();
    TROUBLES.iter().any(|one| clause.starts_with(one)) && size(&clause) >= LEAST_TROUBLE
}

/// Whether a text asks something: by its mark, its first word, or a Chinese word that asks.
fn asks(text: &str) -> bool {
    let trimmed = text.trim();
    if trimmed.ends_with(['?', '？']) || ASKING.iter().any(|word| trimmed.contains(word)) {
        return true;
    }
    // "hi, how do I ..." opens behind a comma.
    trimmed.split([',', '，']).any(|clause| {
        let mut words = clause.split_whitespace();
        let first = words.next().unwrap_or("");
        OPENERS.iter().any(|one| first.eq_ignore_ascii_case(one)) && words.next().is_some()
    })
}

/// Words and Chinese characters; an amount is as good as two.
fn size(text: &str) -> usize {
    let (mut count, mut inside) = (0, false);
    for ch in text.chars() {
        let word = ch.is_alphanumeric() && !is_han(ch);
        count += usize::from(is_han(ch) || word && !inside);
        inside = word || inside && matches!(ch, '\'' | '.' | '-');
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_questions_are_cut() {
        for (text, expected) in [
            (
                "绑卡被扣了5美元，还有怎么申请API key？",
                &["绑卡被扣了5美元", "怎么申请API key？"][..],
            ),
            (
                "why $5, and how do I get a key?",
                &["why $5", "how do I get a key?"],
            ),
            (
                "How do I get a refund? And how long does it take?",
                &["How do I get a refund?", "how long does it take?"],
            ),
            ("怎么退款？运费多少钱", &["怎么退款？", "运费多少钱"]),
            (
                "how do I pay and how do I get an invoice",
                &["how do I pay", "how do I get an invoice"],
            ),
            (
                "I was charged twice. How do I get my money back? Also, where is my parcel?",
                &[
                    "I was charged twice. How do I get my money back?",
                    "where is my parcel?",
                ],
            ),
            (
                "怎么注册，另外注册要钱吗，对了能用QQ邮箱吗",
                &["怎么注册", "注册要钱吗", "能用QQ邮箱吗"],
            ),
            (
                "my card was declined and I can't log in",
                &["my card was declined", "I can't log in"],
            ),
            ("怎么退款\n怎么改地址", &["怎么退款", "怎么改地址"]),
            ("怎么退款，多久到账", &["怎么退款", "多久到账"]),
            (
                "卡被拒了怎么办 换一张卡可以吗 会重复扣费吗",
                &["卡被拒了怎么办", "换一张卡可以吗", "会重复扣费吗"],
            ),
            (
                "1. 为什么扣5刀 2. 怎么看用量 3. 怎么设置上限",
                &["为什么扣5刀", "怎么看用量", "怎么设置上限"],
            ),
            ("怎么看余额 / 怎么申请发票", &["怎么看余额", "怎么申请发票"]),
            (
                "怎么退款？多久到账？运费谁出？can I pay by card?",
                &[
                    "怎么退款？",
                    "多久到账？",
                    "运费谁出？",
                    "can I pay by card?",
                ],
            ),
        ] {
            assert_eq!(questions(text), expected, "{text}");
        }
    }

    #[test]
    fn one_question_stays_whole() {
        for text in [
            "My card was declined. What now?",
            "I bought a pass yesterday, how do I cancel it?",
            "怎么退款？？？",
            "how and where do I pay",
            "会员还有3天到期怎么办",
            "请问，还有没有别的付款方式？",
            "How do I buy tickets and drinks?",
            "I tried again and I can't",
            "I want to pay but I can't find the button",
            "what is the difference between plus and pro",
            "卡里还有钱怎么退",
            "怎么退款，可以帮我吗",
            "扣了3.5元怎么回事，怎么办",
            "我想问一下，怎么退款呢",
            "这是怎么回事，为什么扣钱",
            "can I pay by card/cash",
            "How do I get a refund? Thanks!",
            "",
            "???",
            "一。二。三。怎么退款",
        ] {
            assert_eq!(questions(text), [text.trim()], "{text}");
        }
        let long = "怎么退款？".repeat(40);
        assert_eq!(questions(&long), [&*long]);
    }
}
