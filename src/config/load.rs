//! From a file and the environment to a checked configuration.

use std::io::ErrorKind;
use std::path::Path;

use crate::config::keys::{Config, ConfigError};
use crate::config::overlay;

/// The file that is read when none is named, if it exists.
pub const DEFAULT_FILE: &str = "config.toml";
/// The file of a system service: read when none is named and there is none here.
pub const SYSTEM_FILE: &str = "/etc/wenda/config.toml";
/// The file beside a configuration that holds the bot's token, where the environment names none.
pub const TOKEN_FILE: &str = "token";

/// The configuration file to read: the one that is `named`, else the first of `places` that exists.
pub fn find<'p>(named: Option<&'p Path>, places: &[&'p str]) -> Option<&'p Path> {
    named.or_else(|| {
        let mut places = places.iter().map(|&place| Path::new(place));
        places.find(|place| place.exists())
    })
}

impl Config {
    /// Reads the configuration: `file` (see [`find`]), or the defaults where there is none; then the
    /// environment given in `variables` on top.
    ///
    /// # Errors
    /// Every problem found, in file order, then those of the environment: a file that cannot be
    /// read, broken TOML, unknown keys, values of a wrong kind or out of range.
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, Vec<ConfigError>> {
        let text = match file {
            None => String::new(),
            Some(path) => {
                std::fs::read_to_string(path).map_err(|error| vec![unread(path, &error)])?
            }
        };
        let name = file.map_or_else(
            || DEFAULT_FILE.to_owned(),
            |path| path.display().to_string(),
        );
        let mut config = overlay::read(&name, &text, variables)?;
        let folder = file.and_then(Path::parent).unwrap_or(Path::new(""));
        // Joining keeps absolute paths as they are.
        config.faq.path = folder.join(&config.faq.path);
        config.storage.path = folder.join(&config.storage.path);
        Ok(config)
    }
}

fn unread(path: &Path, error: &std::io::Error) -> ConfigError {
    let readable = "give the path of a readable config.toml after `--config`, or in WENDA_CONFIG";
    let (why, help) = match error.kind() {
        ErrorKind::NotFound => ("there is no such file or folder".to_owned(), readable),
        ErrorKind::PermissionDenied => ("permission denied".to_owned(), readable),
        ErrorKind::IsADirectory => ("it is a folder".to_owned(), readable),
        ErrorKind::InvalidData => (
            "it is not UTF-8".to_owned(),
            "save it as UTF-8 in the editor (“Save with encoding”)",
        ),
        _ => (error.to_string(), readable),
    };
    ConfigError {
        place: path.display().to_string(),
        message: format!("cannot read the file: {why}"),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_named_comes_before_the_one_here_and_that_before_the_systems() {
        let folder = tempfile::tempdir().unwrap();
        let (here, system) = (folder.path().join("here"), folder.path().join("system"));
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let places = [text(&here), text(&system)];
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        let named = Path::new("named.toml");
        assert_eq!(find(Some(named), &places), Some(named));
        assert_eq!(find(None, &places), None);
        std::fs::write(&system, "").unwrap();
        assert_eq!(find(None, &places), Some(&*system));
        std::fs::write(&here, "").unwrap();
        assert_eq!(find(None, &places), Some(&*here));
    }
}
