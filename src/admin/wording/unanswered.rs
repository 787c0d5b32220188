//! `/unanswered` in words: the list, one group of questions, the draft of a new entry.

use crate::admin::wording::digest::askers_wait;
use crate::admin::wording::phrases::{many, percent, quoted, rest, say, shown};
use crate::admin::{Draft, DraftStep, ListItem};
use crate::faq::{Entry, EntryId};
use crate::model::incoming::TurnId;
use crate::model::reply::{AdminStep, Block, Button, Choice};
use crate::text::Language;

/// How many groups a page of the list shows.
const PER_PAGE: usize = 5;

/// Blocks and buttons of one message.
type Said = (Vec<Block>, Vec<Vec<Button>>);

/// The page of the list that begins with item `from`. `turn` is the turn that keeps the list.
pub fn list(language: Language, turn: TurnId, items: &[ListItem], from: usize, days: u32) -> Said {
    if items.is_empty() {
        let none = match language {
            Language::Zh => format!("最近 {days} 天没有遗留的问题 🎉"),
            Language::En => format!("Nothing was left unanswered in the last {days} days 🎉"),
        };
        return (vec![Block::Plain(none)], Vec::new());
    }
    let from = if from < items.len() { from } else { 0 };
    let page = &items[from..items.len().min(from + PER_PAGE)];
    let questions: usize = items.iter().map(|item| item.count).sum();
    let title = match language {
        Language::Zh => format!(
            "没答上的问题：{} 组，共 {questions} 次（最近 {days} 天）",
            items.len()
        ),
        Language::En => format!(
            "Unanswered: {}, asked {} in {days} days",
            many(items.len(), "group"),
            many(questions, "time"),
        ),
    };
    let mut blocks = vec![Block::Title(title)];
    for (number, item) in page.iter().enumerate() {
        let number = from + number + 1;
        let mut line = format!("{number}. {}× {}", item.count, quoted(language, &item.text));
        if item.not_helpful > 0 {
            line.push_str(&match language {
                Language::Zh => format!("，其中 {} 次答了但没帮上", item.not_helpful),
                Language::En => format!(", {} answered but no help", item.not_helpful),
            });
        }
        if let Some(nearest) = nearest(language, item) {
            line.push_str(&format!("\n{nearest}"));
        }
        blocks.push(Block::Plain(line));
    }
    let admin = |step, item: usize| Choice::Admin {
        turn,
        step,
        item: u16::try_from(item).unwrap_or(u16::MAX),
        pick: 0,
    };
    let numbers = (from..from + page.len())
        .map(|item| Button::choose((item + 1).to_string(), admin(AdminStep::Open, item)))
        .collect();
    let mut around = Vec::new();
    if from > 0 {
        let before = from.saturating_sub(PER_PAGE);
        around.push(Button::choose("‹", admin(AdminStep::List, before)));
    }
    if from + PER_PAGE < items.len() {
        around.push(Button::choose("›", admin(AdminStep::List, from + PER_PAGE)));
    }
    let mut buttons = vec![numbers];
    if !around.is_empty() {
        buttons.push(around);
    }
    (blocks, buttons)
}

/// The entries near to a group, in one line.
fn nearest(language: Language, item: &ListItem) -> Option<String> {
    let entries: Vec<String> = item
        .nearest
        .iter()
        .map(|(entry, confidence)| format!("{entry} {}", percent(*confidence)))
        .collect();
    (!entries.is_empty()).then(|| match (language, item.other_side.as_str()) {
        (Language::Zh, "") => format!("最接近：{}", entries.join("，")),
        (Language::En, "") => format!("nearest: {}", entries.join(", ")),
        (Language::Zh, asked) => format!(
            "问的是另一面（{}），最接近：{}",
            quoted(language, asked),
            entries.join("，")
        ),
        (Language::En, asked) => format!(
            "asked for the other side ({}); nearest: {}",
            quoted(language, asked),
            entries.join(", ")
        ),
    })
}

