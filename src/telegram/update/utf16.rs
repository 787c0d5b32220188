//! Places in a text as Telegram counts them: in UTF-16 units.
//!
//! Offsets come from outside and may lie past the end or inside a surrogate pair; then there is no
//! such place, and nothing panics.

use std::ops::Range;

/// The bytes of `text` that `length` units from unit `offset` on take; `None` where that is no
/// piece of the text.
pub fn span_bytes(text: &str, offset: usize, length: usize) -> Option<Range<usize>> {
    let end = offset.checked_add(length)?;
    let start = byte_at(text, offset)?;
    let end = start + byte_at(&text[start..], end - offset)?;
    Some(start..end)
}

/// The byte at which unit `unit` begins; the text's length for the unit past its last.
fn byte_at(text: &str, unit: usize) -> Option<usize> {
    if unit <= text.len() && text.as_bytes()[..unit].is_ascii() {
        return Some(unit);
    }
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units >= unit {
            return (units == unit).then_some(byte);
        }
        units += character.len_utf16();
    }
    (units == unit).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use crate::telegram::update::utf16::span_bytes;

    #[test]
    fn places_are_found_or_refused() {
        let cases = [
            ("@bot hi", 0, 4, Some("@bot")),
            ("请问@bot", 2, 4, Some("@bot")),
            ("😀@bot", 2, 4, Some("@bot")),
            ("😀@bot", 1, 4, None),
            ("a😀", 0, 2, None),
            ("abc", 3, 0, Some("")),
            ("abc", 2, 5, None),
            ("abc", 9, 1, None),
            ("abc", usize::MAX, 2, None),
            ("中文", 1, 1, Some("文")),
        ];
        for (text, offset, length, expected) in cases {
            let found = span_bytes(text, offset, length).map(|span| &text[span]);
            assert_eq!(found, expected, "{text:?} {offset}+{length}");
        }
    }
}
