//! What waits in a store, wherever that is.

use crate::cli::common::output::count;
use crate::cli::service::doctor::finding::Finding;
use crate::store::Queues;

/// A question that has waited longer than this while nothing runs is worth a word, in seconds.
const LONG_WAIT_SECONDS: i64 = 120;

/// A store's numbers in words, behind what it is (`what`).
pub fn words(what: &str, turns: u64, queues: &Queues, is_in_use: bool) -> String {
    format!(
        "{what}, {}, {} and {} waiting{}",
        count(turns, "turn"),
        count(queues.updates, "update"),
        count(queues.messages, "message"),
        if is_in_use {
            ", in use by a running Wenda"
        } else {
            ""
        }
    )
}

/// Whether somebody waits although nothing runs; `words` say what was found.
pub fn finding(
    about: &'static str,
    words: String,
    queues: &Queues,
    is_in_use: bool,
    now_seconds: i64,
) -> Finding {
    let waits = queues
        .oldest_update_at
        .map_or(0, |since| now_seconds - since);
    if waits > LONG_WAIT_SECONDS && !is_in_use {
        let fix = format!("start `wenda run`: somebody has waited for {waits} s");
        return Finding::note(about, words, fix);
    }
    Finding::ok(about, words)
}
