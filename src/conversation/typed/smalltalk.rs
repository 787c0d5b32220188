//! Small talk: greetings, thanks and the like, which get a friendly line and never an FAQ answer.
//!
//! A text is small talk only where every word of it is: `你好，怎么退款` is a question. Letters
//! typed twice or more count once, one wrong letter is forgiven in longer words.

use unicode_normalization::UnicodeNormalization;

/// What kind of small talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Smalltalk {
    /// "ok", 好的.
    Agreement,
    /// "hi", 你好.
    Greeting,
    /// "bye", 再见.
    Farewell,
    /// "thanks", 谢谢.
    Thanks,
    /// "who are you", 你是谁.
    WhoAreYou,
    /// "help", 帮助, without a word on what with.
    NeedsHelp,
    /// "talk to a human", 转人工.
    WantsPerson,
}

use Smalltalk::{Agreement, Farewell, Greeting, NeedsHelp, Thanks, WantsPerson, WhoAreYou};

/// Chinese: the text is read from the left, longest piece first.
const ZH: &[(&str, Option<Smalltalk>)] = &[
    ("你好", Some(Greeting)),
    ("您好", Some(Greeting)),
    ("妳好", Some(Greeting)),
    ("泥嚎", Some(Greeting)),
    ("你号", Some(Greeting)),
    ("哈喽", Some(Greeting)),
    ("哈啰", Some(Greeting)),
    ("哈罗", Some(Greeting)),
    ("哈囉", Some(Greeting)),
    ("嗨", Some(Greeting)),
    ("嘿", Some(Greeting)),
    ("喂", Some(Greeting)),
    ("早上好", Some(Greeting)),
    ("上午好", Some(Greeting)),
    ("中午好", Some(Greeting)),
    ("下午好", Some(Greeting)),
    ("晚上好", Some(Greeting)),
    ("早安", Some(Greeting)),
    ("午安", Some(Greeting)),
    ("晚安", Some(Farewell)),
    ("早", Some(Greeting)),
    ("大家好", Some(Greeting)),
    ("在吗", Some(Greeting)),
    ("在嘛", Some(Greeting)),
    ("在么", Some(Greeting)),
    ("在嗎", Some(Greeting)),
    ("在不在", Some(Greeting)),
    ("在不", Some(Greeting)),
    ("有人吗", Some(Greeting)),
    ("有人在吗", Some(Greeting)),
    ("有人嗎", Some(Greeting)),
    ("有人么", Some(Greeting)),
    ("你好吗", Some(Greeting)),
    ("最近好吗", Some(Greeting)),
    ("谢谢", Some(Thanks)),
    ("謝謝", Some(Thanks)),
    ("谢", Some(Thanks)),
    ("谢了", Some(Thanks)),
    ("谢啦", Some(Thanks)),
    ("多谢", Some(Thanks)),
    ("多謝", Some(Thanks)),
    ("感谢", Some(Thanks)),
    ("感謝", Some(Thanks)),
    ("蟹蟹", Some(Thanks)),
    ("辛苦", Some(Thanks)),
    ("辛苦了", Some(Thanks)),
    ("太感谢", Some(Thanks)),
    ("你真棒", Some(Thanks)),
    ("真棒", Some(Thanks)),
    ("太棒", Some(Thanks)),
    ("厉害", Some(Thanks)),
    ("再见", Some(Farewell)),
    ("再見", Some(Farewell)),
    ("拜拜", Some(Farewell)),
    ("拜", Some(Farewell)),
    ("回见", Some(Farewell)),
    ("好的", Some(Agreement)),
    ("好", Some(Agreement)),
    ("行", Some(Agreement)),
    ("可以", Some(Agreement)),
    ("嗯", Some(Agreement)),
    ("哦", Some(Agreement)),
    ("噢", Some(Agreement)),
    ("明白", Some(Agreement)),
    ("知道", Some(Agreement)),
    ("懂", Some(Agreement)),
    ("收到", Some(Agreement)),
    ("了解", Some(Agreement)),
    ("解决", Some(Agreement)),
    ("哈", Some(Agreement)),
    ("算了", Some(Agreement)),
    ("没事", Some(Agreement)),
    ("没关系", Some(Agreement)),
    ("不用了", Some(Agreement)),
    ("不需要了", Some(Agreement)),
    ("你是谁", Some(WhoAreYou)),
    ("你是誰", Some(WhoAreYou)),
    ("你叫什么", Some(WhoAreYou)),
    ("你叫什么名字", Some(WhoAreYou)),
    ("你会什么", Some(WhoAreYou)),
    ("你能做什么", Some(WhoAreYou)),
    ("你是机器人吗", Some(WhoAreYou)),
    ("你是真人吗", Some(WhoAreYou)),
    ("你是人工吗", Some(WhoAreYou)),
    ("帮助", Some(NeedsHelp)),
    ("幫助", Some(NeedsHelp)),
    ("帮帮我", Some(NeedsHelp)),
    ("菜单", Some(NeedsHelp)),
    ("怎么用", Some(NeedsHelp)),
    ("人工", Some(WantsPerson)),
    ("真人", Some(WantsPerson)),
    ("客服", Some(WantsPerson)),
    ("人工客服", Some(WantsPerson)),
    ("转人工", Some(WantsPerson)),
    ("轉人工", Some(WantsPerson)),
    ("转客服", Some(WantsPerson)),
    ("找人工", Some(WantsPerson)),
    ("找客服", Some(WantsPerson)),
    ("我要", None),
    ("我想", None),
    ("请", None),
    ("服务", None),
    ("联系", None),
    // LocalizedText that neither make small talk nor end it.
    ("了", None),
    ("啦", None),
    ("啊", None),
    ("呀", None),
    ("呢", None),
    ("吧", None),
    ("你", None),
    ("您", None),
    ("大家", None),
];

