//! What an attempt to change the FAQ came to, in words and buttons.

use super::words::{decision, ids, many, quoted, rest, say};
use crate::faq::Diagnostic;
use crate::lint::{Failure, Gate};
use crate::owner::{Attempt, NotWritten, Patch, Refusal, Report};
use crate::question::TurnId;
use crate::reply::{Block, Button, Choice, OwnerStep};
use crate::text::Language;

/// How many findings, failures or differing answers are shown.
const SHOWN: usize = 10;

/// What was attempted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Reading the files again, asked for.
    Reload,
    /// The same over failing tests.
    Force,
    /// The same because the files changed.
    Watch,
    /// Going back to the version before.
    Rollback,
    /// A change made in the chat.
    Edit,
    /// Taking such a change back.
    Undo,
}

/// Says what `deed` came to, with the buttons that belong below it; `turn` is the turn that says it.
pub fn attempt(
    language: Language,
    deed: Deed,
    turn: TurnId,
    came_to: &Attempt,
) -> (Vec<Block>, Vec<Vec<Button>>) {
    let owner = |step| Choice::Owner {
        turn,
        step,
        item: 0,
        pick: 0,
    };
    match came_to {
        Attempt::Taken(report) => taken(language, deed, turn, report),
        Attempt::Unchanged { entries } => {
            let buttons = match deed {
                Deed::Edit => undo_and_list(language, turn),
                _ => Vec::new(),
            };
            (vec![unchanged(language, deed, *entries)], buttons)
        }
        Attempt::Broken(found) => (broken(language, deed, found), Vec::new()),
        Attempt::Failing { gate, patch } => {
            let mut blocks = failing(language, deed, gate);
            blocks.extend(patch.as_ref().map(|patch| Block::Code(patch.unified())));
            let force = say(language, "仍然采用", "Take it anyway");
            let buttons = match deed {
                Deed::Reload | Deed::Watch => {
                    vec![vec![Button::choose(force, owner(OwnerStep::Force))]]
                }
                _ => Vec::new(),
            };
            (blocks, buttons)
        }
        Attempt::Offered { patch, report, why } => {
            (offered(language, patch, report, *why), Vec::new())
        }
        Attempt::Refused(refusal) => (vec![Block::Plain(refused(language, refusal))], Vec::new()),
    }
}

fn taken(
    language: Language,
    deed: Deed,
    turn: TurnId,
    report: &Report,
) -> (Vec<Block>, Vec<Vec<Button>>) {
    let (zh, en) = match deed {
        Deed::Reload | Deed::Force => ("FAQ 已重新加载", "FAQ reloaded"),
        Deed::Watch => (
            "FAQ 文件有变化，已重新加载",
            "The FAQ's files changed: reloaded",
        ),
        Deed::Rollback => ("已回到上一个版本", "Back to the version before"),
        Deed::Edit => ("已写入并生效", "Written, and in use"),
        Deed::Undo => ("已撤销", "Taken back"),
    };
    let title = match language {
        Language::Zh => format!("{zh}：{} 个条目", report.entries),
        Language::En => format!("{en}: {}", entries(report.entries)),
    };
    let mut blocks = vec![Block::Title(title)];
    blocks.extend(details(language, report));
    if let (Deed::Edit | Deed::Undo, Some(patch)) = (deed, &report.patch) {
        blocks.push(Block::Code(patch.unified()));
    }
    if deed == Deed::Rollback {
        blocks.push(Block::Plain(say(
            language,
            "磁盘上的文件没有改动；下一次 /reload 会重新采用磁盘上的文件。重启后仍保持此版本，直到文件改变或 /reload。",
            "The files on disk are unchanged: the next /reload takes them again. Until then, or until \
             they change, this version stays, over a restart too.",
        )));
    }
    let choice = |step| Choice::Owner {
        turn,
        step,
        item: 0,
        pick: 0,
    };
    let buttons = match deed {
        Deed::Edit => undo_and_list(language, turn),
        Deed::Reload | Deed::Force if !report.change.is_empty() => {
            vec![vec![Button::choose(
                say(language, "↩️ 回到上一版本", "↩️ Roll back"),
                choice(OwnerStep::Rollback),
            )]]
        }
        _ => Vec::new(),
    };
    (blocks, buttons)
}

