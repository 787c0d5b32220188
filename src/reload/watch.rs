//! Watching the FAQ's files: a change is taken as `/reload` would take it, and admins are told.
//!
//! The file system only says that something happened; what counts is the content. So editors that
//! write a new file and rename it into place, and folders whose links are swapped as a whole
//! (`..data` in Kubernetes), need no rules of their own. Where the file system says nothing (network
//! folders), a look at names, sizes and times now and then finds what happened.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::admin::ReloadResult;
use crate::assistant::Assistant;
use crate::faq;
use crate::reload::reloader::{Reloader, WatchState};

/// For how long nothing must happen before the files are read: an editor or a copy is done then.
const QUIET: Duration = Duration::from_millis(400);

/// After how long the files are read although something still happens.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often names, sizes and times are looked at where the file system tells what happens, ...
const SELDOM: Duration = Duration::from_secs(30);

/// ... and where it does not.
const OFTEN: Duration = Duration::from_secs(2);

/// How long to watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// As long as Wenda runs.
    TheEnd,
    /// Until the files on disk are those that answer.
    Fixed,
}

/// Watches as long as it lives.
pub struct Watch {
    stop: Sender<Signal>,
}

enum Signal {
    Happened,
    Stop,
}

impl Drop for Watch {
    fn drop(&mut self) {
        // The thread has gone already: that is what was wanted.
        let _ = self.stop.send(Signal::Stop);
    }
}

/// Begins to watch the FAQ of `reloader`, on a thread of its own. The result of each change is
/// given to `tell`, save where nothing changed.
///
/// # Errors
/// When no thread can be started.
pub fn watch(
    reloader: Arc<Reloader>,
    assistant: &Arc<Assistant>,
    until: Until,
    tell: impl Fn(&ReloadResult) + Send + 'static,
) -> std::io::Result<Watch> {
    let (signal, signals) = mpsc::channel();
    let path = reloader.path().to_owned();
    let watcher = watcher(&path, signal.clone());
    let told = watcher.is_some();
    let files = FileWatcher {
        path,
        watcher,
        signals,
        reloader,
        assistant: Arc::downgrade(assistant),
        until,
    };
    thread::Builder::new()
        .name("faq watch".into())
        .spawn(move || files.run(if told { SELDOM } else { OFTEN }, tell))?;
    Ok(Watch { stop: signal })
}

/// The thread's own things.
struct FileWatcher {
    path: PathBuf,
    watcher: Option<RecommendedWatcher>,
    signals: Receiver<Signal>,
    reloader: Arc<Reloader>,
    assistant: Weak<Assistant>,
    until: Until,
}

impl FileWatcher {
    fn run(mut self, pause: Duration, tell: impl Fn(&ReloadResult)) {
        let mut state = WatchState::default();
        let mut before = stamp(&self.path);
        loop {
            match self.signals.recv_timeout(pause) {
                Ok(Signal::Happened) => {
                    if !self.settles() {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) if stamp(&self.path) == before => continue,
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
            // Before reading: what changes while we read is looked at once more.
            before = stamp(&self.path);
            // The folder may be another one now under the same name.
            if let Some(watcher) = &mut self.watcher {
                follow(watcher, &self.path);
            }
            let Some(assistant) = self.assistant.upgrade() else {
                return;
            };
            match self.reloader.notice(&assistant, now_seconds(), &mut state) {
                Ok(Some(result)) => tell(&result),
                Ok(None) => {}
                Err(error) => log::error!(error:% = error; "cannot take the changed FAQ"),
            }
            if self.until == Until::Fixed && state.is_settled {
                return;
            }
        }
    }

    /// Waits until nothing happens any more; `false` where watching is over.
    fn settles(&self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            match self.signals.recv_timeout(QUIET) {
                Ok(Signal::Happened) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }
}

/// A watcher of the path and of what lies in it; `None` where the file system has none to give.
fn watcher(path: &Path, signal: Sender<Signal>) -> Option<RecommendedWatcher> {
    let wanted = path.to_owned();
    let happened = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| matters(&event, &wanted)) {
            // The thread has gone: nobody wants to know.
            let _ = signal.send(Signal::Happened);
        }
    };
    let mut watcher = match notify::recommended_watcher(happened) {
        Ok(watcher) => watcher,
        Err(error) => {
            log::warn!(error:% = error; "cannot watch the FAQ's files, polling them instead");
            return None;
        }
    };
    follow(&mut watcher, path).then_some(watcher)
}

/// Watches the folder, and the one that it lies in: it may be a link that is swapped.
fn follow(watcher: &mut RecommendedWatcher, path: &Path) -> bool {
    // It is not watched yet, or not any more.
    let _ = watcher.unwatch(path);
    let inside = watcher.watch(path, RecursiveMode::Recursive).is_ok();
    let above = match path.parent() {
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
        None => return inside,
    };
    inside | watcher.watch(above, RecursiveMode::NonRecursive).is_ok()
}

/// Whether an event may have changed a file of the FAQ: reading, ours included, does not.
fn matters(event: &Event, path: &Path) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
        EventKind::Access(_) => return false,
        _ => {}
    }
    // Names may come as they were given or as the file system knows them.
    let real = fs::canonicalize(path);
    event.paths.is_empty()
        || event.paths.iter().any(|changed| {
            let below = changed.strip_prefix("./").unwrap_or(changed);
            let given = path.strip_prefix("./").unwrap_or(path);
            below.starts_with(given) || real.as_ref().is_ok_and(|real| changed.starts_with(real))
        })
}

/// Names, sizes and times of the FAQ's files.
fn stamp(path: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let files = faq::files(path).unwrap_or_default();
    let stamp = |file: PathBuf| {
        let data = fs::metadata(&file).ok();
        let size = data.as_ref().map_or(0, fs::Metadata::len);
        (file, size, data.and_then(|data| data.modified().ok()))
    };
    files.into_iter().map(stamp).collect()
}

fn now_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
}
