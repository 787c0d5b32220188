//! What a change of the FAQ came to, in words and buttons.

use crate::admin::wording::phrases::{SHOWN, many, rest, say};
use crate::admin::wording::refusal::{not_written, refused};
use crate::admin::wording::report::{details, failures};
use crate::admin::{NotWritten, Patch, ReloadResult, Report};
use crate::faq::Diagnostic;
use crate::lint::Gate;
use crate::model::incoming::TurnId;
use crate::model::reply::{AdminStep, Block, Button, Choice};
use crate::text::Language;
use crate::translation;

/// What was attempted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminAction {
    /// Reading the files again, asked for.
    Reload,
    /// The same over failing tests.
    Force,
    /// The same because the files changed.
    Watch,
    /// Reading the files at the start.
    Start,
    /// Going back to the version before.
    Rollback,
    /// A change made in the chat.
    Edit,
    /// Taking such a change back.
    Undo,
    /// Asking the tests that are far from a change, once it answers.
    Tests,
}

/// Says what `action` came to, with the buttons that belong below it; `turn` is the turn that says it.
pub fn reload_result(
    language: Language,
    action: AdminAction,
    turn: TurnId,
    result: &ReloadResult,
) -> (Vec<Block>, Vec<Vec<Button>>) {
    match result {
        ReloadResult::Taken(report) => taken(language, action, turn, report),
        ReloadResult::Unchanged { entries } => {
            let buttons = match action {
                AdminAction::Edit => undo_and_list(language, turn),
                _ => Vec::new(),
            };
            (vec![unchanged(language, action, *entries)], buttons)
        }
        ReloadResult::Broken(found) => (broken(language, action, found), Vec::new()),
        ReloadResult::Failing { gate, patch } => {
            let mut blocks = failing(language, action, gate);
            blocks.extend(patch.as_ref().map(|patch| Block::Code(patch.unified())));
            let force = say(language, "仍然采用", "Take it anyway");
            let buttons = match action {
                AdminAction::Reload | AdminAction::Watch => {
                    vec![vec![Button::choose(force, step(turn, AdminStep::Force))]]
                }
                _ => Vec::new(),
            };
            (blocks, buttons)
        }
        ReloadResult::Offered { patch, report, why } => {
            (offered(language, patch, report, *why), Vec::new())
        }
        ReloadResult::Refused(refusal) => {
            (vec![Block::Plain(refused(language, refusal))], Vec::new())
        }
    }
}

fn taken(
    language: Language,
    action: AdminAction,
    turn: TurnId,
    report: &Report,
) -> (Vec<Block>, Vec<Vec<Button>>) {
    let (zh, en) = match action {
        AdminAction::Reload | AdminAction::Force => ("FAQ 已重新加载", "FAQ reloaded"),
        AdminAction::Watch | AdminAction::Start | AdminAction::Tests => (
            "FAQ 文件有变化，已重新加载",
            "The FAQ's files changed: reloaded",
        ),
        AdminAction::Rollback => ("已回到上一个版本", "Back to the version before"),
        AdminAction::Edit => ("已写入并生效", "Written, and in use"),
        AdminAction::Undo => ("已撤销", "Taken back"),
    };
    let title = match language {
        Language::Zh => format!("{zh}：{} 个条目", report.entries),
        Language::En => format!("{en}: {}", entries(report.entries)),
    };
    let mut blocks = vec![Block::Title(title)];
    blocks.extend(details(language, report));
    if let (AdminAction::Edit | AdminAction::Undo, Some(patch)) = (action, &report.patch) {
        blocks.push(Block::Code(patch.unified()));
    }
    if action == AdminAction::Rollback {
        blocks.push(Block::Plain(say(
            language,
            "磁盘上的文件没有改动；下一次 /reload 会重新采用磁盘上的文件。重启后仍保持此版本，直到文件改变或 /reload。",
            "The files on disk are unchanged: the next /reload takes them again. Until then, or until \
             they change, this version stays, over a restart too.",
        )));
    }
    let buttons = match action {
        AdminAction::Edit => undo_and_list(language, turn),
        AdminAction::Reload | AdminAction::Force if !report.change.is_empty() => {
            vec![vec![Button::choose(
                say(language, "↩️ 回到上一版本", "↩️ Roll back"),
                step(turn, AdminStep::Rollback),
            )]]
        }
        _ => Vec::new(),
    };
    (blocks, buttons)
}

fn step(turn: TurnId, step: AdminStep) -> Choice {
    Choice::Admin {
        turn,
        step,
        item: 0,
        pick: 0,
    }
}

