//! Titles of questions: what looks like one, and what stands before it that is not part of it.

use super::marks::question_mark;

/// Words of Chinese questions, in both scripts.
const CHINESE: [&str; 44] = [
    "怎么",
    "怎麼",
    "怎样",
    "怎樣",
    "如何",
    "为什么",
    "為什麼",
    "为何",
    "為何",
    "什么",
    "什麼",
    "甚麼",
    "哪里",
    "哪裡",
    "哪些",
    "哪个",
    "哪個",
    "哪儿",
    "多久",
    "多少",
    "多长",
    "多長",
    "是否",
    "能否",
    "可否",
    "可不可以",
    "能不能",
    "有没有",
    "有沒有",
    "是不是",
    "要不要",
    "会不会",
    "會不會",
    "几天",
    "幾天",
    "几点",
    "幾點",
    "几个",
    "幾個",
    "几种",
    "幾種",
    "谁",
    "誰",
    "咋",
];

/// Whether a title looks like a question.
pub(in crate::import_export) fn is_question(title: &str) -> bool {
    let bare = title.trim().trim_end_matches(|c: char| {
        matches!(
            c,
            '"' | '”' | '\'' | '*' | '_' | ')' | '）' | ':' | '：' | ' ' | '.' | '…'
        )
    });
    if bare.ends_with(['?', '？', '吗', '嗎', '呢', '么', '麼']) || title.contains(['?', '？'])
    {
        return true;
    }
    if title.chars().any(super::language::is_han) {
        return title.chars().count() <= 60 && CHINESE.iter().any(|word| title.contains(word));
    }
    let lower = title.to_lowercase().replace('’', "'");
    let mut words = lower.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let follows = |list: &[&str]| list.contains(&second);
    match first {
        "how" => follows(&[
            "to", "do", "does", "did", "can", "could", "long", "much", "many", "is", "are",
            "often", "should", "will", "would", "far", "old", "soon", "come",
        ]),
        "what" | "why" | "when" | "where" | "which" | "who" => follows(&[
            "is", "are", "do", "does", "did", "can", "should", "was", "if", "happens", "will",
            "would", "isn't", "aren't", "doesn't", "don't", "can't", "won't", "am", "has", "have",
            "kind", "about",
        ]),
        "what's" | "where's" | "who's" | "how's" | "when's" | "why's" => true,
        "can" | "could" | "do" | "does" | "did" | "is" | "are" | "will" | "would" | "should"
        | "may" | "am" | "has" | "have" | "isn't" | "can't" => follows(&[
            "i", "you", "we", "it", "they", "the", "there", "my", "this", "that", "a", "an",
            "your", "our", "these", "any", "anyone",
        ]),
        "i" => follows(&[
            "can't", "cannot", "don't", "forgot", "lost", "get", "got", "have", "want", "need",
            "am", "didn't", "see", "can", "keep",
        ]),
        _ => false,
    }
}

/// Whether a title only says that questions follow; it is no topic then.
pub(in crate::import_export) fn is_faq_name(title: &str) -> bool {
    let lower = title.to_lowercase().replace(
        ['&', '-', '/', '|', '(', ')', '（', '）', ':', '：', '?'],
        " ",
    );
    let lower = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    const NAMES: [&str; 38] = [
        "faq",
        "faqs",
        "f.a.q.",
        "frequently asked questions",
        "frequently asked questions faq",
        "faq frequently asked questions",
        "frequently asked question",
        "common questions",
        "questions",
        "questions and answers",
        "q a",
        "q and a",
        "qa",
        "常见问题",
        "常見問題",
        "常见问题解答",
        "常見問題解答",
        "常见问题 faq",
        "faq 常见问题",
        "问答",
        "問答",
        "常见问答",
        "常見問答",
        "问题解答",
        "常见疑问",
        "问题与解答",
        "general questions",
        "qna",
        "help",
        "常见问题与解答",
        "常見問題與解答",
        "经常问的问题",
        "經常問的問題",
        "常见提问",
        "常见问题汇总",
        "常见问题列表",
        "common questions and answers",
        "questions answers",
    ];
    NAMES.contains(&lower.as_str())
}

