//! The file that keeps vectors of a FAQ's sentences, beside the store. It holds nothing that cannot
//! be computed again: it may be deleted at any time, and a damaged one counts as none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::meaning::VectorCache;

/// Ending of the file's name, after the store's own name.
const ENDING: &str = "vectors";

/// Where vectors are kept.
#[derive(Debug, Clone)]
pub struct VectorFile {
    path: PathBuf,
}

impl VectorFile {
    /// The file beside the store at `store`.
    pub fn beside(store: &Path) -> VectorFile {
        VectorFile {
            path: store.with_extension(ENDING),
        }
    }

    /// What the file holds; nothing where there is none, or none that can be read.
    pub fn load(&self) -> VectorCache {
        let bytes = fs::read(&self.path).unwrap_or_default();
        VectorCache::from_bytes(&bytes).unwrap_or_default()
    }

    /// Puts `vectors` in the place of what the file holds, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, vectors: &VectorCache) -> io::Result<()> {
        let new = self.path.with_extension(format!("{ENDING}.new"));
        fs::write(&new, vectors.to_bytes())?;
        fs::rename(&new, &self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning;

    #[test]
    fn what_is_saved_is_loaded_and_damage_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = VectorFile::beside(&dir.path().join("wenda.sqlite3"));
        assert!(file.load().is_empty());
        let mut cache = VectorCache::default();
        cache.insert("refund", &meaning::encoder().encode("refund"));
        file.save(&cache).unwrap();
        assert!(file.load().get("refund").is_some());
        fs::write(dir.path().join("wenda.vectors"), "torn").unwrap();
        assert!(file.load().is_empty());
    }
}
