//! Takes secrets out of a finished line.

use std::sync::RwLock;

/// What is put in place of a secret.
const MASK: &str = "[redacted]";

/// How long the part after a token's colon is, in all tokens that Telegram has given out.
const TOKEN_CHARS: usize = 35;

/// The shortest secret that [`hide`] takes, in bytes: shorter ones would mask ordinary words.
const SHORTEST: usize = 8;

/// Secrets to mask wherever they stand. Shared by the whole program, as the log is.
static HIDDEN: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// From here on `secret` is masked in every line; of a bot token, also the part after its colon
/// alone. Secrets of fewer than 8 bytes are only masked where they have a token's form.
pub fn hide(secret: &str) {
    let Ok(mut hidden) = HIDDEN.write() else {
        return;
    };
    let parts = [Some(secret), secret.split_once(':').map(|(_, part)| part)];
    for part in parts.into_iter().flatten() {
        if part.len() >= SHORTEST && !hidden.iter().any(|known| known == part) {
            hidden.push(part.to_owned());
        }
    }
}

/// The line without hidden secrets and without anything that looks like a token.
pub fn line(text: &str) -> String {
    match HIDDEN.read() {
        Ok(hidden) => mask(text, &hidden),
        Err(poisoned) => mask(text, &poisoned.into_inner()),
    }
}

fn mask(text: &str, hidden: &[String]) -> String {
    let mut text = mask_token_forms(text);
    for secret in hidden {
        if text.contains(secret.as_str()) {
            text = text.replace(secret.as_str(), MASK);
        }
    }
    text
}

/// Masks `digits:characters` with at least as many characters as a token has; the colon may be
/// written as in a web address, `%3A`.
fn mask_token_forms(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let digits = run(&bytes[at..], |byte| byte.is_ascii_digit());
        if digits == 0 {
            at += 1;
            continue;
        }
        let colon = at + digits;
        let colon_len = match &bytes[colon..] {
            [b':', ..] => 1,
            [b'%', b'3', b'A' | b'a', ..] => 3,
            _ => 0,
        };
        let rest = colon + colon_len;
        let length = run(&bytes[rest..], |byte| {
            byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
        });
        if colon_len > 0 && length >= TOKEN_CHARS {
            // Both ends stand beside ASCII bytes, so they are character boundaries.
            out.push_str(&text[copied..at]);
            out.push_str(MASK);
            at = rest + length;
            copied = at;
        } else {
            at = colon;
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// How many bytes at the start of `bytes` are `wanted`.
fn run(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|&&byte| wanted(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a token's form; nobody's.
    const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";

    #[test]
    fn what_looks_like_a_token_is_masked() {
        let escaped = TOKEN.replace(':', "%3A");
        let cases = [
            (TOKEN.to_owned(), "[redacted]".to_owned()),
            (
                format!("POST https://api.telegram.org/bot{TOKEN}/getMe"),
                "POST https://api.telegram.org/bot[redacted]/getMe".into(),
            ),
            (
                format!("票据 {TOKEN}。又 {TOKEN}"),
                "票据 [redacted]。又 [redacted]".into(),
            ),
            (format!("?url={escaped}&x=1"), "?url=[redacted]&x=1".into()),
            (
                "at 12:34:56, took 3:05".into(),
                "at 12:34:56, took 3:05".into(),
            ),
            (
                "chat=-100123 update=77".into(),
                "chat=-100123 update=77".into(),
            ),
            ("7:".into(), "7:".into()),
            ("７:".into(), "７:".into()),
        ];
        for (text, expected) in cases {
            assert_eq!(mask(&text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn a_known_secret_is_masked_whatever_its_form() {
        let hidden = vec!["1234:short-one".to_owned(), "short-one".to_owned()];
        assert_eq!(
            mask("a 1234:short-one b short-one", &hidden),
            "a [redacted] b [redacted]"
        );
    }

    #[test]
    fn short_words_are_not_taken_for_secrets() {
        hide("1:x");
        assert_eq!(line("exit 1:x"), "exit 1:x");
    }
}