/// A title without numbers, marks, anchors and signs around it, with the anchor it names.
pub(in crate::import_export) fn clean(title: &str) -> (String, Option<String>) {
    let mut anchor = None;
    let mut text = title.trim();
    if let Some(open) = text.rfind('{').filter(|_| text.ends_with('}')) {
        let inside = text[open + 1..text.len() - 1].trim();
        if inside.starts_with(['#', ':', '.']) || inside.contains('=') {
            anchor = inside
                .split_whitespace()
                .find_map(|part| part.trim_start_matches(':').trim().strip_prefix('#'))
                .map(str::to_owned);
            text = text[..open].trim_end();
        }
    }
    text = without_edges(text.trim_end_matches(['¶', '#']));
    text = text.trim_start_matches(|c: char| {
        matches!(
            c,
            '❓' | '❔'
                | '🙋'
                | '💬'
                | '👉'
                | '▶'
                | '►'
                | '▸'
                | '•'
                | '·'
                | '➤'
                | '\u{fe0f}'
                | ' '
        )
    });
    let text = without_sign_names(text);
    let text = question_mark(text).unwrap_or(text);
    let text = without_number(text);
    let text = question_mark(text).unwrap_or(text);
    let text = without_edges(text);
    (
        text.split_whitespace().collect::<Vec<_>>().join(" "),
        anchor,
    )
}

/// A title without the names of signs (`:rocket:`) at its edges.
fn without_sign_names(text: &str) -> &str {
    let is_name = |word: &str| {
        let inner = word
            .strip_prefix(':')
            .and_then(|rest| rest.strip_suffix(':'));
        inner.is_some_and(|inner| {
            inner.len() > 1
                && inner
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c))
        })
    };
    let mut text = text.trim();
    while let Some((rest, _)) = text.rsplit_once(' ').filter(|(_, word)| is_name(word)) {
        text = rest.trim_end();
    }
    while let Some((_, rest)) = text.split_once(' ').filter(|(word, _)| is_name(word)) {
        text = rest.trim_start();
    }
    text
}

/// A text without the bold or italic marks that stand around all of it.
fn without_edges(text: &str) -> &str {
    let mut text = text.trim();
    for mark in ["**", "__", "*"] {
        if let Some(inner) = text
            .strip_prefix(mark)
            .and_then(|rest| rest.strip_suffix(mark))
            .filter(|inner| !inner.contains(mark) && !inner.is_empty())
        {
            text = inner.trim();
        }
    }
    text
}

