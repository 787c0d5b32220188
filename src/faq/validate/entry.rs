//! Rules that look at one entry alone.

use std::collections::HashMap;
use std::sync::Arc;

use url::Url;

use crate::faq::EntryId;
use crate::faq::canonical::canonical_key;
use crate::faq::diagnostic::shown;
use crate::faq::parse;
use crate::faq::parse::raw::At;
use crate::faq::parse::schema::{ENTRY, RawEntry};
use crate::text::Language;

use super::rules::Rules;

/// Questions and answers stand below their own language.
pub(super) fn languages(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let questions = entry
        .questions
        .iter()
        .flat_map(|(language, texts)| texts.value.iter().map(move |text| (*language, text)));
    let answers = entry
        .answer
        .texts
        .iter()
        .map(|(language, text)| (*language, text));
    for (language, text) in questions.chain(answers) {
        if !is_in_the_other(&text.value, language) {
            continue;
        }
        let words = shown(&text.value);
        let (message, help) = match language {
            Language::En => (
                format!("`en` holds Chinese: `{words}`"),
                "move it below `zh`",
            ),
            Language::Zh => (
                format!("`zh` holds no Chinese: `{words}`"),
                "move it below `en`, or write it in Chinese",
            ),
        };
        rules.warning("other-language", file, text.mark, message, help);
    }
}

/// Whether a text that should be in `language` is surely in the other one. Names and short words
/// (`iPhone`, `OK`) are the same in both.
fn is_in_the_other(text: &str, language: Language) -> bool {
    const SENTENCE_WORDS: usize = 4;
    let without_code: String = text.split('`').step_by(2).collect();
    let plain: Vec<&str> = without_code
        .split_whitespace()
        .filter(|word| !word.contains("://"))
        .collect();
    let letters = |fits: fn(char) -> bool| {
        plain
            .iter()
            .flat_map(|word| word.chars())
            .filter(|c| fits(*c))
            .count()
    };
    let han = letters(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    // Japanese and Korean are neither.
    let others = letters(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}'));
    let words = plain
        .iter()
        .flat_map(|word| word.split(|c: char| !c.is_ascii_alphabetic()))
        .filter(|word| word.len() > 1)
        .count();
    match language {
        Language::En => others == 0 && han >= SENTENCE_WORDS && han > words,
        Language::Zh => others == 0 && han == 0 && words >= SENTENCE_WORDS,
    }
}

/// An entry has an id, a question and an answer.
pub(super) fn required(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let name = entry
        .id
        .as_ref()
        .map(|id| format!(" `{}`", shown(&id.value)));
    let name = name.unwrap_or_default();
    // A key that an odd space moved out of its entry is said already.
    let moved = |rules: &Rules| {
        rules.diagnostics.iter().any(|found| {
            found.place.file == *file && found.message.starts_with("a full-width or no-break space")
        })
    };
    for &key in ENTRY.required {
        if !entry.seen.contains(&key) && !moved(rules) {
            let help = match key {
                "id" => "add `id: a-short-name`".to_owned(),
                _ => parse::example(key),
            };
            let message = format!("entry{name} has no `{key}`");
            rules.error("missing", file, entry.mark, message, help);
        }
    }
    let empty = |texts: &At<Vec<At<String>>>| texts.value.is_empty();
    if !entry.questions.is_empty() && entry.questions.iter().all(|(_, texts)| empty(texts)) {
        let mark = entry.questions[0].1.mark;
        let help = "write at least one way to ask it";
        rules.error(
            "missing",
            file,
            mark,
            format!("entry{name} has no question"),
            help,
        );
    }
}

/// An id has the form that buttons and statistics need.
pub(super) fn id(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let Some(id) = &entry.id else { return };
    if EntryId::new(&id.value).is_some() {
        return;
    }
    let (message, help) = if id.value.chars().count() > 48 {
        let count = id.value.chars().count();
        (
            format!(
                "id `{}` has {count} characters, at most 48 are allowed",
                shown(&id.value)
            ),
            "shorten it".to_owned(),
        )
    } else {
        let rule =
            "use lower-case letters a-z, digits, `-` and `_`, beginning with a letter or digit";
        let better = similar_id(&id.value).map(|id| format!(", such as `{id}`"));
        (
            format!("id `{}` is not of the allowed form", shown(&id.value)),
            rule.to_owned() + &better.unwrap_or_default(),
        )
    };
    rules.error("bad-id", file, id.mark, message, help);
}

/// An id of the allowed form that looks like `text`.
fn similar_id(text: &str) -> Option<String> {
    let mut id = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' => id.push(c),
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    let id = id.trim_matches(['-', '_']);
    EntryId::new(id).map(|id| id.to_string())
}

/// Every address is a whole web address.
pub(super) fn addresses(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let links = entry.link.iter().chain(&entry.more);
    let addresses = links.filter_map(|link| link.url.as_ref());
    for address in addresses.chain(&entry.image) {
        if let Some((what, help)) = wrong_address(&address.value) {
            let message = format!("`{}` {what}", shown(&address.value));
            rules.error("bad-url", file, address.mark, message, help);
        }
    }
}

/// What is wrong with a web address, and the fix.
fn wrong_address(address: &str) -> Option<(String, String)> {
    let whole = |what: &str, help: &str| Some((what.to_owned(), help.to_owned()));
    let lower = address.to_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        let scheme = address
            .split_once("://")
            .or_else(|| address.split_once(':'))
            .map(|(scheme, _)| scheme);
        return match scheme {
            Some(scheme)
                if scheme.chars().all(|c| c.is_ascii_alphanumeric()) && !scheme.is_empty() =>
            {
                whole(
                    "is not a web address",
                    "an address begins with `https://` or `http://`",
                )
            }
            _ if address.contains(char::is_whitespace) || !looks_like_host(address) => whole(
                "is not a web address",
                "an address begins with `https://` or `http://`",
            ),
            _ => Some((
                "is not a whole web address".to_owned(),
                match address.contains('：') {
                    true => "write an ASCII colon: `https://...`".to_owned(),
                    false => format!("write `https://{}`", shown(address.trim_start_matches('/'))),
                },
            )),
        };
    }
    if address.contains(char::is_whitespace) {
        return whole(
            "has a space in it",
            "remove the space, or write `%20` for it",
        );
    }
    match Url::parse(address) {
        Ok(_) => None,
        Err(error) => Some((
            format!("is not a web address: {error}"),
            "copy the address again from the browser".to_owned(),
        )),
    }
}

