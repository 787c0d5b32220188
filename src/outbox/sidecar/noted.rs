//! What the sidecar sent lately, and noting it for the program that may not have.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use crate::outbox::concurrency;
use crate::store::{Receipt, RemoteSentLog, StoreError};

/// What became of so many messages is remembered: more than may be on their way, acknowledgements
/// included, since a message is on its way until the program has noted what we said of it.
const REMEMBERED: usize = 2 * concurrency::MOST;

/// The messages that went out lately, and where to note them.
pub struct Noted {
    sent: VecDeque<Receipt>,
    /// Something went out since this was last noted.
    has_news: bool,
    /// The program stands still, and that it does was noted.
    is_silent: bool,
    log: Arc<RemoteSentLog>,
    /// The work on the log that is under way, if it has not ended.
    work: Option<tokio::task::JoinHandle<Result<(), StoreError>>>,
}

impl Noted {
    /// Nothing was sent yet.
    pub fn new(log: RemoteSentLog) -> Noted {
        Noted {
            sent: VecDeque::new(),
            has_news: false,
            is_silent: false,
            log: Arc::new(log),
            work: None,
        }
    }

    /// Remembers what went out.
    pub fn remember(&mut self, receipt: Option<Receipt>) {
        let Some(receipt) = receipt else { return };
        if self.sent.len() >= REMEMBERED {
            self.sent.pop_front();
        }
        self.sent.push_back(receipt);
        self.has_news = true;
    }

    /// The program stands still: notes for it what it was told last, where others share its store. What it
    /// had noted itself is noted once more, which changes nothing.
    pub fn note_for_the_silent(&mut self) {
        if !self.log.is_shared() || !self.is_idle() {
            return;
        }
        let was_silent = std::mem::replace(&mut self.is_silent, true);
        if std::mem::take(&mut self.has_news) || !was_silent {
            let sent = Vec::from_iter(self.sent.iter().cloned());
            self.begin(move |log| log.note_all(&sent));
        }
    }

    /// The program said something.
    pub fn heard(&mut self) {
        self.is_silent = false;
    }

    /// Keeps the place of the program that has died, while its last answers are waited for.
    pub fn hold(&mut self) {
        if self.log.is_shared() && self.is_idle() {
            self.begin(|log| {
                log.hold();
                Ok(())
            });
        }
    }

    /// Notes all of it and leaves the store to others.
    ///
    /// # Errors
    /// When it cannot be noted.
    pub async fn finish(mut self) -> io::Result<()> {
        if let Some(work) = self.work.take() {
            // What is under way changes nothing of what follows.
            let _ = work.await;
        }
        let sent = Vec::from(std::mem::take(&mut self.sent));
        self.begin(move |log| {
            let noted = log.note(&sent);
            log.leave()?;
            noted
        });
        match self.work {
            Some(work) => work.await?.map_err(io::Error::other),
            None => Ok(()),
        }
    }

    fn is_idle(&self) -> bool {
        self.work.as_ref().is_none_or(|work| work.is_finished())
    }

    fn begin(
        &mut self,
        work: impl FnOnce(&RemoteSentLog) -> Result<(), StoreError> + Send + 'static,
    ) {
        let log = self.log.clone();
        self.work = Some(tokio::task::spawn_blocking(move || work(&log)));
    }
}
