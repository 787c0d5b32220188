//! Typed choices: what somebody types in place of pressing a button.

use super::lexer;
use crate::model::choice::Reason;
use crate::text::normalize;

/// What was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedChoice {
    /// The one with this number, from 1: "2", 第二个.
    Number(u8),
    /// The last one.
    Last,
    /// None of them: 都不是.
    NoneOf,
    /// "yes", 是的.
    Yes,
    /// "no", 不是.
    No,
    /// It helped: 有用.
    Helpful,
    /// It did not help: 没用, "still doesn't work".
    Complaint,
}

/// What a piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Is(TypedChoice),
    /// A word that neither makes a choice nor ends it.
    Filler,
}

/// Longer texts are never a choice, in characters.
const MAX_CHARS: usize = 60;

use Piece::{Filler, Is};
use TypedChoice::{Complaint, Helpful, Last, No, NoneOf, Number, Yes};

#[rustfmt::skip]
const TABLE: &[(&str, Piece)] = &[
    ("1", Is(Number(1))), ("2", Is(Number(2))), ("3", Is(Number(3))), ("4", Is(Number(4))),
    ("5", Is(Number(5))), ("6", Is(Number(6))), ("7", Is(Number(7))), ("8", Is(Number(8))),
    ("第一", Is(Number(1))), ("第二", Is(Number(2))), ("第三", Is(Number(3))),
    ("第四", Is(Number(4))), ("第五", Is(Number(5))), ("第六", Is(Number(6))),
    ("第1", Is(Number(1))), ("第2", Is(Number(2))), ("第3", Is(Number(3))),
    ("第4", Is(Number(4))), ("第5", Is(Number(5))), ("第6", Is(Number(6))),
    ("一", Is(Number(1))), ("二", Is(Number(2))), ("三", Is(Number(3))), ("四", Is(Number(4))),
    ("五", Is(Number(5))), ("头一", Is(Number(1))), ("前者", Is(Number(1))),
    ("first", Is(Number(1))), ("second", Is(Number(2))), ("third", Is(Number(3))),
    ("fourth", Is(Number(4))), ("fifth", Is(Number(5))),
    ("1st", Is(Number(1))), ("2nd", Is(Number(2))), ("3rd", Is(Number(3))), ("4th", Is(Number(4))),
    ("number one", Is(Number(1))), ("number two", Is(Number(2))), ("number three", Is(Number(3))),
    ("option one", Is(Number(1))), ("option two", Is(Number(2))), ("option three", Is(Number(3))),
    ("two", Is(Number(2))), ("three", Is(Number(3))),
    ("最后", Is(Last)), ("last", Is(Last)), ("the last one", Is(Last)), ("后者", Is(Last)),
    ("都不是", Is(NoneOf)), ("都不对", Is(NoneOf)), ("都没有", Is(NoneOf)), ("全不是", Is(NoneOf)),
    ("没有一个", Is(NoneOf)), ("一个都不是", Is(NoneOf)), ("哪个都不是", Is(NoneOf)),
    ("都不行", Is(NoneOf)), ("两个都不是", Is(NoneOf)), ("三个都不是", Is(NoneOf)),
    ("几个都不是", Is(NoneOf)), ("两个都不对", Is(NoneOf)), ("三个都不对", Is(NoneOf)),
    ("没一个是", Is(NoneOf)), ("没有对", Is(NoneOf)), ("没有合适", Is(NoneOf)), ("没有我要的", Is(NoneOf)), ("没有我想问的", Is(NoneOf)),
    ("以上都不是", Is(NoneOf)), ("都不符合", Is(NoneOf)),
    ("none", Is(NoneOf)), ("none of these", Is(NoneOf)), ("none of them", Is(NoneOf)),
    ("none of those", Is(NoneOf)), ("none of the above", Is(NoneOf)), ("neither", Is(NoneOf)),
    ("not these", Is(NoneOf)), ("neither of them", Is(NoneOf)), ("neither of these", Is(NoneOf)),
    ("none fit", Is(NoneOf)), ("none fits", Is(NoneOf)), ("none match", Is(NoneOf)), ("not any of these", Is(NoneOf)), ("something else", Is(NoneOf)),
    ("nothing fits", Is(NoneOf)), ("nothing of that", Is(NoneOf)),
    ("是", Is(Yes)), ("是的", Is(Yes)), ("对", Is(Yes)), ("对的", Is(Yes)), ("没错", Is(Yes)),
    ("就是", Is(Yes)), ("yes", Is(Yes)), ("yep", Is(Yes)), ("yeah", Is(Yes)), ("yup", Is(Yes)),
    ("exactly", Is(Yes)), ("correct", Is(Yes)), ("right", Is(Yes)), ("that one", Is(Yes)),
    ("不", Is(No)), ("不是", Is(No)), ("不是的", Is(No)), ("没有", Is(No)), ("否", Is(No)),
    ("no", Is(No)), ("nope", Is(No)), ("nah", Is(No)), ("not that", Is(No)), ("not it", Is(No)),
    ("有用", Is(Helpful)), ("很有用", Is(Helpful)), ("有帮助", Is(Helpful)),
    ("帮到我", Is(Helpful)), ("解决了", Is(Helpful)), ("搞定", Is(Helpful)), ("管用", Is(Helpful)),
    ("helpful", Is(Helpful)), ("useful", Is(Helpful)), ("solved", Is(Helpful)),
    ("fixed", Is(Helpful)), ("that helped", Is(Helpful)), ("it helped", Is(Helpful)),
    ("it works", Is(Helpful)), ("that works", Is(Helpful)), ("works now", Is(Helpful)),
    ("it worked", Is(Helpful)), ("that worked", Is(Helpful)),
    ("没用", Is(Complaint)), ("没有用", Is(Complaint)), ("沒用", Is(Complaint)),
    ("没什么用", Is(Complaint)), ("没帮助", Is(Complaint)), ("没有帮助", Is(Complaint)),
    ("没帮上忙", Is(Complaint)), ("无效", Is(Complaint)), ("不行", Is(Complaint)),
    ("不管用", Is(Complaint)), ("不好使", Is(Complaint)), ("不好用", Is(Complaint)),
    ("没解决", Is(Complaint)), ("没有解决", Is(Complaint)), ("解决不了", Is(Complaint)),
    ("未解决", Is(Complaint)), ("不对", Is(Complaint)), ("错了", Is(Complaint)),
    ("答错", Is(Complaint)), ("回答错", Is(Complaint)), ("答非所问", Is(Complaint)),
    ("不是我问的", Is(Complaint)), ("不是我想问的", Is(Complaint)), ("不是我要的", Is(Complaint)),
    ("不是我要问的", Is(Complaint)), ("不是这个问题", Is(Complaint)), ("看不懂", Is(Complaint)),
    ("没看懂", Is(Complaint)), ("没效果", Is(Complaint)), ("没有效果", Is(Complaint)),
    ("不起作用", Is(Complaint)), ("没变化", Is(Complaint)), ("行不通", Is(Complaint)),
    ("不成功", Is(Complaint)), ("没成功", Is(Complaint)), ("还是一样", Is(Complaint)),
    ("用不了", Is(Complaint)), ("不可以", Is(Complaint)), ("没好", Is(Complaint)),
    ("doesnt work", Is(Complaint)), ("does not work", Is(Complaint)),
    ("dont work", Is(Complaint)), ("didnt work", Is(Complaint)), ("did not work", Is(Complaint)),
    ("doesnt work for me", Is(Complaint)), ("not working", Is(Complaint)),
    ("isnt working", Is(Complaint)), ("wont work", Is(Complaint)), ("no luck", Is(Complaint)),
    ("doesnt help", Is(Complaint)), ("does not help", Is(Complaint)),
    ("didnt help", Is(Complaint)), ("did not help", Is(Complaint)), ("not helpful", Is(Complaint)),
    ("not helping", Is(Complaint)), ("unhelpful", Is(Complaint)), ("isnt helpful", Is(Complaint)),
    ("wasnt helpful", Is(Complaint)), ("not useful", Is(Complaint)), ("useless", Is(Complaint)),
    ("no use", Is(Complaint)), ("no help", Is(Complaint)), ("wrong", Is(Complaint)),
    ("incorrect", Is(Complaint)), ("not correct", Is(Complaint)), ("not right", Is(Complaint)),
    ("not what i asked", Is(Complaint)), ("isnt what i asked", Is(Complaint)),
    ("not what i meant", Is(Complaint)), ("isnt what i meant", Is(Complaint)),
    ("not what i mean", Is(Complaint)), ("not my question", Is(Complaint)),
    ("doesnt answer", Is(Complaint)), ("didnt answer", Is(Complaint)),
    ("doesnt solve", Is(Complaint)), ("didnt solve", Is(Complaint)),
    ("doesnt fix", Is(Complaint)), ("didnt fix", Is(Complaint)), ("not solved", Is(Complaint)),
    ("not fixed", Is(Complaint)), ("still broken", Is(Complaint)), ("still the same", Is(Complaint)),
    ("same problem", Is(Complaint)), ("same error", Is(Complaint)), ("same issue", Is(Complaint)),
    ("still nothing", Is(Complaint)), ("still fails", Is(Complaint)), ("still failing", Is(Complaint)),
    ("dont understand", Is(Complaint)), ("dont get it", Is(Complaint)),
    ("有误", Is(Complaint)), ("内容有误", Is(Complaint)), ("错", Is(Complaint)),
    ("错误", Is(Complaint)), ("写错", Is(Complaint)), ("不准", Is(Complaint)),
    ("不准确", Is(Complaint)), ("inaccurate", Is(Complaint)), ("过时", Is(Complaint)),
    ("过期", Is(Complaint)), ("太旧", Is(Complaint)), ("旧", Is(Complaint)), ("太老", Is(Complaint)),
    ("不是最新", Is(Complaint)), ("outdated", Is(Complaint)), ("out of date", Is(Complaint)),
    ("obsolete", Is(Complaint)), ("old", Is(Complaint)), ("too old", Is(Complaint)),
    ("not up to date", Is(Complaint)), ("不清楚", Is(Complaint)), ("不明白", Is(Complaint)),
    ("没懂", Is(Complaint)), ("不懂", Is(Complaint)), ("没明白", Is(Complaint)),
    ("看不明白", Is(Complaint)), ("太长", Is(Complaint)), ("太复杂", Is(Complaint)),
    ("unclear", Is(Complaint)), ("not clear", Is(Complaint)), ("confusing", Is(Complaint)),
    ("confused", Is(Complaint)), ("too long", Is(Complaint)), ("too complicated", Is(Complaint)),
    // What may stand beside a choice.
    ("的", Filler), ("了", Filler), ("啊", Filler), ("呀", Filler), ("吧", Filler), ("呢", Filler),
    ("啦", Filler), ("个", Filler), ("条", Filler), ("项", Filler), ("种", Filler), ("号", Filler),
    ("选", Filler), ("选择", Filler), ("点", Filler), ("要", Filler), ("我", Filler),
    ("我要", Filler), ("我选", Filler), ("想", Filler), ("问", Filler), ("想问", Filler),
    ("请", Filler), ("看", Filler), ("这", Filler), ("这个", Filler), ("这些", Filler),
    ("那个", Filler), ("它", Filler), ("你", Filler), ("您", Filler), ("这样", Filler),
    ("但", Filler), ("但是", Filler), ("可是", Filler), ("不过", Filler), ("还是", Filler),
    ("还", Filler), ("仍然", Filler), ("依然", Filler), ("也", Filler), ("就", Filler),
    ("试", Filler), ("试了", Filler), ("试过", Filler), ("照做", Filler), ("按你说", Filler),
    ("做", Filler), ("之后", Filler), ("以后", Filler), ("后", Filler), ("根本", Filler),
    ("完全", Filler), ("抱歉", Filler), ("不好意思", Filler), ("谢谢", Filler), ("好", Filler),
    ("好的", Filler), ("嗯", Filler), ("太", Filler), ("很", Filler), ("上面", Filler),
    ("方法", Filler), ("内容", Filler), ("写", Filler), ("讲", Filler), ("办法", Filler), ("回答", Filler), ("答案", Filler), ("问题", Filler),
    ("the", Filler), ("one", Filler), ("ones", Filler), ("option", Filler), ("number", Filler),
    ("choose", Filler), ("choice", Filler), ("pick", Filler), ("take", Filler), ("want", Filler),
    ("please", Filler), ("pls", Filler), ("i", Filler), ("im", Filler), ("ill", Filler),
    ("id", Filler), ("like", Filler), ("it", Filler), ("its", Filler), ("that", Filler),
    ("thats", Filler), ("this", Filler), ("these", Filler), ("is", Filler), ("was", Filler),
    ("mean", Filler), ("meant", Filler), ("still", Filler), ("but", Filler), ("sorry", Filler),
    ("tried", Filler), ("and", Filler), ("again", Filler), ("unfortunately", Filler),
    ("really", Filler), ("just", Filler), ("at", Filler), ("all", Filler), ("answer", Filler),
    ("for", Filler), ("me", Filler), ("my", Filler), ("problem", Filler), ("question", Filler),
    ("issue", Filler), ("now", Filler), ("either", Filler), ("any", Filler), ("anymore", Filler),
    ("did", Filler), ("so", Filler), ("very", Filler), ("was", Filler), ("ok", Filler),
    ("okay", Filler), ("thanks", Filler), ("thank you", Filler), ("well", Filler), ("hmm", Filler),
    ("of", Filler), ("do", Filler), ("to", Filler), ("even", Filler), ("then", Filler),
];

