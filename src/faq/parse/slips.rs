//! Slips of the pen that are sound YAML and mean something else than their author thinks.

use saphyr_parser::ScalarStyle;

use crate::faq::diagnostic::shown;
use crate::faq::yaml::{Mark, Node, Value};

use super::findings::Reader;

/// A ` #` that cuts an unquoted text off: `Plan #1` says `Plan`. A comment has a blank behind `#`.
pub(super) fn cut_by_comment(reader: &mut Reader, node: &Node, text: &str) {
    let rest: String = reader
        .line(node.end.line)
        .chars()
        .skip(node.end.column - 1)
        .collect();
    let Some(comment) = rest.trim_start().strip_prefix('#') else {
        return;
    };
    let blank = comment.len() - comment.trim_start().len();
    let first = comment.trim_start().chars().next();
    let meant = match blank {
        0 => first.is_some_and(char::is_alphanumeric),
        _ => first.is_some_and(|c| c.is_ascii_digit()),
    };
    if !meant {
        return;
    }
    let cut = rest.trim();
    let message = format!(
        "` #` begins a comment: `{}` is cut off from the text",
        shown(cut)
    );
    let help = format!(
        "put the whole text in double quotes: `\"{} {}\"`",
        shown(text),
        shown(cut)
    );
    let help = match text.starts_with("http") {
        true => "remove the blank before `#`".to_owned(),
        false => help,
    };
    reader.warning("cut-text", node.end, message, help);
}

/// A first word that begins with `&`: YAML takes it as a name for the text and leaves it out.
pub(super) fn cut_by_anchor(reader: &mut Reader, node: &Node, text: &str) {
    let line = reader.line(node.start.line);
    let at = |(at, _): &(usize, char)| *at;
    let start = line.char_indices().nth(node.start.column - 1);
    let (before, behind) = line.split_at(start.as_ref().map_or(line.len(), at));
    let first = match behind.starts_with('&') {
        true => behind.split_whitespace().next(),
        false => before.split_whitespace().next_back(),
    };
    let Some(name) = first.and_then(|word| word.strip_prefix('&')) else {
        return;
    };
    if name.is_empty() || reader.says(&format!("*{name}")) {
        return;
    }
    let message = format!("YAML takes `&{name}` for a name of this text and leaves it out");
    let help = format!(
        "put the whole text in double quotes: `\"&{} {}\"`",
        shown(name),
        shown(text)
    );
    reader.warning("cut-text", node.start, message, help);
}

/// Lines of a list in text whose lines YAML joins.
pub(super) fn list_in_folded_text(reader: &mut Reader, node: &Node, text: &str) {
    let Value::Scalar(_, style) = &node.value else {
        return;
    };
    if *style == ScalarStyle::Literal || node.end.line <= node.start.line {
        return;
    }
    let kept = text.lines().filter(|line| is_item(line)).count();
    let items: Vec<usize> = (node.start.line + 1..=node.end.line)
        .filter(|number| is_item(reader.line(*number)))
        .collect();
    let Some(&first) = items.first().filter(|_| items.len() > kept) else {
        return;
    };
    let line = reader.line(first);
    let column = line.chars().take_while(|c| c.is_whitespace()).count() + 1;
    let message = match style {
        ScalarStyle::Folded => "this item of a list is joined to the line before: `>` joins lines",
        _ => "this item of a list is joined to the line before: only `|` keeps line ends",
    };
    let help = "write `|` behind the key, and the text below it, indented";
    reader.warning(
        "folded-list",
        Mark {
            line: first,
            column,
        },
        message,
        help,
    );
}

/// Whether a line begins like an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with("- ") || line.starts_with("* ") || line.starts_with(['•', '·']) {
        return true;
    }
    if let Some(rest) = line.strip_prefix('第') {
        return rest.chars().take(4).any(|c| c == '步');
    }
    let rest = line
        .strip_prefix("Step ")
        .or(line.strip_prefix("步骤"))
        .unwrap_or(line);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let behind = rest.chars().nth(digits);
    (1..3).contains(&digits) && matches!(behind, Some('.' | '、' | ')' | '）' | ':' | '：'))
}

