//! What stands in a cell: cleaned of what spreadsheet programs put around it, and taken apart.

use crate::faq::{Link, Localized};
use crate::import_export::html;
use crate::import_export::words::titles::{is_question, without_number};

/// Between the address and the labels of a link in one cell.
pub(super) const LINK_PARTS: char = '|';

/// A cell without spaces around it, without `="..."` and the apostrophe that forces text.
pub(super) fn clean(cell: &str) -> String {
    let mut text = cell.trim().trim_matches('\u{feff}').trim();
    let formula = text.strip_prefix("'=").map(|_| &text[1..]).unwrap_or(text);
    if let Some(inner) = formula
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return inner.replace("\"\"", "\"").trim().to_owned();
    }
    if let Some((url, words)) = hyperlink(formula) {
        return format!("[{words}]({url})");
    }
    if let Some(rest) = text.strip_prefix('\'') {
        // A closing apostrophe makes it a quotation.
        if !rest.is_empty() && !rest.contains('\'') {
            text = rest;
        }
    }
    text.replace("\r\n", "\n")
}

/// The parts of `=HYPERLINK("address","words")`.
fn hyperlink(text: &str) -> Option<(String, String)> {
    let start = text
        .get(..11)?
        .eq_ignore_ascii_case("=HYPERLINK(")
        .then_some(11)?;
    let inner = text[start..].strip_suffix(')')?;
    let mut parts = inner
        .split(['"'])
        .filter(|part| !part.trim_matches([',', ';', ' ']).is_empty());
    let url = parts.next()?.to_owned();
    let words = parts.next().map_or_else(|| url.clone(), str::to_owned);
    Some((url, words))
}

/// A cell's text as Markdown: HTML becomes Markdown.
pub(super) fn markdown(cell: &str) -> String {
    match html::looks_like_html(cell) {
        true => html::to_markdown(cell),
        false => cell.to_owned(),
    }
}

pub(super) fn lines(cell: &str) -> Vec<String> {
    let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// The ways to ask in a cell: one per line, or between `|`. `several` also parts at semicolons
/// and enumeration commas; a cell of plain questions parts at semicolons only behind a mark.
pub(super) fn phrasings(cell: &str, several: bool) -> Vec<String> {
    let mut parts = json_list(cell).unwrap_or_else(|| lines(cell));
    let split =
        |parts: Vec<String>, signs: &[char], fits: &dyn Fn(&[&str]) -> bool| -> Vec<String> {
            let parted = parts.into_iter().flat_map(|part| {
                let pieces: Vec<&str> = part
                    .split(signs)
                    .map(str::trim)
                    .filter(|piece| !piece.is_empty())
                    .collect();
                match pieces.len() > 1 && fits(&pieces) {
                    true => pieces.into_iter().map(str::to_owned).collect(),
                    false => vec![part.clone()],
                }
            });
            parted.collect()
        };
    let long = |pieces: &[&str]| pieces.iter().all(|piece| piece.chars().count() >= 2);
    parts = split(parts, &['|', '｜', '¦'], &long);
    let marked = |pieces: &[&str]| pieces.iter().all(|piece| piece.ends_with(['?', '？']));
    match several {
        true => {
            parts = split(parts, &[';', '；'], &long);
            parts = split(parts, &['、'], &long);
            let questions = |pieces: &[&str]| pieces.iter().all(|piece| is_question(piece));
            parts = split(parts, &[',', '，'], &questions);
        }
        false => parts = split(parts, &[';', '；'], &marked),
    }
    let parts = parts.into_iter().map(|part| {
        let part = part.trim_start_matches(['-', '*', '•', '·', ' ']);
        let part = if html::looks_like_html(part) {
            html::to_markdown(part)
        } else {
            part.to_owned()
        };
        let bare = without_number(&part);
        let bare = crate::import_export::words::marks::question_mark(bare).unwrap_or(bare);
        bare.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// The texts of a cell that holds a JSON list, as some exports write them.
fn json_list(cell: &str) -> Option<Vec<String>> {
    let list = cell
        .trim()
        .starts_with('[')
        .then(|| serde_json::from_str::<Vec<String>>(cell.trim()).ok())??;
    Some(
        list.into_iter()
            .map(|text| text.trim().to_owned())
            .collect(),
    )
}

/// One word or phrase per line; on a single line, between commas or semicolons.
pub(super) fn words(cell: &str) -> Vec<String> {
    if let Some(list) = json_list(cell) {
        return list;
    }
    if cell.contains('\n') {
        let mut lines = lines(cell);
        lines.retain(|line| line != "-");
        return lines;
    }
    let parts = cell.split([',', ';', '，', '；', '、', '|']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

pub(super) fn link_of(text: &str) -> Link {
    let mut parts = text.split(LINK_PARTS).map(|part| part.trim().to_owned());
    let url = parts.next().unwrap_or_default();
    let mut label = || parts.next().filter(|part| !part.is_empty());
    let label = Localized {
        en: label(),
        zh: label(),
    };
    Link { url, label }
}

/// Whether an answer only says that it is the one above.
pub(super) fn is_ditto(answer: &str) -> bool {
    let bare = answer
        .trim()
        .trim_end_matches(['.', '。', '!', '！', ')', '）'])
        .trim_start_matches(['(', '（'])
        .to_lowercase();
    matches!(
        bare.as_str(),
        "同上"
            | "同上一条"
            | "同上条"
            | "同上題"
            | "同上题"
            | "同前"
            | "如上"
            | "见上"
            | "見上"
            | "答案同上"
            | "回答同上"
            | "ditto"
            | "same as above"
            | "as above"
            | "see above"
            | "same"
            | "\""
            | "″"
            | "〃"
            | "″″"
            | "idem"
            | "same answer"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaned_cells() {
        let cases = [
            ("=\"How long?\"", "How long?"),
            ("'Can I pay?", "Can I pay?"),
            ("'quoted' word", "'quoted' word"),
            ("+49 30 123", "+49 30 123"),
            (
                "=HYPERLINK(\"https://a.b/c\",\"here\")",
                "[here](https://a.b/c)",
            ),
        ];
        for (cell, expected) in cases {
            assert_eq!(clean(cell), expected, "{cell}");
        }
    }

    #[test]
    fn several_phrasings_in_a_cell() {
        let cases: [(&str, bool, &[&str]); 8] = [
            (
                "多久到货|快递要几天|发货后几天到",
                true,
                &["多久到货", "快递要几天", "发货后几天到"],
            ),
            (
                "怎么改地址；地址填错了",
                true,
                &["怎么改地址", "地址填错了"],
            ),
            ("How to pay?; By card?", false, &["How to pay?", "By card?"]),
            ("Pay; or not?", false, &["Pay; or not?"]),
            ("1. 怎么退\n2. 怎么换", true, &["怎么退", "怎么换"]),
            ("[\"a b\",\"c d\"]", true, &["a b", "c d"]),
            (
                "before shipping, can I change it?",
                true,
                &["before shipping, can I change it?"],
            ),
            ("问一|问二", false, &["问一", "问二"]),
        ];
        for (cell, several, expected) in cases {
            assert_eq!(phrasings(cell, several), expected, "{cell}");
        }
    }
}
