//! Words that only point at something else: "can you help him?", 帮忙看一下这个.

use super::lexer;

#[rustfmt::skip]
const TABLE: &[(&str, ())] = &[
    ("帮忙", ()), ("帮", ()), ("帮帮", ()), ("帮助", ()), ("我", ()), ("他", ()), ("她", ()),
    ("它", ()), ("他们", ()), ("看", ()), ("看看", ()), ("看下", ()), ("一下", ()), ("下", ()),
    ("这", ()), ("这个", ()), ("这条", ()), ("这位", ()), ("那个", ()), ("上面", ()), ("楼上", ()),
    ("问题", ()), ("的", ()), ("能", ()), ("可以", ()), ("能不能", ()), ("可不可以", ()), ("会", ()),
    ("吗", ()), ("么", ()), ("嘛", ()), ("呢", ()), ("吧", ()), ("了", ()), ("啊", ()), ("呀", ()),
    ("请", ()), ("请问", ()), ("麻烦", ()), ("回答", ()), ("解答", ()), ("回复", ()), ("答", ()),
    ("解释", ()), ("说明", ()), ("说", ()), ("讲", ()), ("怎么弄", ()), ("怎么办", ()),
    ("怎么回事", ()), ("怎么解决", ()), ("怎么处理", ()), ("怎么看", ()), ("怎么做", ()),
    ("怎么说", ()), ("怎么", ()), ("咋办", ()), ("咋弄", ()), ("咋回事", ()), ("什么意思", ()),
    ("啥意思", ()), ("是", ()), ("什么", ()), ("为什么", ()), ("为啥", ()), ("求", ()), ("求解", ()),
    ("求助", ()), ("求答", ()), ("同问", ()), ("同求", ()), ("也", ()), ("想", ()), ("知道", ()),
    ("不懂", ()), ("不明白", ()), ("谁", ()), ("有人", ()), ("你", ()), ("您", ()), ("给", ()),
    ("到底", ()), ("谢谢", ()), ("有没有", ()), ("答案", ()), ("机器人", ()), ("来", ()),
    ("can", ()), ("could", ()), ("would", ()), ("will", ()), ("you", ()), ("u", ()), ("please", ()),
    ("pls", ()), ("plz", ()), ("help", ()), ("him", ()), ("her", ()), ("them", ()), ("me", ()),
    ("us", ()), ("out", ()), ("with", ()), ("this", ()), ("that", ()), ("these", ()), ("it", ()),
    ("one", ()), ("the", ()), ("above", ()), ("question", ()), ("answer", ()), ("explain", ()),
    ("look", ()), ("at", ()), ("see", ()), ("check", ()), ("tell", ()), ("any", ()), ("anyone", ()),
    ("anybody", ()), ("idea", ()), ("ideas", ()), ("thoughts", ()), ("what", ()), ("whats", ()),
    ("how", ()), ("why", ()), ("about", ()), ("does", ()), ("do", ()), ("is", ()), ("mean", ()),
    ("means", ()), ("same", ()), ("here", ()), ("too", ()), ("also", ()), ("i", ()), ("have", ()),
    ("want", ()), ("to", ()), ("know", ()), ("hey", ()), ("hi", ()), ("bot", ()), ("thanks", ()),
    ("thank", ()), ("someone", ()), ("and", ()), ("a", ()), ("assist", ()), ("reply", ()),
    ("respond", ()), ("fix", ()), ("solve", ()), ("who", ()), ("knows", ()), ("problem", ()),
    ("guy", ()), ("user", ()), ("person", ()), ("then", ()), ("should", ()), ("now", ()), ("next", ()), ("so", ()), ("for", ()),
];

