//! Tables of reStructuredText as Markdown: drawn as a grid, with columns between rules, and as
//! lists or comma-separated rows below a directive.

use crate::import_export::markdown::site::LINE_END;

/// A table that begins at the first of `lines`: its Markdown, and how many lines it takes.
pub(super) fn drawn(lines: &[&str]) -> Option<(String, usize)> {
    let first = lines.first()?.trim();
    if first.starts_with("+-") && first.ends_with('+') {
        return grid(lines);
    }
    let ruled = |line: &str| {
        let bare = line.trim();
        bare.split_whitespace().count() > 1 && bare.chars().all(|c| matches!(c, '=' | ' '))
    };
    ruled(first).then(|| between_rules(lines, &ruled)).flatten()
}

/// `+---+---+` around cells.
fn grid(lines: &[&str]) -> Option<(String, usize)> {
    let inner = |line: &&&str| line.trim().starts_with(['+', '|']);
    let run: Vec<&str> = lines
        .iter()
        .take_while(inner)
        .map(|line| line.trim())
        .collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for line in &run {
        let Some(cells) = line
            .strip_prefix('|')
            .map(|rest| rest.trim_end_matches('|'))
        else {
            open = false;
            continue;
        };
        let cells = cells.split('|').map(|cell| cell.trim().to_owned());
        match rows.last_mut().filter(|_| open) {
            // A cell that goes on in the next line.
            Some(row) => {
                for (at, cell) in cells.enumerate().filter(|(_, cell)| !cell.is_empty()) {
                    match row.get_mut(at) {
                        Some(text) if !text.is_empty() => text.push_str(&format!(" {cell}")),
                        Some(text) => *text = cell,
                        None => row.push(cell),
                    }
                }
            }
            None => rows.push(cells.collect()),
        }
        open = true;
    }
    Some((markdown(&rows)?, run.len()))
}

/// Columns below rules of `=`.
fn between_rules(lines: &[&str], ruled: &dyn Fn(&str) -> bool) -> Option<(String, usize)> {
    let end = lines
        .iter()
        .enumerate()
        .skip(1)
        .find(|(at, line)| {
            ruled(line) && lines.get(at + 1).is_none_or(|next| next.trim().is_empty())
        })
        .map(|(at, _)| at)?;
    let rule: Vec<char> = lines[0].chars().collect();
    let starts: Vec<usize> = (0..rule.len())
        .filter(|at| rule[*at] == '=' && (*at == 0 || rule[at - 1] == ' '))
        .collect();
    let rows: Vec<Vec<String>> = lines[1..end]
        .iter()
        .filter(|line| !ruled(line) && !line.trim().is_empty())
        .map(|line| {
            let letters: Vec<char> = line.chars().collect();
            let cell = |number: usize| {
                let from = starts[number].min(letters.len());
                let to = starts.get(number + 1).copied().unwrap_or(letters.len());
                let text: String = letters[from..to.min(letters.len())].iter().collect();
                text.trim().to_owned()
            };
            (0..starts.len()).map(cell).collect()
        })
        .collect();
    Some((markdown(&rows)?, end + 1))
}

/// The rows of a `list-table`: a list of lists.
pub(super) fn of_lists(lines: &[&str]) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines.iter().map(|line| line.trim()) {
        let bare = match line.strip_prefix("* ") {
            Some(rest) => {
                rows.push(Vec::new());
                rest.trim_start()
            }
            None => line,
        };
        let Some(row) = rows.last_mut() else { continue };
        match (bare.strip_prefix('-'), row.last_mut()) {
            (Some(cell), _) => row.push(cell.trim().to_owned()),
            (None, Some(text)) if !bare.is_empty() => text.push_str(&format!(" {bare}")),
            _ => {}
        }
    }
    markdown(&rows)
}

/// The rows of a `csv-table`, below its head where an option names one.
pub(super) fn of_commas(lines: &[&str]) -> Option<String> {
    let mut text = String::new();
    for line in lines.iter().map(|line| line.trim()) {
        match line.strip_prefix(":header:") {
            Some(head) => text.insert_str(0, &format!("{}\n", head.trim())),
            None if line.starts_with(':') => {}
            None => text.push_str(&format!("{line}\n")),
        }
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .flatten()
        .map(|row| row.iter().map(str::to_owned).collect())
        .collect();
    markdown(&rows)
}

fn markdown(rows: &[Vec<String>]) -> Option<String> {
    let width = rows.iter().map(Vec::len).max().filter(|width| *width > 0)?;
    let line = |row: &Vec<String>| {
        let cell = |at: usize| row.get(at).map_or("", String::as_str).replace('|', "\\|");
        let cells: Vec<String> = (0..width).map(cell).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(width)));
    Some(lines.join(LINE_END))
}
