//! `/entry` and `/history` in words: an entry to be changed, one of its fields, what was changed.

use crate::admin::wording::phrases::say;
use crate::admin::{Edit, EntryField, date};
use crate::faq::edit::EntryFields;
use crate::faq::{Conditions, Entry, EntryId};
use crate::model::incoming::TurnId;
use crate::model::reply::{AdminStep, Block, Button, Choice};
use crate::text::Language;

/// Blocks and buttons of one message.
type Said = (Vec<Block>, Vec<Vec<Button>>);

/// How many characters of a title a button shows.
const LABEL_CHARS: usize = 48;

fn button(label: String, turn: TurnId, step: AdminStep, pick: usize) -> Button {
    let pick = u8::try_from(pick).unwrap_or(u8::MAX);
    let choice = Choice::Admin {
        turn,
        step,
        item: 0,
        pick,
    };
    Button::choose(label, choice)
}

/// `/entry` without a word, or with words that name none.
pub fn entry_usage(language: Language) -> Block {
    Block::Plain(say(
        language,
        "没有找到。请发 /entry 加上条目编号，或者加上相关的词。",
        "Nothing found. Send /entry with the id of an entry, or with words that it is about.",
    ))
}

/// The entry is no longer there.
pub fn entry_gone(language: Language) -> Block {
    Block::Plain(say(
        language,
        "这个条目已经不在了。",
        "That entry is no longer there.",
    ))
}

/// Entries that the words may mean, a button each.
pub fn found(language: Language, turn: TurnId, entries: &[&Entry]) -> Said {
    let rows = entries.iter().enumerate().map(|(pick, entry)| {
        let label = format!("{}: {}", entry.id, entry.title(language));
        let label = label.chars().take(LABEL_CHARS).collect();
        vec![button(label, turn, AdminStep::Entry, pick)]
    });
    let which = say(language, "哪一个条目？", "Which entry?");
    (vec![Block::Plain(which)], rows.collect())
}

/// The entry as people see it, and what can be changed of it.
pub fn entry(language: Language, turn: TurnId, entry: &Entry) -> Said {
    let mut blocks = vec![Block::Plain(format!(
        "{} · {}:{}",
        entry.id, entry.place.file, entry.place.line
    ))];
    for one in Language::ALL {
        if let Some(answer) = entry.answer.get(one) {
            blocks.push(Block::Title(entry.title(one).to_owned()));
            blocks.push(Block::Markdown(answer.to_owned()));
        }
    }
    let fields = EntryFields::of(entry);
    let mut lines = vec![format!(
        "{}: {} + {}",
        say(
            language,
            "问法（英文 + 中文）",
            "Phrasings (English + Chinese)"
        ),
        fields.questions[0].len(),
        fields.questions[1].len()
    )];
    for (name, text) in [
        (say(language, "链接", "Link"), fields.link.clone()),
        (
            say(language, "关键词", "Keywords"),
            fields.keywords.join(", "),
        ),
    ] {
        if !text.is_empty() {
            lines.push(format!("{name}: {text}"));
        }
    }
    lines.extend(conditions(&entry.conditions));
    blocks.push(Block::Plain(lines.join("\n")));
    let choices: Vec<Button> = EntryField::ALL
        .into_iter()
        .enumerate()
        .map(|(pick, field)| {
            let label = format!("✏️ {}", name(language, field));
            button(label, turn, AdminStep::EditField, pick)
        })
        .collect();
    let mut rows: Vec<Vec<Button>> = choices.chunks(2).map(<[Button]>::to_vec).collect();
    let preview = say(language, "👁 看效果", "👁 As people see it");
    let remove = say(language, "🗑 删除", "🗑 Remove");
    rows.push(vec![
        button(preview, turn, AdminStep::Preview, 0),
        button(
            say(language, "📁 移动", "📁 Move"),
            turn,
            AdminStep::Move,
            0,
        ),
        button(remove, turn, AdminStep::Remove, 0),
    ]);
    (blocks, rows)
}

/// Asks whether an entry is to be removed.
pub fn removal(language: Language, turn: TurnId, entry: &Entry) -> Said {
    let title = entry.title(language);
    let text = match language {
        Language::Zh => format!("删除条目 {}（{title}）？之后可以撤销。", entry.id),
        Language::En => format!("Remove the entry {} ({title})? It can be undone.", entry.id),
    };
    let remove = say(language, "🗑 删除", "🗑 Remove it");
    let keep = say(language, "« 不删", "« Keep it");
    let row = vec![
        button(remove, turn, AdminStep::RemoveNow, 0),
        button(keep, turn, AdminStep::Entry, 0),
    ];
    (vec![Block::Plain(text)], vec![row])
}