/// One group, with what can be done about it. `entry` looks an entry up, for its title; so many
/// people wait for an answer.
pub fn group<'e>(
    language: Language,
    turn: TurnId,
    number: usize,
    item: &ListItem,
    entry: impl Fn(&EntryId) -> Option<&'e Entry>,
    waiting: usize,
) -> Said {
    let title = match language {
        Language::Zh => format!("问了 {} 次，{} 种问法", item.count, item.wordings),
        Language::En => format!(
            "Asked {}, in {}",
            many(item.count, "time"),
            many(item.wordings, "wording"),
        ),
    };
    let mut wordings = vec![shown(&item.text)];
    wordings.extend(item.others.iter().map(|text| shown(text)));
    let more = rest(language, item.wordings, wordings.len());
    if !more.is_empty() {
        wordings.push(more.trim().to_owned());
    }
    let wordings = Block::Quote(vec![Block::Plain(wordings.join("\n"))]);
    let mut blocks = vec![Block::Title(title), wordings];
    blocks.push(Block::Plain(match language {
        Language::Zh => format!("怎么处理{}？", quoted(language, &item.text)),
        Language::En => format!("What shall become of {}?", quoted(language, &item.text)),
    }));
    if waiting > 0 {
        blocks.push(askers_wait(language, waiting));
    }
    let admin = |step, pick: usize| Choice::Admin {
        turn,
        step,
        item: u16::try_from(number).unwrap_or(u16::MAX),
        pick: u8::try_from(pick).unwrap_or(u8::MAX),
    };
    let mut buttons: Vec<Vec<Button>> = item
        .nearest
        .iter()
        .enumerate()
        .filter_map(|(pick, (id, confidence))| {
            let title = shown(entry(id)?.title(language));
            let label = match language {
                Language::Zh => format!("➕ 加到：{title}（{}）", percent(*confidence)),
                Language::En => format!("➕ Add to: {title} ({})", percent(*confidence)),
            };
            Some(vec![Button::choose(
                label,
                admin(AdminStep::AddPhrasing, pick),
            )])
        })
        .collect();
    buttons.push(vec![
        Button::choose(
            say(language, "🔎 加到别的条目", "🔎 Another entry"),
            admin(AdminStep::OtherEntry, 0),
        ),
        Button::choose(
            say(language, "🆕 新建条目", "🆕 New entry"),
            admin(AdminStep::NewEntry, 0),
        ),
    ]);
    if waiting > 0 {
        let label = match language {
            Language::Zh => format!("✍️ 直接回复 {waiting} 人"),
            Language::En => match waiting {
                1 => "✍️ Write to the one who asked".to_owned(),
                _ => format!("✍️ Write to all {waiting}"),
            },
        };
        buttons.push(vec![Button::choose(label, admin(AdminStep::ReplyAll, 0))]);
    }
    buttons.push(vec![
        Button::choose(
            say(language, "🚫 不归我们答", "🚫 Out of scope"),
            admin(AdminStep::OutOfScope, 0),
        ),
        Button::choose(
            say(language, "🙈 忽略", "🙈 Ignore"),
            admin(AdminStep::Ignore, 0),
        ),
    ]);
    let page = number - number % PER_PAGE;
    let back = Choice::Admin {
        turn,
        step: AdminStep::List,
        item: u16::try_from(page).unwrap_or(u16::MAX),
        pick: 0,
    };
    buttons.push(vec![Button::choose(
        say(language, "« 列表", "« List"),
        back,
    )]);
    (blocks, buttons)
}

/// Says that a group will not be listed again.
pub fn ignored(language: Language, list: TurnId, number: usize, item: &ListItem) -> Said {
    let question = quoted(language, &item.text);
    let said = vec![Block::Plain(match language {
        Language::Zh => format!("好的，不再列出{question}及其 {} 种问法。", item.wordings),
        Language::En => format!(
            "Fine: {question} and its {} will not be listed again.",
            many(item.wordings, "wording")
        ),
    })];
    let undo = say(language, "↩️ 撤销", "↩️ Undo");
    let undo = Button::choose(undo, below_list(list, AdminStep::Unignore, number));
    (said, vec![vec![undo, to_list(language, list)]])
}

/// Says that a group is listed again.
pub fn listed_again(language: Language, list: TurnId, item: &ListItem) -> Said {
    let question = quoted(language, &item.text);
    let said = vec![Block::Plain(match language {
        Language::Zh => format!("好的，{question}会再列出来。"),
        Language::En => format!("Fine: {question} is listed again."),
    })];
    (said, vec![vec![to_list(language, list)]])
}

fn to_list(language: Language, list: TurnId) -> Button {
    let label = say(language, "« 列表", "« List");
    Button::choose(label, below_list(list, AdminStep::List, 0))
}

fn below_list(turn: TurnId, step: AdminStep, number: usize) -> Choice {
    Choice::Admin {
        turn,
        step,
        item: u16::try_from(number).unwrap_or(u16::MAX),
        pick: 0,
    }
}

