//! Marks of questions and answers: `Q:`, `答：` and their kin.

/// Names before a colon that mark a question.
const QUESTION_NAMES: [&str; 9] = [
    "question", "faq", "q", "问题", "問題", "提问", "提問", "问", "問",
];

/// Names before a colon that mark an answer.
const ANSWER_NAMES: [&str; 10] = [
    "answer", "ans", "a", "解答", "回答", "答案", "回复", "回覆", "答", "reply",
];

/// What follows `Q:`, `Question 3.`, `问：`.
pub(in crate::import_export) fn question_mark(text: &str) -> Option<&str> {
    after_mark(text, &QUESTION_NAMES)
}

/// What follows `A:`, `Answer:`, `答：`.
pub(in crate::import_export) fn answer_mark(text: &str) -> Option<&str> {
    after_mark(text, &ANSWER_NAMES)
}

/// What follows one of `names`, an optional number and a colon, point, bracket or dash. Bold marks
/// around the name go with it.
fn after_mark<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
    let bare = text.trim_start().trim_start_matches(['*', '_', ' ']);
    let name = names.iter().find(|name| {
        bare.get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    })?;
    let rest = bare[name.len()..].trim_start_matches(['*', '_']);
    let numbered = rest.trim_start_matches([' ', '#', '.']);
    let digits = numbered
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(numbered.len());
    let rest = if digits > 0 {
        &numbered[digits..]
    } else {
        rest
    };
    let rest = rest.trim_start_matches(['*', '_']);
    let plain = rest.trim_start();
    let open = bare.len() != text.trim_start().len();
    let tail = match plain.chars().next()? {
        ':' | '：' | '︰' => &plain[plain.chars().next()?.len_utf8()..],
        '.' | ')' | '）' | '．' | '、' => {
            let mark = plain.chars().next()?;
            let tail = &plain[mark.len_utf8()..];
            let one_letter = name.len() == 1 || !name.is_ascii() || digits > 0;
            if !one_letter
                || (mark == '.'
                    && !tail
                        .trim_start_matches('*')
                        .starts_with(char::is_whitespace))
            {
                return None;
            }
            tail
        }
        '|' if digits == 0 => return None,
        '-' | '–' | '—' | '|' if plain.len() < rest.len() || digits > 0 => {
            &plain[plain.chars().next()?.len_utf8()..]
        }
        _ => return None,
    };
    let tail = tail.trim_start();
    // `**Q:** text` and `**Q: text**`: the closing mark goes with the opening one.
    Some(match open {
        true => match tail.strip_prefix("**").or_else(|| tail.strip_prefix("__")) {
            Some(tail) => tail.trim_start(),
            None if closes_later(text) => tail,
            None => tail.trim_end().trim_end_matches(['*', '_']),
        },
        false => tail,
    })
}

/// Whether a bold mark was closed within the name, as in `**Q**: text`.
fn closes_later(text: &str) -> bool {
    text.find([':', '：', '.'])
        .is_some_and(|at| text[..at].trim_end().ends_with(['*', '_']))
}