/// What a typed complaint says was bad, by a piece of it.
#[rustfmt::skip]
const REASONS: &[(&str, Reason)] = &[
    ("有误", Reason::Wrong), ("错", Reason::Wrong), ("不对", Reason::Wrong), ("不准", Reason::Wrong),
    ("wrong", Reason::Wrong), ("incorrect", Reason::Wrong), ("inaccurate", Reason::Wrong),
    ("not correct", Reason::Wrong), ("not right", Reason::Wrong),
    ("过时", Reason::Outdated), ("过期", Reason::Outdated), ("旧", Reason::Outdated),
    ("太老", Reason::Outdated), ("不是最新", Reason::Outdated), ("outdated", Reason::Outdated),
    ("out of date", Reason::Outdated), ("obsolete", Reason::Outdated), ("old", Reason::Outdated),
    ("not up to date", Reason::Outdated),
    ("懂", Reason::Unclear), ("不清楚", Reason::Unclear), ("明白", Reason::Unclear),
    ("太长", Reason::Unclear), ("太复杂", Reason::Unclear), ("unclear", Reason::Unclear),
    ("not clear", Reason::Unclear), ("confus", Reason::Unclear), ("too long", Reason::Unclear),
    ("too complicated", Reason::Unclear), ("understand", Reason::Unclear), ("get it", Reason::Unclear),
];

