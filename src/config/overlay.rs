//! One TOML text and the environment on top of it -> a checked [`Config`]; touches no disk.

use serde::Deserialize;
use toml::de::DeTable;
use toml::{Table, Value};

use crate::config::explain::{Explained, explain};
use crate::config::keys::{Config, ConfigError};
use crate::config::validate;
use crate::config::variables::{PREFIX, lay_over};

/// Reads `text` (of the file called `name` in messages), then lays `variables` over it.
///
/// # Errors
/// Every problem found; those of the file come first and with line and column.
pub fn read(
    name: &str,
    text: &str,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Vec<ConfigError>> {
    // A byte-order mark is invisible in most editors and no part of TOML.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut table: Table = text
        .parse()
        .map_err(|error| vec![located(name, text, &error)])?;
    let config = typed(name, text)?;

    let mut errors = validate::all(&config, |path| match find_key(text, path) {
        Some(line) => format!("{name}:{line}:1"),
        None => name.to_owned(),
    });
    let mut overrides: Vec<(String, String)> = variables
        .into_iter()
        .filter(|(variable, _)| variable.starts_with(PREFIX))
        .collect();
    overrides.sort();
    for (variable, value) in overrides {
        if let Err(error) = lay_over(&mut table, &variable, &value) {
            errors.push(error);
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let config = Config::deserialize(Value::Table(table)).map_err(|error| {
        vec![ConfigError {
            place: name.to_owned(),
            message: error.message().to_owned(),
            help: "look at the `WENDA__` variables of the environment".into(),
        }]
    })?;
    let errors = validate::all(&config, |path| {
        format!("{PREFIX}{}", path.to_uppercase().replace('.', "__"))
    });
    if errors.is_empty() {
        Ok(config)
    } else {
        Err(errors)
    }
}

/// The keys of `text`, which is sound TOML, with every unknown or mistyped one reported.
///
/// The reader stops at the first problem it meets, so that line (or that whole section) is blanked
/// and the rest read again.
fn typed(name: &str, text: &str) -> Result<Config, Vec<ConfigError>> {
    let mut rest = text.to_owned();
    let mut errors = Vec::new();
    loop {
        let error = match toml::from_str(&rest) {
            Ok(config) if errors.is_empty() => return Ok(config),
            Ok(_) => break,
            Err(error) => error,
        };
        let start = error.span().map_or(0, |span| span.start);
        errors.push((start, located(name, text, &error)));
        // A value over several lines is broken by blanking one: the problems so far must do.
        if !blank(&mut rest, start) || rest.parse::<Table>().is_err() {
            break;
        }
    }
    errors.sort_by_key(|(start, _)| *start);
    Err(errors.into_iter().map(|(_, error)| error).collect())
}

/// Blanks the line around byte `at`, with its section where it is a section's heading; whether
/// there was anything to blank.
fn blank(text: &mut String, at: usize) -> bool {
    let from = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = if text[from..].trim_start().starts_with('[') {
        "\n["
    } else {
        "\n"
    };
    let to = text[at..]
        .find(end)
        .map_or(text.len(), |newline| at + newline);
    let blanked: String = text[from..to]
        .chars()
        .map(|c| if c == '\n' { '\n' } else { ' ' })
        .collect();
    let changed = blanked != text[from..to];
    // One byte for one byte, so that later positions still hold.
    let width = to - from;
    text.replace_range(from..to, &format!("{blanked:width$}"));
    changed
}

fn located(name: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    let start = error.span().map_or(0, |span| span.start);
    let (line, column) = position(text, start);
    let Explained { message, help } = explain(error.message(), text.get(start..).unwrap_or(""));
    ConfigError {
        place: format!("{name}:{line}:{column}"),
        message,
        help,
    }
}

/// The line, from 1, on which the key `section.key` stands.
fn find_key(text: &str, path: &str) -> Option<usize> {
    let parsed = DeTable::parse(text).ok()?;
    let mut table = parsed.get_ref();
    let mut parts = path.split('.').peekable();
    loop {
        let part = parts.next()?;
        let (key, value) = table.iter().find(|(key, _)| key.get_ref() == part)?;
        if parts.peek().is_none() {
            return Some(position(text, key.span().start).0);
        }
        table = value.get_ref().as_table()?;
    }
}

/// Line and column, from 1, of byte `at`.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::keys::{Mode, ReplyLanguages};

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|&(k, v)| (k.to_owned(), v.to_owned()))
            .collect()
    }

    #[test]
    fn nothing_at_all_gives_the_defaults() {
        assert_eq!(read("config.toml", "", []), Ok(Config::default()));
    }

    #[test]
    fn the_shipped_file_lists_every_key_with_its_default() {
        let shipped = include_str!("../../config.toml");
        assert_eq!(read("config.toml", shipped, []), Ok(Config::default()));
        let listed: Table = shipped.parse().expect("valid TOML");
        let all = Table::try_from(Config::default()).expect("a table");
        assert_eq!(listed, all);
    }

    #[test]
    fn the_environment_is_toml_or_plain_text() {
        let config = read(
            "config.toml",
            "[telegram]\nadmins = [1]\n",
            environment(&[
                ("WENDA__TELEGRAM__ADMINS", "[123,456]"),
                ("WENDA__TELEGRAM__API_URL", "http://127.0.0.1:8081"),
                ("WENDA__TELEGRAM__MODE", "webhook"),
                ("WENDA__TELEGRAM__WEBHOOK__URL", "https://bot.example/hook"),
                ("WENDA__TELEGRAM__WEBHOOK__SECRET", "1234"),
                ("WENDA__STORAGE__PATH", "elsewhere/wenda.sqlite3"),
                ("WENDA__ANSWER__LANGUAGES", "zh"),
                ("HOME", "/home/lin"),
            ]),
        )
        .expect("valid");
        assert_eq!(config.telegram.admins, [123, 456]);
        assert_eq!(config.telegram.api_url, "http://127.0.0.1:8081");
        assert_eq!(config.telegram.mode, Mode::Webhook);
        assert_eq!(config.telegram.webhook.secret, "1234");
        assert_eq!(
            config.storage.path.to_str(),
            Some("elsewhere/wenda.sqlite3")
        );
        assert_eq!(config.answer.languages, ReplyLanguages::Zh);
    }

    #[test]
    fn every_problem_names_its_place_and_cure() {
        type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);
        let cases: &[Case] = &[
            (
                "an unknown key",
                "[answer]\nwrong_answer = 0.1\n",
                &[],
                "config.toml:2:1: error: unknown key `wrong_answer`\n  help: did you mean `wrong_answers`?",
            ),
            (
                "several problems at once",
                "[answer]\nwrong_answer = 0.1\nsuggestions = \"three\"\n\n[telegrams]\nadmins = [1]\n",
                &[],
                "config.toml:2:1: error: unknown key `wrong_answer`\n  help: did you mean `wrong_answers`?\n\
                 config.toml:3:15: error: a whole number is wanted, found the text `three`\n  help: \
                 write the number alone, without quotes\n\
                 config.toml:5:2: error: unknown key `telegrams`\n  help: did you mean `telegram`?",
            ),
            (
                "one number instead of a list",
                "[telegram]\nadmins = 12345\n",
                &[],
                "config.toml:2:10: error: a list is wanted, found the number `12345`\n  help: \
                 write it as a list: `[12345]`",
            ),
            (
                "the same in a variable",
                "",
                &[("WENDA__TELEGRAM__ADMINS", "12345")],
                "WENDA__TELEGRAM__ADMINS: error: a list is wanted, found the number `12345`\n  \
                 help: write it as a list: `WENDA__TELEGRAM__ADMINS=[12345]`",
            ),
            (
                "a value out of range",
                "[answer]\nsuggestions = 3\nwrong_answers = 2.0\n",
                &[],
                "config.toml:3:1: error: `answer.wrong_answers` is 2\n  help: give a share from 0.01 to 0.5",
            ),
            (
                "an unknown variable",
                "",
                &[("WENDA__TELEGRAM__ADMIN", "[1]")],
                "WENDA__TELEGRAM__ADMIN: error: unknown key `admin`\n  help: did you mean \
                 `WENDA__TELEGRAM__ADMINS`?",
            ),
            (
                "a variable out of range",
                "",
                &[("WENDA__ANSWER__SUGGESTIONS", "0")],
                "WENDA__ANSWER__SUGGESTIONS: error: `answer.suggestions` is 0\n  help: give a number from 1 to 8",
            ),
        ];
        for (name, text, variables, expected) in cases {
            let errors = read("config.toml", text, environment(variables)).expect_err(name);
            let printed: Vec<String> = errors.iter().map(ToString::to_string).collect();
            assert_eq!(printed.join("\n"), *expected, "{name}");
        }
    }
}
