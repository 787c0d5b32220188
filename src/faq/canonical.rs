//! When two questions count as the same text.

use std::hash::Hasher;

use unicode_normalization::UnicodeNormalization;

/// What two texts have in common that differ in width, case, spaces and final punctuation only.
pub(crate) fn canonical_key(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut same = String::with_capacity(folded.len());
    let mut wide_before = true;
    let mut space = false;
    for c in folded.chars() {
        if c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') {
            space = true;
            continue;
        }
        // A space beside a Chinese character is a matter of taste, not of meaning.
        let wide = is_wide(c);
        if std::mem::take(&mut space) && !same.is_empty() && !wide && !wide_before {
            same.push(' ');
        }
        same.push(c);
        wide_before = wide;
    }
    let end = same
        .trim_end_matches(|c: char| {
            matches!(
                c,
                '?' | '!' | '.' | ',' | '。' | '…' | '~' | ' ' | ';' | '、'
            )
        })
        .len();
    if end > 0 {
        same.truncate(end);
    }
    same
}

/// Hash of a text, the same for as long as the process lives.
pub(in crate::faq) fn text_hash(text: &str) -> u64 {
    // The keys of this one are fixed.
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_and_different() {
        let same = [
            ("How do I pay?", "how  do I pay"),
            ("为什么扣了 5 美元？", "为什么扣了5美元"),
            ("ＡＰＩ 怎么用", "api怎么用！"),
        ];
        for (a, b) in same {
            assert_eq!(canonical_key(a), canonical_key(b), "{a} / {b}");
        }
        let different = [
            ("charged $5", "charged 5"),
            ("a b", "ab"),
            ("C", "C++"),
            ("?", "!"),
        ];
        for (a, b) in different {
            assert_ne!(canonical_key(a), canonical_key(b), "{a} / {b}");
        }
    }
}
