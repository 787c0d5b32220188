//! Reading short texts that are made of known pieces alone, in both languages.
//!
//! A text counts only where every piece of it is known: one unknown word makes it a question.

use crate::text::normalize;

/// Signs that change what stands beside them, so that they are not passed over: `$2` is an amount.
const MEANS: [char; 8] = ['$', '¥', '￥', '€', '£', '%', '+', '='];

/// The pieces of `text`, each by the longest entry of `table` that fits; `None` where some of it
/// is unknown or there is nothing. English pieces end where a word ends. Signs are passed over.
pub(super) fn pieces<T: Copy>(text: &str, table: &[(&str, T)]) -> Option<Vec<T>> {
    let folded: String = normalize(text)
        .replace(['\'', '’'], "")
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || MEANS.contains(&c) {
                c
            } else {
                ' '
            }
        })
        .collect();
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = folded.as_str();
    let mut found = Vec::new();
    while !rest.is_empty() {
        // Nearly all differ in the first byte, which is looked at in no time.
        let first = rest.as_bytes().first();
        let fits = table
            .iter()
            .filter(|(piece, _)| piece.as_bytes().first() == first && begins(rest, piece));
        let (piece, kind) = fits.max_by_key(|(piece, _)| piece.len())?;
        found.push(*kind);
        rest = rest[piece.len()..].trim_start();
    }
    (!found.is_empty()).then_some(found)
}

/// Whether `rest` begins with `piece`, as a whole word where it is English.
fn begins(rest: &str, piece: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    rest.strip_prefix(piece)
        .is_some_and(|after| !(piece.ends_with(is_word) && after.starts_with(is_word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_must_be_known() {
        let table = [("第二个", 2), ("the second", 2), ("the", 0), ("行", 1)];
        let cases = [
            ("第二個！", Some(vec![2])),
            ("The second...", Some(vec![2])),
            ("the 行", Some(vec![0, 1])),
            ("theme", None),
            ("第二个退款", None),
            ("?!", None),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text, &table), expected, "{text}");
        }
    }
}