/// Full-width commas and commas of a sentence in a list of unquoted texts.
pub(super) fn commas(reader: &mut Reader, list: &Node, key: &str) {
    let Value::List(items) = &list.value else {
        return;
    };
    let flow = reader
        .line(list.start.line)
        .chars()
        .nth(list.start.column - 1)
        == Some('[');
    let plain: Vec<Option<&str>> = items.iter().map(|item| plain(item)).collect();
    let words = matches!(key, "keywords" | "related" | "a synonym group");
    for (item, text) in items.iter().zip(&plain) {
        let Some(text) = text else { continue };
        let parts: Vec<&str> = match words {
            true => text.split(['，', '、', '；']).collect(),
            false => split_questions(text),
        };
        let parts: Vec<&str> = parts
            .iter()
            .map(|part| part.trim())
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() < 2 {
            continue;
        }
        let mark = text
            .chars()
            .find(|c| matches!(c, '，' | '、' | '；'))
            .unwrap_or('，');
        let message = format!("`{mark}` does not separate: `{}` is one text", shown(text));
        let help = match flow {
            true => format!("write ASCII commas: `{}`", parts.join(", ")),
            false => format!(
                "write each on a line of its own: `- {}`",
                parts.join("`, `- ")
            ),
        };
        reader.warning("wide-comma", item.start, message, help);
    }
    if !flow || words {
        return;
    }
    for (number, pair) in plain.windows(2).enumerate() {
        let [Some(before), Some(after)] = pair else {
            continue;
        };
        if !is_torn(before, after) {
            continue;
        }
        let message = format!(
            "the comma makes two texts: `{}` and `{}`",
            shown(before),
            shown(after)
        );
        let help = format!("if it is one question, put quotes around it: `\"{before}, {after}\"`");
        reader.warning("split-text", items[number + 1].start, message, help);
    }
}

fn plain<'n>(item: &'n Node) -> Option<&'n str> {
    match &item.value {
        Value::Scalar(text, ScalarStyle::Plain) => Some(text.trim()),
        _ => None,
    }
}

/// Questions that a full-width comma stands between: `怎么付款？，怎么退款？`.
fn split_questions(text: &str) -> Vec<&str> {
    let ends = |part: &str| part.trim_end().ends_with(['?', '？']);
    let parts: Vec<&str> = text.split(['，', '、']).collect();
    match parts.len() > 1 && parts.iter().all(|part| ends(part)) {
        true => parts,
        false => vec![text],
    }
}

/// Words a question begins with.
const BEGINNINGS: [&str; 34] = [
    "how", "what", "when", "where", "why", "who", "which", "do", "does", "did", "is", "are", "was",
    "were", "can", "could", "may", "might", "will", "would", "should", "shall", "must", "has",
    "have", "had", "am", "i", "my", "whose", "whom", "there", "any", "please",
];

/// Whether `after` goes on with the question that `before` begins.
fn is_torn(before: &str, after: &str) -> bool {
    let first = |text: &str| -> String {
        let word = text.split([' ', '?', '？']).next().unwrap_or("");
        word.to_lowercase()
    };
    let open = before.starts_with(char::is_uppercase)
        && !before.ends_with(['?', '？', '.', '!', '。', '！'])
        && BEGINNINGS.contains(&first(before).as_str());
    let goes_on = after.starts_with(char::is_lowercase) && after.ends_with(['?', '？']);
    let whole = BEGINNINGS.contains(&first(after).as_str()) && after.contains(' ');
    open && goes_on && !whole
}

/// Characters that nobody sees, each kind once, at its first place.
pub(super) fn invisible(reader: &mut Reader, text: &str) {
    let mut found: Vec<(char, Mark, usize)> = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        if line.is_ascii() {
            continue;
        }
        let mut before = ' ';
        for (column, c) in line.chars().enumerate() {
            let joins_emoji = c == '\u{200d}' && u32::from(before) > 0x2000;
            if name(c).is_some() && !joins_emoji {
                match found.iter_mut().find(|(known, ..)| *known == c) {
                    Some((.., count)) => *count += 1,
                    None => {
                        let mark = Mark {
                            line: index + 1,
                            column: column + 1,
                        };
                        found.push((c, mark, 1));
                    }
                }
            }
            before = c;
        }
    }
    for (c, mark, count) in found {
        let name = name(c).unwrap_or_default();
        let more = match count {
            1 => String::new(),
            _ => format!(", and {} more in this file", count - 1),
        };
        let message = format!(
            "an invisible character stands here: U+{:04X} ({name}){more}",
            u32::from(c)
        );
        let help = match c {
            '\u{2028}' | '\u{2029}' | '\u{85}' => {
                "delete it, and begin a new line where one is meant"
            }
            '\u{a0}' | '\u{202f}' | '\u{2007}' => "write a plain space",
            _ => "delete it",
        };
        reader.warning("invisible", mark, message, help);
    }
}

/// What Unicode calls an invisible character.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{85}' => "next line",
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{180e}' => "Mongolian vowel separator",
        '\u{2007}' => "figure space",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}'..='\u{202e}' => "change of direction",
        '\u{202f}' => "narrow no-break space",
        '\u{2060}' => "word joiner",
        '\u{2066}'..='\u{2069}' => "isolate of direction",
        _ => return None,
    })
}
