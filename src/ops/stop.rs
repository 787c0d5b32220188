//! Stopping: asked once, it lets what is under way finish until a deadline; asked twice, the
//! process ends at once.

use std::time::{Duration, Instant};

use tokio::sync::watch;

/// How long what is under way may take to finish. Service managers kill after ten seconds or more.
const DEADLINE: Duration = Duration::from_secs(8);

/// Why the process stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was told to, or can do no more.
    Told,
    /// Another process has its place in the store: it has to begin anew.
    PlaceLost,
}

/// Knows whether we are stopping. Clones know the same.
#[derive(Debug, Clone)]
pub struct Stop {
    asked: watch::Receiver<Option<(Instant, Why)>>,
}

/// Asks for the stop.
#[derive(Debug)]
pub struct Asks {
    asked: watch::Sender<Option<(Instant, Why)>>,
}

/// A stop that nobody asked for yet.
pub fn pair() -> (Asks, Stop) {
    let (sender, receiver) = watch::channel(None);
    (Asks { asked: sender }, Stop { asked: receiver })
}

impl Asks {
    /// From now on we are stopping.
    pub fn stop(&self) {
        self.stop_since(Why::Told);
    }

    /// From now on we are stopping. What was asked first counts.
    pub fn stop_since(&self, why: Why) {
        self.asked.send_if_modified(|asked| {
            let is_first = asked.is_none();
            asked.get_or_insert((Instant::now(), why));
            is_first
        });
    }
}

impl Stop {
    /// Returns when the stop is asked for.
    pub async fn requested(&self) {
        let mut asked = self.asked.clone();
        // The asking side lives as long as the program; were it gone, we would be stopping as well.
        let _ = asked.wait_for(Option::is_some).await;
    }

    /// Whether the time for finishing is over.
    pub fn is_over(&self) -> bool {
        self.asked
            .borrow()
            .is_some_and(|(asked, _)| asked.elapsed() >= DEADLINE)
    }

    /// Why we are stopping.
    pub fn why(&self) -> Why {
        self.asked.borrow().map_or(Why::Told, |(_, why)| why)
    }
}
