//! What the TOML reader found, in the words of somebody who edits a configuration, with a fix.
//!
//! The reader speaks of Rust's types and of its grammar (`expected usize`, `invalid boolean`); here each of
//! its messages that people meet has a sentence of its own.

/// What is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The general way out, where nothing nearer helps.
const SHIPPED: &str = "the shipped config.toml shows every key with its default";

/// `message` of the reader, about the text that begins with `at`, explained.
pub fn explain(message: &str, at: &str) -> Explained {
    let message = message.trim().replace('\n', " ");
    let found = unknown_key(&message)
        .or_else(|| unknown_value(&message))
        .or_else(|| wrong_kind(&message))
        .or_else(|| syntax(&message, at));
    let (message, help) = found.unwrap_or_else(|| {
        let message = format!("not valid TOML: {message}");
        (message, SHIPPED.to_owned())
    });
    Explained { message, help }
}

/// What stands between backticks, in order.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

fn unknown_key(message: &str) -> Option<(String, String)> {
    let rest = message.strip_prefix("unknown field ")?;
    let mut quoted = quoted(rest);
    let wrong = quoted.next()?;
    let known: Vec<&str> = quoted.collect();
    let nearest = known
        .iter()
        .map(|known| (strsim::osa_distance(wrong, known), known))
        .filter(|(distance, known)| *distance <= known.len().max(3) / 2)
        .min();
    let help = match nearest {
        Some((_, known)) => format!("did you mean `{known}`?"),
        None => format!("remove it; known keys are {}", list(&known)),
    };
    Some((format!("unknown key `{wrong}`"), help))
}

fn unknown_value(message: &str) -> Option<(String, String)> {
    let rest = message.strip_prefix("unknown variant ")?;
    let mut quoted = quoted(rest);
    let wrong = quoted.next()?;
    let known: Vec<&str> = quoted.collect();
    let message = format!("`{wrong}` is not known here");
    Some((message, format!("write one of {}", list(&known))))
}

/// A value of another kind than the key's, or a number beyond what fits.
fn wrong_kind(message: &str) -> Option<(String, String)> {
    if let Some(rest) = message.strip_prefix("invalid value: ") {
        let (found, _) = rest.split_once(", expected ")?;
        let number = quoted(found).next()?;
        let help = "give a whole number from 0 on, as the shipped config.toml does";
        return Some((format!("`{number}` does not fit here"), help.to_owned()));
    }
    let rest = message.strip_prefix("invalid type: ")?;
    let (found, wanted) = rest.split_once(", expected ")?;
    let (found, value) = kind_of(found);
    let value = value.unwrap_or_default();
    let (wanted, help) = match wanted.split(' ').next()? {
        "a" if wanted.starts_with("a sequence") => (
            "a list",
            // A text of digits is a number in quotes.
            format!("write it as a list: `[{}]`", value.trim_matches('"')),
        ),
        "a" if wanted.starts_with("a boolean") => (
            "`true` or `false`",
            "write `true` or `false`, without quotes".to_owned(),
        ),
        "f64" | "f32" => (
            "a number",
            "write a number without quotes or `%`, such as `0.05`".to_owned(),
        ),
        "usize" | "u8" | "u16" | "u32" | "u64" | "i32" | "i64" => (
            "a whole number",
            "write the number alone, without quotes".to_owned(),
        ),
        "path" | "a" | "string" => ("a text", "put it in straight quotes: `\"...\"`".to_owned()),
        "struct" | "map" => (
            "a section",
            "write its keys below a heading of their own, as the shipped config.toml does"
                .to_owned(),
        ),
        _ => return None,
    };
    let shown = match value {
        "" => String::new(),
        value => format!(" `{}`", value.trim_matches('"')),
    };
    Some((format!("{wanted} is wanted, found {found}{shown}"), help))
}

/// What was found, in plain words, and the value itself where the reader shows it.
fn kind_of(found: &str) -> (&'static str, Option<&str>) {
    let value = found.split_once(' ').map(|(_, value)| value);
    let kinds = [
        ("string", "the text"),
        ("integer", "the number"),
        ("floating point", "the number"),
        ("boolean", "the value"),
        ("sequence", "a list"),
        ("map", "a section"),
    ];
    let kind = kinds.iter().find(|(name, _)| found.starts_with(name));
    let kind = kind.map_or("something else", |(_, words)| words);
    let ticked = value.and_then(|value| quoted(value).next());
    (kind, ticked.or(value))
}

/// What is no TOML at all; `at` is the text where the reader stopped.
fn syntax(message: &str, at: &str) -> Option<(String, String)> {
    let begins = |begin: &str| message.starts_with(begin);
    let curly = at.starts_with(['“', '”', '‘', '’', '「', '＂']);
    let told = |message: &str, help: &str| Some((message.to_owned(), help.to_owned()));
    match () {
        () if begins("string values must be quoted") && curly => told(
            "these quotes are no straight quotes",
            "type `\"` with the input method switched to English",
        ),
        () if begins("string values must be quoted") || begins("invalid boolean") => told(
            "this is neither a number, nor `true` or `false`, nor a text in quotes",
            "put a text in straight quotes; write numbers, `true` and `false` without",
        ),
        () if begins("key with no value") => told(
            "an equals sign is missing behind the key",
            "write `key = value`, with an ASCII `=`",
        ),
        () if begins("duplicate key") => told(
            "this key or section stands twice in the file",
            "keep one of the two",
        ),
        () if begins("unclosed table") => told("the heading is not closed", "end it with `]`"),
        () if begins("unclosed array") => told("the list is not closed", "end it with `]`"),
        () if begins("unclosed inline table") => {
            told("the bracket `{` is not closed", "end it with `}`")
        }
        () if begins("invalid basic string") || begins("invalid literal string") => told(
            "the quote is not closed on this line",
            "end the text with the quote that it begins with",
        ),
        () if begins("missing escaped value")
            || begins("invalid escape")
            || begins("too few unicode") =>
        {
            told(
                "`\\` begins an escape in a text in double quotes",
                "put the text in single quotes, as with Windows paths",
            )
        }
        () if begins("unexpected key or value") => told(
            "something stands behind the value",
            "write one `key = value` a line; a share has a point: `0.05`",
        ),
        () => None,
    }
}

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