/// English, word by word.
const EN: &[(&str, Option<Smalltalk>)] = &[
    ("hi", Some(Greeting)),
    ("hii", Some(Greeting)),
    ("hiya", Some(Greeting)),
    ("hello", Some(Greeting)),
    ("helo", Some(Greeting)),
    ("hey", Some(Greeting)),
    ("heya", Some(Greeting)),
    ("hallo", Some(Greeting)),
    ("howdy", Some(Greeting)),
    ("yo", Some(Greeting)),
    ("greetings", Some(Greeting)),
    ("sup", Some(Greeting)),
    ("nihao", Some(Greeting)),
    ("morning", Some(Greeting)),
    ("afternoon", Some(Greeting)),
    ("evening", Some(Greeting)),
    ("thanks", Some(Thanks)),
    ("thank", Some(Thanks)),
    ("thankyou", Some(Thanks)),
    ("thx", Some(Thanks)),
    ("thnx", Some(Thanks)),
    ("tks", Some(Thanks)),
    ("tnx", Some(Thanks)),
    ("ty", Some(Thanks)),
    ("tysm", Some(Thanks)),
    ("cheers", Some(Thanks)),
    ("xiexie", Some(Thanks)),
    ("appreciated", Some(Thanks)),
    ("awesome", Some(Thanks)),
    ("bye", Some(Farewell)),
    ("byebye", Some(Farewell)),
    ("goodbye", Some(Farewell)),
    ("cya", Some(Farewell)),
    ("night", Some(Farewell)),
    ("ok", Some(Agreement)),
    ("okay", Some(Agreement)),
    ("okey", Some(Agreement)),
    ("okok", Some(Agreement)),
    ("kk", Some(Agreement)),
    ("cool", Some(Agreement)),
    ("great", Some(Agreement)),
    ("nice", Some(Agreement)),
    ("perfect", Some(Agreement)),
    ("understood", Some(Agreement)),
    ("lol", Some(Agreement)),
    ("haha", Some(Agreement)),
    ("good", None),
    ("there", None),
    ("everyone", None),
    ("all", None),
    ("the", None),
    ("your", None),
    ("again", None),
    ("you", None),
    ("u", None),
    ("so", None),
    ("very", None),
    ("much", None),
    ("a", None),
    ("lot", None),
    ("bot", None),
    ("for", None),
    ("help", None),
];