fn undo_and_list(language: Language, turn: TurnId) -> Vec<Vec<Button>> {
    vec![vec![
        Button::choose(
            say(language, "↩️ 撤销", "↩️ Undo"),
            step(turn, AdminStep::Undo),
        ),
        Button::choose(
            say(language, "« 列表", "« List"),
            step(turn, AdminStep::List),
        ),
    ]]
}

/// A change that was not written: what it would be.
fn offered(
    language: Language,
    patch: &Patch,
    report: &Report,
    why: Option<NotWritten>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(why) = why {
        blocks.push(Block::Title(say(
            language,
            "测试通过；请自行应用此补丁",
            "The tests pass; this patch is yours to apply",
        )));
        blocks.push(Block::Plain(not_written(language, why)));
    }
    blocks.push(Block::Code(patch.unified()));
    blocks.extend(details(language, report));
    if why.is_some() {
        blocks.push(Block::Plain(say(
            language,
            "存为文件，在 FAQ 文件夹里执行 patch -p1 < 文件（或 git apply），然后 /reload。",
            "Save it to a file, run patch -p1 < FILE in the FAQ's folder (or git apply), then /reload.",
        )));
    }
    blocks
}

fn unchanged(language: Language, action: AdminAction, entries: usize) -> Block {
    let (zh, en) = match action {
        AdminAction::Rollback => ("已经回到上一个版本", "Already back at the version before"),
        AdminAction::Edit => ("已经写入", "Already written"),
        AdminAction::Undo => ("已经撤销", "Already taken back"),
        _ => ("文件没有变化", "Nothing changed in the files"),
    };
    Block::Plain(match language {
        Language::Zh => format!("{zh}：{entries} 个条目。"),
        Language::En => format!("{en}: {}.", self::entries(entries)),
    })
}

fn broken(language: Language, action: AdminAction, found: &[Diagnostic]) -> Vec<Block> {
    let count = found.len();
    let title = match language {
        Language::Zh => format!("{}：{count} 个错误", not_done(language, action)),
        Language::En => format!("{}: {}", not_done(language, action), many(count, "error")),
    };
    let shown = found.iter().take(SHOWN);
    let mut text: Vec<String> = shown.map(|one| translation::told(one, language)).collect();
    let more = rest(language, count, SHOWN);
    if !more.is_empty() {
        text.push(more.trim().to_owned());
    }
    vec![
        Block::Title(title),
        Block::Code(text.join("\n")),
        match action {
            AdminAction::Start => Block::Plain(say(
                language,
                "上次采用的版本正在回答。文件修好后会自动采用。",
                "The version accepted last answers. Fix the files: they are taken as soon as they load.",
            )),
            _ => still_answering(language),
        },
    ]
}

fn failing(language: Language, action: AdminAction, gate: &Gate) -> Vec<Block> {
    let failed = gate.failures.iter().filter(|one| one.is_error()).count();
    let title = match language {
        Language::Zh => format!(
            "{}：{} 个测试中 {failed} 个失败",
            not_done(language, action),
            gate.asked
        ),
        Language::En => format!(
            "{}: {failed} of {} tests fail",
            not_done(language, action),
            gate.asked
        ),
    };
    let mut blocks = vec![Block::Title(title)];
    blocks.extend(failures(language, gate));
    if action == AdminAction::Tests {
        blocks.push(Block::Plain(say(
            language,
            "改动后的 FAQ 仍在回答；用 /rollback 可以回到上一个版本。",
            "The changed FAQ keeps answering; /rollback goes back to the version before.",
        )));
        return blocks;
    }
    blocks.push(still_answering(language));
    if action == AdminAction::Reload {
        blocks.push(Block::Plain(say(
            language,
            "用 /reload force 可以不顾测试采用。",
            "/reload force takes it over failing tests.",
        )));
    }
    blocks
}

fn entries(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        _ => format!("{count} entries"),
    }
}

fn not_done(language: Language, action: AdminAction) -> String {
    let (zh, en) = match action {
        AdminAction::Rollback => ("没有回退", "Not rolled back"),
        AdminAction::Edit => ("没有写入", "Not written"),
        AdminAction::Undo => ("没有撤销", "Not taken back"),
        AdminAction::Tests => (
            "改动已生效，但运行其余测试后",
            "The change is in use, but of all tests",
        ),
        AdminAction::Watch => (
            "文件有变化，但没有加载",
            "The files changed, but were not reloaded",
        ),
        AdminAction::Start => (
            "已启动，但 FAQ 文件无法加载",
            "Started, but the FAQ's files do not load",
        ),
        AdminAction::Reload | AdminAction::Force => ("没有重新加载", "Not reloaded"),
    };
    say(language, zh, en)
}

fn still_answering(language: Language) -> Block {
    Block::Plain(say(
        language,
        "原来的 FAQ 仍在回答。",
        "The FAQ before keeps answering.",
    ))
}