/// Asks for what a draft needs next. `id` is an id that would do; `turn` is this turn.
pub fn draft(language: Language, turn: TurnId, draft: &Draft, id: &str) -> Said {
    let choice = |step| Choice::Admin {
        turn,
        step,
        item: 0,
        pick: 0,
    };
    let cancel = Button::choose(say(language, "取消", "Cancel"), choice(AdminStep::Cancel));
    let skip = |label: String| Button::choose(label, choice(AdminStep::Skip));
    let no_skip = || vec![cancel.clone()];
    let (text, row) = match draft.step {
        DraftStep::Id => {
            let text = match language {
                Language::Zh => {
                    format!("起一个编号（小写字母、数字、- 和 _），发给我；现在是 {id}。")
                }
                Language::En => format!(
                    "Send me an id for it (lower-case letters, digits, - and _); it is {id} now."
                ),
            };
            let keep = say(language, "« 不改", "« Keep it");
            (text, vec![skip(keep), cancel])
        }
        DraftStep::Answer => {
            let first = draft.questions.first().map_or("", String::as_str);
            let question = quoted(language, first);
            let text = match language {
                Language::Zh => format!(
                    "新条目，回答{question}。\n把答案发给我，中文或英文都行，可以用 Markdown。"
                ),
                Language::En => format!(
                    "A new entry that answers {question}.\nSend me the answer, in English or Chinese; Markdown is fine."
                ),
            };
            (text, no_skip())
        }
        DraftStep::OtherAnswer => {
            let text = match (draft.en.is_some(), language) {
                (true, Language::Zh) => "把中文答案发给我。",
                (true, Language::En) => "Send me the answer in Chinese.",
                (false, Language::Zh) => "把英文答案发给我。",
                (false, Language::En) => "Send me the answer in English.",
            };
            (
                text.to_owned(),
                vec![skip(say(language, "« 不要", "« Without it")), cancel],
            )
        }
        DraftStep::Link => (
            say(
                language,
                "把帮助文章的链接发给我。",
                "Send me the link of a help article.",
            ),
            vec![skip(say(language, "« 不要", "« Without it")), cancel],
        ),
        DraftStep::Search => (
            say(
                language,
                "加到哪个条目？把它的编号或相关的词发给我。",
                "To which entry? Send me its id, or words that it is about.",
            ),
            no_skip(),
        ),
        DraftStep::Question => (
            say(
                language,
                "这条回答回答的是什么问题？把问题发给我。",
                "Which question does it answer? Send me the question.",
            ),
            no_skip(),
        ),
        DraftStep::Reply => (
            say(
                language,
                "把要说的发给我，问过的人都会收到。",
                "Send me what to say: everybody who asked gets it.",
            ),
            no_skip(),
        ),
        // Asked for where the entry is known.
        DraftStep::Field => (
            say(
                language,
                "把新的内容发给我；/cancel 取消。",
                "Send me what it is to say; /cancel gives up.",
            ),
            no_skip(),
        ),
        DraftStep::Confirm => {
            let mut rows = vec![vec![
                Button::choose(say(language, "✅ 写入", "✅ Save"), choice(AdminStep::Save)),
                cancel,
            ]];
            rows.push(more(language, turn, draft));
            let text = say(
                language,
                "测试通过。写入并生效？",
                "The tests pass. Write it and use it?",
            );
            return (vec![Block::Plain(text)], rows);
        }
    };
    (vec![Block::Plain(text)], vec![row])
}

/// Buttons for what a new entry may say beside what it needs.
fn more(language: Language, turn: TurnId, draft: &Draft) -> Vec<Button> {
    let other = match (&draft.en, &draft.zh) {
        (Some(_), None) => Some(say(language, "＋ 中文答案", "＋ Chinese answer")),
        (None, Some(_)) => Some(say(language, "＋ 英文答案", "＋ English answer")),
        _ => None,
    };
    let link = draft.link.is_none();
    let link = link.then(|| say(language, "＋ 链接", "＋ Link"));
    let id = Some(say(language, "✏️ 编号", "✏️ Id"));
    let labels = [other, link, id].into_iter().enumerate();
    let button = |(at, label): (usize, Option<String>)| {
        let choice = Choice::Admin {
            turn,
            step: AdminStep::DraftMore,
            item: 0,
            pick: u8::try_from(at).unwrap_or(u8::MAX),
        };
        Some(Button::choose(label?, choice))
    };
    labels.filter_map(button).collect()
}

/// What was sent does not do for what the draft waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Not of an id's form.
    Id,
    /// An entry has this id.
    TakenId,
    /// Not a web address.
    Link,
    /// No entry is anything like it.
    NoEntry,
    /// Words where a button is to be pressed.
    Press,
    /// An edited message: what was sent counts.
    Edited,
}

/// Says why what was sent does not do.
pub fn unfit(language: Language, why: Unfit) -> Block {
    let (zh, en) = match why {
        Unfit::Id => (
            "这不能作编号：只用小写字母、数字、- 和 _，以字母或数字开头，最多 48 个。",
            "That is no id: only lower-case letters, digits, - and _, beginning with a letter or digit, at most 48.",
        ),
        Unfit::TakenId => (
            "这个编号已经有了，换一个。",
            "That id is taken: send another.",
        ),
        Unfit::Link => (
            "这不是网址，应以 https:// 开头。",
            "That is no web address: it should begin with https://.",
        ),
        Unfit::NoEntry => (
            "没有找到这样的条目，换个词试试。",
            "I find no such entry: try other words.",
        ),
        Unfit::Press => (
            "请按上面的按钮：写入或取消。",
            "Please press a button above: save or cancel.",
        ),
        Unfit::Edited => (
            "新建条目时我不看修改过的消息，请重新发一条。",
            "While an entry is being written I don't read edited messages: send it anew, please.",
        ),
    };
    Block::Plain(say(language, zh, en))
}

/// Says that a draft was given up, or that there is none.
pub fn no_draft(language: Language, was_there: bool) -> Block {
    Block::Plain(match was_there {
        true => say(language, "好的，没有新建。", "Fine, nothing was made."),
        false => say(
            language,
            "没有正在写的条目。请从 /unanswered 开始。",
            "No entry is being written. Begin at /unanswered.",
        ),
    })
}