/// Whole English phrases that are small talk though their words are not.
const EN_PHRASES: &[(&str, Smalltalk)] = &[
    ("how are you", Greeting),
    ("how r u", Greeting),
    ("whats up", Greeting),
    ("anyone there", Greeting),
    ("anybody there", Greeting),
    ("are you there", Greeting),
    ("see you", Farewell),
    ("got it", Agreement),
    ("i see", Agreement),
    ("thats all", Agreement),
    ("never mind", Agreement),
    ("nevermind", Agreement),
    ("nvm", Agreement),
    ("forget it", Agreement),
    ("no worries", Agreement),
    ("no problem", Agreement),
    ("help", NeedsHelp),
    ("help me", NeedsHelp),
    ("please help", NeedsHelp),
    ("help please", NeedsHelp),
    ("menu", NeedsHelp),
    ("human", WantsPerson),
    ("agent", WantsPerson),
    ("operator", WantsPerson),
    ("real person", WantsPerson),
    ("human please", WantsPerson),
    ("talk to a human", WantsPerson),
    ("talk to human", WantsPerson),
    ("talk to a person", WantsPerson),
    ("talk to a real person", WantsPerson),
    ("talk to someone", WantsPerson),
    ("speak to a human", WantsPerson),
    ("speak to a person", WantsPerson),
    ("speak to an agent", WantsPerson),
    ("contact a human", WantsPerson),
    ("i want to talk to a human", WantsPerson),
    ("who are you", WhoAreYou),
    ("what are you", WhoAreYou),
    ("are you a bot", WhoAreYou),
    ("are you human", WhoAreYou),
    ("what can you do", WhoAreYou),
    ("whats your name", WhoAreYou),
];

/// Longer texts are never small talk.
const MAX_CHARS: usize = 40;

/// From how many letters on one wrong letter is forgiven.
const FORGIVING_CHARS: usize = 5;

/// What kind of small talk `text` is; `None` where it is a question, or nothing but signs.
///
/// ```
/// use wenda::conversation::{Smalltalk, smalltalk};
///
/// assert_eq!(smalltalk("Helllooo!!"), Some(Smalltalk::Greeting));
/// assert_eq!(smalltalk("好的谢谢啦～"), Some(Smalltalk::Thanks));
/// assert_eq!(smalltalk("你好，怎么退款"), None);
/// ```
pub fn smalltalk(text: &str) -> Option<Smalltalk> {
    if text.chars().count() > MAX_CHARS {
        return None;
    }
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    // Apostrophes join (`what's`), every other sign parts.
    let folded = folded.replace(['\'', '’'], "");
    let mut kinds = Vec::new();
    let mut english = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        for piece in by_script(word) {
            if piece.is_ascii() {
                english.push(piece);
            } else if !chinese(piece, &mut kinds) {
                return None;
            }
        }
    }
    let joined = english.join(" ");
    match EN_PHRASES.iter().find(|(phrase, _)| *phrase == joined) {
        Some((_, kind)) => kinds.push(*kind),
        None => {
            for word in english {
                kinds.extend(english_word(word)?);
            }
        }
    }
    // The most telling one: 好的谢谢 is thanks.
    kinds.into_iter().max()
}

/// Runs of one script: `ok好的` is two words.
fn by_script(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<bool> = None;
    for (at, c) in word.char_indices() {
        if previous.is_some_and(|ascii| ascii != c.is_ascii()) {
            pieces.push(&word[start..at]);
            start = at;
        }
        previous = Some(c.is_ascii());
    }
    if start < word.len() {
        pieces.push(&word[start..]);
    }
    pieces
}

