//! What the columns of a spreadsheet hold, by their headings, in both languages and both scripts.

use unicode_normalization::UnicodeNormalization;

use crate::import_export::words::language::named;
use crate::text::Language;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Kind,
    Id,
    Topic(Option<Language>),
    Question(Option<Language>),
    /// Further ways to ask, several in a cell.
    Similar(Option<Language>),
    /// A title: a question where nothing else is one.
    Title(Option<Language>),
    Answer(Option<Language>),
    /// Text of any kind: the answer where nothing else is one.
    Content(Option<Language>),
    Keywords,
    Link,
    LinkLabel(Option<Language>),
    More,
    Image,
    Related,
    Tests,
    /// The language of the row.
    Language,
    /// Known, and of no use here: numbers, dates, states, authors.
    Ignored,
}

/// The columns of an export, in order.
pub(in crate::import_export) const EXPORTED: [(&str, Column); 16] = [
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

/// How surely a heading names its column: as a whole, by its last word, or among other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import_export) enum Certainty {
    Among,
    Last,
    Whole,
}

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
    if rest
        .iter()
        .any(|word| super::super::words::language::is_han(word.chars().next().unwrap_or(' ')))
    {
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

fn english(words: &[&str], language: Option<Language>) -> Option<(Column, Certainty)> {
    let last = *words.last()?;
    let one = words.len() == 1;
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let column = |column: Column| {
        let certainty = if one {
            Certainty::Whole
        } else {
            Certainty::Last
        };
        Some((column, certainty))
    };
    let question = [
        "question",
        "questions",
        "q",
        "query",
        "queries",
        "utterance",
        "utterances",
        "prompt",
        "phrasing",
        "phrasings",
        "ask",
        "asks",
        "front",
        "input",
        "trigger",
        "triggers",
        "pattern",
        "patterns",
        "intent",
    ];
    let answer = [
        "answer",
        "answers",
        "a",
        "ans",
        "reply",
        "replies",
        "response",
        "responses",
        "solution",
        "back",
        "output",
        "explanation",
    ];
    let known = match last {
        "id" | "key" | "code" | "slug" | "uid" | "uuid" | "identifier"
            if !has(&["source", "parent", "author", "user"]) =>
        {
            match has(&["short"]) || last == "shortcode" {
                true => column(Column::Title(language)),
                false => column(Column::Id),
            }
        }
        "qnaid" | "faqid" | "questionid" => column(Column::Id),
        "name" | "only" if has(&["source", "file", "context", "author", "user"]) => {
            column(Column::Ignored)
        }
        "shortcode" | "shortcut" => column(Column::Title(language)),
        "number" | "no" | "nr" | "index" | "date" | "time" | "status" | "state" | "author"
        | "owner" | "type" | "count" | "score" | "confidence" | "length" | "rank" | "order"
        | "position" | "at" | "by" | "on" | "rating" | "votes" | "views" | "deck" | "notetype"
        | "source" | "metadata" | "iscontextonly" | "prompts" | "sourcedisplayname"
        | "redirectflow" | "redirectnode" | "feedback" | "quality" | "format" => {
            column(Column::Ignored)
        }
        "topic" | "topics" | "category" | "categories" | "section" | "group" | "folder"
        | "subject" | "theme" | "area" | "department" | "module" | "collection"
            if !(last == "subject" && one) =>
        {
            column(Column::Topic(language))
        }
        "subject" | "title" | "titles" | "heading" | "headline" | "term" | "name" | "summary" => {
            column(Column::Title(language))
        }
        "link" | "links" | "url" | "urls" | "href" | "website" | "permalink" => {
            column(Column::Link)
        }
        "label" if has(&["link", "url"]) => column(Column::LinkLabel(language)),
        "keyword" | "keywords" | "tag" | "tags" | "label" | "labels" => column(Column::Keywords),
        "image" | "images" | "picture" | "photo" | "img" => column(Column::Image),
        "related" => column(Column::Related),
        "tests" | "test" => column(Column::Tests),
        "language" | "lang" | "locale" => column(Column::Language),
        "suggestedquestions" | "synonyms" | "variants" | "variations" | "paraphrases"
        | "paraphrase" | "alternatives" | "alternates" | "aliases" | "alias" | "indexes"
        | "rephrasings" | "examples" => column(Column::Similar(language)),
        "content" | "contents" | "body" | "description" | "definition" | "message" | "html"
        | "value" | "details" | "completion" | "comment" | "comments" | "note" | "notes" => {
            match last {
                "comment" | "comments" | "note" | "notes" => None,
                _ if has(&answer) => column(Column::Answer(language)),
                _ if has(&question) => column(Column::Question(language)),
                _ => column(Column::Content(language)),
            }
        }
        last if question.contains(&last) => match has(&[
            "similar",
            "suggested",
            "alternative",
            "alternate",
            "other",
            "related",
            "further",
            "additional",
            "extra",
            "extended",
            "sample",
            "variant",
            "example",
            "follow",
            "more",
        ]) {
            true if has(&["follow", "related"]) => column(Column::Ignored),
            true => column(Column::Similar(language)),
            false => column(Column::Question(language)),
        },
        last if answer.contains(&last) => column(Column::Answer(language)),
        _ => None,
    };
    known.or_else(|| {
        let (questions, answers) = (has(&question[..3]) || has(&["query"]), has(&answer[..2]));
        match (questions, answers) {
            (true, false) => Some((Column::Question(language), Certainty::Among)),
            (false, true) => Some((Column::Answer(language), Certainty::Among)),
            _ => None,
        }
    })
}

/// Endings of Chinese headings, longest first within a kind, and what they name.
fn chinese(heading: &str, language: Option<Language>) -> Option<(Column, Certainty)> {
    let heading =
        heading.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六".contains(c));
    let heading = match heading
        .strip_suffix(['a', 'b', 'c'])
        .filter(|rest| !rest.is_empty())
    {
        Some(rest) => rest,
        None => heading,
    };
    let ends = |list: &[&str]| list.iter().any(|end| heading.ends_with(end));
    let is = |list: &[&str]| list.contains(&heading);
    let sure = |column: Column, whole: &[&str]| {
        let certainty = if is(whole) {
            Certainty::Whole
        } else {
            Certainty::Last
        };
        Some((column, certainty))
    };
    if ends(&["编号", "编码", "标识", "id"]) {
        return sure(Column::Id, &["编号"]);
    }
    if ends(&[
        "序号",
        "号",
        "时间",
        "日期",
        "状态",
        "人",
        "者",
        "次数",
        "数量",
        "数",
        "点击",
        "来源",
        "备注",
        "说明人",
        "评分",
        "点赞",
        "版本",
        "生效",
        "有效期",
        "优先级",
    ]) {
        return sure(Column::Ignored, &[]);
    }
    if ends(&[
        "分类", "类别", "类型", "主题", "模块", "板块", "栏目", "目录", "分组", "类目", "所属",
        "大类", "小类", "领域", "部门", "业务", "场景",
    ]) {
        return sure(Column::Topic(language), &["分类", "类别", "主题"]);
    }
    if ends(&["链接", "网址", "地址", "url"]) && !is(&["地址"]) {
        return sure(Column::Link, &["链接", "网址"]);
    }
    if ends(&["链接标签", "链接文字", "链接名称"]) {
        return sure(Column::LinkLabel(language), &[]);
    }
    if ends(&["关键词", "关键字", "标签", "关键语"]) {
        return sure(Column::Keywords, &["关键词", "关键字", "标签"]);
    }
    if ends(&["图片", "配图", "截图"]) {
        return sure(Column::Image, &["图片"]);
    }
    if ends(&["语言", "语种"]) {
        return sure(Column::Language, &["语言"]);
    }
    let further = [
        "相似", "扩展", "拓展", "其他", "其它", "同义", "更多", "别名", "近似", "类似", "泛化",
        "变体", "附加", "补充", "等价",
    ];
    let question = [
        "问题",
        "提问",
        "问法",
        "问句",
        "问",
        "疑问",
        "用户说",
        "说法",
        "语料",
        "训练语料",
        "query",
    ];
    if further.iter().any(|word| heading.contains(word))
        && (ends(&question) || ends(&["别名", "词", "相似", "索引"]))
    {
        return sure(Column::Similar(language), &[]);
    }
    if ends(&["索引"]) {
        return sure(Column::Similar(language), &[]);
    }
    if ends(&["相关问题", "关联问题", "推荐问题"]) {
        return sure(Column::Ignored, &[]);
    }
    if ends(&question) {
        return sure(
            Column::Question(language),
            &["问题", "提问", "问", "问句", "标准问题"],
        );
    }
    if ends(&[
        "答案",
        "回答",
        "回复",
        "解答",
        "答复",
        "应答",
        "答",
        "话术",
        "解决方案",
        "解决办法",
        "解决方法",
        "处理方法",
        "回答内容",
        "答案内容",
    ]) {
        return sure(Column::Answer(language), &["答案", "回答", "回复", "答"]);
    }
    if ends(&["问题内容", "问题描述", "问题标题"]) {
        return sure(Column::Question(language), &[]);
    }
    if ends(&["标题", "名称", "题目", "术语"]) {
        return sure(Column::Title(language), &["标题"]);
    }
    if ends(&[
        "内容", "正文", "描述", "释义", "解释", "定义", "详情", "说明",
    ]) {
        return sure(Column::Content(language), &["内容"]);
    }
    if is(&["相关", "相关条目"]) {
        return sure(Column::Related, &["相关"]);
    }
    if is(&["测试"]) {
        return sure(Column::Tests, &["测试"]);
    }
    None
}

fn chinese_language(base: &str) -> Option<Language> {
    let starts = |list: &[&str]| list.iter().any(|word| base.contains(word));
    if starts(&["英文", "英语"]) {
        Some(Language::En)
    } else if starts(&["中文", "汉语", "简体", "繁体"]) {
        Some(Language::Zh)
    } else {
        None
    }
}

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
    use Language::{En, Zh};

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
