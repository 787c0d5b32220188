//! What systemd is told of a service with `Type=notify`: ready, still turning.
//!
//! One datagram for each word, to the socket that `NOTIFY_SOCKET` names; see sd_notify(3). Where
//! nobody listens nothing is said. The watchdog is fed by whoever knows that the main loop turns,
//! never by a clock of its own: a bot that is stuck shall be restarted.

use std::ffi::OsStr;
use std::os::unix::net::UnixDatagram;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ops::health::Health;

/// How often it is looked whether we are ready.
const UNTIL_READY: Duration = Duration::from_millis(100);

/// The way to whoever supervises this process.
#[derive(Debug)]
pub struct Notifier {
    socket: Option<UnixDatagram>,
    /// How often the watchdog wants to hear of us.
    watchdog: Option<Duration>,
}

impl Notifier {
    /// As the environment given by `variable` says.
    pub fn new(variable: impl Fn(&str) -> Option<String>) -> Notifier {
        let socket = variable("NOTIFY_SOCKET").and_then(|path| connect(&path).ok());
        let micros = variable("WATCHDOG_USEC").and_then(|text| text.parse::<u64>().ok());
        let for_us =
            variable("WATCHDOG_PID").is_none_or(|pid| pid.parse() == Ok(std::process::id()));
        Notifier {
            watchdog: micros
                .filter(|_| for_us && socket.is_some())
                // Half of the limit, as sd_watchdog_enabled(3) advises.
                .map(|micros| Duration::from_micros(micros / 2)),
            socket,
        }
    }

    /// How often [`alive`](Notifier::alive) should be called; `None` where nobody asks.
    pub fn watchdog(&self) -> Option<Duration> {
        self.watchdog
    }

    /// Questions are taken from now on.
    pub fn ready(&self) {
        self.say("READY=1");
    }

    /// The main loop turns.
    pub fn alive(&self) {
        self.say("WATCHDOG=1");
    }

    fn say(&self, words: &str) {
        if let Some(socket) = &self.socket {
            // A supervisor that has gone away is no reason to stop answering.
            let _ = socket.send(words.as_bytes());
        }
    }
}

/// Tells whoever supervises this process how `health` is, from a thread of its own, for as long as
/// the process lives: ready once the main loop has turned, then alive for as long as it turns.
pub fn watch(notifier: Notifier, health: Arc<Health>) {
    if notifier.socket.is_none() {
        return;
    }
    let work = move || {
        while !health.has_turned() {
            std::thread::sleep(UNTIL_READY);
        }
        notifier.ready();
        while let Some(pause) = notifier.watchdog() {
            if health.is_alive(Instant::now()) {
                notifier.alive();
            }
            std::thread::sleep(pause);
        }
    };
    let thread = std::thread::Builder::new().name("notify".to_owned());
    if let Err(error) = thread.spawn(work) {
        log::warn!(error:% = error; "cannot notify systemd");
    }
}

fn connect(path: &str) -> std::io::Result<UnixDatagram> {
    let socket = UnixDatagram::unbound()?;
    #[cfg(target_os = "linux")]
    if let Some(name) = path.strip_prefix('@') {
        use std::os::linux::net::SocketAddrExt;
        let address = std::os::unix::net::SocketAddr::from_abstract_name(name)?;
        socket.connect_addr(&address)?;
        return Ok(socket);
    }
    socket.connect(OsStr::new(path))?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(socket: &UnixDatagram) -> String {
        let mut buffer = [0; 64];
        let length = socket.recv(&mut buffer).expect("a word");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    #[test]
    fn the_supervisor_hears_of_us() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notify");
        let supervisor = UnixDatagram::bind(&path).expect("bound");
        let notifier = Notifier::new(|name| match name {
            "NOTIFY_SOCKET" => path.to_str().map(str::to_owned),
            "WATCHDOG_USEC" => Some("180000000".into()),
            _ => None,
        });
        assert_eq!(notifier.watchdog(), Some(Duration::from_secs(90)));
        notifier.ready();
        notifier.alive();
        for expected in ["READY=1", "WATCHDOG=1"] {
            assert_eq!(heard(&supervisor), expected);
        }
    }

    #[test]
    fn a_watchdog_for_another_process_is_not_fed_by_us() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notify");
        let _supervisor = UnixDatagram::bind(&path).expect("bound");
        let notifier = Notifier::new(|name| match name {
            "NOTIFY_SOCKET" => path.to_str().map(str::to_owned),
            "WATCHDOG_USEC" => Some("180000000".into()),
            "WATCHDOG_PID" => Some("1".into()),
            _ => None,
        });
        assert_eq!(notifier.watchdog(), None);
    }

    #[test]
    fn without_a_supervisor_nothing_is_said() {
        let notifier = Notifier::new(|_| None);
        notifier.ready();
        assert_eq!(notifier.watchdog(), None);
    }
}
