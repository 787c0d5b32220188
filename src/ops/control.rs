//! The control socket: how a command on this machine talks to the bot that runs here.
//!
//! A Unix socket beside the store, for the store's owner alone: whoever may write the store may talk to
//! the bot. A request is one line of JSON, and so is its answer. Knows nothing of what requests do.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::text::Language;

/// A request or an answer that takes longer than this to arrive is given up by the bot.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest request, in bytes.
const REQUEST_BYTES: u64 = 4096;

/// What a command wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reload {
    /// Take the files although their tests fail.
    pub force: bool,
    /// Answer in Chinese instead of English.
    pub in_chinese: bool,
}

impl Reload {
    /// The language to answer in.
    pub fn language(&self) -> Language {
        match self.in_chinese {
            true => Language::Zh,
            false => Language::En,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reloaded {
    /// Whether the files on disk are those that answer now.
    pub is_taken: bool,
    /// The same in words.
    pub words: String,
}

/// The socket of the bot whose store is at `store`.
pub fn socket(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push("-control");
    PathBuf::from(name)
}

/// Listens for as long as it lives.
pub struct Control {
    path: PathBuf,
}

impl Drop for Control {
    fn drop(&mut self) {
        // A socket that is left behind is replaced at the next start.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Answers requests at `path` with `reload`, one after the other, on a thread of its own. Whoever calls
/// this holds the store, so that a socket left behind by a crash is nobody else's.
///
/// # Errors
/// When the socket cannot be made, or no thread.
pub fn serve(
    path: PathBuf,
    reload: impl Fn(Reload) -> Reloaded + Send + 'static,
) -> io::Result<Control> {
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    let work = move || {
        for stream in listener.incoming().flatten() {
            if let Err(error) = answer(&stream, &reload) {
                log::warn!(error:% = error; "a command on this machine was not answered");
            }
        }
    };
    std::thread::Builder::new()
        .name("control".to_owned())
        .spawn(work)?;
    Ok(Control { path })
}

fn answer(stream: &UnixStream, reload: &impl Fn(Reload) -> Reloaded) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = String::new();
    BufReader::new(io::Read::take(stream, REQUEST_BYTES)).read_line(&mut line)?;
    let request: Reload = serde_json::from_str(&line)?;
    send(stream, &reload(request))
}

/// Asks the bot at `path` to reload, and waits for what comes of it.
///
/// # Errors
/// When no bot listens there, or it ended before it answered.
pub fn ask(path: &Path, request: &Reload) -> io::Result<Reloaded> {
    let stream = UnixStream::connect(path)?;
    send(&stream, request)?;
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

fn send(mut stream: &UnixStream, message: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    stream.write_all(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_gets_its_answer_and_nonsense_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = socket(&folder.path().join("store"));
        // Left behind by a crash.
        drop(UnixListener::bind(&path).unwrap());
        let control = serve(path.clone(), |request| Reloaded {
            is_taken: request.force,
            words: format!("{:?}", request.language()),
        })
        .unwrap();
        let nonsense = UnixStream::connect(&path).unwrap();
        (&nonsense).write_all(b"hello\n").unwrap();
        let request = Reload {
            force: true,
            in_chinese: true,
        };
        let answer = ask(&path, &request).unwrap();
        assert_eq!(answer.words, "Zh");
        assert!(answer.is_taken);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(control);
        assert!(!path.exists());
    }
}
