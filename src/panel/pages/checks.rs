//! What the FAQ's own tests and `wenda check` say of the files on disk.

use maud::{Markup, html};

use super::layout;
use crate::panel::reads::Findings;
use crate::panel::view::{Made, View};
use crate::panel::wording;
use crate::translation;

/// Findings that are shown; a page of more is not read.
const SHOWN: usize = 200;

pub fn page(view: &View<'_>) -> Made {
    let given = view.panel.reads.findings();
    let content = match (&given.value, given.is_working) {
        (Some(findings), false) => findings_of(view, findings),
        _ => layout::working(view, "/checks", "findings"),
    };
    Ok(layout::page(view, wording::CHECKS, content))
}

fn findings_of(view: &View<'_>, findings: &Findings) -> Markup {
    let failed = findings
        .gate
        .failures
        .iter()
        .filter(|one| one.is_error())
        .count();
    html! {
        section #findings {
            p.soft { (view.t(wording::OF_FILES)) ": " (findings.entries) " " (view.t(wording::ENTRIES)) }
            @if failed > 0 {
                p.bad { "✗ " (failed) " " (view.t(wording::TESTS_FAILED)) }
            } @else if findings.entries > 0 {
                p.good { "✓ " (findings.gate.asked) " " (view.t(wording::TESTS_PASSED)) }
            }
            @if findings.found.is_empty() { p.good { "✓ " (view.t(wording::NO_FINDINGS)) } }
            ul.list {
                @for one in findings.found.iter().take(SHOWN) {
                    li {
                        @if one.is_error() { span.tag.bad { (view.t(wording::ERROR)) } }
                        @else { span.tag.warn { (view.t(wording::WARNING)) } }
                        " " (translation::sentence(&one.message, view.language()))
                        br; span.soft { (one.place) @if let Some(help) = &one.help { " · " (translation::sentence(help, view.language())) } }
                    }
                }
            }
            @if findings.count > SHOWN {
                p.soft { (SHOWN) " / " (findings.count) ". " (view.t(wording::MORE_FINDINGS)) }
            }
        }
    }
}
