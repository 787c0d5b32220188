//! The FAQ's files as they are: names and texts, read once, so that what is judged is what is
//! kept and taken.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::admin::Source;
use crate::faq::{self, Diagnostic, KnownFiles, Loaded};

/// All files of a FAQ.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The folder or file that they are of.
    path: PathBuf,
    /// The files, in the order in which they are read.
    files: Vec<Source>,
    /// Made once, when it is first asked for.
    fingerprint: OnceLock<String>,
}

impl PartialEq for Sources {
    fn eq(&self, other: &Sources) -> bool {
        self.path == other.path && self.files == other.files
    }
}

impl Eq for Sources {}

impl Sources {
    /// Reads the files of the FAQ at `path`.
    ///
    /// # Errors
    /// What is wrong, where a file or the folder cannot be read as text.
    pub fn read(path: &Path) -> Result<Sources, Vec<Diagnostic>> {
        Sources::open(path).map_err(|loaded| loaded.diagnostics)
    }

    /// The same; where that cannot be done, all that can be made of the FAQ.
    pub(crate) fn open(path: &Path) -> Result<Sources, Box<Loaded>> {
        let files = || -> std::io::Result<Vec<Source>> {
            faq::files(path)?
                .into_iter()
                .map(|file| {
                    Ok(Source {
                        name: name_below(path, &file),
                        text: fs::read_to_string(&file)?,
                    })
                })
                .collect()
        };
        match files() {
            Ok(files) if !files.is_empty() => Ok(Sources::of(path, files)),
            // The FAQ's own reader knows how to say what is wrong.
            _ => match faq::load(path) {
                loaded if loaded.has_errors() => Err(Box::new(loaded)),
                // It was only away for a moment, in the middle of being replaced.
                loaded => files()
                    .map(|files| Sources::of(path, files))
                    .map_err(|_| Box::new(loaded)),
            },
        }
    }

    /// These files, as those of the FAQ at `path`.
    pub fn of(path: &Path, files: Vec<Source>) -> Sources {
        Sources {
            path: path.to_owned(),
            fingerprint: OnceLock::new(),
            files,
        }
    }

    /// The files, in the order in which they are read.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// The same files with other texts in the files with these numbers.
    pub(crate) fn with_texts(&self, texts: &[(usize, String)]) -> Sources {
        let mut files = self.files.clone();
        for (file, text) in texts {
            files[*file].text.clone_from(text);
        }
        Sources::of(&self.path, files)
    }

    /// Reads the FAQ that these files make.
    pub fn load(&self) -> Loaded {
        faq::read(&self.texts())
    }

    /// The same, where they load without an error; what differs from `known` alone is read, where
    /// that can be.
    ///
    /// # Errors
    /// All that can be made of the FAQ, where it has an error.
    pub fn load_known(&self, known: Option<&KnownFiles>) -> Result<KnownFiles, Box<Loaded>> {
        let texts = self.texts();
        if let Some(known) = known.and_then(|known| known.reread(&texts)) {
            return Ok(known);
        }
        let loaded = faq::read(&texts);
        KnownFiles::new(&texts, &loaded).ok_or_else(|| Box::new(loaded))
    }

    /// The names of the files, as diagnostics have them, and their texts.
    pub(super) fn texts(&self) -> Vec<(Arc<str>, &str)> {
        let files = self.files.iter();
        let texts = files.map(|file| (self.shown(file).into(), file.text.as_str()));
        texts.collect()
    }

    /// Fingerprint of the files.
    pub fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| fingerprint(&self.files))
    }

    /// Where the file lies.
    pub fn place(&self, name: &str) -> PathBuf {
        match self.path.is_file() {
            true => self.path.clone(),
            false => self.path.join(name),
        }
    }

    /// Number of the file that diagnostics and entries call `shown`.
    pub fn number(&self, shown: &str) -> Option<usize> {
        self.files.iter().position(|file| self.shown(file) == shown)
    }

    /// The number of the file with this name below the FAQ's folder.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|file| file.name == name)
    }

    /// How diagnostics name the file: as the FAQ's own reader does.
    fn shown(&self, file: &Source) -> String {
        self.place(&file.name).display().to_string()
    }
}

/// Fingerprint of files: equal names and texts, equal fingerprint. 16 hexadecimal digits of a
/// SHA-256.
fn fingerprint(files: &[Source]) -> String {
    let mut digest = Sha256::new();
    let mut files: Vec<&Source> = files.iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for file in files {
        // The lengths keep a name from running into its text.
        for part in [&file.name, &file.text] {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
    }
    hex::encode(&digest.finalize()[..8])
}

/// The file's path below the FAQ's folder, with `/` between its parts.
fn name_below(path: &Path, file: &Path) -> String {
    let below = match file.strip_prefix(path) {
        Ok(below) if below.components().next().is_some() => below,
        _ => Path::new(file.file_name().unwrap_or(file.as_os_str())),
    };
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, text: &str) -> Source {
        Source {
            name: name.into(),
            text: text.into(),
        }
    }

    #[test]
    fn a_fingerprint_sees_names_and_texts_but_no_order() {
        let one = [source("a", "x"), source("b", "y")];
        let turned = [source("b", "y"), source("a", "x")];
        assert_eq!(fingerprint(&one), fingerprint(&turned));
        assert_ne!(
            fingerprint(&one),
            fingerprint(&[source("a", "x"), source("b", "z")])
        );
        assert_ne!(
            fingerprint(&[source("a", "bc")]),
            fingerprint(&[source("ab", "c")])
        );
    }

    #[test]
    fn names_are_those_below_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("sub/a.yaml"), "entries: []").unwrap();
        let sources = Sources::read(folder.path()).unwrap();
        assert_eq!(sources.files, [source("sub/a.yaml", "entries: []")]);
        let file = folder.path().join("sub/a.yaml");
        assert_eq!(sources.place("sub/a.yaml"), file);
        assert_eq!(sources.number(&file.display().to_string()), Some(0));
        let alone = Sources::read(&file).unwrap();
        assert_eq!(alone.files[0].name, "a.yaml");
        assert_eq!(alone.place("a.yaml"), file);
    }

    #[test]
    fn a_folder_without_files_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            Sources::read(folder.path()).unwrap_err()[0].code,
            "no-files"
        );
    }
}
