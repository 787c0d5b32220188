//! `wenda history`: what was changed of the FAQ in the chat and on the admins' page.

use crate::admin::Edit;
use crate::admin::wording::history_line;
use crate::cli::common::terminal_language;
use crate::cli::common::{Common, Exit, output, settings};
use crate::cli::store_commands::stats::open;

/// How many changes, and how.
#[derive(Debug, clap::Args)]
pub struct HistoryArgs {
    /// Print each change as one JSON object a line
    #[arg(long)]
    json: bool,
    /// Print so many changes, the latest
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    count: u32,
}

/// Prints the changes, the latest first.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub fn run(common: &Common, args: &HistoryArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let store = open(&config)?;
    let key = store.person_key();
    // People are kept as hashes: only those whom the configuration names have a number.
    let who = |edit: &Edit| {
        let by = edit.by.as_ref()?;
        let mut admins = config.telegram.admins.iter();
        admins.find(|id| key.person(**id) == *by).copied()
    };
    let mut text = String::new();
    for edit in store.latest_edits(args.count)? {
        text.push_str(&match args.json {
            true => serde_json::json!({
                "at": edit.at_seconds,
                "entry": edit.entry.as_ref().map(|id| id.as_str()),
                "file": edit.patch.file,
                "to": edit.patch.others.first().map(|other| &other.file),
                "by": who(&edit),
                "undone": edit.undone,
            })
            .to_string(),
            false => {
                let who = who(&edit).map_or("-".to_owned(), |id| id.to_string());
                history_line(terminal_language(), &edit, &who)
            }
        });
        text.push('\n');
    }
    output::print(&text)
}
