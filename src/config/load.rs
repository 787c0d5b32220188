//! From a file and the environment to a checked configuration.

use std::path::Path;

use crate::config::keys::{Config, ConfigError};
use crate::config::overlay;

/// The file that is read when none is named, if it exists.
pub const DEFAULT_FILE: &str = "config.toml";

impl Config {
    /// Reads the configuration: `file`, or `config.toml` where there is one, or the defaults; then
    /// the environment given in `variables` on top.
    ///
    /// # Errors
    /// Every problem found, in file order, then those of the environment: a file that cannot be
    /// read, broken TOML, unknown keys, values of a wrong kind or out of range.
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, Vec<ConfigError>> {
        let path = match file {
            Some(path) => Some(path),
            None => Some(Path::new(DEFAULT_FILE)).filter(|path| path.exists()),
        };
        let text = match path {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path).map_err(|error| {
                vec![ConfigError {
                    place: path.display().to_string(),
                    message: format!("cannot read the file: {error}"),
                    help: "give the path of a readable config.toml after `--config`".into(),
                }]
            })?,
        };
        let name = path.map_or_else(
            || DEFAULT_FILE.to_owned(),
            |path| path.display().to_string(),
        );
        let mut config = overlay::read(&name, &text, variables)?;
        let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
        // Joining keeps absolute paths as they are.
        config.faq.path = folder.join(&config.faq.path);
        config.storage.path = folder.join(&config.storage.path);
        Ok(config)
    }
}
