//! How wide characters are on a phone: a Chinese one takes two columns.

pub(in crate::render) fn columns(c: char) -> usize {
    if columns_of_wide(c) { 2 } else { 1 }
}

/// Whether a character is as wide as a Chinese one.
fn columns_of_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}
