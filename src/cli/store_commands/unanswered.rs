//! `wenda unanswered`: unanswered questions, from the store, similar ones together.

use std::collections::HashSet;

use crate::admin;
use crate::admin::{Asked, ListItem, Unanswered};
use crate::cli::common::terminal_language;
use crate::cli::common::{Common, Exit, output, settings};
use crate::cli::store_commands::stats::open;
use crate::ops::clock;
use crate::text::Language;

/// How many questions are looked through, the latest.
const QUESTIONS: u32 = 200_000;

/// Which questions, and how.
#[derive(Debug, clap::Args)]
pub struct UnansweredArgs {
    /// Print each group as one JSON object a line
    #[arg(long)]
    json: bool,
    /// Look back so many days instead of as far as questions are kept
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
}

/// Prints the groups, the most frequent first.
///
/// # Errors
/// When there is no store, or the FAQ does not load.
pub fn run(common: &Common, args: &UnansweredArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let store = open(&config)?;
    let knowledge = settings::knowledge(&config)?;
    let days = args.days.unwrap_or(config.privacy.retention_days);
    let since = clock::unix_seconds() - i64::from(days) * 86_400;
    let asked = store.asked(since, QUESTIONS)?;
    let unanswered: Vec<Unanswered> = asked.iter().filter_map(Asked::unanswered).collect();
    let ignored: HashSet<String> = store.ignored()?.into_iter().collect();
    let groups = admin::clusters(
        &unanswered,
        &knowledge,
        &settings::thresholds(&config),
        &ignored,
    );
    let language = terminal_language();
    let mut text = String::new();
    for group in &groups {
        match args.json {
            true => text.push_str(&format!("{}\n", json(group))),
            false => text.push_str(&in_words(language, group)),
        }
    }
    if groups.is_empty() && !args.json {
        text.push_str(match language {
            Language::Zh => "没有遗留的问题。\n",
            Language::En => "Nothing was left unanswered.\n",
        });
    }
    output::print(&text)
}

fn json(group: &ListItem) -> serde_json::Value {
    let near = |(id, score): &(_, f64)| serde_json::json!({"id": id, "score": score});
    serde_json::json!({
        "question": group.text,
        "count": group.count,
        "not_helpful": group.not_helpful,
        "wordings": group.wordings,
        "others": group.others,
        "other_side": group.other_side,
        "nearest": group.nearest.iter().map(near).collect::<Vec<_>>(),
    })
}

fn in_words(language: Language, group: &ListItem) -> String {
    let mut text = format!("{:>5}×  {}\n", group.count, group.text);
    for other in &group.others {
        text.push_str(&format!("        {other}\n"));
    }
    let nearest: Vec<String> = group
        .nearest
        .iter()
        .map(|(id, score)| format!("{id} {score:.2}"))
        .collect();
    if !nearest.is_empty() {
        let head = match language {
            Language::Zh => "最接近",
            Language::En => "nearest",
        };
        if !group.other_side.is_empty() {
            let asked = &group.other_side;
            text.push_str(&match language {
                Language::Zh => format!("        问的是另一面：{asked}\n"),
                Language::En => format!("        asked for the other side: {asked}\n"),
            });
        }
        text.push_str(&format!("        {head}: {}\n", nearest.join(", ")));
    }
    text
}