/// Further words of remarks on an answer; with those that point a remark is made of them alone.
#[rustfmt::skip]
const REMARKS: &[(&str, ())] = &[
    ("does this help", ()), ("does that help", ()), ("does it help", ()), ("did this help", ()),
    ("did that help", ()), ("did it help", ()), ("does this answer", ()), ("does that answer", ()),
    ("you", ()), ("your question", ()), ("what do you think", ()), ("is this what you", ()),
    ("is that what you", ()), ("mean", ()), ("meant", ()), ("need", ()), ("want", ()), ("asked", ()),
    ("see what", ()), ("look what", ()), ("read what", ()), ("thats what", ()), ("that is what", ()),
    ("the bot", ()), ("it", ()), ("says", ()), ("said", ()), ("wrote", ()), ("answered", ()),
    ("i", ()), ("told you", ()), ("here", ()), ("above", ()), ("there", ()), ("now", ()),
    ("是", ()), ("你", ()), ("您", ()), ("问", ()), ("想问", ()), ("要", ()), ("说", ()), ("的", ()),
    ("这", ()), ("这个", ()), ("那个", ()), ("吗", ()), ("么", ()), ("吧", ()), ("不", ()),
    ("是不是", ()), ("能", ()), ("能不能", ()), ("可以", ()), ("对", ()), ("有用", ()),
    ("有帮助", ()), ("帮到", ()), ("帮助到", ()), ("看", ()), ("看看", ()), ("看下", ()),
    ("一下", ()), ("机器人", ()), ("怎么说", ()), ("了", ()), ("答案", ()), ("回答", ()),
    ("够", ()), ("清楚", ()), ("明白", ()),
];

/// Whether `text` has no matter of its own and only points at what it replies to.
pub fn is_pointing(text: &str) -> bool {
    lexer::pieces(text, TABLE).is_some()
}

/// Whether `text`, said to somebody else under what we told them, brings no question of its own:
/// "does this help you?", "Maria, look at this", "see what the bot says".
pub fn is_remark(text: &str) -> bool {
    let vocative = text.split_once([',', '，', ':', '：']);
    let named = vocative.filter(|(name, _)| !name.trim().contains(char::is_whitespace));
    let rest = named.map_or(text, |(_, rest)| rest);
    is_pointing(text) || is_pointing(rest) || lexer::pieces(rest, REMARKS).is_some()
}

/// Whether `text` is nothing but question and exclamation marks, dots and blanks.
pub fn is_only_marks(text: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || "?？!！.。…~～,，".contains(c);
    !text.trim().is_empty() && text.chars().all(is_mark)
}

/// Whether `text` asks something, as far as its form tells.
pub fn is_question(text: &str) -> bool {
    if text.contains(['?', '？']) {
        return true;
    }
    let lower = text.to_lowercase();
    let zh = [
        "吗",
        "嗎",
        "什么",
        "什麼",
        "甚麼",
        "怎么",
        "怎麼",
        "怎样",
        "如何",
        "为啥",
        "为何",
        "哪",
        "几",
        "多少",
        "多久",
        "谁",
        "咋",
        "是否",
        "能不能",
        "可不可以",
        "有没有",
        "是不是",
        "请问",
    ];
    if zh.iter().any(|word| lower.contains(word)) {
        return true;
    }
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let asks = |word: &str| {
        [
            "who", "what", "whats", "what's", "when", "where", "why", "how", "which", "whose",
        ]
        .contains(&word)
    };
    let begins = [
        "is", "are", "do", "does", "did", "can", "could", "will", "would", "should", "may", "has",
    ];
    asks(first) || begins.contains(&first) || words.next().is_some_and(asks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointing_words_have_no_matter_of_their_own() {
        for text in [
            "帮忙看一下这个",
            "能帮他解答一下吗？",
            "这个怎么弄？",
            "什么意思？",
            "can you help him?",
            "What does this mean",
            "any ideas?",
            "same question here",
        ] {
            assert!(is_pointing(text), "{text}");
        }
        for text in [
            "who wrote this post?",
            "运费多少钱？",
            "when is the next meetup in Berlin?",
            "这个发票怎么开",
            "",
            "😂",
        ] {
            assert!(!is_pointing(text), "{text}");
        }
    }

    #[test]
    fn remarks_to_others_bring_no_question_of_their_own() {
        for text in [
            "does this help?",
            "Does that help you?",
            "Maria, does this help you?",
            "see what the bot says",
            "is this what you mean?",
            "what do you think?",
            "这个能帮到你吗",
            "这对你有用吗？",
            "你是问这个吗",
        ] {
            assert!(is_remark(text), "{text}");
        }
        for text in [
            "what about the fee?",
            "does this work with Visa?",
            "这个要多少钱？",
            "Maria, how do I pay?",
        ] {
            assert!(!is_remark(text), "{text}");
        }
    }

    #[test]
    fn questions_are_told_by_their_form() {
        for text in [
            "who wrote this",
            "这个多少钱",
            "is it free",
            "退款?",
            "so how do I pay",
        ] {
            assert!(is_question(text), "{text}");
        }
        for text in [
            "my card",
            "我的卡",
            "this is what I told you yesterday lol",
            "急",
        ] {
            assert!(!is_question(text), "{text}");
        }
    }
}
