//! What the columns of a spreadsheet hold, by their headings.

use crate::text::Language;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Kind,
    Id,
    Topic(Option<Language>),
    Question(Option<Language>),
    Answer(Option<Language>),
    Keywords,
    Link,
    LinkLabel(Option<Language>),
    More,
    Image,
    Related,
    Tests,
}

/// The columns of an export, in order.
pub(super) const EXPORTED: [(&str, Column); 16] = [
    ("kind", Column::Kind),
    ("id", Column::Id),
    ("topic_en", Column::Topic(Some(Language::En))),
    ("topic_zh", Column::Topic(Some(Language::Zh))),
    ("questions_en", Column::Question(Some(Language::En))),
    ("questions_zh", Column::Question(Some(Language::Zh))),
    ("answer_en", Column::Answer(Some(Language::En))),
    ("answer_zh", Column::Answer(Some(Language::Zh))),
    ("keywords", Column::Keywords),
    ("link", Column::Link),
    ("link_label_en", Column::LinkLabel(Some(Language::En))),
    ("link_label_zh", Column::LinkLabel(Some(Language::Zh))),
    ("more", Column::More),
    ("image", Column::Image),
    ("related", Column::Related),
    ("tests", Column::Tests),
];

/// What a heading names, if anything we know.
pub(super) fn column(heading: &str) -> Option<Column> {
    let heading = heading.trim().trim_start_matches('\u{feff}').to_lowercase();
    let known = EXPORTED.iter().find(|(name, _)| *name == heading);
    if let Some((_, column)) = known {
        return Some(*column);
    }
    let words: Vec<&str> = heading
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let has = |names: &[&str]| {
        names
            .iter()
            .any(|name| words.contains(name) || (!name.is_ascii() && heading.contains(name)))
    };
    let language = if has(&["zh", "cn", "chinese", "中文", "中"]) {
        Some(Language::Zh)
    } else if has(&["en", "english", "英文", "英"]) {
        Some(Language::En)
    } else {
        None
    };
    let column = if has(&[
        "question",
        "questions",
        "q",
        "phrasing",
        "phrasings",
        "utterance",
        "title",
        "问题",
        "提问",
        "问法",
        "问",
        "标题",
    ]) {
        Column::Question(language)
    } else if has(&[
        "answer", "answers", "a", "reply", "response", "content", "答案", "回答", "回复", "答",
    ]) {
        Column::Answer(language)
    } else if has(&[
        "topic", "category", "section", "group", "主题", "分类", "类别",
    ]) {
        Column::Topic(language)
    } else if has(&["label", "标签"]) {
        Column::LinkLabel(language)
    } else if has(&["link", "url", "href", "链接", "网址"]) {
        Column::Link
    } else if has(&["keyword", "keywords", "tags", "关键词", "关键字"]) {
        Column::Keywords
    } else if has(&["image", "picture", "图片"]) {
        Column::Image
    } else if has(&["related", "相关"]) {
        Column::Related
    } else if has(&["tests", "test", "测试"]) {
        Column::Tests
    } else if has(&["id", "key", "编号"]) {
        Column::Id
    } else {
        match language {
            // A column named `English` alone says nothing of what it holds.
            Some(_) | None => return None,
        }
    };
    Some(column)
}
