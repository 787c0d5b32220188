//! The environment laid over the file: `WENDA__SECTION__KEY` for the key `section.key`.

use serde::Deserialize;
use toml::{Table, Value};

use crate::config::explain::{Explained, explain};
use crate::config::keys::{Config, ConfigError};

/// What the names of overriding variables begin with.
pub const PREFIX: &str = "WENDA__";

/// Lays one variable over `table`; the table is unchanged where the result would not be valid.
pub fn lay_over(table: &mut Table, variable: &str, value: &str) -> Result<(), ConfigError> {
    let path: Vec<String> = variable[PREFIX.len()..]
        .split("__")
        .map(str::to_lowercase)
        .collect();
    let as_toml = format!("value = {value}")
        .parse::<Table>()
        .ok()
        .and_then(|mut t| t.remove("value"));
    let as_text = Value::String(value.to_owned());
    // `1234` is TOML, yet it may be meant for a key that wants text: the second reading serves then.
    let readings = as_toml.into_iter().chain([as_text]);
    let mut first_error = None;
    for reading in readings {
        let mut trial = table.clone();
        let outcome = set(&mut trial, &path, reading).and_then(|()| {
            let config = Config::deserialize(Value::Table(trial.clone()));
            config.map_err(|error| explain(error.message(), value))
        });
        match outcome {
            Ok(_) => {
                *table = trial;
                return Ok(());
            }
            Err(problem) => {
                first_error.get_or_insert(problem);
            }
        }
    }
    let Some(Explained { message, help }) = first_error else {
        return Ok(());
    };
    Err(ConfigError {
        place: variable.to_owned(),
        help: in_a_variable(variable, &message, &help),
        message,
    })
}

/// What to do about `message`, as it is written in a variable.
fn in_a_variable(variable: &str, message: &str, help: &str) -> String {
    if let Some(list) = help.strip_prefix("write it as a list: `") {
        return format!("write it as a list: `{variable}={list}");
    }
    let between = |text: &str| text.split('`').nth(1).map(str::to_uppercase);
    if help.starts_with("did you mean")
        && let (Some(wrong), Some(meant)) = (between(message), between(help))
    {
        let parts = variable[PREFIX.len()..].split("__");
        let parts: Vec<&str> = parts
            .map(|part| if part == wrong { &meant } else { part })
            .collect();
        return format!("did you mean `{PREFIX}{}`?", parts.join("__"));
    }
    "the name is `WENDA__SECTION__KEY` for a key of config.toml, the value is TOML or plain text"
        .to_owned()
}

fn set(table: &mut Table, path: &[String], value: Value) -> Result<(), Explained> {
    let problem = |message: String| Explained {
        message,
        help: String::new(),
    };
    let Some((last, parents)) = path.split_last() else {
        return Err(problem("no key is named".to_owned()));
    };
    let mut here = table;
    for parent in parents {
        let next = here
            .entry(parent.clone())
            .or_insert_with(|| Value::Table(Table::new()));
        here = next
            .as_table_mut()
            .ok_or_else(|| problem(format!("`{parent}` is not a section")))?;
    }
    here.insert(last.clone(), value);
    Ok(())
}
