//! `wenda init`: a folder to begin with. Writes what is missing, never over what is there.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::common::{Exit, output};
use crate::config::Config;

/// The shipped configuration, which names every key with its default.
const CONFIG: &str = include_str!("../../../../config.toml");
const EXAMPLE: &str = include_str!("example.yaml");
const ENV: &str = include_str!("env.example");
const IGNORE: &str = include_str!("ignore.example");

/// Where to begin.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Folder to write into; made if missing
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// Where the bot keeps its store (`storage.path` of the configuration that is written)
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

/// Writes the files and says what to do next.
///
/// # Errors
/// When a folder or a file cannot be made.
pub fn run(args: &InitArgs) -> anyhow::Result<Exit> {
    output::print(&set_up(&args.dir, args.store.as_deref())?)
}

/// Writes what is missing in `dir`; the answer is a report for people.
fn set_up(dir: &Path, store: Option<&Path>) -> anyhow::Result<String> {
    let config = config(store)?;
    let faq = dir.join("faq");
    // An example amid real entries would answer people.
    let has_faq = fs::read_dir(&faq).is_ok_and(|mut files| files.next().is_some());
    let mut report = String::new();
    let files = [
        ("config.toml", config.as_str(), false),
        ("faq/example.yaml", EXAMPLE, has_faq),
        (".env.example", ENV, false),
        (".gitignore", IGNORE, false),
    ];
    for (name, text, skip) in files {
        let path = dir.join(name);
        let word = if !skip && write_new(&path, text)? {
            "wrote"
        } else {
            "kept "
        };
        let shown = if skip { &faq } else { &path };
        report.push_str(&format!("{word}  {}\n", shown.display()));
    }
    let enter = if dir == Path::new(".") {
        String::new()
    } else {
        format!("  cd {}\n", dir.display())
    };
    report.push_str(&format!(
        "\nNext:\n{enter}  wenda chat               ask the example FAQ something, no token needed\n  \
         wenda check              after every change to faq/: finds what could go wrong\n  \
         export TELOXIDE_TOKEN=…  the token that @BotFather gives you\n  \
         wenda doctor             looks at everything before the first start\n  \
         wenda run                starts the bot\n"
    ));
    Ok(report)
}

/// The configuration to write: the shipped one, with `store` as its store.
fn config(store: Option<&Path>) -> anyhow::Result<String> {
    let Some(store) = store else {
        return Ok(CONFIG.to_owned());
    };
    let store = store
        .to_str()
        .context("the path of the store is no Unicode text")?;
    // Quotation marks and backslashes are written alike in TOML and in Rust.
    let default = Config::default().storage.path;
    let line = |path: &str| format!("path = {path:?}");
    let shipped = line(&default.to_string_lossy());
    let written = CONFIG.replacen(&shipped, &line(store), 1);
    anyhow::ensure!(
        written.contains(&line(store)),
        "the shipped configuration names no store"
    );
    Ok(written)
}

/// Writes `text` to `path`, unless something is there already; says whether it did.
fn write_new(path: &Path, text: &str) -> anyhow::Result<bool> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let written: io::Result<bool> = match opened {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    };
    written.with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::lint;
    use crate::matcher::Thresholds;

    #[test]
    fn a_new_folder_gets_everything() {
        let dir = tempfile::tempdir().expect("a folder");
        let place = dir.path().join("new/shop");
        let report = set_up(&place, None).expect("written");
        assert_eq!(report.matches("wrote").count(), 4, "{report}");
        for name in [
            "config.toml",
            "faq/example.yaml",
            ".env.example",
            ".gitignore",
        ] {
            assert!(place.join(name).is_file(), "{name}");
        }
    }

    #[test]
    fn the_store_stands_where_it_is_wanted() {
        let dir = tempfile::tempdir().expect("a folder");
        set_up(dir.path(), Some(Path::new("/var/lib/wenda/wenda.sqlite3"))).expect("written");
        let config = Config::load(Some(&dir.path().join("config.toml")), []).expect("valid");
        assert_eq!(
            config.storage.path,
            Path::new("/var/lib/wenda/wenda.sqlite3")
        );
    }

    #[test]
    fn what_is_there_is_kept() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join("faq")).expect("made");
        fs::write(dir.path().join("faq/mine.yaml"), "entries: []").expect("written");
        fs::write(dir.path().join("config.toml"), "# mine").expect("written");
        let report = set_up(dir.path(), None).expect("written");
        assert_eq!(report.matches("kept").count(), 2, "{report}");
        assert!(!dir.path().join("faq/example.yaml").exists());
        let config = fs::read_to_string(dir.path().join("config.toml")).expect("read");
        assert_eq!(config, "# mine");
    }

    #[test]
    fn the_example_has_nothing_to_complain_about() {
        let loaded = crate::faq::read(&[("faq/example.yaml", EXAMPLE)]);
        let found: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
        let knowledge = Knowledge::build(loaded.faq.expect("it loads"));
        let gate = lint::gate(&knowledge, &Thresholds::default());
        assert!(gate.asked > 10 && gate.passed());
    }
}