/// What follows `1.`, `2、`, `3.1`, `(4)`, `五、`, `第六问：`, `#7` or `Q8.`; the text itself without such.
pub(in crate::import_export) fn without_number(text: &str) -> &str {
    let text = text.trim();
    let bracketed = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')];
    for (open, close) in bracketed {
        if let Some((number, rest)) = text
            .strip_prefix(open)
            .and_then(|rest| rest.split_once(close))
            && is_number(number)
            && !rest.trim().is_empty()
        {
            return rest.trim_start_matches([':', '：', '.', '、', ' ']);
        }
    }
    if let Some(rest) = text.strip_prefix('第')
        && let Some((number, rest)) = rest.split_once(['问', '問', '题', '題', '条', '條'])
        && is_number(number)
        && rest.starts_with([':', '：', '、', '.', ' '])
    {
        return rest.trim_start_matches([':', '：', '、', '.', ' ']);
    }
    let text = text
        .strip_prefix('#')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(text);
    let digits = text
        .find(|c: char| !c.is_numeric() && !is_chinese_number(c))
        .unwrap_or(0);
    if digits == 0 || digits > 12 {
        return text;
    }
    let (number, rest) = text.split_at(digits);
    let latin = number.chars().all(|c| c.is_ascii_digit());
    // 3.1 and 3.1.2: further numbers behind points.
    let mut tail = rest;
    let mut levels = 1;
    loop {
        let next = tail.strip_prefix(['.', '-']).unwrap_or("");
        let more = next.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
        if !latin || more == 0 || more > 2 {
            break;
        }
        tail = &next[more..];
        levels += 1;
    }
    let spaced = tail.starts_with([' ', '\u{a0}', '　']);
    // `1.5 TB` is an amount, not the number of a title.
    let word = tail.split_whitespace().next().unwrap_or("");
    const UNITS: [&str; 10] = ["kg", "km", "cm", "mm", "m", "g", "l", "million", "vs", "or"];
    let capitals = word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase());
    let amount = capitals || UNITS.contains(&word);
    if levels > 1 && number.len() <= 2 && spaced && !amount {
        return tail.trim_start();
    }
    let after = tail.strip_prefix(['.', ')', '）', '、', '．', ':', '：', '，']);
    match after {
        // "5.1 surround" has no space behind the point, "1.How" has no digit.
        Some(rest)
            if !rest.trim().is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            rest.trim_start()
        }
        _ => text,
    }
}

fn is_chinese_number(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().count() <= 4
        && text.chars().all(|c| c.is_numeric() || is_chinese_number(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import_export::words::marks::answer_mark;

    #[test]
    fn questions_and_other_titles() {
        for title in [
            "How do I pay?",
            "几点开门",
            "可以改地址吗",
            "How to install",
            "What is it",
            "怎麼付款",
            "I forgot my key",
            "Can I pay later",
            "Why isn't it working",
        ] {
            assert!(is_question(title), "{title}");
        }
        for title in [
            "What you need",
            "Steps",
            "Windows",
            "How it works",
            "配送",
            "注意事项",
            "Install",
        ] {
            assert!(!is_question(title), "{title}");
        }
    }

    #[test]
    fn cleaned_titles() {
        let cases = [
            ("1. How do I pay?", "How do I pay?"),
            ("2、可以改地址吗？", "可以改地址吗？"),
            ("3.1 Do you ship?", "Do you ship?"),
            ("（4）怎么退货", "怎么退货"),
            ("五、怎么退货", "怎么退货"),
            ("Q6: How?", "How?"),
            ("**Q: How?**", "How?"),
            ("Q7. How?", "How?"),
            ("问题 8：怎么退", "怎么退"),
            ("How? {#how}", "How?"),
            ("第九问：怎么退", "怎么退"),
            ("3D printing", "3D printing"),
            ("2024 plans?", "2024 plans?"),
            ("5 ways to pay", "5 ways to pay"),
            ("1.5 TB enough?", "1.5 TB enough?"),
            ("三天能到吗", "三天能到吗"),
            ("Question papers?", "Question papers?"),
            ("Q and A hours?", "Q and A hours?"),
            (":rocket: How fast? :zap:", "How fast?"),
            ("FAQ | Prices", "FAQ | Prices"),
        ];
        for (title, expected) in cases {
            assert_eq!(clean(title).0, expected, "{title}");
        }
        assert_eq!(clean("How? {#how}").1.as_deref(), Some("how"));
    }

    #[test]
    fn answer_marks() {
        let cases = [
            ("A: Yes.", Some("Yes.")),
            ("**A:** Yes.", Some("Yes.")),
            ("**A**: Yes.", Some("Yes.")),
            ("答：可以。", Some("可以。")),
            ("A. No.", Some("No.")),
            ("A card is needed.", None),
            ("A.B. is here", None),
            ("Answer the phone.", None),
        ];
        for (text, expected) in cases {
            assert_eq!(answer_mark(text), expected, "{text}");
        }
    }
}