/// Whether a text without `https://` looks as if only that were missing.
fn looks_like_host(address: &str) -> bool {
    let rest = address.trim_start_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    address.contains('：') || rest.starts_with("www.") || (host.contains('.') && !path.is_empty())
}

/// An entry is not related to itself, nor twice to another.
pub(super) fn own_relations(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let own = entry.id.as_ref().map(|id| id.value.as_str());
    let mut seen: Vec<&str> = Vec::new();
    for id in &entry.related {
        if Some(id.value.as_str()) == own {
            let message = format!("entry `{}` is related to itself", id.value);
            rules.error(
                "self-related",
                file,
                id.mark,
                message,
                "remove it from `related`",
            );
        } else if seen.contains(&id.value.as_str()) {
            let message = format!("`{}` stands twice in `related`", shown(&id.value));
            rules.warning("repeated", file, id.mark, message, "remove one of the two");
        }
        seen.push(&id.value);
    }
}

/// A phrasing stands once in its entry.
pub(super) fn repeated_phrasings(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let mut first: HashMap<String, &At<String>> = HashMap::new();
    for question in entry.questions.iter().flat_map(|(_, texts)| &texts.value) {
        let line = match first.get(&canonical_key(&question.value)) {
            Some(known) => known.mark.line,
            None => {
                first.insert(canonical_key(&question.value), question);
                continue;
            }
        };
        let message = format!(
            "question `{}` already stands at line {line}",
            shown(&question.value)
        );
        rules.warning(
            "repeated",
            file,
            question.mark,
            message,
            "remove one of the two",
        );
    }
}

/// Quotes of a word processor around a whole text are part of it.
pub(super) fn curly_quotes(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let questions = entry.questions.iter().flat_map(|(_, texts)| &texts.value);
    for text in questions.chain(&entry.keywords).chain(&entry.tests) {
        let inner = text
            .value
            .strip_prefix('“')
            .and_then(|rest| rest.strip_suffix('”'));
        if inner.is_some_and(|inner| !inner.contains(['“', '”'])) {
            let message = format!(
                "the quotes around `{}` are part of the text",
                shown(&text.value)
            );
            let help = "write straight quotes `\"` around it";
            rules.warning("curly-quotes", file, text.mark, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let good = [
            "https://openssora.com/openai-支付出现-您的银行卡被拒绝-your-card-has-been-declined-怎么办/",
            "http://例子.中国/问答?q=1#a",
            "HTTPS://Example.com",
            "https://upchatgpt.cn",
        ];
        for address in good {
            assert_eq!(wrong_address(address), None, "{address}");
        }
        let bad = [
            ("www.example.com", "write `https://www.example.com`"),
            ("//example.com/a", "write `https://example.com/a`"),
            (
                "ftp://example.com",
                "an address begins with `https://` or `http://`",
            ),
            (
                "javascript:alert(1)",
                "an address begins with `https://` or `http://`",
            ),
            (
                "see the manual",
                "an address begins with `https://` or `http://`",
            ),
            (
                "https：//example.com",
                "write an ASCII colon: `https://...`",
            ),
            (
                "https://exa mple.com/a",
                "remove the space, or write `%20` for it",
            ),
            ("https://", "copy the address again from the browser"),
            ("https://[::1", "copy the address again from the browser"),
        ];
        for (address, help) in bad {
            let found = wrong_address(address).map(|(_, help)| help);
            assert_eq!(found.as_deref(), Some(help), "{address}");
        }
    }

    #[test]
    fn similar_ids() {
        let cases = [
            ("API Card", Some("api-card")),
            ("Refund?!", Some("refund")),
            ("-start", Some("start")),
            ("退款", None),
        ];
        for (text, id) in cases {
            assert_eq!(similar_id(text).as_deref(), id, "{text}");
        }
    }
}
