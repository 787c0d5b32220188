//! Tells the program what it was built from: what one build kept of its work, another may not understand.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What decides how the program works, beside the compiler: its source, the word lists in it, and
/// the versions of what it depends on.
const SOURCES: [&str; 2] = ["src", "Cargo.lock"];

fn main() -> io::Result<()> {
    // The keys of this one are fixed: the same source, the same number.
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        let mut files = Vec::new();
        collect(Path::new(source), &mut files)?;
        files.sort();
        for file in files {
            file.hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    for name in ["TARGET", "PROFILE", "CARGO_PKG_VERSION"] {
        env::var(name).ok().hash(&mut hasher);
    }
    let compiler = env::var_os("RUSTC").unwrap_or("rustc".into());
    Command::new(compiler)
        .arg("-vV")
        .output()?
        .stdout
        .hash(&mut hasher);
    println!("cargo::rustc-env=WENDA_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// The files at `path`; itself where it is one.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        // Where a package has no lock file, its sources decide alone.
        files.extend(path.exists().then(|| path.to_owned()));
        return Ok(());
    }
    for item in fs::read_dir(path)? {
        collect(&item?.path(), files)?;
    }
    Ok(())
}