/// What `complaint`, a text that is [`Complaint`], says was bad about the answer; `None` where it
/// only says that it did not help.
pub fn typed_reason(complaint: &str) -> Option<Reason> {
    let folded = normalize(complaint).to_lowercase();
    let mut said = REASONS.iter().filter(|(piece, _)| folded.contains(piece));
    said.next().map(|(_, reason)| *reason)
}

/// Words that say of a problem that it is still there.
const STILL: &[&str] = &[
    "还是", "仍", "依然", "依旧", "还在", "照样", "又", "still", "again", "keeps",
];

/// Whether `text` says that something is still so: "the card is still declined", 还是被拒绝.
pub fn says_still(text: &str) -> bool {
    let folded = normalize(text).to_lowercase();
    let mut words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    STILL
        .iter()
        .any(|still| !still.is_ascii() && folded.contains(still))
        || words.any(|word| STILL.contains(&word))
}

/// What `text` chooses; `None` where it is something else.
pub fn typed_choice(text: &str) -> Option<TypedChoice> {
    let text = text.trim();
    if let Some(sign) = sign(text) {
        return Some(sign);
    }
    if text.chars().count() > MAX_CHARS {
        return None;
    }
    let pieces = lexer::pieces(text, TABLE)?;
    let chosen: Vec<TypedChoice> = pieces
        .into_iter()
        .filter_map(|piece| match piece {
            Is(choice) => Some(choice),
            Filler => None,
        })
        .collect();
    // The most telling word counts: "I tried 2, still doesn't work" complains.
    for telling in [Complaint, NoneOf, No, Helpful, Last] {
        if chosen.contains(&telling) {
            return Some(telling);
        }
    }
    let mut numbers = chosen
        .iter()
        .filter(|choice| matches!(choice, Number(_)))
        .copied();
    match (numbers.next(), numbers.next()) {
        (Some(number), None) => Some(number),
        (Some(_), Some(_)) => None,
        (None, _) => chosen.first().copied(),
    }
}

