//! How a scenario tells what Wenda did.

use wenda::conversation::{Record, Turn, TurnKind};
use wenda::model::reply::{Action, Button, Delivery, Reply, Way};
use wenda::render::{self, Page};
use wenda::text::Language;

/// What a reply is, in a word or two.
pub fn describe(turn: &Turn, reply: &Reply) -> String {
    match &reply.delivery {
        Delivery::Note { alert: true, .. } => return "alert".into(),
        Delivery::Note { .. } => return "note".into(),
        Delivery::Buttons(_) => return "only the buttons change".into(),
        Delivery::Menu(language) => {
            let language = language.map_or("each person's language", Language::code);
            return format!("command menu in {language}");
        }
        Delivery::GroupMenu { is_ephemeral: true } => {
            return "command menu of the group: nobody else sees a command".into();
        }
        Delivery::GroupMenu { .. } => return "command menu of the group".into(),
        Delivery::Articles(_) => return "articles".into(),
        Delivery::Elsewhere(elsewhere) => {
            return match &elsewhere.way {
                Way::Topic(name) => format!("new topic {name}"),
                _ => "says".into(),
            };
        }
        _ => {}
    }
    for record in &turn.records {
        match record {
            Record::Turn(past) => {
                let best = past.candidates.first().map_or("", |(id, _)| id.as_str());
                return match past.kind {
                    TurnKind::Answered | TurnKind::Opened => format!("answer {best}"),
                    TurnKind::Suggested => "suggest".into(),
                    TurnKind::Unanswered => "none".into(),
                    TurnKind::Repeated => format!("points to {best}"),
                    TurnKind::Smalltalk => "small talk".into(),
                    TurnKind::Command => "says".into(),
                };
            }
            Record::Opened { entry, .. } => return format!("shows {entry}"),
            _ => {}
        }
    }
    "says".into()
}

/// The words and buttons, quoted.
pub fn body(reply: &Reply, pages: &[Page]) -> Vec<String> {
    let mut lines = Vec::new();
    match &reply.delivery {
        Delivery::Note { .. } => lines.push(render::note(reply)),
        Delivery::Articles(articles) => {
            for article in &articles.articles {
                lines.push(format!("- {}: {}", article.title, article.description));
            }
            if let Some((words, parameter)) = &articles.start {
                lines.push(format!("[{words}] starts with `{parameter}`"));
            }
        }
        _ => {
            for (number, page) in pages.iter().enumerate() {
                if number > 0 {
                    lines.push("(next message)".into());
                }
                lines.extend(page.image.iter().map(|image| format!("(picture {image})")));
                let links_are_told = matches!(reply.delivery, Delivery::Guest(_));
                let html = match links_are_told {
                    true => told_links(&page.html),
                    false => page.html.to_string(),
                };
                lines.extend(render::without_markup(&html).lines().map(str::to_owned));
                lines.extend(page.buttons.iter().map(|row| {
                    let row: Vec<String> = row.iter().map(button).collect();
                    row.join(" ")
                }));
            }
        }
    }
    lines
        .into_iter()
        .map(|line| format!("> {line}").trim_end().to_owned())
        .collect()
}

/// The text with its links as `[words](address)`.
fn told_links(html: &str) -> String {
    let mut told = String::new();
    let mut rest = html;
    while let Some((before, link)) = rest.split_once("<a href=\"") {
        told.push_str(before);
        let (url, after) = link.split_once("\">").unwrap_or((link, ""));
        let (words, after) = after.split_once("</a>").unwrap_or((after, ""));
        told.push_str(&format!("[{words}]({url})"));
        rest = after;
    }
    told + rest
}

fn button(button: &Button) -> String {
    let Button { label, action } = button;
    match action {
        Action::Open(url) | Action::App(url) => format!("[{label}]({url})"),
        Action::GoTo(_) => format!("[{label}](the earlier answer)"),
        Action::Choose(_) => format!("[{label}]"),
    }
}
