//! Links and substitutions that are defined elsewhere on the page, and text with them.

use std::collections::HashMap;

/// What names of a page stand for.
#[derive(Default)]
pub(super) struct Targets {
    /// Addresses of `.. _name: address`.
    addresses: HashMap<String, String>,
    /// Words of `.. |name| replace:: words`.
    words: Vec<(String, String)>,
}

impl Targets {
    pub(super) fn of(lines: &[&str]) -> Targets {
        let mut targets = Targets::default();
        for line in lines {
            let line = line.trim();
            if let Some((name, address)) = line
                .strip_prefix(".. _")
                .and_then(|rest| rest.split_once(": "))
                && address.contains("://")
            {
                let name = name.trim_matches('`').to_lowercase();
                targets.addresses.insert(name, address.trim().to_owned());
            }
            if let Some((name, words)) = line
                .strip_prefix(".. |")
                .and_then(|rest| rest.split_once("| replace::"))
            {
                let words = words.trim().to_owned();
                targets.words.push((format!("|{name}|"), words));
            }
        }
        targets
    }

    /// A text outside of marks: names that stand for words, and single words that are links.
    pub(super) fn plain(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, words) in &self.words {
            text = text.replace(name, words);
        }
        if self.addresses.is_empty() || !text.contains('_') {
            return text;
        }
        let linked = |piece: &str| {
            let bare = piece.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
            let name = bare.strip_suffix('_')?.trim_start_matches('(');
            let url = self.addresses.get(&name.to_lowercase())?;
            Some(piece.replacen(&format!("{name}_"), &format!("[{name}]({url})"), 1))
        };
        text.split_inclusive(' ')
            .map(|piece| {
                let word = piece.trim_end();
                let space = &piece[word.len()..];
                linked(word).map_or_else(|| piece.to_owned(), |link| link + space)
            })
            .collect()
    }
}

/// Inline marks: double backticks, links, roles.
pub(super) fn inline(line: &str, targets: &Targets) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let (before, tail) = rest.split_at(start);
        if tail.starts_with("``") {
            // More ticks than two are a slip of the author's and mean the same.
            let ticks = tail.len() - tail.trim_start_matches('`').len();
            let inner = &tail[ticks..];
            out.push_str(&targets.plain(before));
            match inner.split_once(&"`".repeat(ticks)) {
                Some((code, after)) => {
                    out.push_str(&format!("`{code}`"));
                    rest = after;
                }
                None => {
                    out.push_str(&tail[..ticks]);
                    rest = inner;
                }
            }
            continue;
        }
        let Some((inner, after)) = tail[1..].split_once('`') else {
            break;
        };
        // A role stands before: `:ref:` and the like.
        let role = before
            .strip_suffix(':')
            .and_then(|text| text.rfind(':').map(|at| (at, text[at + 1..].to_owned())));
        let words = inner.split('<').next().unwrap_or(inner).trim();
        match role {
            Some((at, role))
                if role
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
                    && !role.is_empty() =>
            {
                out.push_str(&targets.plain(&before[..at]));
                let words = if words.is_empty() { inner } else { words };
                match matches!(
                    role.as_str(),
                    "code"
                        | "command"
                        | "file"
                        | "kbd"
                        | "option"
                        | "envvar"
                        | "program"
                        | "guilabel"
                        | "literal"
                ) {
                    true => out.push_str(&format!("`{words}`")),
                    false => out.push_str(words.trim_start_matches(['~', '!'])),
                }
                rest = after;
            }
            _ => {
                out.push_str(&targets.plain(before));
                let tail = after.trim_start_matches('_');
                let address = inner
                    .split_once('<')
                    .and_then(|(_, url)| url.strip_suffix('>'))
                    .map(str::to_owned);
                let address =
                    address.or_else(|| targets.addresses.get(&inner.to_lowercase()).cloned());
                match (address, after.starts_with('_')) {
                    (Some(url), true) if words.is_empty() => out.push_str(&url),
                    (Some(url), true) => out.push_str(&format!("[{words}]({url})")),
                    (None, true) => out.push_str(inner),
                    _ => out.push_str(&format!("*{inner}*")),
                }
                rest = tail;
            }
        }
    }
    out + &targets.plain(rest)
}
