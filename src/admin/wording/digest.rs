//! What comes by itself in words: the week's digest, and questions that many ask.

use crate::admin::wording::phrases::{ids, many, percent, quoted, say};
use crate::admin::{DIGEST_NAMED, Digest, ListItem, date};
use crate::faq::{Entry, EntryId};
use crate::model::incoming::TurnId;
use crate::model::reply::{AdminStep, Block, Button, Choice};
use crate::text::Language;

/// How many entries to look at are named: the oldest.
const DIGEST_DUE: usize = 10;

/// The digest. `entry` looks an entry up, for its title.
pub fn digest<'e>(
    language: Language,
    digest: &Digest,
    entry: impl Fn(&EntryId) -> Option<&'e Entry>,
) -> Vec<Block> {
    let (from, until) = (date(digest.from_seconds), date(digest.until_seconds));
    let mut blocks = vec![Block::Title(match language {
        Language::Zh => format!("📬 一周小结，{from} 至 {until}"),
        Language::En => format!("📬 The week from {from} to {until}"),
    })];
    blocks.push(Block::Plain(whole(language, digest)));
    let titled = |list: &[(EntryId, usize)]| -> Vec<String> {
        list.iter()
            .map(|(id, count)| {
                let title = entry(id).map_or(id.as_str(), |entry| entry.title(language));
                format!("{count}× {title}")
            })
            .collect()
    };
    let groups = digest.unanswered.len();
    let unanswered: Vec<String> = digest
        .unanswered
        .iter()
        .take(DIGEST_NAMED)
        .map(|item| format!("{}× {}", item.count, quoted(language, &item.text)))
        .collect();
    let lists = [
        (
            say(language, "问得最多：", "Asked most:"),
            titled(&digest.asked_most),
        ),
        (
            match language {
                Language::Zh => format!("没答上的（{groups} 组）："),
                Language::En => format!("Not answered ({}):", many(groups, "group")),
            },
            unanswered,
        ),
        (
            say(language, "没帮上忙的：", "Not helpful:"),
            titled(&digest.not_helpful),
        ),
        (
            say(language, "问答库的改动：", "What changed in the FAQ:"),
            changes(language, digest),
        ),
        (
            say(language, "该复查的条目：", "Entries to look at again:"),
            due(&digest.due),
        ),
    ];
    for (head, lines) in lists {
        if !lines.is_empty() {
            blocks.push(Block::Plain(format!("{head}\n{}", lines.join("\n"))));
        }
    }
    blocks
}

/// Entries that somebody was to look at by now, a line each.
fn due(due: &[(EntryId, String)]) -> Vec<String> {
    let lines = due.iter().take(DIGEST_DUE);
    lines.map(|(id, day)| format!("{day} · {id}")).collect()
}

/// The numbers in a line.
fn whole(language: Language, digest: &Digest) -> String {
    let total = &digest.total;
    let (questions, before) = (total.questions, digest.before.questions);
    if questions == 0 {
        return match language {
            Language::Zh => format!("这一周没有人提问（上一周 {before}）。"),
            Language::En => format!("Nobody asked anything this week (the week before: {before})."),
        };
    }
    let answered = percent(total.share(total.answered));
    let (suggested, unanswered) = (total.suggested, total.unanswered);
    let not_helpful = total.not_helpful;
    match language {
        Language::Zh => format!(
            "提问 {questions}（上一周 {before}），直接回答 {answered}，给出候选 {suggested}，没答上 {unanswered}，没帮上忙 {not_helpful}。"
        ),
        Language::En => format!(
            "{} (the week before: {before}): {answered} answered, {suggested} met with offers, \
             {unanswered} not answered; {not_helpful} did not help.",
            many(questions, "question")
        ),
    }
}

/// What changed, a line for each kind.
fn changes(language: Language, digest: &Digest) -> Vec<String> {
    let change = &digest.change;
    let kinds = [
        (say(language, "新增", "added"), &change.added),
        (say(language, "修改", "changed"), &change.changed),
        (say(language, "删除", "removed"), &change.removed),
    ];
    kinds
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(kind, entries)| format!("{kind} {}: {}", entries.len(), ids(language, entries)))
        .collect()
}

/// The button that leads from the digest to what was not answered.
pub fn digest_buttons(language: Language, turn: TurnId, digest: &Digest) -> Vec<Vec<Button>> {
    if digest.unanswered.is_empty() {
        return Vec::new();
    }
    let choice = Choice::Admin {
        turn,
        step: AdminStep::List,
        item: 0,
        pick: 0,
    };
    let label = say(language, "❓ 看没答上的", "❓ What was not answered");
    vec![vec![Button::choose(label, choice)]]
}

/// That so many people asked the same within the hour.
pub fn growth(language: Language, people: usize, item: &ListItem) -> Block {
    let question = quoted(language, &item.text);
    Block::Title(match language {
        Language::Zh => format!("📈 过去一小时有 {people} 人问：{question}"),
        Language::En => format!("📈 {people} people asked in the last hour: {question}"),
    })
}

/// That so many people who asked get the answer.
pub fn askers_wait(language: Language, people: usize) -> Block {
    Block::Plain(match language {
        Language::Zh => format!("📣 写好答案后，最近一天问过的 {people} 人会收到。"),
        Language::En => match people {
            1 => "📣 Whoever asked within the last day gets the answer: 1 person.".to_owned(),
            _ => format!("📣 Whoever asked within the last day gets the answer: {people} people."),
        },
    })
}

/// That so many people who asked got the answer.
pub fn askers_told(language: Language, people: usize) -> Block {
    Block::Plain(match language {
        Language::Zh => format!("📣 已发给问过的 {people} 人。"),
        Language::En => match people {
            1 => "📣 Sent to the one person who asked.".to_owned(),
            _ => format!("📣 Sent to the {people} people who asked."),
        },
    })
}

/// Nobody is left who waits for an answer.
pub fn nobody_waits(language: Language) -> Block {
    Block::Plain(say(
        language,
        "没有人在等这个问题的答案了。",
        "Nobody waits for an answer to this any more.",
    ))
}
