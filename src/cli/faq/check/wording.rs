//! What `wenda check` says around its findings, in English and Chinese.

use crate::text::Language;

/// That more findings of a kind are not printed.
pub(super) fn more_of_a_kind(count: usize, code: &str, language: Language) -> String {
    match language {
        Language::En => format!(
            "warning: {count} more like these (`{code}`)\n  help: `wenda check --all` prints every one"
        ),
        Language::Zh => format!(
            "警告: 还有 {count} 处同类问题（`{code}`）\n  办法: `wenda check --all` 会全部列出"
        ),
    }
}

/// That `--watch` waits.
pub(super) fn waiting(language: Language) -> &'static str {
    match language {
        Language::En => "waiting for a file to be saved; Ctrl-C ends",
        Language::Zh => "等待文件保存；按 Ctrl-C 结束",
    }
}

/// That `--watch` goes on.
pub(super) fn checking_again(language: Language) -> &'static str {
    match language {
        Language::En => "\nchecking again",
        Language::Zh => "\n重新检查",
    }
}

/// That web addresses are being asked.
pub(super) fn asking_links(count: usize, language: Language) -> String {
    match language {
        Language::En => format!("checking {}", plural(count, "link", "links")),
        Language::Zh => format!("正在检查 {count} 个链接"),
    }
}

/// What a check looked at and what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) entries: usize,
    pub(super) phrasings: usize,
    pub(super) tests: usize,
    /// Web addresses, where they were asked.
    pub(super) links: Option<usize>,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// The last line: what was looked at and what was found.
pub(super) fn totals(report: Totals, language: Language) -> String {
    let Totals {
        errors, warnings, ..
    } = report;
    let mut line = String::new();
    if report.entries > 0 {
        let mut seen = match language {
            Language::En => vec![
                plural(report.entries, "entry", "entries"),
                plural(report.phrasings, "phrasing", "phrasings"),
                plural(report.tests, "test", "tests"),
            ],
            Language::Zh => vec![
                format!("{} 个条目", report.entries),
                format!("{} 种问法", report.phrasings),
                format!("{} 个测试", report.tests),
            ],
        };
        if let Some(links) = report.links {
            seen.push(match language {
                Language::En => plural(links, "link", "links"),
                Language::Zh => format!("{links} 个链接"),
            });
        }
        line = match language {
            Language::En => format!("{}: ", seen.join(", ")),
            Language::Zh => format!("{}：", seen.join("，")),
        };
    }
    line + &match (language, errors + warnings) {
        (Language::En, 0) => "nothing to complain about".to_owned(),
        (Language::Zh, 0) => "没有问题".to_owned(),
        (Language::En, _) => format!(
            "{}, {}",
            plural(errors, "error", "errors"),
            plural(warnings, "warning", "warnings")
        ),
        (Language::Zh, _) => format!("{errors} 个错误，{warnings} 个警告"),
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
