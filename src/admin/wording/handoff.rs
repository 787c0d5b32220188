//! What is told of `/save`, of `/staff`, and of cards from which entries are made.

use crate::admin::Draft;
use crate::admin::wording::phrases::say;
use crate::model::reply::Block;
use crate::text::Language;

/// The card is no longer kept.
pub fn card_gone(language: Language) -> String {
    say(
        language,
        "这张卡片已不在记录里。",
        "This card is no longer kept.",
    )
}

/// The card has no question that an entry could answer.
pub fn card_without_question(language: Language) -> String {
    say(
        language,
        "这张卡片没有问题，只是想找人工。",
        "This card holds no question; its asker wants to talk to a person.",
    )
}

/// Nobody answered the card yet.
pub fn card_without_reply(language: Language) -> String {
    say(
        language,
        "还没有回复。先回复这张卡片，再把回复存为条目。",
        "There is no reply yet. Reply to the card first; then it becomes an entry.",
    )
}

/// What was begun is finished in private.
pub fn goes_on_in_private(language: Language) -> String {
    say(
        language,
        "在您和机器人的私聊里继续。",
        "It goes on in your private chat with the bot.",
    )
}

/// No entry answers it from now on.
pub fn now_out_of_scope(language: Language) -> String {
    say(language, "已记为不在范围。", "Noted as out of scope.")
}

/// Only admins may.
pub fn admins_only(language: Language) -> Block {
    Block::Plain(say(
        language,
        "这个只有管理员可以做，编辑可以改条目。",
        "Only admins may do this; editors may change entries.",
    ))
}

/// How `/save` is used.
pub fn save_usage(language: Language) -> Block {
    Block::Plain(say(
        language,
        "/save 用法：在群里回复一条好的回答。\n/save 用这条回答和它回复的问题起草一个条目\n/save 怎么退款？ 起草条目，并自己写问题\n/save refund 把它回复的问题加进条目 refund\n草稿会发到您的私聊里。",
        "How to use /save: in a group, reply to a good answer.\n/save drafts an entry from that answer and the question it replies to\n/save How do I get a refund? drafts an entry with your own question\n/save refund adds the question it replies to to the entry refund\nDrafts come to your private chat.",
    ))
}

/// The answer that a draft begins with.
pub fn saved_answer(language: Language, draft: &Draft) -> Block {
    let head = say(language, "收到的回答：", "The answer at hand:");
    let answer = draft.en.as_ref().or(draft.zh.as_ref());
    let answer = answer.map_or("", String::as_str);
    Block::Quote(vec![Block::Plain(format!("{head}\n{answer}"))])
}

/// Who may do what, and what waits for people: the staff's chat, whether people are there as far as
/// hours are set, and how many cards are open.
pub fn staff(
    language: Language,
    admins: &[i64],
    editors: &[i64],
    staff: Option<(i64, Option<bool>, usize)>,
) -> Block {
    let people = |ids: &[i64]| match ids {
        [] => say(language, "无", "none"),
        ids => ids
            .iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    };
    let mut lines = vec![
        format!(
            "{}: {}",
            say(language, "管理员（全部）", "Admins (everything)"),
            people(admins)
        ),
        format!(
            "{}: {}",
            say(
                language,
                "编辑（改条目，不能重新读取和退回）",
                "Editors (entries; no reload, no rollback)"
            ),
            people(editors)
        ),
    ];
    match staff {
        None => lines.push(say(
            language,
            "没有设置人工回答的群（[staff] chat）。",
            "No chat is set in which people answer ([staff] chat).",
        )),
        Some((chat, is_here, open)) => {
            let hours = match is_here {
                Some(true) => say(language, "，现在是工作时间", ", within their hours now"),
                Some(false) => say(language, "，现在不是工作时间", ", outside their hours now"),
                None => String::new(),
            };
            lines.push(match language {
                Language::Zh => format!("人工回答的群：{chat}{hours}；群里的人都可以回答"),
                Language::En => {
                    format!("People answer in {chat}{hours}; everybody there may answer")
                }
            });
            lines.push(match language {
                Language::Zh => format!("等待处理的卡片：{open}"),
                Language::En => format!("Open cards: {open}"),
            });
        }
    }
    Block::Plain(lines.join("\n"))
}