/// Whether all of `text` is Chinese small talk; adds what it is to `kinds`.
fn chinese(text: &str, kinds: &mut Vec<Smalltalk>) -> bool {
    let squeezed = squeeze(text, 2);
    let mut rest = squeezed.as_str();
    while !rest.is_empty() {
        let longest = ZH
            .iter()
            .filter(|(piece, _)| rest.starts_with(piece))
            .max_by_key(|(piece, _)| piece.len());
        let Some((piece, kind)) = longest else {
            return false;
        };
        kinds.extend(kind);
        rest = &rest[piece.len()..];
    }
    true
}

/// What an English word is: `Some(None)` for one that neither makes small talk nor ends it.
fn english_word(word: &str) -> Option<Option<Smalltalk>> {
    let find = |word: &str| EN.iter().find(|(known, _)| *known == word);
    let forgiving = |known: &&(&str, Option<Smalltalk>)| {
        known.0.len() >= FORGIVING_CHARS
            && word.len() >= FORGIVING_CHARS - 1
            && known.1.is_some()
            && strsim::osa_distance(known.0, &squeeze(word, 2)) <= 1
    };
    find(word)
        .or_else(|| find(&squeeze(word, 2)))
        .or_else(|| find(&squeeze(word, 1)))
        .or_else(|| EN.iter().find(forgiving))
        .map(|(_, kind)| *kind)
}

/// `text` with no character more than `most` times in a row.
fn squeeze(text: &str, most: usize) -> String {
    let mut squeezed = String::new();
    let mut run = 0;
    let mut last = None;
    for c in text.chars() {
        run = if last == Some(c) { run + 1 } else { 1 };
        last = Some(c);
        if run <= most {
            squeezed.push(c);
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_talk_is_recognised_however_it_is_typed() {
        let cases = [
            ("你好", Greeting),
            ("您好！！！", Greeting),
            ("你好啊～", Greeting),
            ("你好，在吗？", Greeting),
            ("嗨嗨嗨嗨", Greeting),
            ("早上好", Greeting),
            ("有人吗", Greeting),
            ("Hi", Greeting),
            ("hiiiii", Greeting),
            ("Helllooo", Greeting),
            ("helo", Greeting),
            ("hello there 👋", Greeting),
            ("ｈｅｌｌｏ", Greeting),
            ("good morning", Greeting),
            ("How are you?", Greeting),
            ("what's up", Greeting),
            ("hello你好", Greeting),
            ("谢谢", Thanks),
            ("谢谢谢谢你", Thanks),
            ("好的，谢谢啦", Thanks),
            ("多謝", Thanks),
            ("辛苦了", Thanks),
            ("thx", Thanks),
            ("Thank you so much!", Thanks),
            ("thanksss", Thanks),
            ("tahnks", Thanks),
            ("ok thanks for the help", Thanks),
            ("再见", Farewell),
            ("bye bye", Farewell),
            ("good night", Farewell),
            ("好的", Agreement),
            ("ok", Agreement),
            ("got it", Agreement),
            ("哈哈哈哈", Agreement),
            ("你是谁", WhoAreYou),
            ("Are you a bot?", WhoAreYou),
            ("help", NeedsHelp),
            ("帮助", NeedsHelp),
            ("Talk to a human!", WantsPerson),
            ("转人工", WantsPerson),
            ("我要人工客服", WantsPerson),
            ("thanks for your help", Thanks),
        ];
        for (text, expected) in cases {
            assert_eq!(smalltalk(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_question_stays_a_question() {
        for text in [
            "你好，怎么退款",
            "hi how do I add a card",
            "help with my card",
            "人工审核要多久",
            "联系方式",
            "谢谢，那银行卡被拒呢",
            "好的那怎么注册",
            "退款",
            "5",
            "?",
            "",
            "thank you page not loading",
            "hello world example code for the api please",
            "chat",
        ] {
            assert_eq!(smalltalk(text), None, "{text}");
        }
    }
}