/// A sign alone that says as much as a word.
fn sign(text: &str) -> Option<TypedChoice> {
    let bare = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(u32::from(c), 0xFE0F | 0x1F3FB..=0x1F3FF)
    });
    match bare {
        "👍" => Some(Helpful),
        "👎" => Some(Complaint),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_however_they_are_typed() {
        let cases = [
            ("2", Number(2)),
            ("２", Number(2)),
            ("②", Number(2)),
            ("2.", Number(2)),
            ("#2", Number(2)),
            ("第一个", Number(1)),
            ("第2个", Number(2)),
            ("选第三个吧", Number(3)),
            ("是第二个", Number(2)),
            ("The second one please", Number(2)),
            ("option 3", Number(3)),
            ("1st", Number(1)),
            ("最后一个", Last),
            ("the last one", Last),
            ("都不是", NoneOf),
            ("以上都不是", NoneOf),
            ("两个都不是", NoneOf),
            ("none of these", NoneOf),
            ("None of the above.", NoneOf),
            ("yes", Yes),
            ("是的", Yes),
            ("对", Yes),
            ("no", No),
            ("不是", No),
            ("不是这个", No),
            ("有用", Helpful),
            ("👍 有用", Helpful),
            ("👍🏽", Helpful),
            ("没用", Complaint),
            ("沒有用", Complaint),
            ("还是不行", Complaint),
            ("我试了第二个，还是不行", Complaint),
            ("答非所问", Complaint),
            ("不是我想问的", Complaint),
            ("still doesn't work", Complaint),
            ("it still doesn’t work", Complaint),
            ("Sorry, that didn't help at all", Complaint),
            ("this is not what I asked", Complaint),
            ("👎", Complaint),
        ];
        for (text, expected) in cases {
            assert_eq!(typed_choice(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_complaint_may_say_what_was_bad() {
        let cases = [
            ("内容有误", Some(Reason::Wrong)),
            ("这个回答是错的", Some(Reason::Wrong)),
            ("wrong answer", Some(Reason::Wrong)),
            ("过时了", Some(Reason::Outdated)),
            ("太旧了", Some(Reason::Outdated)),
            ("it's out of date", Some(Reason::Outdated)),
            ("没看懂", Some(Reason::Unclear)),
            ("太长了", Some(Reason::Unclear)),
            ("that is confusing", Some(Reason::Unclear)),
            ("没用", None),
            ("still doesn't work", None),
        ];
        for (text, expected) in cases {
            assert_eq!(typed_choice(text), Some(Complaint), "{text}");
            assert_eq!(typed_reason(text), expected, "{text}");
        }
    }

    #[test]
    fn words_for_still_are_heard_as_words() {
        for text in ["还是被拒绝", "my card is still declined", "it failed again"] {
            assert!(says_still(text), "{text}");
        }
        for text in ["卡被拒绝", "how do I get gainst", "distill"] {
            assert!(!says_still(text), "{text}");
        }
    }

    #[test]
    fn a_question_stays_a_question() {
        for text in [
            "",
            "?",
            "12",
            "5美元",
            "$2",
            "1 或者 2",
            "the app doesn't work",
            "为什么不行",
            "登录不行",
            "my card was declined",
            "第二张卡",
            "no refund yet",
            "yes but how do I pay",
            "谢谢",
            "这个",
            "😂",
        ] {
            assert_eq!(typed_choice(text), None, "{text}");
        }
    }
}
