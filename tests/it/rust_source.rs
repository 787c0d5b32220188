//! Rust source as far as imports go: what a file uses, names and defines.

use std::collections::BTreeSet;

/// One name that a `use` brings in.
#[derive(Debug, Clone)]
pub struct Use {
    /// The path as written, from its first segment to the name.
    pub path: Vec<String>,
    /// What it is called here.
    pub name: String,
    /// Whether it brings in everything below `path`.
    pub is_glob: bool,
}

/// What one file says, without what only tests see.
#[derive(Debug)]
pub struct SourceFile {
    /// Whether it is the file of a folder (`mod.rs`).
    pub is_folder: bool,
    /// What it uses.
    pub uses: Vec<Use>,
    /// Paths of two segments or more outside `use`.
    pub paths: Vec<Vec<String>>,
    /// Every word outside `use`.
    pub words: BTreeSet<String>,
    /// Names that it defines at its top.
    pub defines: BTreeSet<String>,
    /// Modules that only tests see and that lie in files of their own.
    pub test_modules: Vec<String>,
}

impl SourceFile {
    /// Reads a file's text.
    pub fn read(text: &str, is_folder: bool) -> SourceFile {
        let mut file = SourceFile {
            is_folder,
            uses: Vec::new(),
            paths: Vec::new(),
            words: BTreeSet::new(),
            defines: BTreeSet::new(),
            test_modules: Vec::new(),
        };
        let tokens = tokens(text);
        let at = |index: usize| tokens.get(index).map_or("", String::as_str);
        let mut depth = 0;
        let mut i = 0;
        while i < tokens.len() {
            let is_test = (0..7)
                .map(|k| at(i + k))
                .eq(["#", "[", "cfg", "(", "test", ")", "]"]);
            match at(i) {
                "#" if is_test => {
                    i += 7;
                    if at(i) == "mod" && at(i + 2) == ";" {
                        file.test_modules.push(at(i + 1).to_owned());
                    }
                    i = end_of_item(&tokens, i);
                    continue;
                }
                "use" if at(i + 1) != "<" => {
                    let end = (i..tokens.len()).find(|&k| at(k) == ";");
                    let end = end.unwrap_or(tokens.len());
                    read_use(&tokens[i + 1..end], &[], &mut file.uses);
                    i = end;
                }
                "{" => depth += 1,
                "}" => depth -= 1,
                "struct" | "enum" | "trait" | "fn" | "const" | "static" | "type" | "union"
                    if depth == 0 =>
                {
                    file.defines.insert(at(i + 1).to_owned());
                }
                "::" => {}
                word if is_word(word) => {
                    let mut path = vec![word.to_owned()];
                    while at(i + 1) == "::" && is_word(at(i + 2)) {
                        path.push(at(i + 2).to_owned());
                        i += 2;
                    }
                    file.words.insert(path[0].clone());
                    if path.len() > 1 {
                        file.paths.push(path);
                    }
                }
                _ => {}
            }
            i += 1;
        }
        file
    }
}

/// Where the item that begins at `from` ends: behind its `;` or its closing brace.
fn end_of_item(tokens: &[String], from: usize) -> usize {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(from) {
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => {
                depth -= 1;
                if depth == 0 && token == "}" {
                    return i + 1;
                }
            }
            ";" if depth == 0 => return i + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Reads what stands behind `use`, below `prefix`.
fn read_use(tokens: &[String], prefix: &[String], uses: &mut Vec<Use>) {
    let mut path = prefix.to_vec();
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        match token.as_str() {
            "::" => {}
            "{" => {
                for part in parts(&tokens[i + 1..tokens.len() - 1]) {
                    read_use(part, &path, uses);
                }
                return;
            }
            "*" => {
                let name = "*".to_owned();
                uses.push(Use {
                    path,
                    name,
                    is_glob: true,
                });
                return;
            }
            "as" => break,
            "self" if !path.is_empty() => {}
            word => path.push(word.to_owned()),
        }
        i += 1;
    }
    let renamed = tokens
        .get(i + 1)
        .filter(|_| tokens.get(i).is_some_and(|t| t == "as"));
    if let Some(name) = renamed.or(path.last()).cloned() {
        uses.push(Use {
            path,
            name,
            is_glob: false,
        });
    }
}

/// The parts between commas that stand in no inner braces.
fn parts(tokens: &[String]) -> Vec<&[String]> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0, 0);
    for (i, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 0 => {
                parts.push(&tokens[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[from..]);
    parts.retain(|part| !part.is_empty());
    parts
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::` and single signs; no comments, no literals.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = at(i);
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            while i < chars.len() && !(at(i) == '*' && at(i + 1) == '/') {
                i += 1;
            }
            i += 2;
        } else if let Some(end) = raw_string(&chars, i) {
            i = end;
        } else if c == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
        } else if c == '\'' && at(i + 1) == '\\' {
            i += 3;
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
        } else if c == '\'' && at(i + 2) == '\'' {
            i += 3;
        } else if c.is_alphanumeric() || c == '_' {
            let from = i;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
            tokens.push(chars[from..i].iter().collect());
        } else if c == ':' && at(i + 1) == ':' {
            tokens.push("::".to_owned());
            i += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
            i += 1;
        }
    }
    tokens
}

/// Where a raw string that begins at `from` ends.
fn raw_string(chars: &[char], from: usize) -> Option<usize> {
    let is_inside_word = from > 0 && (chars[from - 1].is_alphanumeric() || chars[from - 1] == '_');
    let mut i = from + usize::from(chars[from] == 'b');
    if is_inside_word || chars.get(i) != Some(&'r') {
        return None;
    }
    i += 1;
    let hashes = chars[i..].iter().take_while(|c| **c == '#').count();
    i += hashes;
    if chars.get(i) != Some(&'"') {
        return None;
    }
    let is_end = |k: usize| {
        chars[k] == '"'
            && chars[k + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes
    };
    let end = (i + 1..chars.len()).find(|&k| is_end(k))?;
    Some(end + 1 + hashes)
}
