//! What the columns of a spreadsheet hold, by their headings, in both languages and both scripts.

use unicode_normalization::UnicodeNormalization;

use crate::import_export::words::language::named;
mod chinese;
mod english;
mod kinds;

use chinese::{chinese, chinese_language};
use english::english;
pub(crate) use kinds::Column;
pub(in crate::import_export) use kinds::{Certainty, EXPORTED};

/// What a heading names, if anything we know.
pub(in crate::import_export) fn column(heading: &str) -> Option<(Column, Certainty)> {
    let heading = heading.trim().trim_start_matches('\u{feff}');
    if let Some((_, column)) = EXPORTED
        .iter()
        .find(|(name, _)| *name == heading.to_lowercase())
    {
        return Some((*column, Certainty::Whole));
    }
    if heading.chars().count() > 80 {
        return None;
    }
    let plain = simplified(heading);
    let (base, inside) = without_brackets(&plain);
    let base = if base.trim().is_empty() {
        inside.clone()
    } else {
        base
    };
    let words = words(&base);
    let language = words
        .iter()
        .find_map(|word| named(word))
        .or_else(|| {
            inside
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .find_map(named)
        })
        .or_else(|| chinese_language(&base));
    let rest: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| named(word).is_none() && !FILLERS.contains(word))
        .filter(|word| !word.chars().all(|c| c.is_ascii_digit()))
        .collect();
    if rest.is_empty() {
        return None;
    }
    if rest.iter().any(|word| {
        crate::import_export::words::language::is_han(word.chars().next().unwrap_or(' '))
    }) {
        return chinese(&rest.concat(), language);
    }
    english(&rest, language)
}

/// Words of a heading that change nothing: "Answer text", "Your question", "Standard answer".
const FILLERS: [&str; 27] = [
    "text",
    "the",
    "your",
    "our",
    "faq",
    "faqs",
    "standard",
    "main",
    "primary",
    "default",
    "user",
    "users",
    "customer",
    "customers",
    "bot",
    "canned",
    "full",
    "short",
    "long",
    "s",
    "of",
    "for",
    "in",
    "required",
    "optional",
    "version",
    "expected",
];

/// Lower case, one width, one script for the words that headings use.
fn simplified(text: &str) -> String {
    const PAIRS: [(&str, &str); 30] = [
        ("問", "问"),
        ("題", "题"),
        ("標", "标"),
        ("內", "内"),
        ("類", "类"),
        ("別", "别"),
        ("鍵", "键"),
        ("詞", "词"),
        ("關", "关"),
        ("編", "编"),
        ("號", "号"),
        ("連", "链"),
        ("結", "接"),
        ("網", "网"),
        ("圖", "图"),
        ("語", "语"),
        ("復", "复"),
        ("覆", "复"),
        ("擴", "扩"),
        ("說", "说"),
        ("時", "时"),
        ("間", "间"),
        ("狀", "状"),
        ("態", "态"),
        ("錄", "录"),
        ("組", "组"),
        ("籤", "签"),
        ("簽", "签"),
        ("釋", "释"),
        ("鏈", "链"),
    ];
    let mut text: String = text.nfkc().collect();
    // Camel case is a compound, too: `QnaId`, `shortCode`.
    let mut spaced = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    text = spaced.to_lowercase();
    for (traditional, plain) in PAIRS {
        if text.contains(traditional) {
            text = text.replace(traditional, plain);
        }
    }
    text
}

/// A heading without what stands in brackets, and that.
fn without_brackets(text: &str) -> (String, String) {
    let (mut base, mut inside) = (String::new(), String::new());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '<' => depth += 1,
            ')' | ']' | '】' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => base.push(c),
            c => inside.push(c),
        }
    }
    (base, inside)
}

/// The words of a heading: runs of Latin letters, runs of digits, runs of Han characters.
fn words(text: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Run {
        None,
        Latin,
        Digit,
        Han,
    }
    let mut words: Vec<String> = Vec::new();
    let mut before = Run::None;
    for c in text.chars() {
        let run = match c {
            'a'..='z' => Run::Latin,
            '0'..='9' => Run::Digit,
            c if c.is_alphabetic() => Run::Han,
            _ => Run::None,
        };
        if run != Run::None {
            if run != before {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        }
        before = run;
    }
    // A Chinese heading may name the language within: 英文问题.
    words
        .into_iter()
        .flat_map(|word| {
            for name in ["英文", "英语", "中文", "简体", "繁体"] {
                if let Some(rest) = word.strip_prefix(name).filter(|rest| !rest.is_empty()) {
                    return vec![name.to_owned(), rest.to_owned()];
                }
                if let Some(rest) = word.strip_suffix(name).filter(|rest| !rest.is_empty()) {
                    return vec![rest.to_owned(), name.to_owned()];
                }
            }
            vec![word]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language::{En, Zh};

    #[test]
    fn headings() {
        let cases = [
            ("Question", Some(Column::Question(None))),
            ("Question ID", Some(Column::Id)),
            ("QnaId", Some(Column::Id)),
            ("Answer Link", Some(Column::Link)),
            ("Answer date", Some(Column::Ignored)),
            ("问题分类", Some(Column::Topic(None))),
            ("问题编号", Some(Column::Id)),
            ("序号", Some(Column::Ignored)),
            ("回答时间", Some(Column::Ignored)),
            ("相似问题", Some(Column::Similar(None))),
            ("问题2", Some(Column::Question(None))),
            ("標題", Some(Column::Title(None))),
            ("內容", Some(Column::Content(None))),
            ("問題", Some(Column::Question(None))),
            ("關鍵字", Some(Column::Keywords)),
            (
                "分段内容（必填，问题答案，最长不超过4096个字符）",
                Some(Column::Content(None)),
            ),
            (
                "问题（选填，单元格内一行一个）",
                Some(Column::Question(None)),
            ),
            ("分段标题（选填）", Some(Column::Title(None))),
            ("英文問題", Some(Column::Question(Some(En)))),
            ("答案（中文）", Some(Column::Answer(Some(Zh)))),
            ("Question (English)", Some(Column::Question(Some(En)))),
            ("Chinese answer", Some(Column::Answer(Some(Zh)))),
            ("question_zh", Some(Column::Question(Some(Zh)))),
            ("Customer query", Some(Column::Question(None))),
            ("response", Some(Column::Answer(None))),
            ("Term", Some(Column::Title(None))),
            ("Definition", Some(Column::Content(None))),
            ("标签", Some(Column::Keywords)),
            ("SuggestedQuestions", Some(Column::Similar(None))),
            ("Notes", None),
            ("About three days.", None),
        ];
        for (heading, expected) in cases {
            assert_eq!(
                column(heading).map(|(column, _)| column),
                expected,
                "{heading}"
            );
        }
    }
}
