//! A reply as lines for a terminal: styles as colours, buttons as numbers to type.

use anstyle::{AnsiColor, Style as Ansi};

use super::blocks;
use super::flow::Run;
use super::wrap;
use crate::model::reply::{Action, Button, Reply};

/// The lines that show `reply`, none wider than `width` columns where a word fits there; the bar of a
/// quotation stands before each of its lines.
pub fn wrapped(reply: &Reply, colour: bool, width: usize) -> String {
    let mut shown = String::new();
    for line in lines(reply, colour).split_inclusive('\n') {
        wrap::line(&mut shown, line, width);
    }
    shown
}

/// The lines that show `reply`; buttons count from 1 in the order of [`pressable`]. Without
/// `colour` there is no escape sequence in it.
pub fn lines(reply: &Reply, colour: bool) -> String {
    let flow = blocks::flow(&reply.blocks);
    let mut shown = String::new();
    let mut at_line_start = true;
    let mut in_quote = false;
    for run in flow.runs() {
        if run.style.quote.is_some() && !in_quote && !shown.is_empty() {
            shown.push('\n');
        }
        if run.style.quote.is_none() && in_quote && at_line_start {
            shown.push('\n');
        }
        in_quote = run.style.quote.is_some();
        let style = if colour { ansi(run) } else { Ansi::new() };
        for line in run.text.split_inclusive('\n') {
            if at_line_start && run.style.quote.is_some() {
                shown.push_str(wrap::BAR);
            }
            if at_line_start && run.style.pre.is_some() {
                shown.push_str("    ");
            }
            let words = line.trim_end_matches('\n');
            shown.push_str(&format!("{style}{words}{style:#}"));
            at_line_start = line.ends_with('\n');
            if at_line_start {
                shown.push('\n');
            }
        }
        if let Some(url) = &run.style.link
            && !run.text.contains("://")
            && *url != run.text
        {
            shown.push_str(&format!(" ({url})"));
        }
    }
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    if let Some(image) = &reply.image {
        shown.push_str(&format!("🖼  {image}\n"));
    }
    if !shown.is_empty() && !reply.choices.is_empty() {
        shown.push('\n');
    }
    let mut number = 0;
    for button in reply.choices.iter().flatten() {
        let words = &button.label;
        match &button.action {
            Action::Open(url) | Action::App(url) => shown.push_str(&format!("{words}: {url}\n")),
            Action::GoTo(_) => {}
            Action::Choose(_) => {
                number += 1;
                let style = if colour {
                    AnsiColor::Cyan.on_default()
                } else {
                    Ansi::new()
                };
                shown.push_str(&format!("{style}[{number}]{style:#} {words}\n"));
            }
        }
    }
    shown
}

/// The buttons that a number presses, in order.
pub fn pressable(reply: &Reply) -> Vec<&Button> {
    reply
        .choices
        .iter()
        .flatten()
        .filter(|button| matches!(button.action, Action::Choose(_)))
        .collect()
}

fn ansi(run: &Run) -> Ansi {
    let mut style = Ansi::new();
    if run.style.code || run.style.pre.is_some() {
        style = style.fg_color(Some(AnsiColor::Yellow.into()));
    }
    if run.style.link.is_some() {
        style = style.fg_color(Some(AnsiColor::Blue.into())).underline();
    }
    if run.style.bold {
        style = style.bold();
    }
    if run.style.italic {
        style = style.italic();
    }
    if run.style.strike {
        style = style.strikethrough();
    }
    style
}
