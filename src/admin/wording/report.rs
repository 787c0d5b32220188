//! What a version of the FAQ changes, in words: its entries, its tests, the answers that differ.

use crate::admin::Report;
use crate::admin::wording::phrases::{SHOWN, decision, ids, many, quoted, rest, say};
use crate::lint::{Failure, Gate};
use crate::model::reply::Block;
use crate::text::Language;
use crate::translation;

/// What changed, the tests, the answers that differ.
pub(crate) fn details(language: Language, report: &Report) -> Vec<Block> {
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
    lines.push(match language {
        Language::Zh => format!("版本 {}", report.revision),
        Language::En => format!("version {}", report.revision),
    });
    let mut blocks = vec![Block::Plain(lines.join("\n"))];
    if !report.gate.passed() {
        blocks.push(Block::Quote(failures(language, &report.gate)));
    }
    blocks.extend(warnings(language, report));
    blocks.extend(differing(language, report));
    blocks
}

/// How many warnings there are, and below it, folded, the first of them.
fn warnings(language: Language, report: &Report) -> Vec<Block> {
    let count = report.warnings.len();
    if count == 0 {
        return Vec::new();
    }
    let head = match language {
        Language::Zh => format!("{count} 个警告："),
        Language::En => format!("{}:", many(count, "warning")),
    };
    let shown = report.warnings.iter().take(SHOWN);
    let lines: Vec<String> = shown.map(|one| translation::told(one, language)).collect();
    let mut folded = vec![Block::Code(lines.join("\n"))];
    let more = rest(language, count, SHOWN);
    if !more.is_empty() {
        folded.push(Block::Plain(more.trim().to_owned()));
    }
    vec![Block::Plain(head), Block::Quote(folded)]
}

fn tests(language: Language, gate: &Gate) -> String {
    let failed = gate.failures.iter().filter(|one| one.is_error()).count();
    let passed = gate.asked - failed;
    let asked = match (language, failed) {
        (Language::Zh, 0) => format!("测试全部通过：{passed}"),
        (Language::En, 0) => format!("tests passed: {passed}"),
        (Language::Zh, _) => format!("测试：{passed} 个通过，{failed} 个失败"),
        (Language::En, _) => format!("tests: {passed} passed, {failed} failed"),
    };
    match (language, gate.left) {
        (_, 0) => asked,
        (Language::Zh, left) => format!("{asked}（另有 {left} 个与改动无关，稍后运行）"),
        (Language::En, left) => format!("{asked} ({left} far from the change run soon)"),
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

/// The tests that fail, one a block.
pub(crate) fn failures(language: Language, gate: &Gate) -> Vec<Block> {
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
    let why = translation::sentence(&failure.why(), language);
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