fn undo_and_list(language: Language, turn: TurnId) -> Vec<Vec<Button>> {
    let choice = |step| Choice::Owner {
        turn,
        step,
        item: 0,
        pick: 0,
    };
    vec![vec![
        Button::choose(say(language, "↩️ 撤销", "↩️ Undo"), choice(OwnerStep::Undo)),
        Button::choose(say(language, "« 列表", "« List"), choice(OwnerStep::List)),
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

/// What changed, the tests, the answers that differ.
fn details(language: Language, report: &Report) -> Vec<Block> {
    let change = &report.change;
    let mut lines = Vec::new();
    for (zh, en, entries) in [
        ("新增", "added", &change.added),
        ("修改", "changed", &change.changed),
        ("删除", "removed", &change.removed),
    ] {
        if !entries.is_empty() {
            let named = ids(language, entries);
            lines.push(match language {
                Language::Zh => format!("{zh} {}：{named}", entries.len()),
                Language::En => format!("{en} {}: {named}", entries.len()),
            });
        }
    }
    if change.shared {
        lines.push(say(
            language,
            "同义词或范围外问题有改动",
            "synonyms or out-of-scope questions changed",
        ));
    }
    if change.is_empty() {
        lines.push(say(language, "内容没有变化", "no change of content"));
    }
    lines.push(tests(language, &report.gate));
    if report.warnings > 0 {
        lines.push(match language {
            Language::Zh => format!("{} 个警告（见 wenda check）", report.warnings),
            Language::En => format!("{} (see wenda check)", many(report.warnings, "warning")),
        });
    }
    lines.push(match language {
        Language::Zh => format!("版本 {}", report.revision),
        Language::En => format!("version {}", report.revision),
    });
    let mut blocks = vec![Block::Plain(lines.join("\n"))];
    if !report.gate.passed() {
        blocks.push(Block::Quote(failures(language, &report.gate)));
    }
    blocks.extend(differing(language, report));
    blocks
}

fn tests(language: Language, gate: &Gate) -> String {
    let failed = gate.failures.iter().filter(|one| one.is_error()).count();
    let passed = gate.asked - failed;
    match (language, failed) {
        (Language::Zh, 0) => format!("测试全部通过：{passed}"),
        (Language::En, 0) => format!("tests passed: {passed}"),
        (Language::Zh, _) => format!("测试：{passed} 个通过，{failed} 个失败"),
        (Language::En, _) => format!("tests: {passed} passed, {failed} failed"),
    }
}

fn differing(language: Language, report: &Report) -> Vec<Block> {
    if report.asked == 0 {
        return Vec::new();
    }
    let (asked, count) = (report.asked, report.differing.len());
    if count == 0 {
        return vec![Block::Plain(match language {
            Language::Zh => format!("最近 {asked} 个真实问题的回答都不变"),
            Language::En => format!("the last {asked} real questions are answered as before"),
        })];
    }
    let head = match language {
        Language::Zh => format!("最近 {asked} 个真实问题中，{count} 个的回答不同了："),
        Language::En => format!("of the last {asked} real questions, {count} get another answer:"),
    };
    let mut lines: Vec<String> = report
        .differing
        .iter()
        .take(SHOWN)
        .map(|one| {
            let question = quoted(language, &one.question);
            let before = decision(language, &one.before);
            let after = decision(language, &one.after);
            format!("{question} {before} → {after}")
        })
        .collect();
    let more = rest(language, count, SHOWN);
    if !more.is_empty() {
        lines.push(more.trim().to_owned());
    }
    let lines = Block::Plain(lines.join("\n"));
    vec![Block::Plain(head), Block::Quote(vec![lines])]
}

fn unchanged(language: Language, deed: Deed, entries: usize) -> Block {
    let (zh, en) = match deed {
        Deed::Rollback => ("已经回到上一个版本", "Already back at the version before"),
        Deed::Edit => ("已经写入", "Already written"),
        Deed::Undo => ("已经撤销", "Already taken back"),
        _ => ("文件没有变化", "Nothing changed in the files"),
    };
    Block::Plain(match language {
        Language::Zh => format!("{zh}：{entries} 个条目。"),
        Language::En => format!("{en}: {}.", self::entries(entries)),
    })
}

fn broken(language: Language, deed: Deed, found: &[Diagnostic]) -> Vec<Block> {
    let count = found.len();
    let title = match language {
        Language::Zh => format!("{}：{count} 个错误", not_done(language, deed)),
        Language::En => format!("{}: {}", not_done(language, deed), many(count, "error")),
    };
    let mut text: Vec<String> = found.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = rest(language, count, SHOWN);
    if !more.is_empty() {
        text.push(more.trim().to_owned());
    }
    vec![
        Block::Title(title),
        Block::Code(text.join("\n")),
        still_answering(language),
    ]
}

fn failing(language: Language, deed: Deed, gate: &Gate) -> Vec<Block> {
    let failed = gate.failures.iter().filter(|one| one.is_error()).count();
    let title = match language {
        Language::Zh => format!(
            "{}：{} 个测试中 {failed} 个失败",
            not_done(language, deed),
            gate.asked
        ),
        Language::En => format!(
            "{}: {failed} of {} tests fail",
            not_done(language, deed),
            gate.asked
        ),
    };
    let mut blocks = vec![Block::Title(title)];
    blocks.extend(failures(language, gate));
    blocks.push(still_answering(language));
    if deed == Deed::Reload {
        blocks.push(Block::Plain(say(
            language,
            "用 /reload force 可以不顾测试采用。",
            "/reload force takes it over failing tests.",
        )));
    }
    blocks
}

fn failures(language: Language, gate: &Gate) -> Vec<Block> {
    let failed: Vec<&Failure> = gate.failures.iter().filter(|one| one.is_error()).collect();
    let mut blocks: Vec<Block> = failed
        .iter()
        .take(SHOWN)
        .map(|one| Block::Plain(failure(language, one)))
        .collect();
    let more = rest(language, failed.len(), SHOWN);
    if !more.is_empty() {
        blocks.push(Block::Plain(more.trim().to_owned()));
    }
    blocks
}

/// The question, what it should reach, what it reaches, and why.
fn failure(language: Language, failure: &Failure) -> String {
    let question = quoted(language, &failure.question);
    let reached = decision(language, &failure.outcome.decision);
    let expected = match &failure.expected {
        Some(entry) => entry.to_string(),
        None => say(language, "无回答", "nothing"),
    };
    let why = failure.why();
    let why = match (language, why.is_empty()) {
        (_, true) => String::new(),
        (Language::Zh, _) => format!("（{why}）"),
        (Language::En, _) => format!(" ({why})"),
    };
    match language {
        Language::Zh => format!("✗ {question} 应为 {expected}，实为 {reached}{why}"),
        Language::En => format!("✗ {question} should reach {expected}, reaches {reached}{why}"),
    }
}

fn entries(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        _ => format!("{count} entries"),
    }
}

fn not_done(language: Language, deed: Deed) -> String {
    let (zh, en) = match deed {
        Deed::Rollback => ("没有回退", "Not rolled back"),
        Deed::Edit => ("没有写入", "Not written"),
        Deed::Undo => ("没有撤销", "Not taken back"),
        Deed::Watch => (
            "文件有变化，但没有加载",
            "The files changed, but were not reloaded",
        ),
        Deed::Reload | Deed::Force => ("没有重新加载", "Not reloaded"),
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

fn not_written(language: Language, why: NotWritten) -> String {
    match why {
        NotWritten::Configured => say(
            language,
            "配置为只给补丁（[faq] edits = \"patch\"）。",
            "The configuration wants patches only ([faq] edits = \"patch\").",
        ),
        NotWritten::Git => say(
            language,
            "FAQ 在 git 工作区中，所以没有写入（[faq] edits = \"write\" 可改变这一点）。",
            "The FAQ lies in a git work tree, so nothing was written ([faq] edits = \"write\" changes that).",
        ),
        NotWritten::ReadOnly => say(
            language,
            "FAQ 文件夹不可写，所以没有写入。",
            "The FAQ's folder cannot be written, so nothing was.",
        ),
    }
}

/// Why something cannot be done.
fn refused(language: Language, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NothingBefore => say(
            language,
            "没有更早的版本可以回退。",
            "There is no version before this one.",
        ),
        Refusal::AnotherSince => say(
            language,
            "之后又换过版本了；要回退现在的版本，请用 /rollback。",
            "Another version has come since; /rollback goes back from the one in use now.",
        ),
        Refusal::RolledBack => say(
            language,
            "现在用的是回退后的版本，磁盘上的文件不是它；此时写入会把被回退的内容带回来。请先改好文件并 /reload。",
            "A version from before answers, and the files on disk are not it: writing now would bring back \
             what was rolled back. Mend the files and /reload first.",
        ),
        Refusal::MovedOn => say(
            language,
            "文件后来又改过，找不到当时的改动了；没有写入。",
            "The file has moved on and the change cannot be found in it any more; nothing was written.",
        ),
        Refusal::UndoneBefore => say(language, "已经撤销过了。", "That was taken back before."),
        Refusal::Forgotten => say(
            language,
            "这个列表太旧了，请重新发送 /unanswered。",
            "This is too old to act on: send /unanswered again.",
        ),
        Refusal::EntryGone => say(
            language,
            "这个条目已经不在了。",
            "That entry is not there any more.",
        ),
        Refusal::NotEditable(why) => match language {
            Language::Zh => format!("没有写入：{why}"),
            Language::En => format!("Not written: {why}"),
        },
        Refusal::Disk(why) => match language {
            Language::Zh => format!("没有写入，磁盘报错：{why}"),
            Language::En => format!("Not written, the disk refused: {why}"),
        },
    }
}
