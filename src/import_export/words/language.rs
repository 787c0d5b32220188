//! Which language a text is in, and texts that say the same in both.

use crate::faq::Localized;
use crate::text::Language;

/// Chinese where a Han character stands in it.
pub(in crate::import_export) fn language_of(text: &str) -> Language {
    match text.chars().any(is_han) {
        true => Language::Zh,
        false => Language::En,
    }
}

pub(in crate::import_export) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The language that a code or a name of a language means (`zh-CN`, `English`, 中文).
pub(in crate::import_export) fn named(text: &str) -> Option<Language> {
    let lower = text.trim().to_lowercase().replace('_', "-");
    let first = lower.split('-').next().unwrap_or_default();
    match first {
        "zh" | "cn" | "tw" | "hk" | "chs" | "cht" | "hans" | "hant" | "chinese" | "mandarin"
        | "中文" | "汉语" | "漢語" | "华语" | "简体" | "簡體" | "繁体" | "繁體" | "简体中文"
        | "繁體中文" | "繁体中文" | "簡體中文" => Some(Language::Zh),
        "en" | "us" | "uk" | "gb" | "eng" | "english" | "英文" | "英语" | "英語" => {
            Some(Language::En)
        }
        _ => None,
    }
}

/// A title in one language, or in both: beside ` / `, `/`, `|`, in brackets behind it, or one
/// after the other.
pub(in crate::import_export) fn split_title(title: &str) -> Localized {
    let pair = halves(title).filter(|(a, b)| {
        let clear = |text: &str| purely(text).is_some();
        clear(a) && clear(b) && purely(a) != purely(b) && long_enough(a) && long_enough(b)
    });
    let parts = match pair {
        Some((a, b)) => vec![a, b],
        None => vec![title.trim().to_owned()],
    };
    let mut texts = Localized::default();
    for part in parts {
        match language_of(&part) {
            Language::En => texts.en = Some(part),
            Language::Zh => texts.zh = Some(part),
        }
    }
    texts
}

/// Two parts of a title where one is without Han characters and the other has them.
fn halves(title: &str) -> Option<(String, String)> {
    let own = |a: &str, b: &str| (a.trim().to_owned(), b.trim().to_owned());
    let differ = |a: &str, b: &str| {
        !a.trim().is_empty() && !b.trim().is_empty() && language_of(a) != language_of(b)
    };
    for separator in [
        " / ", " | ", "｜", "／", "|", "/", " - ", " – ", " — ", "\n",
    ] {
        // `iOS/Android` is one thing; a half of its own has words.
        let spaced = separator.len() > 1;
        let whole = |text: &str| {
            language_of(text) == Language::Zh || spaced || text.trim().split(' ').count() > 1
        };
        let parted = title.split_once(separator);
        if let Some((a, b)) = parted.filter(|(a, b)| differ(a, b) && whole(a) && whole(b)) {
            return Some(own(a, b));
        }
    }
    for (open, close) in [('（', '）'), ('(', ')')] {
        let inner = title
            .trim()
            .strip_suffix(close)
            .and_then(|rest| rest.rsplit_once(open));
        if let Some((a, b)) = inner.filter(|(a, b)| differ(a, b) && long_enough(b)) {
            return Some(own(a, b));
        }
    }
    // One after the other: the place behind a final mark, or a space where the script changes.
    for (at, c) in title.char_indices() {
        let end = at + c.len_utf8();
        let boundary = matches!(c, '?' | '？' | '！' | '。' | '.' | '!') || c == ' ';
        let (a, b) = (&title[..end], &title[end..]);
        let asks = |text: &str| text.trim_end().ends_with(['?', '？', '。', '.', '!', '！']);
        if boundary && differ(a, b) && (c != ' ' || asks(b)) {
            let whole =
                |text: &str| language_of(text) == Language::Zh || text.split(' ').count() > 2;
            if whole(a.trim()) && whole(b.trim()) && purely(a).is_some() && purely(b).is_some() {
                return Some(own(a, b));
            }
        }
    }
    None
}

/// The one language a text is clearly in: English without any Han character, Chinese where Han
/// characters are more than Latin words; `None` where there are no words at all.
fn purely(text: &str) -> Option<Language> {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let words = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .count();
    match (han, words) {
        (0, 0) => None,
        (0, _) => Some(Language::En),
        (han, words) if han >= words => Some(Language::Zh),
        _ => None,
    }
}

fn long_enough(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= 2
}

