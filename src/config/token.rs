//! The bot token: from the environment or from a file that the environment names, never printed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

/// Why there is no usable token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Neither variable is set.
    #[error(
        "no bot token\n  help: set TELOXIDE_TOKEN to the token that @BotFather gave you, or \
         TELOXIDE_TOKEN_FILE to a file that holds it, or put it into a file `token` beside config.toml"
    )]
    Missing,
    /// The file cannot be read.
    #[error(
        "{}: cannot read the token file: {source}\n  help: the service gets it from systemd; by hand, \
         run this as the user that may read it",
        path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It does not look like a token. The text itself is not shown: it may be a secret all the same.
    #[error(
        "the bot token does not have the form 123456789:letters-and-digits\n  help: copy it again \
         from @BotFather, without quotes or spaces"
    )]
    Malformed,
}

/// The bot token from `TELOXIDE_TOKEN`, else from the file that `TELOXIDE_TOKEN_FILE` names, else
/// from the file `beside` the configuration, if there is one.
///
/// # Errors
/// When there is none, when the file cannot be read, or when it cannot be a token.
pub fn bot_token(
    variable: impl Fn(&str) -> Option<String>,
    beside: &Path,
) -> Result<SecretString, TokenError> {
    let set = |name| variable(name).filter(|value| !value.trim().is_empty());
    let text = match (set("TELOXIDE_TOKEN"), set("TELOXIDE_TOKEN_FILE")) {
        (Some(token), _) => token,
        (None, Some(path)) => {
            std::fs::read_to_string(&path).map_err(|source| TokenError::Unreadable {
                path: path.into(),
                source,
            })?
        }
        (None, None) => match std::fs::read_to_string(beside) {
            Ok(text) => text,
            Err(source) if source.kind() == ErrorKind::NotFound => return Err(TokenError::Missing),
            Err(source) => {
                let path = beside.to_owned();
                return Err(TokenError::Unreadable { path, source });
            }
        },
    };
    let token = text.trim();
    if has_token_form(token) {
        Ok(token.into())
    } else {
        Err(TokenError::Malformed)
    }
}

/// Whether `text` has the form of a token: digits, a colon, then letters, digits, `_` and `-`.
fn has_token_form(text: &str) -> bool {
    text.split_once(':').is_some_and(|(number, rest)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_variable_comes_before_the_file() {
        let token = bot_token(
            |name| match name {
                "TELOXIDE_TOKEN" => Some(" 12:ab-C_d \n".into()),
                _ => Some("/nowhere".into()),
            },
            Path::new(""),
        );
        assert_eq!(token.expect("a token").expose_secret(), "12:ab-C_d");
    }

    #[test]
    fn a_malformed_token_is_not_printed() {
        let words = |name: &str| (name == "TELOXIDE_TOKEN").then(|| "secret words".into());
        let error = bot_token(words, Path::new("")).expect_err("malformed");
        assert!(matches!(error, TokenError::Malformed));
        assert!(!error.to_string().contains("secret words"));
    }

    #[test]
    fn a_file_beside_the_configuration_serves_where_the_environment_names_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let beside = folder.path().join("token");
        let missing = bot_token(|_| None, &beside);
        assert!(matches!(missing, Err(TokenError::Missing)));
        std::fs::write(&beside, "12:ab\n").expect("written");
        let token = bot_token(|_| None, &beside).expect("a token");
        assert_eq!(token.expose_secret(), "12:ab");
    }
}
