//! Names in a finding: a few, and how many more there are.

/// Most entries that a note names.
const NAMED: usize = 5;

/// These names, the first few by themselves.
pub(super) fn list(named: Vec<String>) -> String {
    let more = named.len().saturating_sub(NAMED);
    let mut text = named[..named.len().min(NAMED)].join(", ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}