/// An answer in one language, or its two texts where `bilingual` says that the question is in both
/// languages, or where one line `---` parts a text of each.
pub(in crate::import_export) fn split_answer(
    body: &str,
    bilingual: bool,
) -> Vec<(Option<Language>, String)> {
    let whole = vec![(None, body.to_owned())];
    let halves: Vec<&str> = body
        .split("\n---\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if halves.len() == 2 && language_of(halves[0]) != language_of(halves[1]) {
        return halves
            .into_iter()
            .map(|part| (None, part.to_owned()))
            .collect();
    }
    if !bilingual {
        return whole;
    }
    by_block(body).or_else(|| by_line(body)).unwrap_or(whole)
}

/// Paragraphs sorted by language. What has no words of either goes into both.
fn by_block(body: &str) -> Option<Vec<(Option<Language>, String)>> {
    sorted(&blocks(body), "\n\n")
}

fn by_line(body: &str) -> Option<Vec<(Option<Language>, String)>> {
    if body.contains("\n\n") || body.contains("```") {
        return None;
    }
    let lines: Vec<String> = body.lines().map(str::to_owned).collect();
    sorted(&lines, "\n")
}

fn sorted(parts: &[String], between: &str) -> Option<Vec<(Option<Language>, String)>> {
    let mut texts: [Vec<&str>; 2] = [Vec::new(), Vec::new()];
    for part in parts {
        let fenced = part.starts_with("```") || part.starts_with("~~~");
        match purely(part).filter(|_| !fenced) {
            Some(Language::En) => texts[0].push(part),
            Some(Language::Zh) => texts[1].push(part),
            None => texts.iter_mut().for_each(|list| list.push(part)),
        }
    }
    let spoken = |language: Language| parts.iter().any(|part| purely(part) == Some(language));
    if !Language::ALL.into_iter().all(spoken) {
        return None;
    }
    let both = Language::ALL.into_iter().zip(texts);
    Some(
        both.map(|(language, list)| (Some(language), list.join(between)))
            .collect(),
    )
}

/// Paragraphs between blank lines; a fenced block stays whole.
fn blocks(body: &str) -> Vec<String> {
    let mut blocks: Vec<String> = vec![String::new()];
    let mut fenced = false;
    for line in body.lines() {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        fenced ^= fence;
        if line.trim().is_empty() && !fenced {
            blocks.push(String::new());
            continue;
        }
        if let Some(block) = blocks.last_mut() {
            if !block.is_empty() {
                block.push('\n');
            }
            block.push_str(line);
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_one_language_and_in_both() {
        let cases = [
            (
                "How do I pay? / 怎么付款？",
                Some("How do I pay?"),
                Some("怎么付款？"),
            ),
            (
                "怎么付款？How do I pay?",
                Some("How do I pay?"),
                Some("怎么付款？"),
            ),
            (
                "怎么付款？ How do I pay?",
                Some("How do I pay?"),
                Some("怎么付款？"),
            ),
            (
                "可以改地址吗？/Can I change it?",
                Some("Can I change it?"),
                Some("可以改地址吗？"),
            ),
            (
                "How do I pay? （怎么付款）",
                Some("How do I pay?"),
                Some("怎么付款"),
            ),
            ("怎么用 API？", None, Some("怎么用 API？")),
            ("What is 问答?", None, Some("What is 问答?")),
            ("iOS/Android 怎么装", None, Some("iOS/Android 怎么装")),
            ("TCP/IP or UDP?", Some("TCP/IP or UDP?"), None),
        ];
        for (title, en, zh) in cases {
            let texts = split_title(title);
            assert_eq!(
                (texts.en.as_deref(), texts.zh.as_deref()),
                (en, zh),
                "{title}"
            );
        }
    }

    #[test]
    fn answers_in_one_language_and_in_both() {
        let parts = |body: &str, both| {
            let parts = split_answer(body, both);
            parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(
            parts("三天。\n\nThree days.", true),
            ["Three days.", "三天。"]
        );
        assert_eq!(
            parts("三天。\nThree days.", true),
            ["Three days.", "三天。"]
        );
        assert_eq!(
            parts("三天。\n\nThree days.", false),
            ["三天。\n\nThree days."]
        );
        assert_eq!(parts("三天。\n\n---\n\n备注：五天。", true).len(), 1);
        assert_eq!(
            parts("看：\n\nSee:\n\n```\na\n\nb\n```", true),
            ["See:\n\n```\na\n\nb\n```", "看：\n\n```\na\n\nb\n```"]
        );
    }
}
