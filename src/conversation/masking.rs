//! Masking: what nobody should find in our store, taken out of a person's words.
//!
//! Card numbers, phone numbers, mail addresses and keys are replaced by a word in brackets. A
//! number too much masked costs an admin a little; a card number kept costs its holder a lot, so
//! doubt masks. Masking what is masked changes nothing.

/// From how many digits on a run is a card or an account.
const CARD_DIGITS: usize = 13;

/// From how many digits on a run is a phone number, whatever stands between them.
const PHONE_DIGITS: usize = 10;

/// From how many digits on a run with `+` or `-` in it is a phone number.
const SHORT_PHONE_DIGITS: usize = 7;

/// From how many characters on a part of letters mixed with digits makes a key or a token.
const KEY_PART_CHARS: usize = 16;

/// From how many characters on hexadecimal digits are a key, whatever parts they come in.
const UUID_CHARS: usize = 32;

/// How keys begin that services hand out; such a key may be shorter.
const KEY_STARTS: [&str; 9] = [
    "sk-", "pk-", "rk-", "sess-", "ghp_", "gho_", "xoxb-", "xoxp-", "akia",
];

/// `text` with everything that looks like a card, a phone, a mail address or a key masked.
///
/// ```
/// use wenda::conversation::mask;
///
/// assert_eq!(mask("我的卡号 4242 4242 4242 4242 被拒"), "我的卡号 [card] 被拒");
/// assert_eq!(mask("why $5?"), "why $5?");
/// ```
pub fn mask(text: &str) -> String {
    masked(text, &|name, _| name.to_owned())
}

/// The same with `*` for every character of what is masked: as many UTF-16 units as before, so
/// that places counted in the text still hold.
///
/// ```
/// use wenda::conversation::mask_in_place;
///
/// assert_eq!(mask_in_place("卡 4242 4242 4242 4242 被拒"), "卡 ******************* 被拒");
/// ```
pub fn mask_in_place(text: &str) -> String {
    masked(text, &|_, found| {
        "*".repeat(found.chars().map(char::len_utf16).sum())
    })
}

/// How something found is written: from its name in brackets and its letters.
type Written<'w> = &'w dyn Fn(&'static str, &str) -> String;

fn masked(text: &str, written: Written<'_>) -> String {
    numbers(&words(text, written), written)
}

/// Masks keys and mail addresses: both are words, so the text is read word by word.
fn words(text: &str, written: Written<'_>) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if part_of_word(c) {
            word.push(c);
        } else {
            push_word(&mut masked, &word, written);
            word.clear();
            masked.push(c);
        }
    }
    push_word(&mut masked, &word, written);
    masked
}

fn part_of_word(c: char) -> bool {
    ascii(c).is_ascii_alphanumeric() || "@._+-:%＠".contains(c)
}

fn push_word(masked: &mut String, word: &str, written: Written<'_>) {
    let plain: String = word.chars().map(ascii).collect();
    let core = plain.trim_matches(['.', ':', '-', '+', '%']);
    if is_mail(core) {
        masked.push_str(&written("[email]", word));
    } else if is_key(core) {
        masked.push_str(&written("[key]", word));
    } else {
        masked.push_str(word);
    }
}

fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.')
    })
}

fn is_key(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let starts = KEY_STARTS
        .iter()
        .any(|start| lower.starts_with(start) && lower.len() >= start.len() + 8);
    // A name such as `gpt-4-turbo-2024-04-09` is made of short parts; a key has a long one.
    let part = word.split(['-', '.', ':']).map(str::len).max().unwrap_or(0);
    let mixed = digits >= 3 && letters >= 3 && part >= KEY_PART_CHARS;
    let hexadecimal = word.len() >= UUID_CHARS
        && digits >= 3
        && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let mixed = mixed || hexadecimal;
    starts || mixed
}