/// Asks which of these files, with the topics of their entries, an entry is to stand in.
pub fn files(
    language: Language,
    turn: TurnId,
    entry: &Entry,
    files: &[(String, Option<String>)],
) -> Said {
    if files.is_empty() {
        let none = say(
            language,
            "没有别的文件可以移过去。",
            "There is no other file to move it to.",
        );
        return (vec![Block::Plain(none)], Vec::new());
    }
    let text = match language {
        Language::Zh => format!("把条目 {} 移到哪个文件？之后可以撤销。", entry.id),
        Language::En => format!(
            "Which file is the entry {} to stand in? It can be undone.",
            entry.id
        ),
    };
    let rows = files.iter().enumerate().map(|(pick, (name, topic))| {
        let label = match topic {
            Some(topic) => format!("📁 {topic} · {name}"),
            None => format!("📁 {name}"),
        };
        let label = label.chars().take(LABEL_CHARS).collect();
        vec![button(label, turn, AdminStep::MoveTo, pick)]
    });
    let mut rows: Vec<Vec<Button>> = rows.collect();
    let keep = say(language, "« 不移", "« Leave it there");
    rows.push(vec![button(keep, turn, AdminStep::Entry, 0)]);
    (vec![Block::Plain(text)], rows)
}

/// When and where an entry is given, as its file says it.
fn conditions(conditions: &Conditions) -> Vec<String> {
    let days = [
        ("valid_from", conditions.valid_from),
        ("valid_until", conditions.valid_until),
        ("review_by", conditions.review_by),
    ];
    let days = days
        .into_iter()
        .filter_map(|(key, day)| Some(format!("{key}: {}", day?)));
    let places = [
        ("only_in", &conditions.only_in),
        ("not_in", &conditions.not_in),
    ];
    let places = places
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(key, names)| format!("{key}: {}", names.join(", ")));
    days.chain(places).collect()
}

/// Asks what a field is to say; its text now stands there to be copied.
pub fn field_prompt(language: Language, turn: TurnId, field: EntryField, now: &str) -> Said {
    let name = name(language, field);
    let how = match field {
        EntryField::AnswerEn | EntryField::AnswerZh => say(
            language,
            "把新的答案发给我，可以用 Markdown。",
            "Send me the new answer; Markdown is fine.",
        ),
        EntryField::QuestionsEn | EntryField::QuestionsZh => say(
            language,
            "把所有问法发给我，一行一个，第一行是标题。",
            "Send me all phrasings, one a line; the first is the title.",
        ),
        EntryField::Link => say(language, "把新的链接发给我。", "Send me the new address."),
        EntryField::Keywords => say(
            language,
            "把所有关键词发给我，一行一个。",
            "Send me all keywords, one a line.",
        ),
    };
    let mut blocks = vec![Block::Plain(format!("{name}: {how}"))];
    if !now.is_empty() {
        blocks.push(Block::Plain(say(language, "现在是：", "Now it says:")));
        blocks.push(Block::Code(now.to_owned()));
    }
    let mut row = Vec::new();
    if !now.is_empty() {
        let label = say(language, "清空", "Leave it empty");
        row.push(button(label, turn, AdminStep::Skip, 0));
    }
    let cancel = say(language, "取消", "Cancel");
    row.push(button(cancel, turn, AdminStep::Cancel, 0));
    (blocks, vec![row])
}

/// That the other language says what it said, with the way to change it, too.
pub fn other_language(language: Language, turn: TurnId, field: EntryField) -> (Block, Vec<Button>) {
    let name = name(language, field);
    let said = match language {
        Language::Zh => format!("⚠️ {name}没有改，需要一起改吗？"),
        Language::En => format!("⚠️ {name} still says what it said. Change it, too?"),
    };
    let at = EntryField::ALL.iter().position(|one| *one == field);
    let label = format!("✏️ {name}");
    let row = vec![button(
        label,
        turn,
        AdminStep::EditField,
        at.unwrap_or_default(),
    )];
    (Block::Plain(said), row)
}

/// What was changed lately, latest first; `who` names people.
pub fn history(language: Language, edits: &[Edit], who: impl Fn(&Edit) -> String) -> Block {
    if edits.is_empty() {
        return Block::Plain(say(
            language,
            "还没有在聊天或管理页面里改过什么。",
            "Nothing was changed in the chat or on the admins' page yet.",
        ));
    }
    let lines = edits
        .iter()
        .map(|edit| history_line(language, edit, &who(edit)));
    Block::Plain(lines.collect::<Vec<_>>().join("\n"))
}

/// One change in a line: when, of what, by whom.
pub fn history_line(language: Language, edit: &Edit, who: &str) -> String {
    let of_day = edit.at_seconds.rem_euclid(86_400);
    let (hour, minute) = (of_day / 3600, of_day % 3600 / 60);
    let what = edit.entry.as_ref().map_or("-", EntryId::as_str);
    let undone = match edit.undone {
        true => say(language, "（已撤销）", " (undone)"),
        false => String::new(),
    };
    format!(
        "{} {hour:02}:{minute:02} UTC · {what} · {} · {who}{undone}",
        date(edit.at_seconds),
        edit.patch.files(),
    )
}

fn name(language: Language, field: EntryField) -> String {
    match field {
        EntryField::AnswerEn => say(language, "英文答案", "English answer"),
        EntryField::AnswerZh => say(language, "中文答案", "Chinese answer"),
        EntryField::QuestionsEn => say(language, "英文问法", "English phrasings"),
        EntryField::QuestionsZh => say(language, "中文问法", "Chinese phrasings"),
        EntryField::Link => say(language, "链接", "Link"),
        EntryField::Keywords => say(language, "关键词", "Keywords"),
    }
}
