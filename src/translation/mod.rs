//! What is found wrong, in Chinese: findings are made in English, for programs and people alike, and told in
//! Chinese to whoever reads Chinese.
//!
//! The tables hold each sentence in both languages, side by side; `{}` stands for what a finding fills in, `{0}`
//! and `{1}` where Chinese has another order.

mod answers;
mod entries;
mod files;
mod keys;
mod limits;
mod matching;
mod words;
mod yaml;

/// A sentence in English and in Chinese.
type Pair = (&'static str, &'static str);

/// Every table.
const TABLES: [&[Pair]; 8] = [
    words::PAIRS,
    yaml::PAIRS,
    keys::PAIRS,
    limits::PAIRS,
    entries::PAIRS,
    files::PAIRS,
    answers::PAIRS,
    matching::PAIRS,
];

/// A finding's sentence in Chinese; as it is where no pair fits.
pub fn in_chinese(text: &str) -> String {
    let fitting = TABLES
        .iter()
        .copied()
        .flatten()
        .filter_map(|(english, chinese)| Some((english, chinese, parts(english, text)?)));
    let literal = |english: &str| english.len() - 2 * english.matches("{}").count();
    let Some((_, chinese, parts)) = fitting.max_by_key(|(english, ..)| literal(english)) else {
        return text.to_owned();
    };
    let mut out = (*chinese).to_owned();
    // Where Chinese says things in another order, its places are numbered.
    for (number, (part, quoted)) in parts.into_iter().enumerate() {
        let part = match quoted {
            true => part.to_owned(),
            false => in_chinese(part),
        };
        let numbered = format!("{{{number}}}");
        let place = if chinese.contains("{0}") {
            numbered.as_str()
        } else {
            "{}"
        };
        out = out.replacen(place, &part, 1);
    }
    out
}

/// What stands for each `{}` of `pattern` in `text`, where it fits, and whether it stands in
/// quotes: then it is the author's own and not to be translated.
fn parts<'t>(pattern: &str, text: &'t str) -> Option<Vec<(&'t str, bool)>> {
    let mut pieces = pattern.split("{}");
    let mut before = pieces.next()?;
    let mut rest = text.strip_prefix(before)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = match pieces.peek() {
            None if piece.is_empty() => rest.len(),
            None => rest.len() - rest.strip_suffix(piece).map(|_| piece.len())?,
            Some(_) => rest.find(piece)?,
        };
        found.push((&rest[..at], before.ends_with(['`', '“'])));
        before = piece;
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_finding_has_its_chinese_sentence() {
        let mut seen = 0;
        let mut missing = Vec::new();
        let mut folders = vec![std::path::PathBuf::from("tests/faq_errors")];
        while let Some(folder) = folders.pop() {
            for file in std::fs::read_dir(folder).expect("the folder of examples") {
                let path = file.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                if path.extension().is_none_or(|ending| ending != "txt") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("readable");
                for line in text.lines() {
                    let sentence = match line.trim_start().strip_prefix("help: ") {
                        Some(help) => Some(help),
                        None => [": error: ", ": warning: ", ": note: "]
                            .iter()
                            .find_map(|mark| Some(line.split_once(mark)?.1)),
                    };
                    let Some(sentence) = sentence else { continue };
                    seen += 1;
                    if in_chinese(sentence) == sentence {
                        missing.push(sentence.to_owned());
                    }
                }
            }
        }
        assert!(seen > 100, "{seen}");
        missing.sort();
        missing.dedup();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn what_a_finding_fills_in_stays() {
        let cases = [
            (
                "key `answer` is already used at line 7",
                "键 `answer` 在第 7 行已经用过",
            ),
            (
                "`en` must be text, found a list",
                "`en` 必须是文字，这里却是列表",
            ),
            ("did you mean `zh`?", "是不是想写 `zh`？"),
            (
                "unknown key `question` in an entry",
                "条目里有不认识的键 `question`",
            ),
            ("something new", "something new"),
        ];
        for (english, chinese) in cases {
            assert_eq!(in_chinese(english), chinese, "{english}");
        }
    }
}
