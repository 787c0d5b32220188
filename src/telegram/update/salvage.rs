//! What can be saved of an answer to `getUpdates` that is no valid JSON.
//!
//! Only brackets and strings are looked at, so that one broken update costs its neighbours nothing.

/// The elements of the list `result` in the object `answer`, each as its text.
pub fn list_of(answer: &str) -> Option<Vec<&str>> {
    let bytes = answer.as_bytes();
    let mut at = blanks(bytes, 0);
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    at += 1;
    loop {
        at = blanks(bytes, at);
        let key = at..value_end(bytes, at)?;
        at = blanks(bytes, key.end);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at = blanks(bytes, at + 1);
        if &answer[key] == "\"result\"" {
            return (bytes.get(at) == Some(&b'[')).then(|| elements(answer, at + 1));
        }
        at = blanks(bytes, value_end(bytes, at)?);
        if bytes.get(at) != Some(&b',') {
            return None;
        }
        at += 1;
    }
}

/// The elements of a list whose first may begin at `at`, up to where the list ends or stops making
/// sense.
fn elements(text: &str, mut at: usize) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    loop {
        at = blanks(bytes, at);
        if matches!(bytes.get(at), None | Some(b']')) {
            return found;
        }
        let Some(end) = value_end(bytes, at) else {
            return found;
        };
        if end > at {
            found.push(&text[at..end]);
        }
        at = blanks(bytes, end);
        match bytes.get(at) {
            Some(b',') => at += 1,
            _ => return found,
        }
    }
}

/// Where blanks that begin at `at` end.
fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
        at += 1;
    }
    at
}

/// Where the value that begins at `at` ends; `None` where the text ends before it does.
fn value_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    loop {
        match *bytes.get(at)? {
            b'"' => {
                at = string_end(bytes, at + 1)?;
                if depth == 0 {
                    return Some(at);
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                // At depth 0 a number or word ends before its list's bracket.
                if depth == 0 {
                    return Some(at);
                }
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// Where the string whose first character is at `at` ends, its closing quote included.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}