/// Masks runs of digits, also with single blanks, hyphens, dots or brackets between them.
fn numbers(text: &str, written: Written<'_>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let starts = is_digit(chars[at])
            || (matches!(ascii(chars[at]), '+' | '(')
                && chars.get(at + 1).is_some_and(|&c| is_digit(c)));
        if !starts {
            masked.push(chars[at]);
            at += 1;
            continue;
        }
        let end = run_end(&chars, at);
        match name_of(&chars[at..end]) {
            Some(name) => {
                let found: String = chars[at..end].iter().collect();
                masked.push_str(&written(name, &found));
            }
            None => masked.extend(&chars[at..end]),
        }
        at = end;
    }
    masked
}

/// Where the run of digits and separators that starts at `at` ends; it ends with a digit.
fn run_end(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    let mut separators = 0;
    for (place, &c) in chars.iter().enumerate().skip(at + 1) {
        if is_digit(c) {
            end = place + 1;
            separators = 0;
        } else if separators < 2 && is_separator(c) {
            separators += 1;
        } else {
            // The last digit of a Chinese identity number may be an X.
            if end == place && matches!(ascii(c), 'x' | 'X') && end - at >= 17 {
                end += 1;
            }
            break;
        }
    }
    end
}

fn name_of(run: &[char]) -> Option<&'static str> {
    let digits = run.iter().filter(|&&c| is_digit(c)).count();
    let has = |wanted: char| run.iter().any(|&c| ascii(c) == wanted);
    if digits >= CARD_DIGITS {
        return Some("[card]");
    }
    let is_phone = digits >= PHONE_DIGITS
        || (digits >= SHORT_PHONE_DIGITS && (has('+') || has('-')) && !is_date(run));
    is_phone.then_some("[phone]")
}

/// Whether a run is a date such as `2026-11-22`.
fn is_date(run: &[char]) -> bool {
    let text: String = run.iter().map(|&c| ascii(c)).collect();
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day]
        if year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len()))
}

fn is_digit(c: char) -> bool {
    ascii(c).is_ascii_digit()
}

fn is_separator(c: char) -> bool {
    " -.()\u{a0}\u{200b}\u{200d}\u{2060}\u{feff}·–—".contains(ascii(c))
}

/// A full-width character as its plain one.
fn ascii(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        0x3000 => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_not_be_kept_is_masked() {
        let cases = [
            ("card 4242-4242-4242-4242 declined", "card [card] declined"),
            ("卡４２４２４２４２４２４２４２４２", "卡[card]"),
            ("6222 0212 3456 7890 123", "[card]"),
            ("身份证11010519491231002X", "身份证[card]"),
            ("打我电话13812345678", "打我电话[phone]"),
            ("call +1 (415) 555-2671 now", "call [phone] now"),
            ("010-12345678", "[phone]"),
            ("555-1234567", "[phone]"),
            (
                "我的邮箱是lin.a+b@example.com，谢谢",
                "我的邮箱是[email]，谢谢",
            ),
            ("a＠b.cn", "[email]"),
            ("key sk-abc123DEF456ghi", "key [key]"),
            ("密钥：sk-proj-AAAAbbbb1234_-xyz。", "密钥：[key]。"),
            ("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "[key]"),
            ("550e8400-e29b-41d4-a716-446655440000", "[key]"),
        ];
        for (text, expected) in cases {
            assert_eq!(mask(text), expected, "{text}");
            assert_eq!(mask(expected), expected, "twice: {text}");
            let in_place = mask_in_place(text);
            let units = |text: &str| text.encode_utf16().count();
            assert_eq!(units(&in_place), units(text), "{text}");
            assert_eq!(mask_in_place(&in_place), in_place, "twice: {text}");
            assert!(in_place.contains("*****"), "{in_place}");
        }
    }

    #[test]
    fn ordinary_words_and_numbers_stay() {
        for text in [
            "why was I charged $5 after 14-21 days",
            "绑卡为什么扣了5美元",
            "since 2026-11-22",
            "gpt-4-turbo-2024-04-09",
            "error 429, code 503",
            "https://help.openai.com/en/articles/7438062-after-updating-my-payment-method-i-noticed",
            "1000000 tokens",
            "@wenda_bot",
        ] {
            assert_eq!(mask(text), text);
        }
    }
}
