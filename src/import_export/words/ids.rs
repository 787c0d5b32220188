//! Readable ids: the words of a question, Chinese ones by their sound.

use pinyin::ToPinyin;

use crate::faq::EntryId;

/// Longest id, in bytes; the form of [`EntryId`] allows no more.
const LONGEST_BYTES: usize = 48;
/// An id made of a long Chinese title stops after so many syllables, so that it can be read.
const MOST_SYLLABLES: usize = 8;

/// An id of the words of a text; `None` where it has no letter.
pub(in crate::import_export) fn slug(text: &str) -> Option<String> {
    if EntryId::new(text).is_some_and(|id| has_letter(id.as_str())) {
        return Some(text.to_owned());
    }
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut syllables = 0;
    for c in text.to_lowercase().chars() {
        let c = match c {
            'ü' => 'v',
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'ù' | 'ú' | 'û' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            c => c,
        };
        match c {
            'a'..='z' | '0'..='9' | '_' => word.push(c),
            '\'' | '’' => {}
            c => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                let sound = c.to_pinyin().filter(|_| syllables < MOST_SYLLABLES);
                if let Some(sound) = sound {
                    words.push(sound.plain().replace('ü', "v"));
                    syllables += 1;
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    let id = words.join("-");
    let id = cut(&id, LONGEST_BYTES);
    let id = id.trim_matches(['-', '_']);
    (has_letter(id) && EntryId::new(id).is_some()).then(|| id.to_owned())
}

fn has_letter(id: &str) -> bool {
    id.chars().any(|c| c.is_ascii_lowercase())
}

/// At most `most` bytes, ending with a whole word where there are several.
fn cut(id: &str, most: usize) -> &str {
    if id.len() <= most {
        return id;
    }
    match id[..=most].rfind('-') {
        Some(at) if at > 0 => &id[..at],
        _ => &id[..most],
    }
}

/// The `count`th id made of `base`: `base`, `base-2`, `base-3`.
pub(in crate::import_export) fn numbered(base: &str, count: usize) -> Option<EntryId> {
    if count == 1 {
        return EntryId::new(base);
    }
    let tail = format!("-{count}");
    let base = cut(base, LONGEST_BYTES - tail.len()).trim_end_matches(['-', '_']);
    EntryId::new(&format!("{base}{tail}"))
}

/// Whether an id of a source is only a number or a machine's key, which says nothing to people.
pub(in crate::import_export) fn says_nothing(id: &str) -> bool {
    let machine = id.len() >= 16 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    machine || !id.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_sounds() {
        let cases = [
            (
                "How long does delivery take?",
                Some("how-long-does-delivery-take"),
            ),
            ("几天能收到包裹", Some("ji-tian-neng-shou-dao-bao-guo")),
            ("怎么用 API？", Some("zen-me-yong-api")),
            ("Can't I pay?", Some("cant-i-pay")),
            ("Café – où?", Some("cafe-ou")),
            ("?!", None),
            ("123", None),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text).as_deref(), expected, "{text}");
        }
        let long = "word ".repeat(30);
        assert!(slug(&long).is_some_and(|id| id.len() <= 48 && id.ends_with("word")));
        assert_eq!(
            numbered("a-b", 3).map(|id| id.to_string()).as_deref(),
            Some("a-b-3")
        );
    }
}
