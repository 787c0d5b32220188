//! What a line of reStructuredText is, by its marks.

pub(super) fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '+', '#', '|']) || line.starts_with(|c: char| c.is_ascii_digit())
}

/// Columns of the bullet or number of a list at the start of a line, with the space behind it.
pub(super) fn bullet(line: &str) -> usize {
    let number = line
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(['.', ')', '-', '*', '+']);
    let sign = line.len() - number.len();
    match sign > 0 && number.starts_with(' ') {
        true => sign + 1,
        false => 0,
    }
}

/// A line whose marks are those of Markdown: `#.` of a list, `:Q:` of a field.
pub(super) fn marks(line: &str) -> String {
    let bare = line.trim_start();
    let indent = &line[..line.len() - bare.len()];
    if let Some(rest) = bare.strip_prefix("#. ") {
        return format!("{indent}1. {rest}");
    }
    for (field, mark) in [
        (":q:", "Q:"),
        (":question:", "Q:"),
        (":a:", "A:"),
        (":answer:", "A:"),
    ] {
        if bare
            .get(..field.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(field))
        {
            return format!("{indent}{mark}{}", &bare[field.len()..]);
        }
    }
    line.to_owned()
}

pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    let first = line.chars().next().unwrap_or(' ');
    line.len() >= 4 && "=-~^\"'`*+#<>_:.".contains(first) && line.chars().all(|c| c == first)
}

/// The mark of a title at a line, and whether a line of it stands above, too.
pub(super) fn title(lines: &[&str], at: usize) -> Option<(char, bool)> {
    let text = |at: usize| lines.get(at).copied().unwrap_or("");
    let line = |text: &str| {
        let text = text.trim_end();
        let first = text.chars().next().unwrap_or(' ');
        (text.len() >= 2 && "=-~^\"'`*+#<>_:.".contains(first) && text.chars().all(|c| c == first))
            .then_some(first)
    };
    if let Some(mark) = line(text(at)) {
        let same = line(text(at + 2)) == Some(mark) && !text(at + 1).trim().is_empty();
        return same.then_some((mark, true));
    }
    let words = text(at);
    let own = !words.trim().is_empty()
        && !words.starts_with(' ')
        && (at == 0
            || text(at - 1).trim().is_empty()
            || line(text(at - 1)).is_some()
            || text(at - 1).starts_with(".. "));
    let mark = line(text(at + 1)).filter(|_| own)?;
    // Wide characters count two columns.
    let long = text(at + 1).trim_end().len() >= words.trim().chars().count().min(4);
    long.then_some((mark, false))
}

pub(super) fn is_option(line: &str) -> bool {
    line.strip_prefix(':')
        .is_some_and(|rest| rest.find(':').is_some_and(|end| end > 0))
}
